"""Making two people one, and taking them apart again: nothing is lost, nothing is orphaned."""

from __future__ import annotations

import tempfile
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import copies, merges, people, taking_apart, undoing
from attache.desk.known import current
from attache.desk.meant import names_people
from attache.desk.recording import edit, record
from attache.problems import DecisionNeeded, NoSuchRecord, Refused
from attache.records.record import kept, mentioned
from attache.vault.keys import Opened
from tests import opening
from tests.desk import offices
from tests.desk.offices import office_at
from tests.laptops import agreeing

STAMPS = ("rev", "changed_by", "changed_at")
APART = ("identity-decision", "former-number", "post")
"""Types that keep who was joined and which number was replaced; test_former.py is about those."""
NAMING = [k for k in records.every() if any(map(names_people, k.fields.values()))]
"""Types whose records name people."""
PEOPLE = ("P1", "P2", "P3", "P4")
FIELDS = st.fixed_dictionaries(
    {"name": st.sampled_from(["Siti Contoh", "Sitti Contoh", "Budi Misal"])},
    optional={
        "sex": st.sampled_from(["female", "unknown"]),
        "birth_date": st.sampled_from(["1998", "1998-08", "1998-08-17", "1999"]),
        "passport": st.sampled_from(["X1111111", "X2222222"]),
        "phone": st.sampled_from(["+628000000001", "+628000000002"]),
        "safe_to_contact": st.sampled_from(["yes", "no", "not-asked"]),
        "aliases": st.lists(st.sampled_from(["Titi", "Ani", "Siti C"]), max_size=2),
        "remarks": st.sampled_from(["Contoh", "Contoh panjang"]),
    },
)
SOMEBODY = st.sampled_from(PEOPLE)
ABOUT = st.lists(
    st.one_of(
        st.tuples(st.just("consultation"), st.lists(SOMEBODY, min_size=1, max_size=3, unique=True)),
        st.tuples(st.sampled_from(["note", "victim-case", "status-fact", "evidence"]), SOMEBODY),
    ),
    max_size=5,
)
MADE = {
    "consultation": lambda who: {
        "topic": "stay", "channel": "email", "summary": "x", "persons": who
    },
    "note": lambda who: {"about": who, "text": "x"},
    "victim-case": lambda who: {"person": who, "channel": "email"},
    "status-fact": lambda who: {"person": who, "fact": "stay-overstay", "source": "ngo"},
    "evidence": lambda who: {"person": who, "kind": "statement"},
}  # fmt: skip
KINDS = {"evidence": "identity-evidence"}


@pytest.fixture
def lay(tmp_path):
    """An office with four people who say this, and these records about them."""
    return lambda raws, about=(): laid(tmp_path, raws, about)


def laid(folder, raws, about=()):
    path = folder / "post.vault"
    opening.lay(path, offices.empty())
    record(office_at(path), records.named("person"), raws, new_people="different")
    for kind, who in about:
        record(office_at(path), records.named(KINDS.get(kind, kind)), [MADE[kind](who)])
    return path


def state(path):
    """Everything that the vault says, without how often and by whom it was changed."""
    view = office_at(path).view
    return {
        (kind.name, k.ref): {n: v for n, v in k.document().items() if n not in STAMPS}
        for kind in records.RECORD_TYPES
        if kind.name not in APART
        for k in view.every(kind.name)
    }


def put_together(path, first, other):
    """Merge as an officer who always takes the smaller value, whoever's it is."""
    office = office_at(path)
    try:
        found = merges.plan(office.view, first, other)
    except Refused:
        return False  # they are one already
    here, there = kept(found.stays.content), kept(found.goes.content)
    take = [n for n in found.differing if str(there[n]) < str(here[n])]
    keep = [n for n in found.differing if n not in take]
    merges.merge(office, first, other, take=take, keep=keep)
    return True


def in_no_order(said):
    """The same with the refs of a field in the order of the alphabet; P1 may know more."""
    return {
        key: {n: sorted(v) if isinstance(v, list) else v for n, v in document.items()}
        for key, document in said.items()
        if key != ("person", "PNH-A-P1")
    }


