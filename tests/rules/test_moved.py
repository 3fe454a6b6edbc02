"""Columns that moved: the same values in other rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.rules.moved import REPEATED, Column

VALUES = st.lists(st.sampled_from([None, "a", "b", "c", "d"]), min_size=2, max_size=8)


def column(kind, left, came):
    made = Column(kind)
    for before, now in zip(left, came, strict=True):
        made.add(before, now)
    return made


@pytest.mark.parametrize("kind", ["text", *sorted(REPEATED)])
@given(data=st.data())
def test_a_column_in_another_order_has_moved(kind, data):
    left = data.draw(VALUES)
    came = data.draw(st.permutations(left))
    made = column(kind, left, came)
    changed = [now for before, now in zip(left, came, strict=True) if before != now]
    assert all(map(made.moved, changed))


@given(left=VALUES)
def test_what_no_row_has_lost_is_new(left):
    made = column("text", left, ["x", *left[1:]])
    assert not made.moved("x")


def test_names_move_alone_and_codes_only_together():
    """One more correction in the column does not hide that names were moved."""
    left, came = ["a", "b", "c"], ["b", "a", "x"]
    assert column("text", left, came).moved("b")
    assert not column("code", left, came).moved("b")


def test_what_stands_in_other_rows_too_moves_only_together():
    left, came = ["a", "b", "b"], ["b", "c", "b"]
    assert not column("text", left, came).moved("b")
    alone = column("text", left[:2], came[:2])
    assert alone.doubtful == {"b"}
    assert alone.moved("b")
    alone.stays("b")
    assert not alone.moved("b")


def test_lists_are_compared_as_wholes():
    assert column("refs", [["P1"], ["P2"]], [["P2"], ["P1"]]).moved(["P1"])
