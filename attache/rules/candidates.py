"""Finding, among very many people, those whom a description may mean.

People are compared only where they share a block: a number; a birth date with the beginning of a
word, where no hand slips (names.py); a long name with a word of the mother's; or two words of a
name (or the one that is all of it). Of those who share no more than such words only people of
about one age are compared, ages forged by two or three years included; and of these only those
whose birth date, NIK, mother and province may be worth the points that the name lacks
(outlines.py): most are strangers, and are told from each other without their traits being read.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from attache.rules import matching
from attache.rules.matching import FORGED, POSSIBLE, Likeness
from attache.rules.outlines import YEAR, Outline, may_agree, outline
from attache.rules.traits import read

if TYPE_CHECKING:
    from attache.rules.traits import Traits

Blocks = dict[int, int | list[int]]
"""By what people share, the place of the one who has it, or the places of all: most have one."""
InOrder = list[int]
"""People in order of birth: the birth date of each as a number, with the place in its last bits."""
_PLACE = 32
"""The bits of a place."""
_ANY_PLACE = (1 << _PLACE) - 1
_OF_YEAR = YEAR << _PLACE
_LEAST = POSSIBLE - matching.most_of_name(words=3)
"""The fewest points besides a name with which anybody may be meant."""


class Candidate(NamedTuple):
    """A recorded person who may be meant: under which id, how likely, and why."""

    id: str
    likeness: Likeness


class Met(NamedTuple):
    """Who may be somebody, the likeliest first; and the ids of others who bear the name.

    Namesakes are told where the name is too common to be asked about, and nothing tells them apart.
    """

    like: list[Candidate]
    namesakes: list[str]


class Compared(NamedTuple):
    """Somebody in a place who was compared, and whether they bear the name and may be meant."""

    place: int
    likeness: Likeness
    is_namesake: bool


class KnownPeople:
    """People by id, to be asked who among them a description may mean.

    Of each there is the line that says their traits; it is read where they are compared. A block
    goes by the hash of what is shared: where two have one, people are compared once too often.
    """

    def __init__(self, people: Iterable[tuple[str, str]] = ()) -> None:
        self._ids: list[str] = []
        self._lines: list[str] = []
        self._marks: list[int] = []
        self._numbers: Blocks = {}
        self._others: Blocks = {}
        self._words: dict[int, InOrder] = {}
        self._holders: Counter[int] = Counter()
        self._places: dict[str, int] = {}
        """By id, of as many as were there when somebody was last replaced."""
        self._gone: set[int] = set()
        for id_, line in people:
            self.add(id_, outline(read(line), line))

    def add(self, id_: str, person: Outline) -> None:
        """Know one person more."""
        place = len(self._ids)
        self._ids.append(id_)
        self._lines.append(person.line)
        self._marks.append(person.marks)
        for name in person.names:
            self._holders[name] += 1
        _put(self._numbers, person.numbers, place)
        _put(self._others, person.others, place)
        _put_in_order(self._words, person.words, person.born << _PLACE | place)

    def replace(self, id_: str, person: Outline) -> None:
        """Know somebody as they are now, no more as they were."""
        for place in range(len(self._places) + len(self._gone), len(self._ids)):
            self._places[self._ids[place]] = place
        if id_ in self._places:
            gone = self._places.pop(id_)
            self._gone.add(gone)
            self._holders.subtract(outline(read(self._lines[gone])).names)
        self.add(id_, person)

    def like(self, person: Outline) -> list[Candidate]:
        """Who may be meant, the likeliest first."""
        return self.meet(person).like

    def meet(self, person: Outline) -> Met:
        """Who may be meant, and who bears the name; equals by id, however they were found."""
        found = [*self._compared(person)]
        if not found:  # as of most
            return Met([], [])
        like = [Candidate(self._ids[f.place], f.likeness) for f in found if f.likeness.certainty]
        namesakes = [self._ids[f.place] for f in found if f.is_namesake]
        return Met(sorted(like, key=lambda c: (-c.likeness.score, c.id)), sorted(namesakes))

    def near(self, person: Outline) -> Iterator[tuple[str, Traits]]:
        """Everybody who shares a block with somebody, by id, however unlike they are otherwise."""
        near = self._in(self._numbers, person.numbers) | self._beside(person, _LEAST)
        for place in sorted(near - self._gone):
            yield self._ids[place], read(self._lines[place])

    def holders(self, person: Outline) -> int:
        """How many recorded people bear a name of somebody's, the commonest one."""
        return max([self._holders.get(name, 0) for name in person.names], default=0)

    def pairs(
        self, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> Iterator[tuple[str, str, Likeness]]:
        """Everybody who may be somebody else too: each two once, in the order of recording."""
        for place, line in enumerate(self._lines):
            if place % 1000 == 0:
                progress(place, len(self._ids))
            if place in self._gone:
                continue
            person = outline(read(line), line)
            for other, likeness, _same in self._compared(person, place):
                if likeness.certainty:
                    yield self._ids[other], self._ids[place], likeness

    def _compared(self, person: Outline, end: int | None = None) -> Iterator[Compared]:
        """Those up to a place who may be meant, or bear the name."""
        holders, words = self.holders(person), person.longest
        names, is_common = matching.most_of_name(words, holders), matching.is_common(words, holders)
        least = min(POSSIBLE - names, 0) if is_common else POSSIBLE - names
        sharing, near = self._in(self._numbers, person.numbers), self._beside(person, least)
        if not sharing and not near:
            return
        traits = read(person.line)
        for place in sorted((sharing | near) - self._gone):
            if end is not None and place >= end:
                return
            other, is_sharing = read(self._lines[place]), place in sharing
            looks = matching.looks(traits, other, least)
            if looks is None and not is_sharing:
                continue
            may_be = is_sharing or names + (looks or 0) >= POSSIBLE
            likeness = matching.compare(traits, other, holders) if may_be else Likeness()
            same = (
                is_common
                and looks is not None
                and looks >= 0
                and matching.bear_one_name(traits, other)
            )
            if same or likeness.certainty:
                yield Compared(place, likeness, same)

    def _beside(self, person: Outline, least: int) -> set[int]:
        """The places of those who share something else than a number.

        Of those who share no more than words only whoever may be worth the points that are needed.
        """
        near = self._in(self._others, person.others)
        marks, own, born = self._marks, person.marks, person.born
        for people in [found for found in map(self._words.get, person.words) if found]:
            for one in _of_age(people, born // YEAR):
                place = one & _ANY_PLACE
                if may_agree(marks[place] & own, born, one >> _PLACE, least):
                    near.add(place)
        return near

    def _in(self, blocks: Blocks, wanted: Iterable[int]) -> set[int]:
        """The places of those who stand in any of some blocks."""
        near: set[int] = set()
        if blocks.keys().isdisjoint(wanted):  # as of most
            return near
        for there in [found for found in map(blocks.get, wanted) if found is not None]:
            if isinstance(there, int):
                near.add(there)
            else:
                near.update(there)
        return near


def _of_age(people: InOrder, year: int) -> InOrder:
    """Those of about one age, or of an age that is not known; all where the year is 0."""
    if not year:
        return people
    first = bisect_left(people, (year - FORGED) * _OF_YEAR)
    found = people[first : bisect_left(people, (year + FORGED + 1) * _OF_YEAR, first)]
    if people[0] >= _OF_YEAR:  # as most are
        return found
    return people[: bisect_left(people, _OF_YEAR)] + found


def _put_in_order(blocks: dict[int, InOrder], shared: Iterable[int], one: int) -> None:
    for block in shared:
        if block in blocks:
            insort(blocks[block], one)
        else:
            blocks[block] = [one]


def _put(blocks: Blocks, shared: Iterable[int], place: int) -> None:
    for block in shared:
        there = blocks.setdefault(block, place)  # most are new
        if there == place:
            continue
        if isinstance(there, int):
            blocks[block] = [there, place]
        else:
            there.append(place)
