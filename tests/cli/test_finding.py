"""`person find` as an officer types it: words in any order, without quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import records
from attache.cli.asking import broken
from tests.desk.offices import sample


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


@given(
    words=st.lists(st.from_regex(r"[A-Za-z0-9-]{1,20}", fullmatch=True), min_size=1),
    width=st.integers(min_value=24, max_value=100),
)
def test_a_line_is_broken_between_words_alone(words, width):
    """A ref or an option that is divided at a hyphen cannot be typed anew."""
    lines = broken(" ".join(words), width).split("\n")
    assert " ".join(lines).split() == words
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("width", [60, 72, 80])
def test_nothing_is_broken_inside_a_ref_on_the_screen(known, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    for number in range(4):
        case = sample(records.named("victim-case"), number, full=False)
        known.record("victim", "record", **{**case, "person": "PNH-A-P4"})
    (found,) = known.json("person", "find", "hasanah", "nurul").data["items"]
    shown = known("person", "find", "hasanah", "nurul").out
    assert max(map(len, shown.split("\n"))) <= width
    assert len(found["earlier"]) == 4
    assert {case["ref"] for case in found["earlier"]} <= {*shown.split()}
