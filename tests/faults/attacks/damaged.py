"""A few bytes of the vault that are wrong, whoever or whatever changed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attache import records
from attache.vault import journal
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.frames import ALIGN, intact_at
from attache.vault.journal import Journal
from attache.vault.vault import Vault
from tests.faults import forging
from tests.faults.attacks import attack
from tests.faults.attacks.outsiders import CHECK
from tests.faults.attacks.restoring import backed_up, done, marks, recorded, restored
from tests.faults.attacks.seats import brought, copied
from tests.faults.child import Command, execute
from tests.faults.place import a_place, office

if TYPE_CHECKING:
    from tests.faults.place import Place

MARKS = ("Senin", "Selasa", "Rabu", "Kamis")


def frames(place: Place) -> list[int]:
    """Where each frame of the vault begins."""
    content, found = memoryview(place.vault.read_bytes()), [journal.read_header(place.vault).start]
    while (end := intact_at(content, found[-1])) is not None:
        found.append(end)
    return found[:-1]


def flip(place: Place, at: int) -> None:
    """Change one bit."""
    content = bytearray(place.vault.read_bytes())
    content[at] ^= 1
    place.put(bytes(content))


@attack("H9", "one wrong byte in a transaction")
def spoil_one_transaction(place: Place) -> None:
    """It costs what stands in it: all before and behind it is saved, and told as such."""
    for number, mark in enumerate(MARKS[:-1]):
        place.lay(office())
        for each in MARKS:
            recorded(place, each)
        flip(place, frames(place)[number - len(MARKS)] + 40)
        out = str(place.desk / f"{mark}.vault")
        saved = done(place, "vault", "salvage", out)
        assert (len(saved["lost"]), saved["behind"]) == (1, len(MARKS) - number - 1)
        restored(place, out)
        assert marks(place) >= {*MARKS} - {mark}
        recorded(place, "sesudah")


@attack("H9", "a backup taken back upon a transaction that is lost")
def restore_upon_what_is_lost(place: Place) -> None:
    """The log says that a line is lost: other laptops merge what comes after it."""
    place.lay(office())
    with a_place() as second:
        copied(place, "B", second)
        backup = backed_up(place, "before.vault")
        for mark in MARKS:
            recorded(place, mark)
        flip(place, frames(place)[-2] + 40)
        restored(place, backup)
        recorded(place, "sesudah")
        assert execute(CHECK, place.environ).code == 0
        done(second, "vault", "merge", brought(second, place))
        assert marks(second) >= {"sesudah"}


@attack("H9", "one wrong byte in a file that was just written anew")
def spoil_one_record(place: Place) -> None:
    """It costs one record at most: the file of a small office is written as many frames."""
    place.lay(office())
    for mark in MARKS:
        recorded(place, mark)
    backup = backed_up(place, "before.vault")
    done(place, "vault", "compact")
    content, places = place.vault.read_bytes(), frames(place)
    assert len(places) >= 10
    view = Vault(place.vault, place.access).view()
    before = {k.ref for kind in records.RECORD_TYPES for k in view.every(kind.name)}
    for number, at in enumerate(places):
        place.put(content)
        flip(place, at + 40)
        out = place.desk / f"{number}.vault"
        saved = done(place, "vault", "salvage", str(out), "--backup", backup)
        assert (len(saved["lost"]), saved["good"] + saved["behind"]) == (1, len(places) - 1)
        db = VaultDB(JournalStorage(Journal(out, office().image.key)))
        left = {d["ref"] for t in records.RECORD_TYPES for d in db.of(t.name).documents().values()}
        assert len(before - left) <= 1, number


@attack("H9", "a sound frame of nobody behind the end")
def append_a_foreign_frame(place: Place) -> None:
    """A frame that was made without the key takes nothing away."""
    place.lay(office())
    for mark in MARKS:
        recorded(place, mark)
    content, last = place.vault.read_bytes(), frames(place)[-1]
    place.put(content + content[last:])
    out = str(place.desk / "saved.vault")
    assert done(place, "vault", "salvage", out)["behind"] == 0
    restored(place, out)
    assert marks(place) >= {*MARKS}


@attack("H9", "a header of which nothing is left")
def wipe_the_header(place: Place) -> None:
    """The header of a backup of the same generation opens what stands behind it."""
    place.lay(office())
    backup = backed_up(place, "before.vault")
    recorded(place, "Rabu")
    content, start = place.vault.read_bytes(), journal.read_header(place.vault).start
    place.put(bytes(start) + content[start:])
    out = str(place.desk / "saved.vault")
    assert done(place, "vault", "salvage", out, "--backup", backup)["lost"] == []
    restored(place, out)
    assert "Rabu" in marks(place)


@attack("H9", "bytes behind the end that take hours to look through")
def append_what_has_no_end(place: Place) -> None:
    """Each place says that it begins a frame of half of them: all that was stored is saved."""
    place.lay(office())
    for mark in MARKS:
        recorded(place, mark)
    content, stored, size = place.vault.read_bytes(), len(frames(place)), 1 << 18
    said = (size // 2 - 32).to_bytes(4)
    place.put(content + (said + bytes(ALIGN - 8) + said) * (size // ALIGN))
    ended = execute(Command("list", ("person", "list")), place.environ)
    assert ended.problems == ["VLT011"], ended
    out = str(place.desk / "saved.vault")
    saved = done(place, "vault", "salvage", out)
    assert (saved["good"], saved["behind"], len(saved["lost"])) == (stored, 0, 1)
    restored(place, out)
    assert marks(place) >= {*MARKS}


def cut(place: Place) -> int:
    """Record two people, and cut off what was recorded; how many transactions that were."""
    short, number = place.vault.read_bytes(), len(frames(place))
    recorded(place, "Senin")
    recorded(place, "Selasa")
    number = len(frames(place)) - number
    place.put(short)
    return number


@attack("R6", "what is left of a vault whose last transactions were cut off")
def salvage_what_was_cut_off(place: Place) -> None:
    """As many are lost as the anchor knows, and the restore of what was saved says so too."""
    for gone in (False, True):
        place.lay(office())
        number = cut(place)
        out = str(place.desk / f"{gone}.vault")
        ended = execute(Command("salvage", ("vault", "salvage", out)), place.environ)
        assert ended.problems == ["VLT075", "VLT087"]
        assert len(ended.data["lost"]) == number
        assert "PNH-A-P3" in ended.data["last_refs"]
        if gone:
            place.vault.unlink()
        back = execute(Command("restore", ("--yes", "vault", "restore", out)), place.environ)
        assert (back.code, back.problems) == (0, ["VLT072"])
        recorded(place, "sesudah")


@attack("R6", "a backup taken back where the last transactions were cut off")
def restore_upon_what_was_cut_off(place: Place) -> None:
    """The file that is there has not all that was stored here, though none of it is damaged."""
    place.lay(office())
    backup = backed_up(place, "before.vault")
    recorded(place, "Minggu")
    cut(place)
    back = execute(Command("restore", ("--yes", "vault", "restore", backup)), place.environ)
    assert (back.code, back.problems) == (0, ["VLT072"])


JUNK = (("log", b"{"), ("log", b'{"id":1}'), ("log", b"[]"), ("person", b"{"), ("counters", b"{}"))


@attack("C1", "junk that was put in with the key")
def put_junk_in(place: Place) -> None:
    """The file is not taken on, whatever is said; a salvage saves the rest, and names the junk."""
    for number, (table, content) in enumerate((*JUNK, ("post", None))):
        place.lay(office())
        place.put(forging.with_junk(office().image, table, content))
        for words in (("vault", "confirm"), ("--yes", "vault", "confirm")):
            ended = execute(Command("confirm", words), place.environ)
            assert (ended.code, ended.problems) == (3, ["VLT090"]), (table, content, ended)
        out = str(place.desk / f"{number}.vault")
        ended = execute(Command("salvage", ("vault", "salvage", out)), place.environ)
        if content is None:
            assert ended.problems == ["VLT074"]
            continue
        assert (ended.code, ended.problems) == (0, ["VLT089"]), (table, content, ended)
        assert ended.data["left_out"] == [f"{table} {forging.JUNK}"]
        restored(place, out)
        assert execute(CHECK, place.environ).code == 0


@attack("C1", "a transaction of another form that was made with the key")
def put_a_senseless_transaction_in(place: Place) -> None:
    """Its contents are lost, and no others."""
    for number, payload in enumerate((b"", b"\0\0\0\5[1,2]", b"\0\0\0\2{}", bytes(9), b"\xff" * 9)):
        place.lay(office())
        stored = len(frames(place))
        place.put(forging.with_a_payload(office().image, payload))
        out = str(place.desk / f"{number}.vault")
        ended = execute(Command("salvage", ("vault", "salvage", out)), place.environ)
        assert ended.code == 0, ended
        if payload != b"\0\0\0\2{}":  # says nothing, and that is no harm
            assert (ended.data["good"], ended.data["lost"]) == (stored, [stored + 1])
