"""Taking a backup for the vault, so that nothing is lost that was recorded since.

The records are those of the backup; what must not go back is kept of the vault that was there
(copies/uniting.py). Its file stays beside the vault: `vault merge` brings back what was newer.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from attache.problems import NoVault, Problem, Refused, VaultDamaged, VaultLocked, problem
from attache.vault import anchor, journal, location, migrations, seals
from attache.vault.beside import keep_beside
from attache.vault.birth import prepare_place
from attache.vault.confirming import refuse_unknown
from attache.vault.copies.forms import document_of, is_time
from attache.vault.copies.gaps import note_lost
from attache.vault.copies.judging import judge_backup
from attache.vault.copies.uniting import United, unite
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.header import PASSPHRASE
from attache.vault.history import LOG, RESTORED
from attache.vault.journal import Blank, Journal
from attache.vault.keys import Keyring, Opened
from attache.vault.lock import Lock
from attache.vault.numbers import count_on
from attache.vault.openers import openers
from attache.vault.provable import read_what_is_left
from attache.vault.reached import has_all, reaches
from attache.vault.readable import judge_tables
from attache.vault.views import ASIDE
from attache.vault.work import Work

if TYPE_CHECKING:
    from pathlib import Path

    from attache.vault.access import Access
    from attache.vault.anchor import Anchor
    from attache.vault.header import Header, Written
    from attache.vault.location import Known
    from attache.vault.openers import Opener
    from attache.vault.tables import Table
    from attache.vault.vault import Vault


class Wanted(NamedTuple):
    """Which backup is to be taken back, by which words, when (UTC, ISO 8601).

    `known` is the anchor that was noted when it was made: an older file is refused then, and
    another one. `another_key` says that it may be under another data key than was known here, and
    `another_file` that it may be another vault's, where the one that was here is gone.
    """

    source: Path
    command: str
    at: str
    known: Anchor | None = None
    another_key: bool = False
    another_file: bool = False


class Restored(NamedTuple):
    """How far the backup had come, where what was there is kept, and what is to be told.

    `aside` counts the lines that a merge of the kept file brings back: none of a damaged one.
    `locked` where the kept file is under another key, so that it could not be read. `openers` open
    the vault now; they are told where they are those of the backup.
    """

    anchor: Anchor
    kept: Path | None
    problems: tuple[Problem, ...] = ()
    aside: int = 0
    locked: bool = False
    openers: tuple[Opener, ...] = ()


class Opening(NamedTuple):
    """A header, the keys under it, and the slot by which it was opened."""

    header: Header
    keyring: Keyring
    slot: str

    @property
    def name(self) -> str:
        """Whose slot it is; empty where it is none of this header."""
        slot = self.header.slot(self.slot)
        return self.keyring.name(slot) if slot else ""


class There(NamedTuple):
    """The vault that is there, as far as it can be read; `damage` says from where on it cannot.

    `short`: it has not all that was stored here.
    """

    opening: Opening
    tables: Mapping[str, Table]
    anchor: Anchor
    damage: int = 0
    short: bool = False


def restore(vault: Vault, wanted: Wanted) -> Restored:
    """Take a backup for the vault, once all of it could be read; nothing is written over.

    After a kill the vault is as it was, or restored: saying it again does no harm. Raises
    VaultLocked, VaultDamaged, Refused or NotWritten.
    """
    access = vault.access.asked_once()
    head = journal.read_named(wanted.source, "src")
    here = location.known(vault.location, access.environ)
    itself = vault.path.exists() and vault.path.samefile(wanted.source)
    _check_family(vault.path, head.header, here, wanted)
    opened = access.fitting(head) or access.of_copy(wanted.source).unlock(head)
    found = _by_the_line(wanted, head, opened.key)
    _check(found, wanted, here, access)
    prepare_place(vault.path, anywhere=True)
    with Lock(vault.path):
        there: There | None = None
        locked, kept = False, None
        if laid := vault.path.exists() and not itself:
            there, locked = _there(vault, access, found)
        unread = there.damage > 0 if there else laid
        short = there is None or there.short
        lost = unread or (short and _has_less(found, here, access.environ))
        problems = [problem("VLT072", day=_last_time(found))] if lost else []
        opening = Opening(found.header, found.keyring, opened.slot)
        tables, united = _united(found, there, opening, wanted)
        if laid:
            kept = keep_beside(vault.path, journal.read_file(vault.path), "restore", access.now)
        _put_in_place(vault, there.opening if there else opening, found, tables)
    if united.came_apart:
        problems.append(problem("VLT073" if united.keeps else "VLT093", file=str(kept)))
    opens = () if there else openers(found, here.slots if here else ())
    problems += _shut_out_before(opens)
    aside = 0 if there is None or there.damage else len(united.aside)
    return Restored(found.anchor, kept, tuple(problems), aside, locked, opens)


def _by_the_line(wanted: Wanted, head: Written, key: bytes) -> Journal:
    """The backup, as far as the noted line says; raises Refused where that is not its own."""
    known = wanted.known
    if known and known.file != head.header.file:
        raise Refused(problem("VLT031", "anchor"))
    try:
        return Journal(wanted.source, key, known)
    except VaultDamaged as refused:
        if known and [p.code for p in refused.problems] == ["VLT012"]:
            raise Refused(problem("VLT085", "anchor")) from None
        raise


def _check(found: Journal, wanted: Wanted, here: Known | None, access: Access) -> None:
    """Raise VaultDamaged where the backup is torn, Refused where its key is not the known one."""
    judge_tables(found, "VLT086", finding=True)
    if found.torn:
        raise VaultDamaged(problem("VLT011", frame=found.last.sequence + 1))
    seen = _last_seen(found, here, access.environ)
    another = seen and seen.key != found.anchor.key and wanted.known != found.anchor
    if another and not wanted.another_key:
        names = map(found.keyring.name, found.header.officers)
        raise Refused(problem("VLT061", names=", ".join(names)))


def _check_family(path: Path, header: Header, here: Known | None, wanted: Wanted) -> None:
    """Raise Refused for a backup of another office's vault, or of another copy.

    What was known here counts: what is there now may have been laid in its place.
    """
    if wanted.another_file and not path.exists():
        return
    there: Known | Header | None = here
    with suppress(NoVault, VaultDamaged):  # of a header that is gone nobody can tell
        there = here or journal.read_header(path).header
    if there and there.family != header.family:
        raise Refused(problem("VLT070", "src"))
    if there and there.file != header.file:
        raise Refused(problem("VLT071", "src"))


def _last_seen(found: Journal, here: Known | None, environ: Mapping[str, str]) -> Anchor | None:
    """The anchor of the backup's file, or else of the one that was here."""
    seen = anchor.seen(found.header.file, environ)
    return seen or (anchor.seen(here.file, environ) if here else None)


