"""Who opens a vault file, since when, and who of them did not open the vault here any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attache.vault.care import ADDED, CHANGED, CODE_CHANGED, set_by
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.views import View

if TYPE_CHECKING:
    from collections.abc import Collection

    from attache.vault.journal import Journal


class Opener(NamedTuple):
    """An officer, or the recovery code by its label; `since` is a time in UTC (ISO 8601).

    `kind` is that of the slot: a label can be any, as somebody with the key writes it.
    `out`: the vault that was known here did not open by this slot.
    """

    kind: str
    name: str
    since: str
    out: bool


def openers(found: Journal, slots: Collection[str]) -> tuple[Opener, ...]:
    """By whom a file is opened; `slots` are the ids of those that opened the vault here, if known.

    A slot gets another id with each new secret.
    """
    view = View(VaultDB(JournalStorage(found)))
    made = min((line.at for line in view.log()), default="")

    def since(id_: str) -> str:
        line = set_by(view, id_, (ADDED, CHANGED, CODE_CHANGED))
        return line.at if line else made

    return tuple(
        Opener(s.kind, found.keyring.name(s), since(s.id), bool(slots) and s.id not in slots)
        for s in found.header.slots
    )
