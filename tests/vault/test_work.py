"""Units of work: what they store, sign and log, and what they leave alone."""

from __future__ import annotations

import pytest

from attache.problems import NoSuchRecord
from attache.records import RECORD_TYPES
from attache.records.record import parse, with_values
from attache.vault import history, migrations, views
from tests.records.inputs import raw
from tests.samples import HERE, TODAY
from tests.vault.conftest import AT, reopened

LATER = "2026-02-01T04:05:06Z"
OWN_TABLES = {"counters", "erased", "log", "migrations"}


def log_of(vault):
    return list(reopened(vault).view().log())


@pytest.fixture
def person(vault, siti):
    with vault.work("person add", AT) as work:
        return work.add("person", siti)


def test_what_was_added_is_there_afterwards(vault, person, siti):
    found = reopened(vault).view().get(person.ref)
    assert found == person
    assert found.content == siti


MANY = [t for t in RECORD_TYPES if t.name != "post"]  # of that there is just one


@pytest.mark.parametrize("kind", MANY, ids=lambda t: t.name)
def test_every_type_of_record_can_be_kept(vault, kind):
    contents = [parse(kind.model, raw(kind, full), HERE).draft for full in (True, False)]
    with vault.work("contoh", AT) as work:
        kept = [work.add(kind.name, content) for content in contents]
    assert list(vault.view().every(kind.name)) == kept
    assert [k.content for k in kept] == contents
    assert [k.ref for k in kept] == [f"PNH-A-{kind.letter}1", f"PNH-A-{kind.letter}2"]
    assert all(vault.view().find(k.id) == k for k in kept)


def test_tables_of_the_vault_itself_have_names_of_their_own():
    own = {views.COUNTERS, views.ERASED, history.LOG, migrations.APPLIED}
    assert own == OWN_TABLES
    assert not OWN_TABLES & {t.name for t in RECORD_TYPES}


def test_what_is_recorded_is_signed(person):
    stamp = person.stamp
    assert (stamp.recorded_by, stamp.recorded_at) == ("Rina Contoh", AT)
    assert (stamp.post, stamp.rev) == ("PNH", 1)
    assert (stamp.changed_by, stamp.changed_at) == (None, None)
    assert (stamp.withdrawn, stamp.replaced_by) == (None, None)


def test_a_change_keeps_who_when_and_what_was_before(vault, person, siti):
    new = with_values(siti, {"name": "Siti Contoh Baru", "aliases": ()})
    with vault.work("person edit", LATER) as work:
        changed = work.change(work.get("P1"), new)
    assert vault.view().get("P1") == changed
    assert changed.content == new
    assert (changed.id, changed.ref) == (person.id, person.ref)
    assert (changed.stamp.rev, changed.stamp.changed_at) == (2, LATER)
    assert changed.stamp.changed_by == "Rina Contoh"
    assert (changed.stamp.recorded_at, changed.stamp.recorded_by) == (AT, "Rina Contoh")
    line = log_of(vault)[-1]
    assert (line.at, line.by, line.command) == (LATER, "Rina Contoh", "person edit")
    (change,) = line.changes
    assert (change.action, change.id, change.ref, change.rev) == (
        "change",
        person.id,
        "PNH-A-P1",
        2,
    )
    assert change.fields == {
        "name": ("Siti Contoh", "Siti Contoh Baru"),
        "aliases": (["Alias Satu"], []),
    }


def test_the_same_content_changes_nothing(vault, person):
    before = vault.path.read_bytes()
    with vault.work("person edit", LATER) as work:
        current = work.get("P1")
        assert work.change(current, with_values(current.content, {})) is current
    assert vault.path.read_bytes() == before


def test_an_entry_is_taken_back_with_a_reason(vault, person, made):
    note = made("note", about="P1", on=TODAY, text="Catatan contoh")
    with vault.work("note add", AT) as work:
        first, second = work.add("note", note), work.add("note", note)
    with vault.work("note withdraw", LATER) as work:
        work.withdraw(work.get(first.ref), "salah orang", replaced_by=second.ref)
    found = vault.view().get(first.ref)
    assert found.content == note
    assert (found.stamp.withdrawn, found.stamp.replaced_by) == ("salah orang", second.ref)
    assert (found.stamp.rev, found.stamp.changed_by) == (2, "Rina Contoh")
    (change,) = log_of(vault)[-1].changes
    assert (change.action, change.fields["withdrawn"]) == ("withdraw", (None, "salah orang"))
    assert [k.ref for k in vault.view().every("note")] == [first.ref, second.ref]
    assert vault.view().get(second.ref) == second


def test_an_entry_that_was_taken_back_can_stand_again(vault, person):
    with vault.work("person withdraw", LATER) as work:
        work.withdraw(work.get("P1"), "keliru")
    with vault.work("undo", LATER) as work:
        stands = work.restore(work.get("P1"))
    assert (stands.stamp.withdrawn, stands.stamp.rev) == (None, 3)
    assert log_of(vault)[-1].changes[0].fields["withdrawn"] == ("keliru", None)
    assert reopened(vault).view().get("P1") == stands


