"""Which rows of a sheet head it, and by which words each column may be known.

Offices write titles above their tables, and heads in two rows, the upper one merged over several
columns ("Paspor" over "Nomor" and "Berlaku sampai").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from attache.exchange.layout import REASONS
from attache.exchange.reader import Area, Cell
from attache.records.record import blank

Rows = Sequence[Sequence[Cell]]
SEARCHED = 20  # rows in which a header is looked for
LEAST = 2  # columns that must be known


class Heads(NamedTuple):
    """The last row of a header, counted from 0, and the words of each column, the likeliest first.

    The last of the words is what stands there, for telling; without any the column has no head.
    """

    row: int
    words: Sequence[tuple[Cell, ...]]


def best(rows: Rows, merged: Sequence[Area], knows: Callable[[Cell], str | None]) -> Heads | None:
    """The one or two rows by which most columns are known.

    Of those that are equal two rows that belong together, else the first.
    """
    found = [
        (known, _belongs(heads.row, rows, merged), -number, heads)
        for number, heads in enumerate(candidates(rows, merged))
        if (known := _known(heads, knows)) >= LEAST
    ]
    return max(found, key=lambda f: f[:3])[3] if found else None


def single(row: int, cells: Sequence[Cell]) -> Heads:
    """A header of one row."""
    return Heads(row, [() if blank(cell) else (cell,) for cell in cells])


def simplest(
    heads: Heads, rows: Rows, merged: Sequence[Area], knows: Callable[[Cell], str | None]
) -> Heads:
    """The last row of a header alone, where the one above it says nothing of the columns.

    A title above a table is no part of its header; a row that belongs to it is.
    """
    alone = single(heads.row, rows[heads.row])
    more = _known(heads, knows) > _known(alone, knows)
    return heads if more or _belongs(heads.row, rows, merged) else alone


def candidates(rows: Rows, merged: Sequence[Area]) -> Iterator[Heads]:
    """Each row that may head the sheet, alone and with the one below it."""
    for row, cells in enumerate(rows[:SEARCHED]):
        yield single(row, cells)
        if row + 1 < len(rows) and not all(map(blank, rows[row + 1])):
            yield double(row, rows, merged)


def double(row: int, rows: Rows, merged: Sequence[Area]) -> Heads:
    """A row and the one below it, the upper one spread over the columns that it is merged over."""
    upper, lower = _spread(row, rows[row], merged), rows[row + 1]
    width = max(len(upper), len(lower))
    above, below = ([*cells, *[None] * (width - len(cells))] for cells in (upper, lower))
    return Heads(row + 1, [_words(a, b) for a, b in zip(above, below, strict=True)])


def _belongs(row: int, rows: Rows, merged: Sequence[Area]) -> bool:
    """Whether a row and the one above head a table together.

    A head is merged over both; or the row says nothing but below heads that are merged over several
    columns, beside others. A title over the whole table has no others beside it.
    """
    if any(top == row - 1 and bottom == row for top, _left, bottom, _right in merged):
        return True
    wide = {
        place
        for top, left, bottom, right in merged
        if top == bottom == row - 1 and right > left
        for place in range(left, right + 1)
    }
    said, above = (  # but for the head of a marked copy's own column
        {place for place, cell in enumerate(rows[n]) if not blank(cell) and cell != REASONS}
        for n in (row, row - 1)
    )
    return bool(said) and said <= wide and bool(above - wide)


def _words(above: Cell, below: Cell) -> tuple[Cell, ...]:
    """Both together say most: the "Nomor" of "Paspor" is not that of "SPLP"."""
    if blank(below):
        return () if blank(above) else (above,)
    if blank(above) or not isinstance(above, str) or not isinstance(below, str):
        return (below,)
    return f"{below} {above}", f"{above} {below}", below


def _spread(row: int, cells: Sequence[Cell], merged: Sequence[Area]) -> list[Cell]:
    spread = [*cells]
    for top, left, bottom, right in merged:
        if top <= row <= bottom and left < len(cells):
            spread += [None] * (right + 1 - len(spread))
            spread[left : right + 1] = [cells[left]] * (right + 1 - left)
    return spread


def _known(heads: Heads, knows: Callable[[Cell], str | None]) -> int:
    """How many columns are known by their heads."""
    return sum(any(map(knows, words)) for words in heads.words)
