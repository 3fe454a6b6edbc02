"""What one transaction says: documents put and deleted, by table.

    index length u32 | index | a head and a body for each table

The index is JSON, a list of `[table, size of its head, size of its body]`. A head is JSON too,
`[ids, refs, sizes, deleted]`: the ids of the documents that are put, their refs (null where they
have none) and sizes in bytes, and the ids that are taken out. A body is those documents, JSON
one after the other in that order; they stay bytes until one is looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import orjson

from attache.vault.frames import LARGEST

Document = dict[str, Any]
_SIZE = struct.Struct(">I")


class Unstorable(TypeError):
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
    index, parts = list[object](), list[bytes]()
    for table, changes in transaction.items():
        puts = changes.put.values()
        refs, contents = [put.ref for put in puts], [put.content for put in puts]
        head = orjson.dumps([[*changes.put], refs, [*map(len, contents)], [*changes.deleted]])
        index.append([table, len(head), sum(map(len, contents))])
        parts += [head, *contents]
    listed = orjson.dumps(index)
    return b"".join((_SIZE.pack(len(listed)), listed, *parts))


class Group:
    """The changes of one table, taken apart when they are looked at: most commands need few."""

    def __init__(self, table: str, head: memoryview, body: memoryview) -> None:
        self.table = table
        self._head, self._body = head, body

    @cached_property
    def _listed(self) -> tuple[list[str], list[str | None], list[int], list[str]]:
        ids, refs, sizes, deleted = orjson.loads(self._head)
        return ids, refs, sizes, deleted

    @property
    def documents(self) -> dict[str, bytes]:
        """The documents that are put, by id."""
        ids, _refs, sizes, _deleted = self._listed
        bounds = pairwise(accumulate(sizes, initial=0))
        return {id_: bytes(self._body[a:b]) for id_, (a, b) in zip(ids, bounds, strict=True)}

    @property
    def refs(self) -> dict[str, str]:
        """The ids of the documents that are put and have a ref, by ref."""
        ids, refs, _sizes, _deleted = self._listed
        return {ref: id_ for ref, id_ in zip(refs, ids, strict=True) if ref}

    @property
    def deleted(self) -> list[str]:
        """The ids of the documents that are taken out."""
        return self._listed[3]


def decode(payload: memoryview) -> Iterator[Group]:
    """The changes that a payload holds, one group a table."""
    at = _SIZE.size + _SIZE.unpack_from(payload)[0]
    for table, head, body in orjson.loads(payload[_SIZE.size : at]):
        yield Group(table, payload[at : at + head], payload[at + head : at + head + body])
        at += head + body


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
