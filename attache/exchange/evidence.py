"""What the cells of a column say together: whether its months come first, whether P is a man.

And names of several people in one cell. What cannot be read for certain is refused at its cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from attache.codes import folded
from attache.problems import Problem, problem

if TYPE_CHECKING:
    from attache.exchange.rows import Row
    from attache.records import RecordType

R = TypeVar("R", bound="Row")
_Found = Iterator[tuple[int, Problem]]
_MONTH_FIRST = re.compile(r"\s*(?:0?[1-9]|1[0-2])([/.-])(?:1[3-9]|2\d|3[01])\1\d{2,4}\s*")
_EITHER_FIRST = re.compile(r"\s*(0?[1-9]|1[0-2])([/.-])(0?[1-9]|1[0-2])\2\d{2,4}\s*")
_LAST_MONTH = 12
_WOMAN, _WOMAN_IN_FULL, _MAN = frozenset(("w", "wnt")), "wanita", frozenset(("l", "lk", "lakilaki"))
_SEVERAL = re.compile(
    r"\n|\s[&+]\s|\bdan\s+\d+\s+(?:orang\s+)?anak\b|\s(?:dan|DAN)\s|^\s*\(?\d{1,3}[.)]\s*\D"
)
# One of these words or signs is in whatever that finds.
_AND, _COUNTING = frozenset(("dan", "DAN", "&", "+")), re.compile(r"[\n\d]")


def weighed(rows: list[R], record_type: RecordType) -> list[R]:
    """The rows, with a problem at each cell that the others of its column put in doubt."""
    found: dict[int, list[Problem]] = defaultdict(list)
    for name, looks in _looks(record_type):
        for place, doubt in looks(rows, name):
            found[place].append(doubt)
    for place, doubts in found.items():
        row = rows[place]
        placed = tuple(row.place(doubt) for doubt in doubts)
        rows[place] = row._replace(problems=(*row.problems, *placed))
    return rows


def _looks(record_type: RecordType) -> Iterator[tuple[str, Callable[[Sequence[Row], str], _Found]]]:
    """Which fields are looked at, and how."""
    for field in record_type.fields.values():
        if field.kind.name in ("day", "partial-day"):
            yield field.name, _months_first
        elif field.code_list == "sex":
            yield field.name, _men_or_women
    if record_type.name == "person":
        yield "name", _several_people


def _months_first(rows: Sequence[Row], name: str) -> _Found:
    """Days that may be months, where another cell can only be month/day/year.

    A spreadsheet program that takes days for months makes dates of what it can, so dates too;
    those that attache sent are right.
    """
    proof = next((r for r in rows if _matches(_MONTH_FIRST, r.raw.get(name))), None)
    if proof is None:
        return
    for place, row in enumerate(rows):
        cell = row.raw.get(name)
        if _may_be_turned(cell) and (row.new or isinstance(cell, str)):
            yield place, problem("DAT011", name, row=proof.number)


def _may_be_turned(cell: object) -> bool:
    if isinstance(cell, date):
        return cell.day <= _LAST_MONTH and cell.day != cell.month
    found = _EITHER_FIRST.fullmatch(cell) if isinstance(cell, str) else None
    return bool(found and int(found[1]) != int(found[3]))


def _men_or_women(rows: Sequence[Row], name: str) -> _Found:
    """P in a column that also has W: Pria and Wanita, or Perempuan beside a slip."""
    cells = [row.raw.get(name) for row in rows]
    words = {cell: folded(cell) for cell in {*cells} if isinstance(cell, str)}
    said = {*words.values()}
    in_full = _WOMAN_IN_FULL in said and said.isdisjoint(_MAN)
    if "p" in said and (in_full or not said.isdisjoint(_WOMAN)):
        doubted = {cell for cell, word in words.items() if word == "p"}
        doubtful = (place for place, cell in enumerate(cells) if cell in doubted)
        yield from ((place, problem("XLS127", name)) for place in doubtful)


def _several_people(rows: Sequence[Row], name: str) -> _Found:
    cells = [cell if isinstance(cell := row.raw.get(name), str) else "" for row in rows]
    every = " ".join(cells)  # in most columns nothing stands for a second one anywhere
    if _AND.isdisjoint(every.split()) and not _COUNTING.search(every):
        return
    for place, cell in enumerate(cells):
        if rows[place].new and _SEVERAL.search(cell.strip()):
            yield place, problem("XLS128", name)


def _matches(pattern: re.Pattern[str], cell: object) -> bool:
    return isinstance(cell, str) and pattern.fullmatch(cell) is not None
