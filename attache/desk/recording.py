"""Recording, changing and withdrawing any kind of record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.judging import Raw, judge
from attache.language import N_
from attache.problems import DecisionNeeded, NoSuchRecord, Problem, Refused, errors, problem
from attache.records.here import Here
from attache.records.kinds import Kind, Text
from attache.records.record import Record, blank, kept, mentioned
from attache.records.refs import is_id, read_ref
from attache.records.texts import Unreadable

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.records.record import Field
    from attache.vault import View, Work

CORRECTED = N_("corrected")
"""The reason with which an entry is withdrawn that another one replaces."""
COUNTER = frozenset({"consultation", "victim-case"})
"""Record types of the counter: there it is told who was here before."""
SHOWN = 5
"""Refs that a message names."""


class Recorded(NamedTuple):
    """What was stored, and the warnings on the way; `unchanged` where nothing was to be stored."""

    kept: tuple[Kept[Any], ...]
    problems: tuple[Problem, ...] = ()
    unchanged: bool = False


def record(
    office: Office, kind: RecordType, raws: Sequence[Raw], *, new_people: str = ""
) -> Recorded:
    """Record one or more of a type, all or none; raises Refused with every problem of all.

    Where a person is needed, a mapping with a new person's fields is taken in place of a ref, and
    so is a number or part of a name. Somebody who may be recorded already raises DecisionNeeded,
    unless `new_people` decides it: a value of `identity-answer`, which is remembered.
    """
    many = len(raws) > 1
    with office.work() as work:
        judged = [_record_one(work, kind, raw, office.today, new_people) for raw in raws]
        problems = tuple(
            p.at(row=number) if many else p
            for number, (_kept, found) in enumerate(judged, 1)
            for p in found
        )
        if errors(problems):
            raise Refused(*problems)
        return Recorded(tuple(new for new, _found in judged if new), problems)


def edit(office: Office, ref: str, raw: Raw, clear: Iterable[str] = ()) -> Recorded:
    """Change fields of a record; `clear` names fields to empty. An entry is replaced by another."""
    with office.work() as work:
        current = work.get(ref)
        judged = judge(work, kind_of(current), _merged(current, raw, clear), office.today)
        if errors(judged.problems):
            raise Refused(*judged.problems)
        amended = amend(work, current, judged.content, CORRECTED)
        return Recorded((amended,), judged.problems, unchanged=amended is current)


def withdraw(office: Office, ref: str, reason: str) -> Recorded:
    """Take back a record, with a reason that stays.

    Raises DecisionNeeded, with their refs, where other records that stand name it.
    """
    said = read_value(Text(), "reason", reason, office.today)
    with office.work() as work:
        current = _standing(work.get(ref))
        if by := [other.ref for other, _ref in naming(work, {current.ref})]:
            raise DecisionNeeded(problem("REF007", refs=listed(by)), data={"named_by": by})
        return Recorded((work.withdraw(current, said),))


def amend(work: Work, current: Kept[Any], content: Record, reason: str) -> Kept[Any]:
    """Give a record new content: an entity changes, an entry is withdrawn and replaced."""
    if content == current.content:
        return current
    if not content.ENTRY:
        return work.change(_standing(current), content)
    replacement = work.add(current.kind, content)
    work.withdraw(_standing(current), reason, replaced_by=replacement.ref)
    return replacement


def read_value(kind: Kind, name: str, text: str, today: date) -> Any:
    """One value that belongs to no record, as its kind reads it; raises Refused."""
    if blank(text):
        raise Refused(problem("REQ001", name))
    try:
        return kind.read(text, Here(today, ""))
    except Unreadable as refusal:
        raise Refused(problem(refusal.code, name, **refusal.args_)) from None


def standing(view: View, kind: str) -> Iterator[Kept[Any]]:
    """All records of a type that were not withdrawn."""
    return (k for k in view.every(kind) if not k.stamp.withdrawn)


def naming(view: View, refs: Collection[str]) -> Iterator[tuple[Kept[Any], str]]:
    """Each record that stands and names one of these, with the ref that it names."""
    for kind in records.every():
        yield from (pair for pair in view.naming(kind.name, refs) if not pair[0].stamp.withdrawn)


def listed(refs: Sequence[str]) -> str:
    """Refs for a message: the first few."""
    return ", ".join(refs[:SHOWN]) + (", …" if len(refs) > SHOWN else "")


def of_kind(view: View, kind: RecordType, ref: str) -> Kept[Any]:
    """The record of a ref, where it is of this type; raises NoSuchRecord."""
    found = view.get(ref)
    if found.kind != kind.name:
        raise NoSuchRecord(problem("REF003", "ref", kinds=kind.name))
    return found


def kind_of(record: Kept[Any]) -> RecordType:
    """The type of a kept record."""
    return records.named(record.kind)


def _record_one(
    work: Work, kind: RecordType, raw: Raw, today: date, answer: str
) -> tuple[Kept[Any] | None, tuple[Problem, ...]]:
    raw, of_people = _with_people(work, kind, _with_today(kind, raw, today), today, answer)
    judged = judge(work, kind, raw, today)
    told = {str(p.field).split(".")[0] for p in errors(of_people)}
    problems = (*of_people, *(p for p in judged.problems if p.field not in told))
    if errors(problems):
        return None, problems
    if kind.name == "person":
        from attache.desk.known import meet

        return meet(work, judged.content, answer, today), problems
    new = work.add(kind.name, judged.content)
    return new, (*problems, *flagged(work, new.kind, new.content, new.ref))


def names_people(field: Field) -> bool:
    """Whether a person may be described where a ref is due."""
    return "person" in getattr(field.kind, "to", ())


def flagged(work: Work, kind: str, new: Record, ref: str) -> tuple[Problem, ...]:
    """Warnings on those whom a consultation or case is about, where they were here before."""
    if kind not in COUNTER:
        return ()
    people = [person for field, person in mentioned(new) if names_people(field)]
    if not people:
        return ()
    from attache.desk.returning import warnings

    return tuple(warnings(work, people, ref))


def _with_today(kind: RecordType, raw: Raw, today: date) -> Raw:
    """A day that may be left out of a new record means today."""
    left_out = (n for n, f in kind.fields.items() if f.column.today and blank(raw.get(n)))
    return {**raw, **dict.fromkeys(left_out, today)}


def _with_people(
    work: Work, kind: RecordType, raw: Raw, today: date, answer: str
) -> tuple[Raw, tuple[Problem, ...]]:
    """New people described where a ref is due are recorded first, in the same unit of work."""
    given, problems = dict(raw), list[Problem]()
    for name, field in kind.fields.items():
        parts = _parts(raw.get(name))
        if not names_people(field) or all(map(_is_name, parts)):
            continue
        refs: list[object] = []
        for part in parts:
            ref, found = _person(work, part, today, answer)
            problems += [p.at(field=f"{name}.{p.field}" if p.field else name) for p in found]
            refs += [ref] if ref else []
        given[name] = refs if field.kind.many else next(iter(refs), None)
    return given, tuple(problems)


def _person(
    work: Work, part: object, today: date, answer: str
) -> tuple[object, tuple[Problem, ...]]:
    """The ref of a person: described as new, or named by it, a number or a name."""
    if isinstance(part, Mapping):
        new, found = _record_one(work, records.named("person"), part, today, answer)
        return (new.ref if new else None), found
    return named_person(work, part)


def named_person(view: View, part: object) -> tuple[object, tuple[Problem, ...]]:
    """The ref of a person named by it, or by a whole number; raises DecisionNeeded."""
    if not isinstance(part, str) or _is_name(part) or view.find(part):
        return part, ()
    from attache.desk.people import named

    try:
        return named(view, part).ref, ()
    except NoSuchRecord as nobody:
        return (part, ()) if read_ref(part) else (None, nobody.problems)


def _parts(value: object) -> list[object]:
    """What stands in a field of refs, one by one."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return [*value] if isinstance(value, (list, tuple)) else [value]


def _is_name(part: object) -> bool:
    """Whether it can only be the ref or id of a person, or nothing at all."""
    if not isinstance(part, str):
        return not isinstance(part, Mapping)
    ref = read_ref(part)
    return is_id(part.lower()) or bool(ref and ref.letter == "P")


def _merged(current: Kept[Any], raw: Raw, clear: Iterable[str]) -> Raw:
    """The current content with the given fields over it; raises Refused where there are none."""
    given = {name: value for name, value in raw.items() if not blank(value)}
    fields = kind_of(current).fields
    cleared = set(clear)
    problems = [problem("FLD001", name) for name in sorted(cleared - fields.keys())]
    problems += [
        problem("FLD007", n) for n in sorted(cleared & fields.keys()) if fields[n].required
    ]
    if not given and not cleared:
        problems.append(problem("FLD006"))
    if problems:
        raise Refused(*problems)
    standing = {name: v for name, v in kept(current.content).items() if name not in cleared}
    return {**standing, **given}


def _standing(current: Kept[Any]) -> Kept[Any]:
    if current.stamp.withdrawn:
        raise Refused(problem("REF005"))
    return current
