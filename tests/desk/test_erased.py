"""Records that name what was erased: after a merge of copies there may be some."""

from __future__ import annotations

from contextlib import suppress

import pytest

from attache import records
from attache.desk import copies, erasing, merges, recording
from attache.desk.erased import naming_erased
from attache.desk.upkeep import examine
from attache.problems import NoSuchRecord
from attache.records import is_ref_of
from attache.records.record import refs_of
from attache.vault.history import ERASE
from attache.vault.keys import Opened
from attache.vault.vault import Vault
from attache.vault.views import ERASED
from tests import opening
from tests.desk.offices import office_at, sample
from tests.laptops import agreeing

ABOUT_PEOPLE = [
    t
    for t in records.every()
    if any("person" in getattr(f.kind, "to", ()) for f in refs_of(t.model))
]


@pytest.fixture
def other(office, vault, tmp_path):
    """The office of a copy with seat B. Erasing changes the key, so both know the passphrase."""
    opening.secret(vault)
    path = tmp_path / "b" / "post.vault"
    copies.make_copy(office(), path, "B", anywhere=True)
    opening.secret(path)
    theirs = Vault(path, opening.access(path))
    mine = office().vault.opened()
    theirs.access.keep(theirs.header(), Opened(mine.key, office().vault.slot), opening.HOUR)
    return lambda: office_at(path)


@pytest.fixture
def come_together(office, other):
    """Both copies merged until they say the same; what names the erased.

    Where somebody was erased that is told first; the other copy then finishes the erasure.
    """

    def merge():
        agreeing(office, other().vault.path)
        told = naming_erased(office().view)
        agreeing(other, office().vault.path)
        agreeing(office, other().vault.path)
        assert naming_erased(office().view) == naming_erased(other().view)
        return told, naming_erased(office().view)

    return merge


@pytest.mark.parametrize("kind", ABOUT_PEOPLE, ids=lambda t: t.name)
def test_what_another_copy_recorded_about_somebody_erased_is_found(
    office, other, come_together, kind
):
    raw = {**sample(kind), **({"persons": ["PNH-A-P1"]} if "persons" in kind.fields else {})}
    later = recording.record(other(), kind, [raw], new_people="different").kept[0].ref
    erasing.erase(office(), "P1", "contoh")
    assert naming_erased(office().view) == {}
    told, left = come_together()
    assert told[later] == ["PNH-A-P1"]
    assert (later in left) is (kind.name == "identity-decision")


def test_what_is_about_a_case_of_the_erased_is_found_too(office, other, record, come_together):
    record("victim-case", person="P1", channel="email")
    agreeing(other, office().vault.path)
    note = {"about": "PNH-A-V1", "text": "Catatan contoh"}
    recording.record(other(), records.named("note"), [note])
    erasing.erase(office(), "P1", "contoh")
    assert come_together() == ({"PNH-B-N1": ["PNH-A-V1"]}, {})
    assert other().view.erased().keys() >= {"PNH-A-P1", "PNH-A-V1", "PNH-B-N1"}


@pytest.mark.parametrize(("stays", "goes"), [("P1", "P2"), ("P2", "P1")])
def test_somebody_whom_another_copy_merged_with_the_erased_is_found(
    office, other, come_together, stays, goes
):
    fields = tuple(records.named("person").fields)
    merges.merge(other(), f"PNH-A-{stays}", f"PNH-A-{goes}", keep=fields)
    erasing.erase(office(), "P1", "contoh")
    told, left = come_together()
    assert told.items() >= left.items()
    assert left.items() >= {"PNH-B-M1": ["PNH-A-P1"], "PNH-A-P2": ["PNH-A-P1"]}.items()


NIK = "3171015708990001"


def _own_stays(office):
    _join(office, "PNH-B-P1", "PNH-A-P4")


def _own_goes(office):
    _join(office, "PNH-A-P4", "PNH-B-P1")


def _one_by_one(office):
    _own_stays(office)
    _join(office, "PNH-A-P2", "PNH-B-P1")


def _of_more_than_one(office):
    _own_stays(office)
    _join(office, "PNH-B-P1", "PNH-A-P2")


def _join(office, stays, goes):
    merges.merge(office(), stays, goes, keep=tuple(records.named("person").fields))


@pytest.mark.parametrize("join", [_own_stays, _own_goes, _one_by_one, _of_more_than_one])
def test_an_erasure_is_finished_with_the_refs_that_are_told(office, other, record, join):
    """Whatever another copy made of the person: until then a check tells what holds values."""
    record("person", name="Orang Contoh", nik=NIK)
    agreeing(other, office().vault.path)
    recording.record(other(), records.named("person"), [{"name": "Lain"}], new_people="different")
    join(other)
    erasing.erase(office(), "P4", "permintaan")
    merged = agreeing(office, other().vault.path)
    told = [p.args["ref"] for p in merged.problems if p.code == "ERA008"]
    told += [p.args["erased"] for p in merged.problems if p.code == "MRG014"]
    refs, met = ", ".join(map(str, told)).split(", "), set[str]()
    while refs:
        assert _with_the_number(office()) <= _that_go_with(office(), _told_by_a_check(office()))
        with suppress(NoSuchRecord):  # who was one with somebody has gone along
            done = erasing.erase(office(), refs[0], "permintaan")
            refs += [ref for _of, others in done.one_with for ref in others if ref not in met]
        met.add(refs.pop(0))
    assert _with_the_number(office()) == set()
    assert naming_erased(office().view) == {}
    agreeing(other, office().vault.path)
    assert _with_the_number(other()) == set()


