"""Meeting people who may be known, what was answered, and who was here before."""

from __future__ import annotations

from typing import Any

import pytest

from attache import records
from attache.desk import people, recording
from attache.desk.documents import verification
from attache.desk.duplicates import duplicates
from attache.desk.known import likely
from attache.desk.questions import Answer, Place
from attache.desk.recording import withdraw
from attache.desk.returning import earlier_cases
from attache.problems import DecisionNeeded, Refused
from tests.desk.offices import documents

WHO = {"name": "Sri Wahyuni Umpama", "birth_date": "1998-08-17"}
AGAIN = {"name": "Srie Wahjuni Umpama", "birth_date": "1998-08-17"}


@pytest.fixture
def add(office):
    return lambda raw, answer="": recording.record(
        office(), records.named("person"), [raw], new_people=answer
    ).kept[0]


def offered(needed: DecisionNeeded) -> Any:
    """The candidates that an officer is asked about."""
    return needed.data["candidates"]


def pairs(office):
    return [(p.first.ref, p.other.ref, p.answer) for p in duplicates(office().view)]


def test_somebody_who_may_be_known_needs_a_decision(office, add, vault):
    first = add(WHO)
    before = vault.read_bytes()
    with pytest.raises(DecisionNeeded) as needed:
        add(AGAIN)
    (candidate,) = offered(needed.value)
    assert (candidate["ref"], candidate["certainty"]) == (first.ref, "likely")
    assert candidate["reasons"] == ["name-alike", "same-birth-date"]
    assert vault.read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "left"), [("different", []), ("unsure", [("PNH-A-P4", "PNH-A-P5", "unsure")])]
)
def test_an_answer_is_kept_and_a_rejected_pair_never_comes_up_again(
    office, add, vault, answer, left
):
    add(WHO)
    add(AGAIN, answer)
    (decision,) = documents(vault, "identity-decision")
    assert {decision["person"], decision["other"]} == {"PNH-A-P4", "PNH-A-P5"}
    assert decision["answer"] == answer
    assert pairs(office) == left


def test_pairs_come_in_the_order_of_certainty(office, add, record):
    for number, raw in enumerate((WHO, AGAIN, {**AGAIN, "name": "Sri Wahyuni"})):
        add(raw, "different" if number else "")
    for decision in documents(office().vault.path, "identity-decision"):
        withdraw(office(), decision["ref"], "salah catat")
    record("identity-decision", person="P5", other="P6", answer="unsure")
    found = duplicates(office().view)
    assert [p.answer for p in found] == [None, None, "unsure"]
    scores = [p.likeness.score for p in found if p.answer is None]
    assert scores == sorted(scores, reverse=True)


def test_two_different_people_only_are_decided_on(record):
    with pytest.raises(Refused) as refused:
        record("identity-decision", person="P1", other="P1", answer="same")
    assert [p.code for p in refused.value.problems] == ["PER006"]


def test_who_was_withdrawn_is_nobody(office, add):
    new = add(WHO)
    withdraw(office(), new.ref, "salah orang")
    assert people.find(office().view, "wahyuni").matches == []
    assert likely(office().view, new.content) == []


def test_papers_find_their_holder(office, add, record):
    new = add(WHO)
    record("identity-document", person=new.ref, kind="splp", number="XD123456", name="Sri Wahjoeni")
    for query in ("XD123456", "xd 1234", "wahjoeni"):
        assert [m.person.ref for m in people.find(office().view, query).matches] == [new.ref]


@pytest.mark.parametrize(
    ("said", "named"),
    [("3201995708980001", True), ("X1234567", True), ("PNH-A-P4", True), ("p4", True)],
)
def test_a_number_names_a_person_where_one_is_needed(record, add, said, named):
    add({**WHO, "nik": "3201995708980001", "passport": "X1234567"})
    consultation = record(
        "consultation", topic="stay", channel="email", summary="x", persons=[said]
    )
    assert (consultation.content.persons == ("PNH-A-P4",)) is named


@pytest.mark.parametrize("said", ["wahyuni", "Sri Wahyuni Umpama", "+628000000077"])
def test_a_name_or_a_phone_alone_never_does(record, add, said):
    add({**WHO, "phone": "+628000000077"})
    with pytest.raises(DecisionNeeded) as needed:
        record("consultation", topic="stay", channel="email", summary="x", persons=[said])
    assert [c["ref"] for c in offered(needed.value)] == ["PNH-A-P4"]


def test_who_was_here_before_is_flagged_with_case_year_and_outcome(office, add, record):
    new = add(WHO)
    case = record("victim-case", person=new.ref, channel="walk-in", reported_on="2024-05-01")
    record("return-step", subject=case.ref, step="departure", status="done", on="2024-06-01")
    (earlier,) = earlier_cases(office().view, new.ref)
    assert earlier == (case.ref, 2024, "departed")
    raw = {"topic": "stay", "channel": "email", "summary": "x", "persons": [new.ref]}
    done = recording.record(office(), records.named("consultation"), [raw])
    assert [(p.code, dict(p.args)) for p in done.problems] == [
        ("PER002", {"person": new.ref, "case": case.ref, "year": 2024})
    ]
    with pytest.raises(DecisionNeeded) as needed:
        add(AGAIN)
    (candidate,) = offered(needed.value)
    assert candidate["earlier"] == [{"ref": case.ref, "year": 2024, "outcome": "departed"}]


