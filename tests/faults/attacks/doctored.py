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
from attache.vault.payload import Put, made
from attache.vault.signs import signs_of
from attache.vault.vault import Vault
from attache.vault.views import ASIDE, COUNTERS, ERASED, SEATS
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


def voice(seat: str, number: int, value: Any, **said: Any) -> dict[str, Any]:
    """One side of a conflict as a merge would keep it."""
    told = {"value": value, "by": "Rina Contoh", "at": AT, "seat": seat}
    return {**told, "line": f"PNH-{seat}-L{number}", **said}


def asked(db: VaultDB, **said: Any) -> None:
    """A conflict about the name of P1 that nobody ever had, and a line of B that looked at P1."""
    sides = [voice("A", 2, "Siti Pertama"), voice("B", 1, "Siti Kedua")]
    about = {"about": "PNH-A-P1", "field": "name", "base": [{"value": person(db)["name"]}]}
    put(
        db,
        "conflict",
        {"id": ID.format(7), "ref": "PNH-A-Q1", **STAMP, **about, "values": sides, **said},
    )
    put(db, LOG, line(1, ["view", "person", person(db)["id"], "PNH-A-P1", 1, {}]))


def all_letters_given(db: VaultDB) -> None:
    """Every seat letter is given out: no copy could be made any more."""
    for letter in "CDEFGHIJKLMNOPQRSTUVWXYZ":
        put(db, SEATS, {"seat": letter, "file": "ff" * 16}, letter)
    put(db, LOG, line(1, ["view", "person", person(db)["id"], "PNH-A-P1", 1, {}]))


def erased_by_the_code(db: VaultDB) -> None:
    """P1 erased by nobody's name: the words with which the recovery code signs."""
    id_ = person(db)["id"]
    put(db, ERASED, {"id": id_, "kind": "person", "at": AT, "reason": "x", "ref": "PNH-A-P1"})
    said = ["erase", "person", id_, "PNH-A-P1", 1, {"reason": [None, "x"]}]
    put(db, LOG, line(1, said, by="recovery code"))
    db.of("person").delete({id_})


def no_json(db: VaultDB, table: str) -> None:
    """Bytes that are no JSON in the place of a document."""
    db.of(table).take(ID.format(5), Put("PNH-B-L1" if table == LOG else None, b"{"))


def saved_from_no_damage(db: VaultDB) -> None:
    """A line that says that the file was saved, one that is lost, and a change that none says."""
    profile = next(iter(db.of("post").documents().values()))
    said = ["salvaged", "post", profile["id"], profile["ref"], 1, {"lost": [None, 1]}]
    put(db, LOG, line(2, said))
    put(db, ASIDE, {"line": "PNH-B-L1", "by": "PNH-B-L2", "lost": True}, "PNH-B-L1")
    without_a_line(db)


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
    "a line that is lost on purpose": (lost_on_purpose, {"MRG036"}),
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
    "a conflict whose sides nobody is": (
        lambda db: asked(db, values=[voice("A", 2, "Siti", by={"a": 1}, at=5)]),
        {"MRG018"},
    ),
    "a conflict of no time": (
        lambda db: asked(db, values=[voice("A", 2, "Siti", at="kemarin")]),
        {"MRG018"},
    ),
    "a conflict on a side of another seat": (
        lambda db: asked(db, values=[voice("A", 2, "Siti", line="PNH-B-L1")]),
        {"MRG018"},
    ),
    "a conflict that began with nothing": (lambda db: asked(db, base=[]), {"MRG018"}),
    "a conflict about nobody": (lambda db: asked(db, about="PNH-A-P77"), {"MRG022"}),
    "a conflict about no field": (lambda db: asked(db, field="shoe_size"), {"MRG022"}),
    "a conflict about what no name can be": (
        lambda db: asked(db, values=[voice("B", 1, {"a": [1]})]),
        {"MRG022"},
    ),
    "a conflict that no lines come to": (asked, {"MRG022"}),
    "a conflict of lines that are none": (
        lambda db: asked(db, values=[voice("A", 99, "Siti"), voice("B", 98, "Siti")]),
        {"MRG022"},
    ),
    "seat letters that nobody has given": (all_letters_given, {"MRG035"}),
    "a person who is no JSON": (lambda db: no_json(db, "person"), {"MRG017"}),
    "a line that is no JSON": (lambda db: no_json(db, LOG), {"MRG020"}),
    "an erasure that is no JSON": (lambda db: no_json(db, ERASED), {"MRG036"}),
    "a table that does not fit together": (
        lambda db: db.of(SEATS).take("C", Put(None, b"{}", b"\n")),
        {"MRG036"},
    ),
    "a seat that is no JSON": (lambda db: no_json(db, SEATS), {"MRG036"}),
    "a count that is no number": (
        lambda db: put(db, COUNTERS, {"last": "x"}, "person"),
        {"MRG036"},
    ),
    "a ref that is ours": (
        lambda db: recorded(db, ref="PNH-A-P1", id=ID.format(1)),
        {"MRG009"},
    ),
}
"""What is done to a copy, and with what a merge refuses it."""


FORM = {"MRG017", "MRG018", "MRG020", "MRG036"}
"""With these a copy is refused, or a backup, before any of it is compared with anything else."""

COMPARED = {"a record of 2099", "a line whose id is of 2099", "knowledge of lines that are none"}
"""What has the form of what attache writes: only beside a clock or other lines it is wrong."""


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


