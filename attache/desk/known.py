"""Meeting people who may be recorded already: nobody is recorded twice without a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk import former
from attache.desk.decisions import others_of, same_as
from attache.records.record import kept
from attache.rules import traits as lines
from attache.rules.candidates import KnownPeople
from attache.rules.matching import FORMER, LIKELY, OF_LETTER, POINTS, Likeness
from attache.rules.outlines import outline
from attache.rules.traits import Traits, traits

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.records.person import Person
    from attache.rules.outlines import Outline
    from attache.vault import View, Work

TABLES = ("person", "identity-document", former.KIND)
"""What people are found by: their own record, papers that spell them otherwise, old numbers."""

FEW = 30
"""Looking for so many takes as long as taking everybody apart, however many are recorded."""

_REASONS = {letter: (reason,) for letter, reason in OF_LETTER.items()} | {
    lines.OTHERS: ("family-phone", "same-family-phone")
}
"""What a number is called as a reason, by its letter."""
_NUMBERS = frozenset({"same-nik", "same-document"})
_NAMES = frozenset({"same-name", "name-alike", "name-part"})


class Match(NamedTuple):
    """A recorded person who may be meant, how likely, and why."""

    person: Kept[Person]
    likeness: Likeness

    @property
    def is_sure(self) -> bool:
        """A number of their own agrees, a name does, and nothing speaks against it loudly."""
        agrees = (not named.isdisjoint(self.likeness.reasons) for named in (_NUMBERS, _NAMES))
        return self.likeness.score >= LIKELY and all(agrees)


class Met(NamedTuple):
    """The recorded people who may be somebody, the likeliest first, and the refs of namesakes.

    A name that many bear says too little to ask; but whoever records one more is told.
    """

    like: list[Match]
    namesakes: list[str]


class Everybody:
    """Everybody who is recorded, asked again and again while a unit of work goes on.

    Who asks about a few looks for what they share in the lines of the vault. That goes through all
    lines each time: who asks about many has all people taken apart once, and knows from then on
    whom the work adds and changes.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._asked = 0
        self._people: KnownPeople | None = None
        self._followed = 0
        self._last: Outline | None = None

    def meet(self, person: Person) -> Met:
        """Who may be this one, and who only bears the name."""
        self._asked += 1
        mine = traits(kept(person))
        people = self._all() or _near(self._work, mine)
        self._last = outline(mine)
        return _met(self._work, people, self._last)

    def recorded(self, id_: str) -> None:
        """Know that whoever was asked about last was recorded since, and nobody else."""
        if self._people and self._last:
            self._people.add(id_, self._last)
            self._followed += 1

    def _all(self) -> KnownPeople | None:
        """Everybody as of now; None where that is not worth its time yet."""
        if self._people is None:
            if self._asked <= FEW:
                return None
            self._people = known_people(self._work)
            self._followed = len(self._work.changes)
        self._follow(self._people)
        return self._people

    def _follow(self, people: KnownPeople) -> None:
        """Know what the work changed since it was last asked."""
        changed = self._work.changes_since(self._followed)
        self._followed += len(changed)
        for id_ in dict.fromkeys(change.id for change in changed if change.kind in TABLES):
            people.replace(id_, outline(traits(kept(self._work.get(id_).content))))


def likely(view: View, person: Person) -> list[Match]:
    """The recorded people who may be this one, the likeliest first."""
    mine = traits(kept(person))
    return _met(view, _near(view, mine), outline(mine)).like


def _met(view: View, people: KnownPeople, person: Outline) -> Met:
    met = people.meet(person)
    return Met(matches(view, met.like), [*dict.fromkeys(namesakes(view, met.namesakes))])


def namesakes(view: View, found: Iterable[str]) -> Iterator[str]:
    """The refs of those who stand among people found by name; their import may be taken back."""
    for id_ in found:
        if one := holder(view, view.get(id_)):
            yield one.ref


def _near(view: View, mine: Traits) -> KnownPeople:
    """Whoever may share a block with somebody."""
    return KnownPeople(
        {i: line for table in TABLES for i, line in _sharing(view, table, mine)}.items()
    )


