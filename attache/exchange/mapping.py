"""Sheets on their way to a mapping: which column holds which field, and which are not known.

Nothing is stored here, and no row is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from attache.codes import folded
from attache.exchange import headers
from attache.exchange.described import lacking
from attache.exchange.geometry import letter
from attache.exchange.heads import LEAST, SEARCHED, Heads, double, simplest, single
from attache.exchange.joint import fields_of
from attache.exchange.layout import KEYS, named_by
from attache.exchange.mapped import (
    Applied,
    Fingerprint,
    Saved,
    fingerprint,
    headed,
    readable,
    recognised,
    written,
)
from attache.exchange.packages import asked_for
from attache.exchange.picked import filled, left_aside, lost, nothing
from attache.problems import Problem, Refused, problem
from attache.records.mapping import ASIDE, MappedColumn

if TYPE_CHECKING:
    from attache.exchange.reader import RawSheet
    from attache.records import RecordType

KNOWN, MAPPED, SET, LEFT, NUMBERS, UNKNOWN = "known", "mapped", "set", "aside", "numbers", "unknown"
MORE = "more"
"""How a column has its field: by its head, by a saved mapping, as said now. Or has none: it is left
aside, only numbers the rows, is not known, or names the same people as another one."""
_ROWS = re.compile(r"(?:(.+)!)?\s*([0-9]{1,7})(?:\s*-\s*([0-9]{1,7}))?\s*", re.DOTALL)


@dataclass(frozen=True)
class Fit:
    """One column with a head. `words` are what it may be called by, folded; `hint` is a title.

    `decided` tells whether this command said what it holds.
    """

    place: int
    head: str
    words: frozenset[str]
    field: str | None
    how: str
    hint: str = ""
    decided: bool = False

    @property
    def letter(self) -> str:
        """Its letter in the spreadsheet program."""
        return letter(self.place)

    def kept(self) -> MappedColumn:
        """What a mapping keeps of it."""
        return MappedColumn(self.head, ASIDE if self.how == LEFT else self.field)


@dataclass(frozen=True)
class Plan:
    """One sheet, its record type and its columns; without `columns` no header was found.

    `row` is the last row of the header, as the spreadsheet program counts. `earlier` are the saved
    mappings of the same header. `own` sheets carry attache's own names; `told` ones say their type
    without being asked.
    """

    sheet: str
    record_type: RecordType
    row: int = 0
    header: Fingerprint = ()
    columns: tuple[Fit, ...] = ()
    earlier: tuple[Saved, ...] = ()
    own: bool = False
    told: bool = True

    @property
    def decided(self) -> bool:
        """Whether this command said anything of its columns."""
        return any(c.decided for c in self.columns)

    @property
    def held(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset(part for c in self.columns if c.field for part in fields_of(c.field))

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that a new record needs and no column holds."""
        return tuple(f.name for f in lacking(self.record_type, self.held))

    @property
    def choices(self) -> tuple[str, ...]:
        """What a column of it can be said to hold."""
        return tuple(name for name in readable(self.record_type) if name not in KEYS)


class Looked(NamedTuple):
    """The sheets of a workbook that have a record type, and what is to be told of all."""

    plans: tuple[Plan, ...]
    problems: tuple[Problem, ...] = ()


class HeaderRow(NamedTuple):
    """Where a header is said to stand: its first and last row, from 1; on one sheet or on each.

    `text` says it as it was typed.
    """

    sheet: str | None
    first: int
    last: int
    text: str

    def heads(self, sheet: RawSheet) -> Heads | None:
        """What stands there; None where that can be no header."""
        rows, top = sheet.rows, self.first - 1
        if not (self.first <= SEARCHED and self.last <= len(rows) and self.last - self.first <= 1):
            return None
        found = single(top, rows, sheet.merged)
        if self.last > self.first:
            found = double(top, rows, sheet.merged)
        return found if len(headed(found)) >= LEAST else None


def header_row(text: str) -> HeaderRow | None:
    """Where `4`, `4-5` or `Sheet!4` says that a header stands; raises Refused (XLS098)."""
    if not text:
        return None
    found = _ROWS.fullmatch(text)
    first, last = (int(found[2]), int(found[3] or found[2])) if found else (0, 0)
    if not found or not 1 <= first <= last:
        raise Refused(problem("XLS098", rows=text))
    return HeaderRow(found[1], first, last, text)


