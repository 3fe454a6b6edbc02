"""What two copies of the vault say together: every line of the log once, and every record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import orjson

from attache import records
from attache.records.refs import read_ref
from attache.vault.copies.knowledge import Knowledge
from attache.vault.copies.sides import Event, Side
from attache.vault.history import ERASE, Change, Line
from attache.vault.signs import named, refs_in
from attache.vault.views import SEATS

if TYPE_CHECKING:
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document

CHANGING = ("add", "change", "withdraw", "restore")
"""Actions after which a record says something else."""


class Incoming(NamedTuple):
    """Ids of the documents of a table that only the other side has, or has otherwise."""

    new: tuple[str, ...]
    differing: tuple[str, ...]


def incoming(ours: VaultDB, theirs: VaultDB, table: str) -> Incoming:
    """What the other side has in a table and this one has not, or not so; none is taken apart."""
    here = dict(ours.of(table).contents())
    new, differing = list[str](), list[str]()
    for id_, content in theirs.of(table).contents():
        if id_ not in here:
            new.append(id_)
        elif here[id_] != content:
            differing.append(id_)
    return Incoming(tuple(new), tuple(differing))


class Both:
    """Both sides, and the records that they come to, which are noted here by table and id."""

    def __init__(self, ours: Side, theirs: Side) -> None:
        self.ours, self.theirs = ours, theirs
        self.sides = (ours, theirs)
        self.erased: Mapping[str, Document] = {**theirs.erased, **ours.erased}
        self.erased_refs = {stone.get("ref") for stone in self.erased.values()}
        self.now: dict[str, dict[str, Document]] = {}
        self.lines = dict(self._lines())
        self.seats = dict(self._seats())
        self.knowledge = Knowledge(self.lines.values(), self.seats)
        self._incoming: dict[str, Incoming] = {}

    def incoming(self, kind: str) -> Incoming:
        """The ids of records that only the other side has, and of those that it has otherwise."""
        if kind not in self._incoming:
            self._incoming[kind] = incoming(self.ours.db, self.theirs.db, kind)
        return self._incoming[kind]

    def _lines(self) -> Iterator[tuple[str, Line]]:
        mine, others = self.ours.lines, self.theirs.lines
        for id_ in {**mine, **others}:
            here, there = mine.get(id_), others.get(id_)
            line = Line.of(orjson.loads(here or there or b""))
            if here and there and here != there:
                line = _without_the_forgotten(line, Line.of(orjson.loads(there)))
            yield id_, line

    def _seats(self) -> Iterator[tuple[str, Document]]:
        """Which file has each seat letter: where two gave out one, the file whose lines are here.

        Lines of another one that has it too come in under a letter of their own (reseating.py).
        """
        here, there = (side.db.of(SEATS).documents() for side in self.sides)
        for letter in {**here, **there}:
            known = letter == self.ours.seat or letter in self.ours.reach
            brought = letter in there and letter in self.theirs.reach and not known
            yield letter, there[letter] if brought or letter not in here else here[letter]

    @cached_property
    def _events(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for line in self.lines.values():
            for change in line.changes:
                if change.action in CHANGING:
                    found.setdefault(change.id, []).append(Event(line, change))
        return found

    def events(self, id_: str) -> list[Event]:
        """What was done with a record on both sides, in order."""
        events = self._events.get(id_, [])
        return self.knowledge.in_order(events) if len(events) > 1 else events

    def alone(self, side: Side, actions: Collection[str] = CHANGING) -> set[tuple[str, str]]:
        """Type and id of the records with which only this side did one of these."""
        other = self.theirs if side is self.ours else self.ours
        lines = (line for id_, line in self.lines.items() if id_ not in other.lines)
        return {(c.kind, c.id) for line in lines for c in line.changes if c.action in actions}

    def is_alone(self, side: Side, event: Event) -> bool:
        """Whether only this side has an event."""
        other = self.theirs if side is self.ours else self.ours
        return event.line.id not in other.lines

    @cached_property
    def _erasing(self) -> list[Line]:
        return [x for x in self.lines.values() if any(c.action == ERASE for c in x.changes)]

    def erases(self, line: Line) -> bool:
        """Whether a line took somebody out: by erasing them, or by a merge with whoever did."""
        learnt = self.knowledge.learnt
        return any(one.id == line.id or learnt(line, one) for one in self._erasing)

    def document(self, kind: str, id_: str) -> Document | None:
        """A record as it is by now; None where it is not there, or was erased."""
        if id_ in self.erased:
            return None
        if id_ in self.now.get(kind, {}):
            return self.now[kind][id_]
        return self.ours.documents(kind).get(id_) or self.theirs.documents(kind).get(id_)

    def find(self, ref: str) -> tuple[str, str] | None:
        """The type and the id of the record with a whole ref."""
        parts = read_ref(ref)
        kind = records.lettered(parts.letter) if parts else None
        if kind is None:
            return None
        id_ = self.ours.db.of(kind.name).id_of(ref) or self.theirs.db.of(kind.name).id_of(ref)
        return (kind.name, id_) if id_ else None

    def naming(self, ref: str) -> Iterator[tuple[str, Document]]:
        """The records of officers that name another one by now, by type, withdrawn ones too."""
        for kind in records.every():
            tables = [side.db.of(kind.name) for side in (self.ours, self.theirs)]
            ids = {id_ for table in tables for id_, _line in table.holding(named(ref))}
            for id_ in sorted(ids):
                document = self.document(kind.name, id_)
                if document and id_ not in self.erased and ref in refs_in(kind.name, document):
                    yield kind.name, document


def _without_the_forgotten(line: Line, other: Line) -> Line:
    """A line without the values that either side has forgotten.

    Where a letter begins with it on one side only, it stays as this side has it (reseating.py).
    """
    pairs = zip(line.changes, other.changes, strict=False)
    more = line.changes[len(other.changes) :]
    return replace(line, changes=(*(min(pair, key=_said_in) for pair in pairs), *more))


def _said_in(change: Change) -> int:
    return len(change.fields)
