"""Rules on people: identity numbers, birth dates, and what agrees with what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from attache.problems import Problem, problem
from attache.records.dates import span
from attache.rules.nik import read_nik

if TYPE_CHECKING:
    from attache.records.cooperation import Training
    from attache.records.person import Person

OLDEST = 120
_INDONESIAN_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,7}")

AGE_BANDS = (
    ("0-11", 11),
    ("12-17", 17),
    ("18-24", 24),
    ("25-34", 34),
    ("35-44", 44),
    ("45-59", 59),
)
"""Name and last year of each band but the open one. 18 is the boundary of UU 21/2007."""


def birth_date(person: Person, today: date) -> Iterator[Problem]:
    """Nobody is older than 120 years."""
    if person.birth_date and span(person.birth_date)[1].year < today.year - OLDEST:
        yield problem("DAT007", "birth_date")


def nik(person: Person, today: date) -> Iterator[Problem]:
    """A NIK holds a date that exists; it agrees with the birth date, the sex and a province."""
    if not person.nik:
        return
    said = read_nik(person.nik, today)
    if not said.birth_dates:
        yield problem("NIK004", "nik")
        return
    if person.birth_date:
        first, last = span(person.birth_date)
        if not any(first <= day <= last for day in said.birth_dates):
            yield problem("NIK005", "nik")
    if person.sex in ("female", "male") and person.sex != said.sex:
        yield problem("NIK006", "nik")
    if said.province is None:
        yield problem("NIK007", "nik")


def passport(person: Person, _today: date) -> Iterator[Problem]:
    """An Indonesian passport has one or two letters and six or seven digits; others may not."""
    number = person.passport
    if number and person.nationality == "IDN" and not _INDONESIAN_PASSPORT.fullmatch(number):
        yield problem("DOC004", "passport")


def women_among_participants(training: Training, _today: date) -> Iterator[Problem]:
    """Women are counted among the participants, so there are not more of them."""
    known = [n for n in (training.participants_ours, training.participants_theirs) if n is not None]
    women = training.participants_women
    if women is not None and known and women > sum(known):
        yield problem("NUM007", "participants_women")


def age_band(birth: str | None, on: date) -> str:
    """The age band on a day; a partial birth date counts where every day of it gives one band."""
    if not birth:
        return "unknown"
    bands = {_band(day, on) for day in span(birth)}
    return bands.pop() if len(bands) == 1 else "unknown"


def _band(birth: date, on: date) -> str:
    age = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    return next((name for name, last in AGE_BANDS if age <= last), "60-plus")
