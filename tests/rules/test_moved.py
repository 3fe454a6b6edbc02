"""Columns that moved: the same values in other rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import records
from attache.rules.moved import OWN, REPEATED, SHARED, Column, telling

VALUES = st.lists(st.sampled_from([None, "a", "b", "c", "d"]), min_size=2, max_size=8)


KINDS = [*[("text", t) for t in ("", OWN, SHARED)], *[(kind, "") for kind in sorted(REPEATED)]]


def column(kind, left, came, telling="", *, gone=(), numbered=False):
    """A column of rows that came back, and what those say that did not."""
    made = Column(kind, telling, numbered=numbered)
    for value in gone:
        made.gone(value)
    for before, now in zip(left, came, strict=True):
        made.add(before, now)
    return made


@pytest.mark.parametrize(("kind", "telling"), KINDS)
@given(data=st.data())
def test_a_column_in_another_order_has_moved(kind, telling, data):
    left = data.draw(VALUES)
    came = data.draw(st.permutations(left))
    assert column(kind, left, came, telling).moved == (left != came)


@given(left=st.lists(st.sampled_from("abcd"), min_size=3, max_size=8), data=st.data())
def test_a_part_of_it_has_moved_too(left, data):
    """Refs and numbers, of which each stood in one row: also where one row was changed."""
    left = [*dict.fromkeys(left)]
    came = data.draw(st.permutations(left))
    back = data.draw(st.integers(1, len(left)))
    made = column("ref", left[:back], came[:back], OWN, gone=left[back:], numbered=True)
    assert made.moved == (left[:back] != came[:back])


@pytest.mark.parametrize("telling", [OWN, SHARED])
@given(left=st.lists(st.sampled_from("abcd"), min_size=3, max_size=8), data=st.data())
def test_a_column_filled_down_has_moved(telling, left, data):
    first = data.draw(st.integers(0, len(left) - 2))
    came = [*left[: first + 1], *[left[first]] * (len(left) - first - 1)]
    changed = sum(a != b for a, b in zip(left, came, strict=True))
    assert column("text", left, came, telling).moved or changed < 2
    assert not column("code", left, [*came[:-1], "x"]).moved


@given(left=VALUES, value=st.sampled_from("abx"), telling=st.sampled_from(["", OWN, SHARED]))
def test_one_correction_is_no_move(left, value, telling):
    """Also where another row, which came back, says the same."""
    assert not column("text", left, [value, *left[1:]], telling, numbered=True).moved


def test_texts_and_dates_agree_with_one_row_by_chance():
    gone = ["1990-05-01", "1991-06-02", "1992-07-03", "1992-07-03"]
    for came, moved in (
        (["1990-05-01", "b"], False),
        (["1990-05-01", "1992-07-03"], False),
        (["1990-05-01", "1991-06-02"], True),
    ):
        assert column("partial-day", ["a", "b"], came, SHARED, gone=gone).moved == moved


def test_a_name_that_one_row_had_alone_is_from_there():
    assert column("text", ["a"], ["b"], SHARED, gone=["b"]).moved
    assert not column("text", ["a"], ["b"], SHARED, gone=["b", "b"]).moved


def test_what_only_says_more_is_not_filled_down():
    assert not column("partial-day", ["1990", "1990", "1990-05"], ["1990-05"] * 3, SHARED).moved
    left, came = [["P1"], ["P2"], ["P3"]], [["P1", "P4"], ["P2", "P4"], ["P3"]]
    assert not column("refs", left, came, OWN, numbered=True).moved


def test_what_a_family_shares_is_filled_down_where_it_is_most_of_the_change():
    left, came = ["a", None, None, None, None, None], ["a", "a", "a", "x", "y", "z"]
    assert not column("phone", left, came, SHARED, numbered=True).moved
    assert column("phone", left[:4], came[:4], SHARED, numbered=True).moved


def test_one_cell_that_moved_makes_the_whole_column_doubtful():
    """One more correction in the column does not hide that names were moved."""
    left, came = ["a", "b", "c"], ["b", "a", "x"]
    assert column("text", left, came).moved
    assert not column("code", left, came).moved


def test_a_blank_has_not_moved():
    assert not column("text", [None, "b"], ["x", None]).moved


def test_what_stands_in_other_rows_too_moves_only_together():
    left, came = ["a", "b", "b"], ["b", "c", "b"]
    assert not column("text", left, came).moved
    alone, beside = (column("text", left[:2], came[:2]) for _time in range(2))
    assert set(alone.doubtful) == {"b"}
    assert alone.moved
    beside.stays("b")
    assert not beside.moved


def test_lists_are_compared_as_wholes():
    assert column("refs", [["P1"], ["P2"]], [["P2"], ["P1"]]).moved


def test_what_names_people_says_whom_a_record_is_about():
    person = records.named("person").fields
    own = {name for name, field in person.items() if telling(field) == OWN}
    assert own == {"nik", "passport", "splp"}
    assert {n for n, f in person.items() if telling(f) == SHARED} == {
        *("name", "birth_date", "phone", "further_phone")
    }
    for kind in records.every():
        assert all(telling(f) == OWN for f in kind.fields.values() if f.kind.name[:3] == "ref")
