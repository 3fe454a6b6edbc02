"""Amounts of money, as offices write them in two languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import codes, records
from attache.records.amounts import Amount
from attache.records.record import fields, parse
from attache.records.texts import Unreadable
from tests.samples import HERE

PRICED = [
    (kind.model, field.name, field.kind.beside)
    for kind in records.every()
    for field in kind.fields.values()
    if field.kind.name == "amount"
]


AMOUNTS = {
    "0": "0",
    "0.00": "0",
    "1200": "1200",
    "1250.50": "1250.5",
    "1250,5": "1250.5",
    "1.20": "1.2",
    "1,20": "1.2",
    "1.2": "1.2",
    "1.200.000": "1200000",
    "1,200,000": "1200000",
    "1 200 000": "1200000",
    "1\u00a0200\u00a0000": "1200000",
    "1 200": "1200",  # a space never means decimals
    "1,200.50": "1200.5",
    "1.200,50": "1200.5",
    "1 200,50": "1200.5",
    "12.345.678,9": "12345678.9",
    " 1200 ": "1200",
    "999999999999.99": "999999999999.99",
    "Rp 1.650.000": "1650000",
    "Rp1.650.000,00": "1650000",
    "Rp. 1.650.000,-": "1650000",
    "1.650.000,-": "1650000",
    "1650000,-": "1650000",
    "Rp 1.650": "1650",  # no currency has three decimals
    "IDR 1,650": "1650",
    "1.650 rupiah": "1650",
    "USD 1,650.00": "1650",
    "USD 1.650,00": "1650",
    "US$ 1,650": "1650",
    "USD 1.65": "1.65",
    "1650 USD": "1650",
    "1 650 dolar": "1650",
    "RM2.500": "2500",
    "Rp 1650000.": "1650000",
    "5 juta": "5000000",
    "Rp 1,5 juta": "1500000",
    "Rp 7.25 jt": "7250000",
    "500 ribu rupiah": "500000",
    1200: "1200",
    1200.5: "1200.5",
    1200000.0: "1200000",
    0.25: "0.25",
}


@pytest.mark.parametrize(("raw", "amount"), AMOUNTS.items())
def test_an_amount_is_read_with_its_separators(raw, amount):
    assert Amount().read(raw, HERE) == Decimal(amount)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        *((raw, "NUM005") for raw in ("1.200", "1,200", "12.345", "999,999", 1.125)),
        *((raw, "NUM004") for raw in ("-5", "-1200.50", -5, -0.5, "1000000000000", 10**14, 1e15)),
        *((raw, "NUM003") for raw in ("1.2.3", "1,200,00", "1.200.00", "1,20,000", "1.200,000.50")),
        *((raw, "NUM003") for raw in ("1.2345", "12000.505", 1200.125, 0.1 + 0.2, "1e3", "", ".5")),
        *((raw, "NUM003") for raw in ("$5", "dua", "1  200  000", "--5", ".5", ",5", "(5)")),
        *((raw, "NUM003") for raw in (float("nan"), float("inf"), float("-inf"), "NaN")),
        *(
            (raw, "NUM003")
            for raw in ("Rp", "USD Rp 5", "Rp 5 USD", "Rp .5", "5 lembar", "5/bulan")
        ),
        *(
            (raw, "NUM003")
            for raw in ("Rp 1.650.00", "Rp 1.65.000", "juta", "5 juta ribu", "5/bulan")
        ),
        *((raw, "NUM005") for raw in ("1.250 juta", "Rp 1.250.000 juta", "USD 0,125")),
        ("Rp -5", "NUM004"),
        ("Rp 1.000.000.000.000", "NUM004"),
        ("9" * 5000, "NUM004"),
        (True, "TXT005"),
        (None, "TXT005"),
        ("1\ud800", "TXT001"),
    ],
)
def test_an_amount_that_can_mean_two_things_or_none_is_refused(raw, code):
    with pytest.raises(Unreadable, match=code):
        Amount().read(raw, HERE)


@given(st.integers(0, 10**14 - 1))
def test_every_amount_is_read_in_both_styles_and_kept_to_the_cent(cents):
    amount = Decimal(cents) / 100
    english = f"{amount:,.2f}"
    indonesian = english.translate(str.maketrans(",.", ".,"))
    for text in (english, indonesian, f"{amount:.2f}"):
        assert Amount().read(text, HERE) == amount
    assert Amount().revived(Amount().kept(amount)) == amount


CENTS = st.integers(0, 10**13 - 1).map(lambda cents: Decimal(cents) / 100)


@given(CENTS, st.sampled_from([*codes.load("currency").codes]), st.booleans())
def test_every_amount_is_read_with_its_currency_on_either_side(amount, currency, before):
    english = f"{amount:,.2f}"
    indonesian = english.translate(str.maketrans(",.", ".,"))
    whole = f"{int(amount):,}"
    for text in (english, indonesian, f"{amount:.2f}"):
        written = f"{currency} {text}" if before else f"{text} {currency}"
        assert Amount().read(written, HERE) == amount
    if amount >= 1:
        for text in (whole, whole.replace(",", "."), f"{whole.replace(',', '.')},-"):
            assert Amount().read(f"{currency}{text}", HERE) == int(amount)


def test_every_amount_has_its_currency_beside_it():
    assert PRICED
    for model, name, beside in PRICED:
        assert fields(model)[beside].code_list == "currency", name


@pytest.mark.parametrize(("model", "name", "beside"), PRICED)
@pytest.mark.parametrize(
    ("given", "read"),
    [
        (("Rp 1.650.000", None), (1650000, "IDR")),
        (("USD 1,650.00", ""), (1650, "USD")),
        (("Rp 1.650.000", "IDR"), (1650000, "IDR")),
        (("Rp 1.650.000", "Rupiah"), (1650000, "IDR")),
        (("1.650", "Rp"), (1650, "IDR")),
        (("1.650", "USD"), (1650, "USD")),
        (("1650", "USD"), (1650, "USD")),
    ],
)
def test_a_currency_in_the_amount_is_the_one_beside_it(model, name, beside, given, read):
    parsed = parse(model, {name: given[0], beside: given[1]}, HERE)
    assert not {p.field for p in parsed.problems} & {name, beside}
    assert (getattr(parsed.draft, name), getattr(parsed.draft, beside)) == read


@pytest.mark.parametrize(("model", "name", "beside"), PRICED)
@pytest.mark.parametrize(
    ("text", "given", "codes"),
    [
        ("Rp 1.650.000", "USD", ["NUM008"]),
        ("US$ 5", "riel", ["NUM008"]),
        ("1.650", "", ["NUM005"]),
        (1.125, "USD", ["NUM005"]),  # a number cell has no thousands
        ("Rp 5", "kerang", ["COD001"]),
    ],
)
def test_two_currencies_are_never_made_one(model, name, beside, text, given, codes):
    found = parse(model, {name: text, beside: given}, HERE).problems
    assert [p.code for p in found if p.field in (name, beside)] == codes
