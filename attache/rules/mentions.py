"""Whether a text names somebody: by a name in any spelling and order, or by a number.

A name of two words or more is looked for as a whole: one of them alone may be anybody's. Numbers
are looked for without what people write between their digits; a phone as it is dialled, with or
without its country code, where its digits are no part of a longer number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from attache.codes import fold
from attache.records.phones import as_dialled
from attache.rules.likeness import ALIKE, LIGHT, likeness
from attache.rules.names import sounds
from attache.rules.old_spelling import in_old_spelling

if TYPE_CHECKING:
    from attache.rules.traits import Traits

Words = tuple[str, ...]
"""How each word of a name sounds."""
KINDS = {"n": "nik", "d": "document"}
"""What a number is, by its letter in the traits."""
PHONE = "t"
"""The letter of a phone there."""
BY = ("name", *KINDS.values(), "phone", "number")
"""By what somebody may be named."""
_MORE = 2
"""Words that may stand among those of a name."""
_LONG = 10
"""Letters of a word that may hold a whole name, as the name of a file does."""
_RUN = 4
"""Digits in a row by which a number is looked for within others."""
_SHORT = 6
"""A number of fewer characters, without such a row, is a word of its own."""
_WORD = re.compile(r"[^\W\d_]+(?:['’‘`´ʼʻ][^\W\d_]+)*")
_DIGITS = re.compile(r"\d(?:[\s.\-‐-―/()_]*\d)*")
_BETWEEN = re.compile(r"[\s.\-‐-―/()_+]+")
_DIALLED = re.compile(r"(\+?)\s*" + _DIGITS.pattern)
_TOKEN = re.compile(r"[0-9A-Z]+")
_ROW = re.compile(r"[0-9]+")


class _Number(NamedTuple):
    """A number without separators, and what it is."""

    number: str
    kind: str


class Mentioned:
    """People whom texts may name, by what was recorded of them."""

    def __init__(self, people: Iterable[Traits]) -> None:
        described = list(people)
        names = {words for one in described for words in one.sounds}
        self._names = _Names(names, (name for one in described for name in one.names))
        numbers = {n for one in described for n in one.numbers}
        self._numbers = _Numbers(n for n in numbers if n[0] != PHONE)
        self._phones = _Phones(n[1:] for n in numbers if n[0] == PHONE)

    def by(self, text: str) -> tuple[str, ...]:
        """By what a text names one of them (`BY`), or nothing."""
        found = {"name"} if self._names.stand_in(text) else set[str]()
        if any(map(str.isdigit, text)):
            text = unicodedata.normalize("NFKC", text).upper()
            found |= self._numbers.standing_in(text)
            found |= {"phone"} if self._phones.stand_in(text) else set()
        return tuple(kind for kind in BY if kind in found)


class _Meant(NamedTuple):
    """What a written word may stand for: how it sounds, names of which it may be a part."""

    heard: Words
    whole: bool = False
    """Whether it is a name, all of it."""
    names: tuple[Words, ...] = ()


class _Names:
    """Names by how their words sound, and as written in one word."""

    def __init__(self, names: Iterable[Words], written: Iterable[str]) -> None:
        self._by_word: dict[str, set[Words]] = {}
        self._by_start: dict[str, set[str]] = {}
        self._known: dict[str, _Meant] = {}
        for name in names:
            for word in _telling(name):
                self._by_word.setdefault(word, set()).add(name)
                self._by_start.setdefault(word[:2], set()).add(word)
        self._whole = {name for name in written if len(name) >= _LONG}
        self._sizes = {len(name) for name in self._whole}

    def stand_in(self, text: str) -> bool:
        """Whether one of the names stands in a text.

        No name says there where it ends, so a word that may be in old spelling is read both ways.
        """
        old = in_old_spelling(text)
        return self._stand_in(text) or (old != text and self._stand_in(old))

    def _stand_in(self, text: str) -> bool:
        words = [*_WORD.finditer(text)]
        meant = [self._known.get(word[0]) or self._meant(word[0]) for word in words]
        if any(one.whole for one in meant):
            return True
        heard = [one.heard for one in meant]
        for at, one in enumerate(meant):
            for name in (*one.names, *self._divided(heard[at : at + 2])):
                for start, end in _stretches(name, heard, at):
                    part = sounds(text[words[start].start() : words[end].end()])
                    if likeness(name, part) >= ALIKE and not _is_one_of(name, part):
                        return True
        return False

    def _meant(self, word: str) -> _Meant:
        """What a written word may stand for, which is remembered."""
        heard = sounds(word)
        names = {name for one in heard for name in self._heard_in(one)}
        alike = (n for n in names if likeness(n, heard) >= ALIKE and not _is_one_of(n, heard))
        whole = any(alike) or (len(word) >= _LONG and self._holds(fold(word)))
        parts = tuple(name for name in names if len(name) > 1)
        self._known[word] = _Meant(heard, whole, parts)
        return self._known[word]

    def _heard_in(self, heard: str) -> Iterator[Words]:
        """The names that have a word which is heard, begins it, or differs by a slip."""
        for end in range(min(2, len(heard)), len(heard) + 1):
            yield from self._by_word.get(heard[:end], ())
        for other in self._by_start.get(heard[:2], ()):
            if likeness((heard,), (other,)) >= ALIKE:
                yield from self._by_word[other]

    def _divided(self, pair: list[Words]) -> Iterator[Words]:
        """The names that have two words as one (Nur Hayati, Nurhayati)."""
        if len(pair) < 2 or not all(pair) or len(pair[0][-1]) < 2:
            return
        start, end = pair[0][-1], pair[1][0]
        for joined in (start + end, f"{start}H{end}", start + end[1:]):
            yield from self._by_word.get(joined, ())

    def _holds(self, word: str) -> bool:
        """Whether a long word holds a whole name."""
        return any(
            word[start : start + size] in self._whole
            for size in self._sizes
            for start in range(len(word) - size + 1)
        )


def _stretches(name: Words, heard: list[Words], at: int) -> Iterator[tuple[int, int]]:
    """Where around a word a name may begin and end: with a word of it, or an initial."""
    near = range(max(0, at - len(name) - _MORE), min(len(heard), at + len(name) + _MORE))
    initials = {word[0] for word in name}
    ends = [
        i
        for i in near
        if i in (at, at + 1) or any(one in name or one in initials for one in heard[i])
    ]
    yield from ((i, j) for i in ends if i <= at for j in ends if at <= j and i < j)


def _is_one_of(name: Words, heard: Words) -> bool:
    """Whether only one word of several was heard; it may be the rest of anybody's name."""
    return len(name) > 1 and len(heard) == 1 and heard[0] in name


