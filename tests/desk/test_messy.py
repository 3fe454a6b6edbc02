"""A workbook such as an officer would really send: right records, right problems, mended, taken."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from attache.desk import imports
from attache.desk.imports import Wish
from attache.exchange.incoming import Incoming
from attache.exchange.marked import marked_copy
from attache.problems import Refused
from tests.desk.offices import documents
from tests.exchange.workbooks import read, theirs

TITLE = "DAFTAR WNI BERMASALAH – PERIODE SEPTEMBER 2026"
UPPER: list[object] = [
    "No.",
    "Identitas",
    None,
    None,
    "Paspor",
    None,
    "Tempat/Tgl Lahir",
    "Nomor HP",
    "Ket.",
]
LOWER: list[object] = [None, "Nama WNI ybs", "L/P", "NIK", "No.", "Berlaku s/d", None, None, None]
NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9]
PEOPLE: list[list[object]] = [
    ["Sumiyati Percobaan", "P", "3201015403950901", "X9990001", None, "Kupang, 14 Maret 1995", "-"],
    [
        "Bambang Misal ",
        "Lk",
        3201011104990902,
        "X9990002",
        None,
        "Ambon, 11/4/1999",
        "0812 0000 01",
    ],
    [
        "Agus  Umpama",
        "laki-laki",
        3201010507880903,
        None,
        None,
        "Medan, 5-Jul-88",
        "+62 812 0000 02",
    ],
    ["“Nur” Percobaan", "Pr", 3201014402900904, "x9990004", None, "4 Pebruari 1990", "'0812000003"],
    ["Dewi Contoh", "Perempuan", None, None, None, "Bima, Senin, 17 Agustus 1992", None],
]


@pytest.fixture
def sheet(tmp_path):
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Data WNI"
    page.append([TITLE])
    page.append([])
    page.append(["Perwakilan RI", None, "Phnom Penh"])
    page.append(UPPER)
    page.append(LOWER)
    page.append(NUMBERS)
    for number, person in enumerate(PEOPLE[:3], 1):
        page.append([number, *person, "catatan"])
    page.append(LOWER)
    page.append([])
    for number, person in enumerate(PEOPLE[3:], 4):
        page.append([number, *person, "catatan"])
    page.append(["Jumlah", None, None, 5])
    for area in ("A1:I1", "A4:A5", "B4:D4", "E4:F4", "G4:G5", "H4:H5", "I4:I5"):
        page.merge_cells(area)
    path = tmp_path / "Daftar WNI.xlsx"
    book.save(path)
    return path


def take(office, path, *, good=False):
    return imports.take_in(office(), Incoming(path, "person"), lambda *_now: None, Wish(good))


def placed(problems):
    return [(p.code, p.row, p.column) for p in problems]


def test_what_is_read_and_what_is_told(office, sheet):
    with pytest.raises(Refused) as refused:
        take(office, sheet)
    problems = refused.value.problems
    assert placed(p for p in problems if p.level == "error") == [
        ("NIK003", 8, "D"),
        ("NIK003", 9, "D"),
        ("XLS103", 12, "G"),
        ("NIK003", 12, "D"),
        ("XLS103", 13, "G"),
    ]
    warned = [(p.code, dict(p.args).get("rows")) for p in problems if p.level == "warning"]
    assert warned == [
        ("XLS006", None),
        ("XLS101", "6"),
        ("XLS100", "10"),
        ("XLS102", "14"),
    ]


def test_the_good_rows_say_what_was_meant(office, sheet, vault):
    taken = take(office, sheet, good=True)
    assert [(a.row, a.account) for a in taken.accounts] == [
        (7, "added"),
        (8, "refused"),
        (9, "refused"),
        (12, "refused"),
        (13, "refused"),
    ]
    person = documents(vault, "person")[-1]
    said = ("name", "sex", "nik", "passport", "birth_place", "birth_date", "phone", "remarks")
    assert [person[name] for name in said] == [
        "Sumiyati Percobaan",
        "female",
        "3201015403950901",
        "X9990001",
        "Kupang",
        "1995-03-14",
        None,
        "catatan",
    ]


def test_the_marked_copy_is_taken_in_when_it_is_mended(office, sheet, vault):
    source = Incoming(sheet, "person")
    with pytest.raises(Refused) as refused:
        imports.take_in(office(), source, lambda *_now: None, Wish())
    copy = sheet.with_name("ditandai.xlsx")
    copy.write_bytes(marked_copy(source, refused.value.problems))
    book = openpyxl.load_workbook(copy)
    page = book["Data WNI"]
    assert page.title == "Data WNI"
    found = {c.value: c.column or 0 for row in page.iter_rows(max_row=5) for c in row}
    nik, born = found["NIK"], found["Tempat/Tgl Lahir"]
    for row, value in ((8, "3201011104990902"), (9, "3201010507880903"), (12, "3201014402900904")):
        page.cell(row, nik).value = value
    page.cell(12, born).value = "Kupang, 4 Pebruari 1990"
    page.cell(13, born).value = "Bima, 17 Agustus 1992"
    book.save(copy)
    taken = take(office, copy)
    assert [a.account for a in taken.accounts] == ["added"] * 5
    born_on = [d["birth_date"] for d in documents(vault, "person")[-5:]]
    assert born_on == ["1995-03-14", "1999-04-11", "1988-07-05", "1990-02-04", "1992-08-17"]
    phones = [d["phone"] for d in documents(vault, "person")[-5:]]
    assert phones == [None, "+62812000001", "+62812000002", "+62812000003", None]


def test_a_merged_ref_stands_in_each_of_its_rows(tmp_path):
    heads = ["Tanggal", "Topic", "Channel", "Persons", "Uraian"]
    said = ["1 September 2026", "stay", "email"]
    rows: list[list[object]] = [[*said, who, str(n)] for n, who in enumerate(("P1", None, None))]
    path = theirs(tmp_path / "in.xlsx", {"Consultations": [heads, *rows]})
    book = openpyxl.load_workbook(path)
    book["Consultations"].merge_cells("D2:D3")
    book.save(path)
    sheets = read(path)
    assert [row.raw.get("persons") for row in sheets.found[0].rows] == ["P1", "P1", None]
    assert placed(sheets.every_problem()) == [("XLS104", 2, "D")]


def test_marking_again_and_again_changes_no_account(office, sheet):
    """Two header rows, a title above, merged cells, totals: and the reasons before all that."""
    seen = []
    for _again in range(3):
        source = Incoming(sheet, "person")
        checked = imports.check(office(), source, lambda *_now: None, Wish())
        seen.append(
            (
                [(a.row, a.account) for a in checked.accounts],
                [(p.code, p.row, dict(p.args)) for p in checked.problems],
                [p.column for p in checked.problems if p.code == "NIK003"],
            )
        )
        sheet.write_bytes(marked_copy(source, checked.problems))
    first, second, third = seen
    assert first[:2] == second[:2]
    assert (first[2], second[2]) == (["D"] * 3, ["E"] * 3)
    assert third == second


@pytest.mark.parametrize(
    "row",
    [["Total", 5], ["GRAND TOTAL", None, 5, 7.5], ["Jumlah", "12"], ["Sub total:", None, None]],
)
def test_totals_are_passed_over_for_certain_only(tmp_path, row):
    heads = ["Nama", "JK", "Keterangan"]
    path = theirs(tmp_path / "in.xlsx", {"People": [heads, ["Siti", "P", "x"], row]})
    assert [r.number for r in read(path).found[0].rows] == [2]
    named = theirs(path, {"People": [heads, ["Siti", "P", "x"], ["Total", "L", "nama orang"]]})
    assert [r.number for r in read(named).found[0].rows] == [2, 3]


def test_a_column_that_does_not_only_count_is_told(tmp_path):
    path = theirs(tmp_path / "in.xlsx", {"People": [["No.", "Nama", "JK"], ["A-17", "Siti", "P"]]})
    assert placed(read(path).every_problem()) == [("XLS006", 1, "A")]


def test_typed_dates_are_dates(tmp_path):
    heads = ["Nama", "JK", "Tempat, tanggal lahir"]
    path = theirs(tmp_path / "in.xlsx", {"People": [heads, ["Siti", "P", date(1995, 3, 14)]]})
    assert read(path).found[0].rows[0].raw["birth_date"] == date(1995, 3, 14)
