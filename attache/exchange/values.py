"""A kept value as a cell shows it, so that reading the cell gives the same value back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from attache import codes
from attache.exchange.layout import SEPARATOR
from attache.language import Language
from attache.records.record import Field

Shown = str | int | float
_SERIAL_ZERO = date(1899, 12, 30).toordinal()
# Excel has a 29 February 1900 and LibreOffice has not: their serials agree only after it.
_FIRST_AGREED = "1900-03-01"


def shown_as(field: Field, language: Language) -> Callable[[Any], Shown]:
    """How values of a field are shown: labels of codes in one language, several joined with `; `.

    Days become serial numbers of the 1900 calendar, numbers stay numbers, all else is text.
    """
    one = _one(field, language)
    if field.kind.many:
        return lambda values: SEPARATOR.join(str(one(value)) for value in values)
    return one


def labels(code_list: str, language: Language) -> list[str]:
    """The labels of a code list in one language, in its own order."""
    return [getattr(code.label, language) for code in codes.load(code_list)]


def _one(field: Field, language: Language) -> Callable[[Any], Shown]:
    if field.code_list:
        known = codes.load(field.code_list)
        return lambda value: getattr(known.label(value), language)
    if field.kind.name == "day":
        return _serial
    return lambda value: value if isinstance(value, (int, float)) else str(value)


def _serial(day: str) -> Shown:
    return day if day < _FIRST_AGREED else date.fromisoformat(day).toordinal() - _SERIAL_ZERO
