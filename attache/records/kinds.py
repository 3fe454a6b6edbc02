"""Kinds of value: how each is read from what a person typed or a sheet held, kept, and described.

A field is declared as `Annotated[python type, kind, Column(...)]`. Reading either yields the one
normal form or raises `Unreadable` with a code of the problem catalogue.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from attache import codes
from attache.records.dates import read_day, read_partial, why_no_day
from attache.records.here import Here
from attache.records.refs import divided, is_id, read_ref
from attache.records.texts import Unreadable, is_tidy, parts, typed, unique

_BETWEEN = re.compile(r"[,/\n]")


class Kind(ABC):
    """How one field's value is read and kept. `name` is what documents and messages call it."""

    name: ClassVar[str]
    many: ClassVar[bool] = False
    identifier: ClassVar[bool] = False
    wordy: ClassVar[bool] = False
    """Whether a list may show the beginning of a value; of a day or a number that says nothing."""
    few: ClassVar[bool] = False
    """Whether many records say the same few texts, so that it pays to remember what was read."""
    long: bool = False
    """Whether it holds texts of several lines."""
    beside: str = ""
    """The field that a text of this kind may say as well, as an amount may its currency."""

    @abstractmethod
    def read(self, raw: object, here: Here) -> Any:
        """The value in its normal form; raises Unreadable."""

    def divided(self, raw: object, other: object) -> tuple[object, object]:
        """What was given for this field and for the one beside it; raises Unreadable."""
        return raw, other

    def kept(self, value: Any) -> Any:
        """The value as JSON keeps it."""
        return value

    def revived(self, kept: Any) -> Any:
        """A kept value as Python has it."""
        return kept

    def order(self, value: Any) -> Any:
        """What a value is sorted by in a list: texts as people sort them, others by value."""
        if self.many:
            return tuple(map(codes.in_order, map(str, value)))
        return codes.in_order(value) if isinstance(value, str) else value

    def schema(self) -> dict[str, Any]:
        """The JSON schema of the kept form."""
        return {"type": "string"}


class Several(Kind):
    """Several values, kept as a list."""

    many = True

    def kept(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def revived(self, kept: Iterable[str]) -> tuple[str, ...]:
        return tuple(kept)


@dataclass(frozen=True)
class Text(Kind):
    """Words: NFC, without control, bidi and zero-width characters, trimmed.

    One-line text has its inner white space folded to single spaces; long text keeps its lines.
    """

    name = "text"
    wordy = True
    limit: int = 200
    long: bool = False
    worded: bool = False  # must hold at least one letter, as a name does

    def read(self, raw: object, here: Here) -> str:
        if is_tidy(raw) and len(raw) <= self.limit and (not self.worded or raw[0].isalpha()):
            return raw
        text = typed(raw)
        text = text.strip() if self.long else " ".join(text.split())
        if not text:
            raise Unreadable("TXT004")
        if len(text) > self.limit:
            raise Unreadable("TXT002", limit=self.limit)
        if self.worded and not any(map(str.isalpha, text)):
            raise Unreadable("TXT003")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.limit}


@dataclass(frozen=True)
class Texts(Several):
    """Several short texts, given as a list or separated by semicolons."""

    name = "texts"
    wordy = True
    limit: int = 200
    worded: bool = False

    def read(self, raw: object, here: Here) -> tuple[str, ...]:
        one = Text(self.limit, worded=self.worded)
        if is_tidy(raw) and ";" not in raw:
            return (one.read(raw, here),)
        return unique(one.read(part, here) for part in parts(raw))

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "maxLength": self.limit}}


