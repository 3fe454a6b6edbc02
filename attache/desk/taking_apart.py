"""Two people who were made one, two again, by the line of the log that put them together.

Nothing is guessed: each field of that line goes back where nothing changed it since, and so does
what merges of copies and later joins had follow. What an officer has changed since stays, and is
told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from attache.desk import former
from attache.desk.beside import Join, keep_beside
from attache.desk.conflicts import conflicts_in
from attache.desk.decisions import DECISION, DIFFERENT, SAME, decide, others_of
from attache.desk.following import carried, followed, ref_now
from attache.desk.merges import Done, joined_with, parts_of, person_of
from attache.desk.moving import point
from attache.desk.recording import kind_of, listed, naming
from attache.language import N_
from attache.problems import DecisionNeeded, Problem, Refused, problem
from attache.records.record import kept as said
from attache.records.record import revived
from attache.vault.copies.conflicts import SUCCESSOR
from attache.vault.copies.folding import led

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import Change, Line, View, Work

UNMERGED = N_("taken apart again")
OTHER = "other"
"""How a conflict was resolved where neither side's value was taken."""


def unmerge(
    office: Office, ref: str, *, other: str | None = None, give: Sequence[str] = ()
) -> Done:
    """Take two people apart again, both as they were; `give` names later records for the other.

    `ref` names either of the two; where it names the one who went, that one is taken out of whom it
    went into. What was changed since stays as it is, and is told.
    """
    with office.work() as work:
        stays, named = person_of(work, ref), work.get(ref)
        if joined := _joined_with(work, stays, other):
            decide(work, stays.ref, joined.ref, DIFFERENT, office.today)
            return _told(work, Done(stays, joined, ()))
        goes = _gone_into(work, stays, other) if other or named.ref == stays.ref else named
        return _told(work, take_apart(work, stays, goes, office.today, give))


def _told(work: Work, done: Done) -> Done:
    """With whom each of two who were taken apart is one yet."""
    both = ((k.ref, tuple(others_of(work, k.ref))) for k in (done.stays, done.other))
    return done._replace(still=tuple((ref, others) for ref, others in both if others))


def take_apart(
    work: Work, stays: Kept[Any], goes: Kept[Any], today: date, give: Sequence[str] = ()
) -> Done:
    """The same within a unit of work, of two people of whom one went into the other."""
    line = _line_of(work, goes)
    join, problems = Join(work, line), list[Problem]()
    back = work.restore(goes)
    for change in line.changes:
        problems += take_back(work, join, change, goes.id)
    for change in (*followed(work, back, stays), *carried(work, back, stays, line.ref)):
        problems += take_back(work, join, change, goes.id)
    given = tuple(_give(work, stays.ref, back.ref, give))
    _withdraw_decisions(work, stays, back)
    decide(work, stays.ref, back.ref, DIFFERENT, today)
    moved = tuple(dict.fromkeys((*_moved(work, back.ref), *given)))
    later = [r for r in recorded_since(work, stays.ref, line) if r not in moved]
    problems += [problem("PER011", refs=listed(later))] if later else []
    _close_questions(work, stays, back)
    return Done(work.get(stays.id), back, moved, tuple(problems))


def _withdraw_decisions(work: Work, stays: Kept[Any], back: Kept[Any]) -> None:
    """Take back all that says that the two are one, also of those who went into either."""
    two = {stays.ref, back.ref}
    for decision in [k for k, _r in naming(work, _all_of(work, back.ref)) if k.kind == DECISION]:
        content = decision.content
        pair = {ref_now(work, content.person), ref_now(work, content.other)}
        if pair == two and content.answer == SAME:
            work.withdraw(decision, UNMERGED)


def _all_of(view: View, ref: str) -> list[str]:
    """The refs of a person and of all who went into them, one into the other."""
    refs = [ref]
    for one in refs:  # it grows
        refs += [k.ref for k in parts_of(view, one) if k.ref not in refs]
    return refs


def _moved(work: Work, ref: str) -> Iterator[str]:
    """The refs of records that this work has made name somebody."""
    for change in (c for c in work.changes if c.action == "change"):
        names = any(ref in _refs(new) for _old, new in change.fields.values())
        if names and change.kind not in ("person", former.KIND):
            yield change.ref


def _refs(value: Any) -> Collection[Any]:
    return value if isinstance(value, list) else (value,)


def _close_questions(work: Work, stays: Kept[Any], back: Kept[Any]) -> None:
    """Whoever takes two people apart has decided into whom one went, and what each of them says."""
    lines = {told["ref"] for told in work.history().naming(back.id)}
    for conflict in conflicts_in(work):
        asked = conflict.content
        into = (asked.about, asked.field) == (back.ref, SUCCESSOR)
        of_both = asked.about == stays.ref and any(v["line"] in lines for v in asked.values)
        if into or of_both:
            work.change(conflict, asked.model_copy(update={"resolved": OTHER}))


def recorded_since(view: View, ref: str, line: Line) -> list[str]:
    """The refs of records about somebody that are younger than a line of the log."""
    named = (k for k, _ref in naming(view, [ref]) if k.kind not in (DECISION, former.KIND))
    return list(dict.fromkeys(k.ref for k in named if k.id > line.id))


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


def take_back(work: Work, join: Join, change: Change, goes: str) -> Iterator[Problem]:
    """Undo one change of a join, or that followed it, as far as nothing changed it since.

    What names somebody who has gone into somebody else since is as it was left; what another laptop
    said by itself stays.
    """
    found = work.find(change.id)
    if found is None or change.id == goes:
        return
    if change.action == "add":
        if not found.stamp.withdrawn:
            work.withdraw(found, UNMERGED)
    elif change.action == "change":
        yield from _change_back(work, join, change, found)


def _change_back(work: Work, join: Join, change: Change, found: Kept[Any]) -> Iterator[Problem]:
    def as_now(name: str, value: Any) -> Any:
        return _as_now(work, found, name, value)

    now, update, lost = said(found.content), dict[str, Any](), dict[str, str]()
    others = join.beside(found)
    for name, (before, after) in change.fields.items():
        old, new = as_now(name, before), as_now(name, after)
        back = now[name]
        if now[name] in (new, after):
            back = old
        elif isinstance(new, list):
            back = _without(now[name], old or [], new)
        update[name] = keep_beside(others, name, now[name], back, as_now)
        if update[name] == now[name] != old and not isinstance(new, list):
            yield problem("PER010", name, ref=found.ref)
            lost |= {name: old} if old and name in former.fields() else {}
    changed = work.change(found, revived(type(found.content), {**now, **update}))
    former.keep(work, changed, lost)


def _as_now(view: View, record: Kept[Any], name: str, value: Any) -> Any:
    """What a field was, with those whom it named as whom they are now."""
    if kind_of(record).fields[name].kind.name in ("ref", "refs"):
        return led(value, lambda ref: ref_now(view, ref))
    return value


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
