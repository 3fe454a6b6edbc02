"""Which copies a merge asks about because of their key: those of whom somebody may be shut out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import care, copies, erasing, recording, taking_back_merge, upkeep
from attache.desk.brought import Agreed
from attache.problems import DecisionNeeded
from attache.vault.believed import Believed
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.keys import Opened
from attache.vault.vault import Vault
from tests import opening
from tests.laptops import Laptops

PEOPLE = ("PNH-A-P1", "PNH-A-P2", "PNH-A-P3", "PNH-A-P4")
BUDI = "Budi Contoh"


@pytest.fixture
def laptops(tmp_path):
    return Laptops(tmp_path, ("A", "B"))


def merge(laptops, seat, other, *, another_key=False):
    """Merge, and agree to whatever that changes, but to another key only where that is said."""
    agreed = Agreed(others=True, erasures=frozenset(PEOPLE))
    path = laptops.paths[other] if isinstance(other, str) else other
    office = laptops.office(seat)
    return copies.merge(office, path, agreed=agreed, rehearsal=False, another_key=another_key)


def asks(laptops, seat, other):
    """Whether a merge asks about the key; where it does not, it is done."""
    try:
        merge(laptops, seat, other)
    except DecisionNeeded as asked:
        if copies.asks_for_the_key(asked):
            return True
        raise
    return False


def key(laptops, seat):
    return laptops.office(seat).vault.opened().keyring.fingerprint


def believed(laptops, seat):
    opened = laptops.office(seat).vault.opened()
    return Believed(VaultDB(JournalStorage(opened))).keys()


def note(laptops, seat):
    said = {"about": PEOPLE[3], "text": "Catatan contoh"}
    (kept,) = recording.record(laptops.office(seat), records.named("note"), [said]).kept
    return kept.ref


def erase(laptops, seat, ref=PEOPLE[0]):
    erasing.erase(laptops.office(seat), ref, "permintaan")


def expire(laptops, seat):
    office = laptops.office(seat)
    erasing.expire(office, [office.view.get(PEOPLE[0])], "masa simpan habis")


def change_passphrase(laptops, seat):
    care.change_passphrase(laptops.office(seat), "tujuh puluh delapan kerbau rawa", None)


def change_code(laptops, seat):
    care.new_recovery_code(laptops.office(seat), lambda _code: None)


def remove(laptops, seat):
    care.add_officer(laptops.office(seat), BUDI, "tujuh puluh delapan kerbau rawa")
    care.remove_officer(laptops.office(seat), BUDI, lambda _code: None)


def rekey(laptops, seat):
    care.renew_key(laptops.office(seat))


SHUTTING_OUT = (change_passphrase, change_code, remove, rekey)


@pytest.mark.parametrize("renew", [erase, expire])
def test_who_erases_somebody_is_not_asked_about_the_key_of_the_copies_of_before(laptops, renew):
    ref, before = note(laptops, "B"), key(laptops, "A")
    renew(laptops, "A")
    assert key(laptops, "A") != before
    assert not asks(laptops, "A", "B")
    assert laptops.office("A").view.find(ref)


@pytest.mark.parametrize("shut_out", SHUTTING_OUT)
def test_after_somebody_is_shut_out_each_copy_is_asked_about_once(laptops, shut_out):
    erase(laptops, "A")
    for _time in range(2):
        shut_out(laptops, "A")
        assert believed(laptops, "A") == set()
        assert asks(laptops, "A", "B")
        merge(laptops, "A", "B", another_key=True)
        note(laptops, "B")
        assert not asks(laptops, "A", "B")


def test_what_is_agreed_to_counts_also_where_the_copy_has_nothing_new(laptops):
    merge(laptops, "A", "B")
    rekey(laptops, "A")
    outcome = merge(laptops, "A", "B", another_key=True)
    assert (outcome.merged.added, outcome.merged.changed, outcome.stored) == (0, 0, True)
    assert not asks(laptops, "A", "B")
    assert not merge(laptops, "A", "B").stored


def test_who_takes_nothing_over_has_agreed_to_no_key(laptops):
    erase(laptops, "B")
    office, path = laptops.office("A"), laptops.paths["B"]
    with pytest.raises(DecisionNeeded) as asked:
        copies.merge(office, path, agreed=Agreed(), rehearsal=False, another_key=True)
    assert not copies.asks_for_the_key(asked.value)
    copies.merge(laptops.office("A"), path, rehearsal=True)
    assert believed(laptops, "A") == set()


def test_an_erasure_that_a_merge_finishes_shuts_nobody_out(laptops, tmp_path):
    before, old = key(laptops, "A"), tmp_path / "old.vault"
    note(laptops, "B")
    old.write_bytes(laptops.paths["B"].read_bytes())
    erase(laptops, "B")
    merge(laptops, "A", "B", another_key=True)
    assert believed(laptops, "A") == {before, key(laptops, "B")}
    assert not asks(laptops, "A", old)


def test_no_merge_takes_over_what_another_copy_believes(laptops):
    first = key(laptops, "B")
    rekey(laptops, "A")
    erase(laptops, "B", PEOPLE[1])
    merge(laptops, "A", "B", another_key=True)
    assert first in believed(laptops, "B")
    assert first not in believed(laptops, "A")


def test_a_copy_for_another_laptop_believes_the_same(laptops, tmp_path):
    erase(laptops, "A")
    path = laptops.paths["C"] = tmp_path / "C.vault"
    copies.make_copy(laptops.office("A"), path, "D", anywhere=True)
    own, copy = laptops.office("A").vault, Vault(path, opening.access(path))
    copy.access.keep(copy.header(), Opened(own.opened().key, own.slot), opening.HOUR)
    opening.secret(path)
    assert believed(laptops, "C") == believed(laptops, "A")
    assert not asks(laptops, "C", "B")


@pytest.mark.parametrize(("renew", "asked"), [(erase, False), (rekey, True)])
def test_who_was_shut_out_stays_so_when_a_backup_is_taken_back(laptops, tmp_path, renew, asked):
    """What is believed is no record: it stays as the vault had it that was there."""
    erase(laptops, "A", PEOPLE[1])
    office, backup = laptops.office("A"), tmp_path / "backup.vault"
    backup.write_bytes(laptops.paths["A"].read_bytes())
    renew(laptops, "A")
    now = believed(laptops, "A")
    wanted = upkeep.Asked(backup, "vault restore", office.at, replace=True, another_key=True)
    upkeep.take_back(Vault(office.vault.path, opening.access(office.vault.path)), wanted)
    assert believed(laptops, "A") == now
    assert asks(laptops, "A", "B") is asked


def test_who_takes_a_merge_back_is_asked_about_the_key_again(laptops):
    note(laptops, "B")
    rekey(laptops, "A")
    merge(laptops, "A", "B", another_key=True)
    taking_back_merge.undo(laptops.office("A"), None)
    assert asks(laptops, "A", "B")


STEPS = st.tuples(st.sampled_from("AB"), st.sampled_from(("erase", "rekey", "merge", "merge")))


@settings(max_examples=20, deadline=None)
@given(st.lists(STEPS, max_size=8))
def test_whatever_is_done_only_those_keys_are_asked_about_that_may_be_of_who_is_out(steps):
    with TemporaryDirectory() as folder:
        laptops = Laptops(Path(folder), ("A", "B"))
        known: dict[str, set[str]] = {"A": set(), "B": set()}
        for seat, what in steps:
            other, before = "B" if seat == "A" else "A", key(laptops, seat)
            if what == "merge":
                theirs = key(laptops, other)
                asked = asks(laptops, seat, other)
                assert asked is (theirs not in {before, *known[seat]})
                if asked:
                    merge(laptops, seat, other, another_key=True)
                    known[seat].add(theirs)
            elif what == "rekey":
                rekey(laptops, seat)
                known[seat] = set()
            elif left := laptops.standing(seat, "person"):
                erase(laptops, seat, left[0].ref)
            if what != "rekey" and key(laptops, seat) != before:
                known[seat].add(before)
            assert believed(laptops, seat) == known[seat]
