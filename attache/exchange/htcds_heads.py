"""Finding the header of an HTCDS sheet. Its hidden row of system names counts.

The published workbook has its titles crossed in four address columns, one system name misspelt and
one missing; copies have lost the hidden row. A column without a system name goes by its title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from attache.codes import folded
from attache.exchange.geometry import letter
from attache.exchange.heads import SEARCHED, single
from attache.exchange.htcds import OWN, standard
from attache.problems import Problem, problem

if TYPE_CHECKING:
    from attache.exchange.reader import Area, Cell
    from attache.exchange.spans import Rows

_LEAST = 3  # matching cells that make a header


@dataclass(frozen=True)
class Heads:
    """The header of a sheet. `row` is its last row, as the spreadsheet program counts.

    `names` is the system name (or a key of ours) by column, counted from 0. `crossed` are the
    columns whose title names another field. `named` tells whether there are system names at all.
    """

    row: int
    names: Mapping[int, str]
    crossed: frozenset[int]
    named: bool
    problems: tuple[Problem, ...] = ()

    @property
    def letters(self) -> Mapping[str, str]:
        """The column letter by system name."""
        return {name: letter(place) for place, name in self.names.items()}


def find(rows: Rows, merged: Sequence[Area] = ()) -> Heads | None:
    """The header of a sheet, or None where it is no HTCDS sheet.

    Titles alone count only where no head above them speaks of somebody else.
    """
    for number, row in enumerate(rows[:SEARCHED]):
        names = _matched(row, _system_names())
        if len(names) >= _LEAST:
            below = _matched(rows[number + 1], _titles()) if number + 1 < len(rows) else {}
            titles = below if len(below) >= _LEAST else {}
            return _joined(number + 1 + bool(titles), names, titles, named=True)
    for number, row in enumerate(rows[:SEARCHED]):
        titles = _matched(row, _titles())
        if len(titles) >= _LEAST:
            of_others = single(number, rows, merged).under
            titles = {p: name for p, name in titles.items() if p not in of_others}
            return _joined(number + 1, {}, titles, named=False)
    return None


def _joined(row: int, names: Mapping[int, str], titles: Mapping[int, str], *, named: bool) -> Heads:
    """System names first; titles only where a column has none and nothing else claims the field."""
    free = {p: t for p, t in titles.items() if p not in names and t not in names.values()}
    every = dict(sorted({**names, **free}.items()))
    counts = Counter(every.values())
    first = {name: place for place, name in reversed(every.items())}
    twice = [p for p, name in every.items() if counts[name] > 1 and first[name] != p]
    crossed = frozenset(p for p, name in names.items() if titles.get(p, name) != name)
    problems = tuple(problem("XLS008", head=letter(p)).at(row=row, column=letter(p)) for p in twice)
    kept = {place: name for place, name in every.items() if place not in twice}
    return Heads(row, kept, crossed, named, problems)


def _matched(row: Sequence[Cell], spellings: Mapping[str, str]) -> dict[int, str]:
    return {
        place: spellings[spelled]
        for place, cell in enumerate(row)
        if isinstance(cell, str) and (spelled := folded(cell)) in spellings
    }


@cache
def _system_names() -> Mapping[str, str]:
    """System names by folded spelling: the survey form writes prs_First_Name."""
    known = {folded(name): name for name in OWN}
    for field in standard().values():
        known |= {folded(text): field.name for text in (field.name, *field.spellings)}
    return known


@cache
def _titles() -> Mapping[str, str]:
    """Titles by folded spelling. What several fields are called names none of them."""
    return {folded(field.label): field.name for field in standard().values()}
