"""Finding, among very many people, those whom a description may mean.

People are compared only where they share a block: a number, a whole name as it sounds, a birth
date, or two words of a name with a birth year that is the same, beside it, or not known.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from attache.rules import matching
from attache.rules.matching import POSSIBLE, Likeness

if TYPE_CHECKING:
    from attache.rules.traits import Traits

_ANY = ""
"""The year of a block that has people of every year, and of those whose year is not known."""


class Candidate(NamedTuple):
    """A recorded person who may be meant: under which id, how likely, and why."""

    id: str
    likeness: Likeness


class KnownPeople:
    """People by id, to be asked who among them a description may mean."""

    def __init__(self, people: Iterable[tuple[str, Traits]] = ()) -> None:
        self._ids: list[str] = []
        self._traits: list[Traits] = []
        self._blocks: dict[Hashable, list[int]] = {}
        for id_, traits in people:
            self.add(id_, traits)

    def add(self, id_: str, traits: Traits) -> None:
        """Know one person more."""
        place = len(self._ids)
        self._ids.append(id_)
        self._traits.append(traits)
        for block in _kept_in(traits):
            self._blocks.setdefault(block, []).append(place)

    def like(self, traits: Traits) -> list[Candidate]:
        """Who may be meant, the likeliest first."""
        found = self._compared(traits, len(self._ids))
        named = ((self._ids[place], likeness) for place, likeness in found)
        return sorted((Candidate(*one) for one in named), key=lambda c: -c.likeness.score)

    def pairs(
        self, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> Iterator[tuple[str, str, Likeness]]:
        """Everybody who may be somebody else too: each two once, in the order of recording."""
        for place, traits in enumerate(self._traits):
            if place % 1000 == 0:
                progress(place, len(self._ids))
            for other, likeness in self._compared(traits, place):
                yield self._ids[other], self._ids[place], likeness

    def _compared(self, traits: Traits, before: int) -> Iterator[tuple[int, Likeness]]:
        """Those recorded before a place who may be meant."""
        empty: list[int] = []
        near = {p for block in _looked_for_in(traits) for p in self._blocks.get(block, empty)}
        holders = max((len(self._blocks.get(w, empty)) for w in traits.sounds), default=0)
        for place in sorted(near):
            if place >= before:
                break
            likeness = matching.compare(traits, self._traits[place], holders)
            if likeness.score >= POSSIBLE:
                yield place, likeness


def _kept_in(traits: Traits) -> Iterator[Hashable]:
    """The blocks in which a person stands."""
    yield from traits.numbers
    yield from traits.sounds
    if len(traits.born) == 8:
        yield traits.born
    for two in _twos(traits):
        yield (*two, traits.born[:4])
        if traits.born:
            yield (*two, _ANY, _ANY)


def _looked_for_in(traits: Traits) -> Iterator[Hashable]:
    """The blocks in which somebody like this stands."""
    yield from traits.numbers
    yield from traits.sounds
    if len(traits.born) == 8:
        yield traits.born
    year = int(traits.born[:4]) if traits.born else None
    years = [str(year + n) for n in (-1, 0, 1)] if year else []
    for two in _twos(traits):
        yield (*two, _ANY)
        yield from ((*two, y) for y in years)
        if not year:
            yield (*two, _ANY, _ANY)


def _twos(traits: Traits) -> Iterator[tuple[str, str]]:
    for words in traits.sounds:
        yield from combinations(sorted(set(words)), 2)