def _has_less(found: Journal, here: Known | None, environ: Mapping[str, str]) -> bool:
    """Whether more than the backup proves to have may have been stored: unknown is not none."""
    if here and here.file != found.header.file:
        return True
    seen = anchor.seen(found.header.file, environ)
    return seen is None or not has_all(journal.read_file(found.path), found.written, seen)


def _shut_out_before(opens: tuple[Opener, ...]) -> list[Problem]:
    """What is to be told of those who open the vault again and were shut out since."""
    out = [o for o in opens if o.out]
    names = [o.name for o in [o for o in out if o.kind == PASSPHRASE] or out]
    return [problem("VLT082", names=", ".join(names))] if out else []


def _there(vault: Vault, access: Access, found: Journal) -> tuple[There | None, bool]:
    """The vault that is there, as far as it can be read, and whether it is locked."""
    try:
        head = journal.read_header(vault.path)
        refuse_unknown(head, vault.location, access.environ)
        opened = _key_of(head, vault.access, access, found)
        seen = anchor.seen(head.header.file, access.environ)
        return _read(vault.path, head, opened, seen), False
    except (VaultDamaged, VaultLocked) as unread:
        return None, isinstance(unread, VaultLocked)


def _key_of(head: Written, asking: Access, access: Access, found: Journal) -> Opened:
    """The key of the vault that is there: that of the backup, of a session, or of a passphrase."""
    if held := access.fitting(head):
        return held
    if head.sealed_by(Keyring(found.key, head.header.salt).header):
        return Opened(found.key, "")
    try:
        return access.unlock(head)
    except VaultLocked:
        if asking.ask is None:
            raise
        return asking.unlock(head)  # its passphrase may have been changed since