def test_a_unit_of_work_is_one_line_of_the_log(vault, siti, budi):
    with vault.work("person add", AT) as work:
        ref = work.line_ref
        first, second = work.add("person", siti), work.add("person", budi)
    made, line = log_of(vault)
    assert [change.action for change in made.changes] == ["add"]
    assert [(c.action, c.ref) for c in line.changes] == [("add", first.ref), ("add", second.ref)]
    assert (made.ref, line.ref) == ("PNH-A-L1", ref) == ("PNH-A-L1", "PNH-A-L2")
    assert vault.view().line("l2") == line


def test_a_line_says_which_one_it_takes_back(vault, person):
    with vault.work("undo", LATER) as work:
        work.undoes = "PNH-A-L2"
        work.withdraw(work.get("P1"), "keliru")
    assert log_of(vault)[-1].undoes == "PNH-A-L2"


def test_what_was_only_looked_at_is_logged_too(vault, person):
    with vault.work("person show", LATER) as work:
        work.note("view", work.get("P1"))
    (change,) = log_of(vault)[-1].changes
    assert (change.action, change.ref, change.fields) == ("view", "PNH-A-P1", {})
    assert reopened(vault).view().get("P1") == person


@pytest.mark.parametrize("name", ["L9", "P1", "", "L0", "PNH-B-L1"])
def test_a_line_that_is_not_there(vault, person, name):
    assert vault.view().line(name) is None


def test_refs_count_up_for_each_type_and_are_never_used_again(vault, siti, budi, made):
    note = made("note", about="P1", on=TODAY, text="Catatan contoh")
    with vault.work("contoh", AT) as work:
        refs = [
            work.add("person", siti).ref,
            work.add("note", note).ref,
            work.add("person", budi).ref,
        ]
        work.withdraw(work.get("N1"), "salah")
    with vault.work("contoh", AT) as work:
        refs += [work.add("note", note).ref, work.add("person", siti).ref]
    assert refs == ["PNH-A-P1", "PNH-A-N1", "PNH-A-P2", "PNH-A-N2", "PNH-A-P3"]


def test_ids_are_in_order_and_all_different(vault, siti):
    with vault.work("contoh", AT) as work:
        ids = [work.add("person", siti).id for _ in range(50)]
    assert ids == sorted(set(ids))
    assert [k.id for k in vault.view().every("person")] == ids


@pytest.mark.parametrize("name", ["PNH-A-P1", "pnh-a-p1", "P1", "p1", " p1 "])
def test_a_record_is_found_by_its_ref_in_any_form(vault, person, name):
    assert vault.view().get(name) == person


def test_a_record_is_found_by_its_id_in_any_case(vault, person):
    assert vault.view().get(person.id) == person
    assert vault.view().get(person.id.upper()) == person


@pytest.mark.parametrize(
    "name",
    [
        *("P2", "PNH-B-P1", "JKT-A-P1", "C1", "Z1", "", "Siti Contoh", "P01", "P-1"),
        "0190a000-0000-7000-8000-000000000001",
    ],
)
def test_what_is_not_there_is_not_found(vault, person, name):
    assert vault.view().find(name) is None
    with pytest.raises(NoSuchRecord) as raised:
        vault.view().get(name)
    assert [p.code for p in raised.value.problems] == ["REF002"]
    assert raised.value.exit_code == 4


def test_work_sees_its_own_changes(vault, siti, budi):
    with vault.work("contoh", AT) as work:
        kept = work.add("person", siti)
        assert work.get("P1") == kept
        assert work.get(kept.id) == kept
        changed = work.change(kept, budi)
        assert work.get("P1") == changed
        assert list(work.every("person")) == [changed]
        assert list(vault.view().every("person")) == []  # others see them when all is done


def test_a_view_stays_as_it_was(vault, person, budi):
    view = vault.view()
    assert len(list(view.every("person"))) == 1
    with vault.work("person add", AT) as work:
        work.add("person", budi)
    assert len(list(view.every("person"))) == 1
    assert len(list(vault.view().every("person"))) == 2


@pytest.mark.parametrize("exception", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_exception_stores_nothing(vault, person, budi, exception):
    before = vault.path.read_bytes()

    def interrupted():
        with vault.work("contoh", AT) as work:
            work.change(work.get("P1"), budi)
            work.add("person", budi)
            raise exception

    with pytest.raises(exception):
        interrupted()
    assert vault.path.read_bytes() == before
    with vault.work("contoh", AT) as work:  # and the lock is free, and the number too
        assert work.add("person", budi).ref == "PNH-A-P2"


def test_a_rehearsal_stores_nothing(vault, person, budi):
    before = vault.path.read_bytes()
    with vault.work("contoh", AT, rehearsal=True) as work:
        assert work.add("person", budi).ref == "PNH-A-P2"
        assert len(list(work.every("person"))) == 2
    assert vault.path.read_bytes() == before


def test_work_without_a_change_does_not_write(vault, person):
    before = vault.path.stat().st_ino, vault.path.read_bytes()
    with vault.work("contoh", AT) as work:
        work.get("P1")
    assert (vault.path.stat().st_ino, vault.path.read_bytes()) == before


def test_every_type_of_record_has_a_table_of_its_own(vault):
    assert vault.opened().tables.keys() == {"post", *OWN_TABLES} - {"erased"}
