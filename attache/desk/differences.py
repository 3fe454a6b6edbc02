"""What two copies, or this office and headquarters, say differently until an officer decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk import former, merges, sharing
from attache.desk.clashes import OURS, THEIRS
from attache.desk.conflicts import field_of
from attache.desk.joins import one_with
from attache.desk.judging import judge
from attache.desk.moving import move
from attache.desk.recording import CORRECTED, listed, naming, of_kind
from attache.desk.taking_apart import OTHER, part, take_apart
from attache.desk.theirs import not_ours
from attache.problems import DecisionNeeded, Refused, errors, problem
from attache.records.record import kept, with_values
from attache.vault.copies.conflicts import STANDING, SUCCESSOR

if TYPE_CHECKING:
    from datetime import date

    from attache.desk.office import Office
    from attache.problems import Problem
    from attache.records.kept import Kept
    from attache.vault import View, Work

OF_STAMP = (STANDING, SUCCESSOR)
"""What a conflict may be about that is no field of its record."""


class Choice(NamedTuple):
    """How a conflict is decided: by the seat whose value is taken, or by another value."""

    seat: str | None = None
    value: str | None = None


class Decided(NamedTuple):
    """A conflict that is decided: its record as it is now, the value, and whether it is gone."""

    conflict: Kept[Any]
    record: Kept[Any]
    value: Any
    withdrawn: bool
    problems: tuple[Problem, ...] = ()


def resolve(office: Office, ref: str, choice: Choice) -> Decided:
    """Decide a conflict: the record gets the value, and the conflict says whose it was.

    Raises NoSuchRecord, Refused where the value does not do, or DecisionNeeded where a record is to
    be withdrawn that others name.
    """
    with office.work() as work:
        conflict = of_kind(work, records.named("conflict"), ref)
        if conflict.content.resolved:
            raise Refused(problem("MRG005", "ref"))
        if conflict.stamp.withdrawn:  # with the import that brought it, or for a wider one
            raise Refused(problem("REF005", "ref"))
        record = work.get(conflict.content.about)
        choice = _as_seat(conflict, choice, work.post.seat)
        value = _without_erased(work, conflict, _chosen(conflict, choice))
        if record.stamp.origin and choice.seat is None:
            raise Refused(not_ours(record))
        said = {"resolved": choice.seat or OTHER}
        decided = work.change(conflict, with_values(conflict.content, said))
        warnings: tuple[Problem, ...] = ()
        if conflict.content.field == STANDING:
            _let_stand(work, record, value)
        elif conflict.content.field == SUCCESSOR:
            warnings = _let_succeed(office, work, conflict, value)
        else:
            warnings = _set(office, work, conflict, value)
        return _told(work, decided, value, warnings)


def _told(work: Work, conflict: Kept[Any], value: Any, warnings: tuple[Problem, ...]) -> Decided:
    """What was decided; of another value what the record says now."""
    record = work.get(conflict.content.about)
    stands = work.in_place_of(record)
    if conflict.content.resolved == OTHER:
        value = (stands or record).document()[conflict.content.field]
    gone = conflict.content.field == STANDING and bool(value) and stands is None
    return Decided(conflict, record, value, gone, warnings)


def to_be_withdrawn(view: View, ref: str, choice: Choice) -> Kept[Any] | None:
    """The record that a choice withdraws, if any; raises NoSuchRecord or Refused."""
    conflict = of_kind(view, records.named("conflict"), ref)
    if conflict.content.field != STANDING or conflict.content.resolved:
        return None
    choice = _as_seat(conflict, choice, view.post.seat)
    record = view.find(conflict.content.about)
    stands = view.in_place_of(record) if record else None
    if record is None or stands is None or not _chosen(conflict, choice):
        return None
    return stands if stands.id == record.id or type(record.content).ENTRY else None


def _set(office: Office, work: Work, conflict: Kept[Any], value: object) -> tuple[Any, ...]:
    """Give the record the value; it is a decision also where the record has it already."""
    about = work.get(conflict.content.about)
    record, name = work.in_place_of(about) or about, conflict.content.field
    judged = judge(
        work, records.named(record.kind), {**kept(record.content), name: value}, office.today
    )
    wrong = errors(judged.problems)
    if record.stamp.withdrawn:  # what does not stand may name what does not
        wrong = [p for p in wrong if p.code != "REF004"]
    if wrong:
        raise Refused(*judged.problems)
    decided = work.decide(record, judged.content, name)
    if record.stamp.withdrawn:
        return judged.problems
    former.keep(work, decided, former.numbers_of(record.content))
    former.keep_said(work, decided, conflict.content, kept(record.content))
    return (*judged.problems, *sharing.told(work))


def _without_erased(work: Work, conflict: Kept[Any], value: Any) -> Any:
    """What was chosen, without those who were erased since it was said."""
    field = field_of(work, conflict)
    if field is None or field.kind.name != "refs":
        return value
    gone = work.erased()
    return [ref for ref in value if ref not in gone] if isinstance(value, list) else value


def _let_stand(work: Work, record: Kept[Any], reason: Any) -> None:
    """Withdraw a record for the reason that one side had, or let it stand for good.

    An entry that was corrected since stands as its correction; who went into somebody since does
    not come out again.
    """
    now = work.in_place_of(record) or record
    if now.id != record.id and not type(record.content).ENTRY:
        return
    record = now
    if not reason:
        work.restore(record)
        return
    if by := [other.ref for other, _ref in naming(work, {record.ref})]:
        raise DecisionNeeded(problem("REF007", refs=listed(by)), data={"named_by": by})
    work.withdraw(record, reason)


def _let_succeed(
    office: Office, work: Work, conflict: Kept[Any], chosen: Any
) -> tuple[Problem, ...]:
    """Have a record lead to the one that was chosen; none is chosen of people who are two."""
    record = work.get(conflict.content.about)
    now = work.in_place_of(record)
    if not chosen:
        if now and now.id != record.id:
            return take_apart(work, now, record, office.today).problems
        work.restore(record)
        return ()
    named = work.find(chosen)
    if named and type(record.content).ENTRY:
        _correct_by(work, conflict, named)
        return ()
    stays = work.in_place_of(named) if named else None
    if stays is None:  # it was withdrawn or erased since it was asked
        raise Refused(problem("REF008" if chosen in work.erased() else "REF004", "take"))
    if stays.id == record.id or (now and now.id == record.id):
        return ()  # they were joined the other way round, or taken apart, since it was asked
    problems = _go_into(work, record, stays, office.today)
    for said in conflict.content.values:
        other = work.find(said["value"]) if said["value"] not in (None, chosen) else None
        problems += part(work, other, record) if other else []
    move(work, record.ref, stays.ref)
    return tuple(problems)


def _go_into(work: Work, record: Kept[Any], stays: Kept[Any], today: date) -> list[Problem]:
    """Have a record lead to another one; a person is joined anew where a decision took that back.

    What goes back to the record from here on is of the one to whom it leads.
    """
    if record.kind == "person" and not any(one_with(work, record.ref, stays.ref)):
        return [*merges.join(work, merges.together(stays, record), today).problems]
    work.withdraw(record, record.stamp.withdrawn or CORRECTED, replaced_by=stays.ref)
    return []


def _correct_by(work: Work, conflict: Kept[Any], stays: Kept[Any]) -> None:
    """Have the correction stand that was chosen, and the others lead to it."""
    record = work.get(conflict.content.about)
    for other in _corrections(work, conflict):
        if other.ref != stays.ref and not other.stamp.withdrawn:
            work.withdraw(other, CORRECTED, replaced_by=stays.ref)
    if stays.stamp.withdrawn:
        work.restore(stays)
    work.withdraw(work.get(record.id), record.stamp.withdrawn or CORRECTED, replaced_by=stays.ref)


def _corrections(work: Work, conflict: Kept[Any]) -> Iterator[Kept[Any]]:
    for said in conflict.content.values:
        found = work.find(said["value"]) if said["value"] else None
        if found:
            yield work.in_place_of(found) or found


def _as_seat(conflict: Kept[Any], choice: Choice, here: str) -> Choice:
    """The choice with the seat that is ours, or the only other one, where it says so by that word.

    What came back in a workbook has these words themselves as its sides.
    """
    seats = {said["seat"] for said in conflict.content.values}
    others = seats - {here}
    if choice.seat in seats or here not in seats:
        return choice
    if choice.seat == OURS:
        return choice._replace(seat=here)
    if choice.seat == THEIRS and len(others) == 1:
        return choice._replace(seat=others.pop())
    return choice


def _chosen(conflict: Kept[Any], choice: Choice) -> object:
    """The value that was decided on; raises Refused."""
    if (choice.seat is None) == (choice.value is None):
        raise Refused(problem("MRG007", "take"))
    values = {said["seat"]: said["value"] for said in conflict.content.values}
    if choice.value is not None:
        if conflict.content.field in OF_STAMP:
            raise Refused(problem("MRG015", "value", seats=", ".join(values)))
        return choice.value
    if choice.seat not in values:
        raise Refused(problem("MRG006", "take", seats=", ".join(values)))
    return values[choice.seat]
