"""Merging two copies: entries are a union, entities merge field by field (design/house.md).

Both sides come to the same records, whichever of them merges, with whom first, and how often: what
they say follows from the lines of both logs. What a single vault would have refused or asked
becomes a conflict, which stands until an officer decides.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from attache import records
from attache.records.refs import Ref, read_ref
from attache.vault.copies.ambiguous import Ambiguous, ambiguous
from attache.vault.copies.conflicts import CONFLICT, Clash, Voice, is_moot, keep_clashes
from attache.vault.copies.folding import Versions, fold
from attache.vault.copies.forks import binding
from attache.vault.copies.knowledge import least
from attache.vault.copies.standing import Gone, Standing
from attache.vault.history import LOG, MERGE, Change, Line
from attache.vault.views import ASIDE, COUNTERS, ERASED, PROFILE, SEATS

if TYPE_CHECKING:
    from attache.vault.copies.both import Both
    from attache.vault.copies.forms import Ahead
    from attache.vault.copies.knowledge import Reach
    from attache.vault.copies.sides import Event
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document


@dataclass
class Merged:
    """What a merge brings: documents to put and ids to take out by table, and what to tell.

    `seen` is how far the other copy has come, by seat. `opened` are the ids of records that led
    back to themselves, `released` those that had gone into somebody who is erased, with the line by
    which they did, `unseated` corrections that stand beside a later one, with the ref of that.
    `late` are changes of records that went into another one on the other side, by id: a clash of
    who withdrew it and who changed it. `mixed` are those by id of records that each side changed in
    other fields. `overtaken` are versions of another vault's records, by id, that a later one took
    the place of. `dropped` are the fields by ids of records from which one side erased somebody, in
    which what the other copy said is left out. `new` are the ids of records that only one side has
    added, for each side, `again` of those that only one side has let stand again.
    `doubtful` are the refs of records of a salvaged copy that say what no line of it says.
    `ahead` are new lines that are dated ahead of this laptop's clock.
    `in_effect` are the ids of lines that were set aside, and that are in effect again. `agreed` is
    the fingerprint of the other copy's data key, where somebody agrees to it with this merge.
    `ambiguous` are records that may be about somebody whom the other side had taken apart from whom
    they name.
    """

    put: dict[str, dict[str, Document]] = field(default_factory=dict)
    out: dict[str, set[str]] = field(default_factory=dict)
    seen: Reach = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    conflicts: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    released: tuple[tuple[str, str], ...] = ()
    unseated: tuple[tuple[str, str], ...] = ()
    late: dict[str, tuple[Clash, ...]] = field(default_factory=dict)
    mixed: dict[str, tuple[Clash, ...]] = field(default_factory=dict)
    overtaken: dict[str, Document] = field(default_factory=dict)
    dropped: dict[str, tuple[str, ...]] = field(default_factory=dict)
    new: tuple[frozenset[str], ...] = (frozenset(), frozenset())
    again: tuple[frozenset[str], ...] = (frozenset(), frozenset())
    doubtful: tuple[str, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    in_effect: set[str] = field(default_factory=set)
    agreed: str = ""
    ambiguous: tuple[Ambiguous, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether both sides say the same already, and nothing is to be remembered."""
        changes = (*self.put.values(), *self.out.values(), self.in_effect, self.agreed)
        return not any(changes)


def merge(both: Both, agreed: str = "") -> Merged:
    """What our side has to take over to say what both say; forks.py tells what never merges."""
    ours, theirs = both.ours, both.theirs
    merged = Merged(seen=theirs.reach, agreed=agreed)
    differing = list(_take_new(both, merged))
    standing = Standing(both)
    standing.look_at([*differing, *both.alone(ours), *both.alone(theirs)])
    clashes = _fold(both, merged, differing, standing)
    standing.decide()
    standing.stamp()
    merged.conflicts = keep_clashes(both, [*clashes, *standing.clashes])
    merged.opened, merged.released = tuple(standing.opened), tuple(standing.released)
    merged.unseated = tuple(standing.unseated)
    merged.late = _late(both, standing)
    merged.ambiguous = tuple(ambiguous(both))
    merged.new, merged.again = _of_each_side(both, "add"), _of_each_side(both, "restore")
    put_differing(both, merged)
    _add_log(both, merged)
    return merged


def _of_each_side(both: Both, action: str) -> tuple[frozenset[str], ...]:
    """The ids of what only one side has done so with, for each side."""
    return tuple(frozenset(i for _kind, i in both.alone(s, (action,))) for s in both.sides)


