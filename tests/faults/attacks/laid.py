"""Whole files laid in the vault's place, or taken back where it is gone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from attache.problems import AttacheError
from attache.vault import journal, recovery_code, slots
from attache.vault.vault import RECOVERED, Vault
from tests.faults import commands, forging
from tests.faults.attacks import attack
from tests.faults.attacks.former import ADD, AGUS, REMOVE
from tests.faults.attacks.outsiders import CHECK, CONFIRM, LIST, merge, refused, restore
from tests.faults.attacks.restoring import backed_up, done, recorded
from tests.faults.child import Command, execute
from tests.faults.place import NEW_PASSPHRASE, office
from tests.opening import PASSPHRASE
from tests.vault import version_1

if TYPE_CHECKING:
    from tests.faults.place import Place

UNLOCK = Command("unlock", ("vault", "unlock"))
CHECK_WITHOUT_A_KEY = Command("check", ("vault", "check"))
ANOTHER = "VLT083"


def refused_here(place: Place) -> None:
    """Assert that nothing opens the file that lies in the vault's place, and nothing changes it."""
    before = place.vault.read_bytes()
    for command in (LIST, commands.insert("into the trap"), UNLOCK, commands.COMPACT):
        refused(execute(command, place.environ), ANOTHER)
    for command in (CHECK, CHECK_WITHOUT_A_KEY):
        refused(execute(command, place.environ), "VLT035")
    assert place.vault.read_bytes() == before


@attack("C1", "a vault of a former officer's making, under another file id")
def lay_a_vault_under_another_id(place: Place) -> None:
    """Nothing is noted of that file: that another one was at this place tells."""
    for fresh_key in (True, False):
        place.lay(office())
        backup = backed_up(place, "before.vault")
        place.put(forging.under_another_id(office().image, fresh_key=fresh_key))
        refused_here(place)
        asked = execute(Command("confirm", ("vault", "confirm")), place.environ)
        assert (asked.code, asked.problems) == (3, ["VLT059"])
        assert (asked.data["another_file"], asked.data["same_office"]) == (True, True)
        assert asked.data["same_key"] is not fresh_key
        done(place, "--yes", "vault", "restore", backup)
        assert execute(LIST, place.environ).code == 0


@attack("C1", "the same, by a link in the vault's place")
def lay_a_link(place: Place) -> None:
    """The place is known by its name, wherever a link leads."""
    place.lay(office())
    evil = place.desk / "evil.vault"
    evil.write_bytes(forging.under_another_id(office().image))
    place.vault.unlink()
    place.vault.symlink_to(evil)
    refused_here(place)


@attack("C1", "another laptop's copy in the vault's place")
def lay_a_copy(place: Place) -> None:
    """Who has no key can do that; and an officer who did it says so once."""
    place.lay(office())
    copy = place.desk / "b.vault"
    done(place, "vault", "copy", str(copy), "--seat", "B", "--shared-folder")
    shutil.copyfile(copy, place.vault)
    refused_here(place)
    assert done(place, "vault", "lock")["open"] is False
    assert not place.session(office()).exists()
    assert execute(CONFIRM, place.environ).code == 0
    assert execute(LIST, place.environ).problems == []
    place.put(office().image.content)
    refused_here(place)


@attack("C1", "the same where somebody only read so far")
def lay_a_vault_where_somebody_read(place: Place) -> None:
    """The first look at a vault notes where it lies."""
    place.lay(office())
    for folder in ("anchors", "locations"):
        shutil.rmtree(place.folder / "state" / folder, ignore_errors=True)
    assert execute(LIST, place.environ).code == 0
    place.put(forging.under_another_id(office().image))
    refused_here(place)


@attack("C1", "a former officer's vault as backup of one that is gone, and as copy")
def restore_a_vault_under_another_id(place: Place) -> None:
    """It is not the file that was here, then not its key; whoever merges it is asked about it."""
    for fresh_key in (True, False):
        place.lay(office())
        evil = place.desk / "evil.vault"
        evil.write_bytes(forging.under_another_id(office().image, fresh_key=fresh_key))
        if fresh_key:
            assert execute(merge(place), place.environ).problems == ["MRG040"]
        for gone in (False, True):
            if gone:
                place.vault.unlink()
            assert execute(restore(place), place.environ).problems == ["VLT071"]
        ended = execute(restore(place, "--another-file"), place.environ)
        if fresh_key:
            assert ended.problems == ["VLT061"]
            assert not place.vault.exists()
        else:
            assert (ended.code, ended.problems) == (0, ["VLT072"])


def opens(place: Place, text: str) -> bool:
    """Whether a passphrase or a code opens the vault."""
    try:
        return bool(slots.unlock(journal.read_header(place.vault), text))
    except AttacheError:
        return False


@attack("H7", "a backup with a removed officer in it, where the vault is gone")
def bring_the_removed_back(place: Place) -> None:
    """It is said who is back, and what is advised shuts them out."""
    place.lay(office())
    assert execute(ADD, place.environ).code == 0
    backed_up(place, "before.vault")
    assert execute(REMOVE, place.environ).code == 0
    place.vault.unlink()
    assert execute(restore(place, "--another-key"), place.environ).code == 3  # there is none
    (place.desk / "before.vault").rename(place.desk / "evil.vault")
    assert execute(restore(place), place.environ).problems == ["VLT061"]
    back = execute(restore(place, "--another-key"), place.environ)
    assert (back.code, back.problems) == (0, ["VLT072", "VLT082"])
    assert {o["name"]: o["out"] for o in back.data["openers"]} == {
        **dict.fromkeys((AGUS, RECOVERED), True),
        Vault(place.vault, place.access).officer: False,
    }
    assert opens(place, NEW_PASSPHRASE)
    assert execute(REMOVE, place.environ).code == 0
    assert not opens(place, NEW_PASSPHRASE)
    assert opens(place, PASSPHRASE)


