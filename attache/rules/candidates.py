"""Finding, among very many people, those whom a description may mean.

People are compared only where they share a block: a number; a birth date with the beginning of a
word, where no hand slips (names.py); a long name with a word of the mother's; or two words of a
name (or the one that is all of it). Of those who share no more than such words only people of
about one age are compared. Ages are forged by two or three years, but then the name is not enough
(matching.py): the day has to be the same or unknown, or else something of the mother's name or of
the NIK.
"""

from __future__ import annotations

from collections import Counter, defaultdict
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
Blocks = dict[int, int | list[int]]
"""By what people share, the place of the one who has it, or the places of all: most have one."""
_YEAR = 10_000
"""What a year counts in a birth date as a number, YYYYMMDD."""
_SPAN = 2 * matching.FORGED + 1
"""Years of birth that stand together: whoever may be of somebody's age stands in one of two."""
_EVERY = -1
"""The number of all years."""
_MARKS = 255
"""Among so many bits a person's marks fall: where two share none, nothing of the kind agrees."""
_HAS_NIK = 1 << _MARKS
"""The bit behind them. Where two share no other, both have a NIK, and these are far from alike."""


class Candidate(NamedTuple):
    """A recorded person who may be meant: under which id, how likely, and why."""

    id: str
    likeness: Likeness


class Outline(NamedTuple):
    """A person as far as finding goes: the line of their traits, and what of it is shared.

    `names` are those that are borne; `numbers` are blocks of themselves; `words` are the blocks of
    two words of a name, and `others` those of everything else. `born` is YYYYMMDD as a number,
    with 0000 where no day is known, or 0. `marks` has a bit for each thing that may agree of two
    who are of different ages. Hashes all, so they are of one process and its forks.
    """

    line: str
    names: tuple[int, ...]
    numbers: tuple[int, ...]
    others: tuple[int, ...]
    words: tuple[int, ...]
    born: int
    marks: int


