"""Who may be the same person, how certainly, and who is certainly not."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.records.record import kept
from attache.rules.candidates import KnownPeople
from attache.rules.matching import (
    AGAINST,
    POINTS,
    POSSIBLE,
    compare,
    looks,
    most_of_name,
    near,
)
from attache.rules.outlines import outline
from attache.rules.traits import LETTERS, Traits, read, traits
from tests.benchmarks.recall import compared
from tests.crowds import crowd, returning

NIK, NEAR, OTHER_NIK = "3201991708010001", "3201991708010007", "3201990101990002"
SITI = {
    "name": "Siti Contoh",
    "sex": "female",
    "birth_date": "2001-08-17",
    "nik": NIK,
    "passport": "X9999999",
    "phone": "0811 1111 1111",
    "home_province": "jawa-barat",
    "mother_name": "Tuti Misal",
    "family_phone": "0813 1111 1111",
}


@pytest.fixture
def trait(made):
    """The traits of a person who says this."""
    return lambda **raw: traits(kept(made("person", **raw)))


@pytest.mark.parametrize(
    ("raw", "reasons"),
    [
        ({"name": "Siti Contoh"}, ("same-name",)),
        ({"name": "SITI-CONTOH"}, ("same-name",)),
        ({"name": "Contoh, Sitti"}, ("name-alike",)),
        ({"name": "Budi Misal", "aliases": "Siti Contoh"}, ("same-name",)),
        ({"name": "Siti Contoh", "birth_date": "2001-08-17"}, ("same-name", "same-birth-date")),
        ({"name": "Siti Contoh", "birth_date": "2001-08-18"}, ("same-name", "near-birth-date")),
        ({"name": "Siti Contoh", "birth_date": "2001"}, ("same-name", "same-birth-year")),
        ({"name": "Siti Contoh", "birth_date": "2002"}, ("same-name", "near-birth-year")),
        ({"name": "Siti Contoh", "birth_date": "2001-01-01"}, ("same-name", "same-birth-year")),
        *(
            (
                {"name": "Siti Contoh", "birth_date": f"{year}-08-17"},
                ("same-name", "near-birth-date"),
            )
            for year in (1998, 1999, 2000, 2002, 2003, 2004)  # the age in a passport is forged so
        ),
        ({"name": "Umpama", "nik": NIK}, ("same-nik",)),
        ({"name": "Siti Contoh", "nik": NEAR}, ("same-name", "near-nik")),
        (
            {**SITI, "nik": NEAR, "passport": "X8888888", "phone": "0811 1111 1112"},
            (
                *("same-name", "near-nik", "same-birth-date", "same-mother", "same-province"),
                "same-family-phone",
            ),
        ),
        ({"name": "Umpama", "passport": "x 9999999"}, ("same-document",)),
        ({"name": "Siti Contoh", "phone": "+62 811 1111 1111"}, ("same-phone", "same-name")),
        (
            {"name": "Siti Contoh", "further_phone": "0811 1111 1111"},
            ("same-phone", "same-name"),
        ),
        ({"name": "Siti Contoh", "mother_name": "Toeti Misal"}, ("same-name", "same-mother")),
        ({"name": "Siti Contoh", "home_province": "Jabar"}, ("same-name", "same-province")),
        (
            {"name": "Siti Contoh", "family_phone": "0813 1111 1111"},
            ("same-name", "same-family-phone"),
        ),
    ],
)
def test_each_sign_is_a_reason_and_worth_its_points(trait, raw, reasons):
    likeness = compare(trait(**raw), trait(**SITI))
    assert likeness.reasons == reasons
    assert likeness.score == sum(POINTS[reason] for reason in reasons)
    assert likeness.certainty


@pytest.mark.parametrize(
    ("raw", "against"),
    [
        ({"sex": "male"}, "sex"),
        ({"birth_date": "1975-02-02"}, "birth-date"),
        ({"birth_date": "2001-02-03"}, "birth-year"),
        ({"birth_date": "1999-02-03"}, "birth-years"),
        ({"birth_date": "2004-02-03"}, "birth-years"),
        ({"birth_date": "1999"}, "years"),
        ({"birth_date": "2004-01-01"}, "years"),
        ({"birth_date": "1997-08-17"}, "birth-date"),
        ({"birth_date": "2005"}, "birth-date"),
        ({"nik": OTHER_NIK}, "nik"),
        ({"mother_name": "Endang"}, "mother"),
        ({"home_province": "aceh"}, "province"),
    ],
)
def test_each_contradiction_takes_points_away(trait, raw, against):
    likeness = compare(trait(name="Siti Contoh", **raw), trait(**SITI))
    assert likeness.score == POINTS["same-name"] + AGAINST[against]


@pytest.mark.parametrize(
    "raw",
    [
        {"name": "Umpama"},
        {"name": "Siti"},
        {"name": "Umpama", "phone": "081111111111"},  # families share phones
        {"name": "Umpama", "birth_date": "2001-08-17", "sex": "female"},
        {"name": "Siti Contoh", "sex": "male"},
        {"name": "Siti Contoh", "nik": OTHER_NIK},
        {"name": "Siti Contoh", "birth_date": "1975-02-02"},
    ],
)
def test_who_is_not_meant(trait, raw):
    assert not compare(trait(**raw), trait(**SITI)).certainty


def test_a_name_that_many_bear_needs_more(trait):
    one, other = trait(name="Siti Contoh"), trait(**SITI)
    scores = [compare(one, other, holders).score for holders in (1, 2, 3, 10, 11)]
    assert scores == [7, 7, 5, 5, 4]
    single = trait(name="Contoh")
    assert compare(single, single).score < POSSIBLE


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [("1234", "1235", True), ("1234", "1243", True), ("1234", "1234", False),
     ("1234", "123", False), ("1234", "4321", False), ("1234", "2143", False)],
)  # fmt: skip
def test_one_digit_or_two_neighbours(one, other, said):
    assert near(one, other) is said


WAYS: dict[str, list[str | None]] = {
    "name": ["Siti Nur Contoh", "Siti Contoh", "Contoh"],
    "sex": ["female", "male", "unknown"],
    "birth_date": [
        *("2001-08-17", "2001-08-18", "2001-12-03", "2002-03-04", "2001", "1975", None),
        *("2003-08-17", "1998-08-17", "1999-03-04", "2004", "1997-08-17"),
    ],
    "home_province": ["ID-JB", "ID-JT", None],
    "mother_name": ["Tuti Misal", "Tutie Misal", "Ani Umpama", None],
    "nik": [NEAR, OTHER_NIK, None],
    "family_phone": ["+628131111111", "+628131111112", None],
}


@pytest.mark.parametrize("holders", [1, 3, 11])
@pytest.mark.parametrize("name", WAYS["name"])
def test_nobody_is_a_stranger_who_may_be_meant(name, holders):
    mine = {"name": name, "home_province": "ID-JB", "mother_name": "Tuti Misal", "nik": NIK}
    mine["family_phone"] = "+628131111111"
    one = traits({**mine, "sex": "female", "birth_date": "2001-08-17"})
    names = most_of_name(len(name.split()), holders)
    for said in product(*WAYS.values()):
        other = traits(dict(zip(WAYS, said, strict=True)))
        may_be = compare(one, other, holders).score >= POSSIBLE
        assert not (may_be and looks(one, other, POSSIBLE - names) is None), said


ELSE_THE_SAME = [
    {"mother_name": "Tuti Misal"},
    {"home_province": "ID-JB"},
    {"mother_name": "Tuti Misal", "home_province": "ID-JB"},
]


@pytest.mark.parametrize("same", ELSE_THE_SAME, ids="+".join)
@given(st.integers(1960, 2010), st.sampled_from([-3, -2, -1, 1, 2, 3]), st.data())
def test_two_who_are_alike_but_for_a_forged_age_are_asked_about(same, year, apart, data):
    """By day and month, or where only the years are known; and blocking finds them."""
    day = data.draw(st.sampled_from(["", "-08-17", "-02-28"]))
    one, other = (
        traits({"name": "Nurul Contoh", "birth_date": f"{y}{day}", "sex": "female", **same})
        for y in (year, year + apart)
    )
    assert compare(one, other).score >= POSSIBLE
    assert [c.id for c in KnownPeople([("1", one.line)]).like(outline(other))] == ["1"]


BLOCKED: dict[str, list[str | None]] = {
    **WAYS,
    "name": ["Siti Nur Contoh", "Siti Contoh", "Sitti Contoh", "Contoh Nur"],
}


@given(st.data())
def test_blocking_finds_all_that_comparing_everybody_finds(data):
    """Of names of two words and more: one word as a part of a longer name needs the birth date."""
    one = st.fixed_dictionaries({n: st.sampled_from(way) for n, way in BLOCKED.items()})
    people = [traits(said) for said in data.draw(st.lists(one, min_size=2, max_size=12))]
    known = KnownPeople((str(n), one.line) for n, one in enumerate(people))
    assert {(int(a), int(b)) for a, b, _why in known.pairs()} == set(compared(people))


@given(st.data())
def test_whoever_is_replaced_is_known_as_they_are_now(data):
    one = st.fixed_dictionaries({n: st.sampled_from(way) for n, way in BLOCKED.items()})
    people = st.tuples(st.integers(0, 7).map(str), one.map(traits))
    now, known = dict[str, Traits](), KnownPeople()
    for id_, said in data.draw(st.lists(people, max_size=20)):
        now.pop(id_, None)
        now[id_] = said
        known.replace(id_, outline(said))
    fresh = KnownPeople((id_, said.line) for id_, said in now.items())
    for said in now.values():
        assert known.meet(outline(said)) == fresh.meet(outline(said))
        assert known.holders(outline(said)) == fresh.holders(outline(said))
    assert [*known.pairs()] == [*fresh.pairs()]


def test_most_people_are_strangers():
    people = [traits(raw) for raw in crowd(200)]
    pairs = list(combinations(people, 2))
    apart = sum(looks(a, b, POSSIBLE - most_of_name(words=2)) is None for a, b in pairs)
    assert apart > 0.9 * len(pairs)


@given(st.integers(0, 10_000))
def test_a_line_says_all_of_the_traits(seed):
    (raw,) = crowd(1, seed)
    said = traits(raw)
    assert read(said.line) == said
    named = read(f"#PNH-A-P1#PNH-A-P2#{said.line}")
    assert (named.names, named[1:]) == (said.names, said[1:])
    assert said.nik == (raw.get("nik") or "")
    assert {*said.numbers} == {f"{LETTERS[n]}{raw[n]}" for n in LETTERS if raw.get(n)}


def test_blocks_miss_next_to_nothing_that_comparing_everybody_finds():
    """tests/benchmarks/recall.py measures it for 5,000 people."""
    raws = list(crowd(300))
    people = [traits(raw) for raw in (*raws, *(returning(raw, n) for n, raw in enumerate(raws)))]
    known = KnownPeople((str(n), one.line) for n, one in enumerate(people))
    blocked = {(int(a), int(b)) for a, b, _why in known.pairs()}
    every = set(compared(people))
    assert blocked <= every
    assert len(blocked) >= 0.98 * len(every)


def test_those_who_return_are_found():
    raws = list(crowd(1000))
    known = KnownPeople((str(n), traits(raw).line) for n, raw in enumerate(raws))
    for number, raw in enumerate(raws[:300]):
        if len(raw["birth_date"]) > len("2000"):  # a common name and a year are not enough
            found = known.like(outline(traits(returning(raw, number))))
            assert str(number) in [candidate.id for candidate in found], raw


def test_hardly_anybody_else_is():
    known = KnownPeople((str(n), traits(raw).line) for n, raw in enumerate(crowd(1000)))
    strangers = [{**raw, "nik": None, "phone": None} for raw in crowd(200, seed=7)]
    assert sum(bool(known.like(outline(traits(raw)))) for raw in strangers) <= 4


def test_without_a_name_nobody_has_the_same():
    nameless = traits({"nik": NIK})
    assert compare(nameless, nameless).reasons == ("same-nik",)


def test_nobody_is_like_an_empty_description():
    assert KnownPeople([("1", traits({"name": "Siti Contoh"}).line)]).like(outline(Traits())) == []
