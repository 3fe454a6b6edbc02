"""Journals of nobody: no passphrase is stretched for them, so that many can be made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tinydb.table import Document

from attache.problems import VaultDamaged
from attache.vault import journal, seals
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.journal import Blank, Journal
from attache.vault.keys import Keyring, recovery_code
from attache.vault.payload import Changes, Transaction, made
from attache.vault.slots import new_slot, of_code

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.vault.anchor import Anchor
    from attache.vault.header import Written

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
PEOPLE = [{"name": f"Contoh {letter}", "n": n} for n, letter in enumerate("ABCD")]


def header(key: bytes = KEY, file: str = "") -> Written:
    """The header of a new vault that nobody but the recovery code opens."""
    first, ring = seals.first(file or os.urandom(16).hex(), key)
    slot = ring.named(new_slot(first, ring, of_code(recovery_code())), "")
    return seals.written(first.with_slots((slot,)), ring)


def new(path: Path) -> Journal:
    """A new journal without frames."""
    return journal.create(path, header(), KEY, {})


def putting(*deleted: str, **documents: Any) -> Transaction:
    """A transaction that puts documents into the table `person` by id, and deletes some."""
    changes = Changes()
    for id_, document in documents.items():
        changes.take(id_, made(document))
    for id_ in deleted:
        changes.delete(id_)
    return {"person": changes}


def written(path: Path, count: int) -> Journal:
    """A journal of so many frames: document `a` counts them, and each has one of its own."""
    made = new(path)
    for number in range(1, count + 1):
        made.commit(putting(a={"n": number}, **{f"d{number}": {"n": number}}))
    return made


def held(found: Journal | Blank, table: str = "person") -> Mapping[str, bytes]:
    """The documents of a table."""
    return found.tables.get(table, {})


def compacted(made: Journal, key: bytes = KEY) -> None:
    """Begin the next generation."""
    header = seals.next_generation(made.header, made.keyring, key)
    made.rewrite(seals.written(header, Keyring(key, header.salt)), key)


def flip(path: Path, place: int) -> None:
    """Turn every bit of one byte, there and back."""
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0xFF]))


def judged(path: Path, seen: Anchor | None = None, key: bytes = KEY) -> Problem:
    """The problem for which a file is refused; its bytes stay as they are."""
    before = path.read_bytes()
    with pytest.raises(VaultDamaged) as raised:
        Journal(path, key, seen)
    assert raised.value.exit_code == 13
    assert path.read_bytes() == before
    (problem,) = raised.value.problems
    return problem


def stored(made: Journal, table: str = "person") -> list[Document]:
    """The documents of a table as another process finds them through TinyDB."""
    return VaultDB(JournalStorage(Journal(made.path, KEY))).of(table).all()


def own(id_: Any, document: Mapping[str, Any]) -> Document:
    """A document with an id of its own; TinyDB's types say that it is a number."""
    return Document(document, id_)
