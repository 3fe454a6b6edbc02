"""Kinds for numbers that identify: NIK, passports and SPLP; and for counts.

An identifier in a number cell is refused: the spreadsheet program has already changed it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, TypeGuard

from attache.problems import Word
from attache.records.here import Here
from attache.records.kinds import Kind
from attache.records.nothing import says_none
from attache.records.texts import Unreadable, typed
from attache.records.whereabouts import says_where

_SEPARATORS = re.compile(r"[\s.\-]+")
_CALLED = r"\s*(?:no\.?\s*|nomor\s+)?(?:{})\s*(?:no\.?\s*)?[:.\s]\s*(.+)"
_CASE = re.IGNORECASE | re.DOTALL
_AROUND_NIK = re.compile(
    r"\s*['\"\u2018\u2019\u201c\u201d`]*\s*(?:(?:nik|no\.?\s*ktp)\s*[:.]?)?\s*(.*?)"
    r"['\"\u2018\u2019\u201c\u201d`]*\s*",
    re.IGNORECASE,
)
_POWER_OF_TEN = re.compile(r"\s*[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,2}\s*", re.IGNORECASE)
_DOCUMENT = re.compile(r"(?=.*[0-9])(?!0+\Z)[A-Z0-9/]+")


def as_text(raw: object, code: str) -> str:
    """The text of a cell; anything else raises Unreadable with this code, or with that of a 0."""
    if not isinstance(raw, str):
        refuse_words(raw)
        raise Unreadable(code)
    return typed(raw)


def refuse_words(raw: object) -> None:
    """Raise Unreadable where words stand in place of a number.

    DOC007 where they say what became of it, DOC009 where they, or zeros, say that there is none.
    """
    if isinstance(raw, str) and says_where(raw):
        raise Unreadable("DOC007", words=Word(raw.strip()))
    if says_none(raw):
        raise Unreadable("DOC009", words=Word("0" if raw == 0 else str(raw).strip()))


def is_power_of_ten(text: str) -> bool:
    """Whether a spreadsheet program wrote a number as a power of ten, without its last digits.

    >>> is_power_of_ten("3,50613E+15")
    True
    """
    return _POWER_OF_TEN.fullmatch(text) is not None


def _is_short(raw: object) -> TypeGuard[float]:
    """Whether a number cell has fewer digits than a spreadsheet program keeps: they are right."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return False
    return 0 <= raw < 10**15 and raw == int(raw)


@dataclass(frozen=True)
class Nik(Kind):
    """Nomor Induk Kependudukan: 16 digits. What they say is judged in `rules`, not here."""

    name = "nik"
    identifier = True

    def read(self, raw: object, here: Here) -> str:
        if _is_short(raw):
            refuse_words(raw)
            raise Unreadable("NIK001", count=len(str(int(raw))))
        text = as_text(raw, "NIK003")
        digits = text if text.isdecimal() else _SEPARATORS.sub("", text)
        if not digits.isdecimal() and (found := _AROUND_NIK.fullmatch(text)):
            digits = _SEPARATORS.sub("", found[1])
        if is_power_of_ten(text):
            raise Unreadable("NIK012")
        if not digits.strip("0"):
            refuse_words(text)
            refuse_words(digits)
        if not (digits.isascii() and digits.isdecimal()):
            refuse_words(text)
            raise Unreadable("NIK002")
        if len(digits) != 16:
            raise Unreadable("NIK001", count=len(digits))
        return digits

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{16}$"}


@dataclass(frozen=True)
class DocumentNumber(Kind):
    """Number of a passport, SPLP or another travel document: upper case, no separators.

    ICAO 9303 gives nine characters in the MRZ; longer numbers of other papers stay possible.
    `called` are the words that may stand before the number, as a pattern: `Paspor: X0000000`.
    """

    name = "document-number"
    identifier = True
    limit: int = 20
    called: str = ""

    def read(self, raw: object, here: Here) -> str:
        text = as_text(raw, "DOC002")
        if len(text) <= self.limit and _DOCUMENT.fullmatch(text):
            return text  # as most are written
        refuse_words(text)
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text)
        if self.called and (found := re.fullmatch(_CALLED.format(self.called), text, _CASE)):
            text = found[1]
        number = _SEPARATORS.sub("", text).upper()
        if not number.strip("0"):
            refuse_words(number)
        if not _DOCUMENT.fullmatch(number):
            raise Unreadable("DOC001")
        if len(number) > self.limit:
            raise Unreadable("DOC003", limit=self.limit)
        return number


@dataclass(frozen=True)
class Count(Kind):
    """A whole number from `least` to `most`."""

    name = "count"
    least: int = 0
    most: int = 1_000_000

    def read(self, raw: object, here: Here) -> int:
        text = typed(raw).strip()
        if not re.fullmatch(r"-?[0-9]{1,12}", text):
            raise Unreadable("NUM001")
        if not self.least <= int(text) <= self.most:
            raise Unreadable("NUM002", least=self.least, most=self.most)
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}
