"""Sheets of cells into rows of raw values, each with its place and what is wrong with it.

Nothing is judged here that `records` or `rules` judge; nothing is dropped without a word.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from attache.exchange import headers
from attache.exchange.claims import chosen, in_order, seconds
from attache.exchange.compound import is_compound, together
from attache.exchange.evidence import weighed
from attache.exchange.fillers import DASHES, FORMS, ZEROS, Fillers, fills
from attache.exchange.joint import FOLLOW_UP, fields_of, parted
from attache.exchange.layout import KEYS, REF
from attache.exchange.mapped import fields_read
from attache.exchange.merged import filled_down
from attache.exchange.packages import Cover, asked_for, cover_of
from attache.exchange.passed_over import ASIDE, DOUBTFUL, PassingOver, told
from attache.exchange.picked import Picked, filled, lost, nothing, pick
from attache.exchange.reader import Cell, CellError, RawSheet, text_of
from attache.exchange.twice import noted_twice
from attache.problems import Problem, errors, problem
from attache.records.record import blank
from attache.records.refs import is_id, read_ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from attache.exchange.headers import Header
    from attache.exchange.mapped import Saved
    from attache.records import RecordType

_KEYS = frozenset(KEYS)
_KEYS_AND_REF = frozenset((REF, *KEYS))
_SPECIAL = DASHES | FORMS | ZEROS | {CellError()}  # one failed cell equals another


class Row(NamedTuple):
    """One row of a sheet. `raw` has the cells that say something, by field name.

    `ref` is the record it changes; `label` is the sender's own name (`#1`) for a new one. `id`,
    `rev`, `digest` and `origin` (the vault) come from the hidden columns. `columns` is the column
    letter by field name.
    """

    sheet: str
    number: int
    ref: str | None = None
    label: str | None = None
    id: str | None = None
    rev: int | None = None
    digest: str | None = None
    origin: str | None = None
    raw: Mapping[str, object] = MappingProxyType({})
    columns: Mapping[str, str] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()

    @property
    def new(self) -> bool:
        """Whether it stands for a record that is not there yet."""
        return self.ref is None and self.id is None

    def place(self, problem: Problem) -> Problem:
        """A problem of this row, with its sheet, row and, where its field has one, column."""
        column = problem.column or self.columns.get(problem.field or "")
        return problem.at(sheet=self.sheet, row=self.number, column=column)


@dataclass(frozen=True)
class SheetFound:
    """A sheet that holds records of one type; `header_row` is 0 where none was found.

    `mapping` is the version of the saved mapping by which it was read, if any.
    """

    name: str
    record_type: RecordType
    rows: list[Row]
    problems: tuple[Problem, ...] = ()
    header_row: int = 0
    mapping: str = ""


@dataclass(frozen=True)
class Sheets:
    """What a workbook holds. `problems` are those of the workbook itself."""

    found: tuple[SheetFound, ...]
    problems: tuple[Problem, ...] = ()
    cover: Cover = dataclasses.field(default_factory=Cover)

    @property
    def mappings(self) -> tuple[str, ...]:
        """The versions of the saved mappings by which its sheets were read."""
        return tuple(sorted({s.mapping for s in self.found if s.mapping}))

    def every_problem(self) -> tuple[Problem, ...]:
        """The problems of the workbook, then sheet by sheet, row by row."""
        of_sheets = (p for s in self.found for p in (*s.problems, *_of_rows(s.rows)))
        return (*self.problems, *of_sheets)


def read_rows(
    sheets: Iterable[RawSheet], as_kind: str | None = None, saved: Sequence[Saved] = ()
) -> Sheets:
    """The rows of every sheet that belongs to a record type.

    How a sheet tells its type: `picked.pick`. Raises Refused (XLS017, XLS126) where `as_kind` is no
    record type.
    """
    asked = asked_for(as_kind)
    sheets = [*sheets]
    picked, aside = pick(filled(sheets), asked, saved)
    if not picked:
        return Sheets((), tuple(errors(aside)) or (nothing(filled(sheets)),))
    found = [*map(_read, picked)]
    return Sheets(tuple(_noted_empty(noted_twice(found))), tuple(aside), cover_of(sheets))


def _read(picked: Picked) -> SheetFound:
    sheet, record_type, choice, header, _sure = picked
    problems = [*sheet.problems, *choice.problems]
    if choice.stopped:
        return SheetFound(sheet.name, record_type, [], tuple(problems))
    if header is None:
        return SheetFound(sheet.name, record_type, [], (*problems, lost(sheet)))
    cells, merged = filled_down(sheet, header.row)
    fields = fields_read(record_type)
    passing, fillers = PassingOver(header), Fillers(fields)
    columns = {name: fields[name] for name in header.letters if name in fields}
    further = seconds(columns)
    read = list(_rows(dataclasses.replace(sheet, rows=cells), header, passing, fillers, further))
    settled = passing.settled()
    rows, doubts = weighed([row for row in read if row.number not in settled], columns)
    merged = [p for p in merged if p.row not in passing.passed]
    found = [*header.problems, *_untitled(sheet.rows, header), *merged, *doubts]
    found += [*told(passing.passed), *fillers.told()]
    if FOLLOW_UP in header.joint and any("advice" in row.raw for row in rows):
        found.append(problem("XLS125").at(row=header.row, column=header.letters["advice"]))
    if not rows or any(row.new for row in rows):
        found += headers.missing(header, record_type)
    placed = (*problems, *(p.at(sheet=sheet.name) for p in found))
    return SheetFound(sheet.name, record_type, rows, placed, header.row, choice.version)


def _rows(
    sheet: RawSheet,
    header: Header,
    passing: PassingOver,
    fillers: Fillers,
    further: Mapping[str, str],
) -> Iterator[Row]:
    letters, width = header.letters, 1 + max((*header.names, *header.more), default=-1)
    names, told = tuple(header.names.values()), _picking(tuple(header.names))
    keyed_or_joint = not (header.joint | _KEYS_AND_REF).isdisjoint(names)
    for number, cells in enumerate(sheet.rows[header.row :], header.row + 1):
        if len(cells) < width:
            cells = [*cells, *[None] * (width - len(cells))]  # noqa: PLW2901 - the same, padded
        values = told(cells)
        given: dict[str, Cell] = {
            name: cell for name, cell in zip(names, values, strict=True) if cell is not None
        }
        special = not _SPECIAL.isdisjoint(values)  # of most rows no cell need be looked at
        if special and not DASHES.isdisjoint(values):
            given = {n: cell for n, cell in given.items() if cell not in DASHES}
        nothing = given.keys() <= _KEYS and all(fills(cells[place]) for place in header.more)
        code = passing.why(cells, 0 if nothing else len(given) or 1, number)
        if nothing or code not in (None, DOUBTFUL):
            continue
        if special:
            given = fillers.without(given)
        here = letters
        if header.more:
            here = {**letters, **chosen(given, cells, header.more)}
        if further and _KEYS_AND_REF.isdisjoint(given):
            moved = in_order(given, further)
            here = {**here, **{n: letters[second] for n, second in moved.items()}}
        if not given.keys() <= _KEYS:
            row = Row(sheet.name, number, raw=given, columns=here)
            may_fail = special or header.more
            if keyed_or_joint or (may_fail and CellError in map(type, given.values())):
                row = _resolved(row, given, header.joint)
            yield _with(row, problem(DOUBTFUL)) if code else row
        else:  # it says nothing but that there is nothing
            passing.passed[number] = ASIDE


def _picking(places: tuple[int, ...]) -> Callable[[Sequence[Cell]], tuple[Cell, ...]]:
    """What takes the cells of some columns out of a row."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple(cells[place] for place in places)


