"""What one transaction says: documents put and deleted, by table.

    index length u32 | index | head, refs, signs and body of each table

The index is JSON, a list of `[table, bytes of its head, of its refs, of its signs, of its body]`.
A head is JSON too, `[ids, sizes, deleted]`: the ids of the documents that are put, their sizes in
bytes, and the ids that are taken out. Refs are the refs of those documents, JSON, null for none.
Signs are lines of text by which documents are found without looking at them (signs.py): the
edition of the rules that they follow, then a line for each document. A body is the documents,
JSON one after the other in that order; they stay bytes until one is looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import Any, NamedTuple

import orjson

from attache.problems import VaultDamaged, problem
from attache.vault.signs import EDITION, FreshSigns, Signs, signs_of

Document = dict[str, Any]
PIECE = 1 << 16
"""Bytes of documents in one frame of a new generation at most, about: a bad byte costs those."""
_SIZE = struct.Struct(">I")


class Unstorable(TypeError):
    """A document that JSON cannot hold as it is. Nothing is converted in silence."""


class Put(NamedTuple):
    """One document as it is kept, with the ref and the line of signs by which it is found."""

    ref: str | None
    content: bytes
    signs: bytes = b""


@dataclass
class Changes:
    """The changes of one table."""

    put: dict[str, Put] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    _fresh: FreshSigns = field(default_factory=FreshSigns, repr=False, compare=False)
    _unread: list[str] = field(default_factory=list, repr=False, compare=False)
    """The ids of what was put since somebody last searched: most transactions are not searched."""

    def take(self, id_: str, put: Put) -> None:
        """Put a document that is made."""
        self.put[id_] = put
        self._unread.append(id_)
        self.deleted.discard(id_)
        if put.ref:
            self.refs[put.ref] = id_

    def delete(self, id_: str) -> None:
        """Take a document out."""
        self.put.pop(id_, None)
        self._fresh.drop(id_)
        self.deleted.add(id_)

    def holding(self, *parts: bytes) -> list[tuple[str, bytes]]:
        """The ids and lines of signs of what is put that hold all of these parts."""
        for id_ in self._unread:
            if id_ in self.put:
                self._fresh.take(id_, self.put[id_].signs)
        self._unread.clear()
        return self._fresh.holding(*parts)


Transaction = Mapping[str, Changes]


def made(document: Mapping[str, Any], signs: bytes = b"") -> Put:
    """A document as it is put; raises Unstorable."""
    ref = document.get("ref")
    return Put(ref if isinstance(ref, str) else None, encoded(document), signs)


_NESTED = {list, dict}
_PLAIN = {str, int, bool, type(None)} | _NESTED
"""What orjson keeps as it is, or refuses."""


def encoded(document: Mapping[str, Any]) -> bytes:
    """A document as JSON; raises Unstorable.

    NaN, dates, sets, bytes, tuples, keys that are no text and lone surrogates are refused: where
    not all values are plain, what is read back is compared, because orjson would turn some of them
    into something else.
    """
    try:
        content = orjson.dumps(document)
        if _is_plain(document) or orjson.loads(content) == document:
            return content
    except (TypeError, ValueError, RecursionError) as refused:
        raise Unstorable(type(refused).__name__) from None
    raise Unstorable("changed")


def _is_plain(document: Mapping[str, Any]) -> bool:
    """Whether there are none but plain values, at any depth."""
    values: list[Any] = [*document.values()]
    while (kinds := {*map(type, values)}) <= _PLAIN:
        if kinds.isdisjoint(_NESTED):
            return True
        deeper = [v.values() if type(v) is dict else v for v in values if type(v) in _NESTED]
        values = [*chain.from_iterable(deeper)]
    return False


def encode(transaction: Transaction) -> bytes:
    """The payload of a transaction."""
    return b"".join(parts_of(transaction))


def parts_of(transaction: Transaction) -> list[bytes]:
    """The payload of a transaction, in its parts."""
    index, parts = list[object](), list[bytes]()
    for table, changes in transaction.items():
        puts = changes.put.values()
        refs, contents = [put.ref for put in puts], [put.content for put in puts]
        head = orjson.dumps([[*changes.put], [*map(len, contents)], [*changes.deleted]])
        names, signs = orjson.dumps(refs), _signs(changes)
        index.append([table, len(head), len(names), len(signs), sum(map(len, contents))])
        parts += [head, names, signs, *contents]
    listed = orjson.dumps(index)
    return [_SIZE.pack(len(listed)), listed, *parts]


def _signs(changes: Changes) -> bytes:
    """The edition and a line for each document, where they have signs."""
    lines = [put.signs for put in changes.put.values()]
    return b"\n".join((EDITION, *lines, b"")) if any(lines) else b""


class Group:
    """The changes of one table, taken apart when they are looked at: most commands need few."""

    def __init__(
        self,
        table: str,
        head: memoryview,
        refs: memoryview,
        signs: memoryview,
        body: memoryview,
    ) -> None:
        self.table = table
        self._head, self._refs, self._signs, self._body = head, refs, signs, body

    @cached_property
    def _listed(self) -> tuple[list[str], list[int], list[str]]:
        ids, sizes, deleted = orjson.loads(self._head)
        return ids, sizes, deleted

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(self._listed[1], initial=0))

    @property
    def ids(self) -> list[str]:
        """The ids of the documents that are put."""
        return self._listed[0]

    def content(self, place: int) -> bytes:
        """One of these documents, by its place among them."""
        return bytes(self._body[self._starts[place] : self._starts[place + 1]])

    @property
    def documents(self) -> dict[str, bytes]:
        """The documents that are put, by id."""
        return {id_: self.content(place) for place, id_ in enumerate(self.ids)}

    @cached_property
    def signs(self) -> Signs:
        """The signs of these documents; made anew where they follow other rules than ours."""
        if self._has_signs:
            return Signs(bytes(self._signs[len(EDITION) + 1 :]))
        return Signs(b"".join(self._line(place) + b"\n" for place in range(len(self.ids))))

    def _line(self, place: int) -> bytes:
        """The signs of one document; none of what is no record, as anybody with the key puts it."""
        try:
            return signs_of(self.table, self.content(place))
        except (ValueError, TypeError, AttributeError):
            return b""

    @property
    def _has_signs(self) -> bool:
        """Whether they follow our rules."""
        return bytes(self._signs[: len(EDITION) + 1]) == EDITION + b"\n"

    @property
    def refs(self) -> dict[str, str]:
        """The ids of the documents that are put and have a ref, by ref."""
        refs = orjson.loads(self._refs)
        return {ref: id_ for ref, id_ in zip(refs, self.ids, strict=True) if ref}

    @property
    def deleted(self) -> list[str]:
        """The ids of the documents that are taken out."""
        return self._listed[2]

    def judge(self) -> None:
        """Raise ValueError where this is no group as attache writes them.

        Whoever has the key can write another one; of one's own vault nobody asks.
        """
        try:
            self._judge()
        except TypeError:
            raise ValueError(self.table) from None

    def _judge(self) -> None:
        ids, sizes, deleted = self._listed
        refs = orjson.loads(self._refs)
        texts = all(isinstance(text, str) for text in (*ids, *deleted))
        whole = all(type(size) is int and size >= 0 for size in sizes)
        named = all(isinstance(ref, (str, type(None))) for ref in refs)
        listed = all(isinstance(one, list) for one in (ids, sizes, deleted, refs))
        if not (listed and texts and whole and named) or sum(sizes) != len(self._body):
            raise ValueError(self.table)
        lines = len(self.signs.lines()) if self._has_signs else len(ids)
        if not len(ids) == len(sizes) == len(refs) == lines:
            raise ValueError(self.table)

    def judge_finding(self) -> None:
        """Raise ValueError where documents would be found by what they do not say.

        By their refs and signs records are found without being read: whoever has the key could have
        `P1` lead to another person. Each document is read here.
        """
        for place, ref in enumerate(orjson.loads(self._refs)):
            document = orjson.loads(self.content(place))
            own = document.get("ref") if isinstance(document, dict) else None
            if ref != (own if isinstance(own, str) else None):
                raise ValueError(self.table)
        if self._has_signs:
            lines = (self._line(place) for place in range(len(self.ids)))
            if any(one != other for one, other in zip(self.signs.lines(), lines, strict=True)):
                raise ValueError(self.table)


def decode(payload: memoryview) -> Iterator[Group]:
    """The changes that a payload holds, one group a table."""
    at = _SIZE.size + _SIZE.unpack_from(payload)[0]
    for table, *sizes in orjson.loads(payload[_SIZE.size : at]):
        if type(table) is not str:
            raise ValueError(table)
        ends = list(accumulate(sizes, initial=at))
        yield Group(table, *(payload[a:b] for a, b in pairwise(ends)))
        at = ends[-1]


def read(payload: memoryview) -> list[Group]:
    """The same of a payload that anybody with the key may have written; raises VaultDamaged."""
    try:
        return [*decode(payload)]
    except (struct.error, TypeError, ValueError):
        raise VaultDamaged(problem("VLT003")) from None


def batches(puts: Iterable[tuple[str, str, Put]], most: int = PIECE) -> Iterator[bytes]:
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
