"""Finding the header of a sheet, ours or a stranger's, and what each column holds.

Our own sheets carry machine names in a hidden row. Elsewhere the header is the row, or the two
rows, by which most columns are known: titles or aliases in either language; case, spacing,
diacritics and punctuation do not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from attache import records
from attache.codes import folded
from attache.exchange.beside import doubtful, persons_fields
from attache.exchange.claims import settled
from attache.exchange.closing import is_total
from attache.exchange.compound import are_ticks, is_compound, side_by_side, ticked
from attache.exchange.described import PERSON, described, lacking, with_person
from attache.exchange.geometry import letter
from attache.exchange.heads import LEAST, SEARCHED, Heads, Reading, best
from attache.exchange.joint import fields_of
from attache.exchange.layout import REASONS, REF, columns
from attache.exchange.mapped import Applied, Said
from attache.exchange.passed_over import counts_columns, counts_rows
from attache.exchange.spellings import quoted
from attache.exchange.unknown import is_of_another, unknown
from attache.exchange.vocabulary import knowing
from attache.problems import Problem, problem
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.exchange.reader import Area, Cell
    from attache.exchange.spans import Rows
    from attache.records import RecordType


@dataclass(frozen=True)
class Header:
    """A header that was found. `row` is its last row, as the spreadsheet program counts.

    `names` is the field (or `ref`, or a hidden key) by column, counted from 0; of two fields in one
    column both are named (`joint`). `more` are further columns that name the same people as one of
    `names`. `ignored` are the columns whose cells are no data, `spoken` the folded words that head
    each column.
    """

    row: int
    names: Mapping[int, str]
    ignored: frozenset[int]
    problems: tuple[Problem, ...]
    spoken: Mapping[int, frozenset[str]] = field(default_factory=dict)
    more: Mapping[int, str] = field(default_factory=dict)

    @property
    def letters(self) -> Mapping[str, str]:
        """The column letter by field name."""
        letters: dict[str, str] = {}
        for place, name in self.names.items():
            for n in fields_of(name):
                letters.setdefault(n, letter(place))  # of several shares the first one counts
        return letters

    @cached_property
    def joint(self) -> frozenset[str]:
        """The names of columns that speak of two fields, or of a share of one."""
        names = self.names.values()
        return frozenset(n for n in names if len(fields_of(n)) > 1 or is_compound(n))

    @cached_property
    def words(self) -> frozenset[str]:
        """All the words that head a column, and the upper ones of two that head it together."""
        pairs = ((w, lower) for words in self.spoken.values() for w in words for lower in words)
        uppers = {w.removesuffix(lower) for w, lower in pairs if w != lower}
        return frozenset(uppers).union(*self.spoken.values())

    @cached_property
    def aside(self) -> frozenset[int]:
        """The columns that hold the reasons of an earlier check."""
        return frozenset(n for n, words in self.spoken.items() if folded(REASONS) in words)


def type_of(rows: Rows, likely: RecordType | None = None) -> RecordType | None:
    """The record type that a row of machine names tells: the one whose names fit best.

    Several may know all the names of a sheet that was cut down or typed; then it is the `likely`
    one, which somebody named.
    """
    row = _names_row(rows)
    if row is None:
        return None
    given = {cell for cell in rows[row] if isinstance(cell, str)}
    fits = {t.name: _fit(given, {c.name for c in columns(t)}) for t in records.every()}
    best = max(records.every(), key=lambda t: fits[t.name])
    return likely if likely and fits[likely.name][0] == fits[best.name][0] else best


def find(
    rows: Rows,
    record_type: RecordType,
    merged: Sequence[Area] = (),
    applied: Applied | None = None,
) -> Header | None:
    """The header of a sheet that holds this record type, with what is wrong about it.

    Where a mapping is applied, its header counts, and what it says of a column before anything
    else.
    """
    found = applied.heads if applied else heads_of(rows, record_type, merged)
    said = applied.said(record_type) if applied else Said({}, frozenset(), ())
    return _matched(found, rows, record_type, said) if found else None


def heads_of(rows: Rows, record_type: RecordType, merged: Sequence[Area] = ()) -> Heads | None:
    """The row or rows that head a sheet which holds this record type."""
    knows = knowing(record_type)
    names_row = _names_row(rows)
    if names_row is None:
        return best(rows, merged, _reading_people_too(record_type))
    below = rows[names_row + 1 : names_row + 2]
    titled = bool(below) and sum(knows(cell) is not None for cell in below[0]) >= LEAST
    return _named(rows, names_row, titled=titled)


def reading(record_type: RecordType) -> Reading:
    """What tells the field that the head of a column names: of a person only the person's own.

    What neither describes nor names anybody may stand below any head that speaks of nobody.
    """
    knows, fields = knowing(record_type), record_type.fields

    def read(heads: Heads, place: int) -> str | None:
        found = _first(knows, heads.known_by(place, knows, strict=True))
        found = found or _tick(heads, place) or side_by_side(fields, heads.words, place)
        if found or record_type.name == PERSON:
            return found
        found = _first(knows, heads.known_by(place, knows, strict=False))
        field = fields.get(found or "")
        return found if field and not field.kind.identifier else None

    def _tick(heads: Heads, place: int) -> str | None:
        upper = heads.under.get(place)
        name = knows(upper) if upper and len(heads.words[place]) > 1 else None
        return ticked(fields.get(name), name, heads.words[place][-1]) if name else None

    return read


def _first(knows: Callable[[Cell], str | None], words: Sequence[Cell]) -> str | None:
    return next(filter(None, map(knows, words)), None)


def _reading_people_too(record_type: RecordType) -> Reading:
    """The same where the sheet may describe people as well."""
    read, of_person = reading(record_type), reading(records.named(PERSON))
    if not described(record_type):
        return read
    return lambda heads, place: read(heads, place) or of_person(heads, place)


def missing(header: Header, record_type: RecordType) -> tuple[Problem, ...]:
    """A problem for each column that a new record needs and the sheet has not."""
    here = {part for name in header.names.values() for part in fields_of(name)}
    return tuple(
        problem("XLS009", f.name, title=f.column.title).at(row=header.row)
        for f in lacking(record_type, here)
    )


def unnamed(place: int, row: int) -> Problem:
    """Values stand in a column that has no title."""
    return problem("XLS006", head=letter(place)).at(row=row, column=letter(place))


def _names_row(rows: Rows) -> int | None:
    known = {c.name for t in records.every() for c in columns(t)}
    for number, row in enumerate(rows[:SEARCHED]):
        names = {cell for cell in row if isinstance(cell, str)}
        if REF in names and len(names & known) >= LEAST:
            return number
    return None


def _named(rows: Rows, names_row: int, *, titled: bool) -> Heads:
    """A header of machine names, and of the titles below it where there are any."""
    heads = rows[names_row : names_row + 1 + titled]
    width = max(map(len, heads))
    padded = ([*row, *[None] * (width - len(row))] for row in heads)
    words = [
        tuple(cell for cell in cells if not blank(cell)) for cells in zip(*padded, strict=True)
    ]
    return Heads(names_row + titled, words)


def _matched(heads: Heads, rows: Rows, record_type: RecordType, said: Said) -> Header:
    read, decided = reading(record_type), said.names.keys() | said.aside
    names = {n: read(heads, n) for n in range(len(heads.words))}
    known = {n: name for n, name in names.items() if name and n not in decided}
    of_person = partial(reading(records.named(PERSON)), heads)
    beside = frozenset[int]()
    if _names_row(rows) is None:
        own = persons_fields(known, said.names, len(heads.words), record_type, of_person)
        beside = doubtful(own, heads.words) - decided
    aside = decided | beside | _no_ticks(heads, rows)
    known = {n: name for n, name in known.items() if n not in aside}
    claims = settled(known, heads.words, record_type, said.names)
    claims = with_person(claims, heads.words, record_type, of_person, aside)
    ignored, problems = set(said.aside), list(said.problems)
    for place, words in enumerate(heads.words):
        if not words or place in said.aside:
            continue
        found = claims.told.get(place) or claims.lost.get(place)
        held = place in claims.names
        if not held and place not in claims.more:
            ignored.add(place)
        looked = held or found or words[-1] == REASONS
        if not looked and not counts_rows(words[-1], _below(rows, heads.row, place)):
            if place in beside or is_of_another(heads, place, record_type):
                found = problem("XLS140", head=quoted(words[0]))
            else:
                found = unknown(words, record_type, claims.names.values())
        if found:
            problems.append(found.at(row=heads.row + 1, column=letter(place)))
    spoken = {place: frozenset(folded(str(w)) for w in ws) for place, ws in enumerate(heads.words)}
    return Header(
        heads.row + 1, claims.names, frozenset(ignored), tuple(problems), spoken, claims.more
    )


def _no_ticks(heads: Heads, rows: Rows) -> frozenset[int]:
    """Heads of ticks that stand side by side, over something else than ticks, sums and numbers."""
    fields = records.named(PERSON).fields
    bare = {n: side_by_side(fields, heads.words, n) for n in range(len(heads.words))}
    pairs = {n: name for n, name in bare.items() if name}
    if not pairs:
        return frozenset()
    below = [cells for cells in rows[heads.row + 1 :] if _is_of_somebody(cells)]
    wrong = {n for n, name in pairs.items() if not are_ticks(name, _of(below, n))}
    return frozenset(n for n in pairs if not wrong.isdisjoint((n - 1, n, n + 1)))


def _is_of_somebody(cells: Sequence[Cell]) -> bool:
    """Whether a row says something, and is no sum, nor the numbers of the columns."""
    filled = [cell for cell in cells if not blank(cell)]
    return bool(filled) and not is_total(filled) and not counts_columns(filled)


def _below(rows: Rows, row: int, place: int) -> Iterator[Cell]:
    return _of(rows[row + 1 :], place)


def _of(rows: Rows, place: int) -> Iterator[Cell]:
    return (cells[place] for cells in rows if place < len(cells))


def _fit(given: set[str], names: set[str]) -> tuple[int, int]:
    """How many names a type knows, then how few it has besides: a sheet may be cut down."""
    return len(given & names), -len(names)
