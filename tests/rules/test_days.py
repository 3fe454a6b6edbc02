"""What happened lies in the past, and ends come after beginnings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from attache import records
from attache.records import RECORD_TYPES
from attache.rules import RULES, check
from attache.rules.days import no_future
from tests.samples import TODAY

DATED = [
    pytest.param(t, f, id=f"{t.name}.{f.name}")
    for t in RECORD_TYPES
    for f in t.fields.values()
    if f.kind.name in ("day", "partial-day")
]


def drafted(kind, /, **values):
    """A record of which only these fields are known."""
    return kind.model(**{**dict.fromkeys(kind.fields), **values})


@pytest.mark.parametrize(("kind", "field"), DATED)
def test_a_day_that_happened_is_today_at_the_latest(kind, field):
    """Unless the field is declared to speak of the future."""
    tomorrow = TODAY + timedelta(days=1)
    for day, late in ((TODAY, False), (tomorrow, True), (TODAY - timedelta(days=1), False)):
        value = day if field.kind.name == "day" else day.isoformat()
        found = list(no_future(drafted(kind, **{field.name: value}), TODAY))
        refused = [("DAT005", field.name)] if late and not field.column.future else []
        assert [(p.code, p.field) for p in found] == refused


@pytest.mark.parametrize(
    ("value", "late"),
    [
        (f"{TODAY:%Y}", False),  # it may have been earlier this year
        (f"{TODAY:%Y-%m}", False),
        (f"{TODAY.year + 1}", True),
        (f"{TODAY:%Y}-{TODAY.month + 1:02}", True),
        (f"{TODAY.year - 1}", False),
    ],
)
def test_a_partial_date_gets_the_benefit_of_the_doubt(value, late):
    draft = drafted(records.named("person"), birth_date=value)
    assert [p.code for p in no_future(draft, TODAY)] == (["DAT005"] if late else [])


ORDERED = [
    ("consultation", "on", "follow_up"),
    ("victim-case", "entry_date", "site_exit"),
    ("victim-case", "site_arrival", "site_exit"),
    ("information-request", "asked_on", "due_on"),
    ("information-request", "asked_on", "answered_on"),
    ("programme", "start_on", "end_on"),
    ("commitment", "agreed_on", "due_on"),
    ("training", "start_on", "end_on"),
]


@pytest.mark.parametrize(("name", "first", "second"), ORDERED)
def test_ends_come_after_beginnings(name, first, second):
    kind = records.named(name)
    partial = kind.fields[first].kind.name == "partial-day"
    early, late = TODAY - timedelta(days=9), TODAY - timedelta(days=2)
    days = [d.isoformat() if partial else d for d in (early, late)]
    for begin, end in ((days[0], days[1]), (days[0], days[0])):
        assert check(name, drafted(kind, **{first: begin, second: end}), TODAY) == ()
    (found,) = check(name, drafted(kind, **{first: days[1], second: days[0]}), TODAY)
    assert (found.code, found.field) == ("DAT006", second)
    assert found.args == {"other": kind.fields[first].column.title}


@pytest.mark.parametrize(
    ("begin", "end", "wrong"),
    [
        ("2025-03", "2025-03-01", False),
        ("2025-03-31", "2025-03", False),
        ("2025-12-31", "2025", False),
        ("2025", "2025", False),
        ("2025-04", "2025-03", True),
        ("2025-04-01", "2025-03", True),
        ("2025", "2024", True),
        ("2025", "2024-12-31", True),
        (None, "2024", False),
        ("2025", None, False),
    ],
)
def test_partial_dates_are_out_of_order_only_where_they_must_be(begin, end, wrong):
    draft = drafted(records.named("victim-case"), site_arrival=begin, site_exit=end)
    found = [p.code for p in check("victim-case", draft, TODAY)]
    assert found == (["DAT006"] if wrong else [])


def test_every_rule_belongs_to_a_record_type():
    assert {t.name for t in RECORD_TYPES} >= RULES.keys()
