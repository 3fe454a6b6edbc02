"""The share of `make torture` that every run of the tests has."""

from __future__ import annotations

import sys
import zipfile

import pytest

from tests.faults import (
    h1_workbooks,
    r1_kills,
    r4_crowd,
    r6_tampering,
    r9_canaries,
    r10_surge,
    r14_copies,
    r15_people,
)
from tests.faults.__main__ import SCENARIOS
from tests.faults.outcome import Outcome
from tests.faults.place import a_place

posix = pytest.mark.skipif(sys.platform == "win32", reason="kills as on POSIX")
PARTS = 4


@posix
@pytest.mark.parametrize("part", range(PARTS))
def test_r1_two_hundred_random_kills_lose_nothing(part):
    outcome = r1_kills.run(kills=r1_kills.FEW // PARTS, seed=part)
    assert outcome.good, outcome.missed
    assert outcome.tried["kills"] == r1_kills.FEW // PARTS


@posix
def test_r4_eight_writers_lose_nothing():
    outcome = r4_crowd.run(quick=True)
    assert outcome.good, outcome.missed


@posix
def test_r10_a_tenth_of_a_surge_day_loses_nobody():
    outcome = r10_surge.run(quick=True)
    assert outcome.good, outcome.missed


@posix
def test_r14_half_a_minute_of_laptops_loses_nothing():
    outcome = r14_copies.run(quick=True, seed=100_000)
    assert outcome.good, outcome.missed


@posix
def test_h1_no_hostile_workbook_gets_in():
    outcome = h1_workbooks.run(quick=True)
    assert outcome.good, outcome.missed
    assert outcome.tried["files"] >= 37


def test_r6_a_share_of_the_tampering_is_noticed():
    outcome = r6_tampering.run(quick=True)
    assert outcome.good, outcome.missed


@posix
def test_r15_no_attack_succeeds():
    outcome = r15_people.run(quick=True)
    assert outcome.good, outcome.missed


def test_every_scenario_has_its_module():
    assert all(name == where.partition("_")[0].upper() for name, where in SCENARIOS.items())


@pytest.mark.parametrize(
    ("outcome", "good"),
    [
        (Outcome("R0", "contoh"), False),
        (Outcome("R0", "contoh", tried={"x": 1}), True),
        (Outcome("R0", "contoh", tried={"x": 1}, skipped="no strace"), False),
        (Outcome("R0", "contoh", tried={"x": 1}, missed=["lost: x"]), False),
    ],
)
def test_what_was_not_tried_is_not_reached(outcome, good):
    assert outcome.good is good
    assert ("reached" in outcome.line()) is good


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
def test_r9_a_canary_is_heard_wherever_it_sits(code):
    """Also inside a workbook, which is packed."""
    with a_place() as place:
        assert list(r9_canaries.hits(place)) == []
        (place.folder / "tmp" / "left").write_bytes(b"x" + r9_canaries.CANARY.encode(code))
        with zipfile.ZipFile(place.folder / "state" / "left.xlsx", "w") as book:
            book.writestr("sheet.xml", r9_canaries.CANARY * 9, zipfile.ZIP_DEFLATED)
        assert sorted(r9_canaries.hits(place)) == ["state/left.xlsx", "tmp/left"]
