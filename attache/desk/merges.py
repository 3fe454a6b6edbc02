"""Two records of one person made one, and taken apart again.

The one that goes stays as a pointer to the one that stays; what names it is moved. Taking apart
follows the line of the log that put them together, field by field, so that nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk import former, minors
from attache.desk.known import current, decide, decided
from attache.desk.moving import DECISION, followed, move, point
from attache.desk.recording import kind_of, listed, naming
from attache.language import N_
from attache.problems import DecisionNeeded, NoSuchRecord, Problem, Refused, problem
from attache.records.record import kept as said
from attache.records.record import revived
from attache.rules import merging
from attache.vault.copies.conflicts import SUCCESSOR

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import Change, Line, View, Work

MERGED = N_("merged")
"""The reason with which the record is withdrawn that goes."""
UNMERGED = N_("taken apart again")
OTHER = "other"
"""How a conflict was resolved where neither side's value was taken."""


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


def plan(view: View, first: str, other: str, taken: Collection[str] = ()) -> Merge:
    """What a merge would make of two people; raises Refused where they are one already."""
    stays, goes = _person(view, first), _person(view, other)
    if stays.ref == goes.ref:
        raise Refused(problem("PER006", "other"))
    wrong = [problem("FLD001", n) for n in sorted(set(taken) - kind_of(stays).fields.keys())]
    if wrong:
        raise Refused(*wrong)
    together = merging.together(stays.content, goes.content, taken)
    differing = merging.differing(stays.content, goes.content)
    found = Merge(stays, goes, together, differing)
    if found.joined and decided(view).get(frozenset((stays.ref, goes.ref))) == "same":
        raise Refused(problem("PER006", "other"))
    return found._replace(differing=()) if found.joined else found


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
            decide(work, found.stays.ref, found.goes.ref, "same", office.today)
            return Done(found.stays, found.goes, ())
        open_ = [n for n in found.differing if n not in {*take, *keep}]
        if open_:
            asked = [problem("PER007", name) for name in open_]
            raise DecisionNeeded(*asked, data={"differing": found.differences()})
        stays = work.change(found.stays, found.together)
        moved = move(work, found.goes.ref, stays.ref)
        goes = work.withdraw(found.goes, MERGED, replaced_by=stays.ref)
        for one in (found.stays, found.goes):
            former.keep(work, stays, former.numbers_of(one.content))
        decide(work, stays.ref, goes.ref, "same", office.today)
        told = minors.warnings(work, stays.kind, stays.content, stays.ref)
        return Done(stays, goes, moved, tuple(told))


def unmerge(
    office: Office, ref: str, *, other: str | None = None, give: Sequence[str] = ()
) -> Done:
    """Take two people apart again, both as they were; `give` names later records for the other.

    What was changed since stays as it is, and is told.
    """
    with office.work() as work:
        stays = _person(work, ref)
        if joined := _joined_with(work, stays, other):
            decide(work, stays.ref, joined.ref, "different", office.today)
            return Done(stays, joined, ())
        return take_apart(work, stays, _gone_into(work, stays, other), office.today, give)


def take_apart(
    work: Work, stays: Kept[Any], goes: Kept[Any], today: date, give: Sequence[str] = ()
) -> Done:
    """The same within a unit of work, of two people of whom one went into the other."""
    line = _line_of(work, goes)
    problems: list[Problem] = []
    back = work.restore(goes)
    for change in line.changes:
        problems += take_back(work, change, goes.id)
    for change in followed(work, back, stays):
        problems += take_back(work, change, goes.id)
    given = tuple(_give(work, stays.ref, back.ref, give))
    decide(work, stays.ref, back.ref, "different", today)
    later = [r for r in recorded_since(work, stays.ref, line) if r not in given]
    problems += [problem("PER011", refs=listed(later))] if later else []
    _close_questions(work, back)
    return Done(work.get(stays.id), back, given, tuple(problems))


def _close_questions(work: Work, back: Kept[Any]) -> None:
    """Whoever takes two people apart has decided into whom one of them went."""
    for conflict in work.every("conflict"):
        said = conflict.content
        if (said.about, said.field, said.resolved) == (back.ref, SUCCESSOR, None):
            work.change(conflict, said.model_copy(update={"resolved": OTHER}))


