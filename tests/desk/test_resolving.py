"""Deciding what copies say differently, and taking a decision back."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import differences, merges, recording, undoing
from attache.desk.conflicts import conflicts_in
from attache.desk.differences import Choice
from tests.laptops import Laptops

COUNTED = ("rev", "changed_by", "changed_at")
"""What every change raises, also one that takes something back."""


@pytest.fixture
def two(tmp_path):
    return Laptops(tmp_path, "AB")


def edit(laptops, seat, ref, **raw):
    return recording.edit(laptops.office(seat), ref, raw).kept[0]


def add(laptops, seat, kind, **raw):
    office = laptops.office(seat)
    return recording.record(office, records.named(kind), [raw], new_people="different").kept[0]


def join(laptops, seat, stays, goes):
    merges.merge(laptops.office(seat), stays, goes, keep=[*records.named("person").fields])


def both(laptops):
    """A takes over B, then B takes over A."""
    laptops.take_over("A", laptops.paths["B"])
    laptops.take_over("B", laptops.paths["A"])
    assert laptops.content("A") == laptops.content("B")


def of_a_field(laptops):
    edit(laptops, "A", "PNH-A-P1", birth_place="Bogor")
    edit(laptops, "B", "PNH-A-P1", birth_place="Depok")


def of_a_number(laptops):
    edit(laptops, "A", "PNH-A-P1", phone="+628000000001")
    edit(laptops, "B", "PNH-A-P1", phone="+628000000002")


def of_people_in_a_list(laptops):
    edit(laptops, "A", "PNH-A-C1", persons=["PNH-A-P3"])
    edit(laptops, "B", "PNH-A-C1", persons=["PNH-A-P4"])


def of_a_withdrawal(laptops):
    recording.withdraw(laptops.office("A"), "PNH-A-V1", "salah catat")
    edit(laptops, "B", "PNH-A-V1", entry_date="2026-05-01")


def of_two_corrections(laptops):
    edit(laptops, "A", "PNH-A-N1", text="Perbaikan A")
    edit(laptops, "B", "PNH-A-N1", text="Perbaikan B")


def of_two_joins(laptops):
    join(laptops, "A", "PNH-A-P2", "PNH-A-P1")
    join(laptops, "B", "PNH-A-P3", "PNH-A-P1")


def of_one_or_two_people(laptops):
    join(laptops, "A", "PNH-A-P1", "PNH-A-P2")
    raw = {"person": "PNH-A-P1", "other": "PNH-A-P2", "answer": "different"}
    add(laptops, "B", "identity-decision", **raw)


KINDS = (
    of_a_field,
    of_a_number,
    of_people_in_a_list,
    of_a_withdrawal,
    of_two_corrections,
    of_two_joins,
    of_one_or_two_people,
)


def decide(laptops, take):
    """Decide what A asks; the line of the log that does."""
    view = laptops.office("A").view
    asked = max(conflicts_in(view), key=lambda k: k.content.field == "replaced_by")
    differences.resolve(laptops.office("A"), asked.ref, Choice(take))
    view = laptops.office("A").view
    return view.line(next(view.history().latest_here())["ref"])


def said(laptops, seat):
    """What stands at a laptop, and what leads where, but for how often it was changed."""
    found = {}
    for id_, (_kind, document) in laptops.content(seat).items():
        found[id_] = {n: value for n, value in document.items() if n not in COUNTED}
    return found


@pytest.mark.parametrize("take", "AB")
@pytest.mark.parametrize("kind", KINDS)
def test_the_undo_of_a_decision_leaves_all_as_it_was(two, kind, take):
    kind(two)
    both(two)
    before = said(two, "A")
    line = decide(two, take)
    undoing.undo(two.office("A"), line.ref)
    after = said(two, "A")
    added = [c.id for c in line.changes if c.action == "add"]
    assert {after.pop(id_)["withdrawn"] for id_ in added} <= {undoing.UNDONE}
    assert after == before
    assert two.faults() == []


@pytest.mark.parametrize("take", "AB")
@pytest.mark.parametrize("kind", KINDS)
def test_a_decision_says_of_each_record_what_it_was_before(two, kind, take):
    """Its line is taken back by what it says, so it tells each field as the record had it."""
    kind(two)
    both(two)
    known = {id_: dict(document) for id_, (_kind, document) in two.content("A").items()}
    for change in decide(two, take).changes:
        now = known.setdefault(change.id, {})
        assert {n: now.get(n) for n in change.fields} == {
            n: old for n, (old, _new) in change.fields.items()
        }
        now |= {n: new for n, (_old, new) in change.fields.items()}
