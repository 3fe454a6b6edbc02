"""A list such as an officer really sends: checked, marked, mended and taken in.

A title merged over the table, two rows of heads, four spellings of a date, numbers where texts
belong, the heads once more in the middle, a total and a signature.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from tests.cli.running import check_envelope

SHEET = "Rekap"
UPPER = ["No.", "Nama WNI ybs", "L/P", "Tgl Lahir", "NIK", "Paspor", None, "Nomor HP"]
UPPER += ["Provinsi asal", "Ket."]
LOWER = [None] * 5 + ["Nomor", "Berlaku s.d."] + [None] * 3
BORN = date(1990, 2, 4)
# fmt: off
PEOPLE: dict[int, list[Any]] = {
    6: ["Sumiyati Percobaan ", "P", "17 Agustus 2001", "3201995708010001", "X9990001", "2027",
        "+62 800 000 0001", "Jawa Barat", "butuh SPLP "],
    7: ["Bambang  Misal", "L", "17/8/1999", 3201991708990002, "X 9990002", "31/12/2026",
        "0800-0000-002", "jawa timur", "-"],
    8: [" Agus Umpama", "Laki-laki", "2001-08-17", 3201991708010003, "x9990003", None,
        "62 800 0000 003", "NTT", None],
    9: ["“Nur” Percobaan", "Pr", BORN, 3201994402900004, None, None, None, "DKI Jakarta", "–"],
    13: ["Dewi Contoh", "perempuan", "Agustus 1992", None, "X9990005", None, None, None,
        "dititipkan ke “Yayasan Contoh”\nmenunggu tiket"],
    14: ["Contoh", "LK", "5 Mei 1988", "3201 9905 0588 0006", None, None, None, "Aceh", None],
}
# fmt: on
AGAIN, TOTAL, SIGNED = 11, 15, 17
NUMBERS = {7: "3201991708990002", 8: "3201991708010003", 9: "3201994402900004"}
SAID = ("name", "sex", "birth_date", "nik", "passport", "phone", "home_province", "remarks")
# fmt: off
EXPECTED = {
    6: ["Sumiyati Percobaan", "female", "2001-08-17", "3201995708010001", "X9990001",
        "+628000000001", "jawa-barat", "butuh SPLP"],
    7: ["Bambang Misal", "male", "1999-08-17", NUMBERS[7], "X9990002", "+628000000002",
        "jawa-timur", None],
    8: ["Agus Umpama", "male", "2001-08-17", NUMBERS[8], "X9990003", "+628000000003",
        "nusa-tenggara-timur", None],
    9: ["“Nur” Percobaan", "female", "1990-02-04", NUMBERS[9], None, None, "dki-jakarta", None],
    13: ["Dewi Contoh", "female", "1992-08", None, "X9990005", None, None,
        "dititipkan ke “Yayasan Contoh”\nmenunggu tiket"],
    14: ["Contoh", "male", "1988-05-05", "3201990505880006", None, None, "aceh", None],
}
# fmt: on
ERRORS = [("NIK003", SHEET, row, "E", "nik") for row in NUMBERS]
WARNINGS = [
    ("XLS006", SHEET, 5, "G", None),
    ("XLS100", SHEET, AGAIN, None, None),
    ("XLS102", SHEET, TOTAL, None, None),
    ("XLS121", SHEET, SIGNED, None, None),
]


@pytest.fixture(params=["tall heads merged", "wide ones only"])
def sent(tmp_path, request):
    """The list as it was sent."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = SHEET
    page["A1"] = "DAFTAR WNI BERMASALAH DI KAMBOJA"
    page["A1"].font, page["A1"].alignment = Font(bold=True), Alignment(horizontal="center")
    page["A2"] = "PERIODE SEPTEMBER 2026"
    for first in (4, AGAIN):
        for row, heads in ((first, UPPER), (first + 1, LOWER)):
            for column, head in enumerate(heads, 1):
                page.cell(row, column).value = head
        page.merge_cells(start_row=first, end_row=first, start_column=6, end_column=7)
        for column in (1, 2, 3, 4, 5, 8, 9, 10) if request.param == "tall heads merged" else ():
            letter = get_column_letter(column)
            page.merge_cells(f"{letter}{first}:{letter}{first + 1}")
    page.merge_cells("A1:J1")
    page.merge_cells("A2:J2")
    for number, (row, person) in enumerate(PEOPLE.items(), 1):
        page.cell(row, 1).value = number
        for column, value in enumerate(person, 2):
            page.cell(row, column).value = value
    page.cell(9, 4).number_format = "dd/mm/yyyy"
    page.cell(TOTAL, 1).value, page.cell(TOTAL, 3).value = "Jumlah", len(PEOPLE)
    page.cell(SIGNED, 7).value = "Phnom Penh, 30 September 2026"
    path = tmp_path / "Daftar WNI.xlsx"
    book.save(path)
    return path


