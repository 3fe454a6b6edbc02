"""NIK: what the sixteen digits say. All of them are invented: districts 99 do not exist."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import codes
from attache.rules import check
from attache.rules.nik import read_nik
from tests.samples import TODAY


def nik(birth="170801", province="32", serial="0001", regency="01"):
    return f"{province}{regency}99{birth}{serial}"


@pytest.mark.parametrize(
    ("digits", "sex", "days"),
    [
        ("170801", "male", (date(2001, 8, 17),)),
        ("570801", "female", (date(2001, 8, 17),)),
        ("010103", "male", (date(2003, 1, 1),)),
        ("310199", "male", (date(1999, 1, 31),)),
        ("710199", "female", (date(1999, 1, 31),)),
        ("290200", "male", (date(2000, 2, 29),)),  # 1900 was no leap year
        ("290204", "male", (date(2004, 2, 29),)),
        (f"{TODAY:%d%m%y}", "male", (TODAY, TODAY.replace(year=1926))),
        ("310200", "male", ()),
        ("000101", "male", ()),
        ("320101", "male", ()),
        ("400101", "male", ()),
        ("410101", "female", (date(2001, 1, 1),)),
        ("720101", "female", ()),
        ("011301", "male", ()),
        ("010001", "male", ()),
    ],
)
def test_the_digits_say_sex_and_birth_date(digits, sex, days):
    said = read_nik(nik(digits), TODAY)
    assert said.sex == sex
    assert said.birth_dates == days


def test_nobody_is_older_than_120_and_both_centuries_stay_possible_below_that():
    assert read_nik(nik("170806"), TODAY).birth_dates == (date(2006, 8, 17), date(1906, 8, 17))
    assert read_nik(nik("170805"), TODAY).birth_dates == (date(2005, 8, 17),)


@pytest.mark.parametrize(
    ("place", "known"),
    [("3201", True), ("3218", True), ("3219", False), ("3271", True), ("3280", False),
     ("3200", False), ("3170", False), ("9271", True), ("7605", True), ("7671", False)],
)  # fmt: skip
def test_regencies_and_cities_count_up_in_each_province(place, known):
    assert read_nik(nik(province=place[:2], regency=place[2:]), TODAY).regency is known


@pytest.mark.parametrize("place", ["6404", "7319", "9101"])
def test_codes_that_moved_when_a_province_was_split_stay_known(place):
    """Nunukan, Polewali and Merauke were there once; nobody got another NIK."""
    assert read_nik(nik(province=place[:2], regency=place[2:]), TODAY).regency


def test_nobody_is_born_after_today():
    assert read_nik(nik("021026"), TODAY).birth_dates == (date(1926, 10, 2),)


@given(st.dates(date(1927, 1, 1), TODAY), st.booleans())
def test_every_birth_date_comes_out_as_it_went_in(born, woman):
    said = read_nik(nik(f"{born.day + 40 * woman:02}{born:%m%y}"), TODAY)
    assert born in said.birth_dates
    assert said.sex == ("female" if woman else "male")


@pytest.mark.parametrize("code", [*codes.load("indonesian-province")], ids=lambda c: c.value)
def test_every_province_is_known(code):
    assert read_nik(nik(province=code.also["kemendagri"]), TODAY).province == code.value


@pytest.mark.parametrize(
    ("number", "province"),
    [
        ("11", "aceh"),
        ("31", "dki-jakarta"),
        ("65", "kalimantan-utara"),
        ("91", "papua"),
        ("92", "papua-barat"),
        ("93", "papua-selatan"),
        ("94", "papua-tengah"),
        ("95", "papua-pegunungan"),
        ("96", "papua-barat-daya"),
        ("99", None),
        ("00", None),
    ],
)
def test_the_numbers_are_those_of_the_interior_ministry(number, province):
    assert read_nik(nik(province=number), TODAY).province == province


def judged(made, **raw):
    person = made("person", name="Siti Contoh", **raw)
    return [(p.code, p.level, p.field) for p in check("person", person, TODAY)]


@pytest.mark.parametrize(
    "raw",
    [
        {"nik": nik()},
        {"nik": nik(), "birth_date": "2001-08-17", "sex": "male"},
        {"nik": nik("570801"), "birth_date": "2001-08-17", "sex": "female"},
        {"nik": nik(), "birth_date": "2001-08"},
        {"nik": nik(), "birth_date": "2001"},
        {"nik": nik("170826"), "birth_date": "1926-08-17"},
        {"nik": nik(), "sex": "unknown"},
        {"nik": nik(), "sex": "other"},
        {"nik": nik(province="65")},
        {"birth_date": "2001-08-17", "sex": "female"},
    ],
)
def test_a_nik_that_agrees_with_the_person_is_left_in_peace(raw, made):
    assert judged(made, **raw) == []


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ({"nik": nik("011301")}, ("NIK009", "error", "nik")),
        ({"nik": nik("320101")}, ("NIK010", "error", "nik")),
        ({"nik": nik("720101")}, ("NIK010", "error", "nik")),
        ({"nik": nik(regency="19")}, ("NIK008", "warning", "nik")),
        ({"nik": nik(serial="0000")}, ("NIK011", "warning", "nik")),
        ({"nik": nik("310201")}, ("NIK004", "error", "nik")),
        ({"nik": nik("310201"), "sex": "female", "birth_date": "2001"}, ("NIK004", "error", "nik")),
        ({"nik": nik(), "birth_date": "2001-08-18"}, ("NIK005", "warning", "nik")),
        ({"nik": nik(), "birth_date": "2001-09"}, ("NIK005", "warning", "nik")),
        ({"nik": nik(), "birth_date": "2002"}, ("NIK005", "warning", "nik")),
        ({"nik": nik(), "sex": "female"}, ("NIK006", "warning", "nik")),
        ({"nik": nik("570801"), "sex": "male"}, ("NIK006", "warning", "nik")),
        ({"nik": nik(province="99")}, ("NIK007", "warning", "nik")),
    ],
)
def test_a_nik_that_contradicts_the_person_is_noticed(raw, found, made):
    """Only a date that does not exist forbids storing: papers are often wrong elsewhere."""
    assert judged(made, **raw) == [found]


def test_all_contradictions_are_told_at_once(made):
    raw = {"nik": nik(province="99"), "birth_date": "1990", "sex": "female"}
    assert [code for code, _level, _field in judged(made, **raw)] == ["NIK005", "NIK006", "NIK007"]
