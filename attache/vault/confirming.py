"""Taking on a vault whose keys were changed on another machine, once an officer knows of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from attache.problems import NotWritten, Refused, VaultDamaged, problem
from attache.vault import anchor, journal
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.keys import PASSPHRASE
from attache.vault.views import View

if TYPE_CHECKING:
    from pathlib import Path

    from attache.vault.anchor import Anchor
    from attache.vault.header import Written
    from attache.vault.history import Line
    from attache.vault.vault import Vault


class Strange(NamedTuple):
    """What a file says of itself that was changed elsewhere, and what was known of it here.

    `officers` have a passphrase; `last` is the last line of its log.
    """

    found: Anchor
    noted: Anchor | None
    officers: tuple[str, ...]
    last: Line | None

    @property
    def same_key(self) -> bool:
        """Whether the data key is the one that was known."""
        return self.noted is not None and self.noted.key == self.found.key


def known_header(path: Path, environ: Mapping[str, str]) -> Written:
    """The header of a file, before a passphrase is typed that somebody waits for; raises as below.

    Raises NoVault or VaultLocked too.
    """
    head = journal.read_header(path)
    refuse_unknown(head, environ)
    return head


def refuse_unknown(head: Written, environ: Mapping[str, str]) -> None:
    """Raise VaultDamaged for a header that was not written here, where one was before.

    Whoever had a key once may put a whole vault of their own in its place: only what is known
    outside of the file tells that.
    """
    noted = anchor.noted(head.header.file, environ)
    if noted and head.digest.hex() not in noted.headers:
        newer = head.header.generation > noted.anchor.generation
        raise VaultDamaged(problem("VLT053" if newer else "VLT012"))


def look(vault: Vault, line: Anchor | None = None) -> Strange:
    """What is found in a file, whatever is known of it here; nothing is changed.

    `line` is an anchor that somebody has said of it. Raises VaultDamaged for an older file and a
    forged one, VaultLocked, and Refused where the line is another one.
    """
    opened = vault.opened_by(None)
    if opened.torn:
        raise VaultDamaged(problem("VLT011", frame=opened.last.sequence + 1))
    found, noted = opened.anchor, anchor.seen(opened.header.file, vault.access.environ)
    if noted and noted.generation >= found.generation and noted.header != found.header:
        raise VaultDamaged(problem("VLT012"))
    if line and line != found:
        raise Refused(problem("VLT057", "anchor"))
    slots = (s for s in opened.header.slots if s.kind == PASSPHRASE)
    names = tuple(opened.keyring.name(s) for s in slots)
    last = deque(View(VaultDB(JournalStorage(opened))).log(), maxlen=1)
    return Strange(found, noted, names, last[0] if last else None)


def confirm(vault: Vault, strange: Strange) -> None:
    """Take the file on as it was looked at; raises VaultBusy, VaultDamaged or NotWritten."""
    with vault.lock:
        if journal.read_header(vault.path).digest.hex() != strange.found.header:
            raise VaultDamaged(problem("VLT053"))
        if not anchor.remember(strange.found, vault.access.environ):
            raise NotWritten(problem("VLT058"))
