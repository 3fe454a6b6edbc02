"""Copies in which anything at all was altered: refused, or harmless."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import copies, erasing, recording, taking_back_merge, undoing
from attache.desk.brought import Agreed
from attache.desk.upkeep import examine
from attache.problems import DecisionNeeded, Refused
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.history import LOG, RESTORED, SALVAGED
from attache.vault.journal import Journal
from attache.vault.payload import made
from attache.vault.vault import Vault
from attache.vault.views import ASIDE, ERASED, SEATS
from attache.vault.work import Work
from tests import opening
from tests.desk.offices import sample
from tests.laptops import IGNORED, Laptops

TABLES = (*(t.name for t in records.RECORD_TYPES), LOG, ERASED, SEATS)
GONE = "gone"
"""In the place of a value: there is none."""
VALUES: st.SearchStrategy[object] = st.sampled_from(
    [
        *(None, GONE, 0, -1, 1, 50, True, 1.5, "", "x", "–", [], {}, [[]], ["x"], {"x": 1}, [None]),
        *("PNH-A-P1", "PNH-B-P1", "PNH-B-L1", "PNH-A-L99", "2099-01-01T00:00:00+00:00", "kemarin"),
    ]
)


@cache
def busy():
    """The copy of a laptop that has recorded one of everything, and all kinds of lines; its key."""
    with TemporaryDirectory() as folder:
        laptops = Laptops(Path(folder), "AB")
        for kind in records.every():
            raw = sample(kind)
            recording.record(laptops.office("B"), kind, [raw], new_people="different")
        recording.edit(laptops.office("B"), "PNH-A-P1", {"birth_place": "Bogor"})
        recording.withdraw(laptops.office("B"), "PNH-A-N1", "salah catat")
        recording.edit(laptops.office("B"), "PNH-A-P2", {"birth_place": "Depok"})
        undoing.undo(laptops.office("B"), None)
        erasing.erase(laptops.office("B"), "PNH-A-P4", "permintaan")
        vault = laptops.office("B").vault
        return vault.path.read_bytes(), vault.opened().key, vault.slot


def altered(document, chance):
    """A document with one value in it altered, at any depth."""
    document = place = deepcopy(document)
    while True:
        keys = [*place] if isinstance(place, dict) else [*range(len(place))]
        key = keys[chance.draw(st.integers(0, len(keys) - 1))]
        inner = place[key]
        if isinstance(inner, (dict, list)) and inner and chance.draw(st.booleans()):
            place = inner
            continue
        value = chance.draw(VALUES)
        if value == GONE:
            del place[key]
        else:
            place[key] = value
        return document


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_altered_in_a_copy_the_vault_stays_whole(chance):
    content, key, _slot = busy()
    with TemporaryDirectory() as folder:
        laptops = Laptops(Path(folder), "AB")
        path = laptops.paths["B"]
        path.write_bytes(content)
        storage = JournalStorage(Journal(path, key))
        db = VaultDB(storage)
        filled = [name for name in TABLES if dict(db.of(name).contents())]
        table = db.of(chance.draw(st.sampled_from(filled)))
        documents = table.documents()
        id_ = [*documents][chance.draw(st.integers(0, len(documents) - 1))]
        table.take(id_, made(altered(documents[id_], chance)))
        storage.commit()
        before = laptops.paths["A"].read_bytes()
        agreed = Agreed(others=True, erasures=frozenset({"PNH-A-P4"}))
        merge = laptops.office("A"), path, "", agreed
        try:
            copies.merge(*merge, rehearsal=False, another_key=True)
        except (Refused, DecisionNeeded):
            assert laptops.paths["A"].read_bytes() == before
        office = laptops.office("A")
        wrong = [c for c in examine(office, read_data=True) if not c.ok]
        assert [c for c in wrong if c.about and c.name not in IGNORED] == []
        for kind in TABLES[: len(records.RECORD_TYPES)]:
            assert all(k.ref for k in office.view.every(kind))


@pytest.fixture
def salvaged(tmp_path):
    """A copy that lost the line by which it changed somebody, and says so."""
    laptops = Laptops(tmp_path, "AB")
    recording.edit(laptops.office("B"), "PNH-A-P1", {"birth_place": "Bogor"})
    recording.edit(laptops.office("B"), "PNH-A-P2", {"birth_place": "Depok"})
    vault = Vault(laptops.paths["B"], opening.access(laptops.paths["B"]))
    storage = JournalStorage(vault.opened())
    db = VaultDB(storage)
    db.of(LOG).delete({str(db.of(LOG).id_of("PNH-B-L1"))})

    def say_so():
        at = opening.NOW.isoformat(timespec="seconds")
        work = Work(db, by=vault.officer, at=at, command="vault salvage")
        lost = {"line": "PNH-B-L1", "by": work.line_ref, "lost": True}
        db.of(ASIDE).put({"PNH-B-L1": lost})
        work.note_on_profile(SALVAGED, {"lost": (None, 1)})
        work.flush()

    return laptops, storage, say_so


def test_what_a_salvaged_copy_cannot_say_any_more_is_asked(salvaged):
    laptops, storage, say_so = salvaged
    say_so()
    storage.commit()
    merge = laptops.office("A"), laptops.paths["B"]
    with pytest.raises(DecisionNeeded) as asked:
        copies.merge(*merge, rehearsal=False)
    assert [p.code for p in asked.value.problems] == ["MRG033"]
    assert asked.value.data["doubtful"] == ["PNH-A-P1"]
    copies.merge(*merge, agreed=Agreed(others=True), rehearsal=False)
    assert laptops.office("A").view.get("PNH-A-P1").content.birth_place == "Bogor"


def test_what_was_agreed_to_is_signed_goes_on_and_is_taken_back_with_the_merge(tmp_path, salvaged):
    """Another laptop believes the log only; it never hears that a line was lost."""
    laptops, storage, say_so = salvaged
    say_so()
    storage.commit()
    copies.merge(
        laptops.office("A"), laptops.paths["B"], agreed=Agreed(others=True), rehearsal=False
    )
    office = laptops.office("A")
    merged = office.view.history().newest().__next__()
    assert ["change", "PNH-A-P1"] in [[c[0], c[3]] for c in merged["changes"]]
    (tmp_path / "more").mkdir()
    third = Laptops(tmp_path / "more", "C")
    assert copies.merge(third.office("C"), laptops.paths["A"], rehearsal=False).stored
    assert third.office("C").view.get("PNH-A-P1").content.birth_place == "Bogor"
    taking_back_merge.undo(office, merged["ref"])
    assert not laptops.office("A").view.get("PNH-A-P1").content.birth_place
    assert all(c.ok for c in examine(laptops.office("A"), read_data=True) if c.name not in IGNORED)


def test_a_loss_that_was_heard_of_from_another_copy_excuses_nothing(salvaged):
    """What the copy itself does not say by its own log is refused: it was saved from no damage."""
    laptops, storage, say_so = salvaged
    say_so()
    storage.commit()
    copies.merge(
        laptops.office("A"), laptops.paths["B"], agreed=Agreed(others=True), rehearsal=False
    )
    vault = Vault(laptops.paths["A"], opening.access(laptops.paths["A"]))
    ours = JournalStorage(vault.opened())
    table = VaultDB(ours).of("person")
    id_ = str(table.id_of("PNH-A-P3"))
    table.put({id_: {**table.documents()[id_], "passport": "X9999999", "rev": 2}})
    ours.commit()
    vault.acknowledge()
    with pytest.raises(Refused) as refused:
        copies.merge(laptops.office("B"), laptops.paths["A"], rehearsal=False)
    assert {p.code for p in refused.value.problems} == {"MRG022"}


def test_a_copy_that_lost_a_line_and_does_not_say_so_is_refused(salvaged):
    laptops, storage, _say_so = salvaged
    storage.commit()
    with pytest.raises(Refused) as refused:
        copies.merge(laptops.office("A"), laptops.paths["B"], rehearsal=False)
    assert [p.code for p in refused.value.problems] == ["MRG023", "MRG022"]


def test_lines_that_a_restored_copy_has_put_aside_belie_no_record(tmp_path):
    """Of these the records say nothing any more, and the log still does."""
    laptops = Laptops(tmp_path, "AB")
    before = laptops.office("B").view.get("PNH-A-P1").document()
    recording.edit(laptops.office("B"), "PNH-A-P1", {"birth_place": "Bogor"})
    vault = Vault(laptops.paths["B"], opening.access(laptops.paths["B"]))
    storage = JournalStorage(vault.opened())
    db = VaultDB(storage)
    put = {name: value for name, value in before.items() if value is not None}
    db.of("person").put({before["id"]: put})
    line = str(db.of(LOG).id_of("PNH-B-L1"))
    at = opening.NOW.isoformat(timespec="seconds")
    work = Work(db, by=vault.officer, at=at, command="vault restore")
    db.of(ASIDE).put({line: {"line": "PNH-B-L1", "by": work.line_ref}})
    work.note_on_profile(RESTORED, {"aside": (None, 1)})
    work.flush()
    storage.commit()
    assert copies.merge(laptops.office("A"), laptops.paths["B"], rehearsal=False).stored
