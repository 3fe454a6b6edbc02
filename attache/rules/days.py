"""Rules on dates: what happened lies in the past, and ends come after beginnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

from attache.problems import Problem, problem
from attache.records.dates import span
from attache.records.record import Record, fields


def no_future(record: Record, today: date) -> Iterator[Problem]:
    """A day that is not declared as `future` is today at the latest."""
    for name in _past(type(record)):
        days = _span(getattr(record, name))
        if days and days[0] > today:
            yield problem("DAT005", name)


@cache
def _past(model: type[Record]) -> tuple[str, ...]:
    """The days of a record type that cannot lie ahead."""
    dated = (f for f in fields(model).values() if f.kind.name in ("day", "partial-day"))
    return tuple(f.name for f in dated if not f.column.future)


def order(first: str, second: str) -> Callable[[Any, date], Iterator[Problem]]:
    """The rule that one date is not after another; partial dates get the benefit of the doubt."""

    def in_order(record: Record, _today: date) -> Iterator[Problem]:
        begin, end = _span(getattr(record, first)), _span(getattr(record, second))
        if begin and end and end[1] < begin[0]:
            yield problem("DAT006", second, other=fields(type(record))[first].column.title)

    return in_order


def _span(value: date | str | None) -> tuple[date, date] | None:
    if value is None:
        return None
    return (value, value) if isinstance(value, date) else span(value)