@attack("H7", "the same with a generation above all that were here")
def outnumber_what_was_here(place: Place) -> None:
    """A file names its own generation: what is lost and who is back is told all the same."""
    for spoiled in (False, True):
        place.lay(office())
        assert execute(ADD, place.environ).code == 0
        backup = Path(backed_up(place, "before.vault"))
        image = office().image._replace(content=backup.read_bytes())
        evil = place.desk / "evil.vault"
        evil.write_bytes(forging.with_an_old_key(image, fresh_key=False, later=900))
        assert execute(REMOVE, place.environ).code == 0
        place.vault.unlink()
        if spoiled:
            place.put(bytes(1 << 13))
        back = execute(restore(place, "--another-key"), place.environ)
        assert (back.code, back.problems) == (0, ["VLT072", "VLT082"])
        assert {o["name"] for o in back.data["openers"] if o["out"]} == {AGUS, RECOVERED}


@attack("H4", "a backup taken back on a machine that knows nothing of the vault")
def restore_where_nothing_is_known(place: Place) -> None:
    """Nobody can tell there what was recorded since: that numbers may be given again is told."""
    place.lay(office())
    backup = backed_up(place, "before.vault")
    recorded(place, "sesudah")
    place.vault.unlink()
    shutil.rmtree(place.folder / "state", ignore_errors=True)
    back = execute(Command("restore", ("--yes", "vault", "restore", str(backup))), place.environ)
    assert (back.code, back.problems) == (0, ["VLT072"])


@attack("C1", "a file of version 1, in which nothing proves who wrote it")
def lay_a_file_of_version_1(place: Place) -> None:
    """Where the vault is known no such file is brought up to date, whatever is said."""
    place.lay(office())
    vault = Vault(place.vault, place.access)
    secrets = {vault.officer: PASSPHRASE, RECOVERED: recovery_code()}
    earlier = version_1.written(vault, secrets)
    for moved in (False, True):
        place.put(earlier)
        if moved:  # only the file id is known
            shutil.rmtree(place.folder / "state" / "locations", ignore_errors=True)
        for command in (CONFIRM, LIST)[: 1 + (not moved)]:
            refused(execute(command, place.environ), "VLT084")
        assert place.vault.read_bytes() == earlier
        assert not [*place.vault.parent.glob("*.before-version-2*")]


@attack("R6", "the last transactions cut off")
def cut_the_last_ones_off(place: Place) -> None:
    """No key is needed to do it, nor to notice it; who goes on with it is told what it means."""
    place.lay(office())
    recorded(place, "kemarin")
    short = place.vault.read_bytes()
    recorded(place, "hari ini")
    place.put(short)
    for command in (LIST, commands.insert("upon it"), CONFIRM):
        refused(execute(command, place.environ), "VLT012")
    for command in (CHECK, CHECK_WITHOUT_A_KEY):
        refused(execute(command, place.environ), "VLT035")
    itself = Command("restore", ("--yes", "vault", "restore", str(place.vault)))
    ended = execute(itself, place.environ)
    assert (ended.code, ended.problems) == (0, ["VLT072"])
    assert execute(LIST, place.environ).problems == []


@attack("R6", "a file whose log was emptied or cut, also in its middle")
def empty_the_log(place: Place) -> None:
    """Whoever has the key could so wipe out what they did: it is not taken on, nor taken back."""
    for gone in (slice(-1, None), slice(None), slice(1), slice(1, 3)):
        place.lay(office())
        evil = place.desk / "evil.vault"
        evil.write_bytes(forging.without_lines(office().image, gone))
        assert execute(restore(place), place.environ).problems == ["VLT086"]
        place.put(evil.read_bytes())
        taken = execute(CONFIRM, place.environ)
        assert (taken.code, taken.problems) == (3, ["VLT090"]), taken
        shutil.rmtree(place.folder / "state" / "anchors")
        shutil.rmtree(place.folder / "state" / "locations")
        told = execute(CHECK, place.environ)
        failed = [c["name"] for c in told.data["checks"] if c["serious"] and not c["ok"]]
        assert (told.code, failed) == (13, ["lines"]), told
        saved = place.desk / "saved.vault"
        done(place, "vault", "salvage", str(saved))  # what is lost is noted there
        done(place, "--yes", "vault", "restore", str(saved))
        assert execute(CHECK, place.environ).code == 0


@attack("H3", "a vault that was deleted, and a new one made in its place")
def begin_anew(place: Place) -> None:
    """That one was there is said, and how it comes back; its backups are no new vault's."""
    place.lay(office())
    backup = backed_up(place, "before.vault")
    place.vault.unlink()
    gone = execute(LIST, place.environ)
    assert (gone.code, gone.problems) == (10, ["VLT091"]), gone
    made = execute(commands.INIT_HERE, place.environ)
    assert (made.code, made.problems, place.vault.exists()) == (3, ["VLT092"], False), made
    done(place, "--yes", "vault", "restore", backup)
    assert execute(LIST, place.environ).code == 0
    place.vault.unlink()
    done(place, *commands.INIT_HERE.words, "--another-vault")
    assert execute(LIST, place.environ).data["total"] == 0
    ended = execute(Command("restore", ("--yes", "vault", "restore", backup)), place.environ)
    assert (ended.code, ended.problems) == (3, ["VLT070"]), ended
