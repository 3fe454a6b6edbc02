"""Indonesian names: the published pairs, and what holds for any name."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.rules import spelling
from attache.rules.names import ALIKE, likeness, sound, sounds, words
from attache.rules.spelling import RULES
from tests.rules.peers import FIGURES, attache, figures, pairs, peers, similarity

NAMES = st.sampled_from([name for pair in pairs() for name in (pair.one, pair.other)])


def heard(name):
    return tuple(sorted(sounds(name)))


def test_the_table_is_large_and_has_both_kinds():
    found = pairs()
    assert len(found) >= 300
    assert len({frozenset((p.one, p.other)) for p in found}) == len(found)
    assert min(sum(p.same for p in found), sum(not p.same for p in found)) >= 150


def test_names_are_recognised_and_kept_apart_often_enough():
    recall, precision = figures(attache)
    assert recall >= 0.95
    assert precision >= 0.95


def test_the_peers_figures_are_those_of_today():
    pytest.importorskip("doublemetaphone")
    with FIGURES.open(encoding="utf-8", newline="") as file:
        kept = {row["way"]: (row["recall"], row["precision"]) for row in csv.DictReader(file)}
    ways = {"attache": attache, **peers()}
    assert kept == {
        name: tuple(f"{figure:.3f}" for figure in figures(alike)) for name, alike in ways.items()
    }


@pytest.mark.parametrize("pair", pairs(), ids=lambda p: f"{p.one}-{p.other}")
def test_both_directions_agree(pair):
    one, other = heard(pair.one), heard(pair.other)
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dewi", "Dwi"),
        ("Eka", "Ika"),
        ("Putra", "Putri"),
        ("Yanto", "Yanti"),
        ("Siti Contoh", "Sita Contoh"),
        ("Ahmad Contoh", "Muhammad Contoh"),
        ("Hasan", "Husen"),
    ],
)
def test_distinct_names_stay_distinct(one, other):
    assert likeness(heard(one), heard(other)) < ALIKE


@pytest.mark.parametrize(
    ("name", "carried"),
    [
        ("H. Ahmad Contoh, S.H.", ("AHMAD", "CONTOH")),
        ("Hj. Siti Contoh", ("SITI", "CONTOH")),
        ("Ir. Budi Contoh, M.Si.", ("BUDI", "CONTOH")),
        ("Moh. Contoh", ("MUHAMMAD", "CONTOH")),
        ("Haji", ("HAJI",)),
        ("Budi bin Contoh Misal", ("BUDI", "CONTOH", "MISAL")),
    ],
)
def test_titles_and_degrees_are_not_the_name(name, carried):
    assert words(name) == carried


def test_each_rule_matters(monkeypatch):
    """A rule without which every pair is judged the same is one too many."""
    usual = [attache(p.one, p.other) for p in pairs()]
    needless = []
    for rule in RULES:
        left = tuple(r for r in RULES if r is not rule)
        monkeypatch.setattr(spelling, "RULES", left)
        forget()
        if [attache(p.one, p.other) for p in pairs()] == usual:
            needless.append(rule.name)
    monkeypatch.setattr(spelling, "RULES", RULES)
    forget()
    assert needless == []


def forget():
    """Let go of what was heard with other rules."""
    from attache.rules import names

    names._heard.clear()
    spelling._substitutions.cache_clear()
    for cached in (spelling.sound, names.sound):
        getattr(cached, "cache_clear", lambda: None)()


@given(NAMES, NAMES)
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    said = likeness(heard(one), heard(other))
    assert 0 <= said <= 1
    assert said == likeness(heard(other), heard(one))


@given(NAMES)
def test_a_name_is_like_itself_however_it_is_written(name):
    assert likeness(heard(name), heard(name)) == 1
    assert heard(name.upper()) == heard(f"  {name.lower()} ")


@given(st.lists(st.sampled_from(["Budi", "Contoh", "Siti", "Rahma", "Wijaya"]), min_size=1))
def test_the_order_of_words_does_not_matter(parts):
    assert heard(" ".join(parts)) == heard(" ".join(reversed(parts)))


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text):
    assert likeness(heard(text), heard(text)) in (0, 1)
    assert all(sound(word) for word in words(text))


def test_trigrams_are_those_of_pg_trgm():
    """The example of its documentation: word and two words share 4 of 11."""
    assert similarity("word", "two words") == pytest.approx(4 / 11)
