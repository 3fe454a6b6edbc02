"""The clock of the computer, held against the last line that this copy has written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from attache.problems import DecisionNeeded, Refused, problem
from attache.rules import clocks

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.vault import View


def check(view: View, now: datetime) -> None:
    """Raise DecisionNeeded where the clock is far from the last line written here."""
    last = _last(view)
    if last and clocks.is_strange(now, last):
        raise DecisionNeeded(problem("CLK001", now=_day(now), last=_day(last)))


def check_before_erasing(view: View, now: datetime) -> None:
    """Raise Refused where the clock is far from the last line: a yes to the erasure is none to it.

    What is erased cannot be undone, and its line would be dated wrong for good.
    """
    if wrong := against_erasing(view, now):
        raise Refused(*wrong)


def against_erasing(view: View, now: datetime) -> tuple[Problem, ...]:
    """Why nobody is erased by this clock, whether here or because another copy has done so."""
    last = _last(view)
    return (_no_erasure(now, last),) if last and clocks.is_strange(now, last) else ()


def check_before_expiry(view: View, now: datetime) -> None:
    """Raise Refused where nobody should be erased by this clock, whoever says so."""
    last = _last(view)
    if last and not clocks.may_expire(now, last):
        raise Refused(_no_erasure(now, last))


def check_at_all(now: datetime) -> None:
    """Raise Refused where the clock is from before attache was made."""
    if now < clocks.EARLIEST:
        raise Refused(problem("CLK003"))


def _no_erasure(now: datetime, last: datetime) -> Problem:
    return problem("CLK002", now=_day(now), last=_day(last))


def _last(view: View) -> datetime | None:
    at = view.last_written()
    return datetime.fromisoformat(at) if at else None


def _day(time: datetime) -> str:
    return time.date().isoformat()
