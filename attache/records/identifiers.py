"""Kinds for numbers that identify: NIK, passports and SPLP, phones; and for counts.

An identifier in a number cell is refused: the spreadsheet program has already changed it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeGuard

from attache.records.kinds import Kind
from attache.records.texts import Unreadable, typed

_SEPARATORS = re.compile(r"[\s.\-]+")
# What phonenumbers would say of most numbers that an office writes, without asking it.
_INDONESIAN = re.compile(r"(?:\+62|0)([1-9][0-9]{6,12})")
# What offices write around a number: which kind of telephone it is.
_AROUND = re.compile(
    r"(?:(?:no\.?\s*)?(?:wa|whatsapp|hp|tel|telp|tlp)\.?\s*:\s*)?(?P<number>.*?)"
    r"(?:\s*\((?:wa|whatsapp|hp)\))?",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(r"[/,;|&\n]|\b(?:atau|dan|or|and)\b", re.IGNORECASE)
# Without + or 0 only these are Indonesian for certain: 855 is Cambodia and a mobile prefix (0855)
# that lost its 0, 84 and 86 are Vietnam and China, and whatever does not begin so is abroad.
_CERTAIN = re.compile(r"\D*(?:[+0]|62|8(?!55)[0-35-9](?<!86))")
_LEAST_DIGITS = 7
_CALLED = r"\s*(?:no\.?\s*|nomor\s+)?(?:{})\s*(?:no\.?\s*)?[:.\s]\s*(.+)"
_CASE = re.IGNORECASE | re.DOTALL
_AROUND_NIK = re.compile(
    r"\s*['\"\u2018\u2019\u201c\u201d`]*\s*(?:(?:nik|no\.?\s*ktp)\s*[:.]?)?\s*(.*?)"
    r"['\"\u2018\u2019\u201c\u201d`]*\s*",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"(?=.*[0-9])[A-Z0-9/]+")


def _as_text(raw: object, code: str) -> str:
    if not isinstance(raw, str):
        raise Unreadable(code)
    return typed(raw)


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

    def read(self, raw: object, today: date) -> str:
        if _is_short(raw):
            raise Unreadable("NIK001", count=len(str(int(raw))))
        text = _as_text(raw, "NIK003")
        digits = text if text.isdecimal() else _SEPARATORS.sub("", text)
        if not digits.isdecimal() and (found := _AROUND_NIK.fullmatch(text)):
            digits = _SEPARATORS.sub("", found[1])
        if not (digits.isascii() and digits.isdecimal()):
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

    def read(self, raw: object, today: date) -> str:
        text = _as_text(raw, "DOC002")
        if len(text) <= self.limit and _DOCUMENT.fullmatch(text):
            return text  # as most are written
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text)
        if self.called and (found := re.fullmatch(_CALLED.format(self.called), text, _CASE)):
            text = found[1]
        number = _SEPARATORS.sub("", text).upper()
        if not _DOCUMENT.fullmatch(number):
            raise Unreadable("DOC001")
        if len(number) > self.limit:
            raise Unreadable("DOC003", limit=self.limit)
        return number


@dataclass(frozen=True)
class Phone(Kind):
    """A telephone number in any spelling, kept in E.164. A national number (08…) is Indonesian.

    Without + or 0 in front a number may have lost either; where that leaves two countries, it is
    refused.
    """

    name = "phone"
    identifier = True

    def read(self, raw: object, today: date) -> str:
        text = _as_text(raw, "PHN002").strip()
        if found := _INDONESIAN.fullmatch(text):
            return f"+62{found[1]}"
        around = _AROUND.fullmatch(text)
        text = around["number"] if around else text
        if _are_several(text):
            raise Unreadable("PHN011")
        number = _dialled(text)
        if not _CERTAIN.match(text):
            raise Unreadable("PHN010")
        return number

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\+[1-9][0-9]{1,14}$"}


def _are_several(text: str) -> bool:
    """Whether a second number follows, or its end, as in 0800 111 1111/12."""
    first, *more = (sum(map(str.isdigit, part)) for part in _BETWEEN.split(text))
    return first >= _LEAST_DIGITS and any(more)


def _dialled(text: str) -> str:
    """One number in E.164; raises Unreadable where it cannot be one."""
    import phonenumbers

    if any(c.isalpha() for c in text):  # the library would dial letters as digits
        raise Unreadable("PHN001")
    text = f"+{text[2:]}" if text.startswith("00") else text
    text = f"+{text}" if re.match(r"62[\s.-]?\d", text) else text
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        raise Unreadable("PHN001") from None
    if number.extension or not phonenumbers.is_possible_number(number):
        raise Unreadable("PHN001")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@dataclass(frozen=True)
class Count(Kind):
    """A whole number from `least` to `most`."""

    name = "count"
    least: int = 0
    most: int = 1_000_000

    def read(self, raw: object, today: date) -> int:
        text = typed(raw).strip()
        if not re.fullmatch(r"-?[0-9]{1,12}", text):
            raise Unreadable("NUM001")
        if not self.least <= int(text) <= self.most:
            raise Unreadable("NUM002", least=self.least, most=self.most)
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}
