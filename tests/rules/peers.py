"""What other ways of comparing names make of the pairs: `python -m tests.rules.peers` writes it.

Two names are the same for a way if the keys of their words are, in any order; for trigrams if the
similarity of PostgreSQL's pg_trgm (padded words, shared over all trigrams) is at least 0.65.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from attache.rules.likeness import ALIKE, likeness
from attache.rules.names import readings

PAIRS = Path(__file__).with_name("name-pairs.csv")
FIGURES = Path(__file__).with_name("name-figures.csv")
TRIALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
)
"""Parts of the table that were written to try the rules."""
Alike = Callable[[str, str], bool]


class Pair(NamedTuple):
    """Two names, and whether they are spellings of one.

    `trial` marks pairs that were written to try the rules, not to make them.
    """

    one: str
    other: str
    verdict: str
    rule: str
    trial: str

    @property
    def same(self) -> bool:
        return self.verdict == "same"


def pairs() -> list[Pair]:
    """The published table."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [Pair(**row) for row in csv.DictReader(file)]


def figures(alike: Alike, found: Iterable[Pair]) -> tuple[float, float]:
    """Recall and precision over some pairs."""
    judged = [(pair.same, alike(pair.one, pair.other)) for pair in found]
    right = sum(same and said for same, said in judged)
    return right / sum(same for same, _s in judged), right / max(sum(s for _same, s in judged), 1)


def attache(one: str, other: str) -> bool:
    """Our own way."""
    first, second = ([tuple(sorted(heard)) for heard in readings(name)] for name in (one, other))
    return max(likeness(a, b) for a in first for b in second) >= ALIKE


def peers() -> dict[str, Alike]:
    """The other ways; raises ImportError where their libraries are missing."""
    from doublemetaphone import doublemetaphone
    from jellyfish import soundex

    return {
        "double metaphone": _keyed(lambda word: doublemetaphone(word)[0]),
        "Soundex": _keyed(soundex),
        "trigram 0.65": lambda one, other: similarity(one, other) >= 0.65,
    }


def similarity(one: str, other: str) -> float:
    """pg_trgm: each word in lower case, two blanks before it and one behind."""
    first, second = (_trigrams(name) for name in (one, other))
    return len(first & second) / len(first | second)


def write(ways: Iterable[tuple[str, Alike]]) -> None:
    """Keep the figures of all ways."""
    with FIGURES.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("way", "recall", "precision"))
        for name, alike in ways:
            table.writerow((name, *(f"{figure:.3f}" for figure in figures(alike, pairs()))))


def _keyed(key: Callable[[str], str]) -> Alike:
    def keys(name: str) -> list[str]:
        letters = "".join(c if c.isalpha() else " " for c in name)
        return sorted(key(word) for word in letters.split())

    return lambda one, other: keys(one) == keys(other)


def _trigrams(name: str) -> set[str]:
    words = "".join(c if c.isalnum() else " " for c in name.lower()).split()
    return {
        padded[n : n + 3] for padded in (f"  {w} " for w in words) for n in range(len(padded) - 2)
    }


if __name__ == "__main__":
    write([("attache", attache), *peers().items()])
    sys.stdout.write(FIGURES.read_text(encoding="utf-8"))
