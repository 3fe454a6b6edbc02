"""The data file: a header, then one frame a transaction.

It is replayed when read and appended to when written. Several processes may read; the one that
writes holds the lock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from attache.problems import NotWritten, NoVault, Refused, VaultDamaged, VaultLocked, problem
from attache.stopping import note_stored, stoppable, undisturbed
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
    seal_padded,
    unseal,
)
from attache.vault.generations import first_link, whole
from attache.vault.keys import KeyChanged, Keyring
from attache.vault.migrations import unknown
from attache.vault.payload import Group, Transaction, decode, encode, parts_of, read
from attache.vault.tables import Table

if TYPE_CHECKING:
    from attache.vault.header import Header, Written


def read_start(path: Path) -> bytes:
    """The beginning of a vault file, its header at least; raises NoVault or VaultLocked."""
    return read_file(path, 0, 2 * headers.LARGEST)


def read_header(path: Path) -> Written:
    """The header of a vault file, not proved; raises NoVault, VaultLocked or VaultDamaged."""
    return headers.read(read_start(path))


def read_named(path: Path, field: str) -> Written:
    """The header of a file beside the vault that an officer names; `field` is the word for it.

    Raises Refused where it is not there or no file, VaultLocked or VaultDamaged.
    """
    try:
        if path.exists() and not path.is_file():
            raise Refused(problem("FIL002", field))
        return read_header(path)
    except NoVault:
        raise Refused(problem("FIL003", field)) from None


def read_file(path: Path, offset: int = 0, size: int = -1) -> bytes:
    """The bytes of a vault file, all or so many; raises NoVault, VaultLocked or VaultDamaged."""
    try:
        return system.read(path, offset, size)
    except (FileNotFoundError, IsADirectoryError):
        raise NoVault(problem("VLT001")) from None
    except (system.Irregular, system.TooLarge) as none:
        raise VaultDamaged(problem("VLT079", file=str(path), reason=none.strerror)) from None
    except MemoryError:
        raise VaultLocked(problem("VLT056")) from None
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
        file, generation, sequence, tag = self.last
        key, header = self.keyring.fingerprint, self.written.digest
        return Anchor(file.hex(), generation, sequence, tag.hex(), key, header.hex())

    @property
    def header(self) -> Header:
        """What stands in the header."""
        return self.written.header

    @property
    def start(self) -> int:
        """Where the frames begin."""
        return self.written.start

    def _load(self, content: bytes, key: bytes) -> None:
        self.written = headers.read(content)
        self.keyring = Keyring(key, self.header.salt)
        if not self.written.sealed_by(self.keyring.header):
            raise VaultDamaged(problem("VLT003"))
        self.head = content[: self.start]
        self.tables: dict[str, Table] = {}
        self.last = first_link(self.written)
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
        written, now = read_header(self.path), self.header
        header = written.header
        later = header.file == now.file and header.generation > now.generation
        if later and not written.sealed_by(Keyring(self.key, header.salt).header):
            raise KeyChanged(problem("VLT042"))

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
            for group in read(payload):
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

        One generation has one key and one header. Of a newer one (another copy of attache
        compacted the file) the anchor says nothing.
        """
        seen, now = self._anchor, self.anchor
        if seen is None:
            return
        if seen.generation > now.generation:
            raise VaultDamaged(problem("VLT012"))
        if seen.generation < now.generation:
            self._anchor = None
        elif (seen.key, seen.header) != (now.key, now.header):
            raise VaultDamaged(problem("VLT012"))

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
        _stored(lambda: system.append(self.path, self.end, frame))
        self.last, self.end, self.frames = link, self.end + len(frame), self.frames + 1
        for group in decode(payload_of(plain)):
            self._apply(group)

    def rewrite(
        self, written: Written, key: bytes, transaction: Transaction = MappingProxyType({})
    ) -> None:
        """Write a new generation in the old one's place: every document once.

        A transaction comes with it: header and transaction are there together or not at all. Under
        the lock only; raises NotWritten.
        """
        chunks = stoppable(whole(written, key, self.after(transaction)))
        _stored(lambda: system.replace(self.path, chunks))
        _written(lambda: self._read_anew(key))

    def mend_header(self) -> None:
        """Write the header twice again where a copy of it was damaged. Under the lock only."""
        if not self.written.whole:
            body = read_file(self.path, self.start)[: self.end - self.start]
            _written(lambda: system.replace(self.path, [self.written.twice, body]))
            self._read_anew(self.key)

    def _read_anew(self, key: bytes) -> None:
        self._anchor = None
        self._load(read_file(self.path), key)

    def after(self, transaction: Transaction) -> dict[str, Table]:
        """The tables with a transaction that is not in the file yet."""
        tables = dict(self.tables)
        for group in decode(memoryview(encode(transaction))):
            old = tables.get(group.table, Table())
            old.shared = True  # it stays as it is, where the writing fails
            tables[group.table] = old.apply(group)
        return tables


def create(path: Path, written: Written, key: bytes, tables: Mapping[str, Table]) -> Journal:
    """Write a vault file whole; raises NotWritten."""
    _stored(lambda: system.replace(path, stoppable(whole(written, key, tables))))
    return Journal(path, key)


def _stored(step: Callable[[], None]) -> None:
    """Do a step after which something is stored, and note that; raises NotWritten."""
    with undisturbed():
        _written(step)
        note_stored()


def _written(step: Callable[[], None]) -> None:
    """Do a step of writing; raises NotWritten with the reason."""
    try:
        step()
    except (system.Unsure, VaultLocked):  # what was written cannot be read
        raise NotWritten(problem("VLT036")) from None
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None
