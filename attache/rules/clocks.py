"""Whether the clock of a computer can be right, by what was written last.

A clock that is years ahead would make everybody's time be over, win every conflict of two copies
and head the log for good; one that went back would hide what is recorded behind what is older.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
"""Before attache was made nobody used it: a clock without a battery begins in 1970 or 2000."""
BACK, AHEAD = timedelta(days=1), timedelta(days=366)
"""What may lie before, and after, the last line of a copy without a question."""
PRECISE = timedelta(minutes=10)
"""What a clock may be put back to be right."""
FRESH = timedelta(days=31)
"""How long ago an office that erases by the calendar has recorded something."""


def is_strange(now: datetime, last: datetime) -> bool:
    """Whether somebody has to say that it is this late: too far from the last line."""
    return not last - BACK <= now <= last + AHEAD


def may_expire(now: datetime, last: datetime) -> bool:
    """Whether a clock is good enough to erase people by: a little after the last line."""
    return last - PRECISE <= now <= last + FRESH
