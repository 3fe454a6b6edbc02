"""Taking over another copy of the vault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache.problems import Refused, problem
from attache.vault import anchor, journal, migrations
from attache.vault import header as headers
from attache.vault.copies.merging import Merged, merge, store
from attache.vault.copies.sides import Side
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.journal import Journal
from attache.vault.keys import Keyring
from attache.vault.work import Work

if TYPE_CHECKING:
    from attache.vault.vault import Vault


class Signed(NamedTuple):
    """The words of a command and its time (UTC, ISO 8601)."""

    command: str
    at: str


def take_over(vault: Vault, path: Path, signed: Signed, *, rehearsal: bool = False) -> Merged:
    """Merge the copy at a path into the vault, in one transaction; the copy stays as it is.

    Raises NoVault, VaultLocked, VaultDamaged, Refused or NotWritten.
    """
    with vault.writing() as opened:
        theirs = Side(VaultDB(JournalStorage(_other(vault, opened, path))))
        storage = JournalStorage(opened)
        db = VaultDB(storage)
        merged = merge(Side(db), theirs)
        if rehearsal or merged.nothing:
            return merged
        store(db, merged)
        work = Work(db, by=vault.officer, at=signed.at, command=signed.command)
        work.took_over(merged.added, merged.changed)
        work.flush()
        storage.commit()
        vault.acknowledge()
        return merged


def _other(vault: Vault, opened: Journal, path: Path) -> Journal:
    """The other copy; raises Refused where it is none of this vault."""
    content = journal.read_start(path)
    header, start = headers.read(content)
    if header.family != opened.header.family:
        raise Refused(problem("MRG001", "other"))
    if header.file == opened.header.file:
        raise Refused(problem("MRG002", "other"))
    key = opened.key
    if not headers.fits(content, start, Keyring(key, header.salt).header):
        key = vault.access.unlock(header).key
    found = Journal(path, key, anchor.seen(header.file, vault.access.environ))
    if migrations.pending(found.tables) or found.torn:
        raise Refused(problem("MRG003", "other"))
    return found