def test_whom_a_list_may_mean_is_told_as_they_were_before_the_list(office, add, record):
    """What its earlier rows say of them is not stored yet: no case of theirs has a ref."""
    known = add(WHO)
    case = record("victim-case", person=known.ref, channel="walk-in", reported_on="2024-05-01")
    new = {"name": "Bagaskara Misal Contoh", "birth_date": "1999-05-12"}
    same, of_list = {**WHO, "birth_place": "Medan", "home_province": "Aceh"}, [new, dict(new)]
    raws = [{"channel": "walk-in", "person": who} for who in (same, AGAIN, *of_list)]
    with pytest.raises(DecisionNeeded) as needed:
        recording.record(
            office(),
            records.named("victim-case"),
            raws,
            answers={Place(1, "person"): Answer(known.ref)},
        )
    asked: Any = needed.value.data["questions"]
    second, fourth = asked
    ((told,), (other,)) = second["candidates"], fourth["candidates"]
    assert (told["ref"], told["home_province"]) == (known.ref, None)
    assert [c["ref"] for c in told["earlier"]] == [case.ref]
    assert (other["ref"], other["row"], other["name"]) == (None, 3, new["name"])
    assert (other["earlier"], other["same_as"]) == ([], [])


@pytest.mark.parametrize(
    ("evidence", "state"),
    [
        ([], "unverified"),
        ([("statement", "supports", "2026-01-01")], "stated"),
        ([("statement", "supports", "2026-01-01"), ("passport-copy", "supports", "2026-01-02")],
         "supported"),
        ([("ktp-seen", "supports", "2026-01-01")], "documented"),
        ([("ktp-seen", "supports", "2026-01-01"), ("confirmed-dukcapil", "pending", "2026-01-02")],
         "documented"),
        ([("confirmed-dukcapil", "supports", "2026-01-02")], "confirmed"),
        ([("confirmed-dukcapil", "contradicts", "2026-01-02"), ("ktp-seen", "supports",
          "2026-01-03")], "contradicted"),
        ([("statement", "contradicts", "2026-01-02"), ("confirmed-headquarters", "supports",
          "2026-01-03")], "confirmed"),
    ],
)  # fmt: skip
def test_how_far_an_identity_is_verified_follows_from_the_evidence(office, record, evidence, state):
    for kind, result, on in evidence:
        record("identity-evidence", person="P1", kind=kind, result=result, on=on)
    assert verification(office().view, "PNH-A-P1") == state


NURUL = {
    "name": "Nurul Contoh",
    "sex": "female",
    "birth_date": "2006-03-04",
    "mother_name": "Aminah Misal",
    "home_province": "ID-JI",
}


@pytest.mark.parametrize("year", [2003, 2004, 2005, 2007, 2008, 2009])
def test_somebody_with_another_age_in_the_passport_is_asked_about(add, year):
    add(NURUL)
    with pytest.raises(DecisionNeeded) as needed:
        add({**NURUL, "birth_date": f"{year}-03-04"})
    (candidate,) = offered(needed.value)
    assert candidate["ref"] == "PNH-A-P4"
    assert candidate["reasons"] == ["same-name", "near-birth-date", "same-mother", "same-province"]


COMMON = {"name": "Ningsih Umpama", "sex": "female"}


def told(problems):
    return [(p.code, dict(p.args)) for p in problems if p.code == "PER031"]


@pytest.mark.parametrize("name", ["Ningsih Umpama", "Ningsieh Oempama"])
def test_the_fourth_of_a_common_name_is_told_of_the_three(office, add, name):
    """Nobody is asked, because the name says too little; but it is never silent."""
    three = [add(COMMON, "different").ref for _number in range(3)]
    raw = {**COMMON, "name": name}
    done = recording.record(office(), records.named("person"), [raw])
    assert told(done.problems) == [("PER031", {"count": 3, "refs": ", ".join(three)})]


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ({"birth_date": "1990"}, 3),  # of the others no birth date is known
        ({"home_province": "ID-JB"}, 3),
        ({"sex": "male"}, 0),
        ({"name": "Wulan Misal"}, 0),
    ],
)
def test_only_those_whom_nothing_tells_apart_are_told(office, add, raw, count):
    for _number in range(3):
        add(COMMON, "different")
    done = recording.record(office(), records.named("person"), [{**COMMON, **raw}])
    assert [args["count"] for _code, args in told(done.problems)] == ([count] if count else [])


def test_the_second_who_bears_one_word_only_is_told_of_the_first(office, add):
    first = add({"name": "Suparnoto"})
    done = recording.record(office(), records.named("person"), [{"name": "Suparnoto"}])
    assert told(done.problems) == [("PER031", {"count": 1, "refs": first.ref})]


def test_each_of_a_list_is_told_and_who_is_described_in_another_record(office, add):
    for _number in range(3):
        add(COMMON, "different")
    done = recording.record(office(), records.named("person"), [COMMON, {"name": "Umpama Lain"}])
    assert [(p.code, p.row) for p in done.problems] == [("PER031", 1)]
    raw = {"topic": "stay", "channel": "email", "summary": "x", "persons": [COMMON]}
    done = recording.record(office(), records.named("consultation"), [raw])
    assert [args["count"] for _code, args in told(done.problems)] == [4]
