"""Whether what another copy holds has the form of records, of lines of the log, and of the rest.

Nothing of it is believed before: a file can be written by anybody who has the key, or by a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.problems import problem
from attache.records.kept import LEFT_OUT, STAMP_FIELDS, titles
from attache.records.record import blank
from attache.records.refs import is_id, read_ref
from attache.records.texts import Unreadable
from attache.vault.copies.both import CHANGING
from attache.vault.copies.conflicts import CONFLICT
from attache.vault.copies.knowledge import GIVEN, HAD, SEEN
from attache.vault.history import LETTER, Change

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.records import RecordType
    from attache.records.here import Here
    from attache.records.record import Field
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document

AHEAD = timedelta(days=1)
"""So far another laptop's clock may be ahead of this one's."""
OLDEST, NEWEST = 2000, 2199
"""No record is of a year before or after: sums with dates beside the first or last year fail."""
MANY = 1 << 53
"""No number of attache's is so large: a reader in another language could not hold it."""
_LINE = frozenset({"id", "ref", "at", "by", "command", "undoes", "changes"})
_VOICE = frozenset({"value", "by", "at", "seat", "line"})
_SIDES = frozenset({"OURS", "THEIRS"})
"""The sides of a conflict with a workbook, which is of no seat."""
_TEXTS = ("recorded_by", "changed_by", "withdrawn", "origin")


class Ahead(NamedTuple):
    """A line or a record, and a time of it that is ahead of this laptop's clock (ISO 8601)."""

    ref: str
    at: str


def document_of(db: VaultDB, table: str, id_: str) -> Any:
    """What stands under an id in a table; None where that is nothing, or no JSON."""
    try:
        return db.of(table).documents()[id_]
    except (KeyError, ValueError):
        return None


class Judge(NamedTuple):
    """Where and when something is judged: the time, the place of the post, and its code.

    `newest` is the highest id that something of today can have: the newest line heads the log.
    What is dated ahead is noted in `ahead`: perhaps a clock was wrong.
    """

    now: datetime
    here: Here
    post: str
    newest: str
    ahead: list[Ahead]

    def of_record(
        self, kind: RecordType, id_: str, document: Any, known: Mapping[str, Any]
    ) -> Iterator[Problem]:
        """What is wrong with a record; fields that say what is `known` here are not judged."""
        if not isinstance(document, dict) or not isinstance(document.get("ref"), str):
            yield problem("MRG017", "ref", ref=id_)
            return
        ref = document["ref"]
        if wrong := [*self._names(kind, id_, document), *_stamps(document)]:
            yield problem("MRG017", wrong[0], ref=ref)
        fields = [n for n in _unreadable(kind, document, self.here) if _is_new(n, document, known)]
        if fields:
            yield problem("MRG018", fields[0], ref=ref, fields=titles(kind, fields))
        for name in ("recorded_at", "changed_at"):
            if self._is_ahead(document.get(name)) and _is_new(name, document, known):
                self.ahead.append(Ahead(ref, document[name]))

    def of_line(self, id_: str, document: Any) -> Iterator[Problem]:
        """What is wrong with a line of the log."""
        if not isinstance(document, dict) or document.keys() != _LINE:
            yield problem("MRG020", "log", line=id_)
            return
        changes, texts = document["changes"], (document["by"], document["command"])
        named = document["id"] == id_ and is_id(id_) and self._is_ref(document["ref"], LETTER)
        undoes = document["undoes"]
        named = named and (undoes is None or self._is_ref(undoes, LETTER))
        whole = is_time(document["at"]) and all(isinstance(text, str) and text for text in texts)
        whole = whole and isinstance(changes, list) and all(map(self._is_change, changes))
        line = document["ref"] if isinstance(document["ref"], str) else id_
        ahead = self._is_ahead(document["at"])
        if not named or not whole or (id_ > self.newest and not ahead):
            yield problem("MRG020", "log", line=line)
        elif ahead:
            self.ahead.append(Ahead(line, document["at"]))

    def _names(self, kind: RecordType, id_: str, document: Document) -> Iterator[str]:
        """The fields by which a record is named, where they are not what they have to be."""
        origin, ref = document.get("origin"), read_ref(document["ref"])
        if document.get("id") != id_ or not is_id(id_):
            yield "id"
        if ref is None or str(ref) != document["ref"] or ref.letter != kind.letter:
            yield "ref"
        elif document.get("post") != ref.post or (not origin and ref.post != self.post):
            yield "post"

    def _is_ref(self, text: Any, letter: str) -> bool:
        ref = read_ref(text) if isinstance(text, str) else None
        return ref is not None and (str(ref), ref.letter, ref.post) == (text, letter, self.post)

    def _is_change(self, change: Any) -> bool:
        """Whether it is a change as lines have them, with values that records can have."""
        if not isinstance(change, list) or len(change) != len(Change._fields):
            return False
        action, name, id_, ref, rev, fields = change
        kind = _named(name) if isinstance(name, str) else None
        if kind is None or not isinstance(action, str) or not isinstance(fields, dict):
            return False
        read = read_ref(ref) if isinstance(ref, str) else None
        if not read or (str(read), read.letter) != (ref, kind.letter) or not is_count(rev, 0):
            return False
        pairs = all(isinstance(pair, list) and len(pair) == 2 for pair in fields.values())
        if not pairs or not isinstance(id_, str) or not is_id(id_):
            return False
        if action not in CHANGING:
            return all(_is_said(n, value) for n, pair in fields.items() for value in pair)
        return all(self._may_be(kind, n, value) for n, pair in fields.items() for value in pair)

    def _may_be(self, kind: RecordType, name: str, value: Any) -> bool:
        """Whether a value of a field can be one."""
        if field := kind.fields.get(name):
            return is_readable(field, value, self.here)
        if name == "rev":
            return is_count(value)
        return name in STAMP_FIELDS and (value is None or isinstance(value, str))

    def _is_ahead(self, at: Any) -> bool:
        time = _read_time(at) if isinstance(at, str) else None
        return time is not None and time > self.now + AHEAD


