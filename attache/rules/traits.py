"""Traits: what tells people apart, in one line of text a person.

The vault keeps the line beside each person (vault/signs.py), so that people are searched and
compared without their records being taken apart.

    ~sitiaminah~|= AMINA SITI =|19980817|female|ID-JB|TATI|#n3201991708980001#t+628000000001#|
    #f+628000000002#~ibutati~= IBU TATI =

Names as written, folded; how each sounds, words in order of the alphabet; birth date as far as it
is known; sex; home province; how the mother's name sounds; numbers, each with its letter. In the
end numbers and names of others by which the person is found, as a relative's.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from attache import records
from attache.codes import fold
from attache.rules.names import readings, sounds

LETTERS = {
    "nik": "n",
    "passport": "d",
    "splp": "d",
    "number": "d",
    "phone": "t",
    "further_phone": "t",
}
"""Fields that identify, by the letter of their numbers: a passport or SPLP is a document."""
OTHERS = "f"
"""The letter of numbers that are not the person's own, but the family's."""


class Traits(NamedTuple):
    """A person as far as comparing goes: the parts of the line, taken apart where one asks.

    `born` is YYYYMMDD, YYYYMM, YYYY or empty; `mother` has the words of her name.
    """

    written: str = "~~"
    heard: str = ""
    born: str = ""
    sex: str = ""
    province: str = ""
    mother: str = ""
    numbered: str = "##"
    others: str = ""

    @property
    def line(self) -> str:
        """The line of text that says this."""
        return "|".join(self)

    @property
    def names(self) -> list[str]:
        """The names as written, folded; what stands before them in the line is not looked at."""
        return [name for name in self.written.split("~")[1:-1] if name]

    @property
    def sounds(self) -> list[tuple[str, ...]]:
        """How each name sounds."""
        return [tuple(one.split()) for one in self.heard.split("=") if one]

    @property
    def numbers(self) -> list[str]:
        """The numbers, each with its letter."""
        return self.numbered[1:-1].split("#") if len(self.numbered) > 2 else []

    @property
    def others_numbers(self) -> list[str]:
        """The numbers of others, each with its letter."""
        return [n for n in self.others.partition("~")[0].split("#") if n]

    @property
    def others_names(self) -> list[str]:
        """What is said of others in words, folded."""
        return [name for name in self.others.partition("=")[0].split("~")[1:-1] if name]

    @property
    def nik(self) -> str:
        """The NIK, or nothing."""
        at = self.numbered.find("#n") + 2
        return self.numbered[at : at + 16] if at > 1 else ""


def read(line: str) -> Traits:
    """The traits that a line says."""
    return Traits(*line.split("|"))


def traits(document: Mapping[str, Any]) -> Traits:
    """The traits of a person, or of an identity document, as the vault keeps it."""
    said = document.get
    names = [name for name in (said("name"), *(said("aliases") or ())) if name]
    written = dict.fromkeys([text for name in names if (text := fold(name))])
    heard = dict.fromkeys([whole(text) for name in names if (text := _heard(name))])
    heard.update(
        {whole(text): None for name in names if "J" in name.upper() for text in _also(name)}
    )
    numbers = {letter + number for f, letter in LETTERS.items() if (number := said(f))}
    return Traits(
        f"~{'~'.join(written)}~",
        "".join(heard),
        (said("birth_date") or "").replace("-", ""),
        said("sex") or "",
        said("home_province") or "",
        _heard(said("mother_name") or ""),
        f"#{'#'.join(sorted(numbers))}#",
        _of_others(document),
    )


def _of_others(document: Mapping[str, Any]) -> str:
    """The numbers and the names of others, as far as there are any."""
    of_numbers, of_texts = _others()
    numbers = [f"#{OTHERS}{number}" for f in of_numbers if (number := document.get(f))]
    texts = [text for f in of_texts if (text := document.get(f))]
    names = [f"~{text}" for value in texts if (text := fold(value))]
    heard = [whole(text) for value in texts if (text := _heard(value))]
    return "".join((*numbers, "#" * bool(numbers), *names, "~" * bool(names), *heard))


@cache
def _others() -> tuple[list[str], list[str]]:
    """The fields of a person that hold a number of somebody else, and those that hold a name."""
    said = [f for f in records.named("person").fields.values() if f.column.of]
    numbers = [f.name for f in said if f.kind.identifier]
    return numbers, [f.name for f in said if f.name not in numbers]


@lru_cache(maxsize=1 << 14)  # many people share a name, and mothers more than their children
def _heard(name: str) -> str:
    """How the words of a name sound, in order of the alphabet."""
    return " ".join(sorted(sounds(name)))


@lru_cache(maxsize=1 << 14)
def _also(name: str) -> list[str]:
    """How the words of a name sound where it may be meant otherwise."""
    return [" ".join(sorted(heard)) for heard in readings(name)[1:]]


def whole(heard: str) -> str:
    """A whole name in a line, by its words as they sound."""
    return f"= {heard} ="


def word(sound: str) -> str:
    """A word of a name in a line."""
    return f" {sound} "


def number(lettered: str) -> str:
    """A number in a line."""
    return f"#{lettered}#"


def born(on: str) -> str:
    """A birth date in a line."""
    return f"|{on}|"
