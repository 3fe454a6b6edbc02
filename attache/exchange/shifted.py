"""Whole sheets moved by some columns, with all that belongs to them and all that points there.

openpyxl's own `insert_cols` moves the cells and nothing else. As in a spreadsheet program, the
widths, merged areas, filters, dropdowns, rules, pictures and the like go along, and formulas,
names, charts and links of every sheet still lead to the same cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.print_settings import PrintArea

from attache.exchange.geometry import LAST_COLUMN, letter
from attache.exchange.pointing import lead
from attache.exchange.references import Moves, moved_areas, moved_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openpyxl import Workbook


def shift(book: Workbook, columns: Mapping[str, int]) -> None:
    """Move the cells of sheets, by title, so many columns to the right, or back to the left.

    What gets left of column A, or right of XFD, is gone: the caller sees that nothing stands there.
    """
    for sheet in book.worksheets:
        if by := columns.get(sheet.title, 0):
            _shift(sheet, by)
    lead(book, Moves(columns))


def _shift(sheet: Any, by: int) -> None:
    _cells(sheet, by)
    _widths(sheet, by)
    _merged(sheet, by)
    _rules(sheet, by)
    _filters(sheet, by)
    _printing(sheet, by)
    _drawings(sheet, by)
    for view in sheet.views.sheetView:
        _view(view, by)


def _cells(sheet: Any, by: int) -> None:
    moved = {}
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 - they have no other door
        place = column + by
        if not 1 <= place <= LAST_COLUMN:
            continue
        cell.column = place
        moved[row, place] = cell
        if cell.hyperlink:
            cell.hyperlink.ref = cell.coordinate
    sheet._cells = moved  # noqa: SLF001


def _widths(sheet: Any, by: int) -> None:
    """Widths, styles, hidden and grouped columns; one entry may stand for several columns."""
    entries = list(sheet.column_dimensions.values())
    sheet.column_dimensions.clear()
    for entry in entries:
        entry.reindex()
        first, last = max(entry.min + by, 1), min(entry.max + by, LAST_COLUMN)
        if first <= last:
            entry.min, entry.max, entry.index = first, last, letter(first - 1)
            sheet.column_dimensions[entry.index] = entry


def _merged(sheet: Any, by: int) -> None:
    sheet.merged_cells = _areas(sheet.merged_cells, by)


def _rules(sheet: Any, by: int) -> None:
    """Dropdowns and other limits on cells, and conditional formatting."""
    limits = sheet.data_validations.dataValidation
    for limit in limits:
        limit.sqref = _areas(limit.sqref, by)
    sheet.data_validations.dataValidation = [limit for limit in limits if limit.sqref]
    before, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for formatting in before:
        moved = ConditionalFormatting(_areas(formatting.sqref, by), formatting.pivot)
        for rule in formatting.rules if moved.sqref else ():
            sheet.conditional_formatting.add(moved, rule)


def _filters(sheet: Any, by: int) -> None:
    """Filters, sorting, tables, pivot tables and scenarios."""
    for table in sheet.tables.values():
        for part in (table, table.autoFilter):
            _sorted_area(part, by)
    _sorted_area(sheet.auto_filter, by)
    for pivot in sheet._pivots:  # noqa: SLF001
        _area(pivot.location, by)
    for scenario in sheet.scenarios.scenario:
        for cell in scenario.inputCells:
            cell.r = moved_areas(cell.r, by) or cell.r


def _sorted_area(part: Any, by: int) -> None:
    """An area, and the areas by which it is sorted."""
    for held in (part, getattr(part, "sortState", None) if part else None):
        _area(held, by)
        for condition in getattr(held, "sortCondition", ()):
            _area(condition, by)


def _printing(sheet: Any, by: int) -> None:
    area = PrintArea(_areas(sheet._print_area, by).ranges)  # noqa: SLF001
    sheet._print_area = area  # noqa: SLF001
    titles = sheet._print_cols  # noqa: SLF001
    if titles:
        first, last = moved_letters(titles.min_col, by), moved_letters(titles.max_col, by)
        titles.min_col, titles.max_col = first, last
    for page_break in sheet.col_breaks.brk:
        page_break.id += by
    sheet.col_breaks.brk = [b for b in sheet.col_breaks.brk if 0 < b.id < LAST_COLUMN]


def _drawings(sheet: Any, by: int) -> None:
    """Pictures and charts. One that has a place on the page, not in the cells, stays there."""
    for drawn in (*sheet._images, *sheet._charts):  # noqa: SLF001
        for name in ("_from", "to"):
            if marker := getattr(drawn.anchor, name, None):
                marker.col = min(max(marker.col + by, 0), LAST_COLUMN - 1)


def _view(view: Any, by: int) -> None:
    """What stood still when one scrolls stands still, and the first column can be seen.

    Columns that were scrolled away before the panes were frozen come into view.
    """
    scrolled = CellRange(view.topLeftCell).min_col - 1 if view.topLeftCell else 0
    view.topLeftCell = _first_of(view.topLeftCell)
    pane = view.pane
    if pane and pane.xSplit and pane.state != "split":
        pane.xSplit = max(scrolled + pane.xSplit + by, 1)
        pane.topLeftCell = moved_areas(pane.topLeftCell or "", by) or None
    elif pane:
        pane.topLeftCell = _first_of(pane.topLeftCell)
    for selection in view.selection:
        for name in ("activeCell", "sqref"):
            if text := getattr(selection, name):
                setattr(selection, name, moved_areas(text, by) or "A1")


def _first_of(cell: str | None) -> str | None:
    """The first cell of the same row."""
    return f"A{CellRange(cell).min_row}" if cell else None


def _area(part: Any, by: int) -> None:
    if getattr(part, "ref", None):
        part.ref = moved_areas(part.ref, by) or part.ref


def _areas(areas: Iterable[CellRange], by: int) -> MultiCellRange:
    moved = (moved_areas(area.coord, by) for area in areas)
    return MultiCellRange([CellRange(area) for area in moved if area])
