"""Two people made two again after copies were merged: each keeps what is theirs."""

from __future__ import annotations

import pytest

from attache.desk import taking_apart
from attache.desk.upkeep import examine
from tests.desk.test_laptops import add, edit, get, join, merge
from tests.laptops import SEATS, Laptops

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
