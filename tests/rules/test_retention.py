"""How long what was recorded about a person is kept."""

from __future__ import annotations

from datetime import date

import pytest

from attache.rules.retention import due, years_before

TODAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("last", "still_open", "years", "over"),
    [
        ([date(2021, 10, 1)], False, 5, True),
        ([date(2021, 10, 2)], False, 5, False),
        ([date(2010, 1, 1), date(2026, 9, 30)], False, 5, False),
        ([date(2010, 1, 1)], True, 5, False),
        ([date(2025, 10, 1)], False, 1, True),
    ],
)
def test_a_person_is_due_years_after_the_last_thing_that_is_closed(last, still_open, years, over):
    assert due(last, still_open=still_open, years=years, today=TODAY) is over


def test_a_day_that_a_year_lacks():
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)
