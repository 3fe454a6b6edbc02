"""Outlines: people as far as finding goes among very many, in hashes and numbers.

They say by what somebody is found (the blocks of candidates.py), and enough besides to see of most
people that they cannot be meant, without their traits being taken apart.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from attache.rules import matching
from attache.rules.matching import WORTH

if TYPE_CHECKING:
    from attache.rules.traits import Traits

Sounds = list[tuple[str, ...]]
YEAR = 10_000
"""What a year counts in a birth date as a number, YYYYMMDD."""
_MOTHERS, _NIKS, _PROVINCES = 127, 127, 64
"""So many bits of the marks are for beginnings of words of the mother's name, so many for halves of
the NIK, and for provinces: where two share none of them, that does not agree."""
_ANY_MOTHER = (1 << _MOTHERS) - 1
_ANY_NIK = (1 << _NIKS) - 1 << _MOTHERS
_ANY_PROVINCE = (1 << _PROVINCES) - 1 << _MOTHERS + _NIKS
_HAS_MOTHER, _HAS_NIK, _HAS_PROVINCE = (
    1 << _MOTHERS + _NIKS + _PROVINCES + place for place in range(3)
)
"""The bits behind: whether it is known at all."""


class Outline(NamedTuple):
    """A person as far as finding goes: the line of their traits, and what of it is shared.

    `names` are those that are borne; `numbers` are blocks of themselves; `words` are the blocks of
    two words of a name, and `others` those of everything else. `born` is YYYYMMDD as a number,
    with 0000 where no day is known, or 0. `marks` has a bit for each thing that may agree of two
    who are not born on one day, and for what is known at all. `longest` is the number of words of
    the longest name. Hashes all, so they are of one process and its forks.
    """

    line: str
    names: tuple[int, ...]
    numbers: tuple[int, ...]
    others: tuple[int, ...]
    words: tuple[int, ...]
    born: int
    marks: int
    longest: int


def outline(traits: Traits, line: str = "") -> Outline:
    """A person by their traits; `line` says these, where it is at hand."""
    sounds, born = traits.sounds, matching.known(traits.born)
    return Outline(
        line or traits.line,
        tuple(map(hash, sounds)),
        tuple(map(hash, traits.numbers)),
        tuple(_others(traits, sounds)),
        tuple(map(hash, _twos(sounds))),
        int(born) if len(born) == len("YYYYMMDD") else int(born[:4] or 0) * YEAR,
        _marks(traits),
        max([len(words) for words in sounds], default=0),
    )


def may_agree(shared: int, one: int, other: int, least: int) -> bool:
    """Whether all but the names of two people of about one age may be worth so many points.

    By their marks that are `shared` and their birth dates. Whoever has the same birth date, or a
    number of the other's or of the family's, shares a block of that: that is not asked about here.
    """
    points = _of_marks(shared)
    return points + _NEAREST >= least and points + _of_births(one, other) >= least


def _of_marks(shared: int) -> int:
    """The points of mother, NIK and province, at most."""
    points = 0
    if shared & _HAS_MOTHER:
        points += WORTH["same-mother" if shared & _ANY_MOTHER else "mother"]
    if shared & _HAS_NIK:
        points += WORTH["near-nik" if shared & _ANY_NIK else "nik"]
    if shared & _HAS_PROVINCE:
        points += WORTH["same-province" if shared & _ANY_PROVINCE else "province"]
    return points


def _of_births(one: int, other: int) -> int:
    """The points of two birth dates that are not the same day, at most."""
    (year, day), (another, its) = divmod(one, YEAR), divmod(other, YEAR)
    if not year or not another:
        return 0
    apart = abs(year - another)
    if not day or not its:
        reasons = ("same-birth-year", "near-birth-year", "years")
        return WORTH[reasons[min(apart, 2)]]
    if day == its or (not apart and _slipped(day, its)):
        return _NEAREST
    return WORTH["birth-year" if apart < 2 else "birth-years"]


_NEAREST = max(WORTH["near-birth-date"], WORTH["same-birth-year"])
"""The most points of two birth dates that are not the same day."""


def _slipped(one: int, other: int) -> bool:
    """Whether of two days of one year, as MMDD, month or day is the same, or they are exchanged."""
    (month, day), (another, its) = divmod(one, 100), divmod(other, 100)
    return month == another or day == its or (month, day) == (its, another)


def _others(traits: Traits, sounds: Sounds) -> list[int]:
    """The blocks of everything but numbers of their own and words of names."""
    blocks, born = [*map(hash, traits.others_numbers)], traits.born
    if len(born) == len("YYYYMMDD"):
        firsts = {word[:2] for name in sounds for word in name}
        blocks += [hash((born, first)) for first in firsts]
    for name in sounds:
        if len(name) > 2:  # a shorter one with a birth date that differs names nobody
            blocks += [hash((name, word)) for word in traits.mother.split()]
    return blocks


def _marks(traits: Traits) -> int:
    """The bits of what may agree with another person's."""
    nik, province, marks = traits.nik, traits.province, _of_mother(traits.mother)
    if nik:
        marks |= _HAS_NIK
        for half in matching.halves(nik):
            marks |= 1 << _MOTHERS + hash(half) % _NIKS
    if province:
        marks |= _HAS_PROVINCE | 1 << _MOTHERS + _NIKS + hash(province) % _PROVINCES
    return marks


@lru_cache(maxsize=1 << 14)  # many mothers share a name
def _of_mother(name: str) -> int:
    """The bits of the words of the mother's name."""
    voiced = name.replace("T", "D").replace("P", "B")  # as in joined words (likeness.py)
    bits = {1 << hash(word[:2]) % _MOTHERS for word in voiced.split()}
    return sum(bits, _HAS_MOTHER if bits else 0)


def _twos(sounds: Sounds) -> list[tuple[str, ...]]:
    """Each two words of each name, in order; the one of a name that is no longer."""
    twos: list[tuple[str, ...]] = []
    for words in sounds:
        if len(words) < 3:  # in order already
            twos.append(words)
        else:
            twos += combinations(sorted(set(words)), 2)
    return twos
