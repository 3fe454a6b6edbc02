"""Finding the header of a sheet, ours or a stranger's, and what each column holds.

Our own sheets carry machine names in a hidden row. Elsewhere the header is the first row that
shows at least two titles or aliases, in either language; case, spacing, diacritics and
punctuation do not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from attache import records
from attache.codes import folded
from attache.exchange.layout import KEYS, REASONS, REF, columns, letter
from attache.exchange.reader import Cell
from attache.language import both
from attache.problems import Problem, problem
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.records import RecordType

Rows = Sequence[Sequence[Cell]]
SEARCHED = 20  # rows in which a header is looked for
_LEAST = 2  # matching cells that make a header


@dataclass(frozen=True)
class Header:
    """A header that was found. `row` is its last row, as the spreadsheet program counts.

    `names` is the field (or `ref`, or a hidden key) by column, counted from 0; `ignored` are the
    columns whose cells are no data.
    """

    row: int
    names: Mapping[int, str]
    ignored: frozenset[int]
    problems: tuple[Problem, ...]

    @property
    def letters(self) -> Mapping[str, str]:
        """The column letter by field name."""
        return {name: letter(place) for place, name in self.names.items()}


def type_of(rows: Rows) -> RecordType | None:
    """The record type that a row of machine names tells: the one whose names fit best."""
    row = _names_row(rows)
    if row is None:
        return None
    given = {cell for cell in rows[row] if isinstance(cell, str)}
    return max(records.every(), key=lambda t: _fit(given, {c.name for c in columns(t)}))


def find(rows: Rows, record_type: RecordType) -> Header | None:
    """The header of a sheet that holds this record type, with what is wrong about it."""
    spellings = _spellings(record_type)
    names_row = _names_row(rows)
    if names_row is None:
        titles_row = next(_title_rows(rows[:SEARCHED], spellings), None)
    else:
        below = next(_title_rows(rows[names_row + 1 : names_row + 2], spellings), None)
        titles_row = None if below is None else names_row + 1
    found = [row for row in (names_row, titles_row) if row is not None]
    if not found:
        return None
    heads = _heads([rows[row] for row in found])
    return _matched(found[-1] + 1, heads, spellings, record_type)


def missing(header: Header, record_type: RecordType) -> tuple[Problem, ...]:
    """A problem for each column that a new record needs and the sheet has not."""
    here = set(header.names.values())
    return tuple(
        problem("XLS009", f.name, title=f.column.title).at(row=header.row)
        for f in record_type.fields.values()
        if f.required and f.name not in here
    )


def unnamed(place: int, row: int) -> Problem:
    """Values stand in a column that has no title."""
    return problem("XLS006").at(row=row, column=letter(place))


def _names_row(rows: Rows) -> int | None:
    known = {c.name for t in records.every() for c in columns(t)}
    for number, row in enumerate(rows[:SEARCHED]):
        names = {cell for cell in row if isinstance(cell, str)}
        if REF in names and len(names & known) >= _LEAST:
            return number
    return None


def _title_rows(rows: Rows, spellings: Mapping[str, str]) -> Iterator[int]:
    for number, row in enumerate(rows):
        if sum(isinstance(cell, str) and folded(cell) in spellings for cell in row) >= _LEAST:
            yield number


def _heads(rows: Rows) -> list[Cell]:
    """What heads each column: the first of the header rows that says something there."""
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return [
        next((cell for cell in cells if not blank(cell)), None)
        for cells in zip(*padded, strict=True)
    ]


def _matched(
    row: int, heads: Sequence[Cell], spellings: Mapping[str, str], record_type: RecordType
) -> Header:
    names: dict[int, str] = {}
    ignored: set[int] = set()
    problems: list[Problem] = []
    for place, head in enumerate(heads):
        if head is None:
            continue
        name = _name(head, spellings)
        at = {"row": row, "column": letter(place)}
        if name is not None and name not in names.values():
            names[place] = name
            continue
        ignored.add(place)
        if name is not None:
            problems.append(problem("XLS008", name).at(**at))
        elif head != REASONS:
            problems.append(_unknown(head, spellings, record_type).at(**at))
    return Header(row, names, frozenset(ignored), tuple(problems))


def _name(head: Cell, spellings: Mapping[str, str]) -> str | None:
    if not isinstance(head, str):
        return None
    return head.strip() if head.strip() in KEYS else spellings.get(folded(head))


def _unknown(head: Cell, spellings: Mapping[str, str], record_type: RecordType) -> Problem:
    close = get_close_matches(folded(str(head)), spellings, n=1, cutoff=0.7)
    if not close:
        return problem("XLS006")
    field = record_type.fields.get(spellings[close[0]])
    return problem("XLS007", nearest=field.column.title if field else "Ref")


def _spellings(record_type: RecordType) -> dict[str, str]:
    """Folded headers with the field each names: field names first, then titles, then aliases."""
    fields = record_type.fields.values()
    spellings = {folded(REF): REF, **{folded(f.name): f.name for f in fields}}
    for f in fields:
        title = both(f.column.title)
        for text in (*title, str(title)):
            spellings.setdefault(folded(text), f.name)
    for f in fields:
        for alias in f.column.aliases:
            spellings.setdefault(folded(alias), f.name)
    return spellings


def _fit(given: set[str], names: set[str]) -> tuple[int, int]:
    """How many names a type knows, then how few it has besides: a sheet may be cut down."""
    return len(given & names), -len(names)
