"""Migrations: small named functions over raw documents, each applied once.

The names of those that were applied stand in the vault. Before the first one the file is copied
beside it, as `.before-NAME`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from attache.problems import NotWritten, Refused, problem
from attache.vault import system
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.history import LETTER, LOG
from attache.vault.views import COUNTERS

if TYPE_CHECKING:
    from attache.vault.journal import Journal

APPLIED = "migrations"
"""Table with one document a migration that was applied."""
Migration = Callable[[VaultDB], None]


def lines_of_the_log(db: VaultDB) -> None:
    """The log had one document a record, with old values only; now it has one a command.

    A value that a record was given is the one before its next change, or the one it has now.
    """
    old = {i: d for i, d in db.of(LOG).documents().items() if "changes" not in d}
    if not old:
        return
    after = _after(db, old)
    post = next(iter(db.of("post").documents().values()))
    lines = {}
    for number, (id_, line) in enumerate(old.items(), 1):
        kind, document = _record(db, line["record"])
        before: dict[str, Any] = line["before"]
        fields = {n: [value, after[id_].get(n)] for n, value in before.items()}
        change = [line["action"], kind, line["record"], document["ref"], line["rev"], fields]
        lines[id_] = {
            "id": id_,
            "ref": f"{post['post']}-{post['seat']}-{LETTER}{number}",
            "at": line["at"],
            "by": line["by"],
            "command": line["command"],
            "undoes": None,
            "changes": [change],
        }
    db.of(LOG).put(lines)
    db.of(COUNTERS).put({LOG: {"last": len(lines)}})


MIGRATIONS: Mapping[str, Migration] = {"lines-of-the-log": lines_of_the_log}


def pending(tables: Mapping[str, Any]) -> list[str]:
    """The names of migrations that the tables of a vault still need, in order."""
    applied = tables.get(APPLIED, {})
    return [name for name in MIGRATIONS if name not in applied]


def unknown(tables: Mapping[str, Any]) -> list[str]:
    """The names of migrations that a newer version of attache has applied."""
    return [name for name in tables.get(APPLIED, ()) if name not in MIGRATIONS]


def migrate(opened: Journal) -> None:
    """Apply what is pending, each in a transaction. Under the lock only; raises NotWritten."""
    names = pending(opened.tables)
    if not names:
        return
    aside = opened.path.with_name(f"{opened.path.name}.before-{names[0]}")
    try:
        system.replace(aside, [system.read(opened.path)])
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None
    for name in names:
        storage = JournalStorage(opened)
        db = VaultDB(storage)
        MIGRATIONS[name](db)
        mark(db, [name])
        storage.commit()


def bring_up_to_date(db: VaultDB, names: list[str]) -> None:
    """Apply migrations to a backup that nobody has judged yet; raises Refused."""
    try:
        for name in names:
            MIGRATIONS[name](db)
            mark(db, [name])
    except (TypeError, ValueError, LookupError, AttributeError, StopIteration):
        raise Refused(problem("VLT086", LOG, ref=LOG)) from None


def mark(db: VaultDB, names: list[str]) -> None:
    """Note that migrations were applied."""
    db.of(APPLIED).put({name: {"name": name} for name in names})


def _after(db: VaultDB, old: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What each record said after each of its changes, found backwards from what it says now."""
    now: dict[str, dict[str, Any]] = {}
    found = {}
    for id_, line in reversed([*old.items()]):
        record = line["record"]
        said = now.setdefault(record, dict(_record(db, record)[1]))
        found[id_] = dict(said)
        said.update(line["before"])
    return found


def _record(db: VaultDB, id_: str) -> tuple[str, Mapping[str, Any]]:
    """The type and the document of a record."""
    for table in db.tables():
        documents = db.of(table).documents()
        if table not in (LOG, COUNTERS, APPLIED) and id_ in documents:
            return table, documents[id_]
    return "", {"ref": ""}
