"""Opening and making a vault, the lock around its units of work, and its care."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache.language import N_
from attache.problems import (
    NotWritten,
    NoVault,
    Problem,
    Refused,
    VaultDamaged,
    VaultLocked,
    problem,
)
from attache.stopping import undisturbed
from attache.vault import anchor, location, migrations, seals, system
from attache.vault.confirming import first_look, known_header, read_header, refuse_unknown
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.generations import begun
from attache.vault.journal import Journal
from attache.vault.keys import KeyChanged, Keyring, Opened
from attache.vault.seals import Anew
from attache.vault.views import View
from attache.vault.work import Work

if TYPE_CHECKING:
    from attache.vault.access import Access
    from attache.vault.anchor import Anchor
    from attache.vault.header import Header, Written
    from attache.vault.lock import Lock
    from attache.vault.payload import Transaction

MOST_FRAMES = 16_384
"""Transactions after which the file is compacted by whoever writes: an office that never locks its
vault, nor backs it up (growth.py), would wait a second for each command then."""
RECOVERED = N_("recovery code")
"""What is signed by whoever opened the vault with its recovery code."""


class Held(NamedTuple):
    """Who has left the vault open, and until when (epoch)."""

    officer: str
    until: float


class Vault:
    """One data file. Reading takes no lock; `notices` are warnings met on the way."""

    def __init__(
        self, path: Path, access: Access, opened: Journal | None = None, slot: str = ""
    ) -> None:
        self.path = Path(os.path.realpath(path))  # by whatever link: one file has one lock
        self.location = path
        self.access = access
        self.notices: list[Problem] = []
        self._journal = opened
        self._slot = slot

    def view(self) -> View:
        """The vault as it is now; raises NoVault, VaultLocked or VaultDamaged."""
        return View(VaultDB(JournalStorage(self.kept_still())))

    def kept_still(self) -> Journal:
        """The journal, whose tables nothing changes from now on under those who look at them."""
        found = self._seen()
        for table in found.tables.values():
            table.shared = True
        return found

    @contextmanager
    def work(self, command: str, at: str, *, rehearsal: bool = False) -> Iterator[Work]:
        """A unit of work, signed by the officer; nothing is stored where it ends in an exception.

        A rehearsal stores nothing ever: it shows what the work would do, and keeps nobody waiting.
        """
        if rehearsal:
            storage = JournalStorage(self.kept_still())
            yield Work(VaultDB(storage), by=self.officer, at=at, command=command)
            return
        with self.writing() as opened:
            storage = JournalStorage(opened)
            work = Work(VaultDB(storage), by=self.officer, at=at, command=command)
            yield work
            self.store(opened, storage, work)
            if opened.frames - begun(opened.end) > MOST_FRAMES:
                with suppress(NotWritten):  # what was to be stored is stored
                    self.renew()

    def store(self, opened: Journal, storage: JournalStorage, work: Work) -> None:
        """Store what a unit of work did, with its line of the log; raises NotWritten."""
        if work.shuts_out:
            work.believed.forget()
        elif work.fresh_key:
            work.believed.keep(opened.keyring.fingerprint)
        work.flush()
        with self.storing(opened):
            if work.fresh_key or work.slots is not None:
                anew = Anew(work.fresh_key, work.slots, work.moved)
                self._rewrite(opened, anew, storage.taken())
            else:
                storage.commit()

    @contextmanager
    def writing(self) -> Iterator[Journal]:
        """The journal under the lock, a torn tail cut off."""
        with self.lock:
            opened = self.opened()
            if opened.torn:
                opened.cut_torn()
                self.notices.append(problem("VLT013"))
            opened.mend_header()
            yield opened

    @property
    def officer(self) -> str:
        """Who opened the vault; raises VaultLocked where that opens it no longer."""
        opened = self._journal or self.opened()
        slot = opened.header.slot(self._slot)
        if slot is None:  # taken away or made anew by somebody else: nobody signs by it
            raise VaultLocked(problem("VLT010"))
        return opened.keyring.name(slot)

    @property
    def slot(self) -> str:
        """The id of the slot by which the vault was opened."""
        if self._journal is None:
            self.opened()
        return self._slot

    @cached_property
    def lock(self) -> Lock:
        """The vault's lock; one process may take it again while it holds it."""
        from attache.vault.lock import Lock  # what only reads does not wait for its import

        return Lock(self.path)

    def header(self) -> Header:
        """The header as it stands there, not proved; raises as `opened` does."""
        return read_header(self).header

    def opened(self) -> Journal:
        """The journal as it is now; raises NoVault, VaultLocked or VaultDamaged."""
        if self._journal is None:
            self._journal = self._open()
            self._bring_up_to_date(self._journal)
            return self._journal
        before, opened = self._journal.written.digest, self._journal
        try:
            opened.follow()
        except KeyChanged:  # by another process, perhaps in the same open session
            opened = self._by_session()
        if opened.written.digest != before:
            self._journal = None  # unless it is known, it is to be refused again
            refuse_unknown(opened.written, self.location, self.access.environ)
            self._journal = opened
        return opened

    def _by_session(self) -> Journal:
        """The journal under a key that was changed, in one's own session; raises VaultLocked."""
        head, held = self._started()
        if held is None or held.slot != self._slot:
            raise KeyChanged(problem("VLT042"))
        return self._read(head, held.key)

    def _bring_up_to_date(self, opened: Journal) -> None:
        """Apply the migrations that the vault still needs."""
        if opened.frames and not opened.torn and migrations.pending(opened.tables):
            with self.lock:
                opened.follow()  # another process may have done it
                migrations.migrate(opened)
                self.acknowledge()

    def opened_by(self, known: Anchor | None) -> Journal:
        """The journal by an anchor that somebody gives, whatever is noted here: to judge a backup.

        Raises Refused for the anchor of another vault, and what `opened` raises.
        """
        head, held = self._started()
        if known and known.file != head.header.file:
            raise Refused(problem("VLT031", "anchor"))
        opened = held or self.access.unlock(head)
        return Journal(self.path, opened.key, known)

    def acknowledge(self) -> None:
        """Note outside the vault how far it has come, and where it lies."""
        opened, environ = self._journal, self.access.environ
        if opened and not location.note_all(self.location, opened, environ):
            self._notice(problem("VLT017"))

    def _notice(self, *found: Problem) -> None:
        self.notices += [p for p in found if p not in self.notices]

    def renew(self) -> None:
        """Begin a new generation without what was deleted; raises NotWritten."""
        with self.writing() as opened, self.storing(opened):
            self._rewrite(opened, Anew(), {})

    @contextmanager
    def storing(self, opened: Journal) -> Iterator[None]:
        """What a journal stores within is noted, here and outside, before Ctrl-C is heard."""
        with undisturbed():
            self._journal = opened  # another one was opened meanwhile where this could not be read
            yield
            self.acknowledge()

    def _rewrite(self, opened: Journal, anew: Anew, transaction: Transaction) -> None:
        """Write the file anew: it is done with all that is asked for, or not; raises NotWritten."""
        coming, key = seals.anew(opened.header, opened.keyring, anew)
        anchor.announce(opened.anchor, coming.digest, self.access.environ)
        opened.rewrite(coming, key, transaction)
        self._slot = anew.moved.get(self._slot, self._slot)
        self._extend()

    def held(self) -> Held | None:
        """The session that is open, if the vault still opens by it; no passphrase is asked for."""
        head, opened = self._started()
        header = head.header
        session = self.access.held(header.file) if opened else None
        slot = header.slot(session.slot) if session else None
        if session is None or slot is None:
            return None
        return Held(Keyring(session.key, header.salt).name(slot), session.until)

    def open_anew(self) -> None:
        """Open the vault by a passphrase, also where a session is open; raises VaultLocked.

        That session goes on where the passphrase is wrong.
        """
        head = known_header(self)
        opened = self.access.unlock(head)
        self._journal = self._read(head, opened.key)
        self._slot = opened.slot

    def _extend(self) -> None:
        """Keep the session that is open, with what opens the vault now."""
        if self._journal and (session := self.access.held(self._journal.header.file)):
            self.stay_open(round(session.until - self.access.now.timestamp()))

    def stay_open(self, seconds: int) -> str | None:
        """Keep the key in a session; where, or None where there is no safe place for it."""
        opened = self._journal or self.opened()
        return self.access.keep(opened.header, Opened(opened.key, self._slot), seconds)

    def _seen(self) -> Journal:
        """The journal for reading. What looks torn or damaged may be a writer at work."""
        try:
            found = self.opened()
            if not found.torn:
                return found
        except VaultDamaged:
            self._journal = None
        except VaultLocked:
            if self._journal is None:  # the passphrase is wrong
                raise
            self._journal = None
        with self.lock:
            found = self.opened()
            if found.torn:
                self.notices.append(problem("VLT018"))
            return found

    def _open(self) -> Journal:
        head, held = self._started()
        refuse_unknown(head, self.location, self.access.environ)
        opened = held or self.access.unlock(head)
        self._slot = opened.slot
        return self._read(head, opened.key)

    def _read(self, head: Written, key: bytes) -> Journal:
        """The journal, with notices of what an officer should know of the file."""
        seen = anchor.seen(head.header.file, self.access.environ)
        found = Journal(self.path, key, seen)
        self._notice(*first_look(found, seen, self.location, self.access.environ))
        return found

    def _started(self) -> tuple[Written, Opened | None]:
        """The header as it stands there, and by what the open session opens it."""
        head = read_header(self)
        return head, self.access.by_session(head)


def open_vault(path: Path, access: Access) -> Vault:
    """The vault at a path; raises NoVault, or VaultLocked where that cannot be seen."""
    access.sweep()
    try:
        there = not path.is_dir() and path.exists()  # a pipe is said to be one, when it is read
    except OSError as refused:
        raise VaultLocked(problem("VLT006", reason=system.reason(refused))) from None
    if not there:
        day = location.last_known(path, access.environ)
        raise NoVault(problem("VLT091", day=day) if day else problem("VLT001"))
    return Vault(path, access)
