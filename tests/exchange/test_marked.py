"""The sender's workbook with what is wrong beside each row, to be mended and sent again."""

from __future__ import annotations

import tempfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from attache import records
from attache.exchange.incoming import Incoming
from attache.exchange.marked import marked_copy
from attache.exchange.writer import SheetRows, workbook
from attache.problems import problem
from tests import samples
from tests.exchange.test_round_trip import RISKY
from tests.exchange.workbooks import ABOUT, only, ours, read, theirs

PERSON = records.named("person")
PEOPLE: list[list[Any]] = [
    ["Daftar WNI"],
    ["Nama", "NIK", "Warna", "Keterangan"],
    ["Siti Contoh", 3201995403950000, "biru", "=1+1"],
    ["Budi Misal", "3201991503950001", "hijau", None],
]


@pytest.fixture
def people(tmp_path):
    path = theirs(tmp_path / "theirs.xlsx", {"People": PEOPLE, "Lain": [["apa saja"]]})
    book = openpyxl.load_workbook(path)
    cell = book["People"]["D3"]
    cell.value, cell.data_type = "=1+1", "s"
    book.save(path)
    return path


def found_in(path):
    sheets = read(path)
    row = sheets.found[0].rows[0]
    return [*sheets.every_problem(), row.place(problem("NIK003", "nik"))]


def test_reasons_stand_beside_the_rows(people):
    sheet = openpyxl.load_workbook(BytesIO(marked_copy(Incoming(people), found_in(people))))[
        "People"
    ]
    assert sheet["E2"].value == "attache"
    assert sheet["E3"].value.startswith("B: The NIK stands in a number cell")
    assert sheet["E4"].value is None
    assert "not known" in sheet["C2"].comment.text
    assert (sheet["B3"].fill.start_color.rgb, sheet["B4"].fill.fill_type) == ("FFFFC7CE", None)
    assert "text" in sheet["B3"].comment.text


def test_a_marked_copy_reads_as_the_original_did(people, tmp_path):
    copy = tmp_path / "marked.xlsx"
    copy.write_bytes(marked_copy(Incoming(people), found_in(people)))
    before, after = read(people), read(copy)
    assert [row.raw for row in after.found[0].rows] == [row.raw for row in before.found[0].rows]
    assert after.every_problem() == before.every_problem()
    assert after.found[0].rows[0].raw["remarks"] == "=1+1"


def test_no_text_changes_in_a_marked_copy(tmp_path):
    """openpyxl alone would turn escapes into other characters, and `=` into formulas."""
    document = samples.kept(PERSON, full=True).document()
    sent = [document | {"remarks": text, "id": None, "ref": None} for text in RISKY]
    path, copy = tmp_path / "out.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(workbook([SheetRows(PERSON, sent)], ABOUT))
    copy.write_bytes(marked_copy(Incoming(path), []))
    assert [row.raw["remarks"] for row in only(copy)] == list(RISKY)


def test_an_ods_file_comes_back_as_xlsx(tmp_path, monkeypatch):
    """openpyxl cannot open it, nor some others that we can: then the copy is of its cells."""
    path, copy = ours(tmp_path / "out.xlsx", [PERSON]), tmp_path / "marked.xlsx"
    monkeypatch.setattr("attache.exchange.marked.load_workbook", lambda *_a, **_k: 1 / 0)
    copy.write_bytes(marked_copy(Incoming(path), []))
    assert only(copy) == only(path)


def test_marks_of_an_earlier_check_go_away(people, tmp_path):
    copy = tmp_path / "marked.xlsx"
    copy.write_bytes(marked_copy(Incoming(people), found_in(people)))
    sheet = openpyxl.load_workbook(BytesIO(marked_copy(Incoming(copy), [])))["People"]
    assert sheet["B3"].comment is None
    assert sheet["B3"].fill.fill_type is None
    twice = openpyxl.load_workbook(BytesIO(marked_copy(Incoming(copy), found_in(copy))))["People"]
    assert (twice["E2"].value, twice["F2"].value) == ("attache", None)
    assert twice["B3"].comment.text == openpyxl.load_workbook(copy)["People"]["B3"].comment.text


def test_our_own_workbook_is_marked_and_comes_back(tmp_path):
    path = ours(tmp_path / "out.xlsx", [PERSON])
    row = only(path)[2]
    copy = tmp_path / "marked.xlsx"
    copy.write_bytes(marked_copy(Incoming(path), [row.place(problem("NIK001", "nik", count=3))]))
    assert [(r.ref, r.raw, r.digest) for r in only(copy)] == [
        (r.ref, r.raw, r.digest) for r in only(path)
    ]
    sheet = openpyxl.load_workbook(copy)["People"]
    assert "Person" in str(sheet["A2"].comment.text) or sheet["A2"].comment
    assert sheet.data_validations.dataValidation
    assert sheet.row_dimensions[1].hidden


def test_problems_without_a_row_stand_at_the_header(people):
    marked = marked_copy(Incoming(people), [problem("XLS005").at(sheet="Lain"), problem("XLS004")])
    book = openpyxl.load_workbook(BytesIO(marked))
    assert "No header row" in book["Lain"]["B1"].comment.text
    assert "No sheet" in book["People"]["E2"].comment.text


def test_names_stay_out_of_the_temp_folder(people, monkeypatch):
    found = found_in(people)

    def forbidden(*args, **kwargs):
        raise AssertionError("a temp file")

    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile"):
        monkeypatch.setattr(tempfile, name, forbidden)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", forbidden)
    assert marked_copy(Incoming(people), found)