def known_people(view: View) -> KnownPeople:
    """Everybody who is recorded, for asking about many."""
    return KnownPeople(pair for table in TABLES for pair in view.signs(table))


def matches(view: View, found: Iterable[tuple[str, Likeness]]) -> list[Match]:
    """The people behind what was found, each once: a paper's holder, and who somebody is now."""
    best: dict[str, Match] = {}
    for id_, likeness in found:
        by = view.get(id_)
        person = holder(view, by)
        if person is None:
            continue
        match = Match(person, as_now(by, person, likeness))
        known = best.setdefault(person.ref, match)
        if known.likeness.score < match.likeness.score:
            best[person.ref] = match
    return sorted(best.values(), key=lambda match: -match.likeness.score)


def each_once(view: View, found: Iterable[Match]) -> list[Match]:
    """Candidates with those as one whom officers said are one: rather this office's own record."""
    found, best = list(found), dict[str, Match]()
    if len(found) < 2:
        return found
    for match in found:
        one = min(same_as(view, match.person.ref))
        known = best.setdefault(one, match)
        if known.person.stamp.origin and not match.person.stamp.origin:
            best[one] = Match(match.person, max(known.likeness, match.likeness, key=_score))
    return [*best.values()]


def _score(likeness: Likeness) -> int:
    return likeness.score


def as_now(by: Kept[Any], person: Kept[Person], likeness: Likeness) -> Likeness:
    """The likeness of a person who was found by a record; said where a number is a former one.

    It is one if the person does not have it now: it was replaced, or went with a merged record.
    """
    if by.ref == person.ref or by.kind == "identity-document":
        return likeness
    has, had = _numbers(person.content), _numbers(by.content)
    gone = {n[0] for n in had - has} - {n[0] for n in had & has}
    gone = {reason for letter in gone for reason in _REASONS[letter]}
    if gone.isdisjoint(likeness.reasons) or FORMER in likeness.reasons:
        return likeness
    return Likeness(likeness.score + POINTS[FORMER], (*likeness.reasons, FORMER))


def _numbers(content: Any) -> set[str]:
    """The numbers of a record, also those of others, each with its letter."""
    mine = traits(kept(content))
    return {*mine.numbers, *mine.others_numbers}


def holder(view: View, found: Kept[Any] | None) -> Kept[Person] | None:
    """The person of a record, paper or number as of now, or None where it was withdrawn."""
    if found and found.kind != "person":
        found = None if found.stamp.withdrawn else view.find(found.content.person)
    return current(view, found)


def current(view: View, person: Kept[Any] | None) -> Kept[Any] | None:
    """Who a person is now: of one that was merged, the one that stayed."""
    return view.in_place_of(person) if person else None


def described(view: View, match: Match) -> dict[str, object]:
    """A candidate as JSON: enough to decide by, with the reasons and earlier cases.

    As they stood before a unit of work that goes on: nothing of it is stored yet.
    """
    from attache.desk.returning import earlier_cases

    view = view.before or view
    likeness, person = match.likeness, view.find(match.person.id) or match.person
    content = person.content
    return {
        "ref": person.ref,
        "id": person.id,
        "name": content.name,
        "sex": content.sex,
        "birth_date": content.birth_date,
        "home_province": content.home_province,
        "score": likeness.score,
        "certainty": likeness.certainty,
        "reasons": list(likeness.reasons),
        "same_as": others_of(view, person.ref),
        "earlier": [case.data() for case in earlier_cases(view, person.ref)],
    }


def _sharing(view: View, table: str, mine: Traits) -> Iterator[tuple[str, str]]:
    """Whoever may share a block with somebody (rules/candidates.py)."""
    parts = [lines.number(n) for n in (*mine.numbers, *mine.others_numbers)] + [
        lines.whole(" ".join(s)) for s in mine.sounds
    ]
    parts += [lines.born(mine.born)] if len(mine.born) == 8 else []
    for part in parts:
        yield from view.holding(table, part)
    for sounds in mine.sounds:
        words = view.rarest(table, {lines.word(sound) for sound in sounds})
        for word in words[:-1]:  # two words that somebody shares include one of these
            for id_, line in view.holding(table, word):
                if sum(other in line for other in words) > 1:
                    yield id_, line
