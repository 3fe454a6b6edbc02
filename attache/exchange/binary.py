"""How the sheets of .xls and .xlsb files are laid out, seen before Calamine reads them.

Both are rows of records: what one is, how long, and its bytes. Only those are looked at that say
where cells stand, which of them failed, and what is hidden or merged. Formulas are not looked at:
their last values are read, and nothing of them goes on. Runs in the child process (`sandbox`).
[MS-XLS] 2.4, [MS-XLSB] 2.4.
"""

from __future__ import annotations

from io import BytesIO
from struct import Struct, error
from typing import TYPE_CHECKING

from attache.exchange.geometry import LAST_COLUMN, LAST_ROW, MOST_CELLS, Layout, Looked
from attache.exchange.preflight import refuse, unread
from attache.exchange.sheet_parts import targets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from zipfile import ZipFile

    Record = tuple[int, bytes]

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
_ERRORS[42] = "#N/A"
_SHORT, _SHORTS, _LONG, _LONGS = Struct("<H"), Struct("<HH"), Struct("<I"), Struct("<II")
_AREA, _WIDE_AREA = Struct("<4H"), Struct("<4I")

# Records of an .xls file.
_BEGIN, _END, _BUNDLE, _LOCKED, _BOOK = 0x809, 0x0A, 0x85, 0x2F, 0x1AE
_TEXTS, _SHARED = 0xFC, 0xFD  # the shared texts, and a cell with one of them
_VALUES = frozenset({0x203, 0x27E, 0x204, _SHARED, 0xD6})
_FORMULAS = frozenset({0x06, 0x206, 0x406})
_OWN = b"\x01\x04", b"\x01\x3a"  # links to the workbook itself, and to functions of add-ins
_SHEET, _MACROS = 0, (1, 6)
# Those of an .xlsb file.
_WIDE_BUNDLE, _WIDE_ROW, _FIRST, _LAST = 156, 0, 2, 11
_FAILED, _RICH = (3, 11), 62


class _Sheet:
    """Hears the records of one sheet and keeps its layout."""

    def __init__(self, name: str, texts: int = 0) -> None:
        self.layout, self._texts = Layout(name), texts  # how many texts are shared
        self._row = 0

    def cell(self, row: int, column: int, last: int = 0, *, failed: int | None = None) -> None:
        """A cell with a value, or several in a row up to the last one; `failed`: its error."""
        layout, last = self.layout, max(column, last)
        if row >= LAST_ROW or last >= LAST_COLUMN:
            refuse("XLS057", sheet=layout.sheet, row=row + 1)
        layout.cells += last - column + 1
        if layout.cells > MOST_CELLS:
            refuse("XLS055", sheet=layout.sheet, limit=MOST_CELLS)
        layout.last_row = max(layout.last_row, row)
        layout.last_column = max(layout.last_column, last)
        if failed is not None:
            layout.errors[row, column] = _ERRORS.get(failed, "")

    def older(self, kind: int, content: bytes) -> None:
        """A record of an .xls file."""
        if kind in _VALUES:
            self.cell(*_SHORTS.unpack_from(content))
            if kind == _SHARED and _LONG.unpack_from(content, 6)[0] >= self._texts:
                refuse("XLS003")
        elif kind in _FORMULAS:
            row, column = _SHORTS.unpack_from(content)
            is_error = content[12:14] == b"\xff\xff" and content[6:7] == b"\2"
            self.cell(row, column, failed=content[8] if is_error else None)
        elif kind == 0x205:  # a yes or no, or an error
            row, column = _SHORTS.unpack_from(content)
            self.cell(row, column, failed=content[6] if content[7] else None)
        elif kind == 0xBD:  # several numbers
            self.cell(*_SHORTS.unpack_from(content), *_SHORT.unpack_from(content, len(content) - 2))
        elif kind in _OLDER:
            _OLDER[kind](self, content)

    def row(self, content: bytes) -> None:
        """The record of a row."""
        if content[12] & 0x20:
            self.layout.hidden_rows.append(*_SHORT.unpack_from(content))

    def columns(self, content: bytes) -> None:
        """The record of some columns."""
        if content[8] & 1:
            self._hide(*_SHORTS.unpack_from(content))

    def merged(self, content: bytes) -> None:
        """The record of merged areas."""
        for at in range(2, 2 + 8 * _SHORT.unpack_from(content)[0], 8):
            first, last, left, right = _AREA.unpack_from(content, at)
            self.layout.merge((first, left, last, right))

    def newer(self, kind: int, content: bytes) -> None:
        """A record of an .xlsb file."""
        if kind in _FAILED:
            self.cell(self._row, *_LONG.unpack_from(content), failed=content[8])
        elif _FIRST <= kind <= _LAST or kind == _RICH:
            self.cell(self._row, *_LONG.unpack_from(content))
        elif kind == _WIDE_ROW:
            (self._row,) = _LONG.unpack_from(content)
            if content[11] & 0x10:
                self.layout.hidden_rows.append(self._row)
        elif kind == 60 and content[16] & 1:
            self._hide(*_LONGS.unpack_from(content))
        elif kind == 176:
            first, last, left, right = _WIDE_AREA.unpack_from(content)
            self.layout.merge((first, left, last, right))

    def _hide(self, first: int, last: int) -> None:
        self.layout.hidden_columns.append((first, min(last, LAST_COLUMN - 1)))


