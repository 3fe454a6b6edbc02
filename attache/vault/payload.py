"""What one transaction says: documents put and deleted, by table.

    index length u32 | index | documents

The index is JSON, a list of `[table, ids, refs, sizes, deleted]`: the ids of the documents that
are put, their refs (null where they have none) and sizes in bytes, and the ids that are deleted.
The documents, JSON too, stand after it in that order; they stay bytes until one is looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise
from typing import Any, NamedTuple

import orjson

from attache.vault.frames import LARGEST

Document = dict[str, Any]
_SIZE = struct.Struct(">I")


class Unstorable(ValueError):
    """A document that JSON cannot hold as it is. Nothing is converted in silence."""


class Put(NamedTuple):
    """One document as it is kept, and the ref under which it is found."""

    ref: str | None
    content: bytes


@dataclass
class Changes:
    """The changes of one table."""

    put: dict[str, Put] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)

    def add(self, id_: str, document: Mapping[str, Any]) -> None:
        """Put a document; raises Unstorable."""
        given = document.get("ref")
        ref = given if isinstance(given, str) else None
        self.put[id_] = Put(ref, encoded(document))
        self.deleted.discard(id_)
        if ref:
            self.refs[ref] = id_

    def update(self, later: Changes) -> None:
        """Take over later changes."""
        self.put.update(later.put)
        self.refs.update(later.refs)
        self.deleted -= later.put.keys()

    def delete(self, id_: str) -> None:
        """Take a document out."""
        self.put.pop(id_, None)
        self.deleted.add(id_)


Transaction = Mapping[str, Changes]


def encoded(document: Mapping[str, Any]) -> bytes:
    """A document as JSON; raises Unstorable.

    NaN, dates, sets, bytes, tuples, keys that are no text and lone surrogates are refused: what
    is read back is compared, because orjson would turn some of them into something else.
    """
    try:
        content = orjson.dumps(document)
        if orjson.loads(content) == document:
            return content
    except (TypeError, ValueError, RecursionError) as refused:
        raise Unstorable(type(refused).__name__) from None
    raise Unstorable("changed")


def encode(transaction: Transaction) -> bytes:
    """The payload of a transaction."""
    index = [
        [
            table,
            [*changes.put],
            [put.ref for put in changes.put.values()],
            [len(put.content) for put in changes.put.values()],
            [*changes.deleted],
        ]
        for table, changes in transaction.items()
    ]
    listed = orjson.dumps(index)
    documents = chain.from_iterable(c.put.values() for c in transaction.values())
    return b"".join((_SIZE.pack(len(listed)), listed, *(put.content for put in documents)))


class Group(NamedTuple):
    """The changes of one table as they were read."""

    table: str
    documents: dict[str, bytes]
    refs: dict[str, str]
    deleted: list[str]


def decode(payload: memoryview) -> Iterator[Group]:
    """The changes that a payload holds, one group a table."""
    end = _SIZE.size + _SIZE.unpack_from(payload)[0]
    at = end
    for table, ids, refs, sizes, deleted in orjson.loads(payload[_SIZE.size : end]):
        bounds = pairwise(accumulate(sizes, initial=at))
        documents = {id_: bytes(payload[a:b]) for id_, (a, b) in zip(ids, bounds, strict=True)}
        at += sum(sizes)
        yield Group(table, documents, {r: i for r, i in zip(refs, ids, strict=True) if r}, deleted)


def batches(puts: Iterable[tuple[str, str, Put]], most: int = LARGEST // 16) -> Iterator[bytes]:
    """Payloads of about `most` bytes that together put everything: (table, id, put) each."""
    batch: dict[str, Changes] = {}
    size = 0
    for table, id_, put in puts:
        batch.setdefault(table, Changes()).put[id_] = put
        size += len(put.content)
        if size >= most:
            yield encode(batch)
            batch, size = {}, 0
    if batch:
        yield encode(batch)
