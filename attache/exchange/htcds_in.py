"""The HTCDS 2.0 spreadsheet into rows of people and cases, as `rows.read_rows` gives them.

Made for sheets that attache wrote, also after others worked on them, and for sheets of partners.
Rows of ours are led back by their keys. A row without keys is a new person with a new case.
Nothing is judged here that `records` or `rules` judge; nothing is dropped without a word.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attache import records
from attache.exchange.geometry import letter
from attache.exchange.htcds import CASE, OWN, PERSON
from attache.exchange.htcds_cells import HtcdsCells
from attache.exchange.htcds_heads import find
from attache.exchange.htcds_row import pair
from attache.exchange.layout import LISTS_SHEET, REASONS, explains
from attache.exchange.rows import Row, SheetFound, Sheets
from attache.problems import Problem, Refused, problem
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.exchange.htcds_heads import Heads
    from attache.exchange.reader import Cell, RawSheet

# Our own sheets, and those of the published workbook that hold no cases.
_BESIDE = (LISTS_SHEET, "about", "validation")


def from_htcds(sheets: Iterable[RawSheet]) -> Sheets:
    """People and cases of every HTCDS sheet of a workbook, people first.

    Where a sheet has system names, sheets without are no HTCDS sheets. A row gives a row of a
    person, of a case, or both, with the same number. Raises Refused (HTC011) where no sheet has
    the header.
    """
    filled = [s for s in sheets if s.name not in _BESIDE and s.rows and not explains(s.rows)]
    heads = {s.name: head for s in filled if (head := find(s.rows, s.merged))}
    if any(h.named for h in heads.values()):
        heads = {name: h for name, h in heads.items() if h.named}
    if not heads:
        raise Refused(problem("HTC011"))
    ours = [s for s in filled if s.name in heads]
    found = [part for n, s in enumerate(ours, 1) for part in _Sheet(n, s, heads[s.name]).read()]
    aside = tuple(problem("XLS020").at(sheet=s.name) for s in filled if s not in ours)
    return Sheets(tuple(_settled(found)), aside)


class _Sheet:
    """One HTCDS sheet on its way into rows; `number` counts the sheets of the workbook."""

    def __init__(self, number: int, sheet: RawSheet, heads: Heads) -> None:
        self._number, self._sheet, self._heads = number, sheet, heads
        self._rows: dict[str, list[Row]] = {PERSON: [], CASE: []}
        self._aside: Counter[int] = Counter()
        self._filled: set[int] = set()
        heading = sheet.rows[: heads.row]
        self._ours = {p for row in heading for p, cell in enumerate(row) if cell == REASONS}
        names = (name for place, name in heads.names.items() if place in heads.crossed)
        self._crossed = any(name.startswith("prs_Mailing") for name in names)

    def read(self) -> tuple[SheetFound, ...]:
        """Its people and its cases. What is wrong about the sheet stands with the people."""
        heads, name = self._heads, self._sheet.name
        for number, cells in enumerate(self._sheet.rows[heads.row :], heads.row + 1):
            self._read_row(number, cells)
        problems = tuple(p.at(sheet=name) for p in self._problems())
        return tuple(
            SheetFound(name, records.named(kind), self._rows[kind], found, heads.row)
            for kind, found in ((PERSON, problems), (CASE, ()))
        )

    def _read_row(self, number: int, row: Sequence[Cell]) -> None:
        names = self._heads.names
        given = {p: cell for p, cell in enumerate(row) if not blank(cell) and p not in self._ours}
        ours = {names[place]: cell for place, cell in given.items() if place in names}
        unknown = [p for p in given if p not in names and not self._counts_rows(p)]
        if not unknown and not ours.keys() - set(OWN):
            return
        cells = HtcdsCells(ours, self._heads.letters)
        place = Row(self._sheet.name, number, label=f"#{self._number}-{number}")
        person, case = pair(place, cells, crossed=self._crossed)
        self._rows[PERSON] += [person] if person else []
        self._rows[CASE] += [case] if case else []
        self._filled |= given.keys()
        self._aside.update(unknown)
        self._aside.update(p for p in given if names.get(p) in cells.unused())

    def _counts_rows(self, place: int) -> bool:
        """The first column of the published workbook counts the rows and has no title.

        In a marked copy the reasons stand before it.
        """
        above = self._sheet.rows[: self._heads.row]
        first = place == (1 if 0 in self._ours else 0)
        return first and all(len(row) <= place or blank(row[place]) for row in above)

    def _problems(self) -> Iterator[Problem]:
        yield from self._heads.problems
        row = self._heads.row
        for place in sorted(self._heads.crossed & self._filled):
            yield problem("HTC005").at(row=row, column=letter(place))
        for place, count in sorted(self._aside.items()):
            yield problem("HTC004", count=count).at(row=row, column=letter(place))
        if not any(self._rows.values()):
            yield problem("XLS018")


def _settled(found: Iterable[SheetFound]) -> Iterator[SheetFound]:
    """A person with several cases has several rows: they are one, or they contradict each other.

    Which of those that contradict each other is right nobody can tell, so none is taken in.
    """
    for part in found:
        several = defaultdict[str, list[Row]](list)
        for row in part.rows:
            if name := row.id or row.ref:
                several[name].append(row)
        wrong = {n: rows for n, rows in several.items() if len(rows) > 1 and _differ(part, rows)}
        code = "XLS014" if part.record_type.name == CASE else "HTC008"
        rows = []
        for row in part.rows:
            name = row.id or row.ref
            if name in wrong:
                rows.append(_with(row, problem(code)))
            elif not name or several[name][0] is row:
                rows.append(row)
        yield dataclasses.replace(part, rows=rows)


def _differ(part: SheetFound, rows: Sequence[Row]) -> bool:
    """Whether rows of one record are not one: a person may have several, a case has not."""
    return part.record_type.name == CASE or any(row.raw != rows[0].raw for row in rows)


def _with(row: Row, found: Problem) -> Row:
    return row._replace(problems=(*row.problems, row.place(found)))
