"""Who opens the vault: passphrases, officers' slots, and the recovery code.

An officer has a slot and a name of their own; what they do is signed with it. Each change is part
of a unit of work: slots, log line and whatever else the work does are stored together or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attache.language import both
from attache.problems import Refused, problem
from attache.vault.header import RECOVERY
from attache.vault.log import line_of
from attache.vault.slots import costs, new_slot, of_code, of_passphrase
from attache.vault.vault import RECOVERED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from attache.vault.header import Slot
    from attache.vault.history import Line
    from attache.vault.journal import Journal
    from attache.vault.vault import Vault
    from attache.vault.views import View
    from attache.vault.work import Work

CHANGED, CODE_CHANGED = "passphrase", "recovery-code"
ADDED, REMOVED = "officer-added", "officer-removed"
"""Actions that the log tells of the post's profile; `officer` and `slot` say whose it was."""


class Officer(NamedTuple):
    """One who has a passphrase; `own` where the vault was opened by it."""

    name: str
    own: bool


def officers(vault: Vault) -> list[Officer]:
    """Who has a passphrase of their own."""
    opened = vault.opened()
    slots = opened.header.officers
    return [Officer(opened.keyring.name(s), s.id == vault.slot) for s in slots]


def by_recovery_code(vault: Vault) -> bool:
    """Whether the recovery code opened the vault, so that no officer did."""
    slot = vault.opened().header.slot(vault.slot)
    return slot is not None and slot.kind == RECOVERY


def add_officer(vault: Vault, work: Work, name: str, passphrase: str) -> None:
    """Give an officer a passphrase; raises Refused where the name has one, or a like name."""
    opened = vault.opened()
    if any(_named(opened, name)):
        raise Refused(problem("VLT025", "name"))
    refuse_alike(name, (officer.name for officer in officers(vault)))
    slot = _slot(opened, name, passphrase)
    work.slots = (*opened.header.slots, slot)
    work.note_slot(ADDED, (None, name), (None, slot.id))


def refuse_alike(name: str, names: Iterable[str]) -> None:
    """Raise Refused where one of the names differs in capitals and spaces only: who is it then?

    So for the name of the recovery code, by which it signs what whoever has it does.
    """
    if is_the_code(name):
        raise Refused(problem("VLT088", "name", officer=name))
    for other in names:
        if other != name and _tight(other) == _tight(name):
            raise Refused(problem("VLT078", "name", officer=other))


def is_the_code(name: str) -> bool:
    """Whether a name is what the recovery code is called, in either language."""
    return _tight(name) in map(_tight, both(RECOVERED))


def _tight(name: str) -> str:
    """A name without its capitals and spaces."""
    return "".join(name.split()).casefold()


def remove_officer(vault: Vault, work: Work, name: str, code: str) -> None:
    """Take an officer's passphrase away and begin anew under another data key.

    `code` takes the place of the recovery code, which they may have seen. Raises Refused where
    nobody has the name, or where it is one's own.
    """
    opened = vault.opened()
    gone = [s.id for s in _named(opened, name)]
    if not gone:
        raise Refused(problem("VLT026", "name"))
    if vault.slot in gone:
        raise Refused(problem("VLT027", "name"))
    left = tuple(s for s in opened.header.slots if s.id not in gone)
    _replace_code(work, opened, left, code)  # at once, or the key would outlive the slot
    for id_ in gone:
        work.note_slot(REMOVED, (name, None), (id_, None))


def change_passphrase(vault: Vault, work: Work, name: str, passphrase: str) -> None:
    """Put another passphrase in an officer's slot; raises Refused where nobody has the name."""
    opened = vault.opened()
    old = next(_named(opened, name), None)
    if old is None:
        raise Refused(problem("VLT026", "name"))
    new = _slot(opened, name, passphrase)
    work.slots = tuple(new if s.id == old.id else s for s in opened.header.slots)
    work.moved = {old.id: new.id}
    work.renew_key(shuts_out=True)  # an old backup and the old passphrase lead to the key
    work.note_slot(CHANGED, (None, name), (old.id, new.id))


def change_recovery_code(vault: Vault, work: Work, code: str) -> None:
    """Replace the recovery code, and the data key; the old code opens nothing from then on."""
    opened = vault.opened()
    _replace_code(work, opened, opened.header.slots, code)


def set_by(view: View, slot: str, actions: Collection[str] = (CHANGED,)) -> Line | None:
    """The line of the log by which a slot got its secret, if one did by such an action."""
    for line in map(line_of, view.history().naming(slot)):
        if any(c.action in actions and c.fields["slot"][1] == slot for c in line.changes):
            return line
    return None


def _slot(opened: Journal, name: str, passphrase: str) -> Slot:
    secret = of_passphrase(passphrase, costs(opened.header))
    return opened.keyring.named(new_slot(opened.header, opened.keyring, secret), name)


def _named(opened: Journal, name: str) -> Iterator[Slot]:
    """The slots of an officer; several only where somebody has put one in beside attache."""
    return (s for s in opened.header.officers if opened.keyring.name(s) == name)


def _replace_code(work: Work, opened: Journal, slots: tuple[Slot, ...], code: str) -> None:
    """Begin anew under another data key with these slots, a code in the place of the old one."""
    old = next(s for s in slots if s.kind == RECOVERY)
    new = new_slot(opened.header, opened.keyring, of_code(code))
    named = opened.keyring.named(new, opened.keyring.name(old))
    work.slots = tuple(named if s.id == old.id else s for s in slots)
    work.moved = {old.id: new.id}
    work.renew_key(shuts_out=True)
    work.note_slot(CODE_CHANGED, (None, None), (old.id, new.id))
