"""Erasing a person, by law or after the years that the post keeps what it recorded.

What cannot stand without the person goes: their record, and entries and cases about them. What
concerns others or counts too (a consultation) stays without the person and what they said. Old
values go from the log; the file is written anew under another key. What lies elsewhere is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import codes, records
from attache.desk.looking import day_of
from attache.desk.merges import parts_of
from attache.desk.recording import kind_of, of_kind, read_value, standing
from attache.problems import Refused, problem
from attache.records.kinds import Text
from attache.records.record import Field, Record, mentioned
from attache.rules.retention import due

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import View

LEFT_OUT = "–"
"""What stands where a text was needed and had to go."""


class Plan(NamedTuple):
    """What erasing people does: records that go, and those that stay with other content."""

    people: tuple[str, ...]
    erased: tuple[Kept[Any], ...]
    anonymised: tuple[tuple[Kept[Any], Record], ...]
    sent: tuple[Kept[Any], ...]
    """Ledger lines of workbooks that hold some of it; they cannot be called back."""


def plan(view: View, people: Iterable[Kept[Any]]) -> Plan:
    """What would be erased, and what would stay without the person."""
    gone = {k.ref: k for k in people}
    named = tuple(gone)
    for ref in named:
        gone |= {k.ref: k for k in _merged_with(view, ref)}
    stays: dict[str, tuple[Kept[Any], Record]] = {}
    kinds = (*records.every(), records.named("conflict"))
    every = [k for t in kinds for k in view.every(t.name)]
    while found := [k for k in every if k.ref not in gone and _cannot_stand(k, gone)]:
        gone |= {k.ref: k for k in found}
    for k in every:
        if k.ref not in gone and any(ref in gone for _field, ref in mentioned(k.content)):
            stays[k.ref] = (k, anonymised(k.content, gone))
    touched = {*gone, *stays}
    sent = tuple(x for x in view.every("exchange") if _tells_of(x, touched))
    return Plan(named, tuple(gone.values()), tuple(stays.values()), sent)


def _merged_with(view: View, ref: str) -> Iterator[Kept[Any]]:
    """Records that were merged with somebody's: they tell of the same person."""
    for part in parts_of(view, ref):
        yield part
        yield from _merged_with(view, part.ref)


def anonymised(content: Record, gone: Iterable[str]) -> Record:
    """A record without those who are gone, and without what was said of them."""
    out = set(gone)
    values = {n: _without(f, getattr(content, n), out) for n, f in _fields(content).items()}
    return content.model_copy(update=values)


def erase(office: Office, ref: str, reason: str) -> Plan:
    """Erase a person for good; raises NoSuchRecord, Refused or NotWritten."""
    said = read_value(Text(), "reason", reason, office.today)
    person = of_kind(office.view, records.named("person"), ref)
    return _carry_out(office, [person], said)


def expire(office: Office, people: list[Kept[Any]], reason: str) -> Plan:
    """Erase everybody whose time is over."""
    return _carry_out(office, people, reason)


def overdue(office: Office, years: int | None) -> list[Kept[Any]]:
    """The people about whom nothing is open or younger than so many years.

    Without `years`, the post's own number; raises Refused where it has none.
    """
    kept_for = office.post.retention_years if years is None else years
    if kept_for is None:
        raise Refused(problem("ERA001", "years"))
    if not 1 <= kept_for <= 100:
        raise Refused(problem("NUM002", "years", least=1, most=100))
    of = _by_person(office.view)
    days = {ref: [day_of(office, kind_of(k), k) for k in mine] for ref, mine in of.items()}
    return [
        p
        for p in office.view.every("person")
        if due(days[p.ref], still_open=_is_open(of[p.ref]), years=kept_for, today=office.today)
    ]


def _by_person(view: View) -> dict[str, list[Kept[Any]]]:
    """All that concerns each person, by ref: what names them, and what names that.

    Somebody who was withdrawn is kept as long as anybody else.
    """
    every = {k.ref: k for k in view.every("person")}
    every |= {k.ref: k for t in records.every() for k in standing(view, t.name)}
    found: dict[str, list[Kept[Any]]] = {}
    for k in every.values():
        for ref in _concerned(k, every):
            found.setdefault(ref, []).append(k)
    return found


def _concerned(kept: Kept[Any], every: Mapping[str, Kept[Any]]) -> set[str]:
    """The people whom a record concerns: itself, or those whom it leads to."""
    if kept.kind == "person":
        return {kept.ref}
    named = {ref for _field, ref in mentioned(kept.content) if ref in every and ref != kept.ref}
    return {person for ref in named for person in _concerned(every[ref], every)}


def _is_open(mine: list[Kept[Any]]) -> bool:
    """Whether somebody still has to do something: a case is closed by an arrival at home."""
    kinds = {k.kind for k in mine}
    home = any(k.kind == "return-step" and k.content.step == "arrival" for k in mine)
    outcomes = codes.load("consultation-outcome")
    talks = (k.content.outcome for k in mine if k.kind == "consultation")
    waiting = any(not outcomes[outcome].also.get("final") for outcome in talks)
    return waiting or ("victim-case" in kinds and not home)


def _carry_out(office: Office, people: list[Kept[Any]], reason: str) -> Plan:
    with office.vault.lock:
        with office.work() as work:
            found = plan(work, people)
            for kept, content in found.anonymised:
                work.change(kept, content)
            for kept in found.erased:
                work.erase(kept, reason)
            work.forget({k.id for k in found.erased} | {k.id for k, _new in found.anonymised})
        if found.erased:
            office.vault.renew(fresh_key=True)
    return found


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


def _tells_of(line: Kept[Any], refs: set[str]) -> bool:
    sent = line.content.direction == "export"
    return sent and any(row.get("ref") in refs for row in line.content.rows)


def _fields(content: Record) -> dict[str, Field]:
    kind = next(t for t in records.RECORD_TYPES if t.model is type(content))
    return dict(kind.fields)
