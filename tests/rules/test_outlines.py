"""Of most people it is seen without their traits that they cannot be meant, and never wrongly."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from attache.rules.likeness import ALIKE, likeness
from attache.rules.matching import FORGED, known, looks
from attache.rules.outlines import YEAR, may_agree, outline
from attache.rules.traits import Traits, traits
from tests.crowds import LAST, MEN, WOMEN, crowd

FEWEST = -40
"""Fewer points than any two people are worth to each other."""
NIKS = ["3201991708010001", "3201991708010007", "3201990708010001", "3201991708100001"]
SOUNDS = [
    *("AT", "AD", "ADLAM", "LAM", "AB", "AP", "ABDUL", "DUL", "S", "SITI", "NUR", "NURHAIATI"),
    *("HAIATI", "ROBERT", "ROBERTUS", "BASTIAN", "SEBASTIANUS", "MARIA", "IANTI", "MARIANTI"),
    *("SUMARIANTO", "SUMARAINTO"),
]
births = st.one_of(
    st.just(""),
    st.integers(1988, 1994).map(str),
    st.builds("{}-{:02}".format, st.integers(1988, 1994), st.integers(1, 12)),
    st.builds(
        "{}-{:02}-{:02}".format,
        st.integers(1988, 1994),
        st.sampled_from([1, 2, 3, 11]),
        st.sampled_from([1, 2, 3, 11, 28]),
    ),
)
people = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Siti Contoh", "Siti Nur Contoh", "Contoh"]),
        "sex": st.sampled_from(["female", "male", "unknown"]),
        "birth_date": births,
        "home_province": st.sampled_from(["aceh", "papua", "jawa-barat", None]),
        "mother_name": st.one_of(
            st.none(),
            st.lists(
                st.sampled_from([*WOMEN, *LAST, "Tuti Misal", "Tutie"]), min_size=1, max_size=3
            ).map(" ".join),
        ),
        "nik": st.sampled_from([*NIKS, None]),
    }
)


def points(one: Traits, other: Traits) -> int:
    """What all but names and numbers of two people is worth."""
    found = looks(one, other, FEWEST)
    assert found is not None
    return found


def agree(one: Traits, other: Traits, least: int) -> bool:
    a, b = outline(one), outline(other)
    return may_agree(a.marks & b.marks, a.born, b.born, least)


@given(people, people)
def test_whoever_may_be_worth_the_points_is_looked_at(said, other_said):
    one, other = traits(said), traits(other_said)
    (born, its) = (known(t.born) for t in (one, other))
    assume(not (len(born) == 8 and born == its))
    if born and its:
        assume(abs(int(born[:4]) - int(its[:4])) <= FORGED)
    assert agree(one, other, points(one, other))
    assert agree(one, other, FEWEST)


def test_mothers_whose_names_are_alike_share_a_mark():
    """Also where a word of the one stands joined or divided in the other (At Lam, Adlam)."""
    mothers = [*combinations(SOUNDS, 1), *combinations(SOUNDS, 2)]
    alike = [(a, b) for a, b in combinations(mothers, 2) if likeness(a, b) >= ALIKE]
    assert any({*a}.isdisjoint(b) for a, b in alike)
    for pair in alike:
        here, there = (Traits(mother=" ".join(sorted(words))) for words in pair)
        assert agree(here, there, points(here, there)), pair


def test_most_strangers_of_one_name_are_never_read():
    chance = random.Random(1)
    named = [
        traits({**raw, "mother_name": f"{chance.choice(WOMEN)} {chance.choice(MEN)}"})
        for raw in crowd(200)
    ]
    pairs = [*combinations(named, 2)]
    assert sum(agree(a, b, 0) for a, b in pairs) < 0.2 * len(pairs)


def test_a_birth_date_is_a_number_by_which_people_stand_in_order():
    dates = ["", "1990", "1990-03", "1990-03-02", "1991-01-01", "1991-01-02"]
    born = [outline(traits({"birth_date": born})).born for born in dates]
    assert born == [0, 1990 * YEAR, 1990 * YEAR, 19900302, 1991 * YEAR, 19910102]
