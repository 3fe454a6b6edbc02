"""Finding, among very many people, those whom a description may mean.

People are compared only where they share a block: a number; two words of a name (or the one that
is all of it) with a birth year that is the same, up to three apart, or not known; a long name with
a word of the mother's; or a birth date with the beginning of a word, where no hand slips
(names.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from attache.rules import matching
from attache.rules.matching import POSSIBLE, Likeness
from attache.rules.traits import read

if TYPE_CHECKING:
    from attache.rules.traits import Traits

Sounds = list[tuple[str, ...]]
_ANY = "*"
"""The year of a block that has people of every year."""


class Candidate(NamedTuple):
    """A recorded person who may be meant: under which id, how likely, and why."""

    id: str
    likeness: Likeness


class Outline(NamedTuple):
    """A person as far as finding goes: the line of their traits, and what of it is shared.

    `names` are those that are borne; `numbers` are blocks of themselves; `standing` are the other
    blocks in which the person stands, `sought` those in which somebody like this stands. Hashes
    all, so they are of one process and its forks.
    """

    line: str
    names: tuple[int, ...]
    numbers: tuple[int, ...]
    standing: tuple[int, ...]
    sought: tuple[int, ...]


def outline(traits: Traits, line: str = "") -> Outline:
    """A person by their traits; `line` says these, where it is at hand."""
    sounds = traits.sounds
    shared, twos = _shared(traits, sounds), [hash(two) for two in _twos(sounds)]
    there, near = _years(traits.born[:4])
    return Outline(
        line or traits.line,
        tuple(map(hash, sounds)),
        tuple(map(hash, traits.numbers)),
        (*shared, *[hash((two, year)) for two in twos for year in there]),
        (*shared, *[hash((two, year)) for two in twos for year in near]),
    )


class KnownPeople:
    """People by id, to be asked who among them a description may mean.

    Of each there is the line that says their traits; it is read where they are compared. A block
    goes by the hash of what is shared: where two have one, people are compared once too often.
    """

    def __init__(self, people: Iterable[tuple[str, str]] = ()) -> None:
        self._ids: list[str] = []
        self._lines: list[str] = []
        self._blocks: dict[int, int | list[int]] = {}  # most blocks are of one person
        self._holders: Counter[int] = Counter()
        for id_, line in people:
            self.add(id_, outline(read(line), line))

    def add(self, id_: str, person: Outline) -> None:
        """Know one person more."""
        place, blocks = len(self._ids), self._blocks
        self._ids.append(id_)
        self._lines.append(person.line)
        for name in person.names:
            self._holders[name] += 1
        for block in (*person.numbers, *person.standing):
            there = blocks.setdefault(block, place)  # most are new
            if there == place:
                continue
            if isinstance(there, int):
                blocks[block] = [there, place]
            else:
                there.append(place)

    def like(self, person: Outline) -> list[Candidate]:
        """Who may be meant, the likeliest first."""
        found = [Candidate(self._ids[place], why) for place, why in self._compared(person)]
        return sorted(found, key=lambda c: -c.likeness.score)

    def namesakes(self, person: Outline) -> list[str]:
        """Those of somebody's name whom nothing tells apart, where it is too common to be asked."""
        traits = read(person.line)
        if not matching.is_common(traits, self.holders(person)):
            return []
        places = sorted(self._in(person.numbers) | self._in(person.sought))
        return [
            self._ids[place]
            for place in places
            if matching.namesakes(traits, read(self._lines[place]))
        ]

    def near(self, person: Outline) -> Iterator[tuple[str, Traits]]:
        """Everybody who shares a block with somebody, by id, however unlike they are otherwise."""
        for place in sorted(self._in(person.numbers) | self._in(person.sought)):
            yield self._ids[place], read(self._lines[place])

    def holders(self, person: Outline) -> int:
        """How many recorded people bear a name of somebody's, the commonest one."""
        return max((self._holders[name] for name in person.names), default=0)

    def pairs(
        self, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> Iterator[tuple[str, str, Likeness]]:
        """Everybody who may be somebody else too: each two once, in the order of recording."""
        for place, line in enumerate(self._lines):
            if place % 1000 == 0:
                progress(place, len(self._ids))
            person = outline(read(line), line)
            for other, likeness in self._compared(person, place):
                yield self._ids[other], self._ids[place], likeness

    def _compared(self, person: Outline, end: int | None = None) -> Iterator[tuple[int, Likeness]]:
        """The places, up to an end, of those who may be meant."""
        sharing, near = self._in(person.numbers), self._in(person.sought)
        if not sharing and not near:
            return
        traits = read(person.line)
        holders = self.holders(person)
        names = matching.most_of_name(traits, holders)
        for place in sorted(sharing | near):
            if end is not None and place >= end:
                return
            other = read(self._lines[place])
            if place not in sharing and matching.strange(traits, other, names):
                continue
            likeness = matching.compare(traits, other, holders)
            if likeness.score >= POSSIBLE:
                yield place, likeness

    def _in(self, blocks: Iterable[int]) -> set[int]:
        """The places of those who stand in any of some blocks."""
        near: set[int] = set()
        found = map(self._blocks.get, blocks)
        for there in [places for places in found if places is not None]:
            if isinstance(there, int):
                near.add(there)
            else:
                near.update(there)
        return near


@lru_cache
def _years(year: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The years of the blocks in which somebody stands who was born in one, and is looked for."""
    if not year:
        return ("",), ("", _ANY)
    near = range(int(year) - matching.FORGED, int(year) + matching.FORGED + 1)
    return (year, _ANY), ("", *map(str, near))


def _shared(traits: Traits, sounds: Sounds) -> list[int]:
    """The blocks in which people stand and are looked for alike."""
    blocks: list[int] = []
    if len(traits.born) == 8:
        firsts = {word[:2] for name in sounds for word in name}
        blocks += [hash((traits.born, first)) for first in firsts]
    blocks += map(hash, traits.others_numbers)
    for name in sounds:
        if len(name) > 2:  # a shorter one with a birth date that differs names nobody
            blocks += [hash((name, word)) for word in traits.mother.split()]
    return blocks


def _twos(sounds: Sounds) -> list[tuple[str, ...]]:
    """Each two words of each name, in order; the one of a name that is no longer."""
    twos: list[tuple[str, ...]] = []
    for words in sounds:
        if len(words) < 3:  # in order already
            twos.append(words)
        else:
            twos += combinations(sorted(set(words)), 2)
    return twos
