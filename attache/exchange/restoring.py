"""What was read of a workbook, put where openpyxl has none of it, or another value."""

from __future__ import annotations

from copy import copy
from itertools import product
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ERROR_CODES, Cell

from attache.exchange.marks import put
from attache.exchange.reader import CellError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attache.exchange.reader import RawSheet

_FAILED = "#N/A"


def restore(sheet: Any, raw: RawSheet) -> None:
    """Put right what openpyxl reads otherwise than we did, and would write that way.

    It drops what merged areas cover, writes the target of a link into a blank cell, has nothing
    for a formula without a result, and turns texts with escaped characters into other ones.
    """
    for row, column in _covered(raw):
        covered = sheet._cells.get((row, column))  # noqa: SLF001 - `cell` gives what cannot be set
        cell: Any = Cell(sheet, row, column)
        cell._style = copy(covered._style) if covered else cell._style  # noqa: SLF001
        sheet._cells[row, column] = cell  # noqa: SLF001
        _put(cell, raw.rows[row - 1][column - 1])
    for cell in sheet._cells.values():  # noqa: SLF001
        if cell.hyperlink and _value(raw, cell.row, cell.column) is None:
            cell.value, cell.data_type = "", "n"  # openpyxl writes no link of a cell without value
    for row, cells in enumerate(raw.rows, 1):
        for place, value in enumerate(cells, 1):
            if isinstance(value, str):
                if "_x" in value or not value.isprintable():
                    _restore_text(sheet.cell(row, place), value)
            elif isinstance(value, CellError) and sheet.cell(row, place).value is None:
                _put(sheet.cell(row, place), value)


def _restore_text(cell: Any, text: str) -> None:
    """Unless it is the same: then it keeps the formatting of its parts."""
    if "_x" in text or str(cell.value) != text:
        put(cell, text)


def _covered(raw: RawSheet) -> Iterator[tuple[int, int]]:
    """The cells, counted from 1, that have a value though a merged area covers them."""
    for top, left, bottom, right in raw.merged:
        for place in product(range(top + 1, bottom + 2), range(left + 1, right + 2)):
            if place != (top + 1, left + 1) and _value(raw, *place) is not None:
                yield place


def _value(raw: RawSheet, row: int, column: int) -> object:
    cells = raw.rows[row - 1] if row <= len(raw.rows) else ()
    return cells[column - 1] if column <= len(cells) else None


def _put(cell: Any, value: object) -> None:
    if not isinstance(value, CellError):
        put(cell, value)
        return
    cell.value = value.text if value.text in ERROR_CODES else _FAILED
