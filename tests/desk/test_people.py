"""Finding people, and taking a description as somebody who is known."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import product

import pytest

from attache import records
from attache.desk import people, recording
from attache.desk.by_name import SLIP
from attache.problems import DecisionNeeded, NoSuchRecord, Refused
from attache.records.record import parse
from attache.records.texts import Unreadable
from tests.desk import offices
from tests.desk.offices import documents
from tests.rules.peers import pairs
from tests.samples import HERE

WHO = {
    "name": "Sri Wahyuni Contoh",
    "aliases": ["Yuni"],
    "nik": "3201995403950099",
    "passport": "X1234567",
    "phone": "0812-3456-789",
    "further_phone": "+855 97 123 4567",
}


@pytest.mark.parametrize(
    "query",
    [
        "P4",
        "pnh-a-p4",
        "wahyuni",
        "SRI WAH",
        "contoh wah",
        "contoh wahjuni sri",
        "yuni",
        "3201995403950099",
        "x1234567",
        "0812 3456 789",
        "+62 812-3456-789",
        "3456789",
        "+855971234567",
        "097 123 4567",
    ],
)
def test_one_person_is_found_by_many_signs(office, record, query):
    new = record("person", **WHO)
    assert [m.person.ref for m in people.find(office().view, query).matches] == [new.ref]


@pytest.mark.parametrize("query", ["", " ", "zzz", "789", "C1", "-", "contoh zzz", "sri ani"])
def test_nobody_is_found_by_too_little(office, record, query):
    record("person", **WHO)
    assert people.find(office().view, query) == ([], 0)


@pytest.mark.parametrize("name", ["Sumirah", "Hartati", "Contoh Prasetyo", "Wiwik"])
def test_a_name_is_found_in_spite_of_one_slip_where_nobody_is_found_else(office, record, name):
    """Two letters swapped, one missing or twice; nothing else that asks who is meant does so."""
    new, view = record("person", name=name).ref, office().view
    lower = name.lower()
    swapped = [f"{lower[:n]}{lower[n + 1]}{lower[n]}{lower[n + 2 :]}" for n in range(len(name) - 1)]
    missing = [f"{lower[:n]}{lower[n + 1 :]}" for n in range(len(name))]
    twice = [f"{lower[:n]}{lower[n]}{lower[n:]}" for n in range(len(name))]
    for query in (q for q in (*swapped, *missing, *twice) if len(q) >= SLIP):
        found = people.find(view, query, slips=True).matches
        assert new in [match.person.ref for match in found], query
    assert people.find(view, f"{lower[1]}{lower[0]}{lower[2:]}").matches == []


@pytest.mark.parametrize("query", ["umsi", "usmiahr", "sumbirahan", "07uimrah"])
def test_two_slips_or_too_few_letters_find_nobody(office, record, query):
    record("person", name="Sumirah")
    assert people.find(office().view, query, slips=True).matches == []


@pytest.mark.parametrize(
    ("query", "first", "alike"),
    [
        ("012345678", "+85512345678", 1),
        ("012 345 678", "+85512345678", 1),
        ("00855 12 345 678", "+85512345678", 1),
        ("+855 12 345 678", "+85512345678", 1),
        ("0971234567", "+855971234567", 2),  # of both countries
        ("0812 3456 789", "+628123456789", 1),
        ("0062 812 3456 789", "+628123456789", 1),
        ("+62 0812 3456 789", "+628123456789", 1),
        ("+62 (0)812 3456 789", "+628123456789", 1),
        ("0085512345678", "+85512345678", 1),
        ("855012345678", "+85512345678", 1),
        ("+855012345678", "+85512345678", 1),
        ("wa: 012345678", "+85512345678", 1),
        ("012345678 (WA)", "+85512345678", 1),
        ("WA: 097 123 4567", "+62971234567", 2),
        ("\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", "+85512345678", 1),
    ],
)
def test_a_number_is_looked_for_as_it_is_dialled_at_the_post(office, record, query, first, alike):
    """Numbers of other countries that end so are told as a part only, and stand below."""
    numbers = ("+12012345678", "+6212345678", "+62971234567", "+18123456789", "+855971234567")
    for n, number in enumerate((*numbers, "+85512345678", "+628123456789")):
        record("person", name=f"Contoh {'ABCDEFG'[n]}", phone=number)
    found = people.find(office().view, query).matches
    told = [(m.person.content.phone, m.likeness.reasons) for m in found]
    same = [phone for phone, reasons in told if reasons == ("same-phone",)]
    assert first in same
    assert len(same) == alike
    assert [phone for phone, _r in told[:alike]] == same
    assert all(reasons == ("number-part",) for _p, reasons in told[alike:])


SPELLINGS = [
    *("{}", "0{}", "+62{}", "62{}", "0062{}", "+62 (0){}", "+62 0{}"),
    *("+855{}", "855{}", "+8550{}", "8550{}", "00855{}"),
    *("WA: 0{}", "HP: 0{}", "0{} (WA)", "No. WA: +62{}"),
]
NATIONAL = ["81234567890", "215551234", "12345678", "971234567", "961234567", "23123456"]


def test_whatever_is_recorded_as_a_number_is_found_as_one(office, record):
    """In every spelling that the counter takes, at the counter's own post."""
    kind = records.named("person").fields["phone"].kind
    refs: dict[str, str] = {}
    for spelling, digits in product(SPELLINGS, NATIONAL):
        with suppress(Unreadable):
            number = kind.read(spelling.format(digits), HERE)
            if number not in refs:
                refs[number] = record("person", name=f"Contoh {len(refs)}", phone=number).ref
    view = office().view
    for spelling, digits in product(SPELLINGS, NATIONAL):
        query = spelling.format(digits)
        with suppress(Unreadable):
            ref = refs[kind.read(query, HERE)]
            found = {m.person.ref: m.likeness.reasons for m in people.find(view, query).matches}
            assert found.get(ref) == ("same-phone",), query


