"""Reading days as officers write them: ISO, day/month/year, Indonesian and English words.

Day comes before month, as in Indonesia; a month above 12 is refused, never turned round.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "pebruari", "feb", "febr", "peb", "pebr"),
    ("maret", "march", "mar"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agu", "ags", "agt", "aug", "agust", "agst"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)
MONTH_WORDS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}
_WEEKDAY_SPELLINGS = (
    ("senin", "monday"),
    ("selasa", "tuesday"),
    ("rabu", "wednesday"),
    ("kamis", "thursday"),
    ("jumat", "jum'at", "friday"),
    ("sabtu", "saturday"),
    ("minggu", "ahad", "sunday"),
)
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAY_SPELLINGS) for word in words}
_NEAR = {"today": 0, "hari ini": 0, "yesterday": -1, "kemarin": -1, "tomorrow": 1, "besok": 1}

_ISO = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_SPACED = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})[ -]*([a-z]+)\.?[ ,-]*'?(\d{4}|\d{2})")
_WORDS_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2}), ?(\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_MONTH_IN_WORDS = re.compile(r"([a-z]+)\.?[ ,-]*(\d{4})")
_YEAR = re.compile(r"(?:(?:th|thn|tahun)\.? ?)?(\d{4})")
# What offices write around a date, or instead of its plain signs.
_SIGNS = str.maketrans(
    "\u2010\u2011\u2012\u2013\u2014\u2212\u2018\u2019`\u00b4", "------" + "'" * 4
)
_AROUND = re.compile(r"(?:(?:tgl|tanggal)\b[ .:]*)?(.*?)(?: 00[:.]00(?:[:.]00)?)?")
_AROUND_SIGN = re.compile(r" ?([-/.]) ?(?=\d)")
_WEEKDAY_FIRST = re.compile(r"([a-z']+)(?: ?[,/] ?| )(.*)")
_WITH_TIME = re.compile(
    r"(.*?)[ ,t]+(?:(?:pukul|pkl|jam)\.? ?)?"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: ?(?:wib|wita|wit|ict|am|pm|z|[+-]\d{2}:?\d{2}))?"
)
_SERIAL = re.compile(r"\d{5}(?:[.,]0+)?")


@lru_cache(maxsize=1 << 15)  # a sheet of many people says the same days again
def read_day(text: str, today: date) -> date | None:
    """The day that a text names, or None where it names none.

    >>> read_day("17 Agustus 2001", date(2026, 1, 31))
    datetime.date(2001, 8, 17)
    """
    text = " ".join(text.lower().split())
    day = _plain(text, today)
    if day or not any(map(str.isdigit, text)):
        return day
    plainer = _plainer(text)
    weekday, rest = _weekday(plainer)
    day = _plain(rest, today)
    return day if day and weekday in (None, day.weekday()) else None


def why_no_day(text: str, today: date) -> str | None:
    """The code of what is wrong with a text that names no day, where that can be told.

    DAT010: the weekday is not that of the date; DAT004: a time of day stands there; DAT003: the
    bare number by which a spreadsheet program counts days.
    """
    text = " ".join(text.lower().split())
    if _SERIAL.fullmatch(text):
        return "DAT003"
    if (found := _WITH_TIME.fullmatch(text)) and read_day(found[1], today):
        return "DAT004"
    weekday, rest = _weekday(_plainer(text))
    return "DAT010" if weekday is not None and _plain(rest, today) else None


def first_two(text: str) -> tuple[int, int]:
    """The first two numbers of a text that names a day by three, the year last; else zeros.

    A weekday beside them tells which of them is the day, and so does a year that comes first.

    >>> first_two("4/3/1991")
    (4, 3)
    """
    plainer = _plainer(" ".join(text.lower().split()))
    if found := _DAY_MONTH_YEAR.fullmatch(plainer):
        return int(found[1]), int(found[3])
    found = _SPACED.fullmatch(plainer)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _plain(text: str, today: date) -> date | None:
    """The day of a text in lower case, without a weekday."""
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        return _day(_full_year(found[4], today), int(found[3]), int(found[1]))
    if found := _SPACED.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    return _in_words(text, today)


def _in_words(text: str, today: date) -> date | None:
    """The day of a text with its month in words."""
    if (found := _IN_WORDS.fullmatch(text)) and found[2] in MONTH_WORDS:
        return _day(_full_year(found[3], today), MONTH_WORDS[found[2]], int(found[1]))
    if (found := _WORDS_FIRST.fullmatch(text)) and found[1] in MONTH_WORDS:
        return _day(int(found[3]), MONTH_WORDS[found[1]], int(found[2]))
    return None


def _plainer(text: str) -> str:
    """A text without what offices write around a date: tgl, midnight, spaces around its signs."""
    around = _AROUND.fullmatch(text.translate(_SIGNS))
    return _AROUND_SIGN.sub(r"\1", around[1]) if around else text


def _weekday(text: str) -> tuple[int | None, str]:
    """The number of the weekday that a text begins with, and the rest."""
    found = _WEEKDAY_FIRST.fullmatch(text)
    if found and found[1] in WEEKDAYS:
        return WEEKDAYS[found[1]], found[2]
    return None, text


def read_partial(text: str, today: date) -> str | None:
    """A day, month or year as YYYY-MM-DD, YYYY-MM or YYYY, or None.

    >>> read_partial("Agustus 2001", date(2026, 1, 31))
    '2001-08'
    """
    if day := read_day(text, today):
        return day.isoformat()
    text = " ".join(text.lower().split()).translate(_SIGNS)
    if found := _YEAR.fullmatch(text):
        return str(int(found[1])) if _day(int(found[1]), 1, 1) else None
    if found := _MONTH_YEAR.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    if found := _ISO_MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if (found := _MONTH_IN_WORDS.fullmatch(text)) and found[1] in MONTH_WORDS:
        return _month(int(found[2]), MONTH_WORDS[found[1]])
    return None


@lru_cache(maxsize=1 << 15)
def span(partial: str) -> tuple[date, date]:
    """The first and last day that a partial date can mean."""
    parts = [int(p) for p in partial.split("-")]
    first = date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return first, first
    month = parts[1] if len(parts) == 2 else 12
    after = date(first.year + month // 12, month % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _full_year(digits: str, today: date) -> int:
    """Two digits mean the year nearest to today that is at most ten years ahead."""
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    return year if year <= today.year + 10 else year - 100


def _day(year: int, month: int, day: int) -> date | None:
    """A day of the years that a record can speak of (Excel's own calendar starts in 1900)."""
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _month(year: int, month: int) -> str | None:
    return f"{year:04}-{month:02}" if _day(year, month, 1) else None
