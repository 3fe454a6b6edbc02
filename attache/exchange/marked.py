"""The sender's own workbook handed back, with what is wrong beside each row.

openpyxl writes every sheet in plain text into the temp folder while it saves. The one method of it
that does so is replaced here, so that names of people stay in memory.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from attache.exchange.layout import REASONS, allowed_name, letter
from attache.exchange.passwords import locked
from attache.exchange.reader import Cell, CellError, RawSheet
from attache.exchange.values import literal
from attache.language import _
from attache.records.kinds import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from attache.exchange.incoming import Incoming
    from attache.problems import Problem

_AUTHOR = "attache check"
_TINT = "FFFFC7CE"
_WRONG = PatternFill("solid", start_color=_TINT)
_NOTE_SIZE = {"width": 320, "height": 140}


def marked_copy(source: Incoming, problems: Iterable[Problem]) -> bytes:
    """The workbook with bad cells tinted and noted, and the reasons of each row in a last column.

    That column is headed `attache` and is passed over on import, so the copy can be mended and
    imported as it is; marks of an earlier check are taken away first. Formulas are replaced by
    their last values, which is what was read. What had a password has the same one again. Raises
    Refused as `read_workbook` does.
    """
    sheets = source.raw
    header_rows = {s.name: s.header_row or 1 for s in source.sheets.found}
    cells = {s.name: s.rows for s in sheets}
    book = _opened(source, sheets)
    by_sheet: dict[str, list[Problem]] = defaultdict(list)
    for found in problems:
        by_sheet[found.sheet or next(iter(cells), "")].append(found)
    for sheet in book.worksheets:
        _unmark(sheet)
        _restore(sheet, cells.get(sheet.title, ()))
        if by_sheet[sheet.title]:
            _mark(sheet, header_rows.get(sheet.title, 1), by_sheet[sheet.title])
    content = _saved(book)
    return locked(content, source.password) if source.password else content


def _opened(source: Incoming, sheets: Sequence[RawSheet]) -> Workbook:
    """The workbook as openpyxl has it; where it cannot open one that we could, its bare cells."""
    try:
        with warnings.catch_warnings(
            action="ignore"
        ):  # of parts of a workbook that it does not know
            return load_workbook(BytesIO(source.opened), data_only=True, keep_links=False)
    except Exception:  # noqa: BLE001 - it raises whatever its parsers happen to raise, .ods included
        return _copied(sheets)


def _copied(sheets: Sequence[RawSheet]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for raw in sheets:
        sheet = book.create_sheet(allowed_name(raw.name))
        sheet.sheet_state = "visible" if raw.visible else "hidden"
        for row, cells in enumerate(raw.rows, 1):
            for place, value in enumerate(cells, 1):
                if isinstance(value, CellError):
                    sheet.cell(row, place).value = "#N/A"
                elif value is not None:
                    _put(sheet.cell(row, place), value)
    return book


def _mark(sheet: Worksheet, header_row: int, problems: Iterable[Problem]) -> None:
    last = _reasons_column(sheet, header_row)
    head = sheet.cell(header_row, last)
    _put(head, REASONS)
    head.font = Font(bold=True)
    sheet.column_dimensions[letter(last - 1)].width = 60
    reasons: dict[int, list[str]] = defaultdict(list)
    for found in problems:
        told = f"{found.message(_)} {found.fix(_)}"
        cell = _cell(sheet, found.row, found.column) if found.column and found.row else None
        if cell is not None:
            cell.fill = _WRONG
            _note(cell, told)
        if found.row is None or found.row <= header_row:
            _note(head, told)
        else:
            reasons[found.row].append(f"{found.column}: {told}" if found.column else told)
    for row, texts in reasons.items():
        beside = sheet.cell(row, last)
        _put(beside, "\n".join(texts))
        beside.alignment = Alignment(wrap_text=True, vertical="top")


def _cell(sheet: Worksheet, row: int, column: str) -> Any:
    """A cell, or the one that holds the value of a merged area."""
    place = f"{column}{row}"
    area = next((a for a in sheet.merged_cells.ranges if place in a), None)
    return sheet.cell(area.min_row, area.min_col) if area else sheet[place]


def _unmark(sheet: Worksheet) -> None:
    tinted: dict[int, bool] = {}  # by style, because comparing fills is slow
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.comment and cell.comment.author == _AUTHOR:
                cell.comment = None
            if cell.style_id not in tinted:
                tinted[cell.style_id] = cell.fill == _WRONG
            if tinted[cell.style_id]:
                cell.fill = PatternFill()


def _restore(sheet: Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    """Texts with escaped characters, which openpyxl would turn into other ones."""
    for row, cells in enumerate(rows, 1):
        for place, value in enumerate(cells, 1):
            if isinstance(value, str) and ("_x" in value or not value.isprintable()):
                _put(sheet.cell(row, place), value)


def _reasons_column(sheet: Worksheet, header_row: int) -> int:
    """The column for the reasons, emptied: the one of an earlier check, or the first unused."""
    for cell in sheet[header_row]:
        if cell.value == REASONS:
            for row in range(header_row, sheet.max_row + 1):
                sheet.cell(row, cell.column).value = None
            return int(cell.column)
    return sheet.max_column + 1


def _note(cell: Any, text: str) -> None:
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    cell.comment = Comment(before + text, _AUTHOR, **_NOTE_SIZE)


def _put(cell: Any, value: object) -> None:
    """Set a value; text stays text, whatever it begins with."""
    cell.value = literal(clean(value)) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


class _InMemory(ExcelWriter):
    """Saves without temp files."""

    _archive: ZipFile

    def write_worksheet(self, ws: Any) -> None:
        """What the replaced method does, with the sheet in memory."""
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001 - these are openpyxl's own steps
        ws._drawing.charts = ws._charts  # noqa: SLF001
        ws._drawing.images = ws._images  # noqa: SLF001
        content = BytesIO()
        writer: Any = WorksheetWriter(ws, content)
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        self._archive.writestr(ws.path[1:], content.getvalue())
        self.manifest.append(ws)


def _saved(book: Workbook) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).save()
    return content.getvalue()
