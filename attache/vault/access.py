"""How a vault is opened: by the session that is open, or with a passphrase.

A passphrase comes from a file descriptor, a file, or a command (scripts), or is asked for. It
never stands in argv. The recovery code is taken wherever a passphrase is. A copy or a backup may
have a passphrase of its own, which a script gives beside that of the vault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from attache.problems import VaultLocked, problem
from attache.vault import passphrases, sessions
from attache.vault.keys import Keyring, Opened
from attache.vault.places import written
from attache.vault.sessions import Session
from attache.vault.slots import unlock

if TYPE_CHECKING:
    from pathlib import Path

    from attache.vault.header import Header, Written

OURS, THEIRS = "ATTACHE_PASSPHRASE_", "ATTACHE_COPY_PASSPHRASE_"
"""With what the variables begin by which a script has passphrases: of the vault, of a copy."""
_OF_COPY = {"VLT009": "VLT080", "VLT010": "VLT081"}
"""What is told of the passphrase of a copy or a backup in place of what is told of the vault's."""


@dataclass(frozen=True)
class Access:
    """`now` is an aware time, against which sessions expire; `ask` asks an officer.

    `file` is the name of the copy or backup that is to be opened, and what `ask` is told.
    """

    environ: Mapping[str, str]
    now: datetime
    fd: int | None = None
    ask: Callable[[str], str | None] | None = None
    file: str = ""
    only_held: bool = False
    """Whether only an open session opens it: a shell that completes a word asks nobody."""
    unlocked: dict[bytes, Opened] = field(default_factory=dict, compare=False, repr=False)
    """What was opened in this run, by the digest of its header: nobody is asked twice for it."""

    def asked_once(self) -> Access:
        """The same, where one passphrase is read or asked for, and is tried on several files."""
        once = cache(self.passphrase)
        environ = {n: v for n, v in self.environ.items() if not n.startswith(OURS)}
        return replace(self, environ=environ, fd=None, ask=lambda _file: once())

    def of_copy(self, path: Path) -> Access:
        """The way into a copy or a backup: by its own passphrase where a script has that."""
        own = {n.replace(THEIRS, OURS): v for n, v in self.environ.items() if n.startswith(THEIRS)}
        if not own:
            return replace(self, file=path.name)
        others = {n: v for n, v in self.environ.items() if not n.startswith(OURS)}
        return replace(self, environ={**others, **own}, fd=None, file=path.name)

    def held(self, file: str) -> Session | None:
        """The open session of a vault, if there is one."""
        return sessions.held(file, self.environ, self.now.timestamp())

    def sweep(self) -> None:
        """Purge what was left of sessions that are over, of whatever vault."""
        sessions.sweep(self.environ, self.now.timestamp())

    def by_session(self, head: Written) -> Opened | None:
        """By what the open session opens a vault; it is over under another key or without slot."""
        header, session = head.header, self.held(head.header.file)
        if session is None:
            return None
        fits = head.sealed_by(Keyring(session.key, header.salt).header)
        if fits and header.slot(session.slot):
            return Opened(session.key, session.slot)
        self.forget(header.file)
        return None

    def fitting(self, head: Written) -> Opened | None:
        """The key of an open session where it is that of a header; the session stays as it is."""
        session = self.held(head.header.file)
        if session and head.sealed_by(Keyring(session.key, head.header.salt).header):
            return Opened(session.key, session.slot)
        return None

    def unlock(self, head: Written) -> Opened:
        """The data key by a passphrase; raises VaultLocked or VaultDamaged."""
        if head.digest in self.unlocked:
            return self.unlocked[head.digest]
        text = None if self.only_held else self.passphrase()
        if text is None:
            raise self._locked("VLT010")
        try:
            self.unlocked[head.digest] = unlock(head, text)
        except VaultLocked as locked:
            raise self._locked(locked.problems[0].code) from None
        return self.unlocked[head.digest]

    def _locked(self, code: str) -> VaultLocked:
        """What is told where this file does not open: of a copy or a backup its name."""
        told = _OF_COPY.get(code) if self.file else None
        return VaultLocked(problem(told, file=self.file) if told else problem(code))

    def passphrase(self) -> str | None:
        """The passphrase where a script has it, or as an officer types it; None without either."""
        given = self.given()
        if given is None and self.ask:
            return self.ask(self.file)
        return given

    def given(self) -> str | None:
        """The passphrase where a script has it; raises VaultLocked."""
        if self.fd is not None:
            return passphrases.from_fd(self.fd)
        if path := self.environ.get("ATTACHE_PASSPHRASE_FILE"):
            return passphrases.from_file(written(path))
        if command := self.environ.get("ATTACHE_PASSPHRASE_COMMAND"):
            return passphrases.from_command(command)
        return None

    def keep(self, header: Header, opened: Opened, seconds: int) -> str | None:
        """Leave the vault open for a time; where the key is kept, or None where it cannot be."""
        now = self.now.timestamp()
        kept = Session(
            file=header.file,
            key=opened.key,
            slot=opened.slot,
            since=now,
            until=now + seconds,
            boot=sessions.this_boot(),
        )
        return sessions.keep(kept, self.environ)

    def forget(self, file: str) -> bool:
        """End the session of a vault; whether there was one."""
        return sessions.forget(file, self.environ)
