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


@pytest.mark.parametrize("typed", ["hasanah nurul", "  Nurul\n", "\ufeffnurul\r\nmisal\n"])
def test_what_is_looked_for_may_come_from_stdin(known, typed):
    """The first line: a name or number in argv is seen by others, and stays in a history."""
    found = known.json("person", "find", "-", stdin=typed).data["items"]
    assert [person["name"] for person in found] == ["Nurul Hasanah Contoh"]


def test_an_empty_line_finds_nobody(known):
    assert known.json("person", "find", "-", stdin="").problems == [("REF006", "query")]


def test_at_a_terminal_it_is_asked_for(known, terminal):
    ran = terminal("person", "find", "-", answers={"Ref, name or number": "nurul"})
    assert ran.code == 0
    assert "Nurul Hasanah Contoh" in ran.out
