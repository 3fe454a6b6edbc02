"""Who may be the same person, and who is certainly not."""

from __future__ import annotations

import pytest

from attache.records.kept import Kept, Stamp
from attache.rules.matching import KnownPeople, matches

NIK, OTHER_NIK = "3299991708010001", "3299991708010002"
SITI = {
    "name": "Siti Contoh",
    "sex": "female",
    "birth_date": "2001-08-17",
    "nik": NIK,
    "passport": "X9999999",
    "splp": "XX999999",
    "phone": "0811 1111 1111",
    "family_phone": "+855 12 111 111",
}


@pytest.fixture
def recorded(made):
    """A person as the vault keeps them."""

    def keep(number=1, **raw):
        stamp = Stamp(
            id=f"0190a000-0000-7000-8000-{number:012}",
            ref=f"PNH-A-P{number}",
            rev=1,
            post="PNH",
            recorded_by="Rina Contoh",
            recorded_at="2026-01-30T01:02:03Z",
        )
        return Kept("person", stamp, made("person", **raw))

    return keep


@pytest.mark.parametrize(
    ("raw", "reasons"),
    [
        ({"name": "Siti Contoh"}, ("same-name",)),
        ({"name": "SITI  CONTOH"}, ("same-name",)),
        ({"name": "Siti-Contoh"}, ("same-name",)),
        ({"name": "Budi Misal", "aliases": "Siti Contoh"}, ("same-name",)),
        ({"name": "Siti Contoh", "birth_date": "2001-08-17"}, ("same-name", "same-birth-date")),
        ({"name": "Siti Contoh", "birth_date": "2001"}, ("same-name", "same-birth-date")),
        ({"name": "Siti Contoh", "birth_date": "2001-08"}, ("same-name", "same-birth-date")),
        ({"name": "Siti Contoh", "sex": "female"}, ("same-name",)),
        ({"name": "Siti Contoh", "sex": "other"}, ("same-name",)),
        ({"name": "Siti Contoh", "nik": NIK}, ("same-nik", "same-name")),
        ({"name": "Umpama", "nik": NIK}, ("same-nik",)),
        ({"name": "Umpama", "nik": NIK, "sex": "male"}, ("same-nik",)),
        ({"name": "Umpama", "passport": "x 9999999"}, ("same-passport",)),
        ({"name": "Umpama", "splp": "XX999999"}, ("same-splp",)),
        ({"name": "Siti Contoh", "passport": "X1111111"}, ("same-name",)),  # a new passport
        (SITI, ("same-nik", "same-passport", "same-splp", "same-name", "same-birth-date")),
    ],
)
def test_the_same_number_or_name_is_a_reason(raw, reasons, made, recorded):
    (found,) = KnownPeople([recorded(**SITI)]).like(made("person", **raw))
    assert found.reasons == reasons


@pytest.mark.parametrize(
    "raw",
    [
        {"name": "Siti"},
        {"name": "Siti Contoh", "sex": "male"},
        {"name": "Siti Contoh", "birth_date": "2001-08-18"},
        {"name": "Siti Contoh", "birth_date": "2001-09"},
        {"name": "Siti Contoh", "birth_date": "2002"},
        {"name": "Siti Contoh", "nik": OTHER_NIK},
        {"name": "Umpama", "phone": "081111111111"},  # families share phones
        {"name": "Umpama", "birth_date": "2001-08-17", "sex": "female"},
        {"name": "Umpama", "nik": OTHER_NIK, "passport": "X1111111"},
    ],
)
def test_a_name_with_a_contradiction_is_a_coincidence(raw, made, recorded):
    assert KnownPeople([recorded(**SITI)]).like(made("person", **raw)) == []


def test_the_most_certain_comes_first(made, recorded):
    people = [
        recorded(1, name="Umpama"),
        recorded(2, name="Siti Contoh"),
        recorded(3, **SITI),
        recorded(4, name="Contoh", aliases=["Siti Contoh"], birth_date="2001"),
    ]
    found = KnownPeople(people).like(made("person", **SITI))
    assert [c.person.ref for c in found] == ["PNH-A-P3", "PNH-A-P4", "PNH-A-P2"]


def test_somebody_added_later_is_known_too(made, recorded):
    known = KnownPeople([])
    assert known.like(made("person", **SITI)) == []
    known.add(recorded(7, name="Siti Contoh"))
    assert [c.person.ref for c in known.like(made("person", **SITI))] == ["PNH-A-P7"]


def test_a_description_that_could_not_be_read_is_like_nobody(made, recorded):
    """A draft may lack even its name and aliases."""
    blank = type(made("person", **SITI)).model_construct(**dict.fromkeys(SITI), aliases=None)
    assert KnownPeople([recorded(**SITI)]).like(blank) == []


@pytest.mark.parametrize(
    "query",
    [
        *("Siti", "siti contoh", "SITI", "conto", "i c", "Sìti", "alias satu"),
        *(NIK, "329999", "0801 0001", "X9999999", "x 999-9999", "XX999999"),
        *("0811 1111 1111", "081111111111", "+62 811 1111 1111", "62811", "811-1111", "08111"),
        *("+855 12 111 111", "012111111"),
    ],
)
def test_a_person_is_found_by_part_of_a_name_or_number(query, recorded):
    assert matches(recorded(**SITI, aliases=["Alias Satu"]), query)


@pytest.mark.parametrize(
    "query",
    ["", " ", "?", "Budi", "111", "0811", "999", "0811 1111 1112", "2001-08-17", "PNH-A-P1"],
)
def test_other_queries_do_not_name_the_person(query, recorded):
    """Three digits would name nearly everybody."""
    assert not matches(recorded(**SITI), query)


def test_a_person_without_numbers_is_found_by_name_only(recorded):
    assert matches(recorded(name="Contoh"), "contoh")
    assert not matches(recorded(name="Contoh"), "1111")
