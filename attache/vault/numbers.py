"""Which numbers this seat has given out: none may be given again.

Counters say it. But a backup may have lost them, or somebody with the key may have set them back;
then refs that are there, and those that the log names, say it all the same.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import orjson

from attache import records
from attache.records.refs import read_ref
from attache.vault.history import LETTER, LOG
from attache.vault.views import COUNTERS, ERASED, PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from attache.vault.database import VaultDB

_TABLES = {LETTER: LOG} | {kind.letter: kind.name for kind in records.RECORD_TYPES}


def given(db: VaultDB) -> dict[str, int]:
    """By table, the highest number that this seat is known to have given out."""
    found = {name: int(counter["last"]) for name, counter in _counters(db).items()}
    for profile in db.of(PROFILE).documents().values():
        front = f"{profile['post']}-{profile['seat']}-"
        for ref in (ref for ref in _refs(db, front) if ref.startswith(front)):
            read = read_ref(ref)
            if read and (table := _TABLES.get(read.letter)):
                found[table] = max(found.get(table, 0), read.number)
    return found


def behind(db: VaultDB) -> dict[str, int]:
    """Those that are above what the counters say."""
    known = _counters(db)
    return {n: last for n, last in given(db).items() if n not in known or last > known[n]["last"]}


def count_on(db: VaultDB) -> None:
    """Have the counters say what is known."""
    known, numbers = _counters(db), behind(db)
    db.of(COUNTERS).put({n: {**known.get(n, {}), "last": last} for n, last in numbers.items()})


def has_its_log(db: VaultDB) -> bool:
    """Whether the log is there up to the line that was counted last; every vault has some."""
    counter, log = _counters(db).get(LOG), db.of(LOG)
    fronts = (f"{p['post']}-{p['seat']}-" for p in db.of(PROFILE).documents().values())
    last = [f"{front}{LETTER}{counter['last']}" for front in fronts] if counter else []
    return any(log.documents()) and all(map(log.id_of, last))


def _counters(db: VaultDB) -> Mapping[str, Any]:
    return db.of(COUNTERS).documents()


def _refs(db: VaultDB, front: str) -> Iterator[str]:
    """Refs of records and lines, and those that lines name or that were erased."""
    lines = (c for _id, c in db.of(LOG).contents() if front.encode() in c)
    changes = chain.from_iterable(orjson.loads(line)["changes"] for line in lines)
    yield from (change[3] for change in changes)
    yield from (str(stone.get("ref")) for stone in db.of(ERASED).documents().values())
    for table in _TABLES.values():
        yield from db.of(table).refs()
