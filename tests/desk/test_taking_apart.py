"""Two people made two again after copies were merged: each keeps what is theirs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from attache.desk import differences, former, merges, taking_apart, undoing
from attache.desk.conflicts import conflicts_in
from attache.desk.differences import Choice
from attache.desk.upkeep import examine
from attache.problems import Refused
from attache.records.record import kept, mentioned
from tests.desk.test_laptops import add, edit, get, join, merge
from tests.laptops import PHONES, SEATS, Laptops

ONE, TWO, THREE = "PNH-A-P1", "PNH-A-P2", "PNH-A-P3"


@pytest.fixture
def three(tmp_path):
    return Laptops(tmp_path, SEATS)


def unmerge(laptops, ref, **more):
    return taking_apart.unmerge(laptops.office("A"), ref, **more)


def standing(laptops):
    view = laptops.office("A").view
    people = (get(laptops, "A", ref) for ref in (ONE, TWO, THREE))
    return {k.ref: k.stamp.replaced_by for k in people}, [
        {k.content.person, k.content.other}
        for k in view.every("identity-decision")
        if k.content.answer == "same" and not k.stamp.withdrawn
    ]


def test_what_another_laptop_wrote_of_somebody_goes_back_to_them(three):
    join(three, "A", ONE, TWO)
    edit(three, "B", TWO, phone="+6281200000009", passport="X1234567", birth_place="Bogor")
    merge(three, "A", "B")
    assert get(three, "A", ONE).content.passport == "X1234567"
    done = unmerge(three, TWO)
    stays = get(three, "A", ONE).content
    assert (stays.passport, stays.birth_place) == (None, None)
    assert stays.phone != "+6281200000009"
    back = get(three, "A", TWO).content
    assert (back.passport, back.phone, back.birth_place) == ("X1234567", "+6281200000009", "Bogor")
    assert [p.code for p in done.problems] == []
    assert three.faults() == []


def test_who_is_named_is_taken_out_of_whom_they_went_into(three):
    """A joins two into one, B that one into a third: the case is that of the one who is named."""
    case = add(three, "A", "victim-case", person=TWO, channel="walk-in").ref
    join(three, "A", ONE, TWO)
    join(three, "B", THREE, ONE)
    merge(three, "A", "B")
    assert get(three, "A", case).content.person == THREE
    done = unmerge(three, TWO)
    assert (done.other.ref, done.problems) == (TWO, ())
    assert case in done.moved
    assert get(three, "A", case).content.person == TWO
    names = get(three, "A", THREE).content
    assert get(three, "A", TWO).content.name not in (names.name, *names.aliases)
    assert unmerge(three, ONE).other.ref == ONE
    assert get(three, "A", case).content.person == TWO
    assert standing(three) == ({ONE: None, TWO: None, THREE: None}, [])
    assert three.faults() == []


def test_people_of_a_ring_go_apart_each_with_what_is_theirs(three):
    said = {"topic": "labour", "channel": "walk-in", "summary": "Milik yang ketiga"}
    talk = add(three, "A", "consultation", persons=[THREE], **said).ref
    for seat in "BC":
        merge(three, seat, "A")
    join(three, "A", ONE, TWO)
    join(three, "B", TWO, THREE)
    join(three, "C", THREE, ONE)
    merge(three, "B", "C")
    merge(three, "A", "B")
    unmerge(three, TWO)
    assert get(three, "A", talk).content.persons == (TWO,)
    unmerge(three, THREE)
    assert get(three, "A", talk).content.persons == (THREE,)
    assert standing(three) == ({ONE: None, TWO: None, THREE: None}, [])
    assert [
        check.name for check in examine(three.office("A"), read_data=True) if not check.ok
    ] == []
    assert three.faults() == []


def test_who_is_meant_is_asked_on_either_side_of_a_join_made_both_ways(three):
    """B recorded a case where ONE was part of TWO, A one where it was the other way round."""
    join(three, "A", ONE, TWO)
    join(three, "B", TWO, ONE)
    ours = add(three, "A", "victim-case", person=TWO, channel="walk-in").ref
    theirs = add(three, "B", "victim-case", person=ONE, channel="walk-in").ref
    sure = add(three, "C", "victim-case", person=TWO, channel="walk-in").ref
    for seat in "BC":
        merge(three, "A", seat)
    done = unmerge(three, ONE, give=[theirs])
    assert [(p.code, p.args["refs"]) for p in done.problems] == [("PER011", ours)]
    named = [get(three, "A", case).content.person for case in (ours, theirs, sure)]
    assert named == [ONE, ONE, TWO]
    assert three.faults() == []


@pytest.mark.parametrize("first", ["AB", "BA"])
@pytest.mark.parametrize("way", ["unmerge", "undo"])
def test_what_was_recorded_of_two_who_were_one_elsewhere_is_told(three, first, way):
    """Once on each laptop, whichever hears of it first; and no longer where it is placed."""
    said = {"topic": "labour", "channel": "walk-in", "summary": "Milik yang ketiga"}
    talk = add(three, "A", "consultation", persons=[THREE], **said).ref
    join(three, "A", ONE, TWO)
    for seat in "BC":
        merge(three, seat, "A")
    if way == "unmerge":
        unmerge(three, TWO)
    else:
        undoing.undo(three.office("A"), None)
    case = add(three, "B", "victim-case", person=TWO, channel="walk-in").ref
    edit(three, "B", talk, persons=[THREE, TWO])
    add(three, "B", "victim-case", person=THREE, channel="walk-in")
    add(three, "A", "victim-case", person=ONE, channel="walk-in")
    told = [_in_doubt(three, *two) for two in (first, first[::-1], first)]
    assert told == [[talk, case], [talk, case], []]
    assert get(three, "A", case).content.person == ONE
    edit(three, first[0], case, person=TWO)
    edit(three, first[0], talk, persons=[THREE, TWO])
    assert _in_doubt(three, "C", first[0]) == []
    assert three.faults() == []


def _in_doubt(laptops, seat, other):
    """The refs of records of which a merge tells that somebody else may be meant."""
    told = [p.args["refs"] for p in merge(laptops, seat, other).problems if p.code == "MRG046"]
    return [one.split(" (")[0] for refs in told for one in refs.split(", ")]


FACT = {"on": "2026-01-01", "source": "person-stated"}
WHO = st.integers(0, 2)
JOINS = st.lists(st.tuples(st.sampled_from(["A", "B", "merge"]), WHO, WHO), max_size=8)
EDITS = st.lists(st.tuples(WHO, st.sampled_from(["name", "phone", "birth_place"])), max_size=2)


@settings(max_examples=25, deadline=None)
@example([("A", 0, 1), ("B", 1, 0)], [])
@example([("A", 0, 1), ("B", 1, 2), ("merge", 0, 0), ("B", 2, 0)], [])
@example([("A", 0, 1), ("B", 0, 1)], [(1, "phone")])
@example([("A", 2, 0), ("A", 0, 1)], [])
@given(JOINS, EDITS)
def test_whoever_was_made_one_each_has_what_was_theirs_in_the_end(joins, edits):
    """Also what a laptop said of them that had heard of no join."""
    with TemporaryDirectory() as folder:
        laptops = Laptops(Path(folder), SEATS)
        begun = _begun(laptops)
        for who, field in edits:
            value = {"name": f"Nama {who}", "phone": f"+62800000011{who}", "birth_place": "Solo"}
            edit(laptops, "C", (ONE, TWO, THREE)[who], **{field: value[field]})
        theirs = _people(laptops, "C")
        for seat, one, other in joins:
            if seat == "merge":
                merge(laptops, "AB"[one % 2], "BA"[one % 2])
            elif one != other:
                with suppress(Refused):
                    join(laptops, seat, (ONE, TWO, THREE)[one], (ONE, TWO, THREE)[other])
        for seat in "CB":
            merge(laptops, "A", seat)
        told = [p.code for done in _all_apart(laptops) for p in done.problems]
        assert told == []
        assert _named(laptops) == begun
        assert _people(laptops, "A") == theirs
        assert laptops.faults() == []


def _begun(laptops):
    """Give each of three people what is theirs on all laptops; whom each record names."""
    talk = {"topic": "labour", "channel": "walk-in", "summary": "Milik mereka"}
    for ref, phone in zip((ONE, TWO, THREE), PHONES, strict=True):
        edit(laptops, "A", ref, phone=phone)
        add(laptops, "A", "consultation", persons=[ref], **talk)
        add(laptops, "A", "status-fact", person=ref, fact="stay-permitted", **FACT)
    add(laptops, "A", "consultation", persons=[ONE, TWO, THREE], **talk)
    for seat in "BC":
        merge(laptops, seat, "A")
    return _named(laptops)


def _named(laptops):
    """Whom each record names, by its ref."""
    view = laptops.office("A").view
    kinds = ("victim-case", "consultation", "status-fact", "note")
    every = (k for kind in kinds for k in view.every(kind) if not k.stamp.withdrawn)
    return {k.ref: sorted(ref for _field, ref in mentioned(k.content)) for k in every}


def _people(laptops, seat):
    """What is said of each person who stands, and which numbers they had, by ref."""
    view = laptops.office(seat).view
    return {
        k.ref: (kept(k.content), {*map(str, (n for _k, n in former.gone(view, k.ref)))})
        for k in view.every("person")
        if not k.stamp.withdrawn
    }


def _all_apart(laptops):
    """Take everybody out of whom they went into."""
    while parts := [
        (k.ref, part.ref)
        for k in laptops.standing("A", "person")
        for part in merges.parts_of(laptops.office("A").view, k.ref)
    ]:
        yield unmerge(laptops, parts[0][0], other=parts[0][1])


@pytest.fixture
def two_joins(three):
    """Who was joined into one person on B, into another one on C; each had a case of them since."""
    edit(three, "A", ONE, phone=PHONES[0], birth_date="1999-08-17")
    cases = [add(three, "A", "victim-case", person=ONE, channel="walk-in").ref]
    for seat in "BC":
        merge(three, seat, "A")
        cases.append(add(three, seat, "victim-case", person=ONE, channel="walk-in").ref)
    before = _people(three, "A")
    join(three, "B", THREE, ONE)
    join(three, "C", TWO, ONE)
    return cases, before


def either_way(test):
    """Whoever is chosen of the two, and whichever conflict is decided first."""
    chosen = [("B", THREE, TWO), ("C", TWO, THREE)]
    test = pytest.mark.parametrize(("take", "into", "third"), chosen)(test)
    return pytest.mark.parametrize("step", [1, -1])(test)


def _all_are_back(laptops, two_joins, done):
    """Whether people and cases are as before the joins."""
    cases, before = two_joins
    assert {"PER010", "PER011"}.isdisjoint(p.code for p in done.problems)
    assert _people(laptops, "A") == before
    assert [get(laptops, "A", case).content.person for case in cases] == [ONE] * 3
    assert laptops.faults() == []


def _decide_all(laptops, seat, take, step=1):
    for conflict in [*conflicts_in(laptops.office(seat).view)][::step]:
        differences.resolve(laptops.office(seat), conflict.ref, Choice(take))


@either_way
def test_a_third_person_into_whom_nobody_goes_gets_nothing(
    three, two_joins, take, into, third, step
):
    """Whichever is decided first: whom a case names, or who is one with whom."""
    _cases, before = two_joins
    merge(three, "A", "B")
    merge(three, "A", "C")
    _decide_all(three, "A", take, step)
    assert _people(three, "A")[third] == before[third]
    _all_are_back(three, two_joins, unmerge(three, into))


@either_way
def test_who_is_chosen_after_two_decided_differently_has_all_of_them(
    three, two_joins, take, into, third, step
):
    """Each of the two decisions had taken the join back that the other one was for."""
    cases, before = two_joins
    merge(three, "B", "C")
    merge(three, "C", "B")
    for seat in "BC":
        _decide_all(three, seat, seat)
    merge(three, "A", "B")
    merge(three, "A", "C")
    _decide_all(three, "A", take, step)
    stays, goes = (get(three, "A", ref) for ref in (into, ONE))
    assert goes.stamp.replaced_by == into
    assert stays.content.birth_date == goes.content.birth_date
    assert goes.content.name in stays.content.aliases
    assert _people(three, "A")[third] == before[third]
    assert [get(three, "A", case).content.person for case in cases] == [into] * 3
    _all_are_back(three, two_joins, unmerge(three, into))
