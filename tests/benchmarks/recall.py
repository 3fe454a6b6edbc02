"""What blocking misses: `python -m tests.benchmarks.recall [NUMBER]`, 5,000 people unless told.

All pairs are compared with and without blocks; and of people who came twice, how many are found.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from itertools import islice

from attache.rules.candidates import KnownPeople
from attache.rules.matching import POSSIBLE, compare
from attache.rules.traits import Traits, traits
from tests.crowds import crowd, returning

NUMBER = 5000
AGAIN = 20
"""One in so many came twice."""


def main(number: int = NUMBER) -> None:
    """Print the figures."""
    raws = list(islice(crowd(number), number))
    again = random.Random(3).sample(range(number), number // AGAIN)
    people = [traits(raw) for raw in (*raws, *(returning(raws[n], n) for n in again))]
    twice = {(n, number + place) for place, n in enumerate(again)}
    blocked = {
        (int(a), int(b))
        for a, b, _why in KnownPeople((str(n), one.line) for n, one in enumerate(people)).pairs()
    }
    every = set(compared(people))
    print(f"people {len(people)}, pairs compared without blocks {_pairs(len(people)):,}")
    print(f"pairs found with blocks {len(blocked)}, without {len(every)}")
    print(f"recall of blocking {len(blocked & every) / len(every):.4f}")
    print(f"came twice {len(twice)}, found {len(blocked & twice) / len(twice):.4f}")


def compared(people: list[Traits]) -> list[tuple[int, int]]:
    """The places of all who may be one person, everybody compared with everybody."""
    bearers = Counter(name for one in people for name in one.sounds)
    holders = [max((bearers[name] for name in one.sounds), default=0) for one in people]
    return [
        (a, b)
        for b in range(len(people))
        for a in range(b)
        if compare(people[b], people[a], holders[b]).score >= POSSIBLE
    ]


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