@attack("M7", "a copy that says it was saved from damage, and lost what it does not say")
def believe_it_was_salvaged(place: Place) -> None:
    """Its officer is asked by name; what is agreed to is signed, and goes with the merge."""
    path = lay_with_copy(place)
    change(path, saved_from_no_damage)

    def passport() -> str:
        return str(Vault(place.vault, place.access).view().get("PNH-A-P1").content.passport)

    before = passport()
    asked_ = merge(place, path)
    assert (asked_.code, set(asked_.problems)) == (5, {"MRG029", "MRG033"}), asked_
    assert passport() == before
    ended = merge(place, path, "--yes")
    assert (ended.code, passport()) == (0, "X9999999"), ended
    signed = execute(Command("log", ("log", "--record", "PNH-A-P1")), place.environ).data
    assert any(c["ref"] == "PNH-A-P1" for c in signed["items"][0]["changes"]), signed
    assert execute(Command("undo", ("--yes", "undo")), place.environ).code == 0
    assert passport() == before
    check = execute(Command("check", ("vault", "check", "--read-data")), place.environ)
    assert check.code == 0, check


@attack("M7", "lines that the recovery code signed")
def sign_by_the_code(place: Place) -> None:
    """It is nobody's name: an officer is asked."""
    path = lay_with_copy(place)

    def doctor(db: VaultDB) -> None:
        recorded(db)
        said = ["add", "person", ID.format(1), "PNH-B-P1", 1, {}]
        put(db, LOG, line(1, said, by="recovery code"))

    change(path, doctor)
    ended = merge(place, path)
    assert (ended.code, ended.problems) == (5, ["MRG030"]), ended
    path = lay_with_copy(place)
    change(path, erased_by_the_code)
    ended = merge(place, path, "--yes", "--erase", "P1")
    assert (ended.code, ended.problems) == (3, ["MRG032"]), ended


@attack("H5", "a doctored backup")
def restore_a_doctored_backup(place: Place) -> None:
    """It is refused with all that is wrong, and the vault stays as it was, or no vault is made."""
    backup = place.desk / "backup.vault"
    restore = Command("restore", ("--yes", "vault", "restore", str(backup)))
    for title, (doctor, codes) in DOCTORED.items():
        if not codes <= FORM or title in COMPARED:
            continue
        place.lay(with_copy()[0])
        before = place.vault.read_bytes()
        backup.write_bytes(before)
        change(backup, doctor)
        ended = execute(restore, place.environ)
        assert (ended.code, set(ended.problems)) == (3, {"VLT086"}), (title, ended)
        assert place.vault.read_bytes() == before
    place.vault.unlink()
    assert execute(restore, place.environ).problems == ["VLT086"]
    assert not place.vault.exists()


def swap_refs(put: Put, other: Put) -> Put:
    return put._replace(ref=other.ref)


def take_signs_away(put: Put, _other: Put) -> Put:
    return put._replace(signs=b"#")


def misleading(doctored: Callable[[Put, Put], Put]) -> Doctor:
    """Change by what people are found, each with another one beside."""

    def doctor(db: VaultDB) -> None:
        people = db.of("person").documents()
        puts = {i: made(d, signs_of("person", d)) for i, d in people.items()}
        for id_, other in zip(puts, reversed([*puts.values()]), strict=True):
            db.of("person").take(id_, doctored(puts[id_], other))

    return doctor


MISLEADING = (misleading(swap_refs), misleading(take_signs_away))


@attack("H5", "a backup in which the refs and signs of people lead to others")
def restore_what_leads_to_others(place: Place) -> None:
    """The documents are whole; by the refs beside them, erasing one person would take another."""
    backup = place.desk / "backup.vault"
    restore = Command("restore", ("--yes", "vault", "restore", str(backup)))

    for doctor in MISLEADING:
        place.lay(with_copy()[0])
        before = place.vault.read_bytes()
        backup.write_bytes(before)
        change(backup, doctor)
        ended = execute(restore, place.environ)
        assert (ended.code, ended.problems) == (3, ["VLT086"]), (doctor, ended)
        assert place.vault.read_bytes() == before


@attack("H5", "the same in the vault's place")
def lay_what_leads_to_others(place: Place) -> None:
    """It is told, and not taken on; what is saved of it is found by what it says."""
    out = place.desk / "saved.vault"
    for doctor in MISLEADING:
        place.lay(with_copy()[0])
        out.unlink(missing_ok=True)
        people = found(place.vault)
        change(place.vault, doctor)
        ended = execute(Command("check", ("vault", "check", "--read-data")), place.environ)
        failed = [c["name"] for c in ended.data["checks"] if c["serious"] and not c["ok"]]
        assert (ended.code, failed) == (13, ["finding"]), (doctor, ended)
        ended = execute(Command("confirm", ("--yes", "vault", "confirm")), place.environ)
        assert (ended.code, ended.problems) == (3, ["VLT090"]), (doctor, ended)
        saved = execute(Command("salvage", ("vault", "salvage", str(out))), place.environ)
        assert saved.code == 0, saved
        assert found(out) == people


def found(path: Path) -> dict[str, Any]:
    """The names of people by the refs that lead to them; all are found by what they say."""
    opened = Journal(path, with_copy()[0].image.key)
    for kept in opened.tables.values():
        kept.judge(finding=True)
    table = VaultDB(JournalStorage(opened)).of("person")
    return {ref: table.documents()[id_]["name"] for ref, id_ in table.refs().items()}


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
