"""Workbooks that nobody should have to open, made here: bombs, odd geometry, active content.

Each is a function that makes the bytes of one file; its name and docstring say what is wrong.
Built small and bare, so that what is wrong with a file is the only thing in it.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
HEADS = ("Nama", "Jenis kelamin", "NIK", "Telepon", "Tanggal lahir")
GOOD = ("Siti Contoh", "P", "", "", "")

Parts = dict[str, str | bytes]
Maker = Callable[[], bytes]


def text(ref: str, value: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def number(ref: str, value: object, more: str = "") -> str:
    """A cell with a number."""
    return f'<c r="{ref}"{more}><v>{value}</v></c>'


def row(at: int, *cells: str, more: str = "") -> str:
    """A row of cells."""
    return f'<row r="{at}"{more}>{"".join(cells)}</row>'


def texts(at: int, *values: str) -> str:
    """A row of texts, from column A on; blank ones are left out."""
    cells = (text(f"{'ABCDEFG'[n]}{at}", v) for n, v in enumerate(values) if v)
    return row(at, *cells)


HEADER = texts(1, *HEADS)
PERSON = texts(2, *GOOD)


def parts(data: str = HEADER + PERSON, after: str = "", before: str = "") -> Parts:
    """The parts of the smallest workbook with one sheet of people."""
    types = (
        f'<Default Extension="rels" ContentType="{_package("relationships+xml")}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><workbookPr/><sheets>'
        '<sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>',
        "xl/worksheets/sheet1.xml": sheet(data, after, before),
    }


def sheet(data: str, after: str = "", before: str = "") -> str:
    """The part of one sheet."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def relations(*found: tuple[str, str, str]) -> str:
    """A part of relations: id, kind, target."""
    each = (f'<Relationship Id="{i}" Type="{REL}/{k}" Target="{t}"/>' for i, k, t in found)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def zipped(found: Mapping[str, str | bytes]) -> bytes:
    """The parts as a file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    return content.getvalue()


def book(data: str = HEADER + PERSON, /, after: str = "", **more: str) -> bytes:
    """The smallest workbook, with other parts over or beside its own (`__` stands for `/`)."""
    found = parts(data, after)
    return zipped({**found, **{n.replace("__", "/") + ".xml": p for n, p in more.items()}})


def ods(content: str) -> bytes:
    """An .ods file with this body of its spreadsheet."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{n}="{space}{n}:1.0"' for n in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
    document = f'<office:document-content {names} office:version="1.3">{body}'
    manifest = f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"/>'
    found = {"mimetype": ODS, "content.xml": f"{document}</office:document-content>"}
    return zipped({**found, "META-INF/manifest.xml": manifest})


def ods_row(*values: str, more: str = "") -> str:
    """A row of texts of an .ods file."""
    cells = (
        f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
        for v in values
    )
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def with_more(content: bytes, more: Mapping[str, str | bytes]) -> bytes:
    """A container with more parts; what is none, or is damaged, as it is."""
    changed = io.BytesIO(content)
    if not zipfile.is_zipfile(changed):
        return content
    with zipfile.ZipFile(changed, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in more.items():
            if name not in archive.NameToInfo:
                archive.writestr(name, part)
    return changed.getvalue()


def swollen(name: str, piece: bytes, times: int, end: bytes = b"") -> bytes:
    """The workbook with one part that is a piece over and over."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, part in parts().items():
            if other != name:
                archive.writestr(other, part)
        with archive.open(name, "w", force_zip64=True) as file:
            for _time in range(times):
                file.write(piece)
            file.write(end)
    return content.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """The file with another unpacked size of its last part in the directory."""
    changed = bytearray(content)
    start = changed.rindex(b"PK\x01\x02")
    changed[start + 24 : start + 28] = struct.pack("<I", size)
    return bytes(changed)


def _package(kind: str) -> str:
    return f"application/vnd.openxmlformats-package.{kind}"
