"""Texts: what is kept of what was typed or pasted."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.records.kinds import Text, Texts
from attache.records.texts import Unreadable, clean, has_unseen, typed
from tests.samples import HERE

ENCODABLE = st.characters(exclude_categories=["Cs"])


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Siti Contoh", "Siti Contoh"),
        ("  Siti \t Contoh\n", "Siti Contoh"),
        ("Siti\u00a0Contoh", "Siti Contoh"),
        ("Siti\u2028Contoh", "Siti Contoh"),
        ("Rene\u0301", "René"),  # NFC
        ("Rene\u200d\u0301", "René"),  # also where something invisible stood between
        ("\u202eSiti\u202c", "Siti"),  # right-to-left override
        ("\u2066Siti\u2069", "Siti"),  # isolates
        ("Si\u200bti\ufeff", "Siti"),  # zero-width space, byte order mark
        ("\x1b[31mSiti\x1b[0m", "[31mSiti[0m"),  # ESC is gone, so nothing colours a terminal
        ("\x9b31mSiti", "31mSiti"),  # the C1 form of the same
        ("Siti\x00", "Siti"),
        ("Siti\x07", "Siti"),
        ("Si\u00adti", "Siti"),  # soft hyphen
        ("\ue000Siti", "Siti"),  # private use
        ("Si\ufffeti\uffff", "Siti"),  # no characters: a workbook cannot hold them
        ("សុខ", "សុខ"),
        ("陈", "陈"),
        ("123", "123"),
        (123, "123"),
        (123.0, "123"),
        (1.5, "1.5"),
        (10**30, str(10**30)),
    ],
)
def test_a_text_is_kept_clean(raw, text):
    assert Text().read(raw, HERE) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("satu\ndua", "satu\ndua"),
        ("satu\r\ndua\rtiga", "satu\ndua\ntiga"),
        ("\n satu\n\n dua \n", "satu\n\n dua"),
        ("satu\tdua", "satu\tdua"),
        ("satu\x1bdua", "satudua"),
    ],
)
def test_a_long_text_keeps_its_lines(raw, text):
    assert Text(long=True).read(raw, HERE) == text


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Siti \ud800", "TXT001"),
        ("\udfff", "TXT001"),
        ("x" * 201, "TXT002"),
        ("\u200b\u202e", "TXT004"),
        (True, "TXT005"),
        (None, "TXT005"),
        ({}, "TXT005"),
        ([[]], "TXT005"),
        (b"Siti", "TXT005"),
        (Decimal(1), "TXT005"),
        (object(), "TXT005"),
    ],
)
def test_what_is_no_text_is_refused(raw, code):
    with pytest.raises(Unreadable, match=code):
        Text().read(raw, HERE)


def test_the_limit_is_what_is_kept_and_not_what_was_typed():
    assert Text(10).read(" " * 50 + "x" * 10 + "\u200b" * 50, HERE) == "x" * 10


@pytest.mark.parametrize("raw", ["123", "?", "-", "..", "😀"])
def test_a_name_holds_a_letter(raw):
    with pytest.raises(Unreadable, match="TXT003"):
        Text(worded=True).read(raw, HERE)


@pytest.mark.parametrize("raw", ["X", "សុខ", "陈", "M. 2"])
def test_a_letter_of_any_script_is_enough(raw):
    assert Text(worded=True).read(raw, HERE) == raw


@given(st.text(ENCODABLE, max_size=100))
def test_cleaning_is_done_once_and_for_all(text):
    """What is kept is NFC, safe for a terminal, and does not change when it comes back."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {unicodedata.category(c) for c in cleaned if c not in "\n\t"} & {"Cc", "Cf", "Co"}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        read = Text().read(text, HERE)
    except Unreadable:
        return
    assert Text().read(read, HERE) == read
    assert read.encode()


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1))
def test_plain_text_is_left_alone(text):
    assert typed(text) == text


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        ("Siti; Budi", ("Siti", "Budi")),
        ("Siti;Budi;", ("Siti", "Budi")),
        ("Siti", ("Siti",)),
        (["Siti", "Budi"], ("Siti", "Budi")),
        (("Siti", " Budi "), ("Siti", "Budi")),
        (["Siti; Budi", "Rina"], ("Siti", "Budi", "Rina")),  # as a sheet would split it
        ("Siti; Siti ;Siti", ("Siti",)),
        (["Siti", ""], ("Siti",)),
    ],
)
def test_several_texts_are_a_list_or_stand_between_semicolons(raw, texts):
    assert Texts().read(raw, HERE) == texts


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (";", "REQ001"),
        (" ; ", "REQ001"),
        (["", " "], "REQ001"),
        ([None], "TXT005"),
        ([["a"]], "TXT005"),
    ],
)
def test_a_list_without_a_text_is_refused(raw, code):
    with pytest.raises(Unreadable, match=code):
        Texts().read(raw, HERE)


@given(
    st.text(ENCODABLE.filter(lambda c: unicodedata.category(c) not in ("Cc", "Cf", "Co"))),
    st.characters(categories=["Cc", "Cf", "Co"]).filter(lambda c: c not in "\n\r\t"),
    st.text(),
)
def test_what_nobody_sees_is_noticed(before, hidden, after):
    assert not has_unseen(before)
    assert has_unseen(before + hidden + after)
    assert hidden not in clean(before + hidden)
