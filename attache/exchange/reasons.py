"""The reasons of one sheet: in its first column, in notes, and the cells that are meant tinted."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Font
from openpyxl.utils import column_index_from_string

from attache.exchange.layout import REASONS
from attache.exchange.marks import REASONS_WIDTH, height_of, note, put, tint
from attache.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attache.problems import Problem


def mark(sheet: Any, header_row: int, problems: Iterable[Problem], *, room: bool) -> None:
    """Mark the problems of a sheet, whose letters are those of the sheet as it stands.

    `room` tells whether the first column is for reasons. Otherwise they are notes only, at the
    first cell of the row where no cell is meant. What concerns no row is noted at the header.
    """
    cells = _Cells(sheet)
    reasons: dict[int, list[str]] = defaultdict(list)
    for found in problems:
        told = f"{found.message(_)} {found.fix(_)}"
        row = max(found.row or 0, header_row)
        if meant := found.row and found.column:
            cell = cells.at(found.row or 0, column_index_from_string(meant))
            tint(cell)
            note(cell, told)
        if room and row > header_row:
            reasons[row].append(f"{found.column}: {told}" if found.column else told)
        elif room or not meant:
            note(cells.at(row, 1), told)
    if room:
        _fill(cells, header_row, reasons)
        sheet.column_dimensions["A"].width = REASONS_WIDTH


def _fill(cells: _Cells, header_row: int, reasons: dict[int, list[str]]) -> None:
    """The first column. Rows grow where they must, since LibreOffice would not do it."""
    head = cells.at(header_row, 1)
    put(head, REASONS)
    head.font = copy(head.font) + Font(bold=True)
    for row, texts in reasons.items():
        beside = cells.at(row, 1)
        put(beside, "\n".join(texts))
        beside.alignment = Alignment(wrap_text=True, vertical="top")
        size = beside.parent.row_dimensions[row]
        size.height = max(size.height or 0, height_of(beside.value)) or None


class _Cells:
    """The cells of a sheet; for one in a merged area the one that holds the value of all."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._first = {
            place: (area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            for place in area.cells
        }

    def at(self, row: int, column: int) -> Any:
        return self._sheet.cell(*self._first.get((row, column), (row, column)))
