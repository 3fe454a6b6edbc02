"""Merging two copies: entries are a union, entities merge field by field (design/house.md).

What stands in the log of one side only is what that side did since both were the same. A field
that both have changed to different values keeps the later one, and a conflict says so until an
officer decides. Both sides come to the same records, whichever of them merges, and how often.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from attache import records
from attache.records.kept import STAMP_FIELDS, lean
from attache.records.refs import Ref, read_ref
from attache.vault.copies.sides import Said, Side, before, latest
from attache.vault.history import LOG, Line
from attache.vault.views import ERASED, MERGE, SEATS

if TYPE_CHECKING:
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document

CONFLICT = "conflict"
LOCAL = "post"
"""The type of record that stays each copy's own: its profile with its seat letter."""
_STANDING = ("withdrawn", "replaced_by")


@dataclass
class Merged:
    """What a merge brings: documents to put and ids to take out by table, and what to tell."""

    put: dict[str, dict[str, Document]] = field(default_factory=dict)
    out: dict[str, set[str]] = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    conflicts: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether both sides say the same already."""
        return not any(self.put.values()) and not any(self.out.values())


class Clash(NamedTuple):
    """A field of a record that both sides have changed, and by which changes."""

    document: Document
    field: str
    base: Any
    sides: tuple[tuple[str, Said], tuple[str, Said]]


def merge(ours: Side, theirs: Side) -> Merged:
    """What this side has to take over to say what both say."""
    merged = Merged()
    clashes: list[Clash] = []
    erased = {**theirs.erased, **ours.erased}
    mine, others = ours.alone(theirs), theirs.alone(ours)
    for kind in records.RECORD_TYPES:
        if kind.name == LOCAL:
            continue
        here, there = ours.documents(kind.name), theirs.documents(kind.name)
        put = merged.put.setdefault(kind.name, {})
        for id_ in there:
            if id_ in erased:
                continue
            if id_ not in here:
                put[id_] = there[id_]
                merged.added += 1
            elif here[id_] != there[id_]:
                both = _Pair(here[id_], there[id_], mine.get(id_, []), others.get(id_, []))
                new, found = _merged(both, ours.seat, theirs.seat)
                clashes += found
                if new != here[id_]:
                    put[id_] = new
                    merged.changed += 1
        merged.out[kind.name] = {id_ for id_ in here if id_ in theirs.erased}
    _add_conflicts(merged, clashes, ours, theirs)
    _add_log(merged, ours, theirs, set(erased))
    return merged


class _Pair(NamedTuple):
    """A record on both sides, and what only one of them has said of it."""

    ours: Document
    theirs: Document
    mine: list[Said]
    others: list[Said]


def _merged(pair: _Pair, seat: str, other: str) -> tuple[Document, list[Clash]]:
    """The record that both sides come to."""
    ours, theirs, mine, others = pair
    if not mine and not others:
        return max(ours, theirs, key=_weight), []
    if not others or _scrubbed(mine):
        return ours, []
    if not mine or _scrubbed(others):
        return theirs, []
    document, clashes = dict(ours), list[Clash]()
    for name in {**ours, **theirs}:
        if name in STAMP_FIELDS and name not in _STANDING:
            continue
        document[name], clash = _field(pair, name, seat, other)
        clashes += [clash] if clash else []
    last = ours if mine[-1].order > others[-1].order else theirs
    document |= {name: last.get(name) for name in ("changed_by", "changed_at")}
    document["rev"] = max(ours["rev"], theirs["rev"]) + 1
    return lean(document), clashes


def _field(pair: _Pair, name: str, seat: str, other: str) -> tuple[Any, Clash | None]:
    """What a field comes to, and the clash where both sides have changed it."""
    here, there = pair.ours.get(name), pair.theirs.get(name)
    mine, others = latest(pair.mine, name), latest(pair.others, name)
    if here == there or others is None:
        return here, None
    if mine is None:
        return there, None
    base = before(pair.mine, name)
    if here == base or there == before(pair.others, name):
        return (there, None) if here == base else (here, None)
    value = here if mine.order > others.order else there
    if name in _STANDING:
        return value, None
    first, second = sorted(((seat, mine), (other, others)), key=lambda s: s[1].order)
    return value, Clash(pair.ours, name, base, (first, second))


def _scrubbed(said: list[Said]) -> bool:
    """Whether a person was taken out of the record: then nothing of them comes back."""
    return any(s.change.action == "change" and not s.change.fields for s in said)


def _weight(document: Document) -> tuple[int, bytes]:
    return int(document["rev"]), orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def _add_conflicts(merged: Merged, clashes: list[Clash], ours: Side, theirs: Side) -> None:
    """A record for each clash. Both sides would give it the same id and the same ref."""
    put = merged.put.setdefault(CONFLICT, {})
    seat = min(ours.seat, theirs.seat)
    known = {**theirs.documents(CONFLICT), **ours.documents(CONFLICT)}
    refs = (read_ref(document["ref"]) for document in known.values())
    number = max((ref.number for ref in refs if ref and ref.seat == seat), default=0)
    letter = records.named(CONFLICT).letter
    told = []
    for clash in sorted(clashes, key=lambda c: (c.document["id"], c.field)):
        id_ = _id_of(clash)
        if id_ in known:
            continue
        number += 1
        post = clash.document["post"]
        put[id_] = _conflict(clash, id_, str(Ref(post, seat, letter, number)))
        told.append(put[id_]["ref"])
    merged.conflicts = tuple(told)


def _conflict(clash: Clash, id_: str, ref: str) -> Document:
    last = clash.sides[1][1].line
    stamp = {
        **dict.fromkeys(STAMP_FIELDS),
        "id": id_,
        "ref": ref,
        "rev": 1,
        "post": clash.document["post"],
        "recorded_by": last.by,
        "recorded_at": last.at,
    }
    values = [_value(seat, said, clash.field) for seat, said in clash.sides]
    about = {"about": clash.document["ref"], "field": clash.field}
    return lean({**stamp, **about, "base": [{"value": clash.base}], "values": values})


def _value(seat: str, said: Said, name: str) -> Document:
    line = said.line
    value = said.change.fields[name][1]
    return {"value": value, "by": line.by, "at": line.at, "seat": seat, "line": line.ref}


def _id_of(clash: Clash) -> str:
    """A UUIDv7 made from what clashes, at the time of the later change's line."""
    parts = [clash.document["id"], clash.field, *(said.line.id for _seat, said in clash.sides)]
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    time = clash.sides[1][1].line.id[:13]
    return f"{time}-7{digest[:3]}-8{digest[3:6]}-{digest[6:18]}"


