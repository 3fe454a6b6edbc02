"""The kind for telephone numbers, which people write as they are dialled where they are.

A number without its country code is one of the post's country or of Indonesia: whichever has such
numbers. Where both have them, or where an Indonesian one begins as numbers of the post's country
do, it is refused; nobody's number is moved to another country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.records.here import Here
from attache.records.identifiers import as_text, is_power_of_ten, refuse_words
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
_INTERNATIONAL = re.compile(r"\D*(?:\+|00)")
_WITH_0 = re.compile(r"\D*0")
_AS_CODE = re.compile(rf"\D*{INDONESIA}")
# Without + or 0 only these are Indonesian for certain: 855 is Cambodia and a mobile prefix (0855)
# that lost its 0, 84 and 86 are Vietnam and China, and whatever does not begin so is abroad.
_CERTAIN = re.compile(r"\D*8(?!55)[0-35-9](?<!86)")
_AS_FRACTION = re.compile(r"(\+?[0-9]{8,15})[.,]0+")
_LEAST_DIGITS = 7
_BEGINNING = 2
"""Digits by which a number is known as one of a country: most area codes and networks have two."""
_INSIDE = [f"{digits:02}" for digits in range(100)]
_REST = "0123456789"
"""What may follow them, where it is asked whether any number does."""
_TYPES = (
    "fixed_line",
    "mobile",
    "voip",
    "personal_number",
    "uan",
    "pager",
    "toll_free",
    "shared_cost",
    "premium_rate",
)
"""Sorts of telephone of which the library has a pattern of their numbers."""


@dataclass(frozen=True)
class Phone(Kind):
    """A telephone number in any spelling, kept in E.164."""

    name = "phone"
    identifier = True

    def read(self, raw: object, here: Here) -> str:
        text = _digits(raw) or _fraction_off(as_text(raw, "PHN002").strip())
        if _WHOLE.fullmatch(text):
            return text
        if (found := _MOBILE.fullmatch(text)) and not _begins_as_in(here.country, found[1]):
            return f"+62{found[1]}"
        if is_power_of_ten(text):
            raise Unreadable("PHN012")
        text = number_in(text)
        refuse_words(text)
        if _are_several(text):
            raise Unreadable("PHN011")
        if any(c.isalpha() for c in text):  # the library would dial letters as digits
            raise Unreadable("PHN001")
        return _whole(text) if _INTERNATIONAL.match(text) else _dialled(text, here.country)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\+[1-9][0-9]{1,14}$"}


def _digits(raw: object) -> str:
    """The digits of a number cell that has as many as a number without its 0 or +; else nothing.

    A spreadsheet program keeps these, and how it begins tells whose it is, as in a text.
    """
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or raw != raw // 1:
        return ""
    return str(int(raw)) if 10**8 <= raw < 10**13 else ""


def _fraction_off(text: str) -> str:
    """A number without the `.0` or `,0` of programs that take it for a fraction: no digit of it.

    >>> _fraction_off("81234500001.0")
    '81234500001'
    """
    found = _AS_FRACTION.fullmatch(text)
    return found[1] if found else text


def number_in(text: str) -> str:
    """A text without what offices write around a number: which kind of telephone it is."""
    around = _AROUND.fullmatch(text)
    return around["number"] if around else text


def dialled(text: str, country: str) -> frozenset[str]:
    """The numbers in E.164 that a text may mean, dialled at a post of the country or in Indonesia.

    Those that there are; where there is none, those that there might be.
    """
    regions = filter(None, ("ID", _region(country)))
    read = [number for region in regions if (number := _parsed(text, region))]
    there_are = [number for number in read if _is_valid(number)]
    return frozenset(map(_e164, there_are or read))


class Dialled(NamedTuple):
    """The digits of a number as people dial it from abroad, and within its country."""

    abroad: frozenset[str]
    inside: frozenset[str]


def as_dialled(number: str) -> Dialled:
    """The digits of a number in E.164 as people dial it.

    >>> sorted(as_dialled("+62811000001").inside)
    ['0811000001', '811000001']
    """
    digits = number.removeprefix("+")
    read = _parsed(number, "ID")
    code = str(read.country_code) if read else ""
    if not code or not digits.startswith(code):
        return Dialled(frozenset([digits]), frozenset())
    inside = digits.removeprefix(code)
    long_enough = len(inside) >= _LEAST_DIGITS
    return Dialled(
        frozenset({digits, f"00{digits}", f"{code}0{inside}"}),
        frozenset({inside, f"0{inside}"} if long_enough else ()),
    )


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
    coded = None if _WITH_0.match(text) else _abroad(text)
    meant = [*_meant(text, country, coded)]
    abroad = coded if coded and _may_be_abroad(text, coded, meant) else None
    if abroad or len(meant) > 1:
        raise Unreadable("PHN010", codes=_listed([*meant, *filter(None, [abroad])]))
    number = _e164(meant[0]) if meant else ""
    # An area code 062x that lost its 0 is too unlikely beside a number that is too short for +62.
    if not number or (_AS_CODE.match(text) and number.startswith(f"+{INDONESIA}{INDONESIA}")):
        raise Unreadable("PHN001")
    return number


def _may_be_abroad(text: str, coded: PhoneNumber, meant: list[PhoneNumber]) -> bool:
    """Whether a text that begins neither with + nor with 0 may be meant with its country code."""
    if coded in meant or _CERTAIN.match(text):
        return False
    of_the_post = len(meant) == 1 and meant[0].country_code != INDONESIA
    return not of_the_post or _is_valid(coded)


def _listed(numbers: list[PhoneNumber]) -> str:
    """How the numbers begin, and how an Indonesian one does."""
    codes = {INDONESIA, *(number.country_code or INDONESIA for number in numbers)}
    return ", ".join(f"+{code}…" for code in sorted(codes))


def _meant(text: str, country: str, coded: PhoneNumber | None) -> Iterator[PhoneNumber]:
    """The numbers that somebody may mean who dials so at the post or in Indonesia.

    One of the post that there is not stands beside an Indonesian one where only digits inside it
    can be wrong (023 is Phnom Penh too): that it is Indonesian is not certain. `coded` is what the
    text is with its country code, where it may have one.
    """
    at_home, here = (_parsed(text, region) for region in ("ID", _region(country)))
    if coded and coded.country_code == INDONESIA and _is_valid(coded):
        at_home = coded
    indonesian = at_home is not None and _is_valid(at_home)
    if at_home and indonesian:
        yield at_home
    if here is None or here == at_home or _region(country) == "ID":
        return
    if _is_valid(here) or (indonesian and _begins_as_in(country, str(here.national_number))):
        yield here


def _abroad(text: str) -> PhoneNumber | None:
    """The number that begins with its country code, where there can be such a one."""
    import phonenumbers

    number = _parsed(text if "+" in text else f"+{text}", "ID")
    if number is None:
        return None
    # One that lacks its area code (+12345678) is possible for the library too.
    whole = phonenumbers.ValidationResult.IS_POSSIBLE
    return number if phonenumbers.is_possible_number_with_reason(number) == whole else None


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


def _begins_as_in(country: str, digits: str) -> bool:
    """Whether the post's country, if it is another, has numbers that begin so and are as long.

    `digits` are those without the 0 in front.
    """
    return _are_there(country, digits[:_BEGINNING], len(digits))


@cache
def _are_there(country: str, beginning: str, length: int) -> bool:
    """Whether a country abroad has numbers of a beginning and a length."""
    fits = _numbers_of(_region(country))
    after = length - len(beginning)
    if fits is None or after < 0:
        return False
    ends = ((inside + rest * after)[:after] for inside in _INSIDE for rest in _REST)
    return any(fits(beginning + end) for end in ends)


@cache
def _numbers_of(region: str) -> Callable[[str], object] | None:
    """What tells a number of a region abroad by its digits; None where that is not known."""
    import phonenumbers

    about = phonenumbers.PhoneMetadata.metadata_for_region(region, None) if region else None
    if about is None or region == "ID":
        return None
    patterns = [
        desc.national_number_pattern
        for name in _TYPES
        if (desc := getattr(about, name)) and desc.national_number_pattern
    ]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)).fullmatch
