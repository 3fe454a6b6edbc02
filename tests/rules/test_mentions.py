"""Whether a text names somebody: spellings, orders, numbers, and what is nobody's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.rules.mentions import BY, Mentioned
from attache.rules.traits import traits

NAME = "Zulaikha Nurhayati Contoh"
NIK = "3201995708950099"
KANARI = {
    "name": NAME,
    "aliases": ["Ikha Misal"],
    "nik": NIK,
    "passport": "X9990001",
    "splp": "XX990001",
    "phone": "+628000000123",
}
WHO = Mentioned([traits(KANARI)])


@pytest.mark.parametrize(
    "text",
    [
        "Menurut Zulaikha Nurhayati Contoh, paspor ditahan",
        "ZULAIKHA NURHAYATI CONTOH",
        "Contoh Zulaikha Nurhayati",
        "contoh, zulaikha nur hayati",
        "Zoelaicha Noerhajati Tjontoh",
        "bersama Sdri. Zulaikha binti Contoh dan ibunya",
        "Zulaikha N. Contoh",
        "Zulaikha\nNurhayati\nContoh",
        "kasus_zulaikha-nurhayati_contoh_2026.xlsx",
        "KasusZulaikhaNurhayatiContoh.xlsx",
        "dipanggil Ikha Misal",
        "Zulaikha’ Nurhayati Contoh",
    ],
)
def test_a_name_in_any_spelling_and_order(text):
    assert WHO.by(text) == ("name",)


@pytest.mark.parametrize("name", ["Achmad Jani", "Ahmad Yani", "Jani Achmad"])
@pytest.mark.parametrize("text", ["Achmad Jani", "kata jani achmad", "Yani, Ahmad", "JANI  ACHMAD"])
def test_a_word_in_old_spelling_is_found_in_any_order(name, text):
    """Beside which word it stands shows that it is old, and in a text that may be any."""
    assert Mentioned([traits({"name": name})]).by(text) == ("name",)


def test_a_word_that_is_old_in_no_name_is_found_as_it_is():
    assert Mentioned([traits({"name": "Jani Contoh"})]).by("Achmad dan Jani Contoh") == ("name",)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("NIK 3201995708950099", "nik"),
        ("NIK:3201 9957 0895 0099.", "nik"),
        ("3201-995708-950099/12-05-2026", "nik"),
        ("３２０１９９５７０８９５００９９", "nik"),
        ("paspor x 9990001", "document"),
        ("X.9990001", "document"),
        ("SPLP XX-990001", "document"),
        ("wa +62 800-0000-123", "phone"),
        ("hp 08000000123", "phone"),
        ("(0800) 0000 123", "phone"),
        ("ktp_3201995708950099.pdf", "nik"),
    ],
)
def test_a_number_however_it_is_written(text, by):
    assert WHO.by(text) == (by,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zulaikha",
        "Nurhayati datang dengan contoh surat",
        "Siti Zulaikha",
        "NIK 3201995708950098",
        "paspor 9990001",
        "hp 0800 000 0124",
        "2026-10-01 08.00",
    ],
)
def test_what_names_somebody_else_or_nobody(text):
    assert WHO.by(text) == ()


def test_a_name_of_one_word_is_looked_for_as_it_is():
    one = Mentioned([traits({"name": "Soekarni"})])
    assert one.by("kata Sukarni kemarin") == ("name",)
    assert one.by("Sukarno dan Karni") == ()


def test_nobody_is_named_where_nobody_is_looked_for():
    assert Mentioned([]).by("Zulaikha Nurhayati Contoh 3201995708950099") == ()


def test_all_that_names_somebody_is_told_in_one_order():
    text = "X9990001 3201995708950099 08000000123 Contoh Zulaikha Nurhayati"
    assert WHO.by(text) == ("name", "nik", "document", "phone")
    assert set(WHO.by(text)) < set(BY)


CALLED = Mentioned([traits({"phone": "+85512345678"})])


@pytest.mark.parametrize(
    "text",
    [
        "+85512345678",
        "+855 12 345 678",
        "+855 (0)12 345 678",
        "00855-12-345-678",
        "012 345 678",
        "hp 012345678/0811 000 001",
        "0811 000 001, 012-345-678",
        "+62811000001 / 012 345 678",
        "12345678",
        "Dihubungi (012) 345678, tidak diangkat",
    ],
)
def test_a_phone_as_people_dial_it(text):
    assert CALLED.by(text) == ("phone",)


@pytest.mark.parametrize(
    "text",
    [
        "+62812345678",
        "+6212345678",
        "+62 12 345 678",
        "0812345678",
        "+8551234567899",
        "+855 12 345 6789",
        "NIK 3201012345678001",
        "345678",
    ],
)
def test_a_phone_is_no_part_of_another_number(text):
    assert CALLED.by(text) == ()


@given(
    st.from_regex(r"\+62811[0-9]{7}", fullmatch=True),
    st.from_regex(r"\+(62|855|60|65)[1-9][0-9]{7,10}", fullmatch=True),
)
def test_no_phone_is_found_in_the_phone_of_somebody_else(phone, other):
    found = Mentioned([traits({"phone": phone})]).by(other)
    assert found == (("phone",) if phone == other else ())


SEPARATORS = st.sampled_from(["", " ", ".", "-", " - ", "\n", "/"])


@given(st.lists(SEPARATORS, min_size=16, max_size=16), st.sampled_from(["", "no. ", "12-05-2026 "]))
def test_no_separator_hides_a_number(between, before):
    written = "".join(digit + sign for digit, sign in zip(NIK, between, strict=True))
    assert "nik" in WHO.by(f"{before}{written} lalu")


@given(st.permutations(NAME.split()), st.sampled_from(["", "bpk ", "dan "]), st.booleans())
def test_no_order_of_words_hides_a_name(words, before, capitals):
    text = f"{before}{' '.join(words)}; lalu"
    assert WHO.by(text.upper() if capitals else text) == ("name",)


@given(st.lists(st.sampled_from(["Budi Misal", "Agus Umpama", "Rina Percobaan"]), max_size=40))
def test_of_many_people_each_is_found(others):
    everybody = Mentioned([traits(KANARI), *(traits({"name": name}) for name in others)])
    assert everybody.by("Kata Zulaikha Nurhayati Contoh") == ("name",)
    assert bool(everybody.by("Misal, Budi")) == ("Budi Misal" in others)
