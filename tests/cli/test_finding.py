"""`person find` as an officer types it: words in any order, without quotation marks."""

from __future__ import annotations

import pytest


@pytest.fixture
def known(cli):
    """A vault of two people."""
    for name in ("Nurul Hasanah Contoh", "Hasan Misal"):
        assert cli.json("person", "add", "--name", name, "--sex", "unknown").code == 0
    return cli


@pytest.mark.parametrize(
    "words",
    [
        ("hasanah", "nurul"),
        ("contoh", "noeroel"),
        ("nurul hasanah", "contoh"),
        ("hasa", "nuru"),
        ("hasanah", "--limit", "5", "nurul"),
    ],
)
def test_a_name_may_be_typed_in_any_order(known, words):
    found = known.json("person", "find", *words).data["items"]
    assert [person["name"] for person in found] == ["Nurul Hasanah Contoh"]


@pytest.mark.parametrize(("lang", "total"), [("en", "1 record"), ("id", "1 catatan")])
def test_what_is_found_is_told_in_the_language_of_the_officer(known, lang, total):
    ran = known("person", "find", "hasanah", "nurul", "--lang", lang)
    assert ran.code == 0
    assert total in ran.out
    assert "Nurul Hasanah Contoh" in ran.out


def test_words_of_two_people_find_neither(known):
    ran = known.json("person", "find", "nurul", "misal")
    assert (ran.code, ran.problems) == (4, [("REF006", "query")])
