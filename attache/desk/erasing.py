"""Erasing a person, by law or after the years that the post keeps what it recorded.

What cannot stand without the person goes: their record, and entries and cases about them. What
concerns others or counts too (a consultation) stays without the person and what they said. Old
values go from the log; the file is written anew under another key. What lies elsewhere is told,
and so is all that is emptied, and what else names the person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.clock import check_before_erasing
from attache.desk.decisions import DECISION, SAME, left_of_erased, others_of
from attache.desk.erased import Carried, carried_over, naming_erased
from attache.desk.merges import parts_of
from attache.desk.recording import kind_of, of_kind, read_value
from attache.desk.traces import Trace, people_in, traces_of
from attache.problems import Refused, problem
from attache.records.kept import LEFT_OUT
from attache.records.kinds import Text
from attache.records.record import Field, Record, mentioned, with_values
from attache.records.refs import read_ref
from attache.vault.copies.conflicts import is_moot

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import View, Work

Stays = dict[str, tuple["Kept[Any]", Record]]
"""Records that stay with other content, by ref."""


class Emptied(NamedTuple):
    """A field that is emptied in a record which stays, and the others whom that is about."""

    ref: str
    field: str
    others: tuple[str, ...]


class Plan(NamedTuple):
    """What erasing people does: records that go, and those that stay with other content."""

    people: tuple[str, ...]
    erased: tuple[Kept[Any], ...]
    anonymised: tuple[tuple[Kept[Any], Record], ...]
    sent: tuple[Kept[Any], ...]
    """Ledger lines of workbooks that hold some of it; they cannot be called back."""
    emptied: tuple[Emptied, ...] = ()
    traces: tuple[Trace, ...] = ()
    """What names the person then, and is left for an officer to decide."""
    released: tuple[Kept[Any], ...] = ()
    """What went into something that is erased: it stands again."""
    one_with: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Whom officers said to be one with somebody who is erased, and who stand, by the ref of that
    one: the decisions that say so are erased too, so nothing leads there afterwards. Of somebody
    who was erased before they stay until the others are erased, or the decisions are withdrawn."""
    carried: tuple[Carried, ...] = ()
    """These, of who was erased before."""

    @property
    def nothing(self) -> bool:
        """Whether nothing is there to erase or to empty."""
        return not self.erased and not self.anonymised

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "people": [*self.people],
            "erased": [k.ref for k in self.erased],
            "anonymised": [k.ref for k, _content in self.anonymised],
            "stand_again": [k.ref for k in self.released],
            "one_with": {ref: [*others] for ref, others in self.one_with},
            "emptied": [
                {"ref": e.ref, "field": e.field, "also_about": [*e.others]} for e in self.emptied
            ],
            "still_named": [
                {"ref": t.ref, "field": t.field, "by": [*t.by], "line": t.line} for t in self.traces
            ],
            "sent": [{"ref": x.ref, "file": x.content.file, "on": x.content.on} for x in self.sent],
        }


def plan(
    view: View, people: Iterable[Kept[Any]], again: Collection[str] = (), *, parts: bool = True
) -> Plan:
    """What would be erased, and what would stay without the person.

    `again` are refs of people who were erased already, and about whom another copy brought more.
    With `parts`, so are the records of those who were merged with them.
    """
    known = {k.ref: k for k in people}
    named = (*known, *again)
    if not named:
        return Plan((), (), (), ())
    known |= {k.ref: k for k in _merged_with(view, named)} if parts else {}
    every = [k for t in records.RECORD_TYPES for k in view.every(t.name)]
    yet = {ref: tuple(r for r in left_of_erased(view, ref) if r not in known) for ref in again}
    gone, stays = _parted([k for k in every if not _leads_to(k, yet)], known, again)
    emptied = tuple(e for kept, content in stays.values() for e in emptied_in(kept, content))
    out = {*gone, *view.erased()}
    gone |= {k.ref: k for k in every if _would_fill(k, emptied) or _is_moot(k, out)}
    touched = {*gone, *stays}
    sent = tuple(k for k in every if k.kind == "exchange" and tells_of(k, touched))
    left = [replace(k, content=stays[k.ref][1]) if k.ref in stays else k for k in every]
    traces = traces_of(view, gone.values(), (k for k in left if k.ref not in gone), stays.values())
    back = tuple(k for k in every if k.stamp.replaced_by in gone and k.ref not in gone)
    whom = tuple(ref for ref in named if records.is_ref_of(ref, "person"))
    found = Plan(whom, tuple(gone.values()), tuple(stays.values()), sent, emptied, traces, back)
    others = ((ref, refs) for ref, refs in yet.items() if refs)
    carried = (one for ref in again for one in carried_over(view, ref) if one.ref not in gone)
    return found._replace(one_with=(*left_of(view, gone), *others), carried=tuple(carried))


def _leads_to(kept: Kept[Any], yet: Mapping[str, Collection[str]]) -> bool:
    """Whether a decision alone leads to who is here yet of somebody who was erased."""
    said = kept.content
    if kept.kind != DECISION or kept.stamp.withdrawn or said.answer != SAME:
        return False
    return any(yet.get(ref) for ref in (said.person, said.other))


