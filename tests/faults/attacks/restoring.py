"""Backups that are taken back: by mistake, to cover something up, or by a process that dies."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attache.vault.vault import Vault
from tests.faults import commands, forging, moments
from tests.faults.attacks import attack
from tests.faults.child import Command, execute
from tests.faults.place import a_place, office

if TYPE_CHECKING:
    from tests.faults.place import Place


def done(place: Place, *words: str) -> dict[str, Any]:
    """What a command says that must end well."""
    ended = execute(Command(" ".join(words[:2]), words), place.environ)
    assert ended.code == 0, (words, ended)
    return ended.data


def recorded(place: Place, mark: str) -> None:
    """Record somebody whose remarks are the mark."""
    assert execute(commands.insert(mark), place.environ).code == 0


def backed_up(place: Place, name: str) -> str:
    """Make a backup."""
    return str(done(place, "vault", "backup", str(place.desk / name))["file"])


def restored(place: Place, backup: str, *more: str) -> Path | None:
    """Take a backup back; where what was there is kept."""
    kept = done(place, "--yes", "vault", "restore", backup, *more)["kept"]
    return Path(str(kept)) if kept else None


def marks(place: Place) -> set[str]:
    """What the remarks of people say."""
    people = Vault(place.vault, place.access).view().every("person")
    return {p.content.remarks for p in people if p.content.remarks and not p.stamp.withdrawn}


@attack("H3", "two backups taken back in a row, the wrong one first")
def restore_twice(place: Place) -> None:
    """What was recorded last is kept through any number of restores, and comes back by a merge."""
    place.lay(office())
    first = backed_up(place, "first.vault")
    recorded(place, "Selasa")
    second = backed_up(place, "second.vault")
    recorded(place, "Rabu")
    kept = restored(place, first)
    restored(place, second)
    assert kept
    assert marks(place) >= {"Selasa"}
    assert "Rabu" not in marks(place)
    done(place, "vault", "merge", str(kept))
    assert marks(place) >= {"Selasa", "Rabu"}
    assert execute(Command("check", ("vault", "check", "--read-data")), place.environ).code == 0


@attack("H3", "a backup taken back to cover up what was done")
def cover_up(place: Place) -> None:
    """The log goes on: an export that was made before is told, and so is the restore."""
    place.lay(office())
    before = backed_up(place, "before.vault")
    assert execute(commands.send(place), place.environ).code == 0
    restored(place, before)
    told = [line.command for line in Vault(place.vault, place.access).view().log()]
    assert "exchange export" in told
    assert told[-1] == "vault restore"
    assert done(place, "exchange", "list")["total"] == 1


@attack("H2", "a backup from before somebody was erased")
def bring_the_erased_back(place: Place) -> None:
    """Whoever was erased since does not come back, nor does what named them."""
    place.lay(office())
    before = backed_up(place, "before.vault")
    done(place, "--yes", "vault", "erase", "P1", "--reason", "permintaan sendiri")
    restored(place, before, "--another-key")
    view = Vault(place.vault, place.access).view()
    assert view.find("P1") is None
    assert not [k for k, _ref in view.naming("consultation", {"PNH-A-P1"})]


@attack("H4", "numbers given again after a backup was taken back")
def give_numbers_again(place: Place) -> None:
    """A ref that was given out stays that person's, also where the backup knows nothing of it."""
    place.lay(office())
    before = backed_up(place, "before.vault")
    recorded(place, "lama")
    refs = {p.ref for p in Vault(place.vault, place.access).view().every("person")}
    restored(place, before)
    recorded(place, "baru")
    people = Vault(place.vault, place.access).view().every("person")
    assert next(p.ref for p in people if p.content.remarks == "baru") not in refs


@attack("H3", "restoring killed before every call")
def kill_restoring(place: Place) -> None:
    """The vault is as it was, or restored; saying it again ends well, and nothing is lost."""
    place.lay(office())
    backup = backed_up(place, "before.vault")
    recorded(place, "Rabu")
    restore = Command("restore", ("vault", "restore", backup, "--yes"))
    states = set[bool]()
    for killed in moments.kills(place, restore):
        moments.lay(place, killed.files)
        states.add("Rabu" in marks(place))
        recorded(place, "sesudah")
        restored(place, backup)
        for kept in place.vault.parent.glob("*.before-restore-*"):
            ended = execute(Command("merge", ("vault", "merge", str(kept))), place.environ)
            assert ended.code == 0 or ended.problems == ["MRG002"], ended
        assert marks(place) >= {"Rabu", "sesudah"}
        assert not [*place.vault.parent.glob(".*.tmp")]
    assert states == {True, False}


@attack("H3", "another office's vault in the place of this one")
def restore_another_office(place: Place) -> None:
    """It is not taken, whatever is said."""
    place.lay(office())
    before = place.vault.read_bytes()
    with a_place() as other:
        assert execute(commands.INIT_HERE, other.environ).code == 0
        words = ("--yes", "vault", "restore", str(other.vault))
        assert execute(Command("restore", words), place.environ).code == 3
    assert place.vault.read_bytes() == before


@attack("H4", "a backup whose counters are gone or set back")
def set_the_counters_back(place: Place) -> None:
    """What is there tells which numbers were given out, whether the vault is there or not."""
    for gone in (False, True):
        for counters in (None, b'{"last":1}'):
            place.lay(office())
            known = refs(place)
            backup = place.desk / "evil.vault"
            backup.write_bytes(forging.with_counters(office().image, counters))
            if gone:
                place.vault.unlink()
            restored(place, str(backup))
            recorded(place, "baru")
            assert refs(place)[: len(known)] == known
            assert len({*refs(place)}) == len(known) + 1, refs(place)
            done(place, "vault", "check", "--read-data")


@attack("H4", "counters that were set back in the vault's place")
def set_the_counters_back_in_place(place: Place) -> None:
    """It is told, not taken on, and mended by taking the file itself back."""
    for counters in (None, b'{"last":1}'):
        place.lay(office())
        place.put(forging.with_counters(office().image, counters))
        taken = execute(Command("confirm", ("--yes", "vault", "confirm")), place.environ)
        assert (taken.code, taken.problems) == (3, ["VLT090"]), taken
        for folder in ("anchors", "locations"):
            shutil.rmtree(place.folder / "state" / folder)
        told = execute(Command("check", ("vault", "check", "--read-data")), place.environ)
        failed = [c["name"] for c in told.data["checks"] if c["serious"] and not c["ok"]]
        assert (told.code, failed) == (13, ["counters"]), told
        restored(place, str(place.vault))
        recorded(place, "baru")
        assert len(refs(place)) == len({*refs(place)}), refs(place)
        done(place, "vault", "check", "--read-data")


def refs(place: Place) -> list[str]:
    """The refs of everybody."""
    return [p.ref for p in Vault(place.vault, place.access).view().every("person")]
