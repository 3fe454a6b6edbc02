"""Copies for another laptop that somebody with the key has doctored: a merge judges them first.

Each is refused with the vault as it was, and the vault goes on working.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from attache.desk import copies
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.history import LOG
from attache.vault.journal import Journal
from attache.vault.payload import made
from attache.vault.views import ASIDE, ERASED
from tests import opening
from tests.desk.offices import office_at
from tests.faults import commands
from tests.faults.attacks import attack
from tests.faults.child import Command, Ended, execute
from tests.faults.place import Place, Sealed, a_place, office

if TYPE_CHECKING:
    from pathlib import Path

ID = "01999999-0000-7000-8000-{:012x}"
AT = "2026-10-01T02:00:00+00:00"
STAMP = {"rev": 1, "post": "PNH", "recorded_by": "Rina Contoh", "recorded_at": AT}
Doctor = Callable[[VaultDB], None]


@cache
def with_copy() -> tuple[Sealed, bytes]:
    """The office after it has given a copy to the laptop with seat B, and that copy."""
    with a_place() as place:
        opening.lay(place.vault, office().image)
        path = place.desk / "b.vault"
        copies.make_copy(office_at(place.vault), path, "B", anywhere=True)
        vault = office_at(place.vault).vault
        sealed = Sealed(opening.image(vault), vault.opened().anchor)
        return sealed, path.read_bytes()


def lay_with_copy(place: Place) -> Path:
    """The office with a copy beside it; where that lies."""
    sealed, copy = with_copy()
    place.lay(sealed)
    path = place.desk / "b.vault"
    path.write_bytes(copy)
    return path


def change(path: Path, doctor: Doctor) -> None:
    """Change a copy as whoever holds the key can, past everything that attache guards."""
    key = with_copy()[0].image.key
    storage = JournalStorage(Journal(path, key))
    doctor(VaultDB(storage))
    storage.commit()


def merge(place: Place, path: Path, *words: str) -> Ended:
    """`vault merge` of a copy."""
    return execute(
        Command("merge", ("vault", "merge", str(path), "--another-key", *words)), place.environ
    )


def person(db: VaultDB) -> dict[str, Any]:
    """P1 as the copy has it."""
    table = db.of("person")
    return dict(table.documents()[str(table.id_of("PNH-A-P1"))])


def put(db: VaultDB, kind: str, document: dict[str, Any], id_: str = "") -> None:
    """Put a document under its id, or under another one."""
    db.of(kind).take(id_ or document["id"], made(document))


def line(number: int, *changes: list[Any], **said: Any) -> dict[str, Any]:
    """A line of the log as seat B would write it."""
    named = {"id": ID.format(0xB0 + number), "ref": f"PNH-B-L{number}", "at": AT}
    told = {"by": "Rina Contoh", "command": "person add", "undoes": None}
    return {**named, **told, "changes": [*changes], **said}


def recorded(db: VaultDB, **said: Any) -> None:
    """Somebody new with a line that says so."""
    document = {"id": ID.format(1), "ref": "PNH-B-P1", **STAMP, "name": "Contoh Baru", **said}
    document = {name: value for name, value in document.items() if value is not ...}
    put(db, "person", document, ID.format(1))
    put(db, LOG, line(1, ["add", "person", ID.format(1), "PNH-B-P1", 1, {}]))


def without_a_line(db: VaultDB) -> None:
    """M7: another passport and a high revision, and the log says nothing of it."""
    put(db, "person", {**person(db), "passport": "X9999999", "rev": 50})


def of_another_value(db: VaultDB) -> None:
    """The log says one thing, the record another."""
    now = person(db)
    fields = {"birth_place": [now.get("birth_place"), "Bogor"]}
    put(db, "person", {**now, "birth_place": "Depok", "rev": now["rev"] + 1})
    said = ["change", "person", now["id"], now["ref"], now["rev"] + 1, fields]
    put(db, LOG, line(1, said))


def undone_by_nothing(db: VaultDB) -> None:
    """A line that says that it undid one of ours, and did nothing."""
    now = person(db)
    said = ["change", "person", now["id"], now["ref"], 2, {"birth_place": ["Bogor", "Bogor"]}]
    put(db, LOG, line(1, said, undoes="PNH-A-L1"))


def altered(db: VaultDB) -> None:
    """A line of ours that is signed by somebody else in the copy."""
    table = db.of(LOG)
    told = dict(table.documents()[str(table.id_of("PNH-A-L2"))])
    put(db, LOG, {**told, "by": "Orang Lain"})


def erased_in_silence(db: VaultDB) -> None:
    """P1 counts as erased, and no line says who did that."""
    id_ = person(db)["id"]
    stone = {"id": id_, "kind": "person", "at": AT, "reason": "x", "ref": "PNH-A-P1"}
    put(db, ERASED, stone)
    db.of("person").delete({id_})


def erased_under_another_name(db: VaultDB) -> None:
    """A line that erases P1 and calls it P3: whoever agrees to P3 would lose P1."""
    id_ = person(db)["id"]
    put(db, ERASED, {"id": id_, "kind": "person", "at": AT, "reason": "x", "ref": "PNH-A-P3"})
    put(db, LOG, line(1, ["erase", "person", id_, "PNH-A-P3", 1, {"reason": [None, "x"]}]))
    db.of("person").delete({id_})


def erased_that_never_was(db: VaultDB) -> None:
    """Somebody who never was is erased under the ref of P1: all about P1 would go along."""
    new = ID.format(9)
    put(db, ERASED, {"id": new, "kind": "person", "at": AT, "reason": "x", "ref": "PNH-A-P1"})
    put(db, LOG, line(1, ["erase", "person", new, "PNH-A-P1", 1, {"reason": [None, "x"]}]))


def erased_profile(db: VaultDB) -> None:
    """The profile counts as erased: its lines would lose their values."""
    (id_,) = db.of("post").documents()
    put(db, ERASED, {"id": id_, "kind": "post", "at": AT, "reason": "x", "ref": "PNH-A-A1"})
    put(db, LOG, line(1, ["erase", "post", id_, "PNH-A-A1", 1, {"reason": [None, "x"]}]))


def all_knowing(db: VaultDB) -> None:
    """A merge that says it knew of lines that are none: whatever comes later would win."""
    now = person(db)
    known = {"seen": [None, {"A": 999_999_999}]}
    put(db, LOG, line(1, ["merge", "post", ID.format(8), "PNH-A-A1", 1, known]))
    fields = {"name": [now["name"], "Nama Palsu"]}
    put(db, "person", {**now, "name": "Nama Palsu", "rev": now["rev"] + 1})
    put(db, LOG, line(2, ["change", "person", now["id"], now["ref"], now["rev"] + 1, fields]))


def lost_on_purpose(db: VaultDB) -> None:
    """A line that counts as lost, as if the file had been saved from a damaged one."""
    without_a_line(db)
    put(db, ASIDE, {"line": "PNH-B-L9", "by": "PNH-B-L1", "lost": True}, "PNH-B-L9")


def changed_under_cover(db: VaultDB) -> None:
    """A line as an erasure leaves it, without values, and another passport in the record."""
    now = person(db)
    put(db, "person", {**now, "passport": "X9999999", "rev": now["rev"] + 1})
    put(db, LOG, line(1, ["change", "person", now["id"], now["ref"], now["rev"] + 1, {}]))


def left_unsaid(db: VaultDB) -> None:
    put(db, "person", {"id": ID.format(1), "ref": "PNH-B-P1", **STAMP, "name": "Contoh"})


DOCTORED: dict[str, tuple[Doctor, set[str]]] = {
    "a person without a stamp": (lambda db: recorded(db, **dict.fromkeys(STAMP, ...)), {"MRG017"}),
    "a time that is none": (lambda db: recorded(db, recorded_at="kemarin"), {"MRG017"}),
    "a ref that is null": (lambda db: recorded(db, ref=None), {"MRG017"}),
    "a ref of another type": (lambda db: recorded(db, ref="PNH-B-C1"), {"MRG017"}),
    "a ref of another post": (lambda db: recorded(db, ref="XXX-B-P1", post="XXX"), {"MRG017"}),
    "another id than its key": (lambda db: recorded(db, id=ID.format(2)), {"MRG017"}),
    "a revision that is no number": (lambda db: recorded(db, rev="1"), {"MRG017"}),
    "a name that is a number": (lambda db: recorded(db, name=7), {"MRG018"}),
    "a field that is none": (lambda db: recorded(db, shoe_size="44"), {"MRG018"}),
    "a value of no list": (lambda db: recorded(db, sex="x"), {"MRG018"}),
    "a record of 2099": (lambda db: recorded(db, recorded_at="2099-01-01T00:00:00Z"), {"MRG017"}),
    "a line whose id is of 2099": (
        lambda db: put(db, LOG, line(1, id="03b5d65e-0000-7000-8000-000000000001")),
        {"MRG020"},
    ),
    "a line without fields": (
        lambda db: put(db, LOG, {"id": ID.format(1), "ref": "PNH-B-L1"}),
        {"MRG020"},
    ),
    "a line with a value that no record can have": (
        lambda db: put(
            db, LOG, line(1, ["change", "person", ID.format(1), "PNH-A-P1", 2, {"name": [1, {}]}])
        ),
        {"MRG020"},
    ),
    "a line of ours that is altered": (altered, {"MRG021"}),
    "a change without a line": (without_a_line, {"MRG022"}),
    "a change without a line that says what": (changed_under_cover, {"MRG022"}),
    "another value than the line says": (of_another_value, {"MRG022"}),
    "an erasure without a line": (erased_in_silence, {"MRG022"}),
    "a line that is lost on purpose": (lost_on_purpose, {"MRG017"}),
    "an erasure under another name": (erased_under_another_name, {"MRG022"}),
    "an erasure of somebody who never was": (erased_that_never_was, {"MRG022"}),
    "an erasure of the profile": (erased_profile, {"MRG022"}),
    "knowledge of lines that are none": (all_knowing, {"MRG020"}),
    "a time of the first year": (
        lambda db: recorded(db, recorded_at="0001-01-01T00:00:00+14:00"),
        {"MRG017"},
    ),
    "a line with a huge number": (lambda db: put(db, LOG, line(999_999_999)), {"MRG023"}),
    "a log with a gap": (lambda db: put(db, LOG, line(7)), {"MRG023"}),
    "an undo of nothing": (undone_by_nothing, {"MRG024"}),
    "a record without a line": (left_unsaid, {"MRG026"}),
    "a ref that is ours": (
        lambda db: recorded(db, ref="PNH-A-P1", id=ID.format(1)),
        {"MRG009"},
    ),
}
"""What is done to a copy, and with what a merge refuses it."""


def _attack(title: str, doctor: Doctor, codes: set[str]) -> None:
    @attack("M7" if "without a line" in title else "H5", f"a doctored copy: {title}")
    def refuse_it(place: Place) -> None:
        path = lay_with_copy(place)
        change(path, doctor)
        before = place.vault.read_bytes()
        for words in (("--dry-run",), ()):
            ended = merge(place, path, *words)
            assert (ended.code, set(ended.problems)) == (3, codes), (title, ended)
        assert place.vault.read_bytes() == before
        assert execute(Command("list", ("person", "list")), place.environ).code == 0
        assert execute(commands.insert(title), place.environ).code == 0


for _title, (_doctor, _codes) in DOCTORED.items():
    _attack(_title, _doctor, _codes)


@attack("H5", "all that is wrong with a doctored copy is told at once")
def tell_everything(place: Place) -> None:
    path = lay_with_copy(place)

    def doctor(db: VaultDB) -> None:
        recorded(db, name=7)
        put(db, LOG, line(2, by=""))

    change(path, doctor)
    assert set(merge(place, path).problems) == {"MRG018", "MRG020"}


@attack("M7", "a copy that nobody has doctored is taken over")
def take_over_the_honest(place: Place) -> None:
    path = lay_with_copy(place)
    change(path, recorded)
    ended = merge(place, path)
    assert (ended.code, ended.data["added"]) == (0, 1), ended