def _telling(name: Words) -> list[str]:
    """The words of a name by which it is looked for: not those that many people have."""
    return [w for w in name if len(w) > 1 and w not in LIGHT] or [*name]


class _Numbers:
    """Numbers by the longest row of digits in them."""

    def __init__(self, lettered: Iterable[str]) -> None:
        self._by_digits: dict[str, set[_Number]] = {}
        self._others: set[_Number] = set()
        for number in {_Number(_bare(n), KINDS.get(n[0], "number")) for n in lettered}:
            row = max(_ROW.findall(number.number), key=len, default="")
            if len(row) >= _RUN:
                self._by_digits.setdefault(row, set()).add(number)
            else:
                self._others.add(number)
        self._sizes = {len(row) for row in self._by_digits}

    def standing_in(self, text: str) -> set[str]:
        """What the numbers are that stand in a text."""
        close, tokens = _BETWEEN.sub("", text), {*_TOKEN.findall(text)}
        sought = {*self._others, *self._near(text)}
        long = {n.kind for n in sought if len(n.number) >= _SHORT and n.number in close}
        return long | {n.kind for n in sought if n.number in tokens}

    def _near(self, text: str) -> Iterator[_Number]:
        """The numbers whose digits stand in a text."""
        for row in _DIGITS.findall(text):
            digits = _BETWEEN.sub("", row)
            for size in self._sizes:
                for start in range(len(digits) - size + 1):
                    yield from self._by_digits.get(digits[start : start + size], ())


class _Phones:
    """Phones by their digits, as people dial them."""

    def __init__(self, phones: Iterable[str]) -> None:
        every = [as_dialled(phone) for phone in phones]
        self._abroad = {digits for one in every for digits in one.abroad}
        self._inside = {digits for one in every for digits in one.inside}
        self._longest = max(map(len, self._abroad), default=0)

    def stand_in(self, text: str) -> bool:
        """Whether one of them stands in a text, and is no part of another number."""
        return bool(self._abroad) and any(map(self._is_in, _DIALLED.finditer(text)))

    def _is_in(self, found: re.Match[str]) -> bool:
        """Whether one stands in digits and what is between them: some groups in a row.

        Behind a + the first of them is a country code, and the number is whole with it alone.
        """
        groups = _ROW.findall(found[0])
        for start in range(len(groups)):
            digits = ""
            for group in groups[start:]:
                digits += group
                if len(digits) > self._longest:
                    break
                whole = not found[1] or (start and digits.startswith("0"))
                if digits in self._abroad or (whole and digits in self._inside):
                    return True
        return False


def _bare(lettered: str) -> str:
    """A number of the traits as it is looked for."""
    return _BETWEEN.sub("", lettered[1:]).upper()
