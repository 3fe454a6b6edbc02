"""What a record says after all that both sides did with it, field by field.

The later change of a field counts. Where several were made without knowledge of each other, and say
different things, that is a clash. What follows depends on the lines of the log alone, not on who
merges with whom first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from attache.records.kept import STAMP_FIELDS, lean
from attache.vault.copies.conflicts import Clash, Voice
from attache.vault.copies.sides import Event
from attache.vault.copies.theirs import counting, last_said
from attache.vault.signs import naming_fields

if TYPE_CHECKING:
    from attache.vault.copies.both import Both
    from attache.vault.copies.knowledge import Knowledge
    from attache.vault.payload import Document

Lead = Callable[[str], str]
"""Gives the ref of a record; of one that went into another, that of the other."""


class Versions(NamedTuple):
    """A record as each side has it, and its type."""

    kind: str
    ours: Document
    theirs: Document


class Folded(NamedTuple):
    """The record that both sides come to, and the fields that they say differently.

    `mixed` are fields that only one side changed, where the other changed other fields, each as a
    clash of that one voice. `dropped` are the fields in which what the other side said is left out,
    because somebody was erased; None where nobody was. `overtaken` is the version of another
    vault's record that the other side has a later one of.
    """

    document: Document
    clashes: tuple[Clash, ...] = ()
    mixed: tuple[Clash, ...] = ()
    dropped: tuple[str, ...] | None = None
    overtaken: Document | None = None


def fold(both: Both, versions: Versions, lead: Lead) -> Folded:
    """The record that two versions of it come to; whether it stands is decided in standing.py."""
    _kind, ours, theirs = versions
    events = both.events(ours["id"])
    mine = any(both.is_alone(both.ours, e) for e in events)
    others = any(both.is_alone(both.theirs, e) for e in events)
    if not mine and not others:
        return Folded(max(ours, theirs, key=_weight))
    if mine and others:
        if erasing := emptying(both, events):
            return _without_the_erased(both, versions, erasing, lead)
        if ours.get("origin"):
            return _of_another_vault(both, versions, lead)
        folded = _folded(both.knowledge, versions, _first_values(both, versions, events), lead)
        common = {e.line.id for e in events} & both.ours.lines.keys() & both.theirs.lines.keys()
        fresh = (c for c in folded.mixed if c.voices[0].id not in common)
        return folded._replace(mixed=tuple(fresh))
    return Folded(ours if mine else theirs)


def _of_another_vault(both: Both, versions: Versions, lead: Lead) -> Folded:
    """A record as its office said it last; what one revision says twice is put together."""
    kind, ours, theirs = versions
    knowledge, events = both.knowledge, both.events(ours["id"])
    last = last_said(knowledge, events)
    has = [
        document
        for side, document in zip(both.sides, (ours, theirs), strict=True)
        if last_said(knowledge, [e for e in events if e.line.id in side.lines]) == last
    ]
    document = max(has or (ours, theirs), key=_weight)  # lines may be lost
    other = theirs if document is ours else ours
    if ours["rev"] != theirs["rev"]:
        return Folded(document, overtaken=other)
    values = _first_values(both, versions, counting(knowledge, events))
    return _folded(knowledge, Versions(kind, document, other), values, lead)


def _folded(knowledge: Knowledge, versions: Versions, events: list[Event], lead: Lead) -> Folded:
    document, clashes, mixed = dict(versions.ours), list[Clash](), list[Clash]()
    for name, heads in last_changes(knowledge, events):
        document[name] = heads[-1].change.fields[name][1]
        if _differ(versions.kind, name, heads, lead):
            clashes.append(_clash(versions.ours, name, heads))
        else:
            mixed.append(_clash(versions.ours, name, heads[:1]))
    return Folded(lean(document | _stamp(versions, events)), tuple(clashes), tuple(mixed))


def clashes_of(
    knowledge: Knowledge, kind: str, document: Document, events: list[Event], lead: Lead
) -> Iterator[Clash]:
    """The fields of a record that were changed to different values, by what was done with it."""
    for name, heads in last_changes(knowledge, events):
        if _differ(kind, name, heads, lead):
            yield _clash(document, name, heads)


def last_changes(knowledge: Knowledge, events: list[Event]) -> Iterator[tuple[str, list[Event]]]:
    """Each field that was changed, with its last changes."""
    for name in dict.fromkeys(n for e in events for n in e.change.fields if n not in STAMP_FIELDS):
        yield name, _heads(knowledge, [e for e in events if name in e.change.fields], name)


def _differ(kind: str, name: str, heads: list[Event], lead: Lead) -> bool:
    values = [e.change.fields[name][1] for e in heads]
    if name in naming_fields(kind):
        values = [led(value, lead) for value in values]
    return any(value != values[-1] for value in values)


def _heads(knowledge: Knowledge, events: list[Event], name: str) -> list[Event]:
    """The last changes of a field that no later one was made upon, in order."""
    heads: list[Event] = []
    for event in events:
        heads = [h for h in heads if not _is_made_upon(knowledge, event, h, events, name)]
        heads.append(event)
    moved = [h for h in heads if not _came_back(knowledge, h, heads, events, name)]
    return moved or heads[-1:]


def _is_made_upon(
    knowledge: Knowledge, event: Event, earlier: Event, events: list[Event], name: str
) -> bool:
    """Whether a change knew of an earlier one, or began with what another one said as that did.

    An earlier one that knew of the other is a decision for what the other said. What changes that
    in turn, without knowing of the decision, does not take its place.
    """
    if event.line.id == earlier.line.id or knowledge.knew(event.line, earlier.line):
        return True
    start = event.change.fields[name][0]
    if earlier.change.fields[name][1] != start:
        return False
    known = (e for e in reversed(events) if knowledge.knew(event.line, e.line))
    other = next((e for e in known if e.change.fields[name][1] == start), None)
    return other is None or not knowledge.knew(earlier.line, other.line)


def _came_back(
    knowledge: Knowledge, head: Event, heads: list[Event], events: list[Event], name: str
) -> bool:
    """Whether a side that changed a field ended with the value that it began with."""
    old, new = head.change.fields[name]
    others = [h for h in heads if h is not head]
    if old == new or not others:  # the same value once more is a decision
        return False
    own = [
        e
        for e in events
        if (e is head or knowledge.knew(head.line, e.line))
        and not all(knowledge.knew(h.line, e.line) for h in others)
    ]
    return bool(own[0].change.fields[name][0] == new)


def _clash(document: Document, name: str, heads: list[Event]) -> Clash:
    voices = tuple(Voice.of(e, e.change.fields[name][1]) for e in heads)
    base = heads[0].change.fields[name][0]
    return Clash(document["ref"], name, base, voices)


def _stamp(versions: Versions, events: list[Event]) -> Document:
    """Who recorded and last changed it, and a revision that every change of either side raised."""
    _kind, ours, theirs = versions
    rev = max(ours["rev"], theirs["rev"])
    if not ours.get("origin"):  # revisions of another vault are counted there
        rev = max(rev, len(events))
    first = min((v["recorded_at"], v["recorded_by"]) for v in (ours, theirs))
    stamp = {"rev": rev, "recorded_at": first[0], "recorded_by": first[1]}
    later = [e for e in events if e.change.action != "add"]
    if later:
        stamp |= {"changed_by": later[-1].line.by, "changed_at": later[-1].line.at}
    return stamp


def _first_values(both: Both, versions: Versions, events: list[Event]) -> list[Event]:
    """The events; where both sides added the record (from one workbook) with what each said."""
    adds = [e for e in events if e.change.action == "add"]
    if len(adds) < 2:
        return events
    return [_first(both, versions, e, events) if e in adds else e for e in events]


def _first(both: Both, versions: Versions, add: Event, events: list[Event]) -> Event:
    """What a record said when one side added it: what it says there, all changes taken back."""
    mine = both.is_alone(both.ours, add)
    side, document = (both.ours, versions.ours) if mine else (both.theirs, versions.theirs)
    values = dict(document)
    for event in reversed([e for e in events if both.is_alone(side, e)]):
        values |= {name: old for name, (old, _new) in event.change.fields.items()}
    fields = {name: (None, v) for name, v in values.items() if name not in STAMP_FIELDS}
    return Event(add.line, add.change._replace(fields=fields))


def is_forgotten(event: Event) -> bool:
    """Whether it took somebody out of a record: its values are gone from the log."""
    return event.change.action == "change" and not event.change.fields


def emptying(both: Both, events: Iterable[Event]) -> list[Event]:
    """Those that took somebody out of a record, and not the others that lost their values then."""
    return [e for e in events if is_forgotten(e) and both.erases(e.line)]


def since(both: Both, events: Collection[Event]) -> list[Event]:
    """What was done with a record after whoever is erased was taken out of it."""
    knew, taken_out = both.knowledge.knew, emptying(both, events)
    return [e for e in events if all(knew(e.line, one.line) for one in taken_out)]


def _without_the_erased(both: Both, versions: Versions, erasing: list[Event], lead: Lead) -> Folded:
    """The record without whom either side has erased: then nothing of them comes back."""
    _kind, ours, theirs = versions
    here = {e.line.id for e in erasing} & both.ours.lines.keys()
    there = {e.line.id for e in erasing} & both.theirs.lines.keys()
    if here == there and ours.get("origin"):
        return _of_another_vault(both, versions, lead)
    if here == there:
        return _folded(both.knowledge, versions, since(both, both.events(ours["id"])), lead)
    if here < there or there < here:  # who has erased more of them has left the others as they are
        document = ours if there < here else theirs
        return Folded(document, dropped=tuple(_left_out(both, theirs, document)))
    names = {**ours, **theirs}
    left = {name: _left(ours.get(name), theirs.get(name), both.erased_refs) for name in names}
    document = lean(left | _stamp(versions, both.events(ours["id"])))
    document |= {"ref": ours["ref"]}
    return Folded(document, dropped=tuple(_left_out(both, theirs, document)))


def _left_out(both: Both, theirs: Document, document: Document) -> Iterator[str]:
    """The fields that only the other side has changed, and in which the record says otherwise.

    Where its lines have lost their values, all those in which it says otherwise.
    """
    alone = [e for e in both.events(theirs["id"]) if both.is_alone(both.theirs, e)]
    untold = any(is_forgotten(e) and not both.erases(e.line) for e in alone)
    said = theirs if untold else dict.fromkeys(n for e in alone for n in e.change.fields)
    for name in (n for n in said if n not in STAMP_FIELDS):
        if theirs.get(name) != document.get(name):
            yield name


def _left(one: Any, other: Any, erased: Container[str | None]) -> Any:
    """What is left of a value: people of either list, a text that neither emptied."""
    if isinstance(one, list) and isinstance(other, list):
        both = [*one, *(item for item in other if item not in one)]
        return [item for item in both if not (isinstance(item, str) and item in erased)]
    return min((one, other), key=lambda value: (len(str(value or "")), str(value)))


def led(value: Any, lead: Lead) -> Any:
    """What a field of refs holds, led on."""
    if isinstance(value, list):
        return [*dict.fromkeys(map(lead, value))]
    return lead(value) if value else value


def _weight(document: Document) -> tuple[int, bytes]:
    return int(document["rev"]), orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