def _is_new(name: str, document: Document, known: Mapping[str, Any]) -> bool:
    return name not in known or name not in document or known[name] != document[name]


def _unreadable(kind: RecordType, document: Document, here: Here) -> Iterator[str]:
    """The fields of a record that no record of its type can have so, and what are none."""
    for name, field in kind.fields.items():
        value = document.get(name)
        if value is None and not field.required:
            continue
        missing = field.required and blank(value) and name not in _may_be_empty(kind)
        if missing or not is_readable(field, value, here):
            yield name
    yield from document.keys() - kind.fields.keys() - {*STAMP_FIELDS}
    if kind.name == CONFLICT:
        yield from _unasked(document)


def is_readable(field: Field, value: Any, here: Here) -> bool:
    """Whether a value as JSON keeps it is one of a field, and just as it would be kept."""
    may_be_left_out = field.required and field.kind.name == "text"
    if blank(value) or (may_be_left_out and value == LEFT_OUT):
        return True
    try:
        return bool(field.kept(field.kind.read(value, here)) == value)
    except (Unreadable, TypeError, ValueError, ArithmeticError, KeyError, AttributeError):
        return False


def _unasked(conflict: Document) -> Iterator[str]:
    """The fields in which a conflict has no sides as it has to, or not what they began with."""
    values, base = conflict.get("values"), conflict.get("base")
    if not isinstance(values, list) or not values or not all(map(_is_side, values)):
        yield "values"
    if (
        not isinstance(base, list)
        or [type(one) for one in base] != [dict]
        or base[0].keys() != {"value"}
    ):
        yield "base"


def _is_side(side: Any) -> bool:
    """Whether it is what one side of a conflict says: who, when, on which seat, in which line."""
    if not isinstance(side, dict) or side.keys() != _VOICE:
        return False
    line, seat = side["line"], side["seat"]
    texts = all(isinstance(text, str) for text in (side["by"], line, seat))
    if not texts or not is_time(side["at"]):
        return False
    ref = read_ref(line)
    said = ref is not None and (str(ref), ref.letter, ref.seat) == (line, LETTER, seat)
    return said or (line == "" and (seat in _SIDES or is_seat(seat)))


def _stamps(document: Document) -> Iterator[str]:
    """The fields of a stamp that cannot be so."""
    if not is_count(document.get("rev")):
        yield "rev"
    if not is_time(document.get("recorded_at")) or not document.get("recorded_by"):
        yield "recorded_at"
    if document.get("changed_at") is not None and not is_time(document["changed_at"]):
        yield "changed_at"
    yield from (n for n in _TEXTS if not isinstance(document.get(n), (str, type(None))))
    leads = document.get("replaced_by")
    if leads is not None and (not isinstance(leads, str) or not read_ref(leads)):
        yield "replaced_by"


def _is_said(name: str, value: Any) -> bool:
    """Whether a line that changes no record can say so: a text, a count, or of copies more.

    That is how far one had come, or its seat letter.
    """
    if value is None:
        return True
    if name in (SEEN, HAD):
        return isinstance(value, dict) and all(map(is_seat, value)) and _are_counts(value.values())
    return is_seat(value) if name == GIVEN else isinstance(value, str) or is_count(value, 0)


def _are_counts(values: Iterable[Any]) -> bool:
    return all(is_count(value, 0) for value in values)


def is_seat(text: Any) -> bool:
    """Whether it is a seat letter."""
    return isinstance(text, str) and len(text) == 1 and "A" <= text <= "Z"


def newest_id(now: datetime) -> str:
    """The highest id (UUIDv7) that a line can have by now, by this time and by that of new ids."""
    from uuid_utils import uuid7

    made = int(str(uuid7())[:13].replace("-", ""), 16)
    latest = max(made, int(now.timestamp() * 1000)) + int(AHEAD.total_seconds() * 1000)
    digits = f"{latest:012x}"
    return f"{digits[:8]}-{digits[8:]}-8"


@cache
def _named(name: str) -> RecordType | None:
    return next((kind for kind in records.RECORD_TYPES if kind.name == name), None)


@cache
def _may_be_empty(kind: RecordType) -> frozenset[str]:
    """Needed fields of several refs: where somebody was erased, perhaps none of them is left."""
    return frozenset(n for n, f in kind.fields.items() if f.kind.name == "refs")


def is_count(value: Any, least: int = 1) -> bool:
    """Whether it is a whole number, from one on."""
    return type(value) is int and least <= value < MANY


def is_time(text: Any) -> bool:
    """Whether it is a time as stamps keep it."""
    return isinstance(text, str) and _read_time(text) is not None


@cache
def _read_time(text: str) -> datetime | None:
    """A time as stamps keep it, in UTC and of this age; None where it is none."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.utcoffset() == timedelta() and OLDEST <= time.year <= NEWEST else None
