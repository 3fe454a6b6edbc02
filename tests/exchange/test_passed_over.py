"""Rows below a table that are no records: signatures, sums and notes become no people."""

from __future__ import annotations

import pytest

from tests.exchange.workbooks import read, theirs

HEADS = ["No", "Nama", "L/P", "No. Paspor"]
PEOPLE: list[list[object]] = [
    [1, "Satu Contoh", "L", "X0000221"],
    [2, "Dua Misal", "P", "X0000222"],
]


def taken(path, *rows, heads=HEADS):
    """The numbers of the rows that were taken, those that were passed over, those in doubt."""
    sheets = read(theirs(path / "theirs.xlsx", {"People": [heads, *rows]}))
    (sheet,) = sheets.found
    doubt = [r.number for r in sheet.rows if any(p.code == "XLS122" for p in r.problems)]
    records = [r.number for r in sheet.rows if r.number not in doubt]
    passed = ", ".join(str(p.args["rows"]) for p in sheet.problems if "rows" in p.args)
    assert not {"XLS006"} & {p.code for p in sheet.problems}
    return records, passed, doubt


def rows_of(passed):
    """The numbers of rows that a message names in stretches, such as 5-7, 9."""
    ends = ([*map(int, stretch.split("-"))] for stretch in passed.split(", "))
    return sorted(n for stretch in ends for n in range(stretch[0], stretch[-1] + 1))


SIGNED = [
    [],
    [None, "Jumlah: 2 orang"],
    [None, "Phnom Penh, 31 Januari 2026"],
    [None, "Mengetahui,"],
    [None, "Kepala Kantor"],
    [None, "Petugas Misal"],
    [None, "NIP. 198001012005011001"],
    [None, "TOTAL", None, "2 orang"],
    [None, "*) data sementara"],
    ["Laki-laki", "1"],
    ["Perempuan", 1],
]


def test_a_signature_block_is_passed_over_and_told(tmp_path):
    records, passed, doubt = taken(tmp_path, *PEOPLE, *SIGNED)
    assert (records, doubt) == ([2, 3], [])
    assert rows_of(passed) == [*range(5, 15)]


def test_what_stands_below_the_numbers_makes_no_column_unknown(tmp_path):
    below = [HEADS, [3, "Tiga Contoh", "L", None], ["Mengetahui,"], ["Kepala Kantor"]]
    assert taken(tmp_path, *PEOPLE, *below) == ([2, 3, 5], "4, 6-7", [])


@pytest.mark.parametrize(
    "rows",
    [
        [["Jumlah: 2 orang"]],
        [[None, "Total = 2"]],
        [["TOTAL", None, "2 orang"]],
        [["Catatan: data belum diverifikasi"]],
        [[None, "Keterangan:"], [None, "Data sementara saja"]],
        [["Phnom Penh,  Januari 2026"], ["Mengetahui / Menyetujui"], [None, "Pejabat Misal"]],
        [[None, "Mengetahui,", None, "Phnom Penh, 31 Januari 2026"]],
        [[None, "Dibuat oleh:"], [None, "Petugas Misal"]],
        [[None, "Jumlah"], [], [None, "Petugas Misal"]],
        [[], [None, "Petugas Misal"], [None, "NIP 19800101 200501 1 001"]],
    ],
    ids=lambda rows: str(rows[0] or rows[1]),
)
def test_what_is_certainly_no_person_is_passed_over(tmp_path, rows):
    records, passed, doubt = taken(tmp_path, *PEOPLE, *rows)
    assert (records, doubt) == ([2, 3], [])
    assert rows_of(passed) == [n for n, row in enumerate(rows, 4) if row]


@pytest.mark.parametrize(
    ("rows", "records", "doubt"),
    [
        ([[], [None, "Petugas Misal"]], [2, 3], [5]),
        ([[], [None, "Kelompok Bandung"], [3, "Tiga Contoh", "L"]], [2, 3, 6], [5]),
        ([[None, "Jumlah"], [None, "Tiga Contoh"], [4, "Empat Misal", "P"]], [2, 3, 6], [5]),
        ([[None, "Mengetahui"], [None, "Kepala Misal", None, "Petugas Misal"]], [2, 3], [5]),
    ],
    ids=["apart", "a group", "below a sum, and more people", "two signatures"],
)
def test_what_may_be_a_person_is_refused_rather_than_added(tmp_path, rows, records, doubt):
    found = taken(tmp_path, *PEOPLE, *rows)
    assert (found[0], found[2]) == (records, doubt)


@pytest.mark.parametrize(
    "rows",
    [
        [[None, "Tiga Contoh"]],  # no blank row before it
        [[3, "Tiga Contoh"]],
        [[], [3, "Tiga Contoh"]],
        [[None, "Jumlah"], [3, "Tiga Contoh"], [4, "Empat Misal"]],
        [[None, "Jumlah"], [None, "Tiga Contoh", "L"]],
        [[None, "Nipah Contoh", "P"], [None, "Total Contoh", "L"], [None, "Catatan Misal", "P"]],
    ],
    ids=["a name only", "numbered", "numbered apart", "below a sum", "with its sex", "such names"],
)
def test_a_person_stays_a_person(tmp_path, rows):
    records, _passed, doubt = taken(tmp_path, *PEOPLE, *rows)
    people = [n for n, row in enumerate(rows, 4) if row and "Jumlah" not in row]
    assert (records, doubt) == ([2, 3, *people], [])


def test_where_names_alone_are_usual_a_name_apart_is_a_person(tmp_path):
    rows = [["Satu Contoh"], ["Dua Misal", "L"], [], ["Tiga Contoh"]]
    assert taken(tmp_path, *rows, heads=["Nama", "L/P"]) == ([2, 3, 5], "", [])
    rows = [["Satu Contoh"], ["Dua Misal", "L"], ["Jumlah"], ["Tiga Contoh"]]
    assert taken(tmp_path, *rows, heads=["Nama", "L/P"]) == ([2, 3], "4", [5])


def test_a_birthplace_and_date_are_no_signature(tmp_path):
    rows = [["Satu Contoh", "Kupang, 1 Mei 1999"], [None, "Ambon, 2 Mei 1999"]]
    assert taken(tmp_path, *rows, heads=["Nama", "TTL"]) == ([2, 3], "", [])


def test_in_a_sheet_of_ours_a_name_apart_is_a_person(tmp_path):
    heads = ["ref", "name", "sex", "_id"]
    rows = [["PNH-A-P1", "Satu Contoh", "L", None], [], [None, "Dua Misal"]]
    assert taken(tmp_path, *rows, heads=heads) == ([2, 4], "", [])
