"""A clock that is years ahead, or went back, is asked about before anything is recorded by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from attache.desk.office import open_office
from attache.problems import DecisionNeeded, Refused
from attache.rules import clocks
from tests import opening
from tests.desk.offices import NOW


def note(vault, now, *, sure=False):
    """Write a line by a clock."""
    with open_office(vault, now, "test", opening.access(vault), sure=sure).work() as work:
        work.note("backup", work.profile())


@pytest.mark.parametrize(
    ("days", "asked"), [(-0.9, False), (-1.1, True), (365, False), (367, True), (29_000, True)]
)
def test_a_clock_far_from_the_last_line_is_asked_about(vault, days, asked):
    then, before = NOW + timedelta(days=days), vault.read_bytes()
    if not asked:
        note(vault, then)
        return
    with pytest.raises(DecisionNeeded) as needed:
        note(vault, then)
    assert [p.code for p in needed.value.problems] == ["CLK001"]
    assert vault.read_bytes() == before


def test_what_was_said_of_it_holds_until_it_changes_again(vault):
    """The last line that was written counts, and not the latest that there is."""
    ahead = NOW + timedelta(days=29_000)
    note(vault, ahead, sure=True)
    note(vault, ahead)
    with pytest.raises(DecisionNeeded):
        note(vault, NOW)
    note(vault, NOW, sure=True)
    note(vault, NOW)


@pytest.mark.parametrize("year", [1900, 1969, 1970, 2000, 2019])
def test_before_there_was_attache_nobody_used_it(vault, year):
    with pytest.raises(Refused) as refused:
        open_office(vault, datetime(year, 6, 1, tzinfo=UTC), "test", opening.access(vault))
    assert [p.code for p in refused.value.problems] == ["CLK003"]


def test_whoever_erases_by_the_clock_has_recorded_by_it():
    assert clocks.may_expire(NOW, NOW)
    assert clocks.may_expire(NOW - timedelta(minutes=9), NOW)
    assert not clocks.may_expire(NOW - timedelta(minutes=11), NOW)
    assert clocks.may_expire(NOW + timedelta(days=31), NOW)
    assert not clocks.may_expire(NOW + timedelta(days=31, seconds=1), NOW)
