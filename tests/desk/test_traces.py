"""What still names somebody who is erased: each place is told, whatever record and field it is."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import erasing, recording
from attache.desk.erased import naming_erased
from attache.desk.traces import Trace
from attache.problems import NoSuchRecord, Refused
from attache.records.mapping import MappedColumn
from attache.records.record import parse, with_values
from tests.desk.offices import documents
from tests.records.inputs import raw
from tests.samples import HERE

KANARI = {
    "name": "Kanari Rahasia",
    "aliases": ["Burung Contoh"],
    "nik": "3201995403950099",
    "passport": "X9990099",
    "splp": "XX990099",
    "phone": "+62 800 000 0099",
}
TOLD = {
    "name": ("Rahasia, Kanarie", "name"),
    "aliases": ("boeroeng tjontoh", "name"),
    "nik": ("3201-9954-0395-0099", "nik"),
    "passport": ("x 9990099", "document"),
    "splp": ("XX-990099", "document"),
    "phone": ("0800-000-0099", "phone"),
}
"""How a text says each of them, and by what it names the person."""
WORDS = ("text", "texts", "rows", "columns", "nik", "document-number", "phone")
"""Kinds of value that hold what somebody wrote."""
FIELDS = [
    (kind, name)
    for kind in records.RECORD_TYPES
    for name, field in kind.fields.items()
    if field.kind.name in WORDS
]


def holding(field, text):
    """A value of a field with a text in it."""
    text = f"menurut {text} kemarin"
    return {
        "texts": (text,),
        "rows": ({"value": [text], "account": "added"},),
        "columns": (MappedColumn(text),),
    }.get(field.kind.name, text)


def about_another(kind):
    """A record that names only P2."""
    content = parse(kind.model, raw(kind, full=False), HERE).draft
    refs = {n: f.kind.many for n, f in kind.fields.items() if f.kind.name in ("ref", "refs")}
    named = {n: ("PNH-A-P2",) if many else "PNH-A-P2" for n, many in refs.items()}
    return with_values(content, named)


@pytest.fixture
def kanari(office):
    """The ref of a person with all that identifies."""
    people = records.named("person")
    return recording.record(office(), people, [KANARI], new_people="different").kept[0].ref


def planned(office, ref):
    return erasing.plan(office().view, *erasing.meant(office().view, ref))


@pytest.mark.parametrize("value", TOLD)
def test_every_text_of_every_type_that_names_the_person_is_told(office, kanari, value):
    text, by = TOLD[value]
    placed = set()
    with office().work() as work:
        for kind, name in FIELDS:
            said = {name: holding(kind.fields[name], text)}
            if kind.name == "post":
                profile = work.profile()
                work.change(profile, with_values(profile.content, said))
                placed |= {(profile.ref, name, None), (profile.ref, name, work.line_ref)}
            else:
                new = work.add(kind.name, with_values(about_another(kind), said))
                placed.add((new.ref, name, None))
    traces = planned(office, kanari).traces
    assert {(t.ref, t.field, t.line) for t in traces} == placed
    assert {t.by for t in traces} == {(by,)}


def test_what_is_told_before_is_what_is_told_after_and_what_is_there(office, vault, record, kanari):
    record("note", about="P2", text="Kata Kanari Rahasia")
    before = planned(office, kanari)
    after = erasing.erase(office(), kanari, "contoh")
    assert after.traces == before.traces == (Trace("PNH-A-N1", "text", ("name",)),)
    assert [n["text"] for n in documents(vault, "note")] == ["Kata Kanari Rahasia"]


def test_the_log_and_the_reasons_of_withdrawals_are_looked_through(office, record, kanari):
    record("note", about="P2", text="Lama")
    recording.withdraw(office(), "N1", "permintaan Kanari Rahasia")
    record("victim-case", person="P2", channel="email", summary="Kata Kanari Rahasia")
    recording.edit(office(), "V1", {"summary": "Kata seseorang"})
    erasing.erase(office(), record("person", name="Lain").ref, "Kanari Rahasia juga")
    found = planned(office, kanari).traces
    assert {(t.ref, t.field, t.line and t.line[6:7]) for t in found} == {
        ("PNH-A-N1", "withdrawn", None),
        ("PNH-A-N1", "withdrawn", "L"),
        ("PNH-A-V1", "summary", "L"),
        ("PNH-A-P5", "reason", "L"),
    }


def test_names_and_numbers_that_the_person_had_before_count(office, record, kanari):
    recording.edit(office(), kanari, {"name": "Kanari Baru", "phone": "+62 800 000 0011"})
    record("note", about="P2", text="Kata Kanari Rahasia, 0800 000 0099")
    record("note", about="P2", text="Kata Kanari Baru, 0800 000 0011")
    assert {(t.ref, t.by) for t in planned(office, kanari).traces} == {
        ("PNH-A-N1", ("name", "phone")),
        ("PNH-A-N2", ("name", "phone")),
    }


def test_a_paper_of_the_person_tells_names_and_numbers_too(office, record, kanari):
    record("identity-document", person=kanari, kind="passport", number="X1234567", name="Kenari R")
    record("note", about="P2", text="Paspor X1234567 atas nama Kenari R")
    (trace,) = planned(office, kanari).traces
    assert (trace.ref, trace.by) == ("PNH-A-N1", ("name", "document"))


def test_a_former_number_that_was_noted_by_hand_counts(office, record, kanari):
    record("former-number", person=kanari, passport="X7654321")
    record("note", about="P2", text="Paspor lama X 7654321")
    (trace,) = planned(office, kanari).traces
    assert (trace.ref, trace.by) == ("PNH-A-N1", ("document",))


def test_somebody_of_the_same_name_is_told_as_such(office, record, kanari):
    recording.record(
        office(), records.named("person"), [{"name": "Kanari Rahasia"}], new_people="different"
    )
    recording.edit(office(), "P2", {"mother_name": "Kanari Rahasia"})
    found = {(t.ref, t.field): t.namesake for t in planned(office, kanari).traces if not t.line}
    assert found == {("PNH-A-P5", "name"): True, ("PNH-A-P2", "mother_name"): False}


def test_what_is_emptied_for_others_is_told_field_by_field(office, record, kanari):
    said = {"topic": "stay", "channel": "walk-in", "summary": "Melapor bersama", "advice": "Loket"}
    record("consultation", **said, persons=[kanari, "P2"])
    record("consultation", **said, persons=[kanari])
    assert planned(office, kanari).emptied == (
        ("PNH-A-C1", "summary", ("PNH-A-P2",)),
        ("PNH-A-C1", "advice", ("PNH-A-P2",)),
        ("PNH-A-C2", "summary", ()),
        ("PNH-A-C2", "advice", ()),
    )


def test_a_conflict_about_what_is_emptied_goes(office, vault, record, kanari):
    said = {"topic": "stay", "channel": "walk-in", "summary": "Contoh", "persons": [kanari, "P2"]}
    record("consultation", **said)
    held = {"about": "PNH-A-C1", "values": ({"value": "Kata seseorang", "seat": "B"},)}
    for name in ("summary", "outcome"):
        with office().work() as work:
            content = about_another(records.named("conflict"))
            work.add("conflict", with_values(content, {**held, "field": name}))
    erasing.erase(office(), kanari, "contoh")
    assert [q["field"] for q in documents(vault, "conflict")] == ["outcome"]


@pytest.mark.parametrize("reason", ["permintaan Rahasia Kanari", "NIK 3201 9954 0395 0099"])
def test_a_reason_that_names_the_person_is_refused(office, vault, kanari, reason):
    before = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        erasing.erase(office(), kanari, reason)
    assert [(p.code, p.field) for p in refused.value.problems] == [("ERA004", "reason")]
    assert vault.read_bytes() == before


def test_people_who_were_merged_in_a_ring_are_erased_all_the_same(office, record, kanari):
    other = record("person", name="Lingkar Contoh").ref
    with office().work() as work:
        for stays, goes in ((kanari, other), (other, kanari)):
            decision = about_another(records.named("identity-decision"))
            work.add(
                "identity-decision",
                with_values(decision, {"person": stays, "other": goes, "answer": "same"}),
            )
            work.withdraw(work.get(goes), "merged", replaced_by=stays)
    done = erasing.erase(office(), kanari, "contoh")
    assert {kanari, other} <= {k.ref for k in done.erased}


def test_the_years_that_are_over_tell_the_same(office, record, kanari):
    record("note", about="P2", text="Kata Kanari Rahasia")
    done = erasing.expire(office(), [office().view.get(kanari)], "contoh")
    assert done.traces == (Trace("PNH-A-N1", "text", ("name",)),)


def test_what_came_later_about_somebody_erased_is_taken_out_by_erasing_again(
    office, record, kanari
):
    with pytest.raises(NoSuchRecord):
        erasing.erase(office(), "P9", "contoh")
    erasing.erase(office(), kanari, "contoh")
    with pytest.raises(NoSuchRecord):
        erasing.erase(office(), kanari, "contoh")
    note = with_values(about_another(records.named("note")), {"about": kanari})
    talk = about_another(records.named("consultation"))
    with office().work() as work:  # as a merge brings them
        work.add("note", note)
        work.add("consultation", with_values(talk, {"persons": (kanari, "PNH-A-P2")}))
    again = erasing.erase(office(), kanari, "contoh lagi")
    assert [k.ref for k in again.erased] == ["PNH-A-N1"]
    assert [e[:2] for e in again.emptied] == [("PNH-A-C1", "summary")]
    assert naming_erased(office().view) == {}
    reasons = [c.fields.get("reason") for line in office().view.log() for c in line.changes]
    assert reasons.count((None, "contoh lagi")) == 2
