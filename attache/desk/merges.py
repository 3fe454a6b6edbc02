"""Two records of one person made one; taking_apart.py makes them two again.

The one that goes stays as a pointer to the one that stays; what names it is moved.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk import former, minors
from attache.desk.decisions import DECISION, SAME, decide, decided
from attache.desk.known import current
from attache.desk.moving import move
from attache.desk.recording import kind_of
from attache.language import N_
from attache.problems import DecisionNeeded, NoSuchRecord, Problem, Refused, problem
from attache.records.record import kept as said
from attache.rules import merging

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import View, Work

MERGED = N_("merged")
"""The reason with which the record is withdrawn that goes."""


class Merge(NamedTuple):
    """Two people side by side, the person they make, and the fields that need a choice."""

    stays: Kept[Any]
    goes: Kept[Any]
    together: Any
    differing: tuple[str, ...]

    @property
    def joined(self) -> bool:
        """Whether one is another office's, so that they are joined and both stay."""
        return bool(self.stays.stamp.origin or self.goes.stamp.origin)

    def differences(self) -> list[dict[str, Any]]:
        """The fields that differ, with both values, as JSON."""
        here, there = said(self.stays.content), said(self.goes.content)
        return [{"field": n, "first": here[n], "other": there[n]} for n in self.differing]


class Done(NamedTuple):
    """Who stays, who went or came back, the records that were moved, and what is to be told."""

    stays: Kept[Any]
    other: Kept[Any]
    moved: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    still: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Of those who were taken apart each who is one with others yet, with the others."""


def plan(view: View, first: str, other: str, taken: Collection[str] = ()) -> Merge:
    """What a merge would make of two people; raises Refused where they are one already."""
    stays, goes = person_of(view, first), person_of(view, other)
    if stays.ref == goes.ref:
        raise Refused(problem("PER006", "other"))
    wrong = [problem("FLD001", n) for n in sorted(set(taken) - kind_of(stays).fields.keys())]
    if wrong:
        raise Refused(*wrong)
    found = together(stays, goes, taken)
    if found.joined and decided(view).get(frozenset((stays.ref, goes.ref))) == SAME:
        raise Refused(problem("PER006", "other"))
    return found._replace(differing=()) if found.joined else found


def together(stays: Kept[Any], goes: Kept[Any], taken: Collection[str] = ()) -> Merge:
    """Two people and the one that they make."""
    content = merging.together(stays.content, goes.content, taken)
    return Merge(stays, goes, content, merging.differing(stays.content, goes.content))


def merge(
    office: Office, first: str, other: str, *, take: Sequence[str] = (), keep: Sequence[str] = ()
) -> Done:
    """Make two people one: the first stays. `take` names fields of which the other's value stays.

    Raises DecisionNeeded with both values where they differ in a field that neither names.

    A person of another office's vault cannot change here: the two are joined by the decision that
    they are one, and both stay. What they say is not mixed, and no record is moved; so a later
    workbook of that office goes on to bring its person up to date. Of two others' the same holds.
    """
    with office.work() as work:
        found = plan(work, first, other, take)
        if found.joined:
            decide(work, found.stays.ref, found.goes.ref, SAME, office.today)
            return Done(found.stays, found.goes, ())
        open_ = [n for n in found.differing if n not in {*take, *keep}]
        if open_:
            asked = [problem("PER007", name) for name in open_]
            raise DecisionNeeded(*asked, data={"differing": found.differences()})
        return join(work, found, office.today)


def join(work: Work, found: Merge, today: date) -> Done:
    """The same within a unit of work, of two of this office; each field is as planned."""
    stays = work.change(found.stays, found.together)
    moved = move(work, found.goes.ref, stays.ref)
    goes = work.withdraw(found.goes, MERGED, replaced_by=stays.ref)
    for one in (found.stays, found.goes):
        former.keep(work, stays, former.numbers_of(one.content))
    decide(work, stays.ref, goes.ref, SAME, today)
    told = minors.warnings(work, stays.kind, stays.content, stays.ref)
    return Done(stays, goes, moved, tuple(told))


def parts_of(view: View, ref: str) -> list[Kept[Any]]:
    """The people who were merged with somebody, as they were."""
    said = [k for k, _ref in view.naming(DECISION, [ref]) if k.content.answer == SAME]
    found = {k.content.other: view.find(k.content.other) for k in said}
    return [k for k in found.values() if k and k.stamp.withdrawn and k.stamp.replaced_by == ref]


def joined_with(view: View, ref: str) -> list[Kept[Any]]:
    """The people who an officer said are somebody, and who stay: one is another office's."""
    answers = decided(view)
    others = (next(iter(pair - {ref}), ref) for pair in answers if ref in pair)
    same = [o for o in others if answers[frozenset((ref, o))] == SAME]
    me, found = view.find(ref), [k for o in same if (k := view.find(o)) and k.ref != ref]
    return [k for k in found if k.stamp.origin or (me and me.stamp.origin)]


def person_of(view: View, ref: str) -> Kept[Any]:
    """Who a ref names now; raises NoSuchRecord or Refused."""
    found = current(view, view.get(ref))
    if found is None:
        raise Refused(problem("REF004", "ref"))
    if found.kind != "person":
        raise NoSuchRecord(problem("REF003", "ref", kinds="person"))
    return found
