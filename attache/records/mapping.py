"""Column mapping: how the columns of one sender's sheet correspond to the fields of a type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from attache.records.columns import Column
from attache.records.here import Here
from attache.records.kinds import Kind, Text
from attache.records.record import Record
from attache.records.texts import Unreadable, typed

ASIDE = "-"
"""In place of a field: the column is left aside."""


class MappedColumn(NamedTuple):
    """The head of a column as the sender writes it, and what the column holds.

    `field` is a field of the record type, `-` for a column that is left aside, or None for one on
    which nothing was decided: it is read as any other column.
    """

    head: str
    field: str | None = None


@dataclass(frozen=True)
class Columns(Kind):
    """The columns of a header, in their order."""

    name = "columns"
    wordy = True
    many = True

    def read(self, raw: object, here: Here) -> tuple[MappedColumn, ...]:
        if not isinstance(raw, (list, tuple)):
            raise Unreadable("FLD003")
        return tuple(map(_column, raw))

    def kept(self, value: Iterable[MappedColumn]) -> list[Any]:
        return [column._asdict() for column in value]

    def revived(self, kept: Iterable[Mapping[str, Any]]) -> tuple[MappedColumn, ...]:
        return tuple(MappedColumn(column["head"], column.get("field")) for column in kept)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "object"}}


class SheetMapping(Record):
    """Applied wherever a sheet with the same heads in the same order comes in.

    The heads are that header's fingerprint: case, spacing, punctuation and diacritics do not
    matter, nor do the row it stands in and columns without a head.
    """

    kind: Annotated[
        str,
        Text(60),
        Column(title="Record type", help="The record type that such a sheet holds", listed=True),
    ]
    columns: Annotated[tuple[MappedColumn, ...], Columns(), Column(title="Columns", listed=True)]
    sender: Annotated[
        str | None, Text(), Column(title="Sender", help="Who sends such sheets", listed=True)
    ] = None


def _column(raw: object) -> MappedColumn:
    if isinstance(raw, MappedColumn):
        return raw
    if not isinstance(raw, Mapping) or not raw.keys() <= {"head", "field"} or "head" not in raw:
        raise Unreadable("FLD003")
    field = raw.get("field")
    return MappedColumn(typed(raw["head"]), None if field is None else typed(field))
