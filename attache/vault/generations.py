"""A generation of the file as it is begun: its header, then every document once."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from attache.vault.frames import Link, seal
from attache.vault.keys import Keyring
from attache.vault.payload import PIECE, Put, batches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from attache.vault.header import Written
    from attache.vault.system import Bytes
    from attache.vault.tables import Table

PARTS = 128
"""Frames that a new generation has at least, of so many documents: a bad byte in the file of a
small office costs one record, not the office."""


def begun(size: int) -> int:
    """Frames with which a file of so many bytes may begin, about."""
    return size // PIECE


def whole(written: Written, key: bytes, tables: Mapping[str, Table]) -> Iterator[Bytes]:
    """A vault file, in parts."""
    return chain([written.twice], _frames(written, key, tables))


def first_link(written: Written) -> Link:
    """What the first frame under a header follows: so frames fit no other header."""
    header = written.header
    return Link(bytes.fromhex(header.file), header.generation, 0, written.digest)


def every(tables: Mapping[str, Table]) -> Iterator[tuple[str, str, Put]]:
    """Every document: table, id, and what is to be put."""
    for name, table in tables.items():
        refs, signs = {id_: ref for ref, id_ in table.refs.items()}, dict(table.signs())
        for id_, content in table.items():
            yield name, id_, Put(refs.get(id_), content, signs[id_])


def _frames(written: Written, key: bytes, tables: Mapping[str, Table]) -> Iterator[Bytes]:
    cipher, link = Keyring(key, written.header.salt).frames, first_link(written)
    size = sum(len(content) for table in tables.values() for content in table.values())
    for payload in batches(every(tables), min(PIECE, size // PARTS)):
        frame, link = seal(cipher, link, payload)
        yield frame
