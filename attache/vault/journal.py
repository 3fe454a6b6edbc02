"""The data file: a header, then one frame a transaction.

It is replayed when read and appended to when written. Several processes may read; the one that
writes holds the lock.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from attache.problems import NotWritten, NoVault, VaultDamaged, VaultLocked, problem
from attache.vault import header as headers
from attache.vault import system
from attache.vault.anchor import Anchor
from attache.vault.frames import (
    TAG,
    TRAILER,
    BadFrame,
    Link,
    intact_after,
    padded,
    payload_of,
    seal,
    seal_padded,
    unseal,
)
from attache.vault.keys import Keyring, resealed
from attache.vault.migrations import unknown
from attache.vault.payload import Group, Put, Transaction, batches, decode, encode, parts_of
from attache.vault.stopping import stoppable
from attache.vault.tables import Table

if TYPE_CHECKING:
    from attache.vault.header import Header


def read_start(path: Path) -> bytes:
    """The beginning of a vault file, its header at least; raises NoVault or VaultLocked."""
    return read_file(path, 0, headers.LARGEST)


def read_file(path: Path, offset: int = 0, size: int = -1) -> bytes:
    """The bytes of a vault file, all or so many; raises NoVault or VaultLocked."""
    try:
        return system.read(path, offset, size)
    except (FileNotFoundError, IsADirectoryError):
        raise NoVault(problem("VLT001")) from None
    except OSError as refused:
        raise VaultLocked(problem("VLT006", reason=system.reason(refused))) from None


class Blank:
    """The tables of a vault that has no file yet."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}

    def append(self, plain: bytes) -> None:
        """Apply one transaction, by its padded payload."""
        for group in decode(payload_of(plain)):
            self.tables[group.table] = self.tables.get(group.table, Table()).apply(group)


class Journal:
    """One vault file, opened. `torn` counts bytes of a last frame that was never acknowledged.

    `head` is its header as it stands in the file, `end` where its last good frame ends.
    """

    def __init__(self, path: Path, key: bytes, anchor: Anchor | None = None) -> None:
        """Read all of it; raises NoVault, VaultLocked or VaultDamaged."""
        self.path = path
        self._anchor = anchor
        self._load(read_file(path), key)

    @property
    def key(self) -> bytes:
        """The data key."""
        return self.keyring.data

    @property
    def anchor(self) -> Anchor:
        """The state that was read or written last."""
        link = self.last
        return Anchor(link.file.hex(), link.generation, link.sequence, link.tag.hex())

    def _load(self, content: bytes, key: bytes) -> None:
        self.header, self.start = headers.read(content)
        self.keyring = Keyring(key, self.header.salt)
        if not headers.fits(content, self.start, self.keyring.header):
            raise VaultDamaged(problem("VLT003"))
        self.head = content[: self.start]
        self.tables: dict[str, Table] = {}
        self.last = Link(bytes.fromhex(self.header.file), self.header.generation)
        self.frames = 0
        self._check_generation()
        self._replay(content, self.start, 0)

    def follow(self) -> None:
        """Read what other processes have done since; raises as the first reading does.

        Raises VaultLocked where one of them began anew under another data key.
        """
        if self._size() >= self.end and self._unchanged():
            self._replay(read_file(self.path, self.end), 0, self.end)
        else:  # where that is refused, this one stays as it was, and refuses again
            self._check_key()
            fresh = Journal(self.path, self.key, self.anchor)
            vars(self).update(vars(fresh))

    def _check_key(self) -> None:
        content = read_start(self.path)
        header, start = headers.read(content)
        later = header.file == self.header.file and header.generation > self.header.generation
        if later and not headers.fits(content, start, Keyring(self.key, header.salt).header):
            raise VaultLocked(problem("VLT042"))

    def _size(self) -> int:
        try:
            return system.size_of(self.path)
        except OSError:
            return -1

    def _unchanged(self) -> bool:
        """Whether header and last frame are still those; another file may be as long."""
        try:
            last = system.read(self.path, self.end - TRAILER, TAG)
            same = not self.frames or last == self.last.tag
            return same and system.read(self.path, 0, self.start) == self.head
        except OSError:
            return False

    def _replay(self, content: bytes, offset: int, base: int) -> None:
        """Apply the frames of a content that begins at `base` in the file."""
        view = memoryview(content)
        self.end, self.torn = base + offset, 0
        while offset < len(content):
            try:
                payload, link, offset = unseal(self.keyring.frames, self.last, view, offset)
            except BadFrame as bad:
                self._judge(bad, view, offset)
                self.torn = len(content) - offset
                break
            self._check_tag(link)
            for group in decode(payload):
                self._apply(group)
            self.last, self.end = link, base + offset
            self.frames += 1
        if self._behind:
            raise VaultDamaged(problem("VLT012"))
        if unknown(self.tables):
            raise VaultDamaged(problem("VLT014"))

    def _apply(self, group: Group) -> None:
        self.tables[group.table] = self.tables.get(group.table, Table()).apply(group)

    @property
    def _behind(self) -> bool:
        """Whether the frame that was seen last has not been met yet."""
        return self._anchor is not None and self.last.sequence < self._anchor.sequence

    def _check_generation(self) -> None:
        """An older generation than the one last seen is an older file put in its place.

        Of a newer one (another copy of attache compacted the file) the anchor says nothing.
        """
        if self._anchor and self._anchor.generation > self.header.generation:
            raise VaultDamaged(problem("VLT012"))
        if self._anchor and self._anchor.generation < self.header.generation:
            self._anchor = None

    def _check_tag(self, link: Link) -> None:
        """The frame that was seen last must still be that frame."""
        seen = self._anchor
        if seen and link.sequence == seen.sequence and link.tag.hex() != seen.tag:
            raise VaultDamaged(problem("VLT012"))

    def _judge(self, bad: BadFrame, content: memoryview, offset: int) -> None:
        """Tell a torn write from damage; raises VaultDamaged.

        A torn write is the last thing in the file, and was never acknowledged.
        """
        if self._behind or bad.intact or intact_after(content, offset):
            raise VaultDamaged(problem("VLT011", frame=self.last.sequence + 1))

    def cut_torn(self) -> None:
        """Cut off a torn tail. Under the lock only; raises NotWritten."""
        if self.torn:
            _written(lambda: system.truncate(self.path, self.end))
            self.torn = 0

    def commit(self, transaction: Transaction) -> None:
        """Append one transaction, durably. Under the lock only; raises NotWritten."""
        self.append(padded(parts_of(transaction)))

    def append(self, plain: bytes) -> None:
        """The same by the padded payload of the transaction."""
        frame, link = seal_padded(self.keyring.frames, self.last, plain)
        _written(lambda: system.append(self.path, self.end, frame))
        self.last, self.end, self.frames = link, self.end + len(frame), self.frames + 1
        for group in decode(payload_of(plain)):
            self._apply(group)

    def rewrite(
        self, header: Header, key: bytes, transaction: Transaction = MappingProxyType({})
    ) -> None:
        """Write a new file in the old one's place: another header, or a new generation.

        The same generation keeps its frames as they are and has the transaction as one more; a new
        one puts every document once, as the transaction leaves it. Header and transaction are
        there together or not at all. Under the lock only; raises NotWritten.
        """
        keyring = Keyring(key, header.salt)
        if header.generation == self.header.generation:
            body = self._with_frame(transaction)
        else:
            body = _frames(keyring, header, self._after(transaction))
        chunks = chain([headers.sealed(header, keyring.header)], body)
        _written(lambda: system.replace(self.path, stoppable(chunks)))
        self._anchor = None
        self._load(read_file(self.path), key)

    def _with_frame(self, transaction: Transaction) -> Iterator[system.Bytes]:
        """The frames as they stand there, and that of a transaction."""
        yield read_file(self.path, self.start)[: self.end - self.start]
        if transaction:
            yield seal_padded(self.keyring.frames, self.last, padded(parts_of(transaction)))[0]

    def _after(self, transaction: Transaction) -> dict[str, Table]:
        """The tables with a transaction that is not in the file yet."""
        tables = dict(self.tables)
        for group in decode(memoryview(encode(transaction))):
            old = tables.get(group.table, Table())
            old.shared = True  # it stays as it is, where the writing fails
            tables[group.table] = old.apply(group)
        return tables


