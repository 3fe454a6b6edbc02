"""Who had a key once: an officer who was removed, or who knows a passphrase of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attache.problems import AttacheError
from attache.vault import header as headers
from attache.vault.journal import Journal
from attache.vault.vault import Vault
from tests.faults import commands, forging
from tests.faults.attacks import attack
from tests.faults.attacks.outsiders import CONFIRM, LIST, merge, refused, restore
from tests.faults.child import Command, execute
from tests.faults.place import office

if TYPE_CHECKING:
    from tests.faults.place import Place

REKEY = Command("rekey", ("vault", "rekey"))
AGUS = "Agus Contoh"
ADD = Command("officer added", ("vault", "officers", "add", AGUS))
REMOVE = Command("officer removed", ("vault", "officers", "remove", AGUS))
SHUTTING_OUT = (commands.PASSPHRASE, commands.RECOVERY, REKEY)


@attack("C1", "a vault made with a key of before")
def put_an_insiders_vault_in_place(place: Place) -> None:
    """Its signature is right: only what this machine knows tells, until an officer takes it on."""
    for fresh_key in (True, False):
        place.lay(office())
        made = forging.with_an_old_key(office().image, fresh_key=fresh_key)
        place.put(made)
        for command in (LIST, commands.insert("into the trap")):
            refused(execute(command, place.environ), "VLT053")
        asked = execute(Command("confirm", ("vault", "confirm")), place.environ)
        assert (asked.code, asked.problems) == (3, ["VLT059"])
        assert asked.data["same_key"] is not fresh_key
        assert place.vault.read_bytes() == made
        assert execute(CONFIRM, place.environ).code == 0
        assert execute(LIST, place.environ).code == 0


@attack("C1", "a backup made with a key of before")
def restore_an_insiders_vault(place: Place) -> None:
    """It is another key than the vault had here, and the noted line is not that of this file."""
    place.lay(office())
    (place.desk / "evil.vault").write_bytes(forging.with_an_old_key(office().image, fresh_key=True))
    ended = execute(restore(place), place.environ)
    assert (ended.code, ended.problems) == (3, ["VLT061"])
    assert place.vault.read_bytes() == office().image.content
    line = str(office().anchor)
    ended = execute(restore(place, "--another-key", "--anchor", line), place.environ)
    assert (ended.code, ended.problems) == (0, ["VLT060"])


@attack("H7", "the key out of an old backup, on the file of now")
def open_with_an_old_key(place: Place) -> None:
    """Whatever shuts somebody out gives the file another key: the old one reads nothing of it."""
    for command in SHUTTING_OUT:
        place.lay(office())
        assert execute(command, place.environ).code == 0
        try:
            Journal(place.vault, office().image.key)
        except AttacheError:
            continue
        raise AssertionError(command.name)


@attack("H7", "the old header over the frames of now")
def put_the_old_header_on(place: Place) -> None:
    """It is noticed by the machine that knows the file, and by the frames themselves elsewhere."""
    for command in (*SHUTTING_OUT, ADD):
        place.lay(office())
        assert execute(command, place.environ).code == 0
        now = place.vault.read_bytes()
        old = office().image.content
        frames = now[headers.read(now).start :]
        place.put(old[: headers.read(old).start] + frames)
        refused(execute(LIST, place.environ), "VLT012")
        for file in (place.folder / "state" / "anchors").iterdir():
            file.unlink()
        refused(execute(LIST, place.environ), "VLT011")


@attack("H7", "the recovery code that a removed officer has seen")
def use_the_old_recovery_code(place: Place) -> None:
    """Removing an officer changes it, and says the new one."""
    place.lay(office())
    assert execute(ADD, place.environ).code == 0
    old = execute(commands.RECOVERY, place.environ).data["recovery_code"]
    new = execute(REMOVE, place.environ).data["recovery_code"]
    place.session(office()).unlink()
    secret = place.folder / "passphrase"
    for code, ends in ((old, 12), (new, 0)):
        secret.write_text(code, encoding="utf-8")
        assert execute(LIST, place.environ).code == ends


def lay_with_an_officers_copy(place: Place) -> None:
    """A copy that another officer can open is there."""
    place.lay(office())
    copied = ("vault", "copy", str(place.desk / "evil.vault"), "--seat", "B", "--shared-folder")
    for command in (ADD, Command("copy", copied)):
        assert execute(command, place.environ).code == 0


@attack("H1", "the copy of an officer who was removed")
def merge_a_removed_officers_copy(place: Place) -> None:
    """It is under the old key: it is refused unless somebody says that it may be."""
    lay_with_an_officers_copy(place)
    assert execute(merge(place), place.environ).code == 0
    assert execute(REMOVE, place.environ).code == 0
    before = Vault(place.vault, place.access).opened().anchor
    ended = execute(merge(place), place.environ)
    assert (ended.code, ended.problems) == (5, ["MRG040"]), ended
    assert Vault(place.vault, place.access).opened().anchor == before
    assert execute(merge(place, "--another-key"), place.environ).code == 0


@attack("H1", "the copy of an officer who was removed after somebody was erased")
def merge_a_copy_of_before_an_erasure(place: Place) -> None:
    """An erasure shuts nobody out: it is taken over as before, until the officer is removed."""
    lay_with_an_officers_copy(place)
    erase = ("vault", "erase", "PNH-A-P1", "--reason", "permintaan", "--yes")
    assert execute(Command("erase", erase), place.environ).code == 0
    assert execute(merge(place), place.environ).code == 0
    for command in (REMOVE, REKEY):
        assert execute(command, place.environ).code == 0
        ended = execute(merge(place), place.environ)
        assert (ended.code, ended.problems) == (5, ["MRG040"]), ended
    assert execute(merge(place, "--another-key"), place.environ).code == 0
    assert execute(merge(place), place.environ).code == 0
    assert execute(REKEY, place.environ).code == 0
    assert execute(merge(place), place.environ).code == 5
