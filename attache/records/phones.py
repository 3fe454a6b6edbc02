"""The kind for telephone numbers, which people write as they are dialled where they are.

A number without its country code is one of the post's country or of Indonesia: whichever has such
numbers. Where both have them, it is refused; nobody's number is moved to another country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from attache.records.here import Here
from attache.records.identifiers import as_text
from attache.records.kinds import Kind
from attache.records.texts import Unreadable

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

INDONESIA = 62
"""The country code of Indonesia in telephone numbers."""
# What phonenumbers would say of most numbers that an office writes, without asking it: whole ones
# of Indonesia, and its mobile numbers as they are dialled there.
_WHOLE = re.compile(r"\+62[1-9][0-9]{6,12}")
_MOBILE = re.compile(r"0(8[1-35-9][0-9]{7,10})")
# What offices write around a number: which kind of telephone it is.
_AROUND = re.compile(
    r"(?:(?:no\.?\s*)?(?:wa|whatsapp|hp|tel|telp|tlp)\.?\s*:\s*)?(?P<number>.*?)"
    r"(?:\s*\((?:wa|whatsapp|hp)\))?",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(r"[/,;|&\n]|\b(?:atau|dan|or|and)\b", re.IGNORECASE)
_INTERNATIONAL = re.compile(r"\D*(?:\+|00|62[\s.-]?\d)")
_WITH_0 = re.compile(r"\D*0")
# Without + or 0 only these are Indonesian for certain: 855 is Cambodia and a mobile prefix (0855)
# that lost its 0, 84 and 86 are Vietnam and China, and whatever does not begin so is abroad.
_CERTAIN = re.compile(r"\D*8(?!55)[0-35-9](?<!86)")
_LEAST_DIGITS = 7


@dataclass(frozen=True)
class Phone(Kind):
    """A telephone number in any spelling, kept in E.164."""

    name = "phone"
    identifier = True

    def read(self, raw: object, here: Here) -> str:
        text = as_text(raw, "PHN002").strip()
        if _WHOLE.fullmatch(text):
            return text
        if (found := _MOBILE.fullmatch(text)) and not _perhaps_of(here.country)(found[1]):
            return f"+62{found[1]}"
        around = _AROUND.fullmatch(text)
        text = around["number"] if around else text
        if _are_several(text):
            raise Unreadable("PHN011")
        if any(c.isalpha() for c in text):  # the library would dial letters as digits
            raise Unreadable("PHN001")
        return _whole(text) if _INTERNATIONAL.match(text) else _dialled(text, here.country)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\+[1-9][0-9]{1,14}$"}


def _are_several(text: str) -> bool:
    """Whether a second number follows, or its end, as in 0800 111 1111/12."""
    first, *more = (sum(map(str.isdigit, part)) for part in _BETWEEN.split(text))
    return first >= _LEAST_DIGITS and any(more)


def _whole(text: str) -> str:
    """A number with its country code, in E.164; raises Unreadable where it cannot be one."""
    text = text.removeprefix("00")
    number = _abroad(text)
    if number is None:
        raise Unreadable("PHN001")
    return _e164(number)


def _dialled(text: str, country: str) -> str:
    """A number as it is dialled at the post or in Indonesia, in E.164; raises Unreadable.

    Without its 0 it may also be one that lost its +, unless it begins as Indonesian ones do.
    """
    meant = [*_meant(text, country)]
    abroad = _without_its_plus(text, meant)
    if abroad or len(meant) > 1:
        raise Unreadable("PHN010", codes=_listed([*meant, *abroad]))
    if not meant:
        raise Unreadable("PHN001")
    return _e164(meant[0])


def _without_its_plus(text: str, meant: list[PhoneNumber]) -> list[PhoneNumber]:
    """The number of another country that a text may be that begins neither with + nor with 0."""
    if _WITH_0.match(text) or _CERTAIN.match(text):
        return []
    abroad = _abroad(text)
    of_the_post = len(meant) == 1 and meant[0].country_code != INDONESIA
    return [abroad] if abroad and not (of_the_post and not _is_valid(abroad)) else []


def _listed(numbers: list[PhoneNumber]) -> str:
    """How the numbers begin, and how an Indonesian one does."""
    codes = {INDONESIA, *(number.country_code or INDONESIA for number in numbers)}
    return ", ".join(f"+{code}…" for code in sorted(codes))


def _meant(text: str, country: str) -> Iterator[PhoneNumber]:
    """The numbers that somebody may mean who dials so at the post or in Indonesia."""
    for region in dict.fromkeys(("ID", _region(country) or "ID")):
        number = _parsed(text, region)
        if number and _is_valid(number):
            yield number


def _abroad(text: str) -> PhoneNumber | None:
    """The number that begins with its country code, where there can be such a one."""
    import phonenumbers

    number = _parsed(text if "+" in text else f"+{text}", "ID")
    return number if number and phonenumbers.is_possible_number(number) else None


def _parsed(text: str, region: str) -> PhoneNumber | None:
    """What the library makes of a text; None where that is no number, or one with an extension."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return None if number.extension else number


def _is_valid(number: PhoneNumber) -> bool:
    import phonenumbers

    return phonenumbers.is_valid_number(number)


def _e164(number: PhoneNumber) -> str:
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@cache
def _region(country: str) -> str:
    """The two letters of a country (ISO 3166-1), by its three; empty where it has none."""
    from attache.codes.countries import alpha2

    return alpha2(country)


@cache
def _perhaps_of(country: str) -> Callable[[str], object]:
    """Whether the post's country may have a number, by its digits without the 0."""
    import phonenumbers

    region = _region(country)
    about = phonenumbers.PhoneMetadata.metadata_for_region(region, None) if region else None
    if about is None or about.general_desc is None or region == "ID":
        return lambda _digits: None
    return re.compile(str(about.general_desc.national_number_pattern)).fullmatch
