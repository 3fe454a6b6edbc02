"""When a vault is compacted: reading it takes longer with each transaction that was written.

Never inside somebody's command, unless it has grown very far: it takes seconds, and twice the
space. It is done when nobody waits: as the vault is locked, or after a backup.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from attache.problems import AttacheError
from attache.vault import anchor, system
from attache.vault.generations import begun

if TYPE_CHECKING:
    from attache.vault.vault import Vault

MANY = 4096
"""Transactions from which on it is time: they add a fifth of a second to each command."""


def transactions(vault: Vault) -> int:
    """How many were written since the file was begun anew, about, as was last seen.

    The frames with which a file of its size may begin do not count. No key is needed.
    """
    seen = anchor.seen(vault.header().file, vault.access.environ)
    return max(0, seen.sequence - begun(system.size_of(vault.path))) if seen else 0


def is_grown(vault: Vault) -> bool:
    """Whether it is time."""
    return transactions(vault) > MANY


def compact_idle(vault: Vault) -> bool:
    """Compact a vault that is open where it is time; whether it was done.

    Where it cannot be (no space, somebody writes, damage) the file stays as it is: nothing is lost
    but time, and `vault status` goes on advising it.
    """
    with suppress(AttacheError):
        opened = vault.opened()
        if opened.frames - begun(opened.end) > MANY:
            vault.renew()
            return True
    return False
