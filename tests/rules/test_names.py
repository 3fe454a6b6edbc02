"""Indonesian names: the published pairs, and what holds for any name."""

from __future__ import annotations

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.rules import old_spelling, spelling
from attache.rules.baptismal import CALLED
from attache.rules.likeness import ALIKE, likeness
from attache.rules.names import readings, sound, sounds, words
from attache.rules.old_spelling import (
    J_IS_Y,
    OLD_SIGNS,
    Y_IN_OLD_NAMES,
    Z_ANYWHERE,
    Z_IN_FRONT,
    heard_as_j,
)
from attache.rules.spelling import RULES
from tests.rules.peers import FIGURES, TRIALS, attache, figures, pairs, peers, similarity

_NAMES = [name for pair in pairs() for name in (pair.one, pair.other)]
NAMES = st.sampled_from(_NAMES)
WORDS = st.sampled_from([word for name in _NAMES for word in words(name)])


def heard(name):
    return tuple(sorted(sounds(name)))


def test_the_table_is_large_and_has_both_kinds():
    found = pairs()
    assert len(found) >= 760
    assert len({frozenset((p.one, p.other)) for p in found}) == len(found)
    assert min(sum(p.same for p in found), sum(not p.same for p in found)) >= 350


def test_names_are_recognised_and_kept_apart_often_enough():
    recall, precision = figures(attache, pairs())
    assert recall >= 0.97
    assert precision >= 0.97


@pytest.mark.parametrize("trial", TRIALS)
def test_the_rules_hold_for_pairs_that_they_were_not_made_from(trial):
    tried = [pair for pair in pairs() if pair.trial == trial]
    recall, precision = figures(attache, tried)
    assert len(tried) >= 84
    assert recall >= 0.96
    assert precision >= 0.96


def test_the_peers_figures_are_those_of_today():
    pytest.importorskip("doublemetaphone")
    with FIGURES.open(encoding="utf-8", newline="") as file:
        kept = {row["way"]: (row["recall"], row["precision"]) for row in csv.DictReader(file)}
    ways = {"attache": attache, **peers()}
    assert kept == {
        name: tuple(f"{figure:.3f}" for figure in figures(alike, pairs()))
        for name, alike in ways.items()
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
        ("Hjcontoh Misal", ("CONTOH", "MISAL")),
        ("Igede Contoh", ("I", "GEDE", "CONTOH")),
        ("Injoman Contoh", ("I", "NJOMAN", "CONTOH")),
        ("Niluh Contoh", ("NI", "LUH", "CONTOH")),
        ("Iman Contoh", ("IMAN", "CONTOH")),
        ("Hajijah", ("HAJIJAH",)),
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


@pytest.mark.parametrize("short", CALLED)
def test_each_short_form_matters(short, monkeypatch):
    """A short form that is in no pair is one too many."""
    called = [p for p in pairs() if p.rule == "baptismal"]
    usual = [attache(p.one, p.other) for p in called]
    monkeypatch.setitem(CALLED, short, short)
    forget()
    without = [attache(p.one, p.other) for p in called]
    monkeypatch.undo()
    forget()
    assert without != usual


@pytest.mark.parametrize("part", [*Z_IN_FRONT.split(), *Z_ANYWHERE.split()])
def test_each_name_with_a_z_heard_as_j_is_in_a_pair(part):
    """A part that no name of the table has, as it is heard, is one too many."""
    sought = re.compile(("(?:^|^NUR)" if part in Z_IN_FRONT.split() else "") + heard_as_j(part))
    said = (
        m[0] for p in pairs() for n in (p.one, p.other) for m in map(sought.search, words(n)) if m
    )
    assert any("J" in one for one in said)


@pytest.mark.parametrize("place", [part for line in J_IS_Y for part in line.split("|(?<=")])
def test_each_place_of_an_old_j_is_in_a_pair(place):
    """A place in which no name of the table has a j is one too many."""
    part = place if place.startswith("(?") else f"(?<={place}"
    assert any(re.search(part, word) for name in _NAMES for word in words(name))


def test_an_old_word_with_a_new_j_is_meant_in_two_ways():
    assert readings("Soeparjono") == [*readings("Suparyono"), *readings("Suparjono")]
    assert readings("Suparjono") == [sounds("Suparjono")]


@pytest.mark.parametrize("sign", OLD_SIGNS)
def test_each_sign_of_an_old_name_matters(sign, monkeypatch):
    usual = [attache(p.one, p.other) for p in pairs()]
    left = "|".join(other for other in OLD_SIGNS if other != sign)
    monkeypatch.setattr(old_spelling, "_IS_OLD", re.compile(left))
    assert [attache(p.one, p.other) for p in pairs()] != usual


@pytest.mark.parametrize("word", sorted(Y_IN_OLD_NAMES))
def test_each_word_with_an_old_j_is_y_only_in_an_old_name(word):
    """It is in a pair, and a word beside it decides, whichever comes first."""
    assert any(word in words(name) for name in _NAMES)
    new = word.replace("J", "Y")
    for old, now in ((f"{word} Soenarjo", f"{new} Sunaryo"), (f"Achmad {word}", f"Ahmad {new}")):
        assert heard(old) == heard(now)
    if "J" not in word[1:]:
        assert heard(f"{word} Contoh") != heard(f"{new} Contoh")


@given(st.lists(WORDS, min_size=1, max_size=2).map("".join))
def test_a_rule_changes_only_words_that_have_its_sign(word):
    """Words without it are not looked at."""
    for rule in RULES:
        becomes = re.sub(rule.pattern, rule.becomes, word)
        assert becomes == word or rule.sign in word, rule.name
        word = becomes


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
