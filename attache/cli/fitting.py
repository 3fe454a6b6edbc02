"""Fitting a table into a width: which columns stay, how wide each is, what a cell shows.

A column that does not fit goes as a whole: two letters of each of eight columns tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from attache.cli.safe import line

GAP = 2
"""Blanks between two columns."""
HEAD_LINES = 2
"""Lines that the title of a column may take."""

Cell = str | Sequence[str]
"""A text, or several, of which a narrow cell shows the first and how many more there are."""


class Head(NamedTuple):
    """A column of a table.

    `rank` 0 stays however narrow the screen is; of the others the highest goes first, and among
    equals the last. A column without `least` is never cut; others are of so many characters at
    least, if their cells have as many. A `right` column holds numbers; one that `wraps` goes on in
    the next line where it is cut otherwise.
    """

    title: str
    rank: int = 1
    least: int | None = None
    right: bool = False
    wraps: bool = False


class Fitted(NamedTuple):
    """The places of the columns that are shown with their widths, and of those that are not."""

    widths: dict[int, int]
    dropped: list[int]


def safe_cell(cell: Cell) -> Cell:
    """A cell of data, in which nothing moves the cursor: each text on one line."""
    return line(cell) if isinstance(cell, str) else [line(part) for part in cell]


def whole(cell: Cell) -> str:
    """All that a cell says."""
    return cell if isinstance(cell, str) else "; ".join(cell)


def width_of(text: str) -> int:
    """The places that a text takes on a screen: of a Chinese character two."""
    return len(text) if text.isascii() else cell_len(text)


def fit(heads: Sequence[Head], rows: Sequence[Sequence[Cell]], width: int) -> Fitted:
    """Choose columns and widths. What no row has anything in takes no room."""
    natural = [max((width_of(whole(row[n])) for row in rows), default=0) for n in range(len(heads))]
    filled = [n for n, head in enumerate(heads) if natural[n] or not head.rank]
    widths: dict[int, int] = {}
    for place in sorted(filled, key=lambda n: heads[n].rank):
        least = _least(heads[place], [row[place] for row in rows])
        if not heads[place].rank or sum(widths.values()) + GAP * len(widths) + least <= width:
            widths[place] = least
    _widen(widths, natural, width - GAP * (len(widths) - 1))
    shown = {n: widths[n] for n in sorted(widths)}
    return Fitted(shown, [n for n in filled if n not in widths])


def _least(head: Head, cells: Sequence[Cell]) -> int:
    """The width that a column has at least: of several values the first one is to be read."""
    widest = max(
        (width_of(whole(c) if head.least is None else _first(c)) for c in cells), default=0
    )
    return max(min(widest, head.least or widest), _title_width(head.title))


def _first(cell: Cell) -> str:
    """A cell that shows no more than it must."""
    if isinstance(cell, str) or len(cell) < 2:
        return whole(cell)
    return f"{cell[0]} +{len(cell) - 1}"


def _title_width(title: str) -> int:
    """The least width in which a title takes no more lines than it may, its words whole."""
    longest = max(map(len, title.split()), default=0)
    return next(n for n in range(longest, len(title) + 1) if len(_titled(title, n)) <= HEAD_LINES)


def _titled(title: str, width: int) -> list[str]:
    return wrap(title, max(width, 1)) or [""]


def _widen(widths: dict[int, int], natural: Sequence[int], room: int) -> None:
    """Share the room that is left, a character at a time, to the narrowest that wants more."""
    left = room - sum(widths.values())
    while left > 0 and (wanting := [n for n in widths if widths[n] < natural[n]]):
        widths[min(wanting, key=lambda n: widths[n])] += 1
        left -= 1


def cut(cell: Cell, width: int) -> str:
    """A cell in so many characters."""
    text = whole(cell)
    if width_of(text) <= width:
        return text
    parts = [cell] if isinstance(cell, str) else cell
    for count in range(len(parts) - 1, 0, -1):
        shown, more = "; ".join(parts[:count]), f" +{len(parts) - count}"
        if width_of(shown) + len(more) <= width:
            return shown + more
    more = f" +{len(parts) - 1}" if len(parts) > 1 else ""
    room = max(width - len(more) - 1, 1)
    return f"{set_cell_size(parts[0], room).rstrip()}…{more}"


def titles(heads: Sequence[Head], fitted: Fitted) -> Iterator[str]:
    """The lines of the titles."""
    cells = [_titled(heads[n].title, width) for n, width in fitted.widths.items()]
    for number in range(max(map(len, cells), default=0)):
        line_of = [cell[number] if number < len(cell) else "" for cell in cells]
        yield _beside(line_of, heads, fitted)


def lines_of(
    cells: Sequence[Sequence[str]], heads: Sequence[Head], fitted: Fitted
) -> Iterator[str]:
    """The lines of a row, of which each cell has one or more."""
    for number in range(max(map(len, cells), default=0)):
        yield _beside([c[number] if number < len(c) else "" for c in cells], heads, fitted)


def _beside(cells: Sequence[str], heads: Sequence[Head], fitted: Fitted) -> str:
    """Cells beside each other, each as wide as its column."""
    padded = []
    for text, (place, width) in zip(cells, fitted.widths.items(), strict=True):
        room = " " * max(width - width_of(text), 0)
        padded.append(room + text if heads[place].right else text + room)
    return (" " * GAP).join(padded).rstrip()
