"""How sheets print: A4 across, in a size that can be read, with headers and numbers on each page.

A sheet whose columns do not fit on one page so goes on beside it. Rows are given the height that
their texts need, since LibreOffice gives a row without one a single line, and Excel one that it
guesses.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

A4 = 9  # ECMA-376 part 1, 18.3.1.63: the number of the paper
LINE, TALLEST = 15, 405  # points; no row can be taller than 409
SIZE, HEAD_SIZE = 11, 8  # points, of what is written in cells and in titles
SMALLEST = 7  # points: what can still be read on paper
CHARACTER = 5.25  # points of one of the figures by which widths are counted, at 11 points
AROUND = 0.71  # characters that a column is wider than its texts
_LEAF = 806, 509  # points of A4 across within the margins
ROOM = int(_LEAF[0] / CHARACTER * HEAD_SIZE / SMALLEST)
"""Characters beside each other on a page whose titles can still be read."""
_NARROW = 40  # characters: in a wide column it matters little where a line breaks
WIDER = 1.05  # letters of names and capitals are wider than the figures that widths count
_LONGEST = 120  # characters; a header or footer has 255, with its marks
_MARGINS = {"left": 0.25, "right": 0.25, "top": 0.6, "bottom": 0.6}  # inches


class Leaf(NamedTuple):
    """What stands on each page: the title of the workbook, and who may see it."""

    title: str
    marking: str


def set_up_text(sheet: Worksheet, leaf: Leaf, heights: Iterable[float]) -> None:
    """Have a sheet of texts print on one page, or on further ones below where that is too small.

    `heights` are those of its rows, in points.
    """
    _set_up_page(sheet, leaf)
    sheet.fit_to_pages(1, int(sum(heights) * SMALLEST <= _LEAF[1] * SIZE))


def set_up_table(
    sheet: Worksheet, leaf: Leaf, titles: int, widths: Sequence[float], leading: int
) -> None:
    """Have rows print under their header, on as many pages beside each other as they need.

    The row `titles`, counted from 0, and the `leading` columns stand on each. `widths` are in
    characters, 0 where a column is hidden. Pages beside each other come before those below.
    """
    _set_up_page(sheet, leaf)
    sheet.repeat_rows(titles)
    sheet.hide_gridlines(0)  # printed too, so that the eye keeps to its row
    across = pages_across(widths, leading)
    sheet.fit_to_pages(across, 0)
    if across > 1:
        sheet.repeat_columns(0, leading - 1)
        sheet.print_across()


def pages_across(widths: Sequence[float], leading: int) -> int:
    """On how many pages columns stand of which no title is too small, each with the `leading` ones.

    >>> pages_across([10, 30, 100], 2), pages_across([10, 30, 100, 100], 2)
    (1, 2)
    """
    taken_by = [width + AROUND if width else 0 for width in widths]
    first = sum(taken_by[:leading])
    pages, taken = 1, first
    for width in taken_by[leading:]:
        if taken > first and taken + width > ROOM:
            pages, taken = pages + 1, first
        taken += width
    return pages


def _set_up_page(sheet: Worksheet, leaf: Leaf) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(**_MARGINS)
    sheet.set_header(f"&L{_plain(leaf.title)}&R{_plain(leaf.marking)}")
    sheet.set_footer("&L&A&R&P / &N")


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell of so many characters that wraps it.

    >>> lines_of("Siti Contoh", 30), lines_of("satu dua tiga empat", 10)
    (1, 3)
    """
    lines = text.split("\n")
    if width > _NARROW:
        return sum(max(1, -int(-len(line) * WIDER // width)) for line in lines)
    return sum(max(1, len(wrap(line, max(1, int(width / WIDER))))) for line in lines)


def height_of(lines: int, size: int = SIZE) -> int:
    """How tall a row of so many lines is, in points."""
    return min(-(-lines * LINE * size // SIZE), TALLEST)


def _plain(text: str) -> str:
    """A text as a header or footer shows it: there `&` begins a mark."""
    return text[:_LONGEST].replace("&", "&&")
