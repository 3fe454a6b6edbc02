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
    ["Dewi Contoh", "Perempuan", None, None, None, "Bima akhir 1992", None],
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
        ("NIK003", 12, "D"),
        ("XLS103", 13, "G"),
    ]
    warned = [(p.code, dict(p.args).get("rows")) for p in problems if p.level == "warning"]
    assert warned == [
        ("XLS006", None),
        ("DAT012", None),  # 11/4/1999 stands alone
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
    copy.write_bytes(marked_copy(source, refused.value.problems).content)
    book = openpyxl.load_workbook(copy)
    page = book["Data WNI"]
    assert page.title == "Data WNI"
    found = {c.value: c.column or 0 for row in page.iter_rows(max_row=5) for c in row}
    nik, born = found["NIK"], found["Tempat/Tgl Lahir"]
    for row, value in ((8, "3201011104990902"), (9, "3201010507880903"), (12, "3201014402900904")):
        page.cell(row, nik).value = value
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
    (told,) = sheets.every_problem()
    assert (placed([told]), told.args["rows"]) == ([("XLS104", 2, "D")], "2-3")


def test_many_merged_cells_are_told_once_a_column(tmp_path):
    rows: list[list[object]] = [[f"Orang {n}", "L", "Jl. Contoh"] for n in range(75)]
    path = theirs(tmp_path / "in.xlsx", {"People": [["Nama", "L/P", "Alamat"], *rows]})
    book = openpyxl.load_workbook(path)
    for top in range(2, 77, 3):
        book["People"].merge_cells(f"C{top}:C{top + 2}")
    book["People"].merge_cells("B2:B3")
    book.save(path)
    told = read(path).every_problem()
    assert placed(told) == [("XLS104", 2, "B"), ("XLS104", 2, "C")]
    assert str(told[1].args["rows"]).startswith("2-4, 5-7, ")
    assert str(told[1].args["rows"]).endswith(", 59-61, …")


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
        sheet.write_bytes(marked_copy(source, checked.problems).content)
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


BIRTHS = {
    "Kupang, 17 Agustus 2001": ("Kupang", "17 Agustus 2001"),
    "Denpasar 01-01-1991": ("Denpasar", "01-01-1991"),
    "Garut/05-06-1998": ("Garut", "05-06-1998"),
    "Kota Bandung - 17 Agustus 2001": ("Kota Bandung", "17 Agustus 2001"),
    "Solo: 17/8/2001": ("Solo", "17/8/2001"),
    "Solo\n17/8/2001": ("Solo", "17/8/2001"),
    "02-02-1992": (None, "02-02-1992"),
    "4 Pebruari 1990": (None, "4 Pebruari 1990"),
    "Kab. Badung, Bali, 3 Maret 1993": ("Kab. Badung, Bali", "3 Maret 1993"),
    "Bima, Senin, 17 Agustus 1992": ("Bima", "Senin, 17 Agustus 1992"),
    "Solo, Agustus 2001": ("Solo", "Agustus 2001"),
    "Solo, 31-02-2001": ("Solo", "31-02-2001"),  # what is wrong is said of the date
    "Solo Agustus 2001": None,
    "Solo": None,
    "Denpasar 01-01": None,
    "Denpasar 31-02-1991": None,
    "Desa 2 Solo 01-01-1991": None,
    "Badung, Bali, tahun 1993": None,
    "Denpasar Senin 17-08-1992": None,
}


@pytest.mark.parametrize(("cell", "parts"), BIRTHS.items())
def test_place_and_date_are_told_apart_for_certain_only(tmp_path, cell, parts):
    path = theirs(tmp_path / "in.xlsx", {"People": [["Nama", "JK", "TTL"], ["Siti", "P", cell]]})
    (row,) = read(path).found[0].rows
    found = (row.raw.get("birth_place"), row.raw.get("birth_date"))
    assert found == (parts or (None, None))
    assert [p.code for p in row.problems] == ([] if parts else ["XLS103"])


@pytest.mark.parametrize("persons", ["P1, P2", "P1\nP2", "P1;P2"])
def test_several_people_of_a_consultation_stand_in_one_cell(office, tmp_path, vault, persons):
    heads = ["Hari/Tanggal", "Permasalahan", "Sarana", "Ybs", "Kronologis"]
    row = ["1 September 2026", "OS", "Telp", persons, "Contoh"]
    path = theirs(tmp_path / "in.xlsx", {"Sheet1": [heads, row]})
    taken = imports.take_in(office(), Incoming(path, "consultation"), lambda *_now: None, Wish())
    assert [a.account for a in taken.accounts] == ["added"]
    kept = documents(vault, "consultation")[-1]
    assert [kept["topic"], kept["channel"]] == ["overstay", "hotline"]
    assert kept["persons"] == ["PNH-A-P1", "PNH-A-P2"]