def _with_the_number(office):
    every = (k for t in records.RECORD_TYPES for k in office.view.every(t.name))
    return {k.ref for k in every if NIK in str(k.document())}


def _that_go_with(office, refs):
    plans = (
        erasing.plan(office.view, *erasing.meant(office.view, ref))
        for ref in refs
        if is_ref_of(ref, "person")
    )
    return {k.ref for plan in plans for k in plan.erased}


def _told_by_a_check(office):
    (check,) = [c for c in examine(office, read_data=True) if c.name == "erased"]
    return {*check.about}


def test_who_is_no_more_said_to_be_one_with_the_erased_stays_untold(office, other, record):
    """Whoever withdraws the decision says that the record is somebody else's."""
    recording.record(other(), records.named("person"), [{"name": "Lain"}], new_people="different")
    _join(other, "PNH-B-P1", "PNH-A-P1")
    erasing.erase(office(), "P1", "permintaan")
    agreeing(office, other().vault.path)
    assert erasing.erase(office(), "P1", "").one_with == (("PNH-A-P1", ("PNH-B-P1",)),)
    assert _told_by_a_check(office()) == {"PNH-B-P1", "PNH-B-M1"}
    recording.withdraw(office(), "PNH-B-M1", "keliru")
    assert _told_by_a_check(office()) == set()
    assert office().view.get("PNH-B-P1").stamp.withdrawn is None


def test_what_a_join_carried_over_of_the_erased_is_told_until_it_is_set_right(
    office, other, record
):
    """The other copy joins P2 with P1, who is erased here; P2 may be the same person or not."""
    record("person", name="Orang Contoh", nik=NIK)
    agreeing(other, office().vault.path)
    fields = records.named("person").fields.keys() - {"nik"}
    merges.merge(other(), "PNH-A-P2", "PNH-A-P4", keep=tuple(fields), take=("nik",))
    erasing.erase(office(), "P4", "permintaan")
    merged = agreeing(office, other().vault.path)
    (told,) = [p for p in merged.problems if p.code == "ERA008"]
    assert "MRG014" not in {p.code for p in merged.problems}
    assert (told.args["ref"], told.args["erased"]) == ("PNH-A-P2", "PNH-A-P4")
    assert "NIK" in str(told.args["fields"])
    lines = len([*office().view.log()])
    (left,) = erasing.erase(office(), "P4", "").carried
    assert len([*office().view.log()]) == lines  # there was nothing to erase
    recording.edit(office(), "P2", {}, [*left.fields])
    assert erasing.plan(office().view, *erasing.meant(office().view, "P4")).carried[0].fields == ()
    for ref in left.decisions:
        recording.withdraw(office(), ref, "keliru")
    assert _told_by_a_check(office()) == set()


def test_an_older_vault_does_not_keep_the_refs_with_what_was_erased(office, other, come_together):
    recording.record(other(), records.named("note"), [{"about": "PNH-A-P1", "text": "Contoh"}])
    erasing.erase(office(), "P1", "contoh")
    with office().work() as work:
        table = work._db.of(ERASED)
        stones = {
            i: {n: v for n, v in s.items() if n != "ref"} for i, s in table.documents().items()
        }
        table.put(stones)
        work.note("contoh", work.profile())
    assert office().view.erased().keys() == {"PNH-A-P1"}
    assert come_together()[0] == {"PNH-B-N1": ["PNH-A-P1"]}


def test_what_is_left_of_the_erased_goes_with_the_ref_that_it_names(
    office, other, record, come_together
):
    """Its reason is that of the erasure, unless another one is given; so it is told elsewhere."""
    record("victim-case", person="P1", channel="email")
    agreeing(other, office().vault.path)
    recording.record(other(), records.named("note"), [{"about": "PNH-A-V1", "text": "Contoh"}])
    erasing.erase(office(), "P1", "permintaan orangnya")
    merged = agreeing(office, other().vault.path)
    (told,) = [p for p in merged.problems if p.code == "MRG014"]
    assert told.args["erased"] == "PNH-A-V1"
    erasing.erase(office(), "V1", "")
    assert naming_erased(office().view) == {}
    last = [*office().view.log()][-1]
    reasons = {c.fields["reason"][1] for c in last.changes if c.action == ERASE}
    assert reasons == {"permintaan orangnya"}
    told, left = come_together()
    assert (told, left) == ({}, {})
    with pytest.raises(NoSuchRecord) as refused:
        erasing.erase(office(), "V1", "")
    assert refused.value.problems[0].code == "REF008"


def test_who_stays_of_somebody_who_was_erased_elsewhere_is_told(office, other, record):
    record("identity-decision", person="P1", other="P2", answer="same", on="2026-01-01")
    agreeing(other, office().vault.path)
    erasing.erase(other(), "PNH-A-P1", "contoh")
    merged = agreeing(office, other().vault.path)
    assert merged.brought.rest.one_with == (("PNH-A-P1", ("PNH-A-P2",)),)


def test_the_first_reason_is_told_where_more_was_erased_later(office, other, record):
    recording.record(other(), records.named("note"), [{"about": "PNH-A-P1", "text": "Contoh"}])
    erasing.erase(office(), "P1", "yang pertama")
    agreeing(office, other().vault.path)
    erasing.erase(office(), "P1", "yang kedua")
    brought = copies.merge(other(), office().vault.path, rehearsal=True).brought
    assert [(one.ref, one.reason) for one in brought.erased] == [("PNH-A-P1", "yang pertama")]
