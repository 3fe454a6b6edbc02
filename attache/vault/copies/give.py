"""Copies of the vault for other laptops, each with a seat letter of its own in its refs."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache import files
from attache.vault import generations, seals
from attache.vault.birth import prepare_place
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.journal import Blank
from attache.vault.keys import Keyring
from attache.vault.views import COUNTERS

if TYPE_CHECKING:
    from attache.vault.tables import Table
    from attache.vault.vault import Vault


class Wanted(NamedTuple):
    """Where a copy is to lie, its seat letter, and whether anywhere will do."""

    path: Path
    seat: str
    anywhere: bool = False


def copy(vault: Vault, wanted: Wanted, command: str, at: str) -> None:
    """Give out a seat letter and write the copy that has it; raises Refused or NotWritten.

    The letter is noted first: no copy is ever there whose letter could be given out again.
    """
    prepare_place(wanted.path, anywhere=wanted.anywhere)
    files.judge_place(wanted.path, "dest", replace=False)
    file = os.urandom(16).hex()
    with vault.lock:
        with vault.work(command, at) as work:
            work.give_seat(wanted.seat, file)
        write_copy(vault, wanted, file)


def write_copy(vault: Vault, wanted: Wanted, file: str) -> None:
    """Write a copy with this file id; the same passphrases open it.

    Raises Refused where a file is there already, or NotWritten. Under the lock of `vault`.
    """
    opened = vault.opened()
    renewed = seals.next_generation(opened.header, opened.keyring, opened.key)
    header = replace(renewed, file=file, generation=1)
    written = seals.written(header, Keyring(opened.key, header.salt))
    blank = Blank()
    blank.tables = {name: _held(table) for name, table in opened.tables.items()}
    storage = JournalStorage(blank)
    _take_seat(VaultDB(storage), wanted.seat)
    storage.commit()
    content = b"".join(generations.whole(written, opened.key, blank.tables))
    files.save(wanted.path, content, replace=False)


def _take_seat(db: VaultDB, seat: str) -> None:
    """Numbers of a seat begin anew; the profile says which one it is."""
    posts = db.of("post").documents()
    db.of("post").put({id_: {**post, "seat": seat} for id_, post in posts.items()})
    db.of(COUNTERS).delete(set(db.of(COUNTERS).documents()))


def _held(table: Table) -> Table:
    """A table that is copied before it changes."""
    table.shared = True
    return table
