"""Erasing a person: what goes, what stays without them, and what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from attache import records
from attache.desk import erasing, exports, recording, retention
from attache.desk.exports import Asked
from attache.desk.office import open_office
from attache.desk.upkeep import examine
from attache.problems import AttacheError, NoSuchRecord, Refused
from attache.records.kept import LEFT_OUT
from attache.records.person import Person
from attache.vault import system
from attache.vault.vault import Vault
from tests import opening
from tests.desk import offices
from tests.desk.offices import documents, office_at

WHO = {"name": "Kanari Contoh", "nik": "3201995403950099", "mother_name": "Kanari Ibu"}
SAID = {"topic": "stay", "channel": "walk-in", "summary": "Kanari berkata", "outcome": "resolved"}
CASE = {"channel": "walk-in", "summary": "Kanari kasus", "site": "Kanari situs"}


@pytest.fixture
def kanari(office, record):
    """A person with a consultation, a case, and notes about both; P5 is in one of them too."""
    people = records.named("person")
    recording.record(office(), people, [WHO, {"name": "Bukan Dia"}], new_people="different")
    record("consultation", **SAID, persons=["P4", "P5"], caller="Kanari sendiri")
    record("victim-case", **CASE, person="P4")
    record("note", about="V1", text="Kanari catatan")
    record("return-step", subject="V1", step="shelter", status="granted")
    recording.edit(office(), "P4", {"name": "Kanari Baru"})
    return "P4"


def refs(kept):
    return [k.ref.removeprefix("PNH-A-") for k in kept]


def test_what_cannot_stand_alone_goes_and_the_rest_stays_without_the_person(office, vault, kanari):
    done = erasing.erase(office(), kanari, "permintaan sendiri")
    assert sorted(refs(done.erased)) == ["N1", "P4", "R1", "V1"]
    assert refs(k for k, _content in done.anonymised) == ["C1"]
    (talk,) = documents(vault, "consultation")
    assert talk["persons"] == ["PNH-A-P5"]
    assert (talk["summary"], talk["caller"], talk["topic"]) == (LEFT_OUT, None, "stay")
    for name in ("P4", "V1", "N1", "R1"):
        with pytest.raises(NoSuchRecord):
            office().view.get(name)
    assert office().view.get("P5").content.name == "Bukan Dia"


def test_what_went_into_something_erased_stands_again(office, record):
    """A note that was corrected to be about somebody else, who is erased then."""
    one, other = (record("person", name=f"{n} Contoh").ref for n in ("Pertama", "Kedua"))
    note = record("note", about=one, text="Catatan")
    corrected = recording.edit(office(), note.ref, {"about": other}).kept[0]
    done = erasing.erase(office(), other, "permintaan")
    assert corrected.ref in {k.ref for k in done.erased}
    assert [k.ref for k in done.released] == [note.ref]
    assert office().view.get(note.ref).stamp.withdrawn is None
    assert [c.name for c in examine(office(), read_data=True) if not c.ok and c.serious] == []


def test_nothing_that_was_said_is_left_in_the_vault_not_even_in_its_log(office, vault, kanari):
    erasing.erase(office(), kanari, "permintaan sendiri")
    tables = office().vault.opened().tables
    left = [c for table in tables.values() for c in table.values() if b"Kanari" in c]
    assert left == []
    line = [*office().view.log()][-1]
    assert {c.action for c in line.changes} == {"erase", "change"}
    assert line.changes[-1].fields["reason"] == (None, "permintaan sendiri")


def test_the_file_is_written_anew_under_another_key(office, vault, kanari):
    before = office().vault.opened()
    old_key, old = before.key, before.header
    erasing.erase(office(), kanari, "permintaan sendiri")
    after = office().vault.opened()
    assert after.key != old_key
    assert after.header.generation == old.generation + 1
    assert [s.private for s in after.header.slots] == [s.private for s in old.slots]


@pytest.mark.parametrize("how", ["erase", "expire"])
def test_all_of_an_erasure_is_one_step(office, kanari, monkeypatch, how):
    """What is appended could be all that is done: the old values would still open."""

    def refuse(*_arguments):
        raise AssertionError("appended")

    monkeypatch.setattr(system, "append", refuse)
    here = office()
    if how == "erase":
        erasing.erase(here, kanari, "permintaan sendiri")
    else:
        erasing.expire(here, [here.view.get(kanari)], "permintaan sendiri")
    assert office().view.find(kanari) is None
    assert [c.action for c in [*office().view.log()][-1].changes].count("erase") == 4


def test_workbooks_that_were_sent_are_told(office, kanari, tmp_path):
    exports.export(office(), Asked("handoff", tmp_path / "keluar.xlsx"))
    planned = erasing.plan(office().view, [office().view.get(kanari)])
    assert [x.content.file for x in planned.sent] == ["keluar.xlsx"]
    other = erasing.plan(office().view, [])
    assert (other.erased, other.sent) == ((), ())


def test_numbers_of_the_erased_are_not_given_again(office, record, kanari):
    erasing.erase(office(), "P5", "contoh")
    assert record("person", name="Agus Baru").ref == "PNH-A-P6"


def test_a_reason_and_a_person_are_needed(office, vault, kanari):
    before = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        erasing.erase(office(), kanari, " ")
    assert [(p.code, p.field) for p in refused.value.problems] == [("REQ001", "reason")]
    with pytest.raises(NoSuchRecord):
        erasing.erase(office(), "C1", "contoh")
    assert vault.read_bytes() == before


def years_later(vault, years):
    """The office so much later, in a copy where a backup has just been made."""
    then = office_at(vault).now + timedelta(days=round(365.3 * years))
    copy = vault.with_name("later.vault")
    opening.lay(copy, opening.image(Vault(vault, opening.access(vault))))
    office = open_office(copy, then, "vault backup", opening.access(copy), sure=True)
    with office.work() as work:
        work.note("backup", work.profile())
    return office_at(copy, then)


@pytest.mark.parametrize("days", [-1, 32, 3653])
def test_nobody_is_due_by_a_clock_that_may_be_wrong(vault, days):
    strange = open_office(
        vault, offices.NOW + timedelta(days=days), "x", opening.access(vault), sure=True
    )
    with pytest.raises(Refused) as refused:
        retention.overdue(strange, 5)
    assert [p.code for p in refused.value.problems] == ["CLK002"]


@pytest.mark.parametrize("days", [-30, 400, 3653])
@pytest.mark.parametrize("sure", [False, True])
def test_nobody_is_erased_by_a_clock_that_is_far_off(vault, days, sure):
    before = vault.read_bytes()
    then = offices.NOW + timedelta(days=days)
    strange = open_office(vault, then, "vault erase", opening.access(vault), sure=sure)
    planned = erasing.plan(strange.view, *erasing.meant(strange.view, "P1"))
    with pytest.raises(Refused) as refused:
        erasing.check(strange, strange.view, planned, "contoh")
    assert [p.code for p in refused.value.problems] == ["CLK002"]
    with pytest.raises(Refused if sure else AttacheError):
        erasing.erase(strange, "P1", "contoh")
    assert vault.read_bytes() == before


def test_people_are_due_when_all_about_them_is_closed_and_old(office, vault, record, kanari):
    assert refs(retention.overdue(office(), 5)) == []
    assert refs(retention.overdue(years_later(vault, 6), 5)) == ["P1", "P2", "P3", "P5"]
    record("return-step", subject="V1", step="arrival", status="done")
    assert kanari in refs(retention.overdue(years_later(vault, 6), 5))
    record("consultation", **{**SAID, "outcome": "in-progress"}, persons=["P5"])
    assert "P5" not in refs(retention.overdue(years_later(vault, 6), 5))


def test_somebody_who_was_withdrawn_is_due_as_anybody_else(office, vault):
    recording.withdraw(office(), "P1", "ganda")
    assert refs(retention.overdue(years_later(vault, 4), 5)) == []
    assert refs(retention.overdue(years_later(vault, 6), 5)) == ["P1", "P2", "P3"]


def test_how_long_is_the_post_s_to_say(office):
    with pytest.raises(Refused) as refused:
        retention.overdue(office(), None)
    assert [p.code for p in refused.value.problems] == ["ERA001"]
    with pytest.raises(Refused) as refused:
        retention.overdue(office(), 0)
    assert [p.code for p in refused.value.problems] == ["NUM002"]


@pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
def test_every_type_of_record_can_stand_without_its_people(kind, made):
    """Whatever is not open goes; what is needed has something in its place that can be read."""
    from tests.samples import kept

    content = kept(kind, full=True).content
    left = erasing.anonymised(content, ["PNH-A-P1", "PNH-A-P2", "PNH-A-V1"])
    for name, field in kind.fields.items():
        value = getattr(left, name)
        if field.column.sensitivity != "open" and not isinstance(content, Person):
            assert value in (field.default, LEFT_OUT), name
        elif field.kind.name not in ("ref", "refs") and field.column.sensitivity == "open":
            assert value == getattr(content, name), name
