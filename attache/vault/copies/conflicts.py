"""What copies say differently, as records that stay until an officer decides.

A merge makes them from the lines of the log, so that every copy comes to the same ones: the same
id, and the same sides in the same order. One that more copies take part in takes the place of those
between some of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.records.kept import STAMP_FIELDS, lean
from attache.records.refs import Ref, read_ref
from attache.vault.copies.sides import place_of
from attache.vault.views import COUNTERS

if TYPE_CHECKING:
    from attache.vault.copies.both import Both
    from attache.vault.copies.sides import Event
    from attache.vault.payload import Document

CONFLICT = "conflict"
STANDING = "withdrawn"
"""The field of a conflict on whether a record stands."""
SUCCESSOR = "replaced_by"
"""The field of a conflict on which record took the place of another."""
WIDER = "in a wider conflict"
"""Why a conflict is withdrawn that another one with more sides contains."""


class Voice(NamedTuple):
    """What one seat says, and by which line of the log."""

    value: Any
    by: str
    at: str
    seat: str
    line: str
    id: str

    @classmethod
    def of(cls, event: Event, value: Any) -> Voice:
        """The voice of an event."""
        line = event.line
        return cls(value, line.by, line.at, place_of(line.ref).seat, line.ref, line.id)

    def document(self) -> Document:
        """As the conflict keeps it."""
        return {n: v for n, v in self._asdict().items() if n != "id"}


class Clash(NamedTuple):
    """A field of a record of which copies say different things; the latest voice comes last."""

    about: str
    field: str
    base: Any
    voices: tuple[Voice, ...]

    @property
    def id(self) -> str:
        """A UUIDv7 made from what clashes, at the time of the latest line."""
        parts = [self.about, self.field, *(voice.id for voice in self.voices)]
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        return f"{self.voices[-1].id[:13]}-7{digest[:3]}-8{digest[3:6]}-{digest[6:18]}"

    def document(self, post: str = "") -> Document:
        """The record of it in the vault of a post, which is to be given a ref."""
        last = self.voices[-1]
        stamp = {
            **dict.fromkeys(STAMP_FIELDS),
            "id": self.id,
            "ref": "",
            "rev": 1,
            "post": post,
            "recorded_by": last.by,
            "recorded_at": last.at,
        }
        values = [voice.document() for voice in self.voices]
        said = {"about": self.about, "field": self.field, "base": [{"value": self.base}]}
        return lean({**stamp, **said, "values": values})


def keep_clashes(both: Both, clashes: Iterable[Clash]) -> tuple[str, ...]:
    """Note a conflict for each clash that is none yet; the refs of those that are new and open."""
    now = both.now.setdefault(CONFLICT, {})
    new = {c.id: c for c in clashes if both.document(CONFLICT, c.id) is None}
    new = {i: c for i, c in new.items() if not is_moot(c.document(), both.erased_refs)}
    for clash in sorted(new.values(), key=lambda c: (c.about, c.field, c.id)):
        now[clash.id] = clash.document(both.ours.post)
    _number(both)
    for id_, document in _contained(both):
        now[id_] = document
    return tuple(sorted(now[id_]["ref"] for id_ in new if "withdrawn" not in now[id_]))


def open_about(both: Both, ref: str, field: str) -> Iterator[Document]:
    """The conflicts on a field of a record that nobody has decided."""
    for document in _every(both).values():
        if (document["about"], document["field"]) == (ref, field) and is_open(document):
            yield document


def is_open(document: Document) -> bool:
    """Whether a conflict waits for a decision."""
    return not document.get("resolved") and not document.get("withdrawn")


def is_moot(document: Document, erased: Container[Any]) -> bool:
    """Whether nothing is left to decide: its record is erased, or whomever each side names."""
    values = [said["value"] for said in document.get("values") or ()]
    gone = bool(values) and all(_is_gone(value, erased) for value in values)
    return document["about"] in erased or gone


def _is_gone(value: Any, erased: Container[Any]) -> bool:
    refs = value if isinstance(value, list) else [value]
    return bool(refs) and all(isinstance(ref, str) and ref in erased for ref in refs)


def _every(both: Both) -> dict[str, Document]:
    known = {**both.theirs.documents(CONFLICT), **both.ours.documents(CONFLICT)}
    every = {**known, **both.now.get(CONFLICT, {})}
    return {id_: d for id_, d in every.items() if not is_moot(d, both.erased_refs)}


def _number(both: Both) -> None:
    """Give each conflict a ref that is no other's.

    Both sides count them under the first of their seats, so that mostly both come to the same refs.
    Where they do not, the higher number stays, and of two with one ref the younger gets another.
    One that was erased keeps its ref.
    """
    now, every, post = both.now[CONFLICT], _every(both), both.ours.post
    ours, theirs = both.ours.documents(CONFLICT), both.theirs.documents(CONFLICT)
    for id_ in ours.keys() & theirs.keys() & every.keys():
        ref = max(ours[id_]["ref"], theirs[id_]["ref"], key=_order)
        if every[id_]["ref"] != ref:
            now[id_] = every[id_] = {**every[id_], "ref": ref}
    for id_ in strays(post, every):
        now[id_] = every[id_] = {**every[id_], "post": post, "ref": ""}
    taken = {ref for ref in both.erased_refs if ref}
    for id_ in sorted(every, key=lambda i: (not every[i]["ref"], not _is_counted(both, i), i)):
        if every[id_]["ref"] in taken or not every[id_]["ref"]:
            now[id_] = every[id_] = {**every[id_], "ref": _next(both, taken)}
        taken.add(every[id_]["ref"])


def strays(post: str, conflicts: Mapping[str, Document]) -> list[str]:
    """The ids of conflicts that an earlier version numbered as another post's: no copy has any."""
    return [id_ for id_, document in conflicts.items() if document["post"] != post]


def _is_counted(both: Both, id_: str) -> bool:
    """Whether an import added a conflict, under a number that its seat counts."""
    return bool(both.events(id_)) and both.events(id_)[0].change.action == "add"


def _next(both: Both, taken: set[str]) -> str:
    seat = min(both.ours.seat, both.theirs.seat)
    numbers = [ref.number for ref in map(read_ref, taken) if ref and ref.seat == seat]
    for side in (both.ours, both.theirs):
        counters = side.db.of(COUNTERS).documents()
        if side.seat == seat and CONFLICT in counters:
            numbers.append(int(counters[CONFLICT]["last"]))
    letter = records.named(CONFLICT).letter
    return str(Ref(both.ours.post, seat, letter, max(numbers, default=0) + 1))


def _order(ref: str) -> tuple[str, int]:
    read = read_ref(ref)
    return (read.seat, read.number) if read else ("", 0)


def _contained(both: Both) -> Iterator[tuple[str, Document]]:
    """Open conflicts all of whose sides take part in another one on the same field."""
    groups: dict[tuple[str, str], list[Document]] = {}
    for document in _every(both).values():
        groups.setdefault((document["about"], document["field"]), []).append(document)
    for group in groups.values():
        for document in filter(is_open, group):
            mine = _lines(document)
            wider = [d for d in group if mine < _lines(d)]
            if mine and wider:
                by = max(wider, key=lambda d: (len(_lines(d)), d["id"]))
                said = {"withdrawn": WIDER, "replaced_by": by["ref"]}
                yield document["id"], {**document, **said}


def _lines(document: Document) -> set[str]:
    return {said["line"] for said in document["values"] if said["line"]}
