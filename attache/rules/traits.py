"""Traits: what tells people apart, in one line of text a person.

The vault keeps the line beside each person (vault/signs.py), so that people are searched and
compared without their records being taken apart.

    ~sitiaminah~|= AMINA SITI =|19980817|female|ID-JB|TATI|#n3201991708980001#t+628000000001#

Names as written, folded; how each sounds, words in order of the alphabet; birth date as far as it
is known; sex; home province; how the mother's name sounds; numbers, each with its letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from attache.codes import fold
from attache.rules.names import sounds

LETTERS = {"nik": "n", "passport": "d", "splp": "d", "number": "d", "phone": "t"}
"""Fields that identify, by the letter of their numbers: a passport or SPLP is a document."""


class Traits(NamedTuple):
    """A person as far as comparing goes. `born` is YYYYMMDD, YYYYMM, YYYY or empty."""

    names: tuple[str, ...] = ()
    sounds: tuple[tuple[str, ...], ...] = ()
    born: str = ""
    sex: str = ""
    province: str = ""
    mother: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()

    @property
    def nik(self) -> str:
        """The NIK with its letter, or nothing."""
        for number in self.numbers:
            if number[0] == "n":
                return number
        return ""

    @property
    def line(self) -> str:
        """The line of text that says this."""
        return "|".join(
            (
                f"~{'~'.join(self.names)}~",
                "".join(map(whole, self.sounds)),
                self.born,
                self.sex,
                self.province,
                " ".join(self.mother),
                f"#{'#'.join(sorted(self.numbers))}#",
            )
        )


def read(line: str) -> Traits:
    """The traits that a line says; what stands before them is not looked at."""
    names, sound, born, sex, province, mother, numbers = line.split("|")
    return Traits(
        tuple(names.split("~")[1:-1]),
        _heard(sound),
        born,
        sex,
        province,
        tuple(mother.split()),
        frozenset(numbers[1:-1].split("#")) if len(numbers) > 2 else frozenset(),
    )


def heard(line: str) -> tuple[tuple[str, ...], ...]:
    """How the names in a line sound, without the rest being read."""
    return _heard(line.split("|", 2)[1])


def _heard(sound: str) -> tuple[tuple[str, ...], ...]:
    return tuple([tuple(one.split()) for one in sound.split("=") if one])


def traits(document: Mapping[str, Any]) -> Traits:
    """The traits of a person, or of an identity document, as the vault keeps it."""
    said = document.get
    names = (said("name"), *(said("aliases") or ()))
    numbers = tuple([f"{letter}{said(f)}" for f, letter in LETTERS.items() if said(f)])
    return _traits(
        names, said("birth_date"), said("sex"), said("home_province"), said("mother_name"), numbers
    )


@lru_cache(maxsize=8)  # a new person is looked for first, then kept
def _traits(
    written: tuple[str | None, ...],
    born: str | None,
    sex: str | None,
    province: str | None,
    mother: str | None,
    numbers: tuple[str, ...],
) -> Traits:
    names = [name for name in written if name]
    return Traits(
        tuple(filter(None, dict.fromkeys(map(fold, names)))),
        tuple(filter(None, dict.fromkeys([tuple(sorted(sounds(name))) for name in names]))),
        (born or "").replace("-", ""),
        sex or "",
        province or "",
        tuple(sorted(sounds(mother or ""))),
        frozenset(numbers),
    )


def whole(words: Iterable[str]) -> str:
    """A whole name in a line, to be searched for."""
    return f"= {' '.join(words)} ="


def word(sound: str) -> str:
    """A word of a name in a line."""
    return f" {sound} "


def number(lettered: str) -> str:
    """A number in a line."""
    return f"#{lettered}#"


def born(on: str) -> str:
    """A birth date in a line."""
    return f"|{on}|"
