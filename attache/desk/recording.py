"""Recording, changing and withdrawing any kind of record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk import former, minors, sharing
from attache.desk.common import Common, with_common
from attache.desk.decisions import named_by
from attache.desk.judging import Judged, Raw, judge_change, judge_new
from attache.desk.lists import NO_LISTS, Lists, ask_before_replacing, with_lists
from attache.desk.meant import Changed, Meant, Settled, names_people
from attache.desk.questions import Answers, Place, hold
from attache.language import N_
from attache.problems import DecisionNeeded, NoSuchRecord, Problem, Refused, errors, problem
from attache.records.here import Here
from attache.records.kinds import Kind, Text
from attache.records.record import Record, blank, kept, mentioned
from attache.records.texts import Unreadable

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.vault import View, Work

CORRECTED = N_("corrected")
"""The reason with which an entry is withdrawn that another one replaces."""
COUNTER = frozenset({"consultation", "victim-case"})
"""Record types of the counter: there it is told who was here before."""
SHOWN = 5
"""Refs that a message names."""


class Recorded(NamedTuple):
    """What was stored, and the warnings on the way; `unchanged` where nothing was to be stored.

    `changed` tells, beside each record, what became of the fields of one that was there before;
    None of a new one. It may be empty where nothing was there before. `people` are those who were
    recorded on the way, because the records describe them.
    """

    kept: tuple[Kept[Any], ...]
    problems: tuple[Problem, ...] = ()
    unchanged: bool = False
    changed: tuple[Changed | None, ...] = ()
    people: tuple[Kept[Any], ...] = ()


def record(
    office: Office,
    kind: RecordType,
    raws: Sequence[Raw],
    *,
    common: Mapping[str, Common] | None = None,
    new_people: str = "",
    answers: Answers | None = None,
) -> Recorded:
    """Record one or more of a type, all or none; raises Refused with every problem of all.

    What is `common` to them fills the fields that a record leaves open.
    Where a person is needed, a mapping with a new person's fields is taken in place of a ref, and
    so is a number or part of a name. Whoever may be recorded already, or in the same list, is a
    question: all of them are raised at once (desk/questions.py). `answers` settle them one by one,
    `new_people` for everybody: a value of `identity-answer`, which is remembered.
    """
    many = len(raws) > 1
    with office.work() as work:
        meant = Meant(work, office.today, answers or {}, new_people)
        done = [_record_one(meant, row, kind, raw, common or {}) for row, raw in enumerate(raws, 1)]
        problems = tuple(
            p.at(row=row) if many else p for row, one in enumerate(done, 1) for p in one.problems
        )
        hold(meant.questions, problems, many=many)
        stored = [(one.kept, one.changed) for one in done if one.kept]
        return Recorded(
            tuple(kept for kept, _changed in stored),
            (*problems, *_shared(meant, done)),
            changed=tuple(changed for _kept, changed in stored),
            people=meant.new_on_the_way(),
        )


def edit(  # noqa: PLR0913 - what may be said of one edit
    office: Office,
    ref: str,
    raw: Raw,
    clear: Iterable[str] = (),
    *,
    common: Mapping[str, Common] | None = None,
    lists: Lists = NO_LISTS,
    new_people: str = "",
    answers: Answers | None = None,
) -> Recorded:
    """Change fields of a record; `clear` names fields to empty. An entry is replaced by another.

    People may be described or named, and values be `common`, as in `record`. Careful `lists` raise
    DecisionNeeded where one of several values would be lost, with old and new in `replaced`.
    """
    with office.work() as work:
        current = work.get(ref)
        kind = kind_of(current)
        meant = Meant(work, office.today, answers or {}, new_people)
        raw, differing = with_common(work, kind, raw, common or {}, office.today)
        given, problems = meant.resolved(1, kind, raw)
        given, of_lists = with_lists(meant, current, given, lists, cleared := set(clear))
        problems += [*differing, *of_lists]
        if meant.questions or errors(problems):
            hold(meant.questions, _with_the_rest(meant, current, given, problems), many=False)
        emptied = [name for name in lists.remove if blank(given.get(name))]
        whole = _merged(current, given, [*cleared.difference(lists.add), *emptied])
        judged = judge_change(work, kind, kept(current.content), whole, office.today)
        if errors(judged.problems):
            raise Refused(*judged.problems)
        if lists.careful:
            ask_before_replacing(current, judged.content, raw, cleared)
        return _amended(meant, current, judged, problems)


def withdraw(office: Office, ref: str, reason: str) -> Recorded:
    """Take back a record, with a reason that stays.

    Raises DecisionNeeded, with their refs, where other records that stand name it.
    """
    said = read_value(Text(), "reason", reason, office.today)
    with office.work() as work:
        current = _standing(work.get(ref))
        if refs := [k.ref for k in named_by(work, current) if k.kind != former.KIND]:
            raise DecisionNeeded(problem("REF007", refs=listed(refs)), data={"named_by": refs})
        for number in former.of_person(work, current.ref):
            work.withdraw(number, said)
        return Recorded((work.withdraw(current, said),))


def amend(work: Work, current: Kept[Any], content: Record, reason: str) -> Kept[Any]:
    """Give a record new content: an entity changes, an entry is withdrawn and replaced."""
    if content == current.content:
        return current
    if not content.ENTRY:
        return former.change(work, _standing(current), content)
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


def differences(old: Record, new: Record) -> Changed:
    """The fields in which two contents of one record differ."""
    before, after = kept(old), kept(new)
    return {n: (before[n], after[n]) for n in after if before[n] != after[n]}


def _record_one(
    meant: Meant, row: int, kind: RecordType, raw: Raw, common: Mapping[str, Common]
) -> Settled:
    """One record of a list, with the people whom it describes, in the same unit of work."""
    raw, differing = with_common(meant.work, kind, raw, common, meant.today)
    settled = _settle(meant, row, kind, _with_today(kind, raw, meant.today))
    return settled._replace(problems=(*differing, *settled.problems))


def _settle(meant: Meant, row: int, kind: RecordType, raw: Raw) -> Settled:
    """The record, or what stands in its way."""
    if kind.name == "person":
        return meant.described(Place(row), raw)
    raw, of_people = meant.resolved(row, kind, raw)
    judged = judge_new(meant.work, kind, raw, meant.today)
    told = _told(of_people, meant, row)
    problems = (*of_people, *(p for p in judged.problems if p.field not in told))
    if errors(problems) or row in meant.asked:
        return Settled(None, problems)
    new = meant.work.add(kind.name, judged.content)
    return Settled(new, (*problems, *flagged(meant.work, new.kind, new.content, new.ref)))


def flagged(work: Work, kind: str, new: Record, ref: str) -> tuple[Problem, ...]:
    """Warnings on those whom a consultation or case is about, where they were here before."""
    if kind not in COUNTER:
        return ()
    people = [person for field, person in mentioned(new) if names_people(field)]
    if not people:
        return ()
    from attache.desk.returning import warnings

    return (*warnings(work, people, ref), *minors.warnings(work, kind, new, ref))


def _shared(meant: Meant, done: Sequence[Settled]) -> Iterator[Problem]:
    """Warnings on numbers that two people now have, each at its place in the list."""
    places = {ref: place for place, ref in meant.refs.items()}
    places |= {one.kept.ref: Place(row) for row, one in enumerate(done, 1) if one.kept}
    for ref, found in (*sharing.numbers(meant.work), *sharing.likenesses(meant.work)):
        place = places[ref]
        name = f"{place.field}.{found.field}" if place.field and found.field else found.field
        yield found.at(field=name, row=place.row if len(done) > 1 else None)


def _of_change(work: Work, amended: Kept[Any]) -> Iterator[Problem]:
    """What is told of a change: numbers that it replaces or that another has, and a minor's age."""
    yield from (*former.told(work), *sharing.told(work))
    yield from minors.warnings(work, amended.kind, amended.content, amended.ref)


