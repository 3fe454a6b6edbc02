"""What the two ways of a sheet agree on: its name, its columns, and where header and rows stand.

Row 1 is hidden and holds machine names (`ref`, field names, and the keys); row 2 holds the titles
in both languages; records start in row 3. The key columns are hidden too: id, revision and digest
of a record as it left, and the vault that it is of.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson

from attache import records
from attache.codes import folded
from attache.language import N_, both, say
from attache.records.record import fields

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from attache.language import Language
    from attache.records import RecordType
    from attache.records.record import Field, Record

REF = "ref"
KEYS = ("_id", "_rev", "_digest", "_origin")
NAMES_ROW, TITLES_ROW, FIRST_ROW = 1, 2, 3  # as the spreadsheet program counts
ABOUT_SHEET = N_("Read first")
"""The sheet that explains a workbook, in the language in which it is made."""
PERIOD, MADE_AT, POST, MADE_WITH = N_("Period"), N_("Made at"), N_("Post"), N_("Made with")
DATA_FILE = N_("Data file")
"""What that sheet calls the days of the records, when, where, from and with what it was made."""
BEGINNING = "…"
"""The first day of a period that has none."""
LISTS_SHEET = "_lists"
REASONS = "attache"  # heads the column that a marked copy adds
SEPARATOR = "; "
_SHEET_NAME_LIMIT = 31
_DAYS = ("day", "partial-day")
_LINES = 100  # of a sheet that explains, in which it says what made it


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a sheet. `field` is None for the ref and the hidden keys."""

    name: str
    title: str
    field: Field | None = None

    @property
    def hidden(self) -> bool:
        """Whether it is a key, which nobody is to touch."""
        return self.name in KEYS

    @property
    def required(self) -> bool:
        """Whether a new record needs it."""
        return self.field is not None and self.field.required


def columns(record_type: RecordType) -> tuple[SheetColumn, ...]:
    """The columns of a record type's sheet: the ref, every field as it is read, the keys.

    What stands in lists comes first, long texts come last; among those the lower rank comes first.
    A currency goes with its amount.
    """
    declared = record_type.fields.values()
    amounts = {f.kind.beside: f for f in declared if f.kind.beside}
    ordered = sorted(declared, key=lambda f: _place(amounts.get(f.name) or f))
    own = (SheetColumn(f.name, title(f), f) for f in ordered)
    return (SheetColumn(REF, "Ref"), *own, *(SheetColumn(key, key) for key in KEYS))


def leading(shape: Sequence[SheetColumn]) -> int:
    """How many of the first columns say which record a row is: the ref, and whom or what it is of.

    >>> leading(columns(records.named("consultation")))  # its day stands between them
    3
    """
    named = (n for n, c in enumerate(shape, 1) if c.field and c.field.kind.name not in _DAYS)
    return next(named, 1)


def _place(field: Field) -> tuple[bool, bool, int]:
    """Where a column stands among the others; of equals, as declared."""
    return field.kind.long, not field.column.listed, field.column.rank


def title(field: Field) -> str:
    """The visible header of a field, in both languages; a star marks what a new record needs."""
    return f"{both(field.column.title)}{' *' if field.required else ''}"


def sheet_name(record_type: RecordType, language: Language) -> str:
    """The name of a record type's sheet in a workbook of one language: its plural."""
    plural = say(language, record_type.plural)
    return allowed_name(plural[:1].upper() + plural[1:])


def allowed_name(name: str) -> str:
    """A sheet name within the limits of spreadsheet programs."""
    return re.sub(r"[\[\]:*?/\\]", "-", name)[:_SHEET_NAME_LIMIT]


def named_by(name: str) -> RecordType | None:
    """The record type that a sheet of this name holds: its title or plural in either language."""
    return next((t for t in records.every() if folded(name) in _sheet_spellings(t)), None)


def explains(rows: Sequence[Sequence[object]]) -> bool:
    """Whether a sheet is the one that explains a workbook of ours, whatever it is called."""
    label = str(both(MADE_WITH))
    return any(row and row[0] == label for row in rows[:_LINES])


def digest_of(record_type: RecordType, document: Mapping[str, Any]) -> str:
    """A digest of the declared fields of a kept document: 16 hex digits of a SHA-256.

    It tells on return whether the record still is what left. It hides nothing.
    """
    said = document.get
    content = {name: said(name) for name in _in_order(record_type.model)}
    return hashlib.sha256(orjson.dumps(content)).hexdigest()[:16]


@cache
def _in_order(model: type[Record]) -> tuple[str, ...]:
    """The fields of a record type by the alphabet, so that their declared order does not count."""
    return tuple(sorted(fields(model)))


def digest_of_sent(
    record_type: RecordType, document: Mapping[str, Any], sent: Container[str]
) -> str:
    """The digest of a record of which some fields stayed here, as it will be read on return."""
    held_back = [f for f in record_type.fields.values() if f.name not in sent]
    if not held_back:
        return digest_of(record_type, document)
    seen = {
        **document,
        **{f.name: f.kept(f.default) for f in held_back},
    }
    return digest_of(record_type, seen)


def _sheet_spellings(record_type: RecordType) -> Iterator[str]:
    yield folded(record_type.name)
    for word in (record_type.title, record_type.plural):
        yield from map(folded, (*both(word), str(both(word))))
