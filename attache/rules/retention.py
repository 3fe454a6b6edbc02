"""How long what was recorded about a person is kept (UU 27/2022 on personal data, articles 43-44).

A person is due when nothing about them is open and the last thing about them lies longer back
than the post keeps it. The law names no number of years; the post does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def due(last: Iterable[date], *, still_open: bool, years: int, today: date) -> bool:
    """Whether the days of all that concerns a person lie `years` or more back."""
    return not still_open and max(last) <= years_before(today, years)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