_OLDER: Mapping[int, Callable[[_Sheet, bytes], None]] = {
    0x208: _Sheet.row,
    0x7D: _Sheet.columns,
    0xE5: _Sheet.merged,
}


def look_at_xls(content: bytes) -> Looked:
    """What an .xls file has. Raises Refused (XLS003, XLS053, XLS055 to XLS057, XLS064)."""
    from olefile import OleFileIO

    try:
        with OleFileIO(BytesIO(content)) as file:
            names = ["/".join(path) for path in file.listdir(streams=True, storages=True)]
            stream = next(name for name in ("Workbook", "Book") if file.exists(name))
            book = file.openstream(stream).read()
        return _looked(book, {_OLE[n[:3]] for n in names if n[:3] in _OLE})
    except (OSError, error, IndexError, ValueError, StopIteration):
        refuse("XLS003")


_OLE = {"_VB": "XLS058", "MBD": "XLS060"}
"""How storages of macros and of embedded files begin."""


def _looked(book: bytes, unread: set[str]) -> Looked:
    layouts = []
    whole = [*_records(book, 0)]
    texts = sum(_LONG.unpack_from(content, 4)[0] for kind, content in whole if kind == _TEXTS)
    for kind, content in whole:
        if kind == _LOCKED:
            refuse("XLS053")
        elif kind == _BOOK and content[2:4] not in _OWN:
            unread.add("XLS059")
        elif kind == _BUNDLE and content[5] in _MACROS:
            unread.add("XLS058")
        elif kind == _BUNDLE and content[5] == _SHEET:
            sheet = _Sheet(_name(content), texts)
            for record in _records(book, *_LONG.unpack_from(content)):
                sheet.older(*record)
            sheet.layout.check_span()
            layouts.append(sheet.layout)
    return Looked(layouts, unread)


def _records(book: bytes, at: int) -> Iterator[Record]:
    """The records from there to the end of the part, without those of charts within it."""
    depth = 0
    while at + 4 <= len(book):
        kind, size = _SHORTS.unpack_from(book, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 1:
            yield kind, book[at + 4 : at + 4 + size]
        if depth <= 0:
            return
        at += 4 + size


def _name(content: bytes) -> str:
    wide = content[7] & 1
    return content[8:].decode("utf-16-le" if wide else "latin-1", "replace")


def look_at_xlsb(archive: ZipFile) -> Looked:
    """What an .xlsb file has. Raises as `look_at_xls` does."""
    layouts = []
    try:
        targets = targets_of(archive, "xl/_rels/workbook.bin.rels")
        for kind, content in _wide_records(archive.read("xl/workbook.bin")):
            if kind != _WIDE_BUNDLE:
                continue
            id_, at = _text(content, 8)
            part, is_sheet = targets.get(id_, ("", False))
            if not part:
                refuse("XLS003")
            if is_sheet:
                sheet = _Sheet(_text(content, at)[0])
                for record in _wide_records(archive.read(part)):
                    sheet.newer(*record)
                sheet.layout.check_span()
                layouts.append(sheet.layout)
    except (error, IndexError):
        refuse("XLS003")
    return Looked(layouts, set(unread(archive.namelist())))


def _wide_records(part: bytes) -> Iterator[Record]:
    at = 0
    while at < len(part):
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        yield kind, part[at : at + size]
        at += size


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to so many bytes, seven bits in each, and what stands behind it."""
    number = 0
    for place in range(most):
        byte = part[at]
        at += 1
        number |= (byte & 127) << 7 * place
        if byte < 128:
            break
    return number, at


def _text(content: bytes, at: int) -> tuple[str, int]:
    """A text behind its length, and what stands behind it."""
    (count,) = _LONG.unpack_from(content, at)
    end = at + 4 + 2 * count
    return content[at + 4 : end].decode("utf-16-le", "replace"), end