def orphans(path):
    """Refs in records that stand which name nothing that stands."""
    view = office_at(path).view
    return [
        (k.ref, ref)
        for kind in records.every()
        if kind.name not in APART
        for k in view.every(kind.name)
        if not k.stamp.withdrawn
        for _field, ref in mentioned(k.content)
        if (named := view.find(ref)) is None or named.stamp.withdrawn
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(FIELDS, min_size=4, max_size=4),
    ABOUT,
    st.lists(st.tuples(SOMEBODY, SOMEBODY), min_size=1, max_size=4),
)
def test_taking_apart_in_reverse_is_the_identity_and_nothing_is_ever_orphaned(raws, about, pairs):
    with tempfile.TemporaryDirectory() as folder:
        path = laid(Path(folder), raws, about)
        before = state(path)
        done = []
        for first, other in pairs:
            view = office_at(path).view
            stays, goes = (current(view, view.get(ref)) for ref in (first, other))
            assert stays
            assert goes
            if put_together(path, first, other):
                done.append((stays.ref, goes.ref))
            assert orphans(path) == []
        for first, other in reversed(done):
            told = taking_apart.unmerge(office_at(path), first, other=other)
            assert told.problems == ()
            assert orphans(path) == []
        assert state(path) == before


@settings(max_examples=40, deadline=None)
@given(st.lists(FIELDS, min_size=4, max_size=4), ABOUT, st.permutations(PEOPLE[1:]))
def test_a_star_is_taken_apart_in_any_order(raws, about, order):
    with tempfile.TemporaryDirectory() as folder:
        path = laid(Path(folder), raws, about)
        before = state(path)
        for other in PEOPLE[1:]:
            put_together(path, "P1", other)
        for other in order:
            taking_apart.unmerge(office_at(path), "P1", other=other)
            assert orphans(path) == []
        assert in_no_order(state(path)) == in_no_order(before)


@settings(max_examples=15, deadline=None)
@given(st.lists(FIELDS, min_size=4, max_size=4), ABOUT)
def test_the_order_of_merges_does_not_matter(raws, about):
    """The officer decides by the values alone; then all end with the same person."""
    ends = []
    for order in permutations(PEOPLE[1:]):
        with tempfile.TemporaryDirectory() as folder:
            path = laid(Path(folder), raws, about)
            for other in order:
                put_together(path, "P1", other)
            ends.append(
                {
                    key: {n: v for n, v in said.items() if n not in ("id", "recorded_at")}
                    for key, said in state(path).items()
                    if key[0] != "person" or key[1] == "PNH-A-P1"  # the others are pointers
                }
            )
    assert all(end == ends[0] for end in ends)


SITI = {"name": "Siti Contoh", "birth_date": "1998-08-17", "phone": "+628000000001"}
SITTI = {"name": "Sitti Contoh", "passport": "X1234567", "safe_to_contact": "no"}


def test_the_fuller_is_taken_and_everything_is_moved(lay):
    path = lay([SITI, SITTI], [("consultation", ["P1", "P2"]), ("note", "P2")])
    done = merges.merge(office_at(path), "P1", "P2")
    assert done.moved == ("PNH-A-C1", "PNH-A-N1")
    view = office_at(path).view
    now = view.get("P1").content
    assert (now.birth_date, now.passport, now.aliases) == (
        "1998-08-17",
        "X1234567",
        (SITTI["name"],),
    )
    assert now.safe_to_contact == "not-asked"  # that was said of another phone
    assert view.get("C1").content.persons == ("PNH-A-P1",)
    assert (view.get("P2").stamp.withdrawn, view.get("P2").stamp.replaced_by) == (
        "merged",
        "PNH-A-P1",
    )


def test_where_both_say_something_else_a_choice_is_needed(lay):
    path = lay([SITI, {**SITTI, "phone": "+628000000002"}])
    before = path.read_bytes()
    with pytest.raises(DecisionNeeded) as needed:
        merges.merge(office_at(path), "P1", "P2")
    assert needed.value.data == {
        "differing": [{"field": "phone", "first": "+628000000001", "other": "+628000000002"}]
    }
    assert path.read_bytes() == before
    merges.merge(office_at(path), "P1", "P2", take=["phone"])
    now = office_at(path).view.get("P1").content
    assert (now.phone, now.safe_to_contact) == ("+628000000002", "no")


def test_somebody_merged_is_found_under_who_stays(lay):
    path = lay([SITI, SITTI])
    merges.merge(office_at(path), "P1", "P2")
    for query in ("P2", "sitti", "X1234567"):
        found = people.find(office_at(path).view, query).matches
        assert [m.person.ref for m in found] == ["PNH-A-P1"]
    note = record(office_at(path), records.named("note"), [{"about": "P2", "text": "x"}]).kept[0]
    assert note.content.about == "PNH-A-P1"


def test_what_came_later_stays_unless_it_is_given(lay):
    path = lay([SITI, SITTI], [("note", "P2")])
    merges.merge(office_at(path), "P1", "P2")
    for text in ("satu", "dua"):
        record(office_at(path), records.named("note"), [{"about": "P1", "text": text}])
    done = taking_apart.unmerge(office_at(path), "P1", give=["N3"])
    assert [(p.code, p.args["refs"]) for p in done.problems] == [("PER011", "PNH-A-N2")]
    view = office_at(path).view
    assert [view.get(f"N{n}").content.about for n in (1, 2, 3)] == [
        "PNH-A-P2",
        "PNH-A-P1",
        "PNH-A-P2",
    ]


