"""Whether a row that leads to a record is about whom that record is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk.decisions import same_as
from attache.desk.known import holder
from attache.desk.meant import names_people
from attache.desk.ready import PERSON
from attache.desk.recording import listed
from attache.problems import Problem, problem
from attache.records.record import kept
from attache.rules.described import (
    IDENTITY,
    is_another_entry,
    is_nobody_known,
    is_the_other,
    names_another,
    refs_in,
)
from attache.rules.outlines import outline
from attache.rules.traits import traits

if TYPE_CHECKING:
    from attache.desk.labels import Labels
    from attache.exchange.rows import Row
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.rules.candidates import KnownPeople
    from attache.rules.traits import Traits
    from attache.vault import View

Said = Mapping[str, Any]


class Change(NamedTuple):
    """What a row would change of a record.

    `sent` is what the record said when it left, where that is known; `theirs` is what the row says,
    and `fields` those of it that differ.
    """

    current: Kept[Any]
    sent: Said | None
    theirs: Said
    fields: Collection[str]

    @property
    def known(self) -> list[Said]:
        """The record as it is, and as it left."""
        return [kept(self.current.content), *([self.sent] if self.sent else [])]


class Whose:
    """Asks of a change whether it is about somebody else than its record.

    `people` are asked for only where a row changes what says who somebody is.
    """

    def __init__(self, view: View, labels: Labels, people: Callable[[], KnownPeople]) -> None:
        self._view, self._labels, self._people = view, labels, people

    def wrong(self, kind: RecordType, row: Row, change: Change) -> tuple[Problem, ...]:
        """What is wrong with a row whose change would give a record to somebody else."""
        if kind.name == PERSON:
            return self._of_person(row, change)
        sent = change.known[-1]
        name = is_another_entry(kind.fields, sent, change.theirs, change.fields)
        return (problem("XLS132", name),) if name else ()

    def told(self, kind: RecordType, change: Change) -> tuple[Problem, ...]:
        """A warning where a record is now about other people: the rest of it is about these too.

        So may be a person of whom nothing but a name is known, and who has quite another one now.
        """
        ours, found = kept(change.current.content), list[Problem]()
        if kind.name == PERSON and "name" in change.fields and _is_nobody_known(change):
            found.append(problem("XLS027", "name", old=ours["name"], new=change.theirs["name"]))
        for name in (n for n in change.fields if names_people(kind.fields[n])):
            old, new = (listed(refs_in(said[name])) for said in (ours, change.theirs))
            if names_another(kind.fields[name], ours, change.theirs):
                found.append(problem("XLS139", name, old=old, new=new))
        return tuple(found)

    def _of_person(self, row: Row, change: Change) -> tuple[Problem, ...]:
        changed = IDENTITY & {*change.fields}
        if not changed:
            return ()
        described = traits(change.theirs)
        known = [traits(one) for one in change.known]
        if not self._agrees(row, described, known, change):
            return (problem("XLS025", "ref"),)
        replaced = any(one.get(name) for one in change.known for name in changed)
        others = self._others(described, known, change.current, replaced=replaced)
        if not others:
            return ()
        ref, refs = change.current.ref, listed([self._labels.named(o) for o in others])
        return (problem("XLS131", min(changed), ref=ref, refs=refs),)

    def _agrees(self, row: Row, described: Traits, known: Sequence[Traits], change: Change) -> bool:
        """Whether a row agrees with the person it leads to: lists renumber people, rows slide.

        One cell of a row with its hidden columns may be anything: that is a correction. So may the
        numbers of a row that has no name.
        """
        if row.id and len(change.fields) == 1:
            return True
        if not row.id and "name" not in change.theirs:
            return True
        return not self._is_somebody_else(described, known, change.current)

    def is_somebody_else(self, said: Said, person: Kept[Any]) -> bool:
        """Whether what a row says of somebody agrees in nothing with a person."""
        return self._is_somebody_else(traits(said), [traits(kept(person.content))], person)

    def _is_somebody_else(
        self, described: Traits, known: Sequence[Traits], person: Kept[Any]
    ) -> bool:
        papers = self._papers(person)
        return is_nobody_known(described, known) and is_nobody_known(described, papers)

    def _papers(self, person: Kept[Any]) -> list[Traits]:
        """How a person's papers spell them."""
        found = self._view.naming("identity-document", [person.ref])
        return [traits(kept(k.content)) for k, _ref in found if not k.stamp.withdrawn]

    def _others(
        self, described: Traits, known: Sequence[Traits], person: Kept[Any], *, replaced: bool
    ) -> list[str]:
        """The refs of other people whom the row describes rather than the person it leads to."""
        people, asked = self._people(), outline(described)
        holders = people.holders(asked)
        refs = dict[str, None]()
        for id_, other in people.near(asked):
            if is_the_other(described, other, known, replaced=replaced, holders=holders):
                now = holder(self._view, self._view.find(id_))
                if now and now.ref != person.ref:
                    refs[now.ref] = None
        one = same_as(self._view, person.ref) if refs else []
        return [ref for ref in refs if ref not in one]


def _is_nobody_known(change: Change) -> bool:
    """Whether a row agrees in nothing with the person whom it changes."""
    return is_nobody_known(traits(change.theirs), [traits(one) for one in change.known])
