"""A sender's workbook opened and saved by openpyxl, with nothing of it in the temp folder.

openpyxl writes every sheet in plain text into the temp folder while it saves, and loses pictures
where there is no Pillow. What does so is replaced here. It still loses what it does not know:
shapes, sparklines, and conditional formatting that only newer Excels have.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import fromstring

from attache.exchange.newer import newer_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook


_PICTURES = ("png", "jpeg", "jpg", "gif", "bmp", "tif", "tiff", "emf")


class Picture(Image):
    """A picture as it lies in the workbook, which nobody has to understand."""

    def __init__(self, content: bytes, kind: str, anchor: Any) -> None:
        self.content, self.format, self.anchor = content, kind, anchor

    def _data(self) -> bytes:
        return self.content


def opened(content: bytes) -> Workbook:
    """The workbook, its formulas replaced by their last values, without links to other files.

    Raises whatever openpyxl's parsers happen to raise.
    """
    with warnings.catch_warnings(action="ignore"):  # of parts of a workbook that it does not know
        how = {"data_only": True, "keep_links": False, "rich_text": True}
        reader: Any = ExcelReader(BytesIO(content), **how)
        reader.read()
        book: Workbook = reader.wb
        book.template = False  # a copy of a template is a workbook
        places = {told.name: rel.target for told, rel in reader.parser.find_sheets()}
        with ZipFile(BytesIO(content)) as archive:
            for sheet in book.worksheets:
                _complete(sheet, archive, places.get(sheet.title, ""))
    return book


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).save()
    return content.getvalue()


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


def _complete(sheet: Any, archive: ZipFile, place: str) -> None:
    """Add what openpyxl left out."""
    sheet._images = list(_pictures(archive, sheet))  # noqa: SLF001 - no other way
    for limit in newer_limits(archive.read(place)) if place else ():
        sheet.add_data_validation(limit)


def _pictures(archive: ZipFile, sheet: Any) -> Iterator[Picture]:
    drawings: Any = SpreadsheetDrawing
    for rel in sheet._rels.find(drawings._rel_type):  # noqa: SLF001
        try:
            drawing = drawings.from_tree(fromstring(archive.read(rel.target)))
        except TypeError:  # shapes that openpyxl does not know
            continue
        folder, _, name = rel.target.rpartition("/")
        rels_path = f"{folder}/_rels/{name}.rels"
        if rels_path not in archive.namelist():
            continue
        parts: Any = get_dependents(archive, rels_path)
        for blip in drawing._blip_rels:  # noqa: SLF001
            with suppress(KeyError):  # a picture that is not there
                target = parts.get(blip.embed).target
                kind = target.rpartition(".")[2].lower()
                if kind in _PICTURES:
                    yield Picture(archive.read(target), kind, blip.anchor)