def new_header(header: Header, keyring: Keyring, key: bytes) -> Header:
    """The header of the next generation: a new salt, and every slot with the (new) data key."""
    salt = os.urandom(32).hex()
    fresh = Keyring(key, salt)
    slots = tuple(
        fresh.named(resealed(slot, header.family, key), keyring.name(slot)) for slot in header.slots
    )
    return replace(header, generation=header.generation + 1, salt=salt, slots=slots)


def create(path: Path, header: Header, key: bytes, tables: Mapping[str, Table]) -> Journal:
    """Write a vault file whole; raises NotWritten."""
    _written(lambda: system.replace(path, whole(header, key, tables)))
    return Journal(path, key)


def whole(header: Header, key: bytes, tables: Mapping[str, Table]) -> Iterator[system.Bytes]:
    """A vault file: its header, then every document once."""
    keyring = Keyring(key, header.salt)
    return chain([headers.sealed(header, keyring.header)], _frames(keyring, header, tables))


def every(tables: Mapping[str, Table]) -> Iterator[tuple[str, str, Put]]:
    """Every document: table, id, and what is to be put."""
    for name, table in tables.items():
        refs, signs = {id_: ref for ref, id_ in table.refs.items()}, dict(table.signs())
        for id_, content in table.items():
            yield name, id_, Put(refs.get(id_), content, signs[id_])


def _frames(
    keyring: Keyring, header: Header, tables: Mapping[str, Table]
) -> Iterator[system.Bytes]:
    """The frames of a new generation, a few large ones."""
    link = Link(bytes.fromhex(header.file), header.generation)
    for payload in batches(every(tables)):
        frame, link = seal(keyring.frames, link, payload)
        yield frame


def _written(step: Callable[[], None]) -> None:
    """Do a step of writing; raises NotWritten with the reason."""
    try:
        step()
    except system.Unsure:
        raise NotWritten(problem("VLT036")) from None
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None