def _with_today(kind: RecordType, raw: Raw, today: date) -> Raw:
    """A day that may be left out of a new record means today."""
    left_out = (n for n, f in kind.fields.items() if f.column.today and blank(raw.get(n)))
    return {**raw, **dict.fromkeys(left_out, today)}


def _amended(
    meant: Meant, current: Kept[Any], judged: Judged, problems: Iterable[Problem]
) -> Recorded:
    """What became of a record that was edited."""
    amended = amend(meant.work, current, judged.content, CORRECTED)
    return Recorded(
        (amended,),
        (*problems, *judged.problems, *_of_change(meant.work, amended)),
        unchanged=amended is current,
        changed=(differences(current.content, amended.content),),
        people=meant.new_on_the_way(),
    )


def _with_the_rest(
    meant: Meant, current: Kept[Any], given: Raw, problems: Sequence[Problem]
) -> list[Problem]:
    """What is wrong with people and lists in an edit, and with the fields beside them."""
    told = _told(problems, meant, 1)
    rest = {name: v for name, v in given.items() if name not in told and not blank(v)}
    kind, ours = kind_of(current), kept(current.content)
    judged = judge_change(meant.work, kind, ours, {**ours, **rest}, meant.today)
    return [*problems, *errors(judged.problems)]


def _told(problems: Iterable[Problem], meant: Meant, row: int) -> set[str]:
    """The fields of which it is told already that they are bad, or that are asked about."""
    bad = {str(p.field).split(".")[0] for p in errors(problems)}
    return bad | meant.asked.get(row, set())


def _merged(current: Kept[Any], raw: Raw, clear: Iterable[str]) -> Raw:
    """The current content with the given fields over it; raises Refused where there are none."""
    given = {name: value for name, value in raw.items() if not blank(value)}
    fields, cleared = kind_of(current).fields, set(clear)
    problems = [problem("FLD001", name) for name in sorted(cleared - fields.keys())]
    needed = sorted(n for n in cleared & fields.keys() if fields[n].required)
    problems += [problem("FLD007", n) for n in needed]
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
