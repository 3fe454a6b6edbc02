"""Identity numbers, document numbers and counts. All of them are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.records.amounts import Amount
from attache.records.identifiers import Count, DocumentNumber, Nik
from attache.records.nothing import says_none
from attache.records.phones import Phone
from attache.records.texts import Unreadable
from attache.records.whereabouts import says_where
from tests.samples import HERE

WIDE = st.one_of(
    st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text())
)


@pytest.mark.parametrize(
    "raw",
    [
        "1111111708010001",
        " 1111111708010001 ",
        "1111 1117 0801 0001",
        "1111.1117.0801.0001",
        "111111-170801-0001",
        "11111117080100\n01",
        "\u202a1111111708010001\u202c",  # as pasted from a chat
        "'1111111708010001",  # as typed so that a spreadsheet program keeps it
        "\u20181111111708010001",
        "\u201c1111111708010001\u201d",
        '"1111111708010001"',
        "NIK: 1111111708010001",
        "nik 1111 1117 0801 0001",
        "No. KTP: 1111111708010001",
    ],
)
def test_a_nik_is_sixteen_digits(raw):
    assert Nik().read(raw, HERE) == "1111111708010001"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("111111170801000", "NIK001"),
        ("11111117080100011", "NIK001"),
        ("1", "NIK001"),
        ("111111170801000O", "NIK002"),
        ("3,50613E+15", "NIK012"),
        ("3.50613e15", "NIK012"),
        ("1111/111708010001", "NIK002"),
        ("１１１１１１１７０８０１０００１", "NIK002"),
        ("NIK: 1111111708010001 (KTP)", "NIK002"),
        ("1111111708010001/1111111708010002", "NIK002"),
        ("lupa", "DOC009"),
        ("NIK", "NIK002"),
        ("", "NIK002"),
        (0, "DOC009"),
        (0.0, "DOC009"),
        (12, "NIK001"),  # no spreadsheet program has changed anything of it
        (111111170801000, "NIK001"),
        (1111111708010001, "NIK003"),
        (1.111111708010001e15, "NIK003"),
        (True, "NIK003"),
        (["1111111708010001"], "NIK003"),
        ("111111170801\ud800", "TXT001"),
    ],
)
def test_a_nik_in_a_number_cell_or_with_other_signs_is_refused(raw, code):
    """Excel keeps fifteen digits, so a number cell has lost the last one."""
    with pytest.raises(Unreadable, match=code):
        Nik().read(raw, HERE)


def test_a_nik_that_is_too_short_says_how_many_digits_there_are():
    with pytest.raises(Unreadable) as refusal:
        Nik().read("1111 111", HERE)
    assert refusal.value.args_ == {"count": 7}


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("X9999999", "X9999999"),
        ("x 999-9999", "X9999999"),
        (" x.9999999 ", "X9999999"),
        ("XD999/99", "XD999/99"),
        ("123", "123"),
    ],
)
def test_a_document_number_is_kept_in_capitals_without_separators(raw, number):
    assert DocumentNumber().read(raw, HERE) == number


@pytest.mark.parametrize(
    ("called", "raw", "number"),
    [
        ("paspor|passport", "Paspor: X0000328", "X0000328"),
        ("paspor|passport", "No. Paspor X 000-0328", "X0000328"),
        ("paspor|passport", "PASSPORT NO. X0000328", "X0000328"),
        ("paspor|passport", "\uff380000312", "X0000312"),
        ("splp", "SPLP: XD000325", "XD000325"),
        ("", "\uff38\uff10\uff10", "X00"),
        ("paspor|passport", "SPLP XD000325", None),
        ("paspor|passport", "X0000321 (hilang)", None),
        ("paspor|passport", "Paspor: hilang", None),
        ("paspor|passport", "X0000329\nX0000330", None),
        ("paspor|passport", "X0000322/X0000323", None),
        ("paspor|passport", "\u04250000313", None),  # a Cyrillic letter
    ],
)
def test_a_number_with_its_own_name_before_it(called, raw, number):
    kind = DocumentNumber(limit=9, called=called)
    if number:
        assert kind.read(raw, HERE) == number
    else:
        with pytest.raises(Unreadable, match=r"DOC00[137]"):
            kind.read(raw, HERE)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("XXXX", "DOC001"),
        ("tidak ada", "DOC009"),
        ("X999é", "DOC001"),
        ("X999_9", "DOC001"),
        ("", "DOC001"),
        ("-", "DOC009"),
        (9999999, "DOC002"),
        (0.5, "DOC002"),
        (None, "DOC002"),
        ("X" + "9" * 20, "DOC003"),
    ],
)
def test_what_is_no_document_number_is_refused(raw, code):
    with pytest.raises(Unreadable, match=code):
        DocumentNumber().read(raw, HERE)


@pytest.mark.parametrize(
    ("raw", "number"),
    [(12, 12), (12.0, 12), ("12", 12), (" 12 ", 12), ("007", 7), (0, 0), ("-0", 0), (100, 100)],
)
def test_a_count_is_a_whole_number(raw, number):
    assert Count(0, 100).read(raw, HERE) == number


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        *((raw, "NUM001") for raw in (1.5, "1.5", "1,5", "dua", "1 2", "", "1e2", "+1", "٣")),
        *((raw, "NUM001") for raw in (float("nan"), float("inf"), "9" * 13, 10**30)),
        *((raw, "NUM002") for raw in (-1, "-1", 101, "101", 10**11)),
        (True, "TXT005"),
        (None, "TXT005"),
    ],
)
def test_what_is_no_count_is_refused(raw, code):
    with pytest.raises(Unreadable, match=code):
        Count(0, 100).read(raw, HERE)


@pytest.mark.parametrize("kind", [Nik(), DocumentNumber(), Phone(), Count(), Amount()])
@given(raw=WIDE)
def test_whatever_stands_there_is_read_or_refused(kind, raw):
    """And what was read is read as the same again."""
    try:
        value = kind.read(raw, HERE)
    except Unreadable:
        return
    assert kind.read(str(value) if kind.identifier else kind.kept(value), HERE) == value


WHEREABOUTS = [
    *("hilang", "HILANG", "Hilang.", "ditahan", "Ditahan majikan", "di majikan", "(hilang)"),
    *("dibawa agen", "paspor dipegang bos", "masih di kantor polisi", "disita imigrasi"),
    *("hilang 2023", "hilang tahun 2023", "hilang 12/03/2023", "dalam proses", "tidak aktif"),
    *("lost", "Held by employer", "confiscated", "HP-nya disita"),
]
NONE = [
    *("tidak ada", "TIDAK ADA", "belum punya KTP", "Blm punya", "tidak punya paspor", "lupa"),
    *("belum memiliki", "tidak diketahui", "ga punya hp", "tdk ingat", "tanpa dokumen", "Nihil."),
    *("none", "Unknown", "not yet", "no passport", "does not have a phone", "don't remember"),
    *("n/a", "(kosong)", "?", "-", "—", "...", "0", "00", "0000 0000 0000 0000", "0" * 16, "0-0"),
]
ANYTHING_ELSE = ["hilang", "Nona Contoh", "0a", "X0000000", "Tidak Ada Contoh", "ada", "x", "10"]
NO_WHEREABOUTS = ["Siti Contoh", "ada", "tidak", "di", "x", "A1234567 (hilang)", "bos Siti", "…"]


@pytest.mark.parametrize("kind", [Nik(), DocumentNumber(), Phone()], ids=lambda kind: kind.name)
@pytest.mark.parametrize("text", [*WHEREABOUTS, *NO_WHEREABOUTS])
def test_words_that_say_where_a_paper_is_are_refused_as_such(kind, text):
    """Nothing else is: a number, a name that slid into the column, or words that say nothing."""
    assert says_where(text) is (text in WHEREABOUTS)
    with pytest.raises(Unreadable) as refusal:
        kind.read(text, HERE)
    assert (refusal.value.code == "DOC007") is (text in WHEREABOUTS)
    assert refusal.value.args_ == {"words": text} or text not in WHEREABOUTS


@pytest.mark.parametrize("kind", [Nik(), DocumentNumber(), Phone()], ids=lambda kind: kind.name)
@pytest.mark.parametrize("text", NONE)
def test_words_and_zeros_that_say_that_there_is_no_number_are_refused_as_such(kind, text):
    assert says_none(text)
    with pytest.raises(Unreadable) as refusal:
        kind.read(f" {text}\n", HERE)
    assert (refusal.value.code, refusal.value.args_) == ("DOC009", {"words": text})


@pytest.mark.parametrize("kind", [Nik(), DocumentNumber(), Phone()], ids=lambda kind: kind.name)
@pytest.mark.parametrize("raw", [0, 0.0])
def test_a_zero_in_a_number_cell_says_so_too(kind, raw):
    with pytest.raises(Unreadable) as refusal:
        kind.read(raw, HERE)
    assert (refusal.value.code, refusal.value.args_) == ("DOC009", {"words": "0"})


@pytest.mark.parametrize("text", [*ANYTHING_ELSE, *WHEREABOUTS, "", " ", None, False, []])
def test_nothing_else_says_that_there_is_none(text):
    assert not says_none(text)


@given(st.from_regex(r"[A-Z]{0,3}[0-9]{1,17}", fullmatch=True).filter(lambda n: n.strip("0")))
def test_no_number_says_where_a_paper_is_or_that_there_is_none(number):
    assert not says_where(number)
    assert not says_none(number)
