"""Columns as wide as what stands in them needs, so that a short list can be read on paper.

Each character that a column does not need makes all others smaller, or the print a page wider. A
column gets more than its longest word as far as that takes no further page. A long list is worked
on at a screen, and keeps the widths that are declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.exchange.printing import HEAD_SIZE, SIZE, WIDER, pages_across

if TYPE_CHECKING:
    from attache.exchange.streamed import Cells

FITTED = 1_000
"""Rows up to which a list is printed as a whole."""
_LEAST = 5.0
_PIXELS = 7  # of a character
_STEPS = 50  # from the narrowest to the widest, of which the widest that fits is taken
_DATE, _AMOUNT = "2026-01-31", "{:,.2f}"
_AROUND = 0.3  # characters
_WORD = re.compile(r"\S+")


class Texts(NamedTuple):
    """What a column has to show: its title, how wide it is declared, and its cells."""

    title: str
    declared: float
    cells: Sequence[str]

    @property
    def least(self) -> float:
        """The width of the longest word, of which none is broken within what is declared."""
        head = _longest(_WORD.findall(self.title)) * HEAD_SIZE / SIZE
        word = _longest(w for cell in self.cells for w in _WORD.findall(cell))
        return max(_LEAST, min(_room(max(head, word)), self.declared))

    @property
    def most(self) -> float:
        """The width in which each of its lines stands as a whole, within what is declared."""
        line = _longest(line for cell in self.cells for line in cell.split("\n"))
        return max(self.least, min(_room(line), self.declared))


def fitted(columns: Sequence[Texts], leading: int) -> list[float]:
    """The width of each column: of its longest word, and more as far as there is room.

    The `leading` ones stand on each page.

    >>> fitted([Texts("Ref", 14, ["PNH-A-P1"]), Texts("Name", 30, ["Siti Contoh"])], 2)
    [8.71, 11.86]
    """
    least, most = [c.least for c in columns], [c.most for c in columns]
    tried = (_between(least, most, part / _STEPS) for part in range(_STEPS, 0, -1))
    narrow = _between(least, most, 0)
    pages = pages_across(narrow, leading)
    return next((w for w in tried if pages_across(w, leading) <= pages), narrow)


def _between(least: Sequence[float], most: Sequence[float], part: float) -> list[float]:
    """In whole pixels, as a sheet keeps widths, so that lines are counted in what it has."""
    exact = (a + (b - a) * part for a, b in zip(least, most, strict=True))
    return [round(ceil(width * _PIXELS) / _PIXELS, 2) for width in exact]


def shown(cells: Cells, documents: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the cells of a column show; an amount or a day stands on one line."""
    return [_text(cells, value) for d in documents if (value := d.get(cells.name)) or value == 0]


def _text(cells: Cells, value: Any) -> str:
    value = cells.shown(value) if cells.shown else value
    if isinstance(value, str):
        return value
    return _DATE if cells.shown else _AMOUNT.format(value)


def _room(characters: float) -> float:
    return characters * WIDER + _AROUND


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)
