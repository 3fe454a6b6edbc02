"""What is kept comes back as it was."""

from __future__ import annotations

import dataclasses
import json

import pytest

from attache.records import RECORD_TYPES
from attache.records.kept import Kept, Stamp, from_document
from attache.records.record import kept, mentioned, parse, revived, with_values
from tests.records.inputs import raw
from tests.samples import HERE

each_type = pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda t: t.name)
each_extent = pytest.mark.parametrize("full", [True, False], ids=["full", "minimal"])
STAMP = Stamp(
    id="0190a000-0000-7000-8000-000000000001",
    ref="PNH-A-P1",
    rev=1,
    post="PNH",
    recorded_by="Rina Contoh",
    recorded_at="2026-01-30T01:02:03Z",
)


def record(kind, full, seed):
    return parse(kind.model, raw(kind, full, seed), HERE).draft


@each_type
@each_extent
@pytest.mark.parametrize("seed", range(5))
def test_a_record_survives_json(kind, full, seed):
    content = record(kind, full, seed)
    document = json.loads(json.dumps(kept(content)))
    assert document.keys() == kind.fields.keys()
    assert revived(kind.model, document) == content


@each_type
@each_extent
@pytest.mark.parametrize("seed", range(5))
def test_what_is_kept_can_be_read_again(kind, full, seed):
    """As it is when a record is edited: the kept values with the new ones over them."""
    content = record(kind, full, seed)
    again = parse(kind.model, kept(content), HERE)
    assert again.problems == ()
    assert again.draft == content


@each_type
def test_a_full_record_says_something_in_every_field(kind):
    """So that the two tests above try every kind of field."""
    content = record(kind, True, 0)
    assert [n for n in kind.fields if getattr(content, n) is None] == []


@each_type
def test_a_field_that_came_later_has_its_default(kind):
    """A document of an older version lacks it."""
    content = record(kind, False, 0)
    defaults = {name: f.default for name, f in kind.fields.items() if not f.required}
    document = {name: value for name, value in kept(content).items() if name not in defaults}
    assert revived(kind.model, document) == with_values(content, defaults)


@each_type
def test_a_field_that_left_is_no_harm(kind):
    content = record(kind, True, 0)
    assert revived(kind.model, {**kept(content), "abolished": "x"}) == content


@each_type
@each_extent
@pytest.mark.parametrize(
    "stamp",
    [
        STAMP,
        dataclasses.replace(
            STAMP,
            rev=3,
            changed_by="Budi Contoh",
            changed_at="2026-01-31T01:02:03Z",
            withdrawn="salah ketik",
            replaced_by="PNH-A-P2",
        ),
    ],
    ids=["new", "withdrawn"],
)
def test_a_document_is_the_stamp_and_the_content(kind, full, stamp):
    if kind.name == "post":
        stamp = dataclasses.replace(stamp, post=record(kind, full, 0).post)
    whole = Kept(kind.name, stamp, record(kind, full, 0))
    document = json.loads(json.dumps(whole.document()))
    assert from_document(kind.name, kind.model, document) == whole
    assert (whole.id, whole.ref) == (stamp.id, stamp.ref)


def test_records_are_frozen():
    content = record(RECORD_TYPES[0], False, 0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        content.name = "Budi Contoh"


@each_type
def test_every_ref_of_a_record_is_mentioned(kind):
    content = record(kind, True, 0)
    fields = {n: f for n, f in kind.fields.items() if f.kind.name in ("ref", "refs")}
    expected = [
        (name, ref)
        for name, f in fields.items()
        for ref in (getattr(content, name) if f.kind.many else [getattr(content, name)])
    ]
    assert [(f.name, ref) for f, ref in mentioned(content)] == expected
    empty = kind.model(**dict.fromkeys(kind.fields))
    assert list(mentioned(empty)) == []
