"""Vault files as people make them who can write the file: without a key, or with one of before."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from attache.vault import header as headers
from attache.vault import journal, seals
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.frames import seal
from attache.vault.header import Kdf, completed
from attache.vault.history import LOG
from attache.vault.journal import Journal
from attache.vault.keys import Keyring
from attache.vault.payload import Put
from attache.vault.slots import resealed
from attache.vault.views import COUNTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attache.vault.header import Written
    from tests.opening import Image

NAME = "Rina Contoh"
JUNK = "01999999-0000-7000-8000-000000000009"


def without_a_key(image: Image, *, later: int = 1, old_signature: bool = False) -> bytes:
    """The file of somebody who has read the header only, `later` generations on.

    They seal a data key of their own to every slot, and sign the header with a key of their own, or
    with what the old one was signed with. What they put in is here what was in it already, so that
    nothing but the keys gives it away.
    """
    old = headers.read(image.content)
    family, key = old.header.family, os.urandom(32)
    header, ring = seals.first(family, key)
    slots = tuple(ring.named(resealed(s, family, key), NAME) for s in old.header.slots)
    generation = old.header.generation + later
    header = replace(header, file=old.header.file, generation=generation, slots=slots)
    written = seals.written(header, ring)
    if old_signature:
        written = completed(header, written.signed, old.signature, ring.header)
    return _file(image, written, key)


def with_an_old_key(image: Image, *, fresh_key: bool, later: int = 1) -> bytes:
    """The file of somebody who was an officer: signed as it should be, `later` generations on."""
    header = headers.read(image.content).header
    header = replace(header, generation=header.generation + later - 1)
    key = os.urandom(32) if fresh_key else image.key
    header = seals.next_generation(header, Keyring(image.key, header.salt), key)
    return _file(image, seals.written(header, Keyring(key, header.salt)), key)


def under_another_id(image: Image, *, fresh_key: bool = True) -> bytes:
    """The file of somebody who was an officer, which claims to be another laptop's copy."""
    header = headers.read(image.content).header
    key = os.urandom(32) if fresh_key else image.key
    header = seals.next_generation(header, Keyring(image.key, header.salt), key)
    header = replace(header, file=os.urandom(16).hex(), generation=1)
    return _file(image, seals.written(header, Keyring(key, header.salt)), key)


def with_junk(image: Image, table: str, content: bytes | None) -> bytes:
    """The file of somebody who was an officer, with this for a document; without any for None."""
    with _laid(image) as path:
        opened = Journal(path, image.key)
        storage = JournalStorage(opened)
        db = VaultDB(storage)
        if content is None:
            db.of(table).delete({*db.of(table).documents()})
        else:
            db.of(table).take(JUNK, Put("PNH-A-L99", content))
        storage.commit()
        return with_an_old_key(image._replace(content=path.read_bytes()), fresh_key=False)


def with_counters(image: Image, counter: bytes | None) -> bytes:
    """The same with each counter saying this, or without any for None."""
    with _laid(image) as path:
        storage = JournalStorage(Journal(path, image.key))
        counters = VaultDB(storage).of(COUNTERS)
        for name in [*counters.documents()]:
            if counter is None:
                counters.delete({name})
            else:
                counters.take(name, Put(None, counter))
        storage.commit()
        return with_an_old_key(image._replace(content=path.read_bytes()), fresh_key=False)


def without_lines(image: Image, gone: slice) -> bytes:
    """The same without these lines of its log."""
    with _laid(image) as path:
        storage = JournalStorage(Journal(path, image.key))
        log = VaultDB(storage).of(LOG)
        log.delete({*[*log.documents()][gone]})
        storage.commit()
        return with_an_old_key(image._replace(content=path.read_bytes()), fresh_key=False)


def with_a_payload(image: Image, payload: bytes) -> bytes:
    """The same with a last frame that says this."""
    with _laid(image) as path:
        opened = Journal(path, image.key)
        frame, _link = seal(opened.keyring.frames, opened.last, payload)
        return image.content + frame


def costing(content: bytes, memory: int, passes: int = 1, times: int = 1) -> bytes:
    """A file whose passphrases are to be stretched in so much memory (KiB), each so many times."""
    read = headers.read(content)
    costs = [Kdf(f"{number:032x}", memory, passes, 1) for number in range(times)]
    slots = tuple(
        replace(s, kdf=kdf) for s in read.header.slots for kdf in (costs if s.kdf else [None])
    )
    copy = headers.to_sign(read.header.with_slots(slots)) + read.content[len(read.signed) : -4]
    return 2 * (copy + crc32(copy).to_bytes(4)) + content[read.start :]


def _file(image: Image, written: Written, key: bytes) -> bytes:
    """A whole file under a header, with the records of the vault."""
    with _laid(image) as path:
        journal.create(path, written, key, Journal(path, image.key).tables)
        return path.read_bytes()


@contextmanager
def _laid(image: Image) -> Iterator[Path]:
    """A file of a vault, for a moment."""
    with tempfile.TemporaryDirectory(prefix="attache-faults-") as folder:
        path = Path(folder) / "made"
        path.write_bytes(image.content)
        yield path
