"""How sheets print: A4 across, one page wide, with header rows, names and numbers on each page.

Rows are given the height that their texts need, since LibreOffice gives a row without one a single
line, and Excel one that it guesses.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

A4 = 9  # ECMA-376 part 1, 18.3.1.63: the number of the paper
LINE, TALLEST = 15, 405  # points; no row can be taller than 409
SIZE, HEAD_SIZE = 11, 8  # points, of what is written in cells and in titles
_NARROW = 40  # characters: in a wide column it matters little where a line breaks
WIDER = 1.05  # letters of names and capitals are wider than the figures that widths count
_LONGEST = 120  # characters; a header or footer has 255, with its marks
_MARGINS = {"left": 0.25, "right": 0.25, "top": 0.6, "bottom": 0.6}  # inches


def set_up_page(sheet: Worksheet, title: str, marking: str, titles: int | None = None) -> None:
    """Have a sheet print so. `titles` is the row of its header, counted from 0.

    A sheet without one is a text, and has one page. `marking` stands on each page: who may see the
    sheet goes with every leaf of it.
    """
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if titles is None else 0)
    sheet.set_margins(**_MARGINS)
    sheet.set_header(f"&L{_plain(title)}&R{_plain(marking)}")
    sheet.set_footer("&L&A&R&P / &N")
    if titles is not None:
        sheet.repeat_rows(titles)
        sheet.hide_gridlines(0)  # printed too, so that the eye keeps to its row


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
