"""NIK: what its 16 digits say. PPRRSS DDMMYY XXXX; women have 40 added to the day.

The place is where it was first issued, so an unknown province or regency is worth a warning only:
old codes stay valid after regions split. There is no check digit. Codes are Kemendagri's. The
library python-stdnum is not used: it takes everybody for born before 2000, refuses five provinces,
and takes day 81 for day 1.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from attache import codes
from attache.rules.regencies import is_known

OLDEST = 120
"""Years that somebody can have at most: of the two centuries a NIK can mean, often one is left."""


class NikReading(NamedTuple):
    """What a NIK says of its holder; `birth_dates` are the days it can mean, the likelier first.

    `day` counts from 1 for men and women alike; it and `month` are as written, possible or not.
    """

    province: str | None
    regency: bool
    sex: str
    birth_dates: tuple[date, ...]
    day: int
    month: int
    serial: int


def read_nik(nik: str, today: date) -> NikReading:
    """Read 16 digits. No birth date comes out where day and month do not exist together."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    sex, day = ("female", day - 40) if day > 40 else ("male", day)
    century = today.year // 100 * 100
    years = (century + year, century - 100 + year)
    days = (_day(y, month, day) for y in years)
    possible = tuple(d for d in days if d and d <= today and today.year - d.year <= OLDEST)
    province, known = provinces().get(nik[:2]), is_known(nik[:4])
    return NikReading(province, known, sex, possible, day, month, int(nik[12:]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def provinces() -> dict[str, str]:
    """The provinces by the first two digits of a NIK."""
    return {c.also["kemendagri"]: c.value for c in codes.load("indonesian-province")}
