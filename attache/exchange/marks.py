"""The marks of a check on a sheet: tints, notes and reasons; made, and taken away again.

What programs keep when they save a copy differs: LibreOffice loses the author of a note and the
second colour of a tint. So a note of ours is known by how it begins.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from attache.exchange.geometry import letter
from attache.exchange.layout import REASONS
from attache.exchange.values import CELL_LIMIT, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from attache.exchange.geometry import Place

_AUTHOR = "attache check"
NOTE_HEAD = f"{_AUTHOR}:\n"  # begins our part of a note, as Excel begins each with its author
TINT = "#FFC7CE"
_TINT = f"FF{TINT[1:]}"
_NO_COLOUR = ("00000000", "FFCCCCFF")  # openpyxl's for none, and what LibreOffice makes of any
NOTE_LIMIT = 30_000  # UTF-16 units
REASONS_WIDTH = 50  # characters: a screen has room for some of the sender's columns beside it
_LINE, _TALLEST = 15, 405  # points; no row can be taller than 409
_NOTE_WIDTH, _NOTE_CHARACTERS, _HIGHEST = 320, 45, 600  # pixels, characters in it, pixels


def put(cell: Any, value: object) -> None:
    """Set a value; text stays text, whatever it begins with, and the same to the byte."""
    cell.value = literal(shortened(value, CELL_LIMIT)) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


def shortened(text: str, limit: int) -> str:
    """A text of so many UTF-16 units, as Excel counts; what is missing is told by an ellipsis."""
    if len(text) <= limit // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    return units[: 2 * (limit - 1)].decode("utf-16-le", "ignore") + "…"


def height_of(reasons: str) -> float:
    """How tall a row is, in points, in which they can be read; 0 for one line."""
    lines = sum(max(1, -(-len(line) // REASONS_WIDTH)) for line in reasons.split("\n"))
    return min(lines * _LINE, _TALLEST) if lines > 1 else 0


def tint(cell: Any) -> None:
    """Colour a bad cell, once. The colour that it had stays as the second one, which none sees."""
    if _noted(cell):
        return
    before = cell.fill.fgColor if cell.fill.fill_type == "solid" else _NO_COLOUR[0]
    cell.fill = PatternFill("solid", start_color=_TINT, end_color=before)


def note(cell: Any, text: str) -> None:
    """Say what is wrong in a note, below what the sender, or we, noted there before."""
    before, author = (cell.comment.text, cell.comment.author) if cell.comment else ("", _AUTHOR)
    gap = "\n\n" if before else ""
    head = "" if _noted(cell) else NOTE_HEAD
    cell.comment = Comment(shortened(f"{before}{gap}{head}{text}", NOTE_LIMIT), author)


def note_size(text: str) -> dict[str, int]:
    """How wide and high a note is, in pixels, in which a text can be read."""
    lines = text.count("\n") + len(text) // _NOTE_CHARACTERS
    return {"width": _NOTE_WIDTH, "height": min(40 + 15 * lines, _HIGHEST)}


def fit_notes(sheet: Any) -> None:
    """Give every note a size in which it can be read; openpyxl forgets those of the sender."""
    for cell in _cells(sheet):
        if cell.comment:
            size = note_size(cell.comment.text)
            cell.comment.width, cell.comment.height = size["width"], size["height"]


def take_away(sheet: Any, header_row: int) -> bool:
    """Take away the marks of an earlier check; True where the first column is one of ours.

    It is empty then. The older kind, after the sender's own columns, is gone altogether.
    """
    found = found_reasons(partial(_text, sheet), header_row, sheet.max_column)
    if found:
        _empty(sheet, *found)
    plain: dict[int, PatternFill | None] = {}  # by style, because comparing fills is slow
    for cell in _cells(sheet):
        if _unnoted(cell) or found:
            if cell.style_id not in plain:
                plain[cell.style_id] = _untinted(cell.fill)
            if fill := plain[cell.style_id]:
                cell.fill = fill
    return found is not None and found[1] == 0


def _empty(sheet: Any, head: int, column: int) -> None:
    """Empty a column of reasons from its head on; rows that grew for them lose their height."""
    for cell in list(_cells(sheet)):
        if cell.column == column + 1 and cell.row > head:
            if cell.value and sheet.row_dimensions[cell.row].height == height_of(str(cell.value)):
                sheet.row_dimensions[cell.row].height = None
            del sheet._cells[cell.row, cell.column]  # noqa: SLF001 - openpyxl has no other way
    if column > 0:
        sheet.column_dimensions.pop(letter(column), None)


def found_reasons(value: Callable[[int, int], object], header_row: int, width: int) -> Place | None:
    """Where the reasons of an earlier check are headed: row and column, counted from 0.

    In the first column the head may stand higher: a header has been put in below. `value` tells
    what stands in a row and column.
    """
    heads = [(row, 0) for row in range(header_row)]
    heads += [(header_row - 1, column) for column in range(1, width)]
    return next((head for head in heads if value(*head) == REASONS), None)


def _text(sheet: Any, row: int, column: int) -> str:
    cell = sheet._cells.get((row + 1, column + 1))  # noqa: SLF001 - `cell` would make one
    return str(cell.value) if cell else ""


def _noted(cell: Any) -> bool:
    return cell.comment is not None and NOTE_HEAD in cell.comment.text


def _unnoted(cell: Any) -> bool:
    """Take our part of a note away; True where there was one."""
    comment = cell.comment
    if comment is None or (NOTE_HEAD not in comment.text and comment.author != _AUTHOR):
        return False
    theirs = comment.text.partition(NOTE_HEAD)[0].rstrip() if NOTE_HEAD in comment.text else ""
    cell.comment = Comment(theirs, comment.author) if theirs else None
    return True


def _untinted(fill: Any) -> PatternFill | None:
    """The fill as it was before; None where it is no tint of ours."""
    if fill.fill_type != "solid" or fill.fgColor.rgb != _TINT:
        return None
    kept = fill.bgColor
    if (kept.type == "rgb" and kept.rgb in _NO_COLOUR) or (kept.type == "indexed"):
        return PatternFill()
    return PatternFill("solid", start_color=kept)


def _cells(sheet: Any) -> Iterator[Any]:
    """The cells that are there; openpyxl's own ways make those between them as well."""
    yield from sheet._cells.values()  # noqa: SLF001
