"""Rules on amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from attache.problems import Problem, problem


def currency(amount: str, currency: str) -> Callable[[Any, date], Iterator[Problem]]:
    """The rule that an amount names its currency."""

    def has_currency(record: Any, _today: date) -> Iterator[Problem]:
        if getattr(record, amount) is not None and getattr(record, currency) is None:
            yield problem("NUM006", currency)

    return has_currency