def _take_new(both: Both, merged: Merged) -> Iterator[tuple[str, str]]:
    """Note what only the other side has; type and id of what both have and say differently.

    So do records that each side has changed, though by a third one's change they are the same now.
    """
    both_changed = both.alone(both.ours, ("change",)) & both.alone(both.theirs, ("change",))
    for kind in (t.name for t in records.RECORD_TYPES if t.name != PROFILE):
        here, there = both.ours.documents(kind), both.theirs.documents(kind)
        now = both.now.setdefault(kind, {})
        new, differing = both.incoming(kind)
        for id_ in (i for i in new if i not in both.erased):
            now[id_] = there[id_]
            merged.added += 1
        known = {i for i in differing if here[i] != there[i]}
        known |= {i for k, i in both_changed if k == kind and i in here and i in there}
        yield from ((kind, id_) for id_ in sorted(known - both.erased.keys()))
        merged.out[kind] = {id_ for id_ in here if id_ in both.theirs.erased}
    merged.out[CONFLICT] |= _moot(both.ours.documents(CONFLICT), both.erased_refs)
    for id_ in _moot(both.now[CONFLICT], both.erased_refs):
        del both.now[CONFLICT][id_]
        merged.added -= 1


def _moot(conflicts: Mapping[str, Document], erased: Container[Any]) -> set[str]:
    """The ids of the conflicts in which nothing is left to decide."""
    return {id_ for id_, document in conflicts.items() if is_moot(document, erased)}


def _fold(
    both: Both, merged: Merged, differing: Iterable[tuple[str, str]], standing: Standing
) -> list[Clash]:
    clashes = list[Clash]()
    for kind, id_ in differing:
        ours, theirs = both.ours.documents(kind)[id_], both.theirs.documents(kind)[id_]
        folded = fold(both, Versions(kind, ours, theirs), standing.lead)
        both.now[kind][id_] = folded.document
        clashes += folded.clashes if kind != CONFLICT else ()  # what was decided clashes itself
        if folded.mixed:
            merged.mixed[id_] = folded.mixed
        if folded.overtaken:
            merged.overtaken[id_] = folded.overtaken
        if folded.dropped is not None:
            merged.dropped[id_] = folded.dropped
    return clashes


def _late(both: Both, standing: Standing) -> dict[str, tuple[Clash, ...]]:
    """Changes on one side of records that went into another one on the other side.

    Who stands again because somebody was erased gets again what was carried over to that one.
    """
    again = {id_ for id_, _line in standing.released}

    def only_now(one: Gone) -> list[Event]:
        found = both.find(standing.lead(one.ref))
        anew = one.id in again or (found is not None and found[1] in again)
        return [e for e in standing.late(one) if anew or _only_now_meet(both, one.last, e)]

    return dict(late_changes(both, standing.gone.values(), only_now))


def late_changes(
    both: Both, gone: Iterable[Gone], late: Callable[[Gone], list[Event]]
) -> Iterator[tuple[str, tuple[Clash, ...]]]:
    """The late changes of records by id, each field as a clash of who withdrew and who changed.

    Who changed says what they left there, whatever others have said of that record meanwhile.
    """
    for one in gone:
        clashes: dict[str, Clash] = {}
        for name, event in ((n, e) for e in late(one) for n in e.change.fields):
            base = clashes[name].base if name in clashes else event.change.fields[name][0]
            voices = (Voice.of(one.last, base), Voice.of(event, _left_by(both, event, name)))
            clashes[name] = Clash(one.ref, name, base, voices)
        if moved := tuple(c for c in clashes.values() if c.voices[-1].value != c.base):
            yield one.id, moved


def _left_by(both: Both, event: Event, name: str) -> Any:
    """What a field says after a change and all that was done in knowledge of it."""
    knew = both.knowledge.knew
    said = [
        e.change.fields[name][1]
        for e in both.events(event.change.id)
        if name in e.change.fields and (e.line.id == event.line.id or knew(e.line, event.line))
    ]
    return said[-1]


def _only_now_meet(both: Both, one: Event, other: Event) -> bool:
    """Whether one side has the one event, and the other side has the other."""
    sides = (both.ours, both.theirs)
    return any(
        both.is_alone(side, one) and both.is_alone(opposite, other)
        for side, opposite in (sides, sides[::-1])
    )