def look(
    sheets: Iterable[RawSheet], saved: Sequence[Saved], as_kind: str | None, row: HeaderRow | None
) -> Looked:
    """What each sheet's columns hold. Raises Refused where none has a type, or none a header."""
    asked, sheets = asked_for(as_kind), filled(sheets)
    plans, problems = list[Plan](), list[Problem]()
    headless: list[RawSheet] = []
    for sheet in sheets:
        here = row if row and row.sheet in {None, sheet.name} else None
        plan = _plan(sheet, saved, asked, here)
        plans += [plan] if plan else []
        if plan is None:
            problems.append(problem("XLS020").at(sheet=sheet.name))
        elif not plan.columns and here:
            problems.append(problem("XLS098", rows=here.text).at(sheet=sheet.name))
        elif not plan.columns:
            headless.append(sheet)
    if row and row.sheet and row.sheet not in {p.sheet for p in plans}:
        problems.append(problem("XLS098", rows=row.text))
    if not any(plan.columns for plan in plans):
        raise Refused(*([*problems, *map(lost, headless)] if plans else [nothing(sheets)]))
    said = asked or any(plan.earlier for plan in plans)
    problems += (left_aside(sheet.name) if said else lost(sheet) for sheet in headless)
    return Looked(tuple(plans), tuple(problems))


def _plan(
    sheet: RawSheet, saved: Sequence[Saved], asked: RecordType | None, row: HeaderRow | None
) -> Plan | None:
    own = headers.type_of(sheet.rows, asked or named_by(sheet.name))
    known = [] if own else recognised(sheet, saved)
    told = own or next((a.saved.record_type for a in known), None) or named_by(sheet.name)
    kind = own or asked or told
    if kind is None:
        return None
    plan = Plan(sheet.name, kind, own=own is not None, told=told is kind)
    heads = row.heads(sheet) if row and not own else _heads(sheet, kind, known, own=plan.own)
    if heads is None or not headed(heads):
        return plan
    header = fingerprint(heads)
    earlier = tuple(one for one in saved if one.header == header)
    columns = tuple(_columns(sheet, kind, heads, None if own else earlier))
    return replace(plan, row=heads.row + 1, header=header, columns=columns, earlier=earlier)


def _heads(
    sheet: RawSheet, kind: RecordType, known: Sequence[Applied], *, own: bool
) -> Heads | None:
    """The header by which a sheet is known already, or the one that tells most columns."""
    if known:
        return known[0].heads
    found = headers.heads_of(sheet.rows, kind, sheet.merged)
    if found is None or own:
        return found
    return simplest(found, sheet.rows, sheet.merged, headers.reading(kind))


def _columns(
    sheet: RawSheet, kind: RecordType, heads: Heads, earlier: Sequence[Saved] | None
) -> Iterator[Fit]:
    """Each column as it would be read now. Without `earlier` no mapping has a say."""
    applied = None
    if earlier is not None:
        blank = Saved("", kind.name, tuple(MappedColumn(h) for h in fingerprint(heads)))
        applied = Applied(next((s for s in earlier if s.kind == kind.name), blank), heads)
    header = headers.find(sheet.rows, kind, sheet.merged, applied)
    assert header is not None  # its heads were found
    told = dict(zip(headed(heads), applied.saved.columns, strict=True)) if applied else {}
    wrong = {p.column: p for p in header.problems}
    for place in headed(heads):
        field, found = header.names.get(place), wrong.get(letter(place))
        how = _how(field, told.get(place, MappedColumn("")).field, found)
        how = MORE if place in header.more else how
        hint = _hint(found, kind) if found else ""
        yield Fit(place, written(heads, place), _called(heads, place), field, how, hint)


def _hint(wrong: Problem, kind: RecordType) -> str:
    """The title of the field that a head comes close to, or that another column has already."""
    claimed = kind.fields.get(wrong.field or "")
    return claimed.column.title if claimed else str(wrong.args.get("nearest", ""))


def _how(field: str | None, said: str | None, wrong: Problem | None) -> str:
    if field is not None:
        return MAPPED if said else KNOWN
    if said == ASIDE:
        return LEFT
    return UNKNOWN if wrong else NUMBERS


def _called(heads: Heads, place: int) -> frozenset[str]:
    """What a column may be called by: its head, of two rows also the lower one alone."""
    return frozenset(folded(str(word)) for word in heads.words[place])


def by_header(plans: Iterable[Plan]) -> Mapping[Fingerprint, Plan]:
    """The first sheet of each header: those that share one share its mapping."""
    found: dict[Fingerprint, Plan] = {}
    for plan in plans:
        if plan.columns:
            found.setdefault(plan.header, plan)
    return found
