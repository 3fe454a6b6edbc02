"""Two people who were made one, two again, by the lines of the log that put them together.

Nothing is guessed: each field of those lines goes back where nothing changed it since, and so does
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
from attache.desk.decisions import DECISION, DIFFERENT, decide, others_of, ref_now
from attache.desk.following import carried, followed, lines_of, people_in, said_of
from attache.desk.joins import (
    adding,
    decides,
    decisions_on,
    joining,
    joins_of,
    named_by_officers,
    one_with,
    recorded_since,
)
from attache.desk.merges import Done, joined_with, parts_of, person_of
from attache.desk.moving import point
from attache.desk.recording import kind_of, listed, naming
from attache.language import N_
from attache.problems import DecisionNeeded, Problem, Refused, problem
from attache.records.record import kept as said
from attache.records.record import revived, with_values
from attache.vault.copies.conflicts import SUCCESSOR
from attache.vault.copies.folding import led
from attache.vault.copies.sides import Event

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
    line = joining(work, goes)
    back = work.restore(goes)
    joins = joins_of(work, stays, back, line)
    problems = _take_all_back(work, joins, stays, back)
    _name_again(work, stays.ref, back.ref)
    later = recorded_since(work, joins, (stays, back))
    given = tuple(_give(work, (stays.ref, back.ref), later, give))
    for decision in [*decisions_on(work, stays, back)]:
        work.withdraw(decision, UNMERGED)
    decide(work, stays.ref, back.ref, DIFFERENT, today)
    moved = tuple(dict.fromkeys((*_moved(work, stays.ref, back.ref), *given)))
    left = [ref for ref in later if ref not in given]
    problems += [problem("PER011", refs=listed(left))] if left else []
    _close_questions(work, stays, back)
    return Done(work.get(stays.id), work.get(back.id), moved, tuple(problems))


def part(work: Work, stays: Kept[Any], back: Kept[Any]) -> list[Problem]:
    """Take back that one of two was made the other; `back` leads there no more by now."""
    joins = [*adding(work, one_with(work, back.ref, stays.ref))]
    problems = _take_all_back(work, joins, stays, back) if joins else []
    _name_again(work, stays.ref, ref_now(work, back.ref))
    return problems


def _take_all_back(
    work: Work, joins: Sequence[Line], stays: Kept[Any], back: Kept[Any]
) -> list[Problem]:
    """Undo what each join of two people did, and what followed it, the last first."""
    join, refs = Join(work, *joins), [line.ref for line in joins]
    two = (stays.id, back.id)
    done = [Event(line, c) for line in joins for c in line.changes if _is_of(two, line, c)]
    done += followed(work, back, stays)
    done += (*carried(work, back, stays, refs), *carried(work, stays, back, refs))
    last_first = reversed(join.in_order(done))
    problems = [p for event in last_first for p in take_back(work, join, event.change)]
    _part_numbers(work, back, stays)
    _part_numbers(work, stays, back)
    return [p for n, p in enumerate(problems) if p not in problems[:n]]


def _is_of(two: tuple[str, str], line: Line, change: Change) -> bool:
    """Whether a change is of the two who were joined; a decision was on a third person too."""
    return not decides(line) or change.id in two or change.kind == DECISION


def _name_again(work: Work, stays: str, back: str) -> None:
    """Have what officers only ever had name one of two, and never the other, name that one again.

    Whatever had it follow to the other: also what an officer decided between several joins.
    """
    for record in {k.id: k for k, _ref in naming(work, [stays]) if k.kind != DECISION}.values():
        ever = named_by_officers(work, record)
        if back in ever and stays not in ever and not record.stamp.origin:
            point(work, record, stays, back)


def _part_numbers(work: Work, goes: Kept[Any], stays: Kept[Any]) -> None:
    """Take from one person the former numbers that attache kept of what only another one said.

    Nobody loses a number by that: the other has it, or has it as a former one from here on.
    """
    theirs, others = (_numbers_of(work, person) for person in (goes, stays))
    for entry in former.of_person(work, stays.ref):
        numbers = former.lettered(former.numbers_of(entry.content))
        if numbers and numbers <= theirs - others and not _by_hand(work, entry):
            now = [work.get(goes.id), *former.of_person(work, goes.ref)]
            if any(numbers <= former.lettered(former.numbers_of(k.content)) for k in now):
                work.withdraw(entry, UNMERGED)
            else:
                point(work, entry, stays.ref, goes.ref)


def _by_hand(view: View, entry: Kept[Any]) -> bool:
    """Whether an officer recorded an entry: what attache keeps stands beside what it followed."""
    own = [c for line in lines_of(view, entry) for c in line.changes if len(line.changes) == 1]
    return any((c.action, c.id) == ("add", entry.id) for c in own)


def _numbers_of(view: View, person: Kept[Any]) -> set[tuple[str, str]]:
    """The numbers that officers ever gave a person, or one who went into them."""
    said = [said_of(view, ref) for ref in people_in(view, person)]
    pairs = ({n: v} for one in said for n in former.fields() for v in one.get(n, ()))
    return {pair for one in pairs for pair in former.lettered(one)}


def _moved(work: Work, *refs: str) -> Iterator[str]:
    """The refs of records that this work has made name one of two people."""
    for change in (c for c in work.changes if c.action == "change"):
        names = any(ref in _refs(new) for _old, new in change.fields.values() for ref in refs)
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
            work.change(conflict, with_values(asked, {"resolved": OTHER}))


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


def take_back(work: Work, join: Join, change: Change, goes: str = "") -> Iterator[Problem]:
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
        if isinstance(back, list) and kind_of(found).fields[name].kind.name == "refs":
            back = _named(work, found, back)
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


def _named(view: View, record: Kept[Any], refs: list[str]) -> list[str]:
    """The people of a list but those in whom nobody is left whom it ever named itself."""
    ever = named_by_officers(view, record)
    return [ref for ref in refs if ref in ever] or refs


def _without(now: Sequence[str], old: Sequence[str], new: Sequence[str]) -> list[str]:
    """A list without what a change brought in, and with what it took out."""
    stay = [value for value in now if value in old or value not in new]
    return [*stay, *(value for value in old if value not in new and value not in stay)]


def _give(
    work: Work, two: tuple[str, str], later: Collection[str], give: Sequence[str]
) -> Iterator[str]:
    """Have later records name the other of two; raises Refused where they name neither.

    Only those in doubt are taken from who comes back: the rest came back with them.
    """
    stays, back = two
    for name in give:
        record = work.get(name)
        named = {ref for k, ref in naming(work, two) if k.ref == record.ref}
        if stays in named:
            point(work, record, stays, back)
        elif back in named and record.ref in later:
            point(work, record, back, stays)
        else:
            raise Refused(problem("PER012", "give", ref=record.ref))
        yield record.ref
