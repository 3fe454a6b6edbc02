"""The kind of an amount of money, which may say its currency too: `Rp 1.650.000`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from attache import codes
from attache.records.here import Here
from attache.records.kinds import Kind
from attache.records.texts import Unreadable, typed

CURRENCIES = "currency"
_WRITTEN = re.compile(
    r"(?P<before>[^\d-]*?)\s*(?P<number>-?\d(?:[\d., ]*\d)?)"
    r"(?:[.,]\s?[-\u2013\u2014=]{1,2})?"  # no cents: 1.650.000,-
    r"(?!\d)\s*(?P<times>(?:juta|jt|ribu|rb)\b)?\.?\s*(?P<after>\D*)",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?:^|\s)[.,]\s*$")  # .5 is no 5
_TIMES = {"juta": 10**6, "jt": 10**6, "ribu": 10**3, "rb": 10**3}
_ONE_SEPARATOR = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


class _Written(NamedTuple):
    """An amount as it was written: its digits, by what they are multiplied, and its currency."""

    number: str
    times: int = 1
    currency: str = ""


@dataclass(frozen=True)
class Amount(Kind):
    """An amount of money. Grouping as in 1.200.000, 1,200,000 or 1 200 000.

    A single separator followed by three digits is read as thousands where a currency is known,
    because none of the list has three decimals (ISO 4217); elsewhere it is refused, and in a number
    cell always. `beside` is the field of the currency, which the text may say as well.
    """

    name = "amount"
    beside: str = ""

    def read(self, raw: object, here: Here) -> Decimal:
        written = _written(raw)
        amount = Decimal(_ungrouped(written)) * written.times
        if written.number.startswith("-") or amount >= 10**12:
            raise Unreadable("NUM004")
        return amount.normalize() if amount else Decimal(0)

    def divided(self, raw: object, other: object) -> tuple[object, object]:
        """The amount and its currency, where the text says both or the currency stands beside it.

        Raises Unreadable (NUM008) where they name two currencies.
        """
        if not isinstance(raw, str):
            return raw, other
        try:
            mine = _written(raw).currency
        except Unreadable:
            return raw, other
        theirs = codes.load(CURRENCIES).find(other) if isinstance(other, str) else None
        if mine and theirs and mine != theirs:
            raise Unreadable("NUM008", amount=mine, currency=theirs)
        if theirs and not mine:
            return f"{theirs} {raw}", other
        return raw, mine if mine and other in (None, "") else other

    def kept(self, value: Decimal) -> int | float:
        return int(value) if value == value.to_integral_value() else float(value)

    def revived(self, kept: float) -> Decimal:
        return Decimal(str(kept))

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0}


def _written(raw: object) -> _Written:
    """What a text says of an amount; raises Unreadable."""
    text = typed(raw).strip().replace("\u00a0", " ")
    if not isinstance(raw, str):
        return _Written(text)
    found = _WRITTEN.fullmatch(text)
    if not found or _HALF.search(found["before"]):
        raise Unreadable("NUM003")
    around = [around for name in ("before", "after") if (around := found[name].strip(" .:"))]
    currencies = {codes.load(CURRENCIES).find(text) for text in around}
    if None in currencies or len(currencies) > 1:
        raise Unreadable("NUM003")
    times = _TIMES[found["times"].lower()] if found["times"] else 1
    return _Written(found["number"], times, next(filter(None, currencies), ""))


def _ungrouped(written: _Written) -> str:
    """Digits with at most a decimal point; raises Unreadable where a separator has two meanings."""
    text = written.number.removeprefix("-")
    if written.times > 1 and not re.fullmatch(r"\d{1,3}(?:[.,]\d{1,2})?", text):
        raise Unreadable("NUM005")  # 1.250 juta may be a thousand times 1,25 juta
    if re.fullmatch(r"\d{1,3}([., ])\d{3}", text):
        if text[-4] == " " or (written.currency and _ONE_SEPARATOR.fullmatch(text)):
            return re.sub(r"\D", "", text)
        raise Unreadable("NUM005")
    if found := re.fullmatch(r"(\d{1,3}([., ])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d{1,2}))?", text):
        return found[1].replace(found[2], "") + (f".{found[3]}" if found[3] else "")
    if found := re.fullmatch(r"(\d+)(?:[.,](\d{1,2}))?", text):
        return found[1] + (f".{found[2]}" if found[2] else "")
    raise Unreadable("NUM003")
