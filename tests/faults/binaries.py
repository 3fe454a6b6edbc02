"""Workbooks of the older and the binary kind (.xls, .xlsb), written record by record.

[MS-XLS] and [MS-XLSB] name the records; [MS-CFB] is the container of an .xls file.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping

from tests.faults import hostile as h

Cell = str | float | bool | None
Cells = Mapping[tuple[int, int], Cell]
"""Cells by row and column, counted from 0; a text that begins with # is an error."""
HEADS = ("Nama", "Jenis kelamin")
PEOPLE: Cells = {
    **{(0, column): head for column, head in enumerate(HEADS)},
    (1, 0): "Siti Contoh",
    (1, 1): "P",
}
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#N/A": 42}
_SECTOR, _FREE, _END, _FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls(
    cells: Cells = PEOPLE,
    *,
    before: bytes = b"",
    after: bytes = b"",
    book: bytes = b"",
    at: int = 0,
    **more: bytes,
) -> bytes:
    """An .xls file with one sheet of people; `more` are further streams, or storages where blank.

    `before` and `after` are records of the sheet around its cells, `book` those of the workbook;
    `at` says falsely where the sheet begins.
    """
    sheet = biff(0x809, _bof(0x10)) + before + b"".join(_biff_cell(*c) for c in cells.items())
    sheet += after + biff(0x0A, b"")
    begin = len(_globals(0, book))
    return cfb({"Workbook": _globals(at or begin, book) + sheet, **more})


def bundle(at: int, name: str, kind: int = 0) -> bytes:
    """The record of a sheet; kind 1 is a sheet of macros."""
    return biff(0x85, struct.pack("<IBBBB", at, 0, kind, len(name), 0) + name.encode())


def biff(kind: int, content: bytes) -> bytes:
    """A record of an .xls file."""
    return struct.pack("<HH", kind, len(content)) + content


def merged(*areas: tuple[int, int, int, int]) -> bytes:
    """The record of merged areas: first row, last row, first column, last column."""
    return biff(
        0xE5, struct.pack("<H", len(areas)) + b"".join(struct.pack("<4H", *a) for a in areas)
    )


def hidden_row(row: int) -> bytes:
    """The record of a row that is hidden."""
    return biff(0x208, struct.pack("<5HHI", row, 0, 2, 255, 0, 0, 0x20 | 0x100))


def hidden_columns(first: int, last: int) -> bytes:
    """The record of columns that are hidden."""
    return biff(0x7D, struct.pack("<5HH", first, last, 2048, 0, 1, 0))


