"""What officers do to each other's ways into the vault: whole, by name, and told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from attache.problems import VaultLocked
from attache.vault import seals
from attache.vault import slots as ways
from attache.vault.keys import Keyring
from attache.vault.vault import Vault
from tests.faults import moments
from tests.faults.attacks import attack
from tests.faults.child import Command, execute
from tests.faults.commands import PASSPHRASE as OWN
from tests.faults.commands import RECOVERY as CODE
from tests.faults.place import NEW_PASSPHRASE, office

if TYPE_CHECKING:
    from attache.vault.header import Slot, Written
    from attache.vault.journal import Journal
    from tests.faults.place import Place

AGUS = "Agus Contoh"
ADD = Command("officer added", ("vault", "officers", "add", AGUS))
REMOVE = Command("officer removed", ("vault", "officers", "remove", AGUS))
RESET = Command("passphrase of another", ("vault", "passphrase", "--officer", AGUS))
UNLOCK = Command("unlock", ("vault", "unlock"))


class Standing(NamedTuple):
    """Who opens the vault, whom the profile names, and what the log says of slots."""

    slots: frozenset[tuple[str, str]]
    profile: tuple[str, ...]
    told: tuple[tuple[str, str | None, str | None, str | None], ...]


@attack("M1", "changes of officers killed before every call")
def kill_officers(place: Place) -> None:
    """Slot, name in the profile and line of the log are there together, or none of them."""
    place.lay(office())
    for command in (ADD, RESET, REMOVE, OWN, CODE):
        before = standing(place)
        killed = moments.kills(place, command)
        after = standing(place)
        lines = 2 if command == REMOVE else 1  # the recovery code changes with it
        assert len(after.told) == len(before.told) + lines, command
        found = set()
        for one in killed:
            moments.lay(place, one.files)
            found.add(standing(place))
        assert found == {before, after}, command
        moments.lay(place, killed[-1].files)


@attack("M1", "a colleague's passphrase taken over")
def take_over(place: Place) -> None:
    """The log says whose it was, and its owner is told as long as it stays."""
    place.lay(office())
    assert execute(ADD, place.environ).code == 0
    assert execute(RESET, place.environ).code == 0
    action, name, old, new = standing(place).told[-1]
    assert (action, name) == ("passphrase", AGUS)
    assert None not in (old, new)
    theirs = _with_the_new_one(place)
    for _time in range(2):
        told = execute(UNLOCK, theirs)
        assert (told.code, told.problems) == (0, ["VLT039"]), told
    assert execute(OWN, theirs).code == 0
    assert execute(UNLOCK, theirs).problems == []


@attack("M1", "a slot that nobody was told of")
def hide_a_slot(place: Place) -> None:
    """Whoever has the key of the vault writes a second way in beside attache."""
    for name in (AGUS, "Rina Contoh"):
        place.lay(office())
        vault = Vault(place.vault, place.access)
        with vault.writing() as opened:
            secret = ways.of_passphrase(NEW_PASSPHRASE, opened.header.costs[0])
            slot = ways.new_slot(opened.header, opened.keyring, secret)
            all_ = (*opened.header.slots, opened.keyring.named(slot, name))
            opened.rewrite(_next(opened, all_), opened.key)
            vault.acknowledge()
        told = execute(UNLOCK, place.environ)
        assert (told.code, told.problems) == (0, ["VLT038"]), (name, told)


def _next(opened: Journal, all_: tuple[Slot, ...]) -> Written:
    """The header of the next generation with these slots."""
    header = opened.header.with_slots(all_)
    header = seals.next_generation(header, opened.keyring, opened.key)
    return seals.written(header, Keyring(opened.key, header.salt))


def standing(place: Place) -> Standing:
    """Who opens the vault, by slot and name, beside what the vault says of it."""
    vault = Vault(place.vault, place.access)
    try:
        opened = vault.opened()
    except VaultLocked:  # killed before the session knew of the new passphrase
        vault = Vault(place.vault, replace(place.access, environ=_with_the_new_one(place)))
        opened = vault.opened()
    view = vault.view()
    slots = frozenset((s.id, opened.keyring.name(s)) for s in opened.header.slots)
    told = tuple(
        (c.action, c.fields["officer"][1] or c.fields["officer"][0], *c.fields["slot"])
        for line in view.log()
        for c in line.changes
        if "slot" in c.fields
    )
    return Standing(slots, view.post.officers, told)


def _with_the_new_one(place: Place) -> dict[str, str]:
    """The environment of whoever has the new passphrase."""
    return {**place.environ, "ATTACHE_PASSPHRASE_FILE": str(place.folder / "new-passphrase")}
