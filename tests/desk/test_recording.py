"""Recording, changing, withdrawing: every record type, all or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from attache import records
from attache.desk import recording
from attache.problems import DecisionNeeded, NoSuchRecord, Refused, errors
from attache.records.record import kept, parse
from tests.desk.offices import NOW, documents, sample
from tests.samples import HERE, TODAY

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
ENTRIES = [t for t in records.every() if t.model.ENTRY]
CONSULTATION = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}


def codes_of(refused):
    return [(p.code, p.field) for p in refused.value.problems]


@EVERY
@pytest.mark.parametrize("full", [True, False], ids=["full", "needed"])
def test_what_is_recorded_is_there_for_the_next_command(office, kind, full):
    """With its stamp: who, when, under which ref."""
    raw = sample(kind, full=full)
    (new,) = recording.record(office(), kind, [raw], new_people="different").kept
    found = office().view.get(new.id)
    assert found == new
    assert kept(found.content) == kept(parse(kind.model, raw, HERE).draft)
    assert (found.stamp.recorded_by, found.stamp.rev) == ("Rina Contoh", 1)
    assert found.stamp.recorded_at == NOW.isoformat(timespec="seconds")
    assert found.ref.startswith(f"PNH-A-{kind.letter}")


@EVERY
def test_every_needed_field_is_missed_at_once(office, vault, kind):
    before = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        recording.record(office(), kind, [{}])
    needed = [n for n, f in kind.fields.items() if f.required and not f.column.today]
    assert codes_of(refused) == [("REQ001", name) for name in needed]
    assert vault.read_bytes() == before


@EVERY
def test_a_day_that_is_left_out_is_today(office, kind):
    """Only where the declaration says so."""
    days = [n for n, f in kind.fields.items() if f.column.today]
    raw = {n: v for n, v in sample(kind, full=False).items() if n not in days}
    (new,) = recording.record(office(), kind, [raw]).kept if days else (None,)
    assert new is None or all(getattr(new.content, name) == TODAY for name in days)


@EVERY
def test_one_bad_record_of_many_stores_none(office, vault, kind):
    """And each problem says which record of the list it is in."""
    before = vault.read_bytes()
    good = [sample(kind, seed) for seed in range(3)]
    with pytest.raises(Refused) as refused:
        recording.record(office(), kind, [good[0], {**good[1], "no_such_field": 1}, good[2]])
    assert [(p.code, p.row) for p in errors(refused.value.problems)] == [("FLD001", 2)]
    assert vault.read_bytes() == before


def test_a_new_person_is_described_where_a_ref_is_due(office, record):
    new = record("consultation", **CONSULTATION, persons=["P1", {"name": "Agus Baru"}])
    assert new.content.persons == ("PNH-A-P1", "PNH-A-P4")
    case = record("victim-case", person={"name": "Dewi Baru"}, channel="walk-in")
    assert case.content.person == "PNH-A-P5"
    names = [p.content.name for p in office().view.every("person")]
    assert names[3:] == ["Agus Baru", "Dewi Baru"]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("consultation", "persons", [{"name": "Agus Baru", "nik": "123"}]),
        ("victim-case", "person", {"name": "Agus Baru", "nik": "123"}),
        ("return-step", "subject", {"name": "Agus Baru", "nik": "123"}),
    ],
)
def test_problems_of_a_described_person_are_named_after_both(office, vault, kind, field, value):
    """And nobody is stored, although the record was otherwise good."""
    before = vault.read_bytes()
    declared = records.named(kind)
    with pytest.raises(Refused) as refused:
        recording.record(office(), declared, [{**sample(declared, full=False), field: value}])
    assert codes_of(refused) == [("NIK001", f"{field}.nik")]
    assert vault.read_bytes() == before


def test_a_described_person_who_may_be_known_needs_a_decision(office, vault):
    before = vault.read_bytes()
    known = office().view.get("P1").content.name
    raw = {**CONSULTATION, "persons": [{"name": known}]}
    with pytest.raises(DecisionNeeded) as needed:
        recording.record(office(), records.named("consultation"), [raw])
    found: Any = needed.value.data["candidates"]
    (candidate,) = found
    assert (candidate["ref"], candidate["reasons"]) == ("PNH-A-P1", ["same-name"])
    assert vault.read_bytes() == before
    recording.record(office(), records.named("consultation"), [raw], new_people="different")
    assert len(documents(vault, "person")) == 4


@pytest.mark.parametrize("spelling", ["P1", "p1", "pnh-a-p1", " PNH-A-P1 ", "id", "ID"])
def test_a_ref_is_kept_whole_however_it_was_given(office, record, spelling):
    id_ = office().view.get("P1").id
    given = {"id": id_, "ID": id_.upper()}.get(spelling, spelling)
    assert record("consultation", **CONSULTATION, persons=[given]).content.persons == ("PNH-A-P1",)
    assert record("note", about=given, text="Contoh").content.about == "PNH-A-P1"


def test_the_same_person_named_twice_is_there_once(record):
    new = record("consultation", **CONSULTATION, persons=["P1", "PNH-A-P1", "P2"])
    assert new.content.persons == ("PNH-A-P1", "PNH-A-P2")


def test_refs_of_nobody_of_another_kind_and_of_what_was_withdrawn(office, record):
    note = record("note", about="P1", text="Contoh")
    case = record("victim-case", person="P1", channel="walk-in")
    recording.withdraw(office(), note.ref, "keliru")
    for ref, code in (("P99", "REF002"), (case.ref, "REF003")):
        with pytest.raises(Refused) as refused:
            record("consultation", **CONSULTATION, persons=[ref])
        assert codes_of(refused) == [(code, "persons")]
    with pytest.raises(Refused) as refused:
        record("note", about=note.ref, text="Contoh")
    assert codes_of(refused) == [("REF004", "about")]


@EVERY
def test_an_edit_changes_what_was_given_and_nothing_else(office, kind):
    """An entity gets a new revision; an entry is withdrawn and replaced by another."""
    (old,) = recording.record(office(), kind, [sample(kind)]).kept
    field = next(f for f in reversed(kind.fields.values()) if f.kind.name == "text")
    blanks = {n: " " for n in kind.fields if n != field.name}
    (new,) = recording.edit(office(), old.ref, {field.name: "Lain", **blanks}).kept
    assert kept(new.content) == {**kept(old.content), field.name: "Lain"}
    before = office().view.get(old.ref)
    if kind.model.ENTRY:
        assert new.ref != old.ref
        assert (before.stamp.withdrawn, before.stamp.replaced_by) == ("corrected", new.ref)
        assert before.content == old.content
    else:
        assert before == new
        assert (new.stamp.rev, new.stamp.changed_by) == (2, "Rina Contoh")


@EVERY
def test_an_edit_that_changes_nothing_stores_nothing(office, vault, kind):
    raw = sample(kind)
    (old,) = recording.record(office(), kind, [raw]).kept
    before = vault.read_bytes()
    done = recording.edit(office(), old.ref, raw)
    assert (done.unchanged, done.kept) == (True, (old,))
    assert vault.read_bytes() == before


@EVERY
def test_clearing(office, kind):
    """An optional field goes back to its default; a needed one is refused, and an unknown one."""
    raw = sample(kind)
    (old,) = recording.record(office(), kind, [raw]).kept
    needed = [f.name for f in kind.fields.values() if f.required]
    with pytest.raises(Refused) as refused:
        recording.edit(office(), old.ref, {}, [*needed, "nothing_such"])
    assert sorted(codes_of(refused)) == sorted(
        [("FLD001", "nothing_such"), *(("FLD007", name) for name in needed)]
    )
    optional = [f for f in kind.fields.values() if not f.required]
    for field in optional[:1]:
        (new,) = recording.edit(office(), old.ref, {}, [field.name]).kept
        assert getattr(new.content, field.name) == field.default


def test_nothing_to_change_and_blanks_only(office):
    given: tuple[dict[str, object], ...] = ({}, {"name": " ", "aliases": [], "nik": None})
    for raw in given:
        with pytest.raises(Refused) as refused:
            recording.edit(office(), "P1", raw)
        assert codes_of(refused) == [("FLD006", None)]


def test_an_edit_is_judged_as_a_whole(office, vault):
    """The new value is fine by itself, but not beside what stands."""
    before = vault.read_bytes()
    case = {"person": "P1", "channel": "walk-in", "site_arrival": "2026-05"}
    (old,) = recording.record(office(), records.named("victim-case"), [case]).kept
    stored = vault.read_bytes()
    assert stored != before
    with pytest.raises(Refused) as refused:
        recording.edit(office(), old.ref, {"site_exit": "2026-04"})
    assert codes_of(refused) == [("DAT006", "site_exit")]
    assert vault.read_bytes() == stored


@pytest.mark.parametrize("kind", ENTRIES, ids=lambda t: t.name)
def test_an_entry_is_withdrawn_once_with_a_reason(office, vault, kind):
    (old,) = recording.record(office(), kind, [sample(kind)]).kept
    (gone,) = recording.withdraw(office(), old.ref, "salah orang").kept
    assert (gone.stamp.withdrawn, gone.stamp.replaced_by) == ("salah orang", None)
    assert office().view.get(old.ref) == gone
    stored = vault.read_bytes()
    for again in (
        lambda: recording.withdraw(office(), old.ref, "lagi"),
        lambda: recording.edit(office(), old.ref, sample(kind, 1)),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert codes_of(refused) == [("REF005", None)]
    assert vault.read_bytes() == stored


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "rusak\udcff"])
def test_a_reason_that_says_nothing_withdraws_nothing(office, vault, record, reason):
    note = record("note", about="P1", text="Contoh")
    before = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        recording.withdraw(office(), note.ref, reason)
    assert [p.field for p in refused.value.problems] == ["reason"]
    assert vault.read_bytes() == before


def test_a_reason_is_kept_as_clean_text(office, record):
    note = record("note", about="P1", text="Contoh")
    (gone,) = recording.withdraw(office(), note.ref, " salah\x1b[2J\u202e orang ").kept
    assert gone.stamp.withdrawn == "salah[2J orang"


def test_what_is_not_there_cannot_be_changed(office):
    for act in (
        lambda: recording.edit(office(), "C9", {"summary": "x"}),
        lambda: recording.withdraw(office(), "N9", "x"),
        lambda: recording.of_kind(office().view, records.named("consultation"), "P1"),
    ):
        with pytest.raises(NoSuchRecord):
            act()


DIALLED = {"012 345 678": "+85512345678", "016 555 123": "+85516555123"}
OF_BOTH = ("097 123 4567", "088 123 4567")
PHONES = [(t, n) for t in records.every() for n, f in t.fields.items() if f.kind.name == "phone"]


@pytest.mark.parametrize(("kind", "field"), PHONES, ids=lambda p: getattr(p, "name", p))
def test_a_phone_is_read_as_it_is_dialled_at_the_post(office, kind, field):
    """In Phnom Penh: never as an Indonesian number without a word."""
    raw = {**sample(kind), "name": "Contoh"} if "name" in kind.fields else sample(kind)
    for typed, number in DIALLED.items():
        (new,) = recording.record(
            office(), kind, [{**raw, field: typed}], new_people="different"
        ).kept
        assert getattr(new.content, field) == number
        edited = recording.edit(office(), new.ref, {field: "0811 1111 1111"}).kept[0]
        assert getattr(edited.content, field) == "+6281111111111"
    for typed in OF_BOTH:
        with pytest.raises(Refused) as refused:
            recording.record(office(), kind, [{**raw, field: typed}], new_people="different")
        assert codes_of(refused) == [("PHN010", field)]


def minors_told(problems):
    return [p.code for p in problems if p.code in ("PER032", "PER033")]


@pytest.mark.parametrize(
    ("born", "case", "code"),
    [
        ("1990-01-02", {"minor": "yes"}, ["PER032"]),
        ("1990", {"exploitation": ["child-labour"]}, ["PER032"]),
        ("2007-05-02", {"minor": "yes"}, ["PER032"]),
        ("2007-05-02", {"minor": "yes", "site_arrival": "2025-05-01"}, []),
        ("2008", {"minor": "yes", "reported_on": "2026-06-01"}, []),  # perhaps 17 still
        ("2012-05-02", {"minor": "no"}, ["PER033"]),
        ("2012-05-02", {"minor": "yes"}, []),
        ("1990-01-02", {"minor": "no"}, []),
        ("2012-05-02", {"minor": "unknown"}, []),
        (None, {"minor": "yes"}, []),
    ],
)
def test_a_minor_against_the_birth_date_is_told(office, born, case, code):
    """By the new case, by a birth date that is given later, and by a correction of either."""
    kinds = [records.named(name) for name in ("person", "victim-case")]
    who = {"name": "Contoh Anak", "birth_date": born}
    (person,) = recording.record(office(), kinds[0], [who], new_people="different").kept
    raw = {"person": person.ref, "channel": "walk-in", "reported_on": "2026-06-01", **case}
    done = recording.record(office(), kinds[1], [raw])
    assert minors_told(done.problems) == code
    again = recording.edit(office(), done.kept[0].ref, {"group": "Contoh"})
    assert minors_told(again.problems) == code
    if born:
        of_person = recording.edit(office(), person.ref, {"birth_place": "Contoh"})
        assert minors_told(of_person.problems) == code