def left_of(view: View, gone: Mapping[str, Kept[Any]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Who stays of those whom officers said to be one with people who go, by the ref of each."""
    people = (k for k in gone.values() if k.kind == "person")
    for k in (k for k in people if k.stamp.replaced_by not in gone):
        if others := tuple(ref for ref in others_of(view, k.ref) if ref not in gone):
            yield k.ref, others


def _merged_with(view: View, refs: Iterable[str]) -> list[Kept[Any]]:
    """Records that were merged with somebody's: they tell of the same person."""
    found: dict[str, Kept[Any]] = {}
    ahead = [*refs]
    while ahead:  # two copies may have merged two people in opposite directions
        parts = [k for k in parts_of(view, ahead.pop()) if k.ref not in found]
        found |= {k.ref: k for k in parts}
        ahead += [k.ref for k in parts]
    return [*found.values()]


def _parted(
    every: Collection[Kept[Any]], known: Mapping[str, Kept[Any]], again: Collection[str]
) -> tuple[dict[str, Kept[Any]], Stays]:
    """What goes, and what stays with other content, by ref."""
    gone, out = dict(known), {*known, *again}
    while found := [k for k in every if k.ref not in out and _cannot_stand(k, out)]:
        gone |= {k.ref: k for k in found}
        out |= gone.keys()
    about = (
        k for k in every if k.ref not in out and any(r in out for _f, r in mentioned(k.content))
    )
    return gone, {k.ref: (k, anonymised(k.content, out)) for k in about}


def emptied_in(kept: Kept[Any], content: Record) -> Iterator[Emptied]:
    """What a record loses with the person, beside that it names them."""
    refs = {field.name for field, _ref in mentioned(kept.content)}
    others = tuple(dict.fromkeys(ref for _field, ref in mentioned(content)))
    for name in kind_of(kept).fields:
        if name not in refs and getattr(kept.content, name) != getattr(content, name):
            yield Emptied(kept.ref, name, others)


def _would_fill(kept: Kept[Any], emptied: Collection[Emptied]) -> bool:
    """Whether a conflict is about a field that is emptied, and holds what it said."""
    if kept.kind != "conflict":
        return False
    return (kept.content.about, kept.content.field) in {(e.ref, e.field) for e in emptied}


def _is_moot(kept: Kept[Any], out: Collection[str]) -> bool:
    """Whether a conflict leaves nothing to decide once these are gone."""
    said = kept.content
    return kept.kind == "conflict" and is_moot({"about": said.about, "values": said.values}, out)


def anonymised(content: Record, gone: Iterable[str]) -> Record:
    """A record without those who are gone, and without what was said of them."""
    out = set(gone)
    values = {n: _without(f, getattr(content, n), out) for n, f in _fields(content).items()}
    return with_values(content, values)


class Meant(NamedTuple):
    """Whom an erasure is about: people who are recorded, and refs of those who were erased."""

    people: list[Kept[Any]]
    again: tuple[str, ...] = ()


def meant(view: View, name: str) -> Meant:
    """Whom a ref or id names; raises NoSuchRecord.

    Somebody who was erased, or something, is meant where another copy has brought what still names
    it.
    """
    ref = read_ref(name)
    whole = str(view.whole(ref)) if ref else ""
    if view.find(name) is None and any(whole in gone for gone in naming_erased(view).values()):
        return Meant([], (whole,))
    return Meant([of_kind(view, records.named("person"), name)])


def erase(office: Office, ref: str, reason: str) -> Plan:
    """Erase a person for good; of what was erased already, what another copy brought since.

    That has the reason of then where none is given. Raises NoSuchRecord, Refused or NotWritten.
    """
    whom = meant(office.view, ref)
    said = reason or "".join(office.view.reason_of(again) for again in whom.again)
    return _carry_out(office, whom, read_value(Text(), "reason", said, office.today))


def check(office: Office, view: View, planned: Plan, reason: str) -> None:
    """Raise Refused by a clock that may be wrong, whoever says yes.

    Also where a reason names those who are erased: it stays in the log.
    """
    check_before_erasing(office.view, office.now)
    if people_in(view, planned.erased).by(reason):
        raise Refused(problem("ERA004", "reason"))


def expire(office: Office, people: list[Kept[Any]], reason: str) -> Plan:
    """Erase everybody whose time is over."""
    return _carry_out(office, Meant(people), reason)


def _carry_out(office: Office, whom: Meant, reason: str) -> Plan:
    with office.work() as work:
        found = plan(work, *whom)
        check(office, work, found, reason)
        carry_out(work, found, reason)
        for ref in () if found.nothing else whom.again:
            work.erase_again(ref, reason)
    return found


def carry_out(work: Work, found: Plan, reason: str) -> None:
    """Erase what was planned, under a new data key."""
    theirs_too, work.theirs_too = work.theirs_too, True
    for kept, content in found.anonymised:  # whoever asks to be erased is, whose record it may be
        work.change(kept, content)
    for kept in found.erased:
        work.erase(kept, reason)
    for kept in found.released:
        work.restore(work.get(kept.id))
    work.theirs_too = theirs_too
    if found.erased or found.anonymised:
        work.forget({k.id for k in found.erased} | {k.id for k, _new in found.anonymised})
        work.renew_key(shuts_out=False)  # else the old frames still open


def _cannot_stand(kept: Kept[Any], gone: Iterable[str]) -> bool:
    """Whether a record needs somebody or something that is gone."""
    return any(field.required and ref in gone for field, ref in mentioned(kept.content))


def _without(field: Field, value: Any, gone: set[str]) -> Any:
    if field.kind.name in ("ref", "refs"):
        refs = value if field.kind.many else (value,) if value else ()
        left = tuple(ref for ref in refs if ref not in gone)
        return left if field.kind.many else next(iter(left), None)
    if field.column.sensitivity == "open" or value in (None, ()):
        return value
    return LEFT_OUT if field.required else field.default


def tells_of(line: Kept[Any], refs: Collection[str]) -> bool:
    """Whether a line of the ledger says that some of these were sent."""
    sent = line.content.direction == "export"
    return sent and any(row.get("ref") in refs for row in line.content.rows)


def _fields(content: Record) -> dict[str, Field]:
    kind = next(t for t in records.RECORD_TYPES if t.model is type(content))
    return dict(kind.fields)
