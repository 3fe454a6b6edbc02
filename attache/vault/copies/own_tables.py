"""Whether attache's own tables in a copy or a backup are as attache writes them.

These are what was erased, the seat letters, lines that are in effect no more, counters, and the
keys that are believed. Whoever has the key can write anything into them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attache import records
from attache.problems import problem
from attache.records.refs import is_id, read_ref
from attache.vault.believed import BELIEVED
from attache.vault.copies.forms import document_of, is_count, is_seat, is_time
from attache.vault.copies.sides import place_of
from attache.vault.history import LETTER, LOG, RESTORED, SALVAGED
from attache.vault.views import ASIDE, COUNTERS, ERASED, SEATS

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.vault.database import VaultDB

_STONE = frozenset({"id", "kind", "at", "reason", "ref"})
_HEX = frozenset("0123456789abcdef")
_KINDS = frozenset(kind.name for kind in records.RECORD_TYPES)
Kept = Mapping[str, Any]


class OwnTables:
    """Those of a copy or a backup, whose log was judged before: they are compared with it."""

    def __init__(self, db: VaultDB) -> None:
        self._db = db

    def wrong(self) -> Iterator[Problem]:
        """What is wrong with them, each with its table and its key there."""
        judges = {
            ERASED: self._is_stone,
            SEATS: _is_given,
            ASIDE: self._is_aside,
            COUNTERS: is_counter,
            BELIEVED: _is_believed,
        }
        for table, is_sound in judges.items():
            for key in self._db.of(table).documents():
                document = document_of(self._db, table, key)
                if not isinstance(document, dict) or not is_sound(key, document):
                    yield problem("MRG036", table, ref=f"{table} {key}")

    def erased_and_there(self) -> Iterator[Problem]:
        """What was erased, and is there all the same, or its ref is that of another record."""
        for key, stone in self._db.of(ERASED).documents().items():
            table = self._db.of(stone["kind"])
            if key in table.documents() or table.id_of(stone.get("ref") or ""):
                yield problem("MRG036", ERASED, ref=f"{ERASED} {key}")

    def _is_stone(self, key: str, stone: Kept) -> bool:
        kind, ref = stone.get("kind"), stone.get("ref")
        if stone.get("id") != key or not is_id(key) or not stone.keys() <= _STONE:
            return False
        if kind not in _KINDS or not isinstance(stone.get("reason"), str):
            return False
        return (ref is None or is_whole(ref)) and is_time(stone.get("at"))

    def _is_aside(self, key: str, aside: Kept) -> bool:
        """Whether a line of the log says that another is in effect no more, or that it is lost.

        Behind a lost one stands a later one of its seat: else nobody could tell that it is lost.
        """
        lost, line, by = aside.get("lost", False), aside.get("line"), aside.get("by")
        if not aside.keys() <= {"line", "by", "lost"} or not isinstance(lost, bool):
            return False
        if not is_whole(line, LETTER) or not is_whole(by, LETTER):
            return False
        if not self._does(str(by), {SALVAGED, RESTORED} if lost else {RESTORED}):
            return False
        known, (seat, number) = self._db.of(LOG).id_of(str(line)), place_of(str(line))
        if not lost:
            return known == key
        return key == line and known is None and number < self._last.get(seat, 0)

    @cached_property
    def _last(self) -> Mapping[str, int]:
        """The number of the last line of each seat."""
        last: dict[str, int] = {}
        for seat, number in map(place_of, self._db.of(LOG).refs()):
            last[seat] = max(last.get(seat, 0), number)
        return last

    def _does(self, ref: str, actions: Collection[str]) -> bool:
        """Whether a line of the log is there and does one of these."""
        line = document_of(self._db, LOG, self._db.of(LOG).id_of(ref) or "")
        return isinstance(line, dict) and any(change[0] in actions for change in line["changes"])


def _is_given(key: str, seat: Kept) -> bool:
    whole = is_seat(key) and seat.get("seat") == key and seat.keys() <= {"seat", "file"}
    return whole and _is_hex(seat.get("file", "0" * 32))


def is_counter(key: str, counter: Kept) -> bool:
    """Whether it says which number was given last to records of a type, or to lines."""
    at = counter.get("at")
    counts = is_count(counter.get("last"), 0) and counter.keys() <= {"last", "at"}
    return counts and key in {LOG, *_KINDS} and (at is None or is_time(at))


def _is_believed(key: str, believed: Kept) -> bool:
    by = believed.get("by")
    whole = _is_hex(key) and believed.get("key") == key and believed.keys() <= {"key", "by"}
    return whole and (by is None or is_whole(by, LETTER))


def _is_hex(text: Any) -> bool:
    return isinstance(text, str) and len(text) == 32 and {*text} <= _HEX


def is_whole(text: Any, letter: str = "") -> bool:
    """Whether it is a ref in its whole form, of one letter where that is given."""
    ref = read_ref(text) if isinstance(text, str) else None
    return ref is not None and str(ref) == text and bool(ref.post) and letter in ("", ref.letter)
