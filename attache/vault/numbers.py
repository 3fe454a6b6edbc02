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

_LETTERS = {LOG: LETTER} | {kind.name: kind.letter for kind in records.RECORD_TYPES}


def given(db: VaultDB) -> dict[str, int]:
    """By table, the highest number that this seat is known to have given out."""
    known = {name: int(counter["last"]) for name, counter in _counters(db).items()}
    return known | {name: last for name in _LETTERS if (last := last_given(db, name))}


def last_given(db: VaultDB, table: str) -> int:
    """The highest number of one table that this seat is known to have given out, or 0."""
    counter, letter = _counters(db).get(table), _LETTERS[table]
    numbers = [int(counter["last"])] if counter else []
    for front in _fronts(db, letter):
        refs = (ref for ref in _refs(db, table, front) if ref.startswith(front))
        found = [read for read in map(read_ref, refs) if read and read.letter == letter]
        numbers += [read.number for read in found]
    return max(numbers, default=0)


def behind(db: VaultDB) -> dict[str, int]:
    """Those that are above what the counters say."""
    known = _counters(db)
    return {n: last for n, last in given(db).items() if n not in known or last > known[n]["last"]}


def count_on(db: VaultDB) -> None:
    """Have the counters say what is known."""
    known, numbers = _counters(db), behind(db)
    db.of(COUNTERS).put({n: {**known.get(n, {}), "last": last} for n, last in numbers.items()})


def _counters(db: VaultDB) -> Mapping[str, Any]:
    return db.of(COUNTERS).documents()


def _fronts(db: VaultDB, letter: str) -> list[str]:
    """What the refs of a letter begin with that this seat gives."""
    profiles = db.of(PROFILE).documents().values()
    return [f"{profile['post']}-{profile['seat']}-{letter}" for profile in profiles]


def _refs(db: VaultDB, table: str, front: str) -> Iterator[str]:
    """Refs of the records of a table, and those that lines name or that were erased."""
    lines = (c for _id, c in db.of(LOG).contents() if front.encode() in c)
    changes = chain.from_iterable(orjson.loads(line)["changes"] for line in lines)
    yield from (change[3] for change in changes)
    yield from (str(stone.get("ref")) for stone in db.of(ERASED).documents().values())
    yield from db.of(table).refs()
