"""Changes by which somebody gets what another person has: a number, or a name and birth date.

Nothing keeps an officer from it, since either may be wrong; but whose it is, is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk import former
from attache.desk.decisions import DECISION
from attache.problems import problem
from attache.records.record import kept, revived
from attache.rules import traits as lines

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.records.kept import Kept
    from attache.vault import View, Work
    from attache.vault.history import Change

PERSON, PAPER = "person", "identity-document"
TELLING = {n: f for n, f in lines.LETTERS.items() if f != lines.LETTERS["phone"]}
"""Fields whose numbers are one person's alone, with their letters: families share a phone."""
FEW = 20
"""Numbers that are looked for one by one; of more all recorded ones are listed first."""

Holding = Callable[[str], Iterable[str]]
"""The ids of the records that have a number, which comes with its letter."""


class _Given(NamedTuple):
    """A number that a record has got, with its letter."""

    record: Kept[Any]
    field: str
    number: str


def told(work: Work) -> tuple[Problem, ...]:
    """Both, where one record is changed."""
    return tuple(found for _ref, found in (*numbers(work), *likenesses(work)))


def numbers(work: Work, *, new_people: bool = True) -> Iterator[tuple[str, Problem]]:
    """A warning, with the ref of its record, for each number that this work gave a second person.

    Without `new_people` only of those who were there before, and of papers.
    """
    from attache.desk.recording import listed

    given = [one for change in work.changes for one in _given(work, change, new_people=new_people)]
    holding, others = _search(work) if len(given) <= FEW else _listed(work), _Others(work)
    for record, field, number in given:
        found = [id_ for id_ in holding(number) if id_ != record.id]
        if found and (refs := others.among(record, found)):
            yield record.ref, problem("PER034", field, refs=listed(refs))


def likenesses(work: Work) -> Iterator[tuple[str, Problem]]:
    """A warning, with their ref, for each whom a change made like somebody else.

    Who was like them before, or shares a number, is told elsewhere.
    """
    from attache.desk.known import Everybody
    from attache.desk.recording import listed

    holding, others, everybody = _search(work), _Others(work), Everybody(work)
    for change in work.changes:
        record = (
            work.find(change.ref) if (change.action, change.kind) == ("change", PERSON) else None
        )
        if record is None or record.stamp.withdrawn:
            continue
        now = kept(record.content)
        before = {**now, **{name: old for name, (old, _new) in change.fields.items()}}
        if lines.traits(before) == lines.traits(now):
            continue
        sharing = [id_ for n in lines.traits(now).numbers if is_telling(n) for id_ in holding(n)]
        was = {m.person.ref for m in everybody.meet(revived(type(record.content), before)).like}
        was.update(others.among(record, sharing))
        alike = others.among(record, [m.person.id for m in everybody.meet(record.content).like])
        if refs := [ref for ref in alike if ref not in was]:
            yield record.ref, problem("PER035", refs=listed(refs))


def is_telling(number: str) -> bool:
    """Whether a number, with its letter, is one person's alone."""
    return number[0] in TELLING.values()


def _given(work: Work, change: Change, *, new_people: bool) -> Iterator[_Given]:
    """The numbers that a change gave a person or a paper."""
    if change.kind not in (PERSON, PAPER) or change.action not in ("add", "change"):
        return
    added = change.action == "add" and (new_people or change.kind != PERSON)
    names = [name for name in TELLING if added or name in change.fields]
    record = work.find(change.ref) if names else None
    if record is None or record.stamp.withdrawn:
        return
    for name in names:
        if number := getattr(record.content, name, None):
            yield _Given(record, name, TELLING[name] + number)


def _search(view: View) -> Holding:
    """Looks through the lines of everybody for each number."""
    from attache.desk.known import TABLES

    return lambda number: [
        id_ for table in TABLES for id_, _line in view.holding(table, lines.number(number))
    ]


def _listed(view: View) -> Holding:
    """Looks through them once."""
    from attache.desk.known import TABLES

    found: dict[str, list[str]] = {}
    for table in TABLES:
        for id_, line in view.signs(table):
            for number in filter(is_telling, lines.read(line).numbers):
                found.setdefault(number, []).append(id_)
    return lambda number: found.get(number, ())


class _Others:
    """Other people than a record's, but those of whom it was decided."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def among(self, record: Kept[Any], ids: Iterable[str]) -> list[str]:
        """The refs of those to whom some records belong."""
        from attache.desk.decisions import same_as
        from attache.desk.known import current, holder

        mine = current(self._work, self._work.find(former.person_of(record)))
        people = [holder(self._work, self._work.get(id_)) for id_ in ids] if mine else []
        refs = dict.fromkeys(person.ref for person in people if person)
        if not mine or not refs.keys() - {mine.ref}:
            return []
        one = same_as(self._work, mine.ref)
        return [r for r in refs if r not in one and frozenset((mine.ref, r)) not in self._decided]

    @cached_property
    def _decided(self) -> set[frozenset[str]]:
        """Pairs that were decided on in this work."""
        made = [c for c in self._work.changes if c.kind == DECISION]
        now = [self._work.get(change.ref).content for change in made]
        return {frozenset((one.person, one.other)) for one in now}
