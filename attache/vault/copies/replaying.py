"""Whether a record says what the lines of the log say about it, as far as these can tell.

Lines leave out what a record said when it was added, values of what was erased, and what both
sides of a merge derive by themselves: conflicts, and which of several records stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from attache import records
from attache.records.kept import LEFT_OUT
from attache.records.record import blank
from attache.vault.copies.conflicts import CONFLICT, STANDING
from attache.vault.copies.folding import is_forgotten, last_changes, since
from attache.vault.copies.theirs import counting
from attache.vault.views import PROFILE

if TYPE_CHECKING:
    from attache.records.record import Field
    from attache.vault.copies.both import Both
    from attache.vault.copies.sides import Event, Side
    from attache.vault.payload import Document


def contradicted(both: Both, kind: str, document: Document, events: list[Event]) -> Iterator[str]:
    """The fields of a record in which the last line says otherwise, or of which no line tells.

    `events` is all that was done with it, in order.
    """
    if kind == CONFLICT or _is_added_twice(document, events):
        return
    if document.get("origin"):
        events = counting(both.knowledge, events)
    for name, value in _last_values(both, kind, events):
        if not _same(document.get(name), value):
            yield name
    if document.get(STANDING) and not any(e.change.action == "withdraw" for e in events):
        yield STANDING
    if not document.get("origin") and document["rev"] > max(len(events), 1):
        yield "rev"


def belied_by_the_log(both: Both) -> Iterator[str]:
    """The refs of our records that say otherwise than the lines of the log say.

    The profile is of one laptop: lines that came from others tell of theirs.
    """
    for kind in (t.name for t in records.RECORD_TYPES if t.name != PROFILE):
        for id_, document in both.ours.documents(kind).items():
            if any(contradicted(both, kind, document, _in_effect(both.ours, both, id_))):
                yield document["ref"]


def unexplained(both: Both, kind: str, id_: str) -> tuple[str, ...]:
    """The fields of a record of the other side that differ from ours, and no line says why."""
    there, here = both.theirs.documents(kind)[id_], both.ours.documents(kind).get(id_)
    every = both.events(id_)
    events = _in_effect(both.theirs, both, id_)
    wrong = dict.fromkeys(contradicted(both, kind, there, events))
    if here is not None and not _is_added_twice(there, every):
        wrong |= dict.fromkeys(_changed_in_silence(both, kind, (here, there), every))
    elif kind == CONFLICT and there.get("resolved") and not events:
        wrong["resolved"] = None
    return tuple(wrong)


def _in_effect(side: Side, both: Both, id_: str) -> list[Event]:
    """What one side has done with a record, and has not gone back on with a backup."""
    return [e for e in both.events(id_) if e.line.id in side.lines and e.line.id not in side.aside]


def _changed_in_silence(
    both: Both, kind: str, versions: tuple[Document, Document], events: list[Event]
) -> Iterator[str]:
    """Fields that differ though no line of the other side changed them."""
    here, there = versions
    others = _in_effect(both.theirs, both, here["id"])
    mine = [e for e in events if e not in others]
    forgotten = [e for e in events if is_forgotten(e)]
    apart = [e for e in forgotten if not _is_common(both, e)]
    if any(e.line.id in both.ours.lines for e in apart):
        return  # somebody was erased here: what it said before, no line tells any more
    for name, field in records.named(kind).fields.items():
        if not any(name in e.change.fields for e in others):
            first = next((e for e in mine if name in e.change.fields), None)
            was, now = first.change.fields[name][0] if first else here.get(name), there.get(name)
            gone = [e for e in forgotten if e in apart or _is_new_to(both, e, first)]
            if not _same(now, was) and not _may_be_left(both, field, (was, now), gone):
                yield name


def _is_new_to(both: Both, forgotten: Event, first: Event | None) -> bool:
    """Whether a change was made where it was not known yet that somebody was erased."""
    return first is not None and not both.knowledge.knew(first.line, forgotten.line)


def _may_be_left(both: Both, field: Field, values: tuple[Any, Any], forgotten: list[Event]) -> bool:
    """Whether a value may be what these changes have left, which tell no values any more.

    The change that takes somebody out of a record stands in the line that erases them. Beside it
    others may have lost their values then, which may have said anything.
    """
    erases = [both.erases(e.line) for e in forgotten]
    edited = any(erases) and not all(erases)
    return edited or (bool(forgotten) and _is_less(field, *values))


def _is_common(both: Both, event: Event) -> bool:
    """Whether both sides have a line, and to the letter the same."""
    id_ = event.line.id
    return both.ours.lines.get(id_) == both.theirs.lines.get(id_)


def _is_less(field: Field, was: Any, now: Any) -> bool:
    """Whether a value may be what is left without somebody who was erased.

    An open field, and whom a record names, may have been changed by a line whose values went with
    the person.
    """
    if field.kind.name in ("ref", "refs"):
        return True
    if isinstance(was, list) and isinstance(now, list):
        return all(item in was for item in now)
    return field.column.sensitivity == "open" or blank(now) or now == LEFT_OUT


def _last_values(both: Both, kind: str, events: list[Event]) -> Iterator[tuple[str, Any]]:
    """What the last line says of each field that any has changed since somebody was erased.

    Where a line may have come after it that says nothing any more, nobody can tell.
    """
    fields, knew = records.named(kind).fields, both.knowledge.knew
    forgotten = [e for e in events if is_forgotten(e)]
    for name, heads in last_changes(both.knowledge, since(both, events)):
        last = heads[-1]
        if name in fields and all(knew(last.line, e.line) for e in forgotten):
            yield name, last.change.fields[name][1]


def _is_added_twice(document: Document, events: Iterable[Event]) -> bool:
    """Whether both sides took a record in from one workbook of another vault."""
    return bool(document.get("origin")) and sum(e.change.action == "add" for e in events) > 1


def _same(one: Any, other: Any) -> bool:
    return one == other or (blank(one) and blank(other))
