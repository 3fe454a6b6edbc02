"""What the cells of a column say together, and names of several people in one cell."""

from __future__ import annotations

from datetime import date

import pytest

from tests.exchange.workbooks import read, theirs


def doubted(path, head, cells):
    """The rows of the cells that are refused, with the codes."""
    rows = [[f"Orang Contoh {chr(65 + n)}", cell] for n, cell in enumerate(cells)]
    (sheet,) = read(theirs(path / "theirs.xlsx", {"People": [["Nama", head], *rows]})).found
    found = [(p.row, p.code) for row in sheet.rows for p in row.problems]
    assert {p.column for row in sheet.rows for p in row.problems} <= {"B"}
    return found


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["08/07/1990", "08/17/1990", "09/05/1990"], [2, 4]),
        (["08/08/1990", "08/17/1990", "17/08/1990", "1990", "7 Agustus 1990"], []),
        (["8-7-90", "12-31-90"], [2]),
        (["8.7.1990", "12.31.1990"], [2]),
        ([date(1990, 7, 8), "08/17/1990", date(1990, 7, 18), date(1990, 7, 7)], [2]),
        (["08/07/1990", "17/08/1990"], []),  # a day first, as in Indonesia
        (["08/07/1990", "13/13/1990"], []),
        (["08/07/1990", "1990-08-17"], []),
    ],
)
def test_months_before_days_put_the_other_dates_in_doubt(tmp_path, cells, rows):
    assert doubted(tmp_path, "Tgl lahir", cells) == [(row, "DAT011") for row in rows]


def test_the_row_that_proves_it_is_named(tmp_path):
    heads = ["Nama", "TTL"]
    rows = [["Satu", "Solo, 08/07/1990"], ["Dua", "Solo, 08/17/1990"]]
    (sheet,) = read(theirs(tmp_path / "theirs.xlsx", {"People": [heads, *rows]})).found
    (found,) = sheet.rows[0].problems
    assert (found.code, found.field, dict(found.args)) == ("DAT011", "birth_date", {"row": 3})


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["P", "W", "P"], [2, 4]),
        (["P", "Wanita", "Pria"], [2]),
        (["p", "w.", "L"], [2]),
        (["P", "L", "Wanita"], []),  # L and P stand together
        (["P", "Perempuan", "L"], []),
        (["Pria", "Wanita", "W"], []),
        (["P", "P"], []),
    ],
)
def test_p_beside_w_is_a_man_or_a_woman(tmp_path, cells, rows):
    assert doubted(tmp_path, "JK", cells) == [(row, "XLS127") for row in rows]


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("Empat Contoh\nLima Misal", True),
        ("Enam Contoh & Tujuh Misal", True),
        ("Delapan Contoh & 2 anak", True),
        ("Delapan Contoh dan 2 anak", True),
        ("Delapan Contoh dan 2 orang anak", True),
        ("Delapan Contoh + 1 anak", True),
        ("Sembilan Contoh dan Sepuluh Misal", True),
        ("1. Dua Contoh", True),
        ("1. Dua Contoh\n2. Tiga Misal", True),
        ("2) Dua Contoh", True),
        ("Sdr. Tiga Misal", False),
        ("Ny. Empat Contoh, S.H.", False),
        ("Dua Contoh\n", False),
        ("Dan Contoh", False),
        ("Siti Ramadan Contoh", False),
        ("H. M. Contoh bin Misal", False),
    ],
)
def test_several_people_in_one_cell_are_no_person(tmp_path, name, several):
    heads = ["Nama", "L/P"]
    (sheet,) = read(theirs(tmp_path / "theirs.xlsx", {"People": [heads, [name, "L"]]})).found
    found = [(p.code, p.column) for p in sheet.rows[0].problems]
    assert found == ([("XLS128", "A")] if several else [])


def test_what_attache_sent_is_not_put_in_doubt(tmp_path):
    heads = ["Ref", "Nama", "Tgl lahir"]
    sent = ["PNH-A-P1", "Satu & Dua Contoh", date(1990, 7, 8)]
    path = theirs(tmp_path / "in.xlsx", {"People": [heads, sent, [None, "Tiga", "08/17/1990"]]})
    assert read(path).found[0].rows[0].problems == ()