def told(ran, level):
    return [
        (p["code"], p["sheet"], p["row"], p["column"], p["field"])
        for p in ran.json["problems"]
        if p["level"] == level
    ]


def mended(path):
    """The marked copy with its bad cells typed anew, found by their marks as an officer would."""
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    heads = {str(c.value): c for row in page.iter_rows(max_row=5) for c in row if c.value}
    nik, reasons = heads["NIK"].column, heads["attache"].column
    marked = {
        cell.row or 0: cell
        for (cell,) in page.iter_rows(min_row=6, min_col=nik, max_col=nik)
        if cell.comment
    }
    beside = {
        cell.row or 0: str(cell.value)
        for (cell,) in page.iter_rows(min_row=6, min_col=reasons, max_col=reasons)
        if cell.value
    }
    assert marked.keys() == NUMBERS.keys()
    assert NUMBERS.keys() <= beside.keys() <= {*NUMBERS, AGAIN, TOTAL, SIGNED}
    for row, cell in marked.items():
        assert "NIK" in beside[row]
        cell.value, cell.number_format = NUMBERS[row], "@"
    book.save(path)
    return path


def test_the_list_is_checked_marked_mended_and_taken_in(cli, sent, tmp_path):
    people = cli.json("person", "list").data["total"]
    marked, before = tmp_path / "ditandai.xlsx", cli.vault.read_bytes()
    refused = cli.json("exchange", "import", sent, "--as", "person", "--marked", marked)
    assert refused.code == 3
    check_envelope(refused, "exchange import", "refused")
    assert told(refused, "error") == ERRORS
    assert told(refused, "warning") == WARNINGS
    assert "11-12" in next(p["message"] for p in refused.json["problems"] if p["code"] == "XLS100")
    data = refused.json["data"]
    assert (data["read"], data["added"], data["refused"], data["stored"]) == (6, 3, 3, False)
    assert [(r["row"], r["account"]) for r in data["rows"]] == [
        (row, "refused" if row in NUMBERS else "added") for row in PEOPLE
    ]
    assert cli.vault.read_bytes() == before

    done = cli.json("exchange", "import", mended(marked), "--as", "person")
    assert done.code == 0
    check_envelope(done, "exchange import", "ok")
    assert told(done, "error") == []
    assert [code for code, *_place in told(done, "warning")] == [code for code, *_p in WARNINGS]
    assert [(r["row"], r["account"]) for r in done.data["rows"]] == [(r, "added") for r in PEOPLE]
    for row in done.data["rows"]:
        person = cli.json("person", "show", row["ref"]).data
        assert [person[name] for name in SAID] == EXPECTED[row["row"]]
    assert cli.json("person", "list").data["total"] == people + len(PEOPLE)

    again = cli.json("exchange", "import", marked, "--as", "person")
    assert again.code == 0
    assert again.data["unchanged"] == again.data["read"] == len(PEOPLE)
    assert cli.json("person", "list").data["total"] == people + len(PEOPLE)


def test_the_good_people_can_be_taken_in_first(cli, sent, tmp_path):
    """Then the mended copy brings the others, and nobody twice."""
    marked = tmp_path / "ditandai.xlsx"
    words = ("exchange", "import", sent, "--as", "person", "--keep-good", "--marked", marked)
    part = cli.json(*words)
    check_envelope(part, "exchange import", "partial")
    assert (part.data["added"], part.data["refused"]) == (3, 3)
    done = cli.json("exchange", "import", mended(marked), "--as", "person").data
    assert (done["added"], done["unchanged"], done["read"]) == (3, 3, 6)