def cfb(streams: Mapping[str, bytes]) -> bytes:
    """A container of streams, each of at least 4,096 bytes; a blank one is a storage."""
    data, entries = b"", [_entry("Root Entry", 5, child=1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        right = number + 1 if number < len(streams) else _FREE
        kind, start = (2, len(data) // _SECTOR) if content else (1, 0)
        held = content and content.ljust(4096, b"\0")
        entries.append(_entry(name, kind, start, len(held), right=right))
        data += held.ljust(-(-len(held) // _SECTOR) * _SECTOR, b"\0")
    fat: list[int] = []
    for content in filter(None, streams.values()):
        count = -(-max(len(content), 4096) // _SECTOR)
        fat += [len(fat) + n + 1 for n in range(count - 1)] + [_END]
    directory = b"".join(entries).ljust(-(-len(entries) * 128 // _SECTOR) * _SECTOR, b"\0")
    begin = len(fat)
    fat += [begin + n + 1 for n in range(len(directory) // _SECTOR - 1)] + [_END]
    tables = -(-(len(fat) + 1) // 127)
    where = list(range(len(fat), len(fat) + tables))
    fat += [_FAT] * tables
    fat += [_FREE] * (tables * 128 - len(fat))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, begin, 0, 4096, _END, 0, _END, 0)
    header += struct.pack(f"<{len(where)}I", *where)
    return header.ljust(_SECTOR, b"\xff") + data + directory + struct.pack(f"<{len(fat)}I", *fat)


def xlsb(
    cells: Cells = PEOPLE,
    *,
    before: bytes = b"",
    after: bytes = b"",
    hidden: Collection[int] = (),
    dimension: tuple[int, int, int, int] | None = None,
    last: bytes = b"",
    **more: bytes,
) -> bytes:
    """An .xlsb file with one sheet of people; `more` are further parts (`__` stands for `/`).

    `before` are records ahead of the rows, `after` behind them, `last` in the last one;
    `hidden` are rows, `dimension` is what is said of where cells stand.
    """
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for (row, column), value in cells.items():
        rows.setdefault(row, []).append((column, value))
    size = struct.pack("<IIII", *(dimension or (0, max(rows, default=0), 0, 1)))
    sheet = record(129) + record(148, size) + before + record(145)
    for row, filled in rows.items():
        sheet += row_head(row, hidden=row in hidden) + b"".join(
            _binary_cell(*cell) for cell in filled
        )
    sheet += last + record(146) + after + record(130)
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("People")
    book = record(131) + record(143) + record(156, bundle) + record(144) + record(132)
    relations = h.relations(("rId1", "worksheet", "worksheets/sheet1.bin"))
    return h.zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{h.PACKAGE}/content-types"/>',
            "_rels/.rels": h.relations(("r1", "officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": sheet,
            **{name.replace("__", "/"): part for name, part in more.items()},
        }
    )


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of an .xlsb file."""
    return _number(kind) + _number(len(content)) + content


def _number(number: int) -> bytes:
    """Seven bits in each byte; a further one follows where the highest bit is set."""
    return bytes([number]) if number < 128 else bytes([number & 127 | 128]) + _number(number >> 7)


def row_head(row: int, *, hidden: bool = False) -> bytes:
    """The record with which a row begins."""
    return record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0x10 * hidden, 0, 0))


def hidden_span(first: int, last: int) -> bytes:
    """The records of columns that are hidden."""
    span = record(60, struct.pack("<IIIIH", first, last, 2048, 0, 1))
    return record(390) + span + record(391)


def merged_areas(*areas: tuple[int, int, int, int]) -> bytes:
    """The records of merged areas: first row, last row, first column, last column."""
    each = (record(176, struct.pack("<IIII", *area)) for area in areas)
    return record(177, struct.pack("<I", len(areas))) + b"".join(each) + record(178)


def _globals(at: int, more: bytes) -> bytes:
    sheet = bundle(at, "People")
    return (
        biff(0x809, _bof(5)) + biff(0x42, struct.pack("<H", 1200)) + more + sheet + biff(0xA, b"")
    )


def _bof(kind: int) -> bytes:
    return struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 6)


def _biff_cell(place: tuple[int, int], value: Cell) -> bytes:
    head = struct.pack("<HHH", *place, 0)
    if isinstance(value, str) and value in ERRORS:
        return biff(0x205, head + bytes([ERRORS[value], 1]))
    if isinstance(value, bool):
        return biff(0x205, head + bytes([value, 0]))
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return biff(0x204, head + struct.pack("<HB", len(text) // 2, 1) + text)
    return biff(0x203, head + struct.pack("<d", value)) if value is not None else biff(0x201, head)


def _binary_cell(column: int, value: Cell) -> bytes:
    head = struct.pack("<II", column, 0)
    if isinstance(value, str) and value in ERRORS:
        return record(3, head + bytes([ERRORS[value]]))
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if isinstance(value, str):
        return record(6, head + _wide(value))
    return record(5, head + struct.pack("<d", value)) if value is not None else record(1, head)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _entry(
    name: str,
    kind: int,
    start: int = _END,
    size: int = 0,
    *,
    right: int = _FREE,
    child: int = _FREE,
) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text), kind, 1, _FREE, right, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)