@pytest.mark.parametrize(
    "kind", [k for k in NAMING if k.name not in APART], ids=lambda kind: kind.name
)
@pytest.mark.parametrize("way", ["undo", "edit"])
def test_what_came_later_can_be_given_after_it_was_told(lay, kind, way):
    """As the warning says: of every type, by taking the people apart anew, or by an edit."""
    path = lay([SITI, SITTI])
    merges.merge(office_at(path), "P1", "P2")
    field = next(f for f in kind.fields.values() if "person" in getattr(f.kind, "to", ()))
    raw = {**offices.sample(kind, full=False), field.name: "P1"}
    (later,) = record(office_at(path), kind, [raw]).kept
    done = taking_apart.unmerge(office_at(path), "P1")
    assert [(p.code, p.args["refs"]) for p in done.problems] == [("PER011", later.ref)]
    if way == "undo":
        undoing.undo(office_at(path), None)
        assert taking_apart.unmerge(office_at(path), "P1", give=[later.ref]).problems == ()
    else:
        edit(office_at(path), later.ref, {field.name: "P2"})
    now = office_at(path).view.get(later.ref)
    now = office_at(path).view.in_place_of(now) or now
    assert [ref for _field, ref in mentioned(now.content)] == ["PNH-A-P2"]


def test_a_field_that_was_changed_since_stays_and_is_told(lay):
    path = lay([SITI, SITTI])
    merges.merge(office_at(path), "P1", "P2")
    edit(office_at(path), "P1", {"passport": "X7654321"})
    done = taking_apart.unmerge(office_at(path), "P1")
    assert [(p.code, p.field) for p in done.problems] == [("PER010", "passport")]
    now = office_at(path).view.get("P1").content
    assert (now.passport, now.aliases) == ("X7654321", ())


def test_only_what_names_the_person_can_be_given(lay):
    path = lay([SITI, SITTI, {"name": "Budi Misal"}], [("note", "P3")])
    merges.merge(office_at(path), "P1", "P2")
    with pytest.raises(Refused) as refused:
        taking_apart.unmerge(office_at(path), "P1", give=["N1"])
    assert [p.code for p in refused.value.problems] == ["PER012"]


def test_of_several_one_has_to_be_named(lay):
    path = lay([SITI, SITTI, {"name": "Siti C"}])
    merges.merge(office_at(path), "P1", "P2")
    merges.merge(office_at(path), "P1", "P3")
    with pytest.raises(DecisionNeeded) as needed:
        taking_apart.unmerge(office_at(path), "P1")
    assert needed.value.data == {"merged": ["PNH-A-P2", "PNH-A-P3"]}


@pytest.mark.parametrize(("first", "other", "failure", "code"), [
    ("P1", "P1", Refused, "PER006"), ("P1", "P9", NoSuchRecord, "REF002"),
    ("P1", "N1", NoSuchRecord, "REF003"),
])  # fmt: skip
def test_only_two_people_can_be_merged(lay, first, other, failure, code):
    path = lay([SITI, SITTI], [("note", "P1")])
    with pytest.raises(failure) as failed:
        merges.merge(office_at(path), first, other)
    assert [p.code for p in failed.value.problems] == [code]


def test_nobody_is_taken_apart_who_was_not_merged(lay):
    path = lay([SITI, SITTI])
    with pytest.raises(Refused) as refused:
        taking_apart.unmerge(office_at(path), "P1")
    assert [p.code for p in refused.value.problems] == ["PER008"]


def test_undoing_the_command_does_the_same(lay):
    path = lay([SITI, SITTI], [("consultation", ["P2"])])
    before = state(path)
    merges.merge(office_at(path), "P1", "P2")
    undoing.undo(office_at(path), None)
    assert state(path) == before


def test_what_another_laptop_recorded_for_who_went_follows(lay, tmp_path):
    path = lay([SITI, SITTI])
    other = tmp_path / "lain.vault"
    copies.make_copy(office_at(path), other, "B", anywhere=True)
    ours, theirs = office_at(path).vault, office_at(other)
    mine = Opened(ours.opened().key, ours.slot)
    assert theirs.vault.access.keep(theirs.vault.header(), mine, opening.HOUR)
    record(theirs, records.named("note"), [{"about": "PNH-A-P2", "text": "x"}])
    merges.merge(office_at(path), "P1", "P2")
    opening.secret(path)
    agreeing(lambda: office_at(path), other)
    assert office_at(path).view.get("PNH-B-N1").content.about == "PNH-A-P1"
    assert orphans(path) == []
