"""Programs beside each other: another key, a newer attache, and what the one still at work says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from attache.problems import AttacheError
from attache.vault import migrations
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.vault import Vault
from tests.faults.attacks import attack
from tests.faults.attacks.erased import ERASE
from tests.faults.child import Command, execute
from tests.faults.place import office
from tests.opening import NOW

if TYPE_CHECKING:
    from tests.faults.place import Place

LIST = Command("list", ("person", "list"))
AT = NOW.isoformat(timespec="seconds")


@attack("11", "a writer whose key another one has changed")
def change_the_key_meanwhile(place: Place) -> None:
    """It goes on by the session that both share; without one it says locked, not damaged."""
    place.lay(office())
    elsewhere = {**place.environ, "ATTACHE_STATE": str(place.folder / "elsewhere")}
    shared = Vault(place.vault, place.access)
    alone = Vault(place.vault, replace(place.access, environ=elsewhere))
    for vault in (shared, alone):
        assert vault.view().find("P2")
    assert execute(ERASE, place.environ).code == 0
    assert _writing(shared) == []
    assert _writing(alone) == ["VLT042"]
    assert alone.view().find("P1") is None  # the passphrase, where a script has it, reads on


@attack("11", "a vault that a newer attache has brought up to date")
def bring_up_to_date(place: Place) -> None:
    """An older program says so, also one that had the vault open, and writes nothing."""
    place.lay(office())
    running = Vault(place.vault, place.access)
    assert running.view().find("P1")
    newer = Vault(place.vault, place.access)
    with newer.writing() as opened:
        storage = JournalStorage(opened)
        migrations.mark(VaultDB(storage), ["of-a-later-version"])
        storage.commit()
    before = place.vault.read_bytes()
    for vault in (running, Vault(place.vault, place.access)):
        assert _writing(vault) == ["VLT014"]
        assert execute(LIST, place.environ).problems == ["VLT014"]
    assert place.vault.read_bytes() == before


def _writing(vault: Vault) -> list[str]:
    """The problems for which a look at somebody is not logged; none where it is."""
    try:
        with vault.work("person show", AT) as work:
            work.note("view", work.get("P2"))
    except AttacheError as refused:
        return [p.code for p in refused.problems]
    return []
