"""Decisions on who is who: none contradicts another, and who is one is one everywhere."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import erasing, imports, merges, people, recording, taking_apart, undoing
from attache.desk.decisions import contradicting, decide, others_of, same_as
from attache.desk.imports import Wish
from attache.desk.known import each_once, likely
from attache.desk.upkeep import examine
from attache.exchange.incoming import Incoming
from attache.problems import AttacheError, DecisionNeeded, Refused
from attache.records.person import Person
from attache.rules.identity import contradicted, groups
from attache.vault import Theirs
from tests import opening
from tests.desk import offices
from tests.desk.offices import office_at
from tests.exchange.workbooks import theirs

PERSON, DECISION = records.named("person"), "identity-decision"
SITI: dict[str, Any] = {
    "name": "Siti Contoh",
    "nik": "3171014203010001",
    "birth_date": "2001-03-02",
}
THERE = ("JKT-A-P1", "SIN-A-P1", "SIN-A-P2")
SOMEBODY = st.sampled_from(["PNH-A-P1", "PNH-A-P2", "PNH-A-P3", *THERE])
DEED = st.one_of(
    st.tuples(st.sampled_from(["merge", "apart"]), SOMEBODY, SOMEBODY),
    st.tuples(st.sampled_from(["same", "different", "unsure"]), SOMEBODY, SOMEBODY),
    st.tuples(st.just("row"), SOMEBODY, st.just("")),
    st.tuples(st.just("undo"), st.just(""), st.just("")),
)


def collected(path, own=()):
    """An office with people of its own, and with one who is recorded by two others thrice."""
    opening.lay(path, offices.empty())
    if own:
        recording.record(office_at(path), PERSON, [*own], new_people="different")
    with office_at(path).work() as work:
        for number, ref in enumerate(THERE, 1):
            names = (f"01900000-0000-7000-8000-{number:012}", ref, 1, ref[:3], f"{ref[:3]}0" * 4)
            content = Person(**{**SITI, "name": SITI["name"] + "h" * number})
            work.add_theirs(Theirs(*names), "person", content)
    return path


@pytest.fixture
def path(tmp_path):
    return collected(tmp_path / "post.vault")


def take_row(path, decision):
    """A row that describes Siti, with who she is."""
    with tempfile.TemporaryDirectory() as folder:
        heads, row = zip(*SITI.items(), strict=True)
        book = theirs(Path(folder) / "daftar.xlsx", {"People": [heads, row]})
        wish = Wish(decisions={("People", 2): decision} if decision else {})
        return imports.take_in(office_at(path), Incoming(book), lambda _n, _all: None, wish)


def do(path, deed, one, other):
    if deed == "merge":
        merges.merge(office_at(path), one, other, keep=("nik", "birth_date", "sex"))
    elif deed == "apart":
        taking_apart.unmerge(office_at(path), one, other=other)
    elif deed == "row":
        take_row(path, one)
    elif deed == "undo":
        undoing.undo(office_at(path), None)
    else:
        raw = {"person": one, "other": other, "answer": deed, "on": "2026-01-01"}
        recording.record(office_at(path), records.named(DECISION), [raw])


@settings(max_examples=25)
@given(st.lists(DEED, min_size=3, max_size=7))
def test_no_command_records_a_decision_that_contradicts_others(deeds):
    own = [{"name": name, "sex": "female"} for name in ("Sumi Misal", "Budi Umpama", "Titi Umpama")]
    with tempfile.TemporaryDirectory() as folder:
        path = collected(Path(folder) / "post.vault", own)
        for deed in deeds:
            with suppress(AttacheError):
                do(path, *deed)
            view = office_at(path).view
            assert [k.ref for k in contradicting(view)] == []
            for k in view.every("person"):
                assert all(k.ref in same_as(view, other) for other in others_of(view, k.ref))


@given(st.lists(st.frozensets(st.integers(0, 6).map(str), min_size=2, max_size=2)))
def test_links_lead_both_ways_and_contradict_what_is_apart(pairs):
    everybody = list(map(str, range(7)))
    joined = groups(pairs)
    one_with = {one: joined.get(one, {one}) for one in everybody}
    assert all(one_with[other] == group for group in one_with.values() for other in group)
    apart = [frozenset((a, b)) for a in everybody for b in everybody if a < b]
    said = contradicted(apart, pairs)
    assert said == [pair for pair in apart if pair <= one_with[min(pair)]]


def test_a_row_of_one_is_of_all_who_are_that_one(path):
    merges.merge(office_at(path), "JKT-A-P1", "SIN-A-P1")
    taken = take_row(path, "JKT-A-P1")
    view = office_at(path).view
    assert [a.account for a in taken.accounts] == ["added"]
    assert set(same_as(view, "PNH-A-P1")) == {"PNH-A-P1", "JKT-A-P1", "SIN-A-P1"}
    said = {(k.content.other, k.content.answer) for k in view.every(DECISION)}
    assert said == {
        ("SIN-A-P1", "same"), ("JKT-A-P1", "same"), ("SIN-A-P2", "different")
    }  # fmt: skip


def test_a_row_of_another_office_s_person_goes_to_our_own_record_of_them(path):
    own = {"name": SITI["name"], "birth_date": SITI["birth_date"]}
    recording.record(office_at(path), PERSON, [own], new_people="unsure")
    merges.merge(office_at(path), "P1", "JKT-A-P1")
    (account,) = take_row(path, "JKT-A-P1").accounts
    assert (account.account, account.ref, account.fields) == ("changed", "PNH-A-P1", ("nik",))
    said = people.same_as(office_at(path), "JKT-A-P1", {**SITI, "remarks": "Contoh"})
    assert said.kept[0].ref == "PNH-A-P1"


def test_those_who_are_one_are_offered_as_one(path):
    merges.merge(office_at(path), "JKT-A-P1", "SIN-A-P1")
    merges.merge(office_at(path), "SIN-A-P1", "SIN-A-P2")
    with pytest.raises(DecisionNeeded) as asked:
        recording.record(office_at(path), PERSON, [SITI])
    candidates: Any = asked.value.data["candidates"]
    (candidate,) = candidates
    assert {candidate["ref"], *candidate["same_as"]} == set(THERE)
    assert people.named(office_at(path).view, SITI["nik"]).ref in THERE
    (account,) = take_row_and_wait(path)
    assert len(account.like) == 1
    recording.record(office_at(path), PERSON, [SITI], new_people="unsure")
    merges.merge(office_at(path), "P1", "SIN-A-P2")
    view = office_at(path).view
    (match,) = each_once(view, likely(view, Person(**SITI)))
    assert match.person.ref == "PNH-A-P1"


def take_row_and_wait(path):
    accounts = take_row(path, "").accounts
    assert [a.account for a in accounts] == ["parked"]
    return accounts


def test_who_is_one_through_a_third_is_not_taken_apart_in_silence(path):
    merges.merge(office_at(path), "JKT-A-P1", "SIN-A-P1")
    merges.merge(office_at(path), "SIN-A-P1", "SIN-A-P2")
    merges.merge(office_at(path), "JKT-A-P1", "SIN-A-P2")
    with pytest.raises(Refused) as refused:
        taking_apart.unmerge(office_at(path), "JKT-A-P1", other="SIN-A-P2")
    (told,) = refused.value.problems
    assert (told.code, told.args) == ("PER038", {"one": "JKT-A-P1", "other": "SIN-A-P2"})
    with office_at(path).vault.work("contoh", opening.NOW.isoformat()) as work:
        wrong = decide(work, "SIN-A-P2", "JKT-A-P1", "different", office_at(path).today)
    (check,) = [c for c in examine(office_at(path), read_data=True) if c.name == "decisions"]
    assert check.about == (wrong.ref,)
    merges.merge(office_at(path), "JKT-A-P1", "SIN-A-P2")
    assert contradicting(office_at(path).view) == []


def test_who_is_taken_apart_and_one_with_others_yet_is_told_with_them(path):
    merges.merge(office_at(path), "JKT-A-P1", "SIN-A-P1")
    merges.merge(office_at(path), "SIN-A-P1", "SIN-A-P2")
    done = taking_apart.unmerge(office_at(path), "JKT-A-P1")
    assert (done.other.ref, done.still) == ("SIN-A-P1", (("SIN-A-P1", ("SIN-A-P2",)),))


@pytest.mark.parametrize("erase", [erasing.erase, None])
def test_who_stays_of_somebody_who_is_erased_is_told(path, erase):
    recording.record(office_at(path), PERSON, [SITI], new_people="unsure")
    merges.merge(office_at(path), "P1", "JKT-A-P1")
    merges.merge(office_at(path), "JKT-A-P1", "SIN-A-P1")
    office = office_at(path)
    person = office.view.get("P1")
    planned = erasing.plan(office.view, [person])
    done = erase(office, "P1", "diminta") if erase else erasing.expire(office, [person], "lama")
    assert planned.one_with == done.one_with == (("PNH-A-P1", ("JKT-A-P1", "SIN-A-P1")),)
    assert planned.data()["one_with"] == {"PNH-A-P1": ["JKT-A-P1", "SIN-A-P1"]}