def put_differing(both: Both, merged: Merged) -> None:
    """Note what this side has not, or has otherwise, and how far it counts conflicts."""
    for kind, now in both.now.items():
        here = both.ours.documents(kind)
        merged.put[kind] = {id_: d for id_, d in now.items() if id_ not in here or here[id_] != d}
        known = sum(id_ in here for id_ in merged.put[kind])
        merged.changed += known if kind != CONFLICT else 0
    numbers = [ref.number for ref in _of_conflicts(both, merged) if ref.seat == both.ours.seat]
    counter = both.ours.db.of(COUNTERS).documents().get(CONFLICT, {"last": 0})
    if numbers and max(numbers) > counter["last"]:
        merged.put[COUNTERS] = {CONFLICT: {"last": max(numbers)}}


def _of_conflicts(both: Both, merged: Merged) -> Iterator[Ref]:
    """The refs of conflicts that come with a merge, also of those that were erased."""
    letter = records.named(CONFLICT).letter
    new = (line for id_, line in both.lines.items() if id_ not in both.ours.lines)
    refs = {c.ref for line in new for c in line.changes if c.kind == CONFLICT}
    refs |= {d["ref"] for d in merged.put.get(CONFLICT, {}).values()}
    refs |= {stone.get("ref") or "" for stone in both.theirs.erased.values()}
    yield from (ref for ref in map(read_ref, refs) if ref and ref.letter == letter)


def _add_log(both: Both, merged: Merged) -> None:
    """The union of both logs, of what was erased, and of the seats that were given out."""
    ours, theirs = both.ours, both.theirs
    new = [line for id_, line in both.lines.items() if id_ not in ours.lines]
    if quiet := merged.nothing and all(map(_only_merges, new)):
        new, merged.seen = [], least(theirs.reach, ours.reach)  # what is left out is not known
    changed = [both.lines[id_] for id_ in ours.lines if theirs.lines.get(id_) != ours.lines[id_]]
    erased = set(both.erased)
    emptied = _emptied(both)
    lines = {
        line.id: _without_the_erased(both, line, emptied).without(erased).document()
        for line in (*changed, *new)
    }
    old = ours.db.of(LOG).documents()
    merged.put[LOG] = {i: d for i, d in lines.items() if i not in old or old[i] != d}
    merged.put[ERASED] = {i: dict(d) for i, d in theirs.erased.items() if i not in ours.erased}
    seats = ours.db.of(SEATS).documents()
    merged.put[SEATS] = {i: d for i, d in both.seats.items() if seats.get(i) != d and not quiet}
    _unite_aside(both, merged)
    if not merged.nothing:
        merged.put[SEATS] |= binding(ours, theirs)


def _unite_aside(both: Both, merged: Merged) -> None:
    """A line is in effect that either side has in effect; the others stay in the log."""
    ours, theirs = both.ours, both.theirs
    log = theirs.db.of(LOG).documents()
    new = [i for i, d in theirs.aside.items() if i not in ours.aside and not ours.has(d["line"])]
    merged.put[ASIDE] = {i: dict(theirs.aside[i]) for i in new}
    merged.put[LOG] |= {i: log[i] for i in new if i in log}
    merged.in_effect = {i for i, d in ours.aside.items() if theirs.has(d["line"])}


def _emptied(both: Both) -> Mapping[str, list[Line]]:
    """The lines that took somebody who was erased out of a record that stays, by its id."""
    found: dict[str, list[Line]] = {}
    for line in both.lines.values():
        empty = [c.id for c in line.changes if c.action == "change" and not c.fields]
        if empty and both.erases(line):
            for id_ in empty:
                found.setdefault(id_, []).append(line)
    return found


def _without_the_erased(both: Both, line: Line, emptied: Mapping[str, list[Line]]) -> Line:
    """A line without what it said in a record before its author knew that somebody was erased."""

    def judged(change: Change) -> Change:
        unknown = (e for e in emptied.get(change.id, ()) if e.id != line.id)
        names = change.action == "change" and any(not both.knowledge.knew(line, e) for e in unknown)
        return change.without() if names else change

    return replace(line, changes=tuple(map(judged, line.changes))) if emptied else line


def _only_merges(line: Line) -> bool:
    """Whether a line says nothing but that somebody merged or looked."""
    return all(change.action == MERGE for change in line.changes)


def store(db: VaultDB, merged: Merged) -> None:
    """Hand what a merge brings to the database."""
    for table, documents in merged.put.items():
        db.of(table).put(documents)
    for table, ids in merged.out.items():
        db.of(table).delete(ids)
    db.of(ASIDE).delete(merged.in_effect)
