"""Copies of the vault for other laptops, each with a seat letter of its own in its refs."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache import files
from attache.problems import AttacheError, NotWritten, problem
from attache.vault import generations, seals
from attache.vault.birth import prepare_place
from attache.vault.copies import copying
from attache.vault.copies.copying import Copying
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.journal import Blank
from attache.vault.keys import Keyring
from attache.vault.views import COUNTERS
from attache.vault.work import Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from attache.vault.journal import Journal
    from attache.vault.tables import Table
    from attache.vault.vault import Vault


class Wanted(NamedTuple):
    """Where a copy is to lie, its seat letter, and whether anywhere will do."""

    path: Path
    seat: str
    anywhere: bool = False


def copy(vault: Vault, wanted: Wanted, command: str, at: str) -> None:
    """Give out a seat letter and write the copy that has it; raises Refused or NotWritten.

    The copy is written, its letter noted, and only then it has its place: a full disk costs no
    letter, and no copy is ever there whose letter could be given out again.
    """
    prepare_place(wanted.path, anywhere=wanted.anywhere)
    files.judge_place(wanted.path, "dest", replace=False)
    begun, environ = Copying(wanted.seat, os.urandom(16).hex(), wanted.path), vault.access.environ
    with vault.writing() as opened:
        _finish_earlier(vault, command, at)
        storage = JournalStorage(opened)
        work = Work(VaultDB(storage), by=vault.officer, at=at, command=command)
        work.give_seat(begun.seat, begun.file)
        work.flush()
        given = storage.taken()
        content = copied(opened, opened.after(given), begun)
        with files.saving(begun.path, content, replace=False) as put:
            copying.note(opened.header.file, begun, environ)
            with vault.storing(opened):
                opened.commit(given)
            try:
                put()
            except AttacheError:
                with suppress(NotWritten):
                    _taken_back(vault, begun, command, at)
                raise
        copying.forget(opened.header.file, environ)


def _finish_earlier(vault: Vault, command: str, at: str) -> None:
    """Have no letter be that of a copy that a kill kept from its place."""
    begun = copying.noted(vault.opened().header.file, vault.access.environ)
    if begun and _taken_back(vault, begun, command, at):
        vault.notices.append(problem("MRG043", seat=begun.seat))


def _taken_back(vault: Vault, begun: Copying, command: str, at: str) -> bool:
    """Take the letter of a copy back that is not there; whether it had been given out."""
    if not begun.is_missing:
        return False
    with vault.work(command, at) as work:
        return work.take_seat_back(begun.seat, begun.file)


def copied(opened: Journal, tables: Mapping[str, Table], begun: Copying) -> bytes:
    """A copy of a vault with these tables; the same passphrases open it."""
    renewed = seals.next_generation(opened.header, opened.keyring, opened.key)
    header = replace(renewed, file=begun.file, generation=1)
    written = seals.written(header, Keyring(opened.key, header.salt))
    blank = Blank()
    blank.tables = {name: _held(table) for name, table in tables.items()}
    storage = JournalStorage(blank)
    _take_seat(VaultDB(storage), begun.seat)
    storage.commit()
    return b"".join(generations.whole(written, opened.key, blank.tables))


def _take_seat(db: VaultDB, seat: str) -> None:
    """Numbers of a seat begin anew; the profile says which one it is."""
    posts = db.of("post").documents()
    db.of("post").put({id_: {**post, "seat": seat} for id_, post in posts.items()})
    db.of(COUNTERS).delete(set(db.of(COUNTERS).documents()))


def _held(table: Table) -> Table:
    """A table that is copied before it changes."""
    table.shared = True
    return table
