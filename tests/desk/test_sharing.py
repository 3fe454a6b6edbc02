"""Whoever gets what another person has, by whatever change, is told whose it is."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import differences, imports, people, recording, sharing
from attache.desk.conflicts import conflicts_in
from attache.desk.differences import Choice
from attache.desk.imports import Wish
from attache.desk.questions import Answer, Place
from attache.exchange.incoming import Incoming
from attache.rules.traits import LETTERS
from tests.exchange.workbooks import theirs

HERS = {
    "nik": "3201995707980001",
    "passport": "B1111111",
    "splp": "XY123456",
    "phone": "+6281211110001",
}
SHE = {"name": "Wati Andaian", "birth_date": "1998-07-17", "sex": "female", **HERS}
HE = {"name": "Joko Umpama", "birth_date": "1970-01-05", "sex": "male"}
TELLING = [name for name in HERS if name != "phone"]
NUMBERS = pytest.mark.parametrize("name", TELLING)
TITLES = {"nik": "NIK", "passport": "No. Paspor", "splp": "No. SPLP"}


@pytest.fixture
def she(record):
    return record("person", **SHE).ref


@pytest.fixture
def he(record):
    return record("person", **HE).ref


def told(done):
    """Of whom it is told, by code and field."""
    codes = ("PER034", "PER035")
    return [(p.code, p.field, p.args["refs"]) for p in done.problems if p.code in codes]


def recorded(office, kind, *raws):
    return recording.record(office(), records.named(kind), raws)


def imported(office, tmp_path, kind, *rows):
    path = theirs(tmp_path / f"{len(rows)}.xlsx", {"Sheet1": rows})
    return imports.take_in(office(), Incoming(path, kind), lambda *_: None, Wish())


def test_every_number_that_is_one_persons_alone_is_looked_at():
    assert {*TELLING, "number"} == {*sharing.TELLING} == LETTERS.keys() - {"phone", "further_phone"}


@NUMBERS
def test_an_edit(office, she, he, name):
    """A number as it was already is not told again, nor a phone."""
    done = recording.edit(office(), he, {name: HERS[name], "phone": HERS["phone"]})
    assert told(done) == [("PER034", name, she)]
    assert told(recording.edit(office(), he, {"remarks": "Contoh"})) == []


@NUMBERS
def test_a_number_that_she_had(office, she, he, name):
    recording.edit(office(), she, {}, clear=[name])
    assert told(recording.edit(office(), he, {name: HERS[name]})) == [("PER034", name, she)]


def test_somebody_new_whom_all_else_tells_apart(office, she):
    """Nobody is asked about them, so it is told: at their row, and in the field of a record."""
    raw = {**HE, "nik": HERS["nik"]}
    done = recorded(office, "person", {"name": "Ketut Misalnya"}, raw)
    assert told(done) == [("PER034", "nik", she)]
    assert [p.row for p in done.problems if p.code == "PER034"] == [2]


def test_somebody_new_who_is_described_on_the_way(office, she):
    raw = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}
    done = recorded(office, "consultation", {**raw, "persons": [{**HE, "nik": HERS["nik"]}]})
    assert told(done) == [("PER034", "persons.nik", she)]


def test_somebody_known_of_whom_another_record_says_more(office, she, he):
    """At the row of the list and the field that describe him."""
    raw = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}
    said = {"name": HE["name"], "nik": HERS["nik"]}
    answers = {Place(2, "persons"): Answer(he, frozenset([he, she]))}
    done = recording.record(
        office(),
        records.named("consultation"),
        [raw, {**raw, "persons": [said]}],
        answers=answers,
    )
    assert told(done) == [("PER034", "persons.nik", she)]
    assert [p.row for p in done.problems if p.code == "PER034"] == [2]


@NUMBERS
def test_who_was_decided_on_is_not_told_again(office, she, name):
    kind, raw = records.named("person"), {**HE, name: HERS[name], "birth_date": None, "sex": None}
    assert told(recording.record(office(), kind, [raw], new_people="different")) == []


@NUMBERS
def test_a_description_of_somebody_known(office, she, he, name):
    done = people.same_as(office(), he, {"name": HE["name"], name: HERS[name]})
    assert told(done) == [("PER034", name, she)]


def test_a_paper_and_its_correction(office, she, he):
    """Of his own papers nothing is told."""
    paper = {"person": he, "kind": "passport", "number": "C2222222"}
    done = recorded(office, "identity-document", paper)
    assert told(done) == []
    wrong = recording.edit(office(), done.kept[0].ref, {"number": HERS["passport"]})
    assert told(wrong) == [("PER034", "number", she)]
    assert told(recorded(office, "identity-document", {**paper, "number": HERS["passport"]})) == [
        ("PER034", "number", she)
    ]
    hers = {**paper, "person": she, "number": "D3333333"}
    assert told(recorded(office, "identity-document", hers)) == []
    assert told(recording.edit(office(), she, {"passport": "D3333333"})) == []


@NUMBERS
def test_a_row_of_an_import(office, record, she, tmp_path, name):
    """At its row, in the same words as at the counter; under her own number nothing is told."""
    by, known = ("passport", "C2222222") if name == "nik" else ("nik", "3201990501700001")
    record("person", **HE, **{by: known})
    head = ["Nama", TITLES[by], TITLES[name]]
    hers, his = [SHE["name"], HERS[by], HERS[name]], [HE["name"], known, HERS[name]]
    done = imported(office, tmp_path, "person", head, hers, his)
    assert [a.account for a in done.accounts] == ["unchanged", "changed"]
    assert told(done) == [("PER034", name, she)]
    assert [(p.sheet, p.row) for p in done.problems if p.code == "PER034"] == [("Sheet1", 3)]


@NUMBERS
def test_however_many_numbers_there_are(office, she, he, monkeypatch, name):
    """They are searched for one by one, or listed once."""
    monkeypatch.setattr(sharing, "FEW", 0)
    assert told(recording.edit(office(), he, {name: HERS[name]})) == [("PER034", name, she)]


def test_a_paper_in_an_import(office, she, he, tmp_path):
    rows = [["Ref orang", "Dokumen", "No. dokumen"], [he, "Paspor", HERS["passport"]]]
    rows[0][0] = records.named("identity-document").fields["person"].column.title
    done = imported(office, tmp_path, "identity-document", *rows)
    assert told(done) == [("PER034", "number", she)]


@pytest.mark.parametrize("seat", ["OURS", "THEIRS"])
def test_a_conflict(office, record, she, tmp_path, seat):
    one = record("person", **HE, nik="3201990501700001", passport="C2222222")
    rows = [["Nama", "NIK", "No. Paspor"], [HE["name"], one.content.nik, HERS["passport"]]]
    imported(office, tmp_path, "person", *rows)
    (conflict,) = conflicts_in(office().view)
    done = differences.resolve(office(), conflict.ref, Choice(seat=seat))
    assert told(done) == ([("PER034", "passport", she)] if seat == "THEIRS" else [])


def test_a_name_and_a_birth_date(office, she, he):
    """Who was like her before is not told again; she is told of whom a number tells, once."""
    raw = {name: SHE[name] for name in ("name", "birth_date", "sex")}
    assert told(recording.edit(office(), he, raw)) == [("PER035", None, she)]
    assert told(recording.edit(office(), he, {"mother_name": "Ratna"})) == []
    assert told(recording.edit(office(), he, {"nik": HERS["nik"]})) == [("PER034", "nik", she)]


def test_a_number_with_a_name_is_told_once(office, she, he):
    raw = {"name": SHE["name"], "passport": HERS["passport"]}
    assert told(recording.edit(office(), he, raw)) == [("PER034", "passport", she)]
