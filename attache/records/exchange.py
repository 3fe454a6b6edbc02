"""Exchange: the ledger line of one workbook that left or came in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from attache.records.columns import Column
from attache.records.here import Here
from attache.records.identifiers import Count
from attache.records.kinds import Day, Kind, OneOf, Text, Texts
from attache.records.record import Record
from attache.records.texts import Unreadable

ACCOUNTS = ("added", "changed", "unchanged", "parked", "refused")
"""What can become of a row of an import that is stored. Rows read = the sum of these, always."""


@dataclass(frozen=True)
class Rows(Kind):
    """What became of each row: sheet, row, account, ref, fields changed, digest; by attache."""

    name = "rows"
    many = True

    def read(self, raw: object, here: Here) -> tuple[Any, ...]:
        if not isinstance(raw, (list, tuple)):
            raise Unreadable("FLD003")
        return tuple(raw)

    def kept(self, value: tuple[Any, ...]) -> list[Any]:
        return list(value)

    def revived(self, kept: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(kept)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "object"}}


Counted = Annotated[int, Count(0, 10_000_000)]


class Exchange(Record):
    """One export or import, with an account of every row."""

    ENTRY: ClassVar[bool] = True

    on: Annotated[datetime.date, Day(), Column(title="Date", listed=True, rank=0, width=12)]
    direction: Annotated[
        str, OneOf("exchange-direction"), Column(title="Direction", listed=True, rank=1, width=12)
    ]
    package: Annotated[str, Text(1000), Column(title="Package", listed=True)]
    file: Annotated[str, Text(255), Column(title="File", listed=True, rank=2, width=30)]
    sha256: Annotated[str, Text(64), Column(title="SHA-256", width=66)]
    purpose: Annotated[
        str | None, OneOf("export-purpose"), Column(title="Purpose", listed=True, rank=3)
    ] = None
    basis: Annotated[str | None, OneOf("legal-basis"), Column(title="Basis for the disclosure")] = (
        None
    )
    recipient: Annotated[str | None, Text(), Column(title="Recipient", listed=True)] = None
    read: Annotated[Counted, Column(title="Rows read", listed=True, width=8)] = 0
    added: Annotated[Counted, Column(title="Added", listed=True, width=8)] = 0
    changed: Annotated[Counted, Column(title="Changed", listed=True, width=8)] = 0
    unchanged: Annotated[Counted, Column(title="Unchanged", width=8)] = 0
    parked: Annotated[Counted, Column(title="Parked", width=8)] = 0
    refused: Annotated[Counted, Column(title="Refused", listed=True, width=8)] = 0
    mappings: Annotated[
        tuple[str, ...],
        Texts(),
        Column(title="Column mappings", help="Those by which it was read, with their revisions"),
    ] = ()
    made_at: Annotated[
        str | None, Text(40), Column(title="Made at", help="As the workbook itself says, in UTC")
    ] = None
    whole_of: Annotated[
        str | None, Text(36), Column(title="Has all of", help="The data file that it left, if so")
    ] = None
    rows: Annotated[tuple[Any, ...], Rows(), Column(title="Accounts", width=8)] = ()
