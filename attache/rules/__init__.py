"""What follows from a record: pure functions. No clock, no disk; `today` is passed in.

Each rule takes a record and today, and yields problems. `RULES` says which apply to what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from attache.problems import Problem
from attache.rules import days, identity, money, people

Rule = Callable[[Any, date], Iterable[Problem]]

EVERY: tuple[Rule, ...] = (days.no_future,)

RULES: Mapping[str, tuple[Rule, ...]] = {
    "person": (
        people.one_script,
        people.birth_date,
        people.nik,
        people.passport,
        people.splp,
    ),
    "identity-document": (days.order("issued_on", "expires_on"),),
    "identity-decision": (identity.two_people,),
    "former-number": (identity.a_number,),
    "consultation": (days.order("on", "follow_up"),),
    "victim-case": (
        days.order("entry_date", "site_exit"),
        days.order("site_arrival", "site_exit"),
        money.currency("promised_pay", "promised_currency"),
        money.currency("debt_amount", "debt_currency"),
    ),
    "return-step": (money.currency("amount", "currency"),),
    "information-request": (
        days.order("asked_on", "due_on"),
        days.order("asked_on", "answered_on"),
    ),
    "programme": (days.order("start_on", "end_on"),),
    "commitment": (days.order("agreed_on", "due_on"),),
    "training": (days.order("start_on", "end_on"), people.women_among_participants),
}


def check(kind: str, record: Any, today: date) -> tuple[Problem, ...]:
    """Every problem that the rules find in a record of this type."""
    rules = (*EVERY, *RULES.get(kind, ()))
    return tuple([found for rule in rules for found in rule(record, today)])
