"""Copies of the vault for other laptops, merging them, and the conflicts that this shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk import former
from attache.desk.judging import judge
from attache.desk.recording import Recorded, amend, of_kind, read_value
from attache.problems import Refused, errors, problem
from attache.records.post import Letters
from attache.records.record import kept

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.records.record import Field
    from attache.vault import View
    from attache.vault.copies.merging import Merged

OTHER = "other"
"""How a conflict was resolved where neither side's value was taken."""


class Choice(NamedTuple):
    """How a conflict is decided: by the seat whose value is taken, or by another value."""

    seat: str | None = None
    value: str | None = None


def make_copy(office: Office, path: Path, seat: str, *, anywhere: bool) -> str:
    """Write a copy with a seat letter of its own, which is returned; raises Refused."""
    from attache.vault.copies.give import Wanted, copy

    letter = str(read_value(Letters(1), "seat", seat, office.today))
    copy(office.vault, Wanted(path, letter, anywhere), office.command, office.at)
    return letter


def merge(office: Office, path: Path, *, rehearsal: bool) -> Merged:
    """Take over what another copy has; raises Refused."""
    from attache.vault.copies.take_over import Signed, take_over

    signed = Signed(office.command, office.at)
    merged = take_over(office.vault, path, signed, rehearsal=rehearsal)
    if not rehearsal:
        from attache.desk.merges import settle

        with office.work() as work:
            settle(work)
    return merged


def conflicts(view: View, *, resolved: bool = False) -> list[Kept[Any]]:
    """The conflicts that are open, or all."""
    standing = (k for k in view.every("conflict") if not k.stamp.withdrawn)
    return [k for k in standing if resolved or not k.content.resolved]


def open_by_record(view: View) -> dict[str, list[str]]:
    """The refs of open conflicts by the ref of their record."""
    found: dict[str, list[str]] = {}
    for k in conflicts(view):
        found.setdefault(k.content.about, []).append(k.ref)
    return found


def field_of(view: View, conflict: Kept[Any]) -> Field | None:
    """The field that a conflict is about; None where its record is gone."""
    record = view.find(conflict.content.about)
    return records.named(record.kind).fields.get(conflict.content.field) if record else None


def resolve(office: Office, ref: str, choice: Choice) -> Recorded:
    """Decide a conflict: the record gets the value, and the conflict says whose it was.

    Raises NoSuchRecord, or Refused where the value does not do.
    """
    with office.work() as work:
        conflict = of_kind(work, records.named("conflict"), ref)
        if conflict.content.resolved:
            raise Refused(problem("MRG005", "ref"))
        if conflict.stamp.withdrawn:  # with the import that brought it
            raise Refused(problem("REF005", "ref"))
        record = work.get(conflict.content.about)
        raw = {**kept(record.content), conflict.content.field: _chosen(conflict, choice)}
        judged = judge(work, records.named(record.kind), raw, office.today)
        if errors(judged.problems):
            raise Refused(*judged.problems)
        amended = amend(work, record, judged.content, "")
        former.keep_said(work, amended, conflict.content, kept(record.content))
        decided = conflict.content.model_copy(update={"resolved": choice.seat or OTHER})
        return Recorded((work.change(conflict, decided),), judged.problems)


def _chosen(conflict: Kept[Any], choice: Choice) -> object:
    """The value that was decided on; raises Refused."""
    if (choice.seat is None) == (choice.value is None):
        raise Refused(problem("MRG007", "take"))
    if choice.value is not None:
        return choice.value
    values = {said["seat"]: said["value"] for said in conflict.content.values}
    if choice.seat not in values:
        raise Refused(problem("MRG006", "take", seats=", ".join(values)))
    return values[choice.seat]
