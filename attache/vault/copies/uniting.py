"""What a backup that is taken back must have of the vault that was there.

Its records go back to what they were. The log does not: lines of what is in effect no more are put
aside in it, so that they are seen, and so that a merge brings back what they did. Nor do erasures,
the numbers and seat letters that were given out, the profile with its officers, exports, and which
data keys are believed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.vault.believed import BELIEVED
from attache.vault.copies.both import CHANGING
from attache.vault.copies.conflicts import CONFLICT, is_moot
from attache.vault.copies.forks import keeps
from attache.vault.history import ERASE, LOG, MERGE, Line
from attache.vault.views import ASIDE, COUNTERS, ERASED, PROFILE, SEATS

if TYPE_CHECKING:
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document

LEDGER = "exchange"


class United(NamedTuple):
    """Ids of lines that are in effect no more, with their refs.

    `came_apart`: both had given their own lines the same refs, so that the logs cannot be one; then
    `keeps` says whether the backup keeps its refs, and can take over the other (forks.py).
    """

    aside: Mapping[str, str]
    came_apart: bool = False
    keeps: bool = True


def unite(backup: VaultDB, there: VaultDB) -> United:
    """Have the database of the backup keep what must not go back; which lines go aside."""
    kept = keeps(backup, there)
    _erase(backup, there, apart=kept is not None)
    _count_on(backup, there, () if kept is None else (LOG,))
    backup.of(SEATS).put(dict(there.of(SEATS).documents()))
    _believe_the_same(backup, there)
    if profiles := dict(there.of(PROFILE).documents()):
        backup.of(PROFILE).put(profiles)
    exports = _carry_exports(backup, there)
    if kept is not None:
        return United({}, came_apart=True, keeps=kept)
    new = _new_lines(backup, there)
    backup.of(LOG).put({**new, **_forgotten(backup, there)})
    known = there.of(ASIDE).documents()
    backup.of(ASIDE).put({id_: known[id_] for id_ in known if id_ in new})
    lines = (Line.of(document) for id_, document in new.items() if id_ not in known)
    return United({line.id: line.ref for line in lines if _has_an_effect(line, exports)})


def _erase(backup: VaultDB, there: VaultDB, *, apart: bool) -> None:
    """Take out of the backup who was erased since, and what was emptied with them.

    `apart`: whom the backup does not know may have had the ref of somebody else in it.
    """
    stones = dict(there.of(ERASED).documents())
    if apart:
        stones = {i: d for i, d in stones.items() if i in backup.of(d["kind"]).documents()}
    backup.of(ERASED).put(stones)
    erased = stones.keys() | backup.of(ERASED).documents().keys()
    refs = {stone.get("ref") for stone in stones.values()}
    emptied = _emptied(backup, there)
    for kind in (t.name for t in records.RECORD_TYPES):
        table, now = backup.of(kind), there.of(kind).documents()
        documents = table.documents()
        gone = {id_ for id_ in documents if id_ in erased}
        if kind == CONFLICT:
            gone |= {id_ for id_ in documents if is_moot(documents[id_], refs)}
        table.put({id_: now[id_] for id_ in emptied if id_ in documents and id_ in now})
        table.delete(gone)


def _emptied(backup: VaultDB, there: VaultDB) -> set[str]:
    """The ids of records that were changed by erasing somebody since the backup was made."""
    known = backup.of(LOG).documents()
    lines = (line for id_, line in there.of(LOG).documents().items() if id_ not in known)
    found = [line["changes"] for line in lines if any(c[0] == ERASE for c in line["changes"])]
    return {change[2] for changes in found for change in changes if change[0] == "change"}


def _count_on(backup: VaultDB, there: VaultDB, without: Collection[str]) -> None:
    """No number is given twice; lines that came apart have none that is left out."""
    counters = dict(backup.of(COUNTERS).documents())
    for name, counter in there.of(COUNTERS).documents().items():
        if name not in without and counter["last"] > counters.get(name, {"last": 0})["last"]:
            backup.of(COUNTERS).put({name: counter})


def _believe_the_same(backup: VaultDB, there: VaultDB) -> None:
    """Believe the keys that were believed there, whose own key stays too.

    Since the backup was made somebody may have been shut out who has a key that it believes.
    """
    believed = dict(there.of(BELIEVED).documents())
    table = backup.of(BELIEVED)
    table.delete(table.documents().keys() - believed.keys())
    table.put(believed)


def _carry_exports(backup: VaultDB, there: VaultDB) -> set[str]:
    """What left the office has left it; the ids of all exports."""
    ledger = there.of(LEDGER).documents()
    exports = {id_: line for id_, line in ledger.items() if line.get("direction") == "export"}
    backup.of(LEDGER).put(exports)
    return {*exports}


def _new_lines(backup: VaultDB, there: VaultDB) -> dict[str, Document]:
    known = backup.of(LOG).documents()
    return {id_: line for id_, line in there.of(LOG).documents().items() if id_ not in known}


def _forgotten(backup: VaultDB, there: VaultDB) -> dict[str, Any]:
    """Lines of which values were taken out since, as they are now."""
    known, now = dict(backup.of(LOG).contents()), dict(there.of(LOG).contents())
    differing = {id_ for id_ in known.keys() & now.keys() if known[id_] != now[id_]}
    documents = there.of(LOG).documents()
    return {id_: documents[id_] for id_ in differing}


def _has_an_effect(line: Line, exports: set[str]) -> bool:
    """Whether a line did something to records that goes back with the backup."""
    actions = {c.action for c in line.changes}
    if ERASE in actions:
        return False
    changed = (c for c in line.changes if c.action in CHANGING and c.id not in exports)
    return MERGE in actions or any(c.kind != PROFILE for c in changed)
