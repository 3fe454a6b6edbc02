"""Which comes first in a column of days, the day or the month, as far as its cells tell.

Day before month is how they are read. Where another cell can only be month/day/year they are
refused, where none tells it they are named, once a column. A spreadsheet program that takes days
for months makes dates of what it can and leaves the others as text; so dates are looked at too.
Those that attache sent are right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from attache.problems import Problem, problem
from attache.records.dates import first_two

if TYPE_CHECKING:
    from attache.exchange.rows import Row

_LAST_MONTH, _LAST_DAY = 12, 31
_SUSPECT = 3  # of two dates in five the day is 12 or less; of as many in a row, one time in 17


class DayOrder(NamedTuple):
    """Rows by their place: those of days and of dates that may be turned, and what proves how.

    `day_first` and `month_first` are the first rows that can be nothing else.
    """

    name: str
    texts: Sequence[int]
    dates: Sequence[int]
    day_first: int | None = None
    month_first: int | None = None

    def refused(self, rows: Sequence[Row]) -> Iterator[tuple[int, Problem]]:
        """A problem at each cell that may be month/day/year where another can be nothing else."""
        if self.month_first is None:
            return
        proof = rows[self.month_first].number
        for place in sorted((*self.texts, *self.dates)):
            yield place, problem("DAT011", self.name, row=proof)

    def told(self, rows: Sequence[Row]) -> Iterator[Problem]:
        """A word on the column where nothing tells the order, or where dates may be turned."""
        if self.month_first is not None:
            return
        if self.texts and self.day_first is None:
            yield self._at(rows, problem("DAT012", self.name, count=len(self.texts)))
        if len(self.dates) >= _SUSPECT and self.day_first is not None:
            proof = rows[self.day_first].number
            yield self._at(rows, problem("DAT013", self.name, count=len(self.dates), row=proof))

    def _at(self, rows: Sequence[Row], told: Problem) -> Problem:
        first = rows[(*self.texts, *self.dates)[0]]
        return first.place(told).at(row=first.number)


def day_order(rows: Sequence[Row], name: str) -> DayOrder:
    """What the cells of a field say of it."""
    cells = [row.raw.get(name) for row in rows]
    firsts = {cell: first_two(cell) for cell in {*cells} if isinstance(cell, str)}
    texts, proofs = list[int](), dict[bool, int]()
    said = [(n, firsts[cell]) for n, cell in enumerate(cells) if isinstance(cell, str)]
    for place, (first, second) in said:
        if 0 < min(first, second) <= _LAST_MONTH < max(first, second) <= _LAST_DAY:
            proofs.setdefault(first > second, place)
        elif first != second and max(first, second) <= _LAST_MONTH:
            texts.append(place)
    day_first, month_first = proofs.get(True), proofs.get(False)
    # Without a text that it could not read, or beside a 13th, no program turned anything.
    made = enumerate(cells) if proofs else ()
    dates = [n for n, cell in made if isinstance(cell, date) and rows[n].new]
    late = month_first is None and any(_day(cells[n]) > _LAST_MONTH for n in dates)
    turned = [] if late else [n for n in dates if _may_be_turned(cells[n])]
    return DayOrder(name, texts, turned, day_first, month_first)


def _may_be_turned(cell: object) -> bool:
    return isinstance(cell, date) and cell.day <= _LAST_MONTH and cell.day != cell.month


def _day(cell: object) -> int:
    return cell.day if isinstance(cell, date) else 0
