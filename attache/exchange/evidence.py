"""What the cells of a column say together: whether its months come first, whether P is a man.

And names of several people in one cell. What cannot be read for certain is refused at its cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from attache import records
from attache.codes import folded
from attache.exchange.day_order import day_order
from attache.problems import Problem, problem

if TYPE_CHECKING:
    from attache.exchange.rows import Row
    from attache.records.record import Field

R = TypeVar("R", bound="Row")
_Found = Iterator[tuple[int, Problem]]
_DAYS = frozenset(("day", "partial-day"))
_WOMAN, _WOMAN_IN_FULL, _MAN = frozenset(("w", "wnt")), "wanita", frozenset(("l", "lk", "lakilaki"))
_SEVERAL = re.compile(
    r"\n|\s[&+]\s|\bdan\s+\d+\s+(?:orang\s+)?anak\b|\s(?:dan|DAN)\s|^\s*\(?\d{1,3}[.)]\s*\D"
)
# One of these words or signs is in whatever that finds.
_AND, _COUNTING = frozenset(("dan", "DAN", "&", "+")), re.compile(r"[\n\d]")


def weighed(rows: list[R], columns: Mapping[str, Field]) -> tuple[list[R], list[Problem]]:
    """The rows, with a problem at each cell that the others of its column put in doubt.

    And what is to be told of whole columns.
    """
    found: dict[int, list[Problem]] = defaultdict(list)
    of_columns: list[Problem] = []
    for name, field in columns.items():
        if field.kind.name in _DAYS:
            order = day_order(rows, name)
            of_columns += order.told(rows)
            doubts = order.refused(rows)
        elif look := _look(field):
            doubts = look(rows, name)
        else:
            continue
        for place, doubt in doubts:
            found[place].append(doubt)
    for place, placed in found.items():
        row = rows[place]
        rows[place] = row._replace(problems=(*row.problems, *map(row.place, placed)))
    return rows, of_columns


def _look(field: Field) -> Callable[[Sequence[Row], str], _Found] | None:
    """How the cells of a field are looked at."""
    if field.code_list == "sex":
        return _men_or_women
    return _several_people if field == records.named("person").fields["name"] else None


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