def outline(traits: Traits, line: str = "") -> Outline:
    """A person by their traits; `line` says these, where it is at hand."""
    sounds, born = traits.sounds, matching.known(traits.born)
    return Outline(
        line or traits.line,
        tuple(map(hash, sounds)),
        tuple(map(hash, traits.numbers)),
        tuple(_others(traits, sounds)),
        tuple(map(hash, _twos(sounds))),
        int(born) if len(born) == len("YYYYMMDD") else int(born[:4] or 0) * _YEAR,
        _marks(traits),
    )


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
        self._born: list[int] = []
        self._marks: list[int] = []
        self._numbers: Blocks = {}
        self._others: Blocks = {}
        self._words: defaultdict[int, list[int]] = defaultdict(list)
        self._holders: Counter[int] = Counter()
        for id_, line in people:
            self.add(id_, outline(read(line), line))

    def add(self, id_: str, person: Outline) -> None:
        """Know one person more."""
        place = len(self._ids)
        self._ids.append(id_)
        self._lines.append(person.line)
        self._born.append(person.born)
        self._marks.append(person.marks)
        for name in person.names:
            self._holders[name] += 1
        _put(self._numbers, person.numbers, place)
        _put(self._others, person.others, place)
        age = _age(person.born // _YEAR)
        for two in person.words:
            self._words[two + age].append(place)
            self._words[two + _EVERY].append(place)

    def like(self, person: Outline) -> list[Candidate]:
        """Who may be meant, the likeliest first."""
        return self.meet(person).like

    def namesakes(self, person: Outline) -> list[str]:
        """Those of somebody's name whom nothing tells apart, where it is too common to be asked."""
        return self.meet(person).namesakes

    def meet(self, person: Outline) -> Met:
        """Who may be meant, and who bears the name."""
        found = [*self._compared(person)]
        like = [Candidate(self._ids[f.place], f.likeness) for f in found if f.likeness.certainty]
        namesakes = [self._ids[f.place] for f in found if f.is_namesake]
        return Met(sorted(like, key=lambda c: -c.likeness.score), namesakes)

    def near(self, person: Outline) -> Iterator[tuple[str, Traits]]:
        """Everybody who shares a block with somebody, by id, however unlike they are otherwise."""
        for place in sorted(self._in(self._numbers, person.numbers) | self._beside(person)):
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
            for other, likeness, _same in self._compared(person, place):
                if likeness.certainty:
                    yield self._ids[other], self._ids[place], likeness

    def _compared(self, person: Outline, end: int | None = None) -> Iterator[Compared]:
        """Those up to a place who may be meant, or bear the name."""
        sharing, near = self._in(self._numbers, person.numbers), self._beside(person)
        if not sharing and not near:
            return
        traits, holders = read(person.line), self.holders(person)
        names = matching.most_of_name(traits, holders)
        is_common = matching.is_common(traits, holders)
        least = min(POSSIBLE - names, 0) if is_common else POSSIBLE - names
        for place in sorted(sharing | near):
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

    def _beside(self, person: Outline) -> set[int]:
        """The places of those who share something else than a number."""
        near = self._in(self._others, person.others)
        ages = _ages(person.born // _YEAR)
        for places in [self._words.get(two + age) for two in person.words for age in ages]:
            if places:
                near.update(self._of_age(person, places))
        return near

    def _of_age(self, person: Outline, places: list[int]) -> list[int]:
        """Those of some places who are of about somebody's age, or may be so by what they share.

        Whose NIK is another one cannot be the same by a name and a birth date alone.
        """
        born, marks, own = self._born, self._marks, person.marks
        year, day = divmod(person.born, _YEAR)
        if not year:
            return places
        near, forged = 1 if day else matching.FORGED, matching.FORGED
        first, end = (year - near) * _YEAR, (year + near + 1) * _YEAR
        least, most = (year - forged) * _YEAR, (year + forged + 1) * _YEAR
        return [
            place
            for place in places
            if (shared := marks[place] & own) != _HAS_NIK
            and (
                first <= (other := born[place]) < end
                or not other
                or (least <= other < most and (shared or other % _YEAR in (0, day)))
            )
        ]

    def _in(self, blocks: Blocks, wanted: Iterable[int]) -> set[int]:
        """The places of those who stand in any of some blocks."""
        near: set[int] = set()
        for there in map(blocks.get, wanted):
            if isinstance(there, int):
                near.add(there)
            elif there:
                near.update(there)
        return near


def _age(year: int) -> int:
    """The number of the years among which a year of birth stands; 0 where it is not known."""
    return year // _SPAN


@lru_cache
def _ages(year: int) -> tuple[int, ...]:
    """The numbers of those years in which somebody may stand who may be of the same age."""
    if not year:
        return (_EVERY,)
    return tuple({_age(0), _age(year - matching.FORGED), _age(year + matching.FORGED)})


def _put(blocks: Blocks, shared: Iterable[int], place: int) -> None:
    for block in shared:
        there = blocks.setdefault(block, place)  # most are new
        if there == place:
            continue
        if isinstance(there, int):
            blocks[block] = [there, place]
        else:
            there.append(place)


def _others(traits: Traits, sounds: Sounds) -> Iterator[int]:
    """The blocks of everything but numbers of their own and words of names."""
    if len(traits.born) == 8:
        for first in {word[:2] for name in sounds for word in name}:
            yield hash((traits.born, first))
    yield from map(hash, traits.others_numbers)
    for name in sounds:
        if len(name) > 2:  # a shorter one with a birth date that differs names nobody
            yield from (hash((name, word)) for word in traits.mother.split())


def _marks(traits: Traits) -> int:
    """A bit for each beginning of a word of the mother's name, and for the NIK and its halves."""
    things, nik = [word[:2] for word in traits.mother.split()], traits.nik
    marks = _HAS_NIK if nik else 0
    for thing in (*things, *matching.halves(nik)) if nik else things:
        marks |= 1 << hash(thing) % _MARKS
    return marks


def _twos(sounds: Sounds) -> list[tuple[str, ...]]:
    """Each two words of each name, in order; the one of a name that is no longer."""
    twos: list[tuple[str, ...]] = []
    for words in sounds:
        if len(words) < 3:  # in order already
            twos.append(words)
        else:
            twos += combinations(sorted(set(words)), 2)
    return twos