def test_among_equals_who_was_seen_last_comes_first(office, record):
    """Those who were not seen since come as they were recorded, the last one first."""
    first, second, third = (record("person", name=f"Agus Umpama {x}") for x in ("A", "B", "C"))
    found = [m.person.ref for m in people.find(office().view, "agus umpama").matches]
    assert found == [third.ref, second.ref, first.ref]
    seen = {"topic": "stay", "channel": "walk-in", "summary": "Contoh", "on": "2026-10-30"}
    at = office(now=offices.NOW + timedelta(days=30))
    recording.record(at, records.named("consultation"), [{**seen, "persons": [first.ref]}])
    found = [m.person.ref for m in people.find(office().view, "agus umpama").matches]
    assert found == [first.ref, third.ref, second.ref]


def test_gaps_are_filled_other_names_are_kept_and_differences_are_said(office, record, vault):
    """What is recorded otherwise stays as it is."""
    new = record("person", **WHO)
    given = {
        "name": "Sri Wahyuni",
        "sex": "P",
        "birth_date": "1995-03-14",
        "passport": "X7654321",
        "aliases": ["Ayu"],
    }
    done = people.same_as(office(), new.ref, given)
    stored = documents(vault, "person")[-1]
    assert stored["name"] == WHO["name"]
    assert stored["aliases"] == ["Yuni", "Ayu", "Sri Wahyuni"]
    assert (stored["sex"], stored["birth_date"]) == ("female", "1995-03-14")
    assert stored["passport"] == "X1234567"
    assert [(p.code, p.field, p.level) for p in done.problems] == [
        ("DEC003", "passport", "warning")
    ]
    assert done.kept[0].stamp.rev == 2


def test_a_bad_description_changes_nobody(office, vault, record):
    note = record("note", about="P1", text="Contoh")
    before = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        people.same_as(office(), "P1", {"name": "Siti Contoh", "nik": "1"})
    assert [(p.code, p.field) for p in refused.value.problems] == [("NIK001", "nik")]
    with pytest.raises(NoSuchRecord):
        people.same_as(office(), "P99", {"name": "Siti Contoh"})
    with pytest.raises(Refused) as refused:
        people.same_as(office(), note.ref, {"name": "Siti Contoh"})
    assert [(p.code, p.field) for p in refused.value.problems] == [("REF003", "same_as")]
    assert vault.read_bytes() == before


FAMILY = {
    "name": "Budi Umpama",
    "family_contact": "Ibu Sumiati Misal (ibu)",
    "family_phone": "+62 813 1111 2222",
}


@pytest.mark.parametrize(
    ("query", "reasons"),
    [
        ("081311112222", ("family-phone",)),
        ("+62 813-1111-2222", ("family-phone",)),
        ("11112222", ("family-phone", "number-part")),
        ("Sumiati", ("family-contact",)),
        ("soemiati misal", ("family-contact",)),
        ("miati", ("family-contact",)),
        ("Budi", ("name-part",)),
    ],
)
def test_a_relative_who_rings_leads_to_the_person(office, record, query, reasons):
    """And it is said whose number or name it is."""
    new = record("person", **FAMILY)
    found = people.find(office().view, query).matches
    assert {m.person.ref: m.likeness.reasons for m in found}[new.ref] == reasons


def test_what_belongs_to_others_is_found_by_its_declaration(office, record):
    """Each field that says whose it is, and no other, is looked at for others."""
    others = [n for n, f in records.named("person").fields.items() if f.column.of]
    assert others == ["family_contact", "family_phone"]
    record("person", name="Contoh Umpama", mother_name="Aminah Percobaan")
    assert not people.find(office().view, "Aminah").matches


def test_a_relatives_number_names_nobody_for_certain(office, record):
    record("person", **FAMILY)
    with pytest.raises(DecisionNeeded):
        people.named(office().view, "081311112222")


FOUND_BY = ("old j", "ijem", "half old", "z j", "abdul", "old joined", "joined")
UNVOICED = "Rahmadhidajat"
"""Joined with a d that the query would have to lose; recording hears it by the birth date."""
PAIRS = [p for p in pairs() if p.same and p.rule in FOUND_BY and p.one != UNVOICED]


@pytest.mark.parametrize("way", [("one", "other"), ("other", "one")])
def test_finding_hears_what_recording_hears(office, way):
    sought, recorded = way
    person = records.named("person").model
    with office().work() as work:
        for pair in PAIRS:
            work.add("person", parse(person, {"name": getattr(pair, recorded)}, HERE).draft)
    view = office().view
    missed = []
    for pair in PAIRS:
        found = people.find(view, getattr(pair, sought)).matches
        if getattr(pair, recorded) not in {match.person.content.name for match in found}:
            missed.append(getattr(pair, sought))
    assert missed == []
    assert len(PAIRS) > 150
