"""Passports, ages, and participants."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import codes
from attache.records.dates import span
from attache.rules import check
from attache.rules.people import AGE_BANDS, age_band
from tests.samples import TODAY

BANDS = [name for name, _last in AGE_BANDS] + ["60-plus"]


def codes_of(kind, record):
    return [(p.code, p.field) for p in check(kind, record, TODAY)]


@pytest.mark.parametrize(
    ("birth", "too_old"),
    [("1905-12-31", True), ("1905", True), ("1906-01-01", False), ("1906", False), ("2001", False)],
)
def test_nobody_is_older_than_120_years(birth, too_old, made):
    person = made("person", name="Contoh", birth_date=birth)
    assert codes_of("person", person) == ([("DAT007", "birth_date")] if too_old else [])


@pytest.mark.parametrize("number", ["X999999", "X9999999", "XX999999", "XX9999999"])
def test_an_indonesian_passport_has_letters_and_then_digits(number, made):
    assert codes_of("person", made("person", name="Contoh", passport=number)) == []


@pytest.mark.parametrize("number", ["99999999", "XXX999999", "X99999", "X99999999", "9X99999"])
def test_a_passport_that_looks_otherwise_is_worth_a_warning(number, made):
    (found,) = check("person", made("person", name="Contoh", passport=number), TODAY)
    assert (found.code, found.field, found.level) == ("DOC004", "passport", "warning")


def test_passports_of_other_countries_may_look_as_they_like(made):
    person = made("person", name="Contoh", passport="99999999", nationality="KHM")
    assert codes_of("person", person) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "women", "wrong"),
    [
        (10, 5, 15, False),
        (10, 5, 16, True),
        (10, None, 11, True),
        (None, 5, 5, False),
        (None, None, 5, False),
        (0, 0, 1, True),
        (10, 5, None, False),
        (10, 5, 0, False),
    ],
)
def test_women_are_counted_among_the_participants(ours, theirs, women, wrong, made):
    training = made(
        "training",
        title="Contoh",
        kind="workshop",
        start_on="2026-01-05",
        participants_ours=ours,
        participants_theirs=theirs,
        participants_women=women,
    )
    assert codes_of("training", training) == ([("NUM007", "participants_women")] if wrong else [])


@pytest.mark.parametrize(
    ("birth", "on", "band"),
    [
        ("2008-10-01", date(2026, 10, 1), "18-24"),  # on the birthday
        ("2008-10-02", date(2026, 10, 1), "12-17"),  # the day before
        ("2008-09-30", date(2026, 10, 1), "18-24"),
        ("2008-02-29", date(2026, 2, 28), "12-17"),
        ("2008-02-29", date(2026, 3, 1), "18-24"),
        ("2014-10-02", date(2026, 10, 1), "0-11"),
        ("2014-10-01", date(2026, 10, 1), "12-17"),
        ("2026-10-01", date(2026, 10, 1), "0-11"),
        ("1966-10-02", date(2026, 10, 1), "45-59"),
        ("1966-10-01", date(2026, 10, 1), "60-plus"),
        ("2008-09", date(2026, 10, 1), "18-24"),
        ("2008-10", date(2026, 10, 1), "unknown"),  # perhaps a child
        ("2008-10", date(2026, 10, 31), "18-24"),
        ("2008-11", date(2026, 10, 1), "12-17"),
        ("2008", date(2026, 10, 1), "unknown"),
        ("2008", date(2026, 12, 31), "18-24"),
        ("2007", date(2026, 10, 1), "18-24"),
        ("2009", date(2026, 10, 1), "12-17"),
        (None, date(2026, 10, 1), "unknown"),
    ],
)
def test_the_age_band_is_certain_or_unknown(birth, on, band):
    """Whether somebody is a child decides much in law, so a doubt stays a doubt."""
    assert age_band(birth, on) == band


def test_the_bands_are_those_of_the_code_list():
    listed = codes.load("age-band").codes
    assert set(BANDS) <= listed.keys()
    assert listed.keys() - set(BANDS) <= {"unknown"}


@given(st.dates(date(1906, 1, 1), TODAY), st.integers(0, 3))
def test_a_less_exact_date_never_says_something_else(birth, cut):
    """A partial date gives the band of the exact one, or says that it is unknown."""
    exact = age_band(birth.isoformat(), TODAY)
    assert exact in BANDS
    partial = birth.isoformat()[: (10, 7, 7, 4)[cut]]
    assert age_band(partial, TODAY) in (exact, "unknown")
    assert (
        age_band(partial, TODAY) != "unknown"
        or len({age_band(day.isoformat(), TODAY) for day in span(partial)}) > 1
    )


@given(st.dates(date(1906, 1, 1), TODAY - timedelta(days=1)))
def test_nobody_grows_younger(birth):
    ages = [BANDS.index(age_band(birth.isoformat(), on)) for on in (birth, TODAY)]
    assert ages == sorted(ages)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ({"passport": "X1234567"}, []),
        ({"passport": "XO123456"}, []),  # two letters and six digits
        ({"passport": "X12345G7"}, [("DOC006", "passport", {"position": 7, "other": "6"})]),
        ({"passport": "81234567"}, [("DOC006", "passport", {"position": 1, "other": "B"})]),
        ({"passport": "X12"}, [("DOC004", "passport", {})]),
        ({"passport": "X12", "nationality": "MYS"}, []),
        ({"splp": "XD123456"}, []),
        ({"splp": "XD1234S6"}, [("DOC006", "splp", {"position": 7, "other": "5"})]),
        ({"splp": "X12"}, [("DOC005", "splp", {})]),
    ],
)
def test_a_number_that_looks_wrong_says_what_may_be_mistaken(made, raw, found):
    """Never an error: foreign and old documents are numbered otherwise."""
    problems = check("person", made("person", name="Siti Contoh", **raw), TODAY)
    assert [(p.code, p.field, dict(p.args)) for p in problems] == found
    assert {p.level for p in problems} <= {"warning"}


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Siti Contoh", False),
        ("Ren\u00e9e D\u2019Contoh", False),
        ("\u0421\u0438\u0442\u0438", False),  # Cyrillic alone is a name of somebody's
        ("\u179f\u17ca\u17b8\u178f\u17b8 Siti", False),  # Khmer looks like nothing else
        ("Siti \u0421ontoh", True),
        ("S\u0456ti", True),
        ("Siti \u0391ntara", True),
        ("\uff33iti", True),
    ],
)
@pytest.mark.parametrize("field", ["name", "aliases", "mother_name"])
def test_a_name_is_of_one_script_where_letters_look_alike(name, mixed, field, made):
    person = made("person", **{"name": "Contoh", field: name})
    assert codes_of("person", person) == ([("PER037", field)] if mixed else [])
