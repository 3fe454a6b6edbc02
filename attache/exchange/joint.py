"""Columns that hold two fields in one cell, as Indonesian forms do, or one of two fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from attache.codes import folded
from attache.exchange.compound import field_of
from attache.problems import Problem, problem
from attache.records.dates import WEEKDAYS, read_day, read_partial

if TYPE_CHECKING:
    from attache.exchange.reader import Cell

JOIN, EITHER = "+", "|"
BIRTH = f"birth_place{JOIN}birth_date"
FOLLOW_UP = f"advice{EITHER}follow_up"
PAPER = f"passport{EITHER}splp"
_TWO = re.compile(r"[+|]")
_BIRTH_HEADS = (
    "TTL",
    "Tempat/tgl lahir",
    "Tempat dan tanggal lahir",
    "Tempat dan tgl lahir",
    "Tempat, tanggal lahir",
    "Tempat tgl lahir",
    "Tmpt/tgl lahir",
    "Tpt/tgl lahir",
    "Place and date of birth",
)
HEADS: Mapping[str, str] = {
    **{folded(head): BIRTH for head in _BIRTH_HEADS},
    folded("Tindak lanjut"): FOLLOW_UP,
    **{
        folded(f"{number}{papers}"): PAPER
        for number in ("", "No. ", "Nomor ")
        for papers in ("Paspor/SPLP", "SPLP/Paspor", "Paspor atau SPLP", "Passport/SPLP")
    },
}
"""Folded heads of such columns, with the fields that stand there: joined by a plus, or by a bar."""
_PLACE = re.compile(r"[^\d,]+")
_PLACES = re.compile(r"[^\d]*[^\d\s,]")
_LOOSE = re.compile(r"(?P<place>[^\d,/]*[^\W\d])\s*[\s/:;-]\s*(?P<day>\d.*)", re.DOTALL)
_SPLP = re.compile(r"\s*(?:splp\b.*|[a-z]{2}[\s.-]*[0-9]{6}\s*)", re.IGNORECASE | re.DOTALL)
_SOME_DAY = date(2026, 1, 31)  # only whether a text names a day is asked


def fields_of(name: str) -> list[str]:
    """The fields that a column may fill."""
    return _TWO.split(field_of(name))


def either(name: str) -> list[str]:
    """The fields of which a column fills one in each row."""
    return name.split(EITHER)


def parted(name: str, cell: Cell) -> Iterator[tuple[str, Cell] | Problem]:
    """What a cell says of which field, or the problem that it cannot be divided."""
    first, second = fields_of(name)
    if EITHER in name:
        yield (first if _is_first(first, cell) else second), cell
    elif not isinstance(cell, str):  # a date alone
        yield second, cell
    elif found := _place_and_day(cell):
        place, day = found
        if place:
            yield first, place
        yield second, day
    else:
        yield problem("XLS103", second)


def _is_first(first: str, cell: Cell) -> bool:
    """Whether a cell is for the first of two fields: advice, or a passport.

    Advice names no day and does not begin as one. What is called an SPLP, or has the two letters
    and six digits of one, is no passport.
    """
    if first.endswith("passport"):
        return not (isinstance(cell, str) and _SPLP.fullmatch(cell))
    words = isinstance(cell, str) and cell.strip()[:1].isalpha()
    return words and read_day(str(cell), _SOME_DAY) is None


def _place_and_day(text: str) -> tuple[str, str] | None:
    """The place (empty where there is none) and what stands for the date."""
    if read_partial(text, _SOME_DAY):
        return "", text
    place, comma, day = (part.strip() for part in text.rpartition(","))
    if comma and any(c.isdigit() for c in day):
        before, _comma, weekday = (part.strip() for part in place.rpartition(","))
        if before and weekday.casefold() in WEEKDAYS:
            place, day = before, f"{weekday}, {day}"
        one = _PLACE.fullmatch(place) is not None
        several = _PLACES.fullmatch(place) and read_day(day, _SOME_DAY)
        return (place, day) if one or several else None
    found = _LOOSE.fullmatch(text.strip())
    if found is None or not read_day(found["day"], _SOME_DAY):
        return None
    place = found["place"].strip(" -.:;")
    return None if place.split()[-1].casefold() in WEEKDAYS else (place, found["day"])
