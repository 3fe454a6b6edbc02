"""Writing what can still be proved of a damaged vault into a vault of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache import files, records
from attache.problems import Refused, VaultDamaged, problem
from attache.vault import anchor, generations, journal, migrations, seals
from attache.vault import header as headers
from attache.vault.copies.gaps import note_lost
from attache.vault.copies.sides import place_of
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.history import LETTER, LOG, SALVAGED
from attache.vault.journal import Blank, Journal
from attache.vault.keys import Keyring
from attache.vault.numbers import given
from attache.vault.provable import read_what_is_left
from attache.vault.reached import cut_off
from attache.vault.readable import altered, unreadable
from attache.vault.tables import Table
from attache.vault.views import COUNTERS, ERASED, PROFILE
from attache.vault.work import Work

if TYPE_CHECKING:
    from attache.vault.access import Access
    from attache.vault.header import Written
    from attache.vault.provable import Left
    from attache.vault.vault import Vault


LEAST_LINE = 64
"""Bytes of a file that a line of the log takes at least, or the note that it is lost."""
SPARE = 1 << 16
"""So many lines may have stood in a part of the file that is not even there any more."""


class Wanted(NamedTuple):
    """Where what is left is to be written, by which words, when (UTC, ISO 8601).

    `backup` is one from which the header and the post's profile are taken where they are gone.
    """

    out: Path
    command: str
    at: str
    backup: Path | None = None


class Salvaged(NamedTuple):
    """What was left, and the refs of records that the log tells of and that are gone.

    `last_refs` are the last ones, of each kind, that this seat has given out as far as is known.
    `left_out` are table and id of what attache has not written, each as one text.
    """

    left: Left
    missing: tuple[str, ...]
    last_refs: tuple[str, ...]
    left_out: tuple[str, ...]


def salvage(vault: Vault, wanted: Wanted) -> Salvaged:
    """Write what can still be proved of a damaged vault into another file; it stays as it is.

    Raises NoVault, VaultLocked, VaultDamaged, Refused where not even a profile is left, NotWritten.
    """
    files.judge_place(wanted.out, "out", replace=False)
    content = journal.read_file(vault.path)
    head, access = _header(content, vault.access, wanted.backup)
    opened = access.fitting(head) or access.unlock(head)
    keyring = Keyring(opened.key, head.header.salt)
    left = read_what_is_left(content, head, keyring)
    gone = cut_off(left, head, anchor.seen(head.header.file, vault.access.environ))
    left = left._replace(lost=tuple(sorted({*left.lost, *gone})))
    blank = Blank()
    blank.tables = dict(left.tables)
    left_out = _leave_out(blank, SPARE + len(content) // LEAST_LINE)
    _find_anew(blank, {LOG} if left_out else set())
    _complete(blank, opened.key, wanted.backup)
    storage = JournalStorage(blank)
    db = VaultDB(storage)
    missing, highest = tuple(_missing(db)), given(db)
    last_refs = tuple(_last_refs(db, highest))
    slot = head.header.slot(opened.slot)
    by = keyring.name(slot) if slot else ""
    work = Work(db, by=by, at=wanted.at, command=wanted.command)
    _note(db, work, left, highest)
    work.flush()
    storage.commit()
    header = seals.next_generation(head.header, keyring, opened.key)
    written = seals.written(header, Keyring(opened.key, header.salt))
    files.save(
        wanted.out, b"".join(generations.whole(written, opened.key, blank.tables)), replace=False
    )
    return Salvaged(left, missing, last_refs, left_out)


def _note(db: VaultDB, work: Work, left: Left, highest: Mapping[str, int]) -> None:
    """Have the vault know how many numbers were given out, and which lines and frames are gone."""
    db.of(COUNTERS).put({name: {"last": number} for name, number in highest.items()})
    note_lost(db, work.line_ref)
    counts = {"good": left.good, "behind": left.behind, "lost": len(left.lost)}
    work.note_on_profile(SALVAGED, {name: (None, count) for name, count in counts.items()})


def _header(content: bytes, access: Access, backup: Path | None) -> tuple[Written, Access]:
    """The header of the vault, or where it is gone that of a backup; and the way in by it."""
    try:
        return headers.read(content), access
    except VaultDamaged as unread:
        if backup is None:
            other_version = unread.problems[0].code not in ("VLT003", "VLT008")
            raise unread if other_version else VaultDamaged(problem("VLT076")) from None
        return journal.read_named(backup, "backup"), access.of_copy(backup)


def _leave_out(blank: Blank, most: int) -> tuple[str, ...]:
    """Take out what attache has not written, and no command could look at.

    `most` lines a seat can have had in the file, by its size.
    """
    storage = JournalStorage(blank)
    db = VaultDB(storage)
    found = list[tuple[str, str]]()
    for search in (unreadable(db, blank.tables), _far_off(db, most)):
        bad = [*search]
        for table, id_ in bad:
            db.of(table).delete({id_})
        found += bad
    storage.commit()
    return tuple(f"{table} {id_}" for table, id_ in found)


def _find_anew(blank: Blank, names: set[str]) -> None:
    """Have the documents be found by what they say, in these tables and where some are not.

    Nothing is known then of lines that were left out: their numbers were given to nobody.
    """
    for name in {*names & blank.tables.keys(), *altered(blank.tables, finding=True)}:
        documents = dict(VaultDB(JournalStorage(blank)).of(name).documents())
        blank.tables[name] = Table()
        storage = JournalStorage(blank)
        VaultDB(storage).of(name).put(documents)
        storage.commit()


def _far_off(db: VaultDB, most: int) -> Iterator[tuple[str, str]]:
    """Table and id of lines whose numbers cannot be: all below them would be told as lost."""
    for id_, line in db.of(LOG).documents().items():
        if place_of(line["ref"]).number > most:
            yield LOG, id_


def _complete(blank: Blank, key: bytes, backup: Path | None) -> None:
    """Have a profile, and the names of migrations; raises Refused where there is no profile."""
    if not len(blank.tables.get(PROFILE, ())):
        if backup is None:
            raise Refused(problem("VLT074"))
        blank.tables[PROFILE] = Journal(backup, key).tables.get(PROFILE, Table())
        if not _has_profile(blank):
            raise Refused(problem("VLT074"))
    if migrations.APPLIED not in blank.tables:
        storage = JournalStorage(blank)
        migrations.mark(VaultDB(storage), [*migrations.MIGRATIONS])
        storage.commit()


def _has_profile(blank: Blank) -> bool:
    """Whether its profile is one as attache writes it."""
    table = blank.tables[PROFILE]
    try:
        table.judge()
    except ValueError:
        return False
    return len(table) > 0 and not any(unreadable(VaultDB(JournalStorage(blank)), [PROFILE]))


def _missing(db: VaultDB) -> Iterator[str]:
    """The refs of records that lines have added and nobody has erased, and that are not there."""
    erased = db.of(ERASED).documents()
    for line in db.of(LOG).documents().values():
        for action, kind, id_, ref, *_rest in line["changes"]:
            if action == "add" and id_ not in erased and id_ not in db.of(kind).documents():
                yield ref


def _last_refs(db: VaultDB, highest: Mapping[str, int]) -> Iterator[str]:
    profile = next(iter(db.of(PROFILE).documents().values()))
    letters = {LOG: LETTER} | {kind.name: kind.letter for kind in records.RECORD_TYPES}
    for name, number in sorted(highest.items()):
        if letter := letters.get(name):
            yield f"{profile['post']}-{profile['seat']}-{letter}{number}"
