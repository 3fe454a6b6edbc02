"""Who may be the same person, and why. Exact signs only: numbers, and name with birth date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from attache.codes import folded
from attache.records.dates import span

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.records.person import Person

NUMBERS = ("nik", "passport", "splp")
"""Fields that are one person's alone."""


class Candidate(NamedTuple):
    """A recorded person who may be meant, with the reasons: same-nik, same-name, ..."""

    person: Kept[Person]
    reasons: tuple[str, ...]


class KnownPeople:
    """Recorded people, to be asked who among them a new description may mean."""

    def __init__(self, people: Iterable[Kept[Person]]) -> None:
        self._by_sign: dict[str, dict[str, Kept[Person]]] = {}
        for person in people:
            self.add(person)

    def add(self, person: Kept[Person]) -> None:
        """Know one person more."""
        for sign in _signs(person.content):
            self._by_sign.setdefault(sign, {})[person.id] = person

    def like(self, person: Person) -> list[Candidate]:
        """The recorded people who may be this one, the most certain first."""
        shared = {id_: k for s in _signs(person) for id_, k in self._by_sign.get(s, {}).items()}
        found = (Candidate(k, tuple(_reasons(person, k.content))) for k in shared.values())
        return sorted((c for c in found if c.reasons), key=lambda c: -len(c.reasons))


def matches(person: Kept[Person], query: str) -> bool:
    """Whether a query names a person: part of a name, or at least four characters of a number."""
    wanted = folded(query)
    content = person.content
    if not wanted:
        return False
    if any(wanted in name for name in _names(content)):
        return True
    numbers = (content.nik, content.passport, content.splp, content.phone, content.family_phone)
    digits = wanted[1:] if wanted.startswith("0") and wanted.isdigit() else wanted
    return len(digits) >= 4 and any(digits in folded(n) for n in numbers if n)


def _signs(person: Person) -> Iterator[str]:
    """What two descriptions of one person are likely to share."""
    yield from _names(person)
    yield from (f"{name}:{value}" for name in NUMBERS if (value := getattr(person, name)))


def _reasons(one: Person, other: Person) -> Iterator[str]:
    for name in NUMBERS:
        value = getattr(one, name)
        if value and value == getattr(other, name):
            yield f"same-{name}"
    if _names(one) & _names(other) and not _contradict(one, other):
        yield "same-name"
        if one.birth_date and other.birth_date:
            yield "same-birth-date"


def _contradict(one: Person, other: Person) -> bool:
    """Whether sex, birth date or NIK show that a shared name is a coincidence."""
    if {one.sex, other.sex} == {"female", "male"}:
        return True
    if one.nik and other.nik and one.nik != other.nik:
        return True
    if not (one.birth_date and other.birth_date):
        return False
    first, last = span(one.birth_date)
    first_other, last_other = span(other.birth_date)
    return last < first_other or last_other < first


def _names(person: Person) -> set[str]:
    return {folded(name) for name in (person.name, *(person.aliases or ())) if name}
