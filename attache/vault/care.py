"""Who opens the vault: passphrases, officers' slots, and the recovery code.

An officer has a slot and a name of their own; what they do is signed with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attache.problems import Refused, problem
from attache.vault import keys
from attache.vault.keys import PASSPHRASE, RECOVERY

if TYPE_CHECKING:
    from attache.vault.header import Slot
    from attache.vault.journal import Journal
    from attache.vault.vault import Vault


class Officer(NamedTuple):
    """One who has a passphrase; `own` where the vault was opened by it."""

    name: str
    own: bool


def officers(vault: Vault) -> list[Officer]:
    """Who has a passphrase of their own."""
    opened = vault.opened()
    slots = (s for s in opened.header.slots if s.kind == PASSPHRASE)
    return [Officer(opened.keyring.name(s), s.id == vault.slot) for s in slots]


def add_officer(vault: Vault, name: str, passphrase: str) -> None:
    """Give an officer a passphrase; raises Refused where the name has one."""
    with vault.writing() as opened:
        if name in (officer.name for officer in officers(vault)):
            raise Refused(problem("VLT025", "name"))
        _rewrite(vault, opened, (*opened.header.slots, _slot(opened, name, passphrase)))


def remove_officer(vault: Vault, name: str) -> None:
    """Take an officer's passphrase away and begin anew under another data key.

    Raises Refused where nobody has the name, or where it is one's own.
    """
    with vault.writing() as opened:
        slot = _named(opened, name)
        if slot is None:
            raise Refused(problem("VLT026", "name"))
        if slot.id == vault.slot:
            raise Refused(problem("VLT027", "name"))
        left = tuple(s for s in opened.header.slots if s.id != slot.id)
        vault.renew(fresh_key=True, slots=left)  # at once, or the key would outlive the slot


def change_passphrase(vault: Vault, name: str, passphrase: str) -> None:
    """Put another passphrase in an officer's slot; raises Refused where nobody has the name."""
    with vault.writing() as opened:
        old = _named(opened, name)
        if old is None:
            raise Refused(problem("VLT026", "name"))
        new = _slot(opened, name, passphrase)
        slots = tuple(new if s.id == old.id else s for s in opened.header.slots)
        _rewrite(vault, opened, slots)
        vault.moved(old.id, new.id)


def new_recovery_code(vault: Vault) -> str:
    """Replace the recovery code; the old one opens nothing from then on."""
    code = keys.recovery_code()
    secret = keys.read_code(code)
    assert secret
    with vault.writing() as opened:
        old = next(s for s in opened.header.slots if s.kind == RECOVERY)
        new = keys.new_slot(opened.header, opened.key, RECOVERY, secret)
        named = opened.keyring.named(new, opened.keyring.name(old))
        others = tuple(s for s in opened.header.slots if s.kind != RECOVERY)
        _rewrite(vault, opened, (*others, named))
        vault.moved(old.id, new.id)
    return code


def _slot(opened: Journal, name: str, passphrase: str) -> Slot:
    secret = keys.stretched(passphrase, opened.header.kdf)
    slot = keys.new_slot(opened.header, opened.key, PASSPHRASE, secret)
    return opened.keyring.named(slot, name)


def _named(opened: Journal, name: str) -> Slot | None:
    slots = (s for s in opened.header.slots if s.kind == PASSPHRASE)
    return next((s for s in slots if opened.keyring.name(s) == name), None)


def _rewrite(vault: Vault, opened: Journal, slots: tuple[Slot, ...]) -> None:
    opened.rewrite(opened.header.with_slots(slots), opened.key)
    vault.acknowledge()
