"""Numbers that were replaced: whoever had one is found by it, until the change is taken back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import differences, former, imports, merges, people, recording, taking_apart
from attache.desk.conflicts import conflicts_in
from attache.desk.differences import Choice
from attache.desk.duplicates import duplicates
from attache.desk.erasing import erase
from attache.desk.imports import Wish
from attache.desk.known import current
from attache.desk.taking_back import take_back_import
from attache.desk.undoing import undo
from attache.exchange.incoming import Incoming
from attache.problems import DecisionNeeded, Refused
from attache.records.former import FormerNumber
from attache.records.record import fields
from attache.rules.matching import FORMER
from attache.rules.traits import LETTERS
from tests import opening
from tests.desk import offices
from tests.exchange.workbooks import theirs

PERSON = records.named("person")
RUDI = {"name": "Rudi Contoh", "passport": "B1111111", "phone": "+6281211110001"}
RUDY = {"name": "Rudy Contoh", "passport": "C2222222", "phone": "+6281211110002"}
NUMBERS = {
    "nik": ["3201991708010001", "3201991708010002", "3201990101990003"],
    "passport": ["B1111111", "C2222222", "D3333333"],
    "splp": ["XY123456", "XY654321"],
    "phone": ["+6281211110001", "+6281211110002"],
    "further_phone": ["+6281411113331", "+6281411113332"],
    "family_phone": ["+6281311112221", "+6281311112222"],
}


@pytest.fixture
def add(office):
    def run(kind="person", /, **raw):
        (new,) = recording.record(office(), records.named(kind), [raw], new_people="different").kept
        return new

    return run


@pytest.fixture
def found(office):
    """Who is found by a number, and whether as a former one."""

    def run(number):
        matches = people.find(office().view, number).matches
        return {m.person.ref: FORMER in m.likeness.reasons for m in matches}

    return run


def test_a_former_number_has_a_field_for_every_number_that_tells_people_apart():
    """By declaration: a new one of a person or a paper has to stay findable too."""
    for name in ("person", "identity-document"):
        identifying = {
            n
            for n, f in records.named(name).fields.items()
            if f.kind.identifier and f.kind.name != "ref"
        }
        assert identifying <= {*former.fields()}
    mine = {n: f.kind for n, f in fields(FormerNumber).items() if n in former.fields()}
    assert {*former.fields()} >= LETTERS.keys()
    theirs = records.named("person").fields
    assert all(kind == theirs[n].kind for n, kind in mine.items() if n in theirs)


def test_a_number_that_a_merge_replaces_finds_who_stays(office, add, found):
    one, two = add(**RUDI), add(**RUDY)
    merges.merge(office(), one.ref, two.ref, take=["passport"], keep=["phone"])
    assert found("B1111111") == {one.ref: True}
    assert found("C2222222") == {one.ref: False}
    assert found("081211110001") == {one.ref: False}
    assert found("081211110002") == {one.ref: True}
    with pytest.raises(DecisionNeeded) as needed:
        recording.record(office(), PERSON, [{"name": "Hasan Misal", "passport": "B1111111"}])
    offered: Any = needed.value.data["candidates"]
    assert [(c["ref"], c["reasons"]) for c in offered] == [(one.ref, ["same-document", FORMER])]
    taking_apart.unmerge(office(), one.ref)
    assert found("B1111111") == {one.ref: False}
    assert found("C2222222") == {two.ref: False}


def test_what_was_changed_after_a_merge_is_not_lost_by_taking_it_apart(office, add, found):
    one, two = add(**RUDI), add(**RUDY)
    merges.merge(office(), one.ref, two.ref, take=["passport"], keep=["phone"])
    recording.edit(office(), one.ref, {"passport": "D3333333"})
    taking_apart.unmerge(office(), one.ref)
    assert found("B1111111")[one.ref]
    assert found("C2222222")[two.ref] is False


@pytest.mark.parametrize(("field", "numbers"), NUMBERS.items())
@pytest.mark.parametrize("cleared", [False, True])
def test_a_number_that_an_edit_replaces_or_empties_is_told_and_kept(
    office, add, found, field, numbers, cleared
):
    one = add(name="Contoh", **{field: numbers[0]})
    raw, clear = ({}, [field]) if cleared else ({field: numbers[1]}, [])
    done = recording.edit(office(), one.ref, raw, clear)
    assert "PER030" in [p.code for p in done.problems]
    assert found(numbers[0]) == {one.ref: True}
    (kept,) = former.of_person(office().view, one.ref)
    assert kept.content.until == office().today
    undo(office(), None)
    assert found(numbers[0]) == {one.ref: False}
    assert not former.of_person(office().view, one.ref)


def test_a_number_that_becomes_the_further_phone_is_no_former_one(office, add, found):
    one = add(**RUDI)
    first, second = NUMBERS["phone"]
    recording.edit(office(), one.ref, {"phone": second, "further_phone": first})
    assert not former.of_person(office().view, one.ref)
    assert found(first) == found(second) == {one.ref: False}
    recording.edit(office(), one.ref, {}, ["further_phone"])
    assert found(first) == {one.ref: True}


def test_a_slip_is_taken_back_with_its_entry(office, add, found):
    one = add(**RUDI)
    recording.edit(office(), one.ref, {"passport": "C2222222"})
    (kept,) = former.of_person(office().view, one.ref)
    recording.withdraw(office(), kept.ref, "salah ketik")
    assert found("B1111111") == {}


def test_the_correction_of_a_former_number_replaces_nothing_more(office, add, found):
    one = add(**RUDI)
    recording.edit(office(), one.ref, {"passport": "C2222222"})
    (kept,) = former.of_person(office().view, one.ref)
    done = recording.edit(office(), kept.ref, {"passport": "B1111112"})
    assert "PER030" not in [p.code for p in done.problems]
    assert found("B1111111") == {}
    assert found("B1111112") == {one.ref: True}


@pytest.mark.parametrize(("field", "numbers"), NUMBERS.items())
def test_a_number_that_came_back_is_no_former_one(office, add, found, field, numbers):
    one = add(name="Contoh", **{field: numbers[0]})
    for number in (numbers[1], numbers[0]):
        recording.edit(office(), one.ref, {field: number})
    gone = [numbers for _kept, numbers in former.gone(office().view, one.ref)]
    assert gone == [{field: numbers[1]}]
    assert found(numbers[0]) == {one.ref: False}
    assert found(numbers[1]) == {one.ref: True}


def test_an_entry_without_a_number_is_refused(office, add):
    one = add(**RUDI)
    recording.edit(office(), one.ref, {"passport": "C2222222"})
    (kept,) = former.of_person(office().view, one.ref)
    kind = records.named("former-number")
    for act in (
        lambda: recording.record(office(), kind, [{"person": one.ref, "remarks": "Contoh"}]),
        lambda: recording.edit(office(), kept.ref, {}, ["passport"]),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert [p.code for p in refused.value.problems] == ["PER036"]


def test_the_number_of_a_paper_is_kept_too(office, add, found):
    one = add(name="Contoh")
    paper = add("identity-document", person=one.ref, kind="passport", number="B1111111")
    recording.edit(office(), paper.ref, {"number": "C2222222"})
    assert found("B1111111") == {one.ref: True}
    assert found("C2222222") == {one.ref: False}


def test_who_has_a_former_number_of_somebody_is_a_likely_pair(office, add):
    one = add(**RUDI)
    recording.edit(office(), one.ref, {"passport": "C2222222"})
    raw = {"name": "Hasan Misal", "passport": "B1111111"}
    (other,) = recording.record(office(), PERSON, [raw], new_people="unsure").kept
    pairs = [{p.first.ref, p.other.ref} for p in duplicates(office().view)]
    assert {one.ref, other.ref} in pairs


def test_a_person_is_withdrawn_and_erased_with_the_former_numbers(office, add, found, vault):
    one, two = add(**RUDI), add(name="Misal Umpama", passport="D3333333")
    recording.edit(office(), one.ref, {"passport": "C2222222"})
    recording.edit(office(), two.ref, {"passport": "E4444444"})
    recording.withdraw(office(), one.ref, "dua kali")
    assert found("B1111111") == {}
    undo(office(), None)
    assert found("B1111111") == {one.ref: True}
    erase(office(), two.ref, "diminta")
    assert found("D3333333") == {}
    assert [d["person"] for d in offices.documents(vault, former.KIND)] == [one.ref]


def imported(office, tmp_path, rows):
    path = theirs(tmp_path / f"{len(rows[1])}.xlsx", {"Sheet1": rows})
    return imports.take_in(office(), Incoming(path, "person"), lambda *_: None, Wish())


@pytest.mark.parametrize("taken", ["OURS", "THEIRS"])
def test_the_number_that_a_conflict_was_decided_against_is_kept(
    office, add, found, tmp_path, taken
):
    one = add(name="Rudi Contoh", nik=NUMBERS["nik"][0], passport="B1111111")
    rows = [["Nama", "NIK", "No. Paspor"], ["Rudi Contoh", NUMBERS["nik"][0], "C2222222"]]
    imported(office, tmp_path, rows)
    (conflict,) = conflicts_in(office().view)
    differences.resolve(office(), conflict.ref, Choice(seat=taken))
    ours = taken == "OURS"
    assert found("B1111111") == {one.ref: not ours}
    assert found("C2222222") == {one.ref: ours}


def test_an_import_that_is_taken_back_leaves_what_was_changed_since(office, add, found, tmp_path):
    one = add(**RUDI)
    rows = [["Ref", "Nama", "No. Paspor"], [one.ref, "Rudi Contoh", "C2222222"]]
    taken = imported(office, tmp_path, rows)
    assert found("B1111111") == {one.ref: True}
    recording.edit(office(), one.ref, {"passport": "D3333333"})
    with pytest.raises(DecisionNeeded) as needed:
        take_back_import(office(), taken.ledger.ref)
    assert {p.code for p in needed.value.problems} == {"UND006"}
    assert all(found(n) == {one.ref: n != "D3333333"} for n in ("B1111111", "C2222222", "D3333333"))


STEP = st.tuples(
    st.sampled_from(["edit", "clear", "merge", "undo"]),
    st.sampled_from([(f, n) for f, numbers in NUMBERS.items() for n in numbers]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.booleans(),
)


@settings(max_examples=20)
@given(st.lists(STEP, max_size=7))
def test_whoever_had_a_number_is_found_by_it_whatever_was_done(steps):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "post.vault"
        opening.lay(path, offices.empty())
        office = lambda: offices.office_at(path)  # noqa: E731 - as the fixture does
        raws = [{"name": f"Contoh {word}"} for word in ("Satu", "Dua", "Tiga")]
        refs = [
            k.ref for k in recording.record(office(), PERSON, raws, new_people="different").kept
        ]
        had: list[list[tuple[str, str]]] = [[]]
        for verb, (field, number), first, other, take in steps:
            now = current(office().view, office().view.find(refs[first]))
            assert now
            if verb == "undo" and len(had) > 1:
                had.pop()
                undo(office(), None)
                continue
            nothing = verb == "undo"
            try:
                if verb == "edit":
                    nothing = recording.edit(office(), now.ref, {field: number}).unchanged
                elif verb == "clear":
                    nothing = recording.edit(office(), now.ref, {}, [field]).unchanged
                elif verb == "merge":
                    choice = {"take" if take else "keep": [*NUMBERS]}
                    merges.merge(office(), now.ref, refs[other], **choice)
            except Refused:
                continue
            if not nothing:
                had.append([*had[-1], *([(refs[first], number)] if verb == "edit" else [])])
        view = office().view
        for ref, number in had[-1]:
            person = current(view, view.find(ref))
            assert person
            assert person.ref in [m.person.ref for m in people.find(view, number).matches]
