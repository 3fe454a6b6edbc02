"""What a vault holds, and whether it can be: nothing half, nothing of what was there lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from attache.records import RECORD_TYPES
from attache.vault.history import LOG, Line
from attache.vault.vault import Vault
from attache.vault.views import COUNTERS

if TYPE_CHECKING:
    from tests.faults.place import Place

KINDS = {t.name for t in RECORD_TYPES}
Tables = dict[str, dict[str, Any]]
_CHANGES = ("add", "change", "withdraw", "restore")
"""Actions that leave a new revision; the log notes others of a record which they do not change."""


class State(NamedTuple):
    """Every document by table and id, and the bytes of an unfinished last frame."""

    tables: Tables
    torn: int

    def lines(self) -> dict[str, Line]:
        """The lines of the log by id."""
        return {id_: Line.of(document) for id_, document in self.tables.get(LOG, {}).items()}

    def content(self, kind: str, ref: str) -> dict[str, Any] | None:
        """The record of a whole ref."""
        return next((d for d in self.tables.get(kind, {}).values() if d["ref"] == ref), None)


def read(place: Place) -> State:
    """The vault as any command finds it, all of it; raises what the vault raises."""
    vault = Vault(place.vault, place.access)
    opened = vault.opened()
    tables = {
        name: {id_: orjson.loads(content) for id_, content in table.items()}
        for name, table in opened.tables.items()
    }
    for kind in tables.keys() & KINDS:
        assert len(list(vault.view().every(kind))) == len(tables[kind])
    return State(tables, opened.torn)


def half_done(state: State) -> Iterator[str]:
    """What shows that a transaction is there in part: record, log line and counters disagree."""
    logged: Counter[tuple[str, str, int]] = Counter()
    for line in state.lines().values():
        logged.update((c.kind, c.id, c.rev) for c in line.changes if c.action in _CHANGES)
    kept = {
        (kind, id_, rev)
        for kind, documents in state.tables.items()
        if kind in KINDS
        for id_, document in documents.items()
        for rev in range(1, document["rev"] + 1)
    }
    for kind, id_, rev in logged.keys() ^ kept:
        there = "log" if (kind, id_, rev) in logged else "record"
        yield f"{kind} {id_} rev {rev}: {there} only"
    yield from (f"{change} logged twice" for change, times in logged.items() if times > 1)
    for kind, counter in state.tables.get(COUNTERS, {}).items():
        documents = state.tables.get(kind, {})
        if kind in KINDS and counter["last"] != len(documents):
            yield f"counter of {kind}: {counter['last']}, {len(documents)} there"


def steps_between(before: State, after: State) -> int | None:
    """How many whole transactions lie between two states; None where anything else differs."""
    old, now = before.tables[LOG], after.tables.get(LOG, {})
    new = now.keys() - old.keys()
    logged = {
        (change.kind, change.id)
        for id_ in new
        for change in after.lines()[id_].changes
        if change.action in _CHANGES
    }
    lost = any(now.get(id_) != line for id_, line in old.items())
    if lost or set(_differing(before, after)) != logged:
        return None
    return len(new)


def _differing(before: State, after: State) -> Iterator[tuple[str, str]]:
    for kind in (before.tables.keys() | after.tables.keys()) & KINDS:
        old, new = before.tables.get(kind, {}), after.tables.get(kind, {})
        yield from ((kind, i) for i in old.keys() | new.keys() if old.get(i) != new.get(i))