def _read(path: Path, head: Written, opened: Opened, seen: Anchor | None) -> There:
    keyring, content = Keyring(opened.key, head.header.salt), journal.read_file(path)
    left = read_what_is_left(content, head, keyring)
    file, generation, sequence, tag = left.last
    reached = anchor.Anchor(
        file.hex(), generation, sequence, tag.hex(), keyring.fingerprint, head.digest.hex()
    )
    damage = min(left.lost, default=0)
    short = seen is not None and not reaches(content, head, seen)
    return There(Opening(head.header, keyring, opened.slot), left.tables, reached, damage, short)


def _last_time(found: Journal) -> str:
    """The day of the last line of the backup's log."""
    db = VaultDB(JournalStorage(found))
    lines = (document_of(db, LOG, id_) for id_ in db.of(LOG).documents())  # not judged yet
    times = (str(line.get("at")) for line in lines if isinstance(line, dict))
    return max((time[:10] for time in times if is_time(time)), default="–")


def _united(
    found: Journal, there: There | None, opening: Opening, wanted: Wanted
) -> tuple[Mapping[str, Table], United]:
    """The tables of the vault from now on, and which lines of it are in effect no more."""
    blank = Blank()
    blank.tables = {name: _held(table) for name, table in found.tables.items()}
    storage = JournalStorage(blank)
    db = VaultDB(storage)
    migrations.bring_up_to_date(db, migrations.pending(found.tables))
    old = Blank()
    old.tables = {name: _held(table) for name, table in there.tables.items()} if there else {}
    before = VaultDB(JournalStorage(old))
    judge_backup(before, db, wanted.at)
    united = unite(db, before) if there else United({})
    count_on(db)
    name = (there.opening.name if there else "") or opening.name
    work = Work(db, by=name, at=wanted.at, command=wanted.command)
    note_lost(db, by := work.line_ref)
    db.of(ASIDE).put({id_: {"line": ref, "by": by} for id_, ref in united.aside.items()})
    anchors = (str(there.anchor) if there else None, str(found.anchor))
    work.note_on_profile(RESTORED, {"anchor": anchors, "aside": (None, len(united.aside))})
    work.flush()
    storage.commit()
    return blank.tables, united


def _held(table: Table) -> Table:
    """A table that is copied before it changes."""
    table.shared = True
    return table


def _put_in_place(
    vault: Vault, opening: Opening, found: Journal, tables: Mapping[str, Table]
) -> None:
    """Write the vault as the next generation after all that were seen; raises NotWritten.

    Its header is announced before, so that a kill in between leaves nothing to be confirmed.
    """
    environ, (header, keyring, _slot) = vault.access.environ, opening
    seen = anchor.seen(header.file, environ)
    last = max(header.generation, found.header.generation, seen.generation if seen else 0)
    coming = seals.next_generation(replace(header, generation=last), keyring, keyring.data)
    written = seals.written(coming, Keyring(keyring.data, coming.salt))
    if seen:
        anchor.announce(seen, written.digest, environ)
    made = journal.create(vault.path, written, keyring.data, tables)
    location.note_all(vault.location, made, environ)