def _add_log(merged: Merged, ours: Side, theirs: Side, erased: set[str]) -> None:
    """The union of both logs, of what was erased, and of the seats that were given out."""
    new = {i: line for i, line in theirs.lines.items() if i not in ours.lines}
    if merged.nothing and all(_only_merges(line) for line in new.values()):
        new = {}
    gone = {i: line for i, line in ours.lines.items() if erased & {c.id for c in line.changes}}
    lines = {i: line.without(erased).document() for i, line in {**gone, **new}.items()}
    old = ours.db.of(LOG).documents()
    merged.put[LOG] = {i: d for i, d in lines.items() if i not in old or old[i] != d}
    merged.put[ERASED] = {i: dict(d) for i, d in theirs.erased.items() if i not in ours.erased}
    seats = ours.db.of(SEATS).documents()
    given = theirs.db.of(SEATS).documents()
    merged.put[SEATS] = {i: d for i, d in given.items() if i not in seats}


def _only_merges(line: Line) -> bool:
    """Whether a line says nothing but that somebody merged or looked."""
    return all(change.action == MERGE for change in line.changes)


def store(db: VaultDB, merged: Merged) -> None:
    """Hand what a merge brings to the database."""
    for table, documents in merged.put.items():
        db.of(table).put(documents)
    for table, ids in merged.out.items():
        db.of(table).delete(ids)
