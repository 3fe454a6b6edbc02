"""Payloads: what a transaction says, byte for byte, and what it cannot say."""

from __future__ import annotations

import enum
import uuid
from collections import OrderedDict
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import PurePath
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.problems import VaultDamaged
from attache.vault.payload import (
    Changes,
    Group,
    Put,
    Unstorable,
    batches,
    decode,
    encode,
    encoded,
    made,
    read,
)
from attache.vault.readable import groups_of
from attache.vault.signs import EDITION

SECRET = "Siti Contoh"
TEXTS = st.text(max_size=20)
IDS = st.text(min_size=1, max_size=8)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**64 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXTS,
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(TEXTS, VALUES, max_size=4)


class Sex(enum.Enum):
    FEMALE = "female"


def nested(depth: int) -> dict[str, Any]:
    """An object in an object in an object."""
    outer: dict[str, Any] = {}
    inner = outer
    for _level in range(depth):
        inner["a"] = {}
        inner = inner["a"]
    return outer


UNSTORABLE = {
    "no number": float("nan"),
    "infinite": float("inf"),
    "negative infinite": float("-inf"),
    "datetime": datetime(2026, 1, 31, tzinfo=UTC),
    "date": date(2026, 1, 31),
    "time": time(1, 2),
    "set": {"a"},
    "frozen set": frozenset("a"),
    "bytes": b"a",
    "byte array": bytearray(b"a"),
    "tuple": ("a",),
    "empty tuple": (),
    "integer key": {1: "a"},
    "no key": {None: "a"},
    "date key": {date(2026, 1, 31): "a"},
    "lone surrogate": "\ud800",
    "surrogate in a key": {"\udfff": "a"},
    "enum": Sex.FEMALE,
    "enum key": {Sex.FEMALE: "a"},
    "uuid": uuid.UUID(int=1),
    "decimal": Decimal("1.5"),
    "complex": 1j,
    "path": PurePath("a"),
    "too large": 2**64,
    "too small": -(2**63) - 1,
    "object": object(),
    "class": str,
    "deep": nested(300),
    "very deep": nested(100_000),
}


@pytest.mark.parametrize("where", [lambda v: {"a": v}, lambda v: {"a": [SECRET, {"b": [v]}]}])
@pytest.mark.parametrize("value", UNSTORABLE.values(), ids=UNSTORABLE.keys())
def test_what_json_cannot_hold_is_refused(value, where):
    with pytest.raises(Unstorable) as raised:
        encoded(where(value))
    assert SECRET not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_what_contains_itself_is_refused():
    document: dict[str, Any] = {}
    document["a"] = document
    with pytest.raises(Unstorable):
        encoded(document)


@given(DOCUMENTS)
def test_what_was_encoded_is_read_back_in_kind(document):
    """0 and 0.0 and False are equal to Python, and still not the same."""
    assert repr(orjson.loads(encoded(document))) == repr(document)


def test_another_mapping_is_stored_as_an_object():
    assert encoded(OrderedDict(b=1, a=2)) == b'{"b":1,"a":2}'


@given(
    st.dictionaries(
        TEXTS,
        st.tuples(st.dictionaries(IDS, DOCUMENTS, max_size=4), st.sets(IDS, max_size=4)),
        max_size=4,
    )
)
def test_a_transaction_is_read_back(tables):
    transaction = {name: Changes() for name in tables}
    for name, (put, deleted) in tables.items():
        for id_, document in put.items():
            transaction[name].take(id_, made({**document, "ref": f"PNH-A-{id_}"}))
        for id_ in deleted:
            transaction[name].delete(id_)
    for group, (name, (put, deleted)) in zip(
        decode(memoryview(encode(transaction))), tables.items(), strict=True
    ):
        kept = {i: {**d, "ref": f"PNH-A-{i}"} for i, d in put.items() if i not in deleted}
        assert group.table == name
        assert {i: orjson.loads(content) for i, content in group.documents.items()} == kept
        assert [*group.documents] == [*kept]
        assert group.refs == {f"PNH-A-{i}": i for i in kept}
        assert sorted(group.deleted) == sorted(deleted)


