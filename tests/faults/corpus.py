"""The hostile corpus (design/spreadsheets.md): every file that must be refused, and why it is.

Codes are those that the refusal must have. Files of the last group are well made; what stands in
them must not be taken as it stands. Every .xlsx file is there a second time, as one with macros,
links and embedded files (.xlsm), which must change nothing.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

from tests.faults import binaries as b
from tests.faults import hostile as h
from tests.faults.hostile import HEADER, PERSON, Maker, book, number, row, text, texts

MEGABYTE = b" " * 1_000_000
DTD = "<!DOCTYPE x [{}]>" + h.sheet("{}")
SHEET = "xl__worksheets__sheet1"
FAULTY = HEADER + texts(2, "Siti Contoh", "x")
UNREAD: Mapping[str, str | bytes] = {
    "xl/vbaProject.bin": b"macro",
    "xl/externalLinks/externalLink1.xml": "<externalLink/>",
    "xl/embeddings/oleObject1.bin": b"object",
}
"""What is told, and left unread."""
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


class Hostile(NamedTuple):
    """A file: how it is made, what it is called, and the code it is refused with."""

    make: Maker
    code: str
    suffix: str = ".xlsx"


def _laughs() -> str:
    ten = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return DTD.format(f'<!ENTITY l0 "ha">{ten}', row(1, text("A1", "&l9;")))


def _quadratic() -> str:
    return DTD.format(f'<!ENTITY a "{"x" * 100_000}">', row(1, text("A1", "&a;" * 5_000)))


def _xxe() -> str:
    outside = '<!ENTITY a SYSTEM "file:///etc/hostname">'
    return DTD.format(outside, row(1, text("A1", "&a;")))


def _blank_rows() -> bytes:
    rows = b"".join(b'<row r="%d"/>' % n for n in range(3, 1_000_000))
    opening, closing = h.sheet(HEADER + PERSON).encode().split(b"</sheetData>")
    content = opening + rows + b"</sheetData>" + closing
    return h.zipped({**h.parts(), "xl/worksheets/sheet1.xml": content})


def _shared_strings() -> bytes:
    strings = f'<sst xmlns="{h.MAIN}"><si><t>{"x" * 32_000}</t></si></sst>'
    rows = "".join(row(n, f'<c r="A{n}" t="s"><v>0</v></c>') for n in range(2, 20_000))
    found = h.parts(HEADER + rows)
    return h.zipped({**found, "xl/sharedStrings.xml": strings})


def _with(**more: str | bytes) -> bytes:
    return h.zipped({**h.parts(), **{n.replace("__", "/"): p for n, p in more.items()}})


def _faulty(**more: str | bytes) -> bytes:
    """A workbook with a bad row, so that nothing of it is stored."""
    return h.zipped({**h.parts(FAULTY), **{n.replace("__", "/"): p for n, p in more.items()}})


def _ods_macro() -> bytes:
    rows = h.ods_row(*h.HEADS) + h.ods_row("Siti Contoh", "x")
    content = h.ods(f'<table:table table:name="People">{rows}</table:table>')
    return h.with_more(content, {"Basic/Standard/Module1.xml": "<x/>"})


def _formula(formula: str) -> bytes:
    return book(HEADER + row(2, f'<c r="A2" t="str"><f>{formula}</f><v>Siti Contoh</v></c>'))


def _twice() -> bytes:
    content = h.zipped(h.parts())
    other = BytesIO(content)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(other, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", h.sheet(HEADER))
    return other.getvalue()


def _encrypted() -> bytes:
    from attache.exchange.passwords import locked

    return locked(h.zipped(h.parts()), "satu dua tiga empat")


def _vertical(area: str) -> bytes:
    merged = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
    return book(HEADER + PERSON, merged)


def _ods_far() -> bytes:
    rows = h.ods_row(*h.HEADS) + h.ods_row("Siti Contoh", "P")
    many = ' table:number-rows-repeated="1000000"'
    return h.ods(
        f'<table:table table:name="People">{rows}{h.ods_row("x", more=many)}</table:table>'
    )


_ZIPPED: Mapping[str, Hostile] = {
    # bombs
    "gigabyte-of-spaces": Hostile(
        lambda: h.swollen("xl/sharedStrings.xml", MEGABYTE, 1_000), "XLS054"
    ),
    "spaces-in-the-sheet": Hostile(
        lambda: h.swollen("xl/worksheets/sheet1.xml", MEGABYTE, 280), "XLS054"
    ),
    "million-blank-rows": Hostile(_blank_rows, "XLS055"),
    "shared-strings": Hostile(_shared_strings, "XLS054"),
    "billion-laughs": Hostile(lambda: book("", **{SHEET: _laughs()}), "XLS062"),
    "quadratic-blow-up": Hostile(lambda: book("", **{SHEET: _quadratic()}), "XLS062"),
    "external-entity": Hostile(lambda: book("", **{SHEET: _xxe()}), "XLS062"),
    "entity-in-shared-strings": Hostile(
        lambda: book(xl__sharedStrings=_laughs().replace("worksheet", "sst")), "XLS062"
    ),
    "entity-in-a-part-of-another-name": Hostile(  # nobody reads that part
        lambda: _faulty(xl__shared=_laughs().replace("worksheet", "sst")), "COD001"
    ),
    "wide-letters-in-a-part-of-another-name": Hostile(
        lambda: _faulty(xl__shared=_laughs().encode("utf-16")), "COD001"
    ),
    "wide-letters-in-shared-strings": Hostile(
        lambda: _with(**{"xl__sharedStrings.xml": _laughs().encode("utf-16")}), "XLS003"
    ),
    "huge-merge": Hostile(lambda: _vertical("A1:XFD1048576"), "XLS064"),
    "deep-nesting": Hostile(lambda: book(xl__styles="<a>" * 100_000 + "</a>" * 100_000), "XLS003"),
    "repeated-ods-rows": Hostile(_ods_far, "XLS055", ".ods"),
    # geometry
    "far-cell": Hostile(
        lambda: book(HEADER + PERSON + row(1_048_576, text("XFD1048576", "jauh"))), "XLS056"
    ),
    "row-2-to-the-32": Hostile(
        lambda: book(HEADER + PERSON + row(2**32 + 1, text(f"A{2**32 + 1}", "x"))), "XLS057"
    ),
    "row-beyond-the-last": Hostile(
        lambda: book(HEADER + PERSON + row(1_048_577, text("A1048577", "x"))), "XLS057"
    ),
    "column-beyond-the-last": Hostile(
        lambda: book(HEADER + row(2, text("A2", "Siti"), text("ZZZ2", "x"))), "XLS057"
    ),
    "rows-backwards": Hostile(
        lambda: book(HEADER + texts(5, "Budi Contoh", "L") + texts(3, "Siti Contoh", "P")), "XLS057"
    ),
    "row-twice": Hostile(lambda: book(HEADER + PERSON + PERSON), "XLS057"),
    "cell-twice": Hostile(
        lambda: book(HEADER + row(2, text("A2", "Siti"), text("A2", "Budi"))), "XLS057"
    ),
    "cell-of-another-row": Hostile(
        lambda: book(HEADER + row(2, text("A2", "Siti"), text("B7", "P"))), "XLS057"
    ),
    "string-that-is-not-there": Hostile(
        lambda: book(HEADER + row(2, '<c r="A2" t="s"><v>99</v></c>')), "XLS003"
    ),
    "bad-index": Hostile(lambda: book(HEADER + row(2, '<c r="A2" t="s"><v>-1</v></c>')), "XLS003"),
    "sheet-that-is-not-there": Hostile(
        lambda: _with(**{"xl___rels__workbook.xml.rels": h.relations(("rId1", "worksheet", "no"))}),
        "XLS003",
    ),
    # active content
    "dde": Hostile(lambda: _formula("cmd|'/c calc'!A0"), "XLS061"),
    "webservice": Hostile(lambda: _formula("WEBSERVICE(&quot;x.invalid&quot;)"), "XLS061"),
    "external-link": Hostile(
        lambda: _faulty(**{"xl__externalLinks__externalLink1.xml": "<externalLink/>"}), "XLS059"
    ),
    "macro": Hostile(lambda: _faulty(**{"xl__vbaProject.bin": b"macro"}), "XLS058"),
    "embedded-object": Hostile(
        lambda: _faulty(**{"xl__embeddings__oleObject1.bin": b"object"}), "XLS060"
    ),
    "ods-macro": Hostile(_ods_macro, "XLS058", ".ods"),
    # containers
    "part-twice": Hostile(_twice, "XLS063"),
    "part-in-other-case": Hostile(
        lambda: _with(**{"XL__Worksheets__Sheet1.xml": h.sheet(HEADER)}), "XLS063"
    ),
    "traversing-part": Hostile(lambda: _with(**{"..__..__etc__contoh": "x"}), "XLS063"),
    "absolute-part": Hostile(lambda: _with(__etc__contoh="x"), "XLS063"),
    "lying-size": Hostile(lambda: h.lying(book(HEADER + PERSON * 1), 10), "XLS003"),
    "truncated": Hostile(lambda: book()[:-200], "XLS003"),
    "half": Hostile(lambda: book()[: len(book()) // 2], "XLS003"),
    "damaged-xml": Hostile(lambda: book("<row r='1'><c"), "XLS003"),
    "html": Hostile(lambda: b"<html><body><table><tr><td>Nama</td></tr></table></html>", "XLS048"),
    "csv": Hostile(lambda: b"Nama;Jenis kelamin\r\nSiti Contoh;P\r\n", "XLS046"),
    "xls-by-its-first-bytes": Hostile(
        lambda: OLE + b"\0" * 512 + "Workbook\0".encode("utf-16-le"), "XLS003"
    ),
    "numbers": Hostile(lambda: h.zipped({"Index/Document.iwa": b"x"}), "XLS047"),
    "encrypted": Hostile(_encrypted, "XLS051"),
    "empty": Hostile(lambda: b"", "XLS049"),
    "pdf": Hostile(lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "XLS002"),
    "document": Hostile(lambda: h.zipped({"word/document.xml": "<x/>"}), "XLS002"),
    # meaning
    "numeric-nik": Hostile(
        lambda: book(
            HEADER
            + row(2, text("A2", "Siti Contoh"), text("B2", "P"), number("C2", "3.2010123E+15"))
        ),
        "NIK003",
    ),
    "numeric-phone": Hostile(
        lambda: book(
            HEADER + row(2, text("A2", "Siti"), text("B2", "P"), number("D2", 8120000000000000))
        ),
        "PHN002",
    ),
    "serial-60": Hostile(
        lambda: book(HEADER + row(2, text("A2", "Siti"), text("B2", "P"), number("E2", 60))),
        "DAT003",
    ),
    "formula-without-result": Hostile(
        lambda: book(HEADER + row(2, "<c r='A2'><f>B9</f></c>", text("B2", "P"))), "XLS041"
    ),
    "error-cell": Hostile(
        lambda: book(HEADER + row(2, '<c r="A2" t="e"><v>#REF!</v></c>', text("B2", "P"))), "XLS040"
    ),
    "name-of-nothing": Hostile(
        lambda: book(HEADER + texts(2, "\u200b\u202e\u2066", "P")), "TXT004"
    ),
}


BAD = {(0, 0): "Nama", (0, 1): "Jenis kelamin", (1, 0): "Siti Contoh", (1, 1): "x"}
FAR_DOWN, FAR_RIGHT = 1_048_575, 16_383
OTHER_FILE = b.biff(0x1AE, b"\1\0\4\0\0lain")
"""The record of a link to another file, which DDE has too."""

BINARY: Mapping[str, Hostile] = {
    "xls-far-cell": Hostile(lambda: b.xls({**b.PEOPLE, (65_535, 255): "jauh"}), "XLS056", ".xls"),
    "xls-false-dimension": Hostile(
        lambda: b.xls(BAD, before=b.biff(0x200, b"\xff" * 14)), "COD001", ".xls"
    ),
    "xls-column-beyond-the-last": Hostile(
        lambda: b.xls({**b.PEOPLE, (2, 20_000): "x"}), "XLS057", ".xls"
    ),
    "xls-huge-merge": Hostile(lambda: b.xls(after=b.merged((0, 65_535, 0, 255))), "XLS064", ".xls"),
    "xls-locked": Hostile(lambda: b.xls(book=b.biff(0x2F, bytes(6))), "XLS053", ".xls"),
    "xls-text-that-is-not-there": Hostile(
        lambda: b.xls(after=b.biff(0xFD, b"\2\0\0\0\0\0\x63\0\0\0")), "XLS003", ".xls"
    ),
    "xls-half": Hostile(lambda: b.xls()[:2_000], "XLS002", ".xls"),
    "xls-sheet-elsewhere": Hostile(lambda: b.xls(at=1 << 30), "XLS003", ".xls"),
    "xls-macro": Hostile(lambda: b.xls(BAD, _VBA_PROJECT_CUR=b""), "XLS058", ".xls"),
    "xls-macro-sheet": Hostile(lambda: b.xls(BAD, book=b.bundle(0, "Macro1", 1)), "XLS058", ".xls"),
    "xls-link": Hostile(lambda: b.xls(BAD, book=OTHER_FILE), "XLS059", ".xls"),
    "xls-embedded": Hostile(lambda: b.xls(BAD, MBD0018D4CE=b""), "XLS060", ".xls"),
    "xls-error-cell": Hostile(lambda: b.xls({**b.PEOPLE, (1, 0): "#REF!"}), "XLS040", ".xls"),
    "xls-numeric-nik": Hostile(
        lambda: b.xls({**b.PEOPLE, (0, 2): "NIK", (1, 2): 3.2010123e15}), "NIK003", ".xls"
    ),
    "xlsb-far-cell": Hostile(
        lambda: b.xlsb({**b.PEOPLE, (FAR_DOWN, FAR_RIGHT): "jauh"}), "XLS056", ".xlsb"
    ),
    "xlsb-false-dimension": Hostile(
        lambda: b.xlsb(BAD, dimension=(0, FAR_DOWN, 0, FAR_RIGHT)), "COD001", ".xlsb"
    ),
    "xlsb-row-beyond-the-last": Hostile(
        lambda: b.xlsb({**b.PEOPLE, (1 << 31, 0): "x"}), "XLS057", ".xlsb"
    ),
    "xlsb-huge-merge": Hostile(
        lambda: b.xlsb(after=b.merged_areas((0, FAR_DOWN, 0, FAR_RIGHT))), "XLS064", ".xlsb"
    ),
    "xlsb-text-that-is-not-there": Hostile(
        lambda: b.xlsb(last=b.record(7, bytes(8) + b"\x63\0\0\0")), "XLS003", ".xlsb"
    ),
    "xlsb-swollen": Hostile(
        lambda: h.with_more(b.xlsb(), {"xl/worksheets/sheet2.bin": bytes(301_000_000)}),
        "XLS054",
        ".xlsb",
    ),
    "xlsb-with-all": Hostile(lambda: h.with_more(b.xlsb(BAD), UNREAD), "XLS058", ".xlsb"),
    "xlsb-error-cell": Hostile(lambda: b.xlsb({**b.PEOPLE, (1, 0): "#REF!"}), "XLS040", ".xlsb"),
}
"""Those of the older and the binary kind."""


def _with_all(hostile: Hostile) -> Hostile:
    """The same file with everything that nobody reads."""
    return Hostile(lambda: h.with_more(hostile.make(), UNREAD), hostile.code, ".xlsm")


ALONE: Mapping[str, Hostile] = {**_ZIPPED, **BINARY}
CORPUS: Mapping[str, Hostile] = {
    **ALONE,
    **{f"{name}-xlsm": _with_all(one) for name, one in _ZIPPED.items() if one.suffix == ".xlsx"},
}