def _divided(given: Mapping[str, Cell]) -> tuple[dict[str, Cell], list[Problem]]:
    """The cells by field, those of joint columns divided, and what could not be divided."""
    said = [*together((n, cell) for n, cell in given.items() if is_compound(n))]
    for name, cell in given.items():
        if not is_compound(name):
            *both, last = fields_of(name)
            whole = not both or isinstance(cell, CellError)
            said += [(last, cell)] if whole else parted(name, cell)
    cells = dict(part for part in said if not isinstance(part, Problem))
    return cells, [part for part in said if isinstance(part, Problem)]


def _resolved(row: Row, given: dict[str, Cell], joint: frozenset[str]) -> Row:
    """A row without its failed cells, joint ones divided, and with what names its record."""
    found: list[Problem] = []
    if not joint.isdisjoint(given):
        given, found = _divided(given)
    failed = {n: cell for n, cell in given.items() if isinstance(cell, CellError)}
    found += [cell.problem(name) for name, cell in failed.items()]
    given = {n: cell for n, cell in given.items() if n not in failed}
    problems = tuple(row.place(p) for p in found)
    if _KEYS_AND_REF.isdisjoint(given):
        return row._replace(raw=given, problems=problems)
    return _keyed(row, given, problems)


def _keyed(row: Row, raw: dict[str, Cell], problems: tuple[Problem, ...]) -> Row:
    """A row with a ref, a label or hidden keys."""
    name, id_, rev, digest, origin = (text_of(raw.pop(k, None)) or None for k in (REF, *KEYS))
    if name and name.startswith("#"):  # a label says that the row is new, wherever it was copied
        return row._replace(label=name, raw=raw, problems=problems)
    if name and not (read_ref(name) or is_id(name.lower())):
        problems = (*problems, row.place(problem("REF001", REF)))
    return row._replace(
        ref=name,
        id=id_,
        rev=int(rev) if rev and rev.isdecimal() else None,
        digest=digest,
        origin=origin,
        raw=raw,
        problems=problems,
    )


def _untitled(rows: Sequence[Sequence[Cell]], header: Header) -> Iterator[Problem]:
    """Columns without a title in which values stand all the same."""
    known = header.names.keys() | header.ignored | header.more.keys()
    below = rows[header.row :]
    width = max(map(len, below), default=0)
    for place in sorted(set(range(width)) - known):
        if any(place < len(cells) and not blank(cells[place]) for cells in below):
            yield headers.unnamed(place, header.row)


def _noted_empty(found: Iterable[SheetFound]) -> Iterator[SheetFound]:
    """In a package some sheets stay empty; only a workbook without any row is worth a word."""
    sheets = list(found)
    empty = not any(sheet.rows for sheet in sheets)
    for sheet in sheets:
        warned = (problem("XLS018").at(sheet=sheet.name),) if empty and sheet.header_row else ()
        yield dataclasses.replace(sheet, problems=(*sheet.problems, *warned))


def _with(row: Row, found: Problem) -> Row:
    return row._replace(problems=(*row.problems, row.place(found)))


def _of_rows(rows: Iterable[Row]) -> Iterator[Problem]:
    return (p for row in rows for p in row.problems)
