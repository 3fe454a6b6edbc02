"""Counts, each with its unit: consultations, people counted once, records by agreed area."""

from __future__ import annotations

import pytest

from attache import codes, records
from attache.desk import recording, stats
from attache.problems import Refused
from tests.desk.offices import sample

CONSULTATION = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}


@pytest.fixture
def counted(office):
    """The counts of one dimension."""

    def by(dimension, since=None, until=None):
        (tally,) = stats.count(office(), [dimension], since, until)
        assert tally.total == sum(count for _value, count in tally.counts)
        return dict(tally.counts)

    return by


@pytest.fixture
def busy(record):
    """Three consultations in two months, and two people in them, one of them twice."""
    young = record("person", name="Dewi Umpama", sex="P", birth_date="2008-09-15")
    old = record("person", name="Joko Umpama", birth_date="1960", home_province="Jateng")
    record("consultation", **CONSULTATION, on="2026-08-31", persons=[old.ref])
    record(
        "consultation",
        **CONSULTATION | {"topic": "splp", "channel": "hotline"},
        on="2026-09-14",
        persons=[old.ref, young.ref],
        province="Poipet",
    )
    record("consultation", **CONSULTATION, on="2026-09-20", persons=[young.ref])


@pytest.mark.parametrize(
    ("dimension", "unit", "counts"),
    [
        ("month", "consultation", {"2026-08": 1, "2026-09": 2}),
        ("topic", "consultation", {"splp": 1, "stay": 2}),
        ("channel", "consultation", {"walk-in": 2, "hotline": 1}),
        ("province", "consultation", {"banteay-meanchey": 1, "unknown": 2}),
        ("sex", "person", {"female": 1, "unknown": 1}),
        ("home-province", "person", {"jawa-tengah": 1, "unknown": 1}),
        ("age", "person", {"12-17": 1, "60-plus": 1}),
    ],
)
def test_each_dimension_counts_its_unit(office, busy, dimension, unit, counts):
    """People who come twice are counted once, with the age they had the first time."""
    (tally,) = stats.count(office(), [dimension], None, None)
    assert (tally.dimension, tally.unit, dict(tally.counts)) == (dimension, unit, counts)


def test_ages_are_those_of_the_first_day_in_the_period(busy, counted):
    """She turned 18 between her two consultations."""
    assert counted("age", since="2026-09-15") == {"18-24": 1}
    assert counted("age", since="2026-09-01") == {"12-17": 1, "60-plus": 1}


def test_a_period_limits_every_dimension(busy, counted):
    assert counted("month", "2026-09-01", "2026-09-15") == {"2026-09": 1}
    assert counted("sex", "2026-08-01", "2026-08-31") == {"unknown": 1}
    assert counted("topic", "2026-01-01", "2026-01-31") == {}


def test_every_dimension_is_counted_where_none_is_named(office, busy):
    assert [t.dimension for t in stats.count(office(), [], None, None)] == list(stats.DIMENSIONS)


@pytest.mark.parametrize("dimension", stats.DIMENSIONS)
def test_every_value_has_a_label(office, dimension):
    """Counts of one full record of every type have no value that its list does not know."""
    for kind in records.every():
        recording.record(office(), kind, [sample(kind)])
    (tally,) = stats.count(office(), [dimension], None, None)
    known = codes.load(tally.code_list).codes if tally.code_list else dict(tally.counts)
    assert {value for value, _count in tally.counts} <= {*known, stats.UNKNOWN}


def test_every_record_but_people_belongs_to_an_agreed_area(office, counted):
    """By its own field, by its topic, or by what its type serves; none is counted twice."""
    areas = {int(c.also["area"]): c.value for c in codes.load("cooperation-area")}
    for kind in records.every():
        before = counted("area")
        own = {"area": "training"} if "area" in kind.fields else {}
        (kept,) = recording.record(office(), kind, [sample(kind) | own]).kept
        after = counted("area")
        grown = {v: n - before.get(v, 0) for v, n in after.items() if n != before.get(v, 0)}
        if "area" in kind.fields:
            assert grown == {"training": 1}
        elif kind.name == "consultation":
            topic = codes.load("consultation-topic")[kept.content.topic]
            assert grown == {areas[int(topic.also["area"])]: 1}
        elif kind.noun[0] == "person":
            assert grown == {}
        else:
            assert grown == {areas[area]: 1 for area in kind.areas[:1]}


def test_a_wrong_dimension_and_a_wrong_period_are_refused(office):
    with pytest.raises(Refused) as refused:
        stats.count(office(), ["topic", "colour"], None, None)
    assert [(p.code, p.field) for p in refused.value.problems] == [("STA001", "by")]
    with pytest.raises(Refused) as refused:
        stats.count(office(), [], "x", None)
    assert [(p.code, p.field) for p in refused.value.problems] == [("DAT001", "since")]