def parts_of(view: View, ref: str) -> list[Kept[Any]]:
    """The people who were merged with somebody, as they were."""
    said = [k for k, _ref in view.naming(DECISION, [ref]) if k.content.answer == "same"]
    found = {k.content.other: view.find(k.content.other) for k in said}
    return [k for k in found.values() if k and k.stamp.withdrawn and k.stamp.replaced_by == ref]


def joined_with(view: View, ref: str) -> list[Kept[Any]]:
    """The people who an officer said are somebody, and who stay: one is another office's."""
    answers = decided(view)
    others = (next(iter(pair - {ref}), ref) for pair in answers if ref in pair)
    same = [o for o in others if answers[frozenset((ref, o))] == "same"]
    me, found = view.find(ref), [k for o in same if (k := view.find(o)) and k.ref != ref]
    return [k for k in found if k.stamp.origin or (me and me.stamp.origin)]


def recorded_since(view: View, ref: str, line: Line) -> list[str]:
    """The refs of records about somebody that are younger than a line of the log."""
    named = (k for k, _ref in naming(view, [ref]) if k.kind not in (DECISION, former.KIND))
    return list(dict.fromkeys(k.ref for k in named if k.id > line.id))


def _person(view: View, ref: str) -> Kept[Any]:
    """Who a ref names now; raises NoSuchRecord or Refused."""
    found = current(view, view.get(ref))
    if found is None:
        raise Refused(problem("REF004", "ref"))
    if found.kind != "person":
        raise NoSuchRecord(problem("REF003", "ref", kinds="person"))
    return found


def _joined_with(view: View, person: Kept[Any], other: str | None) -> Kept[Any] | None:
    """Who is joined with somebody: the one who is named, or the only one."""
    found = joined_with(view, person.ref)
    if other:
        wanted = view.get(other)
        return next((k for k in found if k.id == wanted.id), None)
    return found[0] if len(found) == 1 and not parts_of(view, person.ref) else None


def _gone_into(view: View, stays: Kept[Any], other: str | None) -> Kept[Any]:
    """Whom to take apart from somebody; raises Refused or DecisionNeeded."""
    found = parts_of(view, stays.ref)
    if other:
        wanted = view.get(other)
        found = [k for k in found if k.id == wanted.id]
    if not found:
        raise Refused(problem("PER008", "ref"))
    if len(found) > 1:
        refs = [k.ref for k in found]
        raise DecisionNeeded(problem("PER009", "ref", refs=listed(refs)), data={"merged": refs})
    return found[0]


def _line_of(view: View, goes: Kept[Any]) -> Line:
    """The line of the log that merged somebody; raises Refused where it is there no more."""
    for told in view.history().naming(goes.id):
        if any(c[0] == "withdraw" and c[2] == goes.id for c in told["changes"]):
            line = view.line(told["ref"])
            if line and any(c.kind == DECISION for c in line.changes):
                return line
    raise Refused(problem("PER008", "ref"))


def take_back(work: Work, change: Change, goes: str) -> Iterator[Problem]:
    """Undo one change of the merge, as far as nothing changed it since."""
    found = work.find(change.id)
    if found is None or change.id == goes:
        return
    if change.action == "add":
        work.withdraw(found, UNMERGED)
    elif change.action == "change":
        now, update = said(found.content), dict[str, Any]()
        lost = dict[str, str]()
        for name, (old, new) in change.fields.items():
            if now[name] == new:
                update[name] = old
            elif isinstance(new, list):
                update[name] = _without(now[name], old or [], new)
            else:
                yield problem("PER010", name)
                lost |= {name: old} if old and name in former.fields() else {}
        back = work.change(found, revived(type(found.content), {**now, **update}))
        former.keep(work, back, lost)


def _without(now: Sequence[str], old: Sequence[str], new: Sequence[str]) -> list[str]:
    """A list without what a change brought in, and with what it took out."""
    stay = [value for value in now if value in old or value not in new]
    return [*stay, *(value for value in old if value not in new and value not in stay)]


def _give(work: Work, stays: str, other: str, give: Sequence[str]) -> Iterator[str]:
    """Have later records name the other person; raises Refused where they name neither."""
    for name in give:
        record = work.get(name)
        if not any(k.ref == record.ref for k, _ref in naming(work, [stays])):
            raise Refused(problem("PER012", "give", ref=record.ref))
        point(work, record, stays, other)
        yield record.ref
