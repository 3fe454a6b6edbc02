"""Whether two descriptions mean one person, in points, and why.

Points are rounded logarithms of how much more often a trait agrees for one person than for two
(Fellegi and Sunter, 1969), set by hand for Indonesian names and for numbers that arrive damaged.
"""

from __future__ import annotations

from functools import lru_cache
from operator import eq
from typing import TYPE_CHECKING, NamedTuple

from attache.rules.likeness import ALIKE, likeness

if TYPE_CHECKING:
    from attache.rules.traits import Traits

POSSIBLE = 7
"""From so many points on an officer is asked."""
LIKELY = 10
CERTAIN = 15
POINTS = {
    "same-nik": 12,
    "same-document": 10,
    "same-phone": 5,  # families and workmates share phones
    "near-nik": 4,  # one digit is wrong, or two have changed places
    "same-name": 7,
    "name-alike": 7,  # every word sounds the same
    "name-part": 5,  # one has words more, or a word with a slip
    "same-birth-date": 5,
    "near-birth-date": 2,  # day and month exchanged, or one is wrong; or the year is forged
    "same-birth-year": 2,
    "near-birth-year": 1,
    "same-mother": 4,
    "same-province": 1,
    "same-family-phone": 2,  # brothers and sisters have one
    "former-number": -1,  # it was given to somebody else since, or was a slip
}
"""What each reason for being one person is worth."""
AGAINST = {
    "sex": -5,
    "nik": -8,
    "birth-date": -6,
    "birth-years": -4,  # two or three years apart, and another day: ages are forged so
    "birth-year": -2,  # in the year beside it, and another day
    "years": -1,  # two or three years apart, where the day is not known
    "mother": -2,
    "province": -1,
}
"""What each contradiction takes away."""
FORMER = "former-number"
FORGED = 3
"""Years by which the age in a passport is made up: to be old enough for work, or to be a child."""
WORTH = {**POINTS, **AGAINST, "": 0}
_SEXES = {"female", "male"}
OF_LETTER = {"n": "same-nik", "d": "same-document", "t": "same-phone"}
"""What a shared number is called as a reason, by its letter."""
_NAMES = ("same-name", "name-alike", "name-part")
_UNKNOWN_DAY = "0101"
"""Papers say 1 January where only the year is known."""


class Likeness(NamedTuple):
    """How likely two descriptions mean one person, in points, with the reasons for it."""

    score: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def certainty(self) -> str:
        """`certain`, `likely`, `possible`, or `` where nobody need be asked."""
        steps = ((CERTAIN, "certain"), (LIKELY, "likely"), (POSSIBLE, "possible"))
        return next((name for least, name in steps if self.score >= least), "")


def compare(one: Traits, other: Traits, holders: int = 1) -> Likeness:
    """How likely two descriptions mean one person; `holders` are recorded people of that name."""
    shared = {*one.numbers} & {*other.numbers}
    name = _of_name(one, other)
    if not shared and not name:
        return Likeness()
    said = _looked(one, other, shared, name)
    words = min([max(map(len, t.sounds), default=0) for t in (one, other)])
    score = _commonness(words, holders) if name else 0
    reasons = tuple([reason for reason in said if reason in POINTS])
    return Likeness(score + sum(map(WORTH.__getitem__, said)), reasons)


def agreement(one: Traits, other: Traits) -> frozenset[str]:
    """All reasons for two descriptions to mean one person, also without a name or a number."""
    said = _looked(one, other, {*one.numbers} & {*other.numbers}, _of_name(one, other))
    return frozenset(said) & POINTS.keys()


@lru_cache
def most_of_name(words: int, holders: int = 1) -> int:
    """The points that names are worth at most, the longest of so many words."""
    return POINTS["same-name"] + max(_commonness(2, holders), _commonness(words, holders))


@lru_cache
def is_common(words: int, holders: int) -> bool:
    """Whether a name of so many words is too short or common to ask about it alone."""
    return bool(words) and _commonness(words, holders) < 0


def bear_one_name(one: Traits, other: Traits) -> bool:
    """Whether two bear the same name, as far as one hears."""
    return _of_name(one, other) in _NAMES[:2]


def looks(one: Traits, other: Traits, least: int) -> int | None:
    """The points of everything but names and shared numbers; None where they are less than that.

    What is not looked at yet may agree, and most people differ in what is looked at first.
    """
    points = _MOST
    for look, most in _LOOKS:
        points += WORTH[look(one, other)] - most
        if points < least:
            return None
    return points


