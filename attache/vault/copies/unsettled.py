"""What merges of copies should have settled in a vault, and have not.

A merge settles it at once, so there is hardly ever any; an earlier version may have left something.
`vault check` tells of it, and `vault check --mend` does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.rules.identity import groups
from attache.vault.copies.conflicts import CONFLICT, SUCCESSOR, Clash, keep_clashes, strays
from attache.vault.copies.folding import clashes_of, is_forgotten
from attache.vault.copies.merging import Merged, late_changes, put_differing
from attache.vault.copies.sides import place_of
from attache.vault.copies.standing import Standing
from attache.vault.copies.theirs import counting
from attache.vault.views import PROFILE

if TYPE_CHECKING:
    from attache.vault.copies.both import Both
    from attache.vault.copies.sides import Event
    from attache.vault.payload import Document

NAMES = ("name", "aliases")
"""Where a name of somebody who went into somebody else is kept."""


class Unsettled(NamedTuple):
    """What is to be done, and the refs of records by what is wrong with them.

    `rings` lead back to themselves. `standing` stand and should not, or the other way round. Of
    `differing` copies say different things, and no conflict says so. `late` went into another
    record that does not have what was changed in them meanwhile. `strays` are conflicts under a ref
    of another post, which no other copy takes over.
    """

    merged: Merged
    rings: tuple[str, ...]
    standing: tuple[str, ...]
    differing: tuple[str, ...]
    late: tuple[str, ...]
    strays: tuple[str, ...]


def unsettled(both: Both) -> Unsettled:
    """What is still to be settled in one vault, which stands on both sides."""
    side, merged = both.ours, Merged()
    kinds = [t.name for t in records.RECORD_TYPES if t.name not in (PROFILE, CONFLICT)]
    every = [(kind, id_) for kind in kinds for id_ in side.documents(kind)]
    standing, together = Standing(both), _ever_one(both)
    standing.look_at(every)
    merged.late = dict(_lost(both, standing, together))
    late = {standing.gone[id_].ref for id_ in merged.late}
    standing.decide()
    standing.stamp()
    changed = {id_: d["ref"] for now in both.now.values() for id_, d in now.items()}
    rings = {changed.pop(id_) for id_ in standing.opened}
    merged.opened = tuple(standing.opened)
    merged.unseated = tuple(pair for pair in standing.unseated if _stands(both, pair[0]))
    clashes = [*standing.clashes, *_of_fields(both, every, together)]
    clashes = [clash for clash in clashes if not _is_asked(both, clash)]
    conflicts = side.documents(CONFLICT)
    stray = {conflicts[id_]["ref"] for id_ in strays(side.post, conflicts)}
    merged.conflicts = keep_clashes(both, clashes)
    put_differing(both, merged)
    beside = {ref for ref, _by in merged.unseated}
    refs = (rings, {*changed.values(), *beside}, {c.about for c in clashes}, late, stray)
    return Unsettled(merged, *(tuple(sorted(found)) for found in refs))


def _of_fields(
    both: Both, every: Iterable[tuple[str, str]], together: Mapping[str, set[str]]
) -> Iterator[Clash]:
    def lead(ref: str) -> str:
        return min(together.get(ref, (ref,)))

    for kind, id_ in every:
        events = both.events(id_)
        seats = {place_of(e.line.ref).seat for e in events}
        if len(seats) > 1 and not any(map(is_forgotten, events)):
            document = both.ours.documents(kind)[id_]
            events = counting(both.knowledge, events) if document.get("origin") else events
            yield from clashes_of(both.knowledge, kind, document, events, lead)


def _ever_one(both: Both) -> dict[str, set[str]]:
    """The refs of records that were ever one, by each of them.

    Who are two again were one when the copies merged: then there was nothing to ask.
    """
    changes = (c for line in both.lines.values() for c in line.changes)
    return groups((c.ref, ref) for c in changes for ref in c.fields.get(SUCCESSOR, ()) if ref)


def _lost(
    both: Both, standing: Standing, together: Mapping[str, set[str]]
) -> Iterator[tuple[str, tuple[Clash, ...]]]:
    """Late changes of records, by id, of which those that they went into say nothing.

    A merge carried them to whom they led then; what of it stays with whom, once they are two again,
    the officer decides who takes them apart.
    """
    for id_, late in late_changes(both, standing.gone.values(), standing.late):
        own, *way = standing.way(standing.gone[id_].ref)
        others = [ref for ref in together.get(own, ()) if ref != own and both.find(ref)]
        lost = tuple(c for c in late if not any(_is_heard(both, r, c) for r in (*way, *others)))
        if lost:
            yield id_, lost


def _is_heard(both: Both, ref: str, late: Clash) -> bool:
    """Whether a record says what one that went into it said, or somebody has decided on it."""
    found = both.find(ref)
    document = both.document(*found) if found else None
    fields = NAMES if late.field in NAMES else (late.field,)
    if found is None or document is None or _is_decided(both, ref, late, fields):
        return True
    voice, later = late.voices[-1], both.events(found[1])
    if late.field in NAMES:
        heard = _listed(voice.value) <= _names_ever(document, later)
    elif isinstance(document.get(late.field), list):
        heard = _listed(voice.value) <= _listed(document[late.field])
    else:
        heard = voice.value == document.get(late.field)
    said = (e for e in later if not e.change.fields.keys().isdisjoint(fields))
    return heard or any(both.knowledge.knew(e.line, both.lines[voice.id]) for e in said)


def _is_decided(both: Both, ref: str, late: Clash, fields: Iterable[str]) -> bool:
    """Whether an officer was asked about a late change, or about such a field of either record."""
    line = late.voices[-1].line
    return any(
        (d["field"] in fields and d["about"] in (ref, late.about))
        or (d["field"] == late.field and any(said["line"] == line for said in d["values"]))
        for d in both.ours.documents(CONFLICT).values()
    )


def _names_ever(document: Document, events: Iterable[Event]) -> set[str]:
    """The names that a person bears, and those that an officer has taken from them."""
    fields = [e.change.fields[n] for e in events for n in NAMES if n in e.change.fields]
    former = {name for old, _new in fields for name in _listed(old)}
    return {name for field in NAMES for name in _listed(document.get(field))} | former


def _listed(value: Any) -> set[Any]:
    return set(value) if isinstance(value, list) else {value} - {None}


def _is_asked(both: Both, clash: Clash) -> bool:
    """Whether a conflict says of all these lines that they differ."""
    lines = {voice.line for voice in clash.voices}
    known = _about(both, clash.about, clash.field)
    return any(lines <= {said["line"] for said in d["values"]} for d in known)


def _about(both: Both, ref: str, name: str) -> list[Any]:
    every = both.ours.documents(CONFLICT).values()
    return [d for d in every if (d["about"], d["field"]) == (ref, name)]


def _stands(both: Both, ref: str) -> bool:
    """Whether a correction stands beside a later one, and was not brought back to stand so."""
    found = both.find(ref)
    document = both.document(*found) if found else None
    if found is None or document is None or "withdrawn" in document:
        return False
    return not any(e.change.action == "restore" for e in both.events(found[1]))