def test_the_layout_is_as_it_says():
    changes = Changes()
    changes.take("i1", made({"ref": "PNH-A-P1"}, b"#PNH-A-P2#"))
    changes.take("i2", made({"n": 2}))
    changes.delete("i3")
    note = Changes()
    note.delete("i4")
    index = b'[["person",27,17,14,25],["note",14,2,0,0]]'
    signs = EDITION + b"\n#PNH-A-P2#\n\n"
    head = b'[["i1","i2"],[18,7],["i3"]]', b'["PNH-A-P1",null]', signs
    parts = *head, b'{"ref":"PNH-A-P1"}', b'{"n":2}', b'[[],[],["i4"]]', b"[]"
    payload = encode({"person": changes, "note": note})
    assert payload == len(index).to_bytes(4) + index + b"".join(parts)


@pytest.mark.parametrize("ref", [None, 7, "", ["PNH-A-P1"]])
def test_only_a_text_is_a_ref(ref):
    changes = Changes()
    changes.take("i1", made({"ref": ref}))
    (group,) = decode(memoryview(encode({"person": changes})))
    assert (group.table, group.refs, group.deleted) == ("person", {}, [])
    assert group.documents == {"i1": orjson.dumps({"ref": ref})}


def test_the_last_word_on_a_document_counts():
    changes = Changes()
    changes.take("i1", made({"n": 1}))
    changes.delete("i1")
    changes.take("i2", made({"n": 1}))
    changes.take("i2", made({"n": 2}))
    changes.delete("i3")
    changes.take("i3", made({"n": 3}))
    assert changes.put == {"i2": Put(None, b'{"n":2}'), "i3": Put(None, b'{"n":3}')}
    assert changes.deleted == {"i1"}


def test_what_is_refused_changes_nothing():
    changes = Changes()
    changes.take("i1", made({"n": 1}))
    with pytest.raises(Unstorable):
        changes.take("i1", made({"ref": "PNH-A-P1", "n": float("nan")}))
    assert changes.put == {"i1": Put(None, b'{"n":1}')}
    assert changes.refs == {}


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 120)), max_size=20),
    st.integers(1, 200),
)
def test_batches_hold_everything_in_order(rows, most):
    puts = [(table, f"i{n}", Put(None, b"x" * size)) for n, (table, size) in enumerate(rows)]
    payloads = [*batches(puts, most)]
    groups = [group for payload in payloads for group in decode(memoryview(payload))]
    for table in "abc":
        documents = [item for g in groups if g.table == table for item in g.documents.items()]
        assert documents == [(id_, put.content) for t, id_, put in puts if t == table]
    sizes = [
        sum(len(content) for g in decode(memoryview(p)) for content in g.documents.values())
        for p in payloads
    ]
    assert all(most <= size < most + 120 for size in sizes[:-1])
    assert all(size < most + 120 for size in sizes)


@pytest.mark.parametrize("table", [["x"], 5, None, {"x": 1}, True])
def test_a_table_whose_name_is_no_text_is_damage(table):
    index = orjson.dumps([[table, 10, 2, 0, 0]])
    payload = memoryview(len(index).to_bytes(4) + index + b"[[],[],[]][]")
    assert groups_of(payload) is None
    with pytest.raises(VaultDamaged) as raised:
        read(payload)
    assert [p.code for p in raised.value.problems] == ["VLT003"]


STRANGE = {
    "no head": (None, []),
    "a number for a head": (5, []),
    "an object for a head": ({"i1": 0}, [None]),
    "numbers for lists": ([1, 2, 3], []),
    "an object of ids": ([{"i1": 0}, [0], []], [None]),
    "a text of ids": (["i", [0], []], [None]),
    "an id that is no text": ([[["i1"]], [0], []], [None]),
    "a size that is a truth": ([["i1"], [False], []], [None]),
    "a size below nothing": ([["i1", "i2"], [-1, 1], []], [None, None]),
    "more than there is": ([["i1"], [1], []], [None]),
    "a text of what is deleted": ([["i1"], [0], "i2"], [None]),
    "an object of what is deleted": ([["i1"], [0], {}], [None]),
    "a number for refs": ([["i1"], [0], []], 5),
    "an object of refs": ([["i1"], [0], []], {"PNH-A-P1": 1}),
    "a ref that is no text": ([["i1"], [0], []], [1]),
    "a ref too many": ([["i1"], [0], []], [None, None]),
}


@pytest.mark.parametrize(("head", "refs"), STRANGE.values(), ids=STRANGE.keys())
def test_what_is_no_group_is_told_in_one_way(head, refs):
    parts = (orjson.dumps(head), orjson.dumps(refs), b"", b"")
    with pytest.raises(ValueError):  # noqa: PT011 - that it is no other is what counts
        Group("person", *(memoryview(part) for part in parts)).judge()
