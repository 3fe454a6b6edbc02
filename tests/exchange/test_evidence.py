"""What the cells of a column say together, and names of several people in one cell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.exchange.day_order import day_order
from attache.exchange.rows import Row
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


def told(path, head, cells):
    """What is told of the column, with the count."""
    rows = [[f"Orang Contoh {chr(65 + n)}", cell] for n, cell in enumerate(cells)]
    (sheet,) = read(theirs(path / "theirs.xlsx", {"People": [["Nama", head], *rows]})).found
    assert {(p.sheet, p.column, p.level) for p in sheet.problems} <= {("People", "B", "warning")}
    return [(p.code, p.row, p.args["count"]) for p in sheet.problems]


TURNED = [date(1991, 3, 4), date(1992, 11, 12), date(1993, 5, 7)]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["04/03/1991", "12/11/1992", "07/05/1993"], [("DAT012", 2, 3)]),
        (["1991", "04-03-91", "12.11.1992", "tgl 7 / 5 / 1993"], [("DAT012", 3, 3)]),
        (["04 03 1991"], [("DAT012", 2, 1)]),
        (["04/03/1991", "17/08/1990"], []),  # the second tells
        (["04/03/1991", "08/17/1990"], []),  # refused at the cell
        (["04/04/1991", "1991-03-04", "4 Maret 1991", "03/1991"], []),
        (["Senin, 04/03/1991"], []),  # the fourth of March was one
        (["04/03/1991", "1991-03-04", "17 Agustus 1990"], [("DAT012", 2, 1)]),
        (["04/03/1991", "31/31/1991"], [("DAT012", 2, 1)]),
        ([date(1991, 3, 4), date(1992, 11, 12)], []),  # nothing was turned, as far as one sees
        ([*TURNED, "17/08/1990", date(1992, 5, 5)], [("DAT013", 2, 3)]),
        ([*TURNED[:2], "17/08/1990"], []),  # that may be chance
        ([*TURNED, "17/08/1990", date(1992, 5, 15)], []),
        ([*TURNED, "17 Agustus 1990"], []),
        ([date(1991, 3, 4), "04/03/1991"], [("DAT012", 3, 1)]),
    ],
)
def test_a_column_of_days_that_fit_both_orders_is_told_once(tmp_path, cells, found):
    assert told(tmp_path, "Tgl lahir", cells) == found


DAYS = st.dates(date(1990, 1, 1), date(2005, 12, 31))


@given(days=st.lists(DAYS, min_size=1, max_size=6), signs=st.sampled_from("/.- "))
def test_every_day_is_told_unless_one_tells_which_comes_first(days, signs):
    texts = [day.strftime(f"%d{signs}%m{signs}%Y") for day in days]
    rows = [Row("x", n, raw={"on": t}, columns={"on": "C"}) for n, t in enumerate(texts, 2)]
    order = day_order(rows, "on")
    either = [n for n, d in enumerate(days) if d.day <= 12 and d.day != d.month]
    decided = any(d.day > 12 for d in days)
    assert list(order.refused(rows)) == []
    expected = [("DAT012", len(either), "C")] if either and not decided else []
    assert [(p.code, p.args["count"], p.column) for p in order.told(rows)] == expected


@given(days=st.lists(DAYS, min_size=1, max_size=6))
def test_months_before_days_are_refused_or_told_but_never_taken_in_silence(days):
    texts = [day.strftime("%m/%d/%Y") for day in days]
    rows = [Row("x", n, raw={"on": t}, columns={"on": "C"}) for n, t in enumerate(texts, 2)]
    order = day_order(rows, "on")
    turned = {n for n, d in enumerate(days) if d.day <= 12 and d.day != d.month}
    refused = {place for place, _problem in order.refused(rows)}
    assert turned in (refused, set()) or [p.code for p in order.told(rows)] == ["DAT012"]


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
