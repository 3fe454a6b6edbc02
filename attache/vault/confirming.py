"""Taking on a vault that was changed or put here elsewhere, once an officer knows of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from attache.problems import NotWritten, Problem, Refused, VaultDamaged, problem
from attache.vault import anchor, journal, location
from attache.vault.copies.gaps import lacking
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.numbers import behind
from attache.vault.readable import altered, judge_tables, unreadable
from attache.vault.views import COUNTERS, PROFILE, View

if TYPE_CHECKING:
    from pathlib import Path

    from attache.vault.anchor import Anchor
    from attache.vault.header import Written
    from attache.vault.history import Line
    from attache.vault.journal import Journal
    from attache.vault.vault import Vault


class Strange(NamedTuple):
    """What a file says of itself that was changed elsewhere, and what was known of it here.

    `officers` have a passphrase; `last` is the last line of its log. Where another file lay here
    (`another`), `noted` is the anchor of that one; `family` says whether both are of one office.
    """

    found: Anchor
    noted: Anchor | None
    officers: tuple[str, ...]
    last: Line | None
    another: bool
    family: bool

    @property
    def same_key(self) -> bool:
        """Whether the data key is the one that was known."""
        return self.noted is not None and self.noted.key == self.found.key


def read_header(vault: Vault) -> Written:
    """The header of a vault, not proved; raises NoVault, VaultLocked or VaultDamaged."""
    try:
        return journal.read_header(vault.path)
    except VaultDamaged as refused:
        earlier = [p.code for p in refused.problems] == ["VLT055"]
        if earlier and location.known(vault.location, vault.access.environ):
            raise VaultDamaged(problem("VLT084")) from None  # anybody can forge that form
        raise


def known_header(vault: Vault) -> Written:
    """The header of a file, before a passphrase is typed that somebody waits for; raises as below.

    Raises NoVault or VaultLocked too.
    """
    head = read_header(vault)
    refuse_unknown(head, vault.location, vault.access.environ)
    return head


def refuse_unknown(head: Written, where: Path, environ: Mapping[str, str]) -> None:
    """Raise VaultDamaged for a header that was not written here, where one was before.

    Whoever had a key once may put a whole vault of their own in its place, also under another file
    id: only what is known outside of the file tells that.
    """
    known = location.known(where, environ)
    if known and known.file != head.header.file:
        raise VaultDamaged(problem("VLT083"))
    noted = anchor.noted(head.header.file, environ)
    if noted and head.digest.hex() not in noted.headers:
        newer = head.header.generation > noted.anchor.generation
        raise VaultDamaged(problem("VLT053" if newer else "VLT012"))


def first_look(
    found: Journal, seen: Anchor | None, where: Path, environ: Mapping[str, str]
) -> Iterator[Problem]:
    """Note where a file lies that was opened; what an officer should know of it.

    How far it has come is noted by whoever writes, under the lock. `seen` is what is known of that.
    """
    if not (location.known(where, environ) or location.note(where, found.header, environ)):
        yield problem("VLT017")
    elif seen is None and found.tables.get(COUNTERS):  # a fresh copy has counted nothing
        yield problem("VLT037")
    if not found.written.whole:
        yield problem("VLT054")


def look(vault: Vault, line: Anchor | None = None) -> Strange:
    """What is found in a file, whatever is known of it here; nothing is changed.

    `line` is an anchor that somebody has said of it. Raises VaultDamaged for an older file and a
    forged one, VaultLocked, and Refused where the line is another one.
    """
    environ = vault.access.environ
    noted = anchor.seen(vault.header().file, environ)
    opened = vault.opened_by(noted)
    if opened.torn:
        raise VaultDamaged(problem("VLT011", frame=opened.last.sequence + 1))
    found = opened.anchor
    known = location.known(vault.location, environ)
    another = known is not None and known.file != found.file
    family = known is None or known.family == opened.header.family
    if known and not noted:
        noted = anchor.seen(known.file, environ)
    if line and line != found:
        raise Refused(problem("VLT057", "anchor"))
    names = tuple(map(opened.keyring.name, opened.header.officers))
    db = VaultDB(JournalStorage(opened))
    _judge(opened, db)
    last = deque(View(db).log(), maxlen=1)
    return Strange(found, noted, names, last[0] if last else None, another, family)


def _judge(opened: Journal, db: VaultDB) -> None:
    """Raise Refused where the file is no vault that works."""
    judge_tables(opened, "VLT090")
    bad = [f"{table} {id_}" for table, id_ in unreadable(db, opened.tables)]
    bad += [] if len(db.of(PROFILE).documents()) == 1 else [PROFILE]
    bad += [] if bad else [*lacking(db)]
    bad += [] if bad else [*behind(db)]
    for name in bad or altered(opened.tables, finding=True):
        raise Refused(problem("VLT090", ref=name))


def confirm(vault: Vault, strange: Strange) -> None:
    """Take the file on as it was looked at; raises VaultBusy, VaultDamaged or NotWritten."""
    with vault.lock:
        head, environ = journal.read_header(vault.path), vault.access.environ
        if head.digest.hex() != strange.found.header:
            raise VaultDamaged(problem("VLT053"))
        if not (
            anchor.remember(strange.found, environ)
            and location.note(vault.location, head.header, environ)
        ):
            raise NotWritten(problem("VLT058"))
