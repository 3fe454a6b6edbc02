"""Columns that hold a part of a field, a tick for one of its values, or a sender's own codes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import codes, records
from attache.exchange.assigned import Setting, applied, decide
from attache.exchange.compound import understood
from attache.exchange.mapped import Saved, readable
from attache.exchange.mapping import header_row, look
from attache.exchange.reader import CellError, RawSheet
from attache.exchange.rows import read_rows

PERSON = records.named("person")


def sheet(*rows: list[Any]) -> RawSheet:
    return RawSheet("Data", visible=True, rows=[*rows])


def read(*rows, saved=()):
    (found,) = read_rows([sheet(*rows)], "person", saved).found
    return [dict(row.raw) for row in found.rows], [p.code for p in found.problems]


@pytest.mark.parametrize(
    ("heads", "cells", "name"),
    [
        (
            ["FIRST NAME", "SECOND NAME", "THIRD NAME"],
            ["Dewi", "Uji", "Lestari"],
            "Dewi Uji Lestari",
        ),
        (["FIRST NAME", "SECOND NAME"], ["Tukiyem", None], "Tukiyem"),
        (["Surname", "Given names"], ["CONTOH", "SITI UJI"], "SITI UJI CONTOH"),
        (["Nama depan", "Nama tengah", "Nama belakang"], ["Siti", "-", "Contoh"], "Siti Contoh"),
        (["First name", "Last name", "Full name"], ["Siti", "C", "Siti Contoh"], "Siti Contoh"),
        (["First name"], ["Siti"], "Siti"),
    ],
)
def test_the_parts_of_a_name_are_joined(heads, cells, name):
    rows, problems = read([*heads, "NIK", "L/P"], [*cells, None, "P"])
    assert [row["name"] for row in rows] == [name]
    assert {*problems} <= {"XLS124"}


UPPER: list[Any] = ["No", "Nama", "Jenis Kelamin", None, "Paspor", None]
LOWER: list[Any] = [None, None, "L", "P", "Nomor", "Keterangan"]


@pytest.mark.parametrize("merged", [(), ((0, 2, 0, 3), (0, 4, 0, 5), (0, 1, 1, 1))])
@pytest.mark.parametrize(
    ("left", "right", "sex"),
    [
        ("√", None, "male"),
        (None, "x", "female"),
        ("-", "V", "female"),
        (1.0, 0.0, "male"),
        (None, None, None),
    ],
)
def test_a_tick_below_a_head_says_the_value(merged, left, right, sex):
    row = [1, "Siti Contoh", left, right, "C1234501", "x"]
    raw = RawSheet("Data", visible=True, rows=[UPPER, LOWER, row], merged=merged)
    (found,) = read_rows([raw], "person").found
    assert found.header_row == 2
    assert [(r.raw.get("sex"), r.raw["passport"]) for r in found.rows] == [(sex, "C1234501")]


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [("x", "x", "XLS144"), ("mungkin", None, "XLS143"), (CellError("#REF!"), "x", "XLS040")],
)
def test_a_tick_that_says_nothing_certain_is_refused(left, right, code):
    raw = sheet(UPPER, LOWER, [1, "Siti Contoh", left, right, "C1234501", None])
    (found,) = read_rows([raw], "person").found
    assert [(p.code, p.field) for row in found.rows for p in row.problems] == [(code, "sex")]


BARE = (("L", "P"), ("P", "L"), ("M", "F"), ("Laki-laki", "Perempuan"), ("Pria", "Wanita"))
TICKS = st.sampled_from((("√", None), (None, "x"), ("-", "V"), (1.0, 0.0), (None, None)))


@given(st.sampled_from(BARE), st.lists(TICKS, min_size=1, max_size=5), st.booleans(), st.booleans())
def test_ticks_side_by_side_say_the_sex_without_a_head_above(heads, ticks, summed, described):
    women = heads[1] in ("P", "F", "Perempuan", "Wanita")
    people: list[list[Any]] = [
        [n, f"Siti Contoh {'ABCDE'[n]}", *pair] for n, pair in enumerate(ticks)
    ]
    total: list[list[Any]] = [["Jumlah", None, 2, 3]] if summed else []
    numbers: list[list[Any]] = [[1, 2, 3, 4]] if summed else []
    rows: list[list[Any]] = [["No", "Nama WNI", *heads], *numbers, *people, *total]
    kind = "victim-case" if described else "person"
    (found,) = read_rows([sheet(*rows)], kind).found
    values = ("male", "female") if women else ("female", "male")
    wanted = [
        next(
            (v for v, cell in zip(values, pair, strict=True) if cell not in (None, "-", 0.0)), None
        )
        for pair in ticks
    ]
    field = "person.sex" if described else "sex"
    assert [row.raw.get(field) for row in found.rows] == wanted


@pytest.mark.parametrize(
    "columns",
    [
        (["L", "P"], [12, 7]),
        (["L", "P"], ["x", "Perempuan muda"]),
        (["L", "L"], ["x", None]),
        (["L", "Ket.", "P"], ["x", None, None]),
    ],
)
def test_what_is_no_pair_of_ticks_is_left_aside(columns):
    heads, cells = columns
    rows, problems = read(["Nama WNI", "NIK", *heads], ["Siti Contoh", None, *cells])
    assert [row.get("sex") for row in rows] == [None]
    assert "XLS006" in problems


HEADS: list[Any] = ["nama", "nik", "sex"]


def mapping(*settings):
    """What a map keeps where so much is said."""
    looked = look([sheet(HEADS, ["Siti Contoh", None, 2.0])], (), "person", header_row("")).plans
    (plan,) = applied(looked, decide(looked, [Setting(*s) for s in settings]))
    return Saved("PNH-A-H1", "person", tuple(c.kept() for c in plan.columns))


def test_a_senders_own_codes_are_said_once():
    saved = mapping(("sex", "sex:1:male,2:perempuan"))
    assert saved.columns[2].field == "sex:1:male,2:female"
    cells: list[Any] = [1.0, "2", " 2 ", "L", 3.0]
    rows, _problems = read(HEADS, *(["Siti Contoh", None, c] for c in cells), saved=[saved])
    assert [row["sex"] for row in rows] == ["male", "female", "female", "L", 3.0]


def test_parts_and_ticks_are_said_of_any_column():
    saved = mapping(("nama", "name:2"), ("nik", "name: 1"), ("sex", "sex:P"))
    rows, _problems = read(HEADS, ["Contoh", "Siti", "x"], saved=[saved])
    assert rows == [{"name": "Siti Contoh", "sex": "female"}]


@pytest.mark.parametrize(
    "text",
    ["name:0", "name:x", "sex:3:lain", "sex:1:male,2", "nik:1", "colour:1", "sex:", "sex:kuda"],
)
def test_what_is_no_such_column_is_refused(text):
    assert understood(text, PERSON.fields) is None


@given(st.data())
def test_what_is_understood_is_understood_again(data):
    """A mapping that was stored is read as it was said."""
    fields = {n: f for n, f in PERSON.fields.items() if f.code_list}
    name = data.draw(st.sampled_from([*fields]))
    values = st.sampled_from([*codes.load(fields[name].code_list).codes])
    said = st.text("0123456789abc", min_size=1, max_size=3)
    pairs = data.draw(st.dictionaries(said, values, min_size=1, max_size=4))
    text = f"{name}:{','.join(f'{s}:{v}' for s, v in pairs.items())}"
    assert understood(text, PERSON.fields) == text
    assert text not in readable(PERSON)