def _looked(one: Traits, other: Traits, shared: set[str], name: str) -> list[str]:
    """What is found for and against, in the order in which it is told."""
    numbers = sorted({OF_LETTER[n[0]] for n in shared}, key=POINTS.__getitem__, reverse=True)
    return [*numbers, name, *(look(one, other) for look, _most in _LOOKS)]


def _of_name(one: Traits, other: Traits) -> str:
    """The best agreement of any of their names."""
    if any(name in other.names for name in one.names):
        return _NAMES[0]
    if any(sound in other.sounds for sound in one.sounds):
        return _NAMES[1]
    best = max([likeness(a, b) for a in one.sounds for b in other.sounds], default=0)
    return _NAMES[1] if best == 1 else _NAMES[2] if best >= ALIKE else ""


def _commonness(words: int, holders: int) -> int:
    """A name that many bear, or of one word, says less; one of three words says more."""
    return (0, -2, 0, 1)[min(words, 3)] - 2 * (holders > 2) - (holders > 10)


def _of_birth(one: Traits, other: Traits) -> str:
    """Birth dates, as far as both are known."""
    first, second = known(one.born), known(other.born)
    if not first or not second:
        return ""
    if len(first) == len(second) == 8:
        if first == second:
            return "same-birth-date"
        return "near-birth-date" if _slipped(first, second) else _of_years(first, second)
    shorter = min(len(first), len(second))
    if first[:shorter] == second[:shorter]:
        return "same-birth-year"
    return _of_years(first[:4], second[:4])


def _of_sex(one: Traits, other: Traits) -> str:
    return "sex" if one.sex != other.sex and {one.sex, other.sex} == _SEXES else ""


def _of_province(one: Traits, other: Traits) -> str:
    if not one.province or not other.province:
        return ""
    return "same-province" if one.province == other.province else "province"


def _of_nik(one: Traits, other: Traits) -> str:
    first, second = one.nik, other.nik
    if not first or not second or first == second:
        return ""
    return "near-nik" if near(first, second) else "nik"


def _of_mother(one: Traits, other: Traits) -> str:
    if not one.mother or not other.mother:
        return ""
    first, second = tuple(one.mother.split()), tuple(other.mother.split())
    return "same-mother" if likeness(first, second) >= ALIKE else "mother"


def _of_family(one: Traits, other: Traits) -> str:
    if not one.others or not other.others:
        return ""
    shared = {*one.others_numbers} & {*other.others_numbers}
    return "same-family-phone" if shared else ""


_LOOKS = (
    (_of_nik, POINTS["near-nik"]),
    (_of_birth, POINTS["same-birth-date"]),
    (_of_sex, 0),
    (_of_mother, POINTS["same-mother"]),
    (_of_province, POINTS["same-province"]),
    (_of_family, POINTS["same-family-phone"]),
)
"""What is looked at besides names and shared numbers, in the order in which it is told, and the
points that it gives at most."""
_MOST = sum(most for _look, most in _LOOKS)


def near(one: str, other: str) -> bool:
    """Whether two numbers differ in one place, or by two neighbours that changed places."""
    if len(one) != len(other):
        return False
    if not any(map(eq, halves(one), halves(other))):  # in two places that are no neighbours
        return False
    wrong = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        first, second = wrong
        return one[first] == other[second] and one[second] == other[first]
    return len(wrong) == 1


def halves(nik: str) -> tuple[str, str]:
    """The beginning and the end of a NIK: of two that are near each other one is the same."""
    return nik[:8], nik[10:]


def _of_years(one: str, other: str) -> str:
    """Years beside each other count for a little, unless days are known and differ too."""
    apart = abs(int(one[:4]) - int(other[:4]))
    if apart > FORGED:
        return "birth-date"
    if apart > 1:
        return "years" if len(one) == 4 else "birth-years"
    return "near-birth-year" if len(one) == 4 else "birth-year"


def _slipped(one: str, other: str) -> bool:
    """One of day, month and year is wrong or forged, or day and month are exchanged."""
    if one[:4] == other[:4]:
        exchanged = (one[4:6], one[6:]) == (other[6:], other[4:6])
        return exchanged or one[4:6] == other[4:6] or one[6:] == other[6:]
    return one[4:] == other[4:] and abs(int(one[:4]) - int(other[:4])) <= FORGED


def known(born: str) -> str:
    """What is known of a birth date, as far as papers are believed."""
    return born[:4] if born[4:] == _UNKNOWN_DAY else born
