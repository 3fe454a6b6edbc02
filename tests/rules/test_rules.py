"""What all rules have in common, and the rules on money and on counting."""

from __future__ import annotations

import pytest

from attache import records
from attache.records import RECORD_TYPES
from attache.records.record import parse, with_values
from attache.rules import check
from attache.rules.counts import tally
from tests.records.inputs import raw
from tests.samples import HERE, TODAY

each_type = pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda t: t.name)


def drafted(kind, /, **values):
    return kind.model(**{**dict.fromkeys(kind.fields), **values})


@each_type
def test_a_draft_of_which_nothing_is_known_has_no_problems(kind):
    """What could not be read is a problem already; the rules judge what is left."""
    assert check(kind.name, drafted(kind), TODAY) == ()


@each_type
def test_any_field_may_be_unknown(kind):
    whole = parse(kind.model, raw(kind, True), HERE).draft
    for name in kind.fields:
        check(kind.name, with_values(whole, {name: None}), TODAY)


@each_type
def test_any_field_may_be_the_only_one_known(kind):
    whole = parse(kind.model, raw(kind, True), HERE).draft
    for name in kind.fields:
        for found in check(kind.name, drafted(kind, **{name: getattr(whole, name)}), TODAY):
            assert found.field in kind.fields


@each_type
@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_invented_records_break_no_rule(kind, full, seed):
    given = parse(kind.model, raw(kind, full, seed), HERE).draft
    assert check(kind.name, given, TODAY) == ()


@pytest.mark.parametrize(
    ("name", "amount", "currency"),
    [
        ("victim-case", "promised_pay", "promised_currency"),
        ("victim-case", "debt_amount", "debt_currency"),
        ("return-step", "amount", "currency"),
    ],
)
def test_an_amount_names_its_currency(name, amount, currency):
    kind = records.named(name)
    for value in (0, 100):
        (found,) = check(name, drafted(kind, **{amount: value}), TODAY)
        assert (found.code, found.field) == ("NUM006", currency)
        assert check(name, drafted(kind, **{amount: value, currency: "USD"}), TODAY) == ()
    assert check(name, drafted(kind, **{currency: "USD"}), TODAY) == ()


def test_every_amount_has_such_a_rule():
    amounts = [
        (t.name, f.name) for t in RECORD_TYPES for f in t.fields.values() if f.kind.name == "amount"
    ]
    for name, field in amounts:
        kind = records.named(name)
        assert [p.code for p in check(name, drafted(kind, **{field: 1}), TODAY)] == ["NUM006"]
    assert amounts


def test_counts_follow_the_order_of_the_dimension():
    table = tally("sex", "person", ["male", "female", "x", "male", "b"], order=["female", "male"])
    assert table.counts == (("female", 1), ("male", 2), ("b", 1), ("x", 1))
    assert table.total == 5


def test_nothing_counted_is_an_empty_table():
    table = tally("sex", "person", [])
    assert table.counts == ()
    assert table.total == 0
