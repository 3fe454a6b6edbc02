"""TinyDB over the journal: its own API, with inserts that do not read or rewrite the rest.

`VaultTable` overrides how a table is read (documents are decoded when they are looked at) and
updated (only what an update touched is written). No query cache, and ids are texts: integer ids
are used again and collide between processes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, cast

import orjson
from tinydb import Storage, TinyDB
from tinydb.table import Table
from uuid_utils import uuid7

from attache.vault.frames import padded
from attache.vault.payload import Changes, Document, Put, encoded, made, parts_of
from attache.vault.signs import signs_of
from attache.vault.tables import Table as Kept

if TYPE_CHECKING:
    from attache.vault.journal import Blank, Journal

Documents = Mapping[str, Document]


class JournalStorage(Storage):
    """The tables of a journal with the changes of one transaction over them.

    `commit` writes them; with `at_once` every update is a transaction of its own.
    """

    def __init__(self, journal: Journal | Blank, *, at_once: bool = False) -> None:
        self.journal = journal
        self._at_once = at_once
        self._tables = dict(journal.tables)
        self._changes: defaultdict[str, Changes] = defaultdict(Changes)

    def read(self) -> dict[str, dict[str, Document]]:
        """All tables, every document decoded: what TinyDB asks for when it lists tables."""
        names = dict.fromkeys((*self._tables, *self._changes))
        return {n: found for n in names if (found := dict(self.documents(n)))}

    def write(self, data: dict[str, dict[str, Document]]) -> None:
        """Take these for all tables; what is not among them is deleted."""
        for name in {**self._tables, **self._changes, **data}:
            draft = _Draft(self.documents(name), str)
            draft.become(data.get(name, {}))
            self._take(name, draft.touched(), draft.deleted())
        if self._at_once:
            self.commit()

    def documents(self, table: str) -> _Documents:
        """The documents of a table, changes of this transaction included."""
        kept = self._tables.get(table, Kept())
        return _Documents(kept, self._changes.get(table, Changes()))

    def signs(self, table: str) -> Iterator[tuple[str, bytes]]:
        """The line of each document by which it is found, changes included."""
        changes = self._changes.get(table, Changes())
        yield from _unchanged(self._tables.get(table, Kept()).signs(), changes)
        yield from ((id_, put.signs) for id_, put in changes.put.items())

    def holding(self, table: str, *parts: bytes) -> Iterator[tuple[str, bytes]]:
        """Those of them that hold all of these parts."""
        changes = self._changes.get(table, Changes())
        yield from _unchanged(self._tables.get(table, Kept()).holding(*parts), changes)
        yield from changes.holding(*parts)

    def count(self, table: str, part: bytes) -> int:
        """About how often a part occurs in the lines of a table, changes not included."""
        return self._tables[table].count(part) if table in self._tables else 0

    def refs(self, table: str) -> dict[str, str]:
        """Ids by ref, changes included, and what is gone too."""
        kept, changes = self._tables.get(table, Kept()), self._changes.get(table, Changes())
        return {**kept.refs, **changes.refs}

    def ref(self, table: str, ref: str) -> str | None:
        """The id of the document with a ref."""
        kept, changes = self._tables.get(table, Kept()), self._changes.get(table, Changes())
        id_ = changes.refs.get(ref) or kept.refs.get(ref)
        return id_ if id_ in self.documents(table) else None

    def change(self, table: str, put: Mapping[str, Document], deleted: set[str]) -> None:
        """Put and delete documents; raises Unstorable, and then nothing has changed."""
        self._take(table, put, deleted)
        if self._at_once:
            self.commit()

    def take(self, table: str, id_: str, put: Put) -> None:
        """Put a document that is made."""
        self._changes[table].take(id_, put)
        if self._at_once:
            self.commit()

    def _take(self, table: str, put: Mapping[str, Document], deleted: set[str]) -> None:
        fresh = {id_: made(document, signs_of(table, document)) for id_, document in put.items()}
        changes = self._changes[table]
        for id_, one in fresh.items():
            changes.take(id_, one)
        for id_ in deleted:
            changes.delete(id_)

    def taken(self) -> dict[str, Changes]:
        """The transaction, for somebody else to write; it is forgotten here."""
        changes, self._changes = self._changes, defaultdict(Changes)
        return {table: c for table, c in changes.items() if c.put or c.deleted}

    def commit(self) -> None:
        """Write the transaction; raises NotWritten, and then it is forgotten."""
        if changes := self.taken():
            plain = padded(parts_of(changes))
            changes.clear()  # a large one has no memory for both
            self.journal.append(plain)
            self._tables = dict(self.journal.tables)


def _unchanged(found: Iterator[tuple[str, bytes]], changes: Changes) -> Iterator[tuple[str, bytes]]:
    """What a transaction leaves as it is."""
    put, deleted = changes.put, changes.deleted
    if not put and not deleted:
        return found
    return ((id_, line) for id_, line in found if id_ not in put and id_ not in deleted)


class _Documents(Mapping[str, Document]):
    """Documents by id, decoded when they are looked at."""

    def __init__(self, kept: Mapping[str, bytes], changes: Changes) -> None:
        self._kept, self._changes = kept, changes

    def content(self, id_: str) -> bytes:
        """The document as it is kept; raises KeyError."""
        if put := self._changes.put.get(id_):
            return put.content
        if id_ in self._changes.deleted:
            raise KeyError(id_)
        return self._kept[id_]

    def __getitem__(self, id_: str) -> Document:
        return cast("Document", orjson.loads(self.content(id_)))

    def __contains__(self, id_: object) -> bool:
        return id_ in self._changes.put or (id_ in self._kept and id_ not in self._changes.deleted)

    def __iter__(self) -> Iterator[str]:
        yield from (id_ for id_ in self._kept if id_ not in self._changes.deleted)
        yield from (id_ for id_ in self._changes.put if id_ not in self._kept)

    def __len__(self) -> int:
        return sum(1 for _id in self)


class _Draft(MutableMapping[Any, Document]):
    """A table while TinyDB updates it; knows afterwards what was touched."""

    def __init__(self, documents: _Documents, id_class: type) -> None:
        self._documents, self._class = documents, id_class
        self._seen: dict[Any, Document] = {}
        self._deleted: set[Any] = set()

    def __getitem__(self, id_: Any) -> Document:
        if id_ in self._deleted:
            raise KeyError(id_)
        if id_ not in self._seen:
            self._seen[id_] = self._documents[str(id_)]
        return self._seen[id_]

    def __setitem__(self, id_: Any, document: Document) -> None:
        self._seen[id_] = document
        self._deleted.discard(id_)

    def __delitem__(self, id_: Any) -> None:
        self[id_]
        self._seen.pop(id_)
        self._deleted.add(id_)

    def __iter__(self) -> Iterator[Any]:
        ids = (self._class(id_) for id_ in self._documents)
        yield from (id_ for id_ in ids if id_ not in self._deleted)
        yield from (id_ for id_ in self._seen if str(id_) not in self._documents)

    def __len__(self) -> int:
        return sum(1 for _id in self)

    def clear(self) -> None:
        """Delete all without looking at one."""
        self.become({})

    def become(self, documents: Mapping[Any, Document]) -> None:
        """Have these documents and no others."""
        self._seen = dict(documents)
        kept = (self._class(id_) for id_ in self._documents)
        self._deleted = {id_ for id_ in kept if id_ not in documents}

    def touched(self) -> dict[str, Document]:
        """The documents that are no longer what is kept."""
        return {str(i): dict(d) for i, d in self._seen.items() if self._differs(str(i), d)}

    def deleted(self) -> set[str]:
        return {str(id_) for id_ in self._deleted if str(id_) in self._documents}

    def _differs(self, id_: str, document: Document) -> bool:
        return id_ not in self._documents or self._documents.content(id_) != encoded(document)


class VaultTable(Table):
    """A table whose ids are texts."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB's type says int, its docs any class

    @property
    def _kept(self) -> JournalStorage:
        return cast("JournalStorage", self._storage)

    def documents(self) -> Documents:
        """All documents by id, in the order in which they were first put, decoded one by one."""
        return self._kept.documents(self.name)

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """The same as they are kept, not decoded."""
        documents = self._kept.documents(self.name)
        return ((id_, documents.content(id_)) for id_ in documents)

    def signs(self) -> Iterator[tuple[str, bytes]]:
        """The line of each document by which it is found, by id (signs.py)."""
        return self._kept.signs(self.name)

    def holding(self, *parts: bytes) -> Iterator[tuple[str, bytes]]:
        """Those of them that hold all of these parts."""
        return self._kept.holding(self.name, *parts)

    def frequency(self, part: bytes) -> int:
        """How often a part occurs in them, about: what is being changed is not counted."""
        return self._kept.count(self.name, part)

    def refs(self) -> dict[str, str]:
        """Ids by ref, in the order in which the refs were given out; of what is gone too."""
        return self._kept.refs(self.name)

    def id_of(self, ref: str) -> str | None:
        """The id of the document with this ref."""
        return self._kept.ref(self.name, ref)

    def put(self, documents: Mapping[str, Document]) -> None:
        """Add or replace documents by id; raises Unstorable."""
        self._kept.change(self.name, documents, set())

    def take(self, id_: str, put: Put) -> None:
        """Add or replace a document that is made."""
        self._kept.take(self.name, id_, put)

    def delete(self, ids: set[str]) -> None:
        """Take documents out for good."""
        self._kept.change(self.name, {}, ids)

    def _get_next_id(self) -> str:
        """Numbers would be used again, and be the same in two processes."""
        return str(uuid7())

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", self.documents())

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        draft = _Draft(self._kept.documents(self.name), self.document_id_class)
        updater(cast("dict[int, Mapping[str, Any]]", draft))
        self._kept.change(self.name, draft.touched(), draft.deleted())
        self.clear_cache()


class VaultDB(TinyDB):
    """The database over a journal, in one transaction."""

    table_class = VaultTable

    def __init__(self, storage: JournalStorage) -> None:
        super().__init__(storage=lambda: storage)
        header = getattr(storage.journal, "header", None)
        self.family = str(header.family) if header else ""
        """What all copies of this vault have in common; empty where it has no file yet."""
        self.file = str(header.file) if header else ""
        """The id of this file; empty where it has none yet."""

    def table(self, name: str, **options: Any) -> VaultTable:
        """A table by name; what it is asked for is never answered from a cache."""
        if (known := self._tables.get(name)) is not None:
            return cast("VaultTable", known)
        found = super().table(name, **{**options, "cache_size": 0})
        assert isinstance(found, VaultTable)
        return found

    def of(self, table: str) -> VaultTable:
        """A table by name."""
        return self.table(table)
