"""Files that are no workbooks, hostile ones, and cells of every type."""

from __future__ import annotations

import os
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from attache.exchange import warden
from attache.exchange.reader import CellError, read_workbook
from attache.problems import Refused
from tests.exchange.workbooks import read, theirs

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def bare(path: Path, sheet_data: str, **more: str) -> Path:
    """A workbook of as few parts as can be, with the given sheet data."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{package}">{{}}</Relationships>'
    parts = {
        "[Content_Types].xml": TYPES.format(types),
        "_rels/.rels": rels.format(
            f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        '<sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels.format(
            f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>'
        f"{sheet_data}</sheetData></worksheet>",
        **more,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def refused(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_workbook(path)
    (found,) = caught.value.problems
    return found.code


def test_a_file_that_is_not_there_or_closed_to_us(tmp_path):
    assert refused(tmp_path / "nowhere.xlsx") == "XLS001"
    assert refused(tmp_path) == "XLS050"
    closed = theirs(tmp_path / "closed.xlsx", {"People": [["Nama"]]})
    closed.chmod(0)
    if not os.access(closed, os.R_OK):
        assert refused(closed) == "XLS001"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "XLS049"),
        (b"Nama;NIK\nSiti Contoh;3201\n", "XLS046"),
        (b"<html><table><tr><td>Nama</td></tr></table></html>", "XLS048"),
        (b"%PDF-1.7", "XLS002"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "XLS002"),  # .xls
        (
            bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
            "XLS003",
        ),
        (b"PK\x03\x04" + os.urandom(300), "XLS003"),
        (b"PK\x05\x06" + b"\0" * 18, "XLS002"),
    ],
    ids=["empty", "csv", "html", "pdf", "xls", "password", "no directory", "empty zip"],
)
def test_what_only_calls_itself_a_workbook(tmp_path, content, code):
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(content)
    assert refused(path) == code


def test_other_zips_and_traversing_parts(tmp_path):
    path = tmp_path / "theirs.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert refused(path) == "XLS002"
    assert refused(bare(path, "", **{"../../etc/contoh": "x"})) == "XLS063"


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_workbook(tmp_path, share):
    path = theirs(tmp_path / "theirs.xlsx", {"People": [["Nama", "NIK"]] * 50})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert refused(path) == "XLS003"


def test_a_damaged_part(tmp_path):
    assert refused(bare(tmp_path / "theirs.xlsx", "<row><c>")) == "XLS003"


def test_a_far_cell_kills_only_the_child(tmp_path):
    """Calamine asks for 400 GB of memory and aborts the process that it runs in."""
    cell = '<row r="1048576"><c r="XFD1048576" t="str"><v>jauh</v></c></row>'
    near = '<row r="1"><c r="A1" t="str"><v>Nama</v></c></row>'
    assert refused(bare(tmp_path / "theirs.xlsx", near + cell)) == "XLS056"


def test_a_gigabyte_of_spaces_is_not_unpacked(tmp_path):
    path = bare(tmp_path / "theirs.xlsx", "")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(320):
            part.write(b" " * 1_000_000)
    assert path.stat().st_size < 2_000_000
    assert refused(path) == "XLS054"


def test_a_lying_size_is_found_out(tmp_path):
    """The directory says ten bytes; the part has many."""
    path = bare(tmp_path / "theirs.xlsx", "<row/>" * 1000)
    content = bytearray(path.read_bytes())
    start = content.rindex(b"PK\x01\x02")
    content[start + 24 : start + 28] = struct.pack("<I", 10)
    path.write_bytes(content)
    assert refused(path) == "XLS003"


def test_a_child_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(warden, "WAIT", 0.001)
    assert refused(theirs(tmp_path / "theirs.xlsx", {"People": [["Nama"]]})) == "XLS065"


def test_an_attache_lying_about_is_not_run(tmp_path, monkeypatch):
    """The child does not look for modules in the folder that it is started in."""
    (tmp_path / "orjson.py").write_text("raise SystemExit('taken over')")
    path = theirs(tmp_path / "theirs.xlsx", {"People": [["Nama"]]})
    monkeypatch.chdir(tmp_path)
    assert read_workbook(Path(path.name))[0].rows == [["Nama"]]


def test_cells_come_with_their_types(tmp_path):
    cells = [
        "teks",
        3,
        2.5,
        True,
        date(2026, 1, 31),
        datetime.fromisoformat("2026-01-31T08:05"),
        "007",
        None,
        "x",
    ]
    (sheet,) = read_workbook(theirs(tmp_path / "theirs.xlsx", {"Data": [[], cells, [None]]}))
    assert (sheet.name, sheet.visible) == ("Data", True)
    assert sheet.rows[0] == [None] * 9
    assert sheet.rows[1] == [*cells[:4], date(2026, 1, 31), *cells[5:]]
    assert len(sheet.rows) == 2


def test_failed_formulas_are_errors_and_not_blanks(tmp_path):
    """An error value, and a formula that was saved without its value; an empty result is blank."""
    data = (
        '<row r="1"><c r="A1" t="str"><v>Nama</v></c><c r="B1" t="str"><v>NIK</v></c>'
        '<c r="C1" t="str"><v>Telepon</v></c><c r="D1" t="str"><v>Alamat</v></c></row>'
        '<row r="3"><c r="A3" t="e"><f>NA()</f><v>#N/A</v></c>'
        '<c r="B3"><f>A9</f></c><c r="C3"><f>A9</f><v></v></c>'
        '<c r="D3" t="str"><f>IF(1,"","x")</f><v></v></c></row>'
        '<row r="4"><c r="A4" t="str"><f>"Siti "&amp;"Contoh"</f><v>Siti Contoh</v></c></row>'
    )
    path = bare(tmp_path / "theirs.xlsx", data)
    (sheet,) = read_workbook(path)
    assert sheet.rows[2][:4] == [CellError(), CellError(), CellError(), None]
    sheets = read(path)
    assert [(p.code, p.field, p.row, p.column) for p in sheets.every_problem()] == [
        ("XLS040", "name", 3, "A"),
        ("XLS041", "nik", 3, "B"),
        ("XLS041", "phone", 3, "C"),
    ]
    assert sheets.found[0].rows[1].raw == {"name": "Siti Contoh"}


def test_hidden_sheets_are_told(tmp_path):
    path = theirs(tmp_path / "theirs.xlsx", {"People": [["Nama"]], "Lain": [["x"]]})
    book = openpyxl.load_workbook(path)
    book["Lain"].sheet_state = "hidden"
    book.save(path)
    assert [(s.name, s.visible) for s in read_workbook(path)] == [("People", True), ("Lain", False)]


def test_a_cell_of_white_space_is_blank(tmp_path):
    book = theirs(tmp_path / "daftar.xlsx", {"Daftar": [["Nama", " \n", "\u00a0", "x "]]})
    table = tmp_path / "daftar.csv"
    table.write_text('Nama," \n",\u00a0,x \n', encoding="utf-8")
    for sheets in (read_workbook(book), read_workbook(table, csv=True)):
        assert sheets[0].rows == [["Nama", None, None, "x "]]


def test_a_failed_cell_of_a_further_column_is_told(tmp_path):
    """Two columns that name the same people are read as one."""
    columns = {"A": "Nama", "B": "NIK", "C": "Ringkasan"}
    head = "".join(f'<c r="{c}1" t="str"><v>{text}</v></c>' for c, text in columns.items())
    row = '<c r="B2" t="e"><v>#REF!</v></c><c r="C2" t="str"><v>contoh</v></c>'
    path = bare(tmp_path / "a.xlsx", f'<row r="1">{head}</row><row r="2">{row}</row>')
    (sheet,) = read(path, "victim-case").found
    assert sheet.rows[0].raw == {"summary": "contoh"}
    assert [(p.code, p.row, p.column) for p in sheet.rows[0].problems] == [("XLS040", 2, "B")]
