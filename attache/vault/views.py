"""Views, which read one state of the vault, and units of work, which change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from uuid_utils import uuid7

from attache import records
from attache.problems import NoSuchRecord, VaultDamaged, problem
from attache.records.kept import Kept, Stamp, from_document
from attache.records.post import Post
from attache.records.record import Record, kept
from attache.records.refs import Ref, is_id, read_ref

if TYPE_CHECKING:
    from attache.records import RecordType
    from attache.vault.database import Document, VaultDB

_COUNTERS = "counters"
_LOG = "log"


class View:
    """One state of the vault. Names are refs (short or whole) or ids, in any case."""

    def __init__(self, db: VaultDB) -> None:
        self._db = db
        self._tables: dict[str, dict[str, Document]] = {}
        self._refs: dict[str, dict[str, str]] = {}

    @cached_property
    def post(self) -> Post:
        """The post's own profile."""
        return self.profile().content

    def profile(self) -> Kept[Post]:
        """The record of the post's own profile; raises VaultDamaged where there is not one."""
        profiles = list(self.every("post"))
        if len(profiles) != 1:
            raise VaultDamaged(problem("VLT003"))
        return profiles[0]

    def get(self, name: str) -> Kept[Any]:
        """The record of this name; raises NoSuchRecord."""
        found = self.find(name)
        if found is None:
            raise NoSuchRecord(problem("REF002"))
        return found

    def find(self, name: str) -> Kept[Any] | None:
        """The record of this name, or None."""
        if is_id(name.lower()):
            return self._by_id(name.lower())
        ref = read_ref(name)
        kind = records.lettered(ref.letter) if ref else None
        if ref is None or kind is None:
            return None
        id_ = self._ids(kind.name).get(str(self._whole(ref)))
        return _kept(kind, self._documents(kind.name)[id_]) if id_ else None

    def every(self, kind: str) -> Iterator[Kept[Any]]:
        """All records of a type in the order in which they were recorded, withdrawn ones too."""
        record_type = records.named(kind)
        return (_kept(record_type, document) for document in self._documents(kind).values())

    def _whole(self, ref: Ref) -> Ref:
        return ref if ref.post else ref._replace(post=self.post.post, seat=self.post.seat)

    def _by_id(self, id_: str) -> Kept[Any] | None:
        for kind in records.RECORD_TYPES:
            if document := self._documents(kind.name).get(id_):
                return _kept(kind, document)
        return None

    def _documents(self, table: str) -> dict[str, Document]:
        """The documents of a table by id, read once a view."""
        if table not in self._tables:
            self._tables[table] = self._db.of(table).documents()
        return self._tables[table]

    def _ids(self, kind: str) -> dict[str, str]:
        """The ids of a type's records by ref."""
        if kind not in self._refs:
            self._refs[kind] = {str(d.get("ref")): id_ for id_, d in self._documents(kind).items()}
        return self._refs[kind]


class Work(View):
    """A view that also changes: all of it is stored at the end, or nothing.

    `by` signs, `at` is the time (UTC, ISO 8601), `command` the words that asked for it.
    """

    def __init__(self, db: VaultDB, *, by: str, at: str, command: str) -> None:
        super().__init__(db)
        self._by, self._at, self._command = by, at, command
        self._changed: dict[str, dict[str, Document]] = {}

    def add(self, kind: str, content: Record) -> Kept[Any]:
        """Record something new under a new ref."""
        post = content if isinstance(content, Post) else self.post
        ref = Ref(post.post, post.seat, records.named(kind).letter, self._next_number(kind))
        stamp = Stamp(
            id=str(uuid7()),
            ref=str(ref),
            rev=1,
            post=post.post,
            recorded_by=self._by,
            recorded_at=self._at,
        )
        return self._put("add", Kept(kind, stamp, content), {})

    def change(self, current: Kept[Any], content: Record) -> Kept[Any]:
        """Give an entity new content; the same content changes nothing."""
        if content == current.content:
            return current
        old, new = kept(current.content), kept(content)
        stamp = replace(
            current.stamp, rev=current.stamp.rev + 1, changed_by=self._by, changed_at=self._at
        )
        before = {name: old[name] for name in new if old[name] != new[name]}
        return self._put("change", Kept(current.kind, stamp, content), before)

    def withdraw(
        self, current: Kept[Any], reason: str, replaced_by: str | None = None
    ) -> Kept[Any]:
        """Take back an entry, with the reason and the ref of what corrects it."""
        stamp = replace(
            current.stamp,
            rev=current.stamp.rev + 1,
            changed_by=self._by,
            changed_at=self._at,
            withdrawn=reason,
            replaced_by=replaced_by,
        )
        return self._put("withdraw", Kept(current.kind, stamp, current.content), {})

    def flush(self) -> None:
        """Hand all changes to the database, one update a table."""
        for table, documents in self._changed.items():
            self._db.of(table).put(documents)

    def _put(self, action: str, record: Kept[Any], before: dict[str, Any]) -> Kept[Any]:
        self._write(record.kind, record.id, record.document())
        self._ids(record.kind)[record.ref] = record.id
        self._log(action, record, before)
        return record

    def _log(self, action: str, record: Kept[Any], before: dict[str, Any]) -> None:
        """Keep who changed what, when, by which command, and the old values."""
        line = {
            "at": self._at,
            "by": self._by,
            "command": self._command,
            "action": action,
            "record": record.id,
            "rev": record.stamp.rev,
            "before": before,
        }
        self._write(_LOG, str(uuid7()), line)

    def _next_number(self, kind: str) -> int:
        """Numbers are never used again, also not after a withdrawal."""
        number = int(self._documents(_COUNTERS).get(kind, {"last": 0})["last"]) + 1
        self._write(_COUNTERS, kind, {"last": number})
        return number

    def _write(self, table: str, id_: str, document: Document) -> None:
        self._documents(table)[id_] = document
        self._changed.setdefault(table, {})[id_] = document


def _kept(kind: RecordType, document: Document) -> Kept[Any]:
    """The record of a document; raises VaultDamaged where it was altered into none."""
    try:
        return from_document(kind.name, kind.model, document)
    except (TypeError, ValueError, ArithmeticError):
        raise VaultDamaged(problem("VLT003")) from None