@dataclass(frozen=True)
class Day(Kind):
    """A day. Kept as YYYY-MM-DD."""

    name = "day"
    few = True

    def read(self, raw: object, here: Here) -> date:
        if isinstance(raw, datetime) and raw.time() != datetime.min.time():
            raise Unreadable("DAT004")
        if isinstance(raw, (int, float)):
            raise Unreadable("DAT003")
        text = str(raw)[:10] if isinstance(raw, date) else typed(raw)
        day = read_day(text, here.today)
        if day is None:
            raise Unreadable(why_no_day(text, here.today) or "DAT001")
        return day

    def kept(self, value: date) -> str:
        return value.isoformat()

    def revived(self, kept: str) -> date:
        return date.fromisoformat(kept)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


_DAY = Day()


@dataclass(frozen=True)
class PartialDay(Kind):
    """A date known to the day, the month or the year: YYYY-MM-DD, YYYY-MM or YYYY."""

    name = "partial-day"
    few = True

    def read(self, raw: object, here: Here) -> str:
        if isinstance(raw, date):
            return _DAY.read(raw, here).isoformat()
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if isinstance(raw, int) and not isinstance(raw, bool) and not 1900 <= raw <= 2100:
            raise Unreadable("DAT003")
        text = typed(raw)
        partial = read_partial(text, here.today)
        if partial is None:
            raise Unreadable(why_no_day(text, here.today) or "DAT002")
        return partial

    def order(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


@dataclass(frozen=True)
class OneOf(Kind):
    """One value of a closed list of `codes/`."""

    name = "code"
    wordy = True
    few = True
    list: str = ""

    def read(self, raw: object, here: Here) -> str:
        if isinstance(raw, bool):
            raw = "yes" if raw else "no"
        text = typed(raw)
        value = codes.load(self.list).find(text)
        if value is None:
            raise unknown_code(self.list, text)
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [*codes.load(self.list).codes]}


@dataclass(frozen=True)
class SomeOf(Several):
    """Several values of a closed list. "Unknown", "declined" and "not asked" stand alone.

    Commas, slashes and new lines separate too, where each part is a value.
    """

    name = "codes"
    wordy = True
    few = True
    list: str = ""

    def read(self, raw: object, here: Here) -> tuple[str, ...]:
        one, known = OneOf(self.list), codes.load(self.list)
        given = (p for part in parts(raw) for p in _known_parts(part, known))
        values = unique(one.read(part, here) for part in given)
        if len(values) > 1 and codes.load(self.list).no_answer.intersection(values):
            raise Unreadable("COD003")
        return values

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": OneOf(self.list).schema(), "minItems": 1}


@dataclass(frozen=True)
class RecordRef(Kind):
    """The ref or id of another record; `to` names the record types it may be (empty: any)."""

    name = "ref"
    wordy = True
    identifier = True
    to: tuple[str, ...] = ()

    def read(self, raw: object, here: Here) -> str:
        text = typed(raw).strip()
        if is_id(text.lower()):
            return text.lower()
        ref = read_ref(text)
        if ref is None:
            raise Unreadable("REF001")
        return str(ref)


@dataclass(frozen=True)
class RecordRefs(Several):
    """Several refs, given as a list or separated by semicolons, commas or new lines."""

    name = "refs"
    wordy = True
    identifier = True
    to: tuple[str, ...] = ()

    def read(self, raw: object, here: Here) -> tuple[str, ...]:
        one = RecordRef(self.to)
        given = (ref for part in parts(raw) for ref in divided(part))
        return unique(one.read(ref, here) for ref in given)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}


def _known_parts(text: str, known: codes.CodeList) -> list[str]:
    """A text that is no value, divided where that makes values of all its parts."""
    if known.find(text):
        return [text]
    found = [part for part in _BETWEEN.split(text) if part.strip()]
    return found if found and all(map(known.find, found)) else [text]


def unknown_code(name: str, text: str) -> Unreadable:
    """The refusal of a text that no value of the list has, with the nearest one suggested."""
    known = codes.load(name)
    if nearest := known.nearest(text):
        return Unreadable("COD002", list=name, nearest=nearest, label=str(known.label(nearest)))
    return Unreadable("COD005" if text.strip().isdecimal() else "COD001", list=name)
