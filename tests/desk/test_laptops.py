"""Two and three laptops with copies of one vault: what one of them guards, the merge guards too."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import (
    copies,
    decisions,
    differences,
    erasing,
    exports,
    former,
    imported_twice,
    imports,
    known,
    merges,
    people,
    recording,
    taking_apart,
    taking_back,
    taking_back_merge,
    undoing,
)
from attache.desk.brought import Agreed
from attache.desk.conflicts import conflicts_in
from attache.desk.differences import Choice
from attache.desk.exports import Asked
from attache.desk.imports import Wish
from attache.desk.upkeep import examine
from attache.exchange.editing import with_changes
from attache.exchange.incoming import Incoming
from attache.exchange.reader import RawSheet
from attache.problems import DecisionNeeded, Refused
from attache.vault.copies import standing
from attache.vault.copies.give import Wanted, copy
from attache.vault.vault import Vault
from attache.vault.views import View
from tests import laptops as engine
from tests import opening
from tests.desk.offices import office_at
from tests.incoming import of_rows
from tests.laptops import DEEDS, OFTEN, PHONES, SEATS, Deed, Laptops, copy_by_hand

EXAMPLES, PARTS = 300, 4
"""Stories that are tried, and tests among which they are shared out."""
FIND = View.find
FEW = st.integers(0, 3)
DEED = st.builds(Deed, st.sampled_from(SEATS), st.sampled_from(DEEDS + OFTEN), FEW, FEW, FEW)
STORY = st.tuples(st.sampled_from([2, 3]), st.lists(DEED, max_size=14))


@pytest.mark.parametrize("_part", range(PARTS))
def test_whatever_officers_do_the_copies_come_to_the_same_and_lose_nothing(_part):
    @settings(max_examples=EXAMPLES // PARTS, deadline=None)
    @given(STORY)
    def told(story):
        count, deeds = story
        with TemporaryDirectory() as folder:
            laptops = Laptops(Path(folder), SEATS[:count])
            for deed in deeds:
                if deed.seat in laptops.seats:
                    laptops.do(deed)
            assert laptops.faults() == []

    told()


@settings(max_examples=EXAMPLES // PARTS // 5, deadline=None)
@given(STORY)
def test_so_they_do_where_the_clock_of_one_stands_a_year_ahead(story):
    """A day that has not come yet is told by a check, and corrected by an edit."""
    count, deeds = story
    skews = {**engine.SKEWS, "B": 366 * 86_400}
    with TemporaryDirectory() as folder, patch.object(engine, "SKEWS", skews):
        laptops = Laptops(Path(folder), SEATS[:count])
        for deed in deeds:
            if deed.seat in laptops.seats:
                laptops.do(deed)
        assert [f for f in laptops.faults() if not f.startswith("check rules")] == []


def test_lines_that_are_dated_ahead_are_asked_about_once(two):
    """They come in as they are, and what A does later stands behind them."""
    with patch.object(engine, "SKEWS", {"A": 0, "B": 366 * 86_400}):
        edit(two, "B", "PNH-A-P1", birth_place="Depok")
        there = two.paths["B"]
        with pytest.raises(DecisionNeeded) as asked:
            copies.merge(two.office("A"), there, "", Agreed(others=True), rehearsal=False)
        assert [p.code for p in asked.value.problems] == ["MRG019"]
        told: Any = asked.value.data["ahead"]
        assert [one["ref"] for one in told] == [last_line(two, "B")]
        merge(two, "A", "B")
        own = add(two, "A", "person", name="Baru Di A").ref
        edit(two, "B", "PNH-A-P1", sex="female")
        merge(two, "B", "A")
    rehearsed = copies.merge(two.office("B"), two.paths["A"], "", Agreed(), rehearsal=True)
    assert rehearsed.brought.ahead == ()
    assert both(two).conflicts == ()
    edit(two, "A", "PNH-A-P1", birth_place="Bogor")
    undoing.undo(two.office("A"), None)
    assert get(two, "A", "PNH-A-P1").content.birth_place == "Depok"
    assert get(two, "A", own).content.name == "Baru Di A"


@pytest.fixture
def two(tmp_path):
    return Laptops(tmp_path, "AB")


@pytest.fixture
def three(tmp_path):
    return Laptops(tmp_path, "ABC")


def merge(laptops, seat, other, letter=""):
    return laptops.take_over(seat, laptops.paths[other], letter)


def both(laptops):
    """A takes over B, then B takes over A; what A was told."""
    told = merge(laptops, "A", "B")
    merge(laptops, "B", "A")
    assert laptops.content("A") == laptops.content("B")
    return told


def add(laptops, seat, kind, **raw):
    office = laptops.office(seat)
    done = recording.record(office, records.named(kind), [raw], new_people="different")
    laptops.note(done.kept)
    return done.kept[0]


def edit(laptops, seat, ref, **raw):
    return recording.edit(laptops.office(seat), ref, raw).kept[0]


def withdraw(laptops, seat, ref):
    recording.withdraw(laptops.office(seat), ref, "salah catat")


def join(laptops, seat, stays, goes):
    fields = [*records.named("person").fields]
    merges.merge(laptops.office(seat), stays, goes, keep=fields)


def get(laptops, seat, ref):
    return laptops.office(seat).view.get(ref)


def last_line(laptops, seat):
    return next(laptops.office(seat).view.history().latest_here())["ref"]


def open_conflicts(laptops, seat="A"):
    return conflicts_in(laptops.office(seat).view)


def decide(laptops, seat, take):
    (conflict,) = open_conflicts(laptops, seat)
    return differences.resolve(laptops.office(seat), conflict.ref, Choice(take))


# Two joins of one pair in opposite directions.


def opposite(laptops):
    join(laptops, "A", "PNH-A-P1", "PNH-A-P2")
    join(laptops, "B", "PNH-A-P2", "PNH-A-P1")


def test_a_pair_joined_in_opposite_directions_is_one_person(two):
    opposite(two)
    both(two)
    view = two.office("A").view
    assert view.get("PNH-A-P1").stamp.withdrawn is None
    assert view.get("PNH-A-P2").stamp.replaced_by == "PNH-A-P1"
    for query in ("PNH-A-P2", "Budi Misal", "PNH-A-P1"):
        assert [m.person.ref for m in people.find(view, query).matches] == ["PNH-A-P1"]
    assert view.get("PNH-A-N2").content.about == "PNH-A-P1"
    assert two.faults() == []


def test_it_can_be_taken_apart_again_and_stays_so(two):
    opposite(two)
    both(two)
    taking_apart.unmerge(two.office("A"), "PNH-A-P1")
    both(two)
    assert {get(two, s, r).stamp.withdrawn for s in "AB" for r in ("PNH-A-P1", "PNH-A-P2")} == {
        None
    }
    assert two.faults() == []


def test_three_joins_in_a_ring_are_one_person(three):
    join(three, "A", "PNH-A-P1", "PNH-A-P2")
    join(three, "B", "PNH-A-P2", "PNH-A-P3")
    join(three, "C", "PNH-A-P3", "PNH-A-P1")
    assert three.exchange()
    view = three.office("A").view
    now = [view.in_place_of(view.get(f"PNH-A-P{n}")) for n in (1, 2, 3)]
    assert {k.ref for k in now if k} == {"PNH-A-P1"}
    assert three.faults() == []


# A person merged away here and edited there.


def edited_there(laptops):
    join(laptops, "A", "PNH-A-P1", "PNH-A-P2")
    edit(laptops, "B", "PNH-A-P2", birth_place="Bogor", name="Budi Misalnya")


def test_what_was_changed_of_somebody_who_went_is_carried_over(two):
    edited_there(two)
    both(two)
    now = get(two, "A", "PNH-A-P1").content
    assert now.birth_place == "Bogor"
    assert "Budi Misalnya" in now.aliases
    assert two.faults() == []


def test_a_name_and_other_names_of_somebody_who_went_are_all_kept(two):
    edit(two, "B", "PNH-A-P1", name="Maryam Umpama", aliases=["Neng Iyam"])
    join(two, "A", "PNH-A-P2", "PNH-A-P1")
    both(two)
    names = get(two, "A", "PNH-A-P2").content.aliases
    assert {"Maryam Umpama", "Neng Iyam"} <= {*names}
    assert two.faults() == []


def test_what_contradicts_it_becomes_a_conflict_on_who_stays(two):
    edited_there(two)
    edit(two, "A", "PNH-A-P1", birth_place="Depok")
    both(two)
    (conflict,) = open_conflicts(two)
    assert (conflict.content.about, conflict.content.field) == ("PNH-A-P1", "birth_place")
    assert [v["value"] for v in conflict.content.values] == ["Depok", "Bogor"]
    decide(two, "A", "B")
    both(two)
    assert get(two, "B", "PNH-A-P1").content.birth_place == "Bogor"
    assert two.faults() == []


def test_a_number_that_both_replaced_is_told_once_as_a_former_one(two):
    """By its last day; each side of the conflict is told too, until it is the number again."""
    for seat, number, day in (("A", PHONES[0], 1), ("B", PHONES[1], 3)):
        two._now += timedelta(days=day)
        edit(two, seat, "PNH-A-P1", phone=number)
    both(two)
    view = two.office("A").view
    told = {n["phone"]: k.content.until for k, n in former.gone(view, "PNH-A-P1")}
    last = max(told.values())
    now = get(two, "A", "PNH-A-P1").content.phone
    assert told == {n: last for n in ("+628999999999", *PHONES[:2]) if n != now}
    assert two.faults() == []


# Joined here, and said to be two people there.


def said_to_be_two(laptops):
    join(laptops, "A", "PNH-A-P1", "PNH-A-P2")
    raw = {"person": "PNH-A-P1", "other": "PNH-A-P2", "answer": "different"}
    add(laptops, "B", "identity-decision", **raw)


def test_two_people_who_were_joined_and_kept_apart_are_asked_about(two):
    said_to_be_two(two)
    both(two)
    (conflict,) = open_conflicts(two)
    assert (conflict.content.about, conflict.content.field) == ("PNH-A-P2", "replaced_by")
    assert {v["seat"]: v["value"] for v in conflict.content.values} == {"A": "PNH-A-P1", "B": None}
    assert two.faults() == []


@pytest.mark.parametrize(("take", "into"), [("A", "PNH-A-P1"), ("B", None)])
def test_the_answer_joins_them_or_takes_them_apart(two, take, into):
    said_to_be_two(two)
    both(two)
    decide(two, "B", take)
    both(two)
    assert get(two, "A", "PNH-A-P2").stamp.replaced_by == into
    assert get(two, "A", "PNH-A-N2").content.about == (into or "PNH-A-P2")
    assert open_conflicts(two) == []
    assert two.faults() == []


# Withdrawn here and worked on there.


def worked_on_there(laptops):
    withdraw(laptops, "A", "PNH-A-V1")
    edit(laptops, "B", "PNH-A-V1", entry_date="2026-05-01")


def test_what_was_withdrawn_and_worked_on_stands_until_it_is_decided(two):
    worked_on_there(two)
    told = both(two)
    assert [p.code for p in told.problems] == ["MRG008"]
    (conflict,) = open_conflicts(two)
    assert conflict.content.field == "withdrawn"
    assert {v["seat"]: v["value"] for v in conflict.content.values} == {
        "A": "salah catat",
        "B": None,
    }
    assert get(two, "A", "PNH-A-V1").stamp.withdrawn is None
    assert two.faults() == []


@pytest.mark.parametrize(("take", "reason"), [("A", "salah catat"), ("B", None)])
def test_the_decision_is_what_both_copies_say(two, take, reason):
    worked_on_there(two)
    both(two)
    decide(two, "B", take)
    both(two)
    assert get(two, "A", "PNH-A-V1").stamp.withdrawn == reason
    assert open_conflicts(two) == []
    assert two.faults() == []


def test_a_person_stands_whom_another_copy_named_meanwhile(two):
    newcomer = add(two, "A", "person", name="Orang Baru").ref
    both(two)
    withdraw(two, "A", newcomer)
    case = add(two, "B", "victim-case", person=newcomer, channel="walk-in").ref
    both(two)
    assert get(two, "A", newcomer).stamp.withdrawn is None
    (conflict,) = open_conflicts(two)
    with pytest.raises(DecisionNeeded) as needed:
        decide(two, "A", "A")
    assert needed.value.data == {"named_by": [case]}
    withdraw(two, "A", case)
    decide(two, "A", "A")
    both(two)
    assert get(two, "B", newcomer).stamp.withdrawn == "salah catat"
    assert conflict.ref
    assert two.faults() == []


def test_who_was_withdrawn_and_joined_elsewhere_can_be_decided_either_way(two):
    """The voices are those of whoever withdrew, and of whoever has named the person since."""
    newcomer = add(two, "A", "person", name="Orang Baru").ref
    add(two, "A", "note", about="PNH-A-P2", text="Catatan lain")
    both(two)
    withdraw(two, "A", newcomer)
    join(two, "B", newcomer, "PNH-A-P2")
    both(two)
    (conflict,) = open_conflicts(two)
    assert {v["seat"]: v["value"] for v in conflict.content.values} == {
        "A": "salah catat",
        "B": None,
    }
    decide(two, "A", "B")
    both(two)
    assert open_conflicts(two) == []
    assert two.faults() == []


def withdrawn_and_joined(laptops):
    newcomer = add(laptops, "A", "person", name="Orang Baru").ref
    both(laptops)
    withdraw(laptops, "A", newcomer)
    join(laptops, "B", "PNH-A-P1", newcomer)
    return newcomer


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_who_was_withdrawn_here_and_joined_there_is_told_on_both(two, order):
    newcomer = withdrawn_and_joined(two)
    for seat, other in (order, order[::-1]):
        (told,) = merge(two, seat, other).problems
        assert (told.code, told.args["refs"]) == ("MRG044", f"{newcomer} → PNH-A-P1")
        assert get(two, seat, newcomer).stamp.replaced_by == "PNH-A-P1"
        assert merge(two, seat, other).problems == ()
    assert two.faults() == []


def test_who_was_brought_back_and_then_joined_is_not(two):
    newcomer = add(two, "A", "person", name="Orang Baru").ref
    withdraw(two, "A", newcomer)
    merge(two, "B", "A")
    undoing.undo(two.office("B"), last_line(two, "A"))
    join(two, "B", "PNH-A-P1", newcomer)
    assert merge(two, "A", "B").problems == ()
    assert get(two, "A", newcomer).stamp.replaced_by == "PNH-A-P1"


def test_a_conflict_about_somebody_who_was_erased_goes_with_them(three):
    withdraw(three, "A", "PNH-A-V3")
    edit(three, "B", "PNH-A-V3", entry_date="2026-05-01")
    merge(three, "A", "B")
    assert len(open_conflicts(three)) == 1
    erasing.erase(three.office("C"), "PNH-A-P3", "permintaan")
    assert three.faults() == []
    assert open_conflicts(three) == []


def test_what_a_join_moved_to_somebody_erased_is_about_whom_it_was(two):
    join(two, "B", "PNH-A-P2", "PNH-A-P1")
    erasing.erase(two.office("A"), "PNH-A-P2", "permintaan")
    both(two)
    assert get(two, "B", "PNH-A-P1").stamp.withdrawn is None
    assert get(two, "B", "PNH-A-N1").content.about == "PNH-A-P1"
    assert get(two, "A", "PNH-A-V1").content.person == "PNH-A-P1"


def test_who_was_erased_since_is_left_out_of_the_side_that_is_chosen(two):
    edit(two, "A", "PNH-A-C1", persons=["PNH-A-P1"])
    edit(two, "B", "PNH-A-C1", persons=["PNH-A-P2", "PNH-A-P3"])
    both(two)
    erasing.erase(two.office("A"), "PNH-A-P3", "permintaan")
    decide(two, "A", "B")
    assert get(two, "A", "PNH-A-C1").content.persons == ("PNH-A-P2",)
    assert two.faults() == []


def test_a_conflict_goes_with_the_last_of_whom_its_sides_name(two):
    """Each laptop erases one of them; nothing is left to decide between."""
    edit(two, "A", "PNH-A-C1", persons=["PNH-A-P3"])
    edit(two, "B", "PNH-A-C1", persons=["PNH-A-P4"])
    both(two)
    assert len(open_conflicts(two)) == 1
    erasing.erase(two.office("A"), "PNH-A-P3", "permintaan")
    erasing.erase(two.office("B"), "PNH-A-P4", "permintaan")
    assert two.exchange()
    assert open_conflicts(two) == []
    assert two.faults() == []


def test_who_went_into_somebody_who_went_into_an_erased_one_goes_on_there(two):
    """It is told once, and later merges do not take back what was decided since."""
    erasing.erase(two.office("A"), "PNH-A-P1", "permintaan")
    join(two, "B", "PNH-A-P1", "PNH-A-P4")
    merge(two, "A", "B")
    join(two, "A", "PNH-A-P4", "PNH-A-P2")
    add(two, "B", "note", about="PNH-A-P3", text="Lagi")
    merge(two, "A", "B")
    assert get(two, "A", "PNH-A-P4").stamp.withdrawn is None
    assert get(two, "A", "PNH-A-P2").stamp.replaced_by == "PNH-A-P4"
    assert get(two, "A", "PNH-A-V2").content.person == "PNH-A-P4"
    assert two.faults() == []


def test_what_is_moved_by_a_join_and_back_is_not_worked_on(two):
    join(two, "A", "PNH-A-P1", "PNH-A-P2")
    withdraw(two, "B", "PNH-A-N2")
    both(two)
    taking_apart.unmerge(two.office("A"), "PNH-A-P1")
    both(two)
    assert get(two, "B", "PNH-A-N2").stamp.withdrawn == "salah catat"
    assert open_conflicts(two) == []


def test_an_edit_that_lost_its_values_with_somebody_erased_is_no_alteration(three):
    """Each of two laptops erases one of two people; what was changed between is told no more."""
    erasing.erase(three.office("A"), "PNH-A-P1", "permintaan")
    edit(three, "A", "PNH-A-C1", advice="Saran A")
    erasing.erase(three.office("B"), "PNH-A-P2", "permintaan")
    edit(three, "B", "PNH-A-C1", advice="Saran B")
    assert three.faults() == []


# Into whom somebody went, decided when that has changed meanwhile.


def joined_into_two(laptops):
    join(laptops, "B", "PNH-A-P2", "PNH-A-P1")
    join(laptops, "A", "PNH-A-P3", "PNH-A-P1")
    both(laptops)


def test_the_one_who_was_not_chosen_keeps_nothing_of_the_other(two):
    joined_into_two(two)
    conflicts = {k.content.about: k for k in open_conflicts(two)}
    differences.resolve(two.office("A"), conflicts["PNH-A-P1"].ref, Choice("A"))
    for k in open_conflicts(two):
        differences.resolve(two.office("A"), k.ref, Choice("A"))
    both(two)
    assert "Siti Contoh" not in get(two, "B", "PNH-A-P2").content.aliases
    assert "Siti Contoh" in get(two, "B", "PNH-A-P3").content.aliases
    assert decisions.decided(two.office("A").view) == {frozenset({"PNH-A-P3"}): "same"}
    assert two.faults() == []


def test_taking_two_apart_decides_it(two):
    joined_into_two(two)
    stays = two.office("A").view.in_place_of(get(two, "A", "PNH-A-P1"))
    assert stays
    taking_apart.unmerge(two.office("A"), stays.ref)
    assert [k for k in open_conflicts(two) if k.content.about == "PNH-A-P1"] == []


def test_nobody_who_was_erased_since_can_be_chosen(two):
    joined_into_two(two)
    (conflict,) = (k for k in open_conflicts(two) if k.content.about == "PNH-A-P1")
    gone = patch.object(View, "find", lambda v, ref: None if ref == "PNH-A-P2" else FIND(v, ref))
    with gone, pytest.raises(Refused) as refused:
        differences.resolve(two.office("A"), conflict.ref, Choice("B"))
    assert [p.code for p in refused.value.problems] == ["REF004"]


def test_of_a_side_that_was_erased_since_that_is_told(two):
    joined_into_two(two)
    (conflict,) = (k for k in open_conflicts(two) if k.content.about == "PNH-A-P1")
    into = get(two, "A", "PNH-A-P1").stamp.replaced_by
    side = next(said for said in conflict.content.values if said["value"] != into)
    erasing.erase(two.office("A"), side["value"], "permintaan")
    with pytest.raises(Refused) as refused:
        differences.resolve(two.office("A"), conflict.ref, Choice(side["seat"]))
    assert [p.code for p in refused.value.problems] == ["REF008"]


def test_no_decision_makes_a_ring(two):
    joined_into_two(two)
    (conflict,) = (k for k in open_conflicts(two) if k.content.about == "PNH-A-P1")
    for other in ("PNH-A-P2", "PNH-A-P3"):
        with suppress(Refused):  # they are one already
            join(two, "A", "PNH-A-P1", other)
    differences.resolve(two.office("A"), conflict.ref, Choice("B"))
    for k in open_conflicts(two):
        two.do(Deed("A", "decide", 0, 0))
        assert k.ref
    assert two.faults() == []


# One entry corrected on both.


def corrected_twice(laptops):
    edit(laptops, "A", "PNH-A-N1", text="Perbaikan A")
    edit(laptops, "B", "PNH-A-N1", text="Perbaikan B")


def standing_notes(laptops, seat="A"):
    notes = laptops.standing(seat, "note")
    return sorted(k.content.text for k in notes if k.content.text != "Catatan awal")


def test_of_two_corrections_one_stands_until_it_is_decided(two):
    corrected_twice(two)
    both(two)
    assert standing_notes(two) == ["Perbaikan A"]  # the clock of B is behind
    decide(two, "B", "B")
    both(two)
    assert standing_notes(two) == ["Perbaikan B"]
    assert two.office("A").view.in_place_of(get(two, "A", "PNH-A-N1")).content.text == "Perbaikan B"
    assert two.faults() == []


def test_two_corrections_that_say_the_same_are_one(two):
    for seat in "AB":
        edit(two, seat, "PNH-A-N1", text="Perbaikan sama")
    both(two)
    assert standing_notes(two) == ["Perbaikan sama"]
    assert open_conflicts(two) == []
    assert two.faults() == []


# One conflict decided differently on both.


def decided_twice(laptops):
    edit(laptops, "A", "PNH-A-P1", birth_place="Bogor")
    edit(laptops, "B", "PNH-A-P1", birth_place="Depok")
    merge(laptops, "A", "B")
    merge(laptops, "B", "A")
    for seat in "AB":
        decide(laptops, seat, seat)


def test_two_decisions_are_a_conflict_again(two):
    decided_twice(two)
    both(two)
    (conflict,) = open_conflicts(two)
    assert {v["value"] for v in conflict.content.values} == {"Bogor", "Depok"}
    decide(two, "A", "B")
    both(two)
    assert get(two, "B", "PNH-A-P1").content.birth_place == "Depok"
    assert open_conflicts(two, "B") == []
    assert two.faults() == []


# One sheet imported on both.


def imported_on_both(laptops):
    for seat in "AB":
        for sheet in (0, 1):
            laptops.do(Deed(seat, "take in", sheet, 1))


def test_a_sheet_that_both_took_in_is_recorded_once(two):
    imported_on_both(two)
    told = both(two)
    assert [p.code for p in told.problems] == ["MRG011"]
    assert len(two.standing("A", "consultation")) == 1 + 3
    assert len(two.standing("A", "person")) == 4 + 2
    assert two.faults() == []


def test_what_was_changed_of_the_one_that_goes_is_carried_over(two):
    imported_on_both(two)
    (theirs,) = (k for k in two.standing("B", "person") if k.content.name == "Lembar Kedua")
    edit(two, "B", theirs.ref, birth_place="Bogor")
    add(two, "B", "victim-case", person=theirs.ref, channel="walk-in")
    both(two)
    (now,) = (k for k in two.standing("A", "person") if k.content.name == "Lembar Kedua")
    assert now.content.birth_place == "Bogor"
    assert now.ref.startswith("PNH-A")
    assert get(two, "A", "PNH-B-V1").content.person == now.ref
    assert two.faults() == []


def test_undoing_one_import_leaves_what_the_other_took_in(two):
    """The row stands while another import of it does."""
    imported_on_both(two)
    both(two)
    (line,) = (
        k.ref
        for k in two.standing("A", "exchange")
        if k.content.package == "consultation" and k.ref.startswith("PNH-A")
    )
    with pytest.raises(DecisionNeeded) as needed:
        taking_back.take_back_import(two.office("A"), line)
    assert {p.code for p in needed.value.problems} == {"UND021"}
    both(two)
    assert len(two.standing("A", "consultation")) == 1 + 3
    assert two.faults() == []


def in_the_way(laptops, ref):
    """The line that is told to stand in the way of taking all of an import back, or ''."""
    try:
        done = taking_back.take_back_import(laptops.office("A"), ref)
    except DecisionNeeded as needed:
        asked: Any = needed.data["conflicts"]
        return asked[0]["by"]
    if done.left:
        taking_back_merge.undo(laptops.office("A"), done.ref)
        return done.left[0].by
    return ""


def test_what_is_told_to_stand_in_the_way_of_an_import_does(two):
    """Each line is undone that is named, until nothing of the import is left."""
    imported_on_both(two)
    merge(two, "A", "B")
    edit(two, "A", "PNH-A-P5", birth_place="Bogor")
    imports_here = [k.ref for k in two.standing("A", "exchange") if k.ref.startswith("PNH-A")]
    for ref in imports_here:
        while line := in_the_way(two, ref):
            taking_back_merge.undo(two.office("A"), line)
    assert len(two.standing("A", "consultation")) == 1
    assert len(two.standing("A", "person")) == 4
    assert get(two, "A", "PNH-A-P5").stamp.withdrawn
    both(two)


def test_what_only_one_of_them_changed_is_no_conflict(two):
    imported_on_both(two)
    for seat, raw in (("A", {"birth_place": "Bogor"}), ("B", {"phone": "+628000000009"})):
        (own,) = (k for k in two.standing(seat, "person") if k.content.name == "Lembar Kedua")
        edit(two, seat, own.ref, **raw)
    both(two)
    (now,) = (k for k in two.standing("A", "person") if k.content.name == "Lembar Kedua")
    assert (now.content.birth_place, now.content.phone) == ("Bogor", "+628000000009")
    assert open_conflicts(two) == []
    assert two.faults() == []


def test_one_row_that_was_read_by_two_mappings_is_recorded_once(two):
    """The file and the place of the row are the same; what was read otherwise is a conflict."""
    head: list[Any] = ["Name", "Sex", "Birth place"]
    for seat, where in (("A", "Bogor"), ("B", "Depok")):
        rows: list[list[Any]] = [head, ["Satu Baris", "female", where]]
        source = of_rows([RawSheet("Lembar", visible=True, rows=rows)], "7" * 64, "person")
        imports.take_in(two.office(seat), source, lambda _done, _all: None, Wish())
    both(two)
    (now,) = (k for k in two.standing("A", "person") if k.content.name == "Satu Baris")
    (conflict,) = open_conflicts(two)
    assert (conflict.content.about, conflict.content.field) == (now.ref, "birth_place")
    assert two.faults() == []


# Two files that are plain copies of one vault.


@pytest.fixture
def forked(two):
    """B has the file of A, copied by hand, and both have recorded since."""
    add(two, "A", "consultation", topic="stay", channel="email", summary="Sebelum")
    copy_by_hand(two, "A", "B")
    add(two, "A", "person", name="Dari Laptop Satu")
    stranger = add(two, "B", "person", name="Dari Laptop Dua").ref
    add(two, "B", "victim-case", person=stranger, channel="walk-in")
    edit(two, "A", "PNH-A-P1", birth_place="Bogor")
    edit(two, "B", "PNH-A-P1", birth_place="Depok")
    return two


def test_the_first_opening_of_a_file_copied_by_hand_warns(two):
    copy_by_hand(two, "A", "B")
    office = two.office("B")
    assert [p.code for p in office.vault.notices] == []
    office.vault.view()
    assert [p.code for p in office.vault.notices] == ["VLT037"]
    add(two, "B", "person", name="Orang")
    later = two.office("B")
    later.vault.view()
    assert [p.code for p in later.vault.notices] == []


def test_a_copy_that_attache_made_is_opened_without_a_word(two, tmp_path):
    path = tmp_path / "D.vault"
    copies.make_copy(two.office("A"), path, "D", anywhere=True)
    opening.secret(path)
    vault = Vault(path, opening.access(path))
    vault.view()
    assert vault.notices == []


@pytest.mark.parametrize(("ours", "code"), [("A", "MRG009"), ("B", "MRG045")])
def test_no_merge_puts_two_records_under_one_ref(forked, ours, code):
    theirs = "B" if ours == "A" else "A"
    before = forked.paths[ours].read_bytes()
    with pytest.raises(Refused) as refused:
        merge(forked, ours, theirs)
    assert [p.code for p in refused.value.problems] == [code]
    assert refused.value.problems[0].args.get("refs", "PNH-A-P5") == "PNH-A-P5"
    assert forked.paths[ours].read_bytes() == before


def test_under_a_letter_of_its_own_it_is_a_copy_like_any_other(forked):
    merge(forked, "A", "B", letter="F")
    names = {k.ref: k.content.name for k in forked.standing("A", "person")}
    assert names["PNH-A-P5"] == "Dari Laptop Satu"
    assert names["PNH-F-P5"] == "Dari Laptop Dua"
    assert get(forked, "A", "PNH-F-V4").content.person == "PNH-F-P5"
    (conflict,) = open_conflicts(forked)
    assert {v["seat"] for v in conflict.content.values} == {"A", "F"}
    with pytest.raises(Refused) as refused:  # nothing came since
        merge(forked, "A", "B", letter="F")
    assert [p.code for p in refused.value.problems] == ["MRG002"]
    office = forked.office("A")
    assert [c.name for c in examine(office, read_data=True) if not c.ok] == []


def test_its_lines_that_are_dated_ahead_are_asked_about_under_the_new_letter(two):
    copy_by_hand(two, "A", "B")
    add(two, "A", "person", name="Dari Laptop Satu")
    with patch.object(engine, "SKEWS", {"A": 0, "B": 300 * 86_400}):
        lines = [add(two, "B", "person", name=n) and last_line(two, "B") for n in ("Satu", "Dua")]
        there = two.paths["B"]
        with pytest.raises(DecisionNeeded) as asked:
            copies.merge(two.office("A"), there, "F", Agreed(others=True), rehearsal=False)
    assert "MRG019" in [p.code for p in asked.value.problems]
    told: Any = asked.value.data["ahead"]
    assert {one["ref"] for one in told} == {line.replace("-A-", "-F-") for line in lines}


def test_it_goes_on_under_that_letter(forked):
    merge(forked, "A", "B", letter="F")
    add(forked, "B", "victim-case", person="PNH-A-P1", channel="walk-in")
    merge(forked, "A", "B", letter="F")
    assert get(forked, "A", "PNH-F-V5").content.person == "PNH-A-P1"
    with pytest.raises(Refused):
        merge(forked, "A", "B")


def test_the_file_that_was_taken_over_is_told_to_go_on_with_a_new_copy(forked):
    merge(forked, "A", "B", letter="F")
    for letter in ("", "G"):
        with pytest.raises(Refused) as refused:
            merge(forked, "B", "A", letter)
        assert [(p.code, p.args.get("seat")) for p in refused.value.problems] == [("MRG016", "F")]
    add(forked, "B", "note", about="PNH-A-P1", text="Lagi")
    with pytest.raises(Refused) as refused:
        merge(forked, "A", "B")
    assert [(p.code, p.args["seat"]) for p in refused.value.problems] == [("MRG009", "F")]


def test_no_letter_is_taken_that_a_copy_has(forked):
    with pytest.raises(Refused) as refused:
        merge(forked, "A", "B", letter="C")
    assert [p.code for p in refused.value.problems] == ["MRG004"]


def test_an_earlier_and_a_later_state_of_the_file_are_told_apart(two):
    copy_by_hand(two, "A", "B")
    add(two, "A", "person", name="Kemudian")
    for seat, other, code in (("A", "B", "MRG002"), ("B", "A", "MRG010")):
        with pytest.raises(Refused) as refused:
            merge(two, seat, other)
        assert [p.code for p in refused.value.problems] == [code]


# What an officer is told, and what undo says.


def test_a_merge_is_undone_as_far_as_nothing_touched_what_it_brought(two):
    join(two, "A", "PNH-A-P1", "PNH-A-P2")
    case = add(two, "B", "victim-case", person="PNH-A-P2", channel="walk-in").ref
    edit(two, "B", "PNH-A-P3", birth_place="Bogor")
    kept = add(two, "B", "person", name="Tetap Ada").ref
    merge(two, "A", "B")
    merged = last_line(two, "A")
    add(two, "A", "note", about=kept, text="Sesudahnya")
    done = taking_back_merge.undo(two.office("A"), merged)
    assert [(c.code, c.ref) for c in done.left] == [("UND007", kept)]
    assert get(two, "A", case).stamp.withdrawn
    assert get(two, "A", "PNH-A-P3").content.birth_place is None
    assert get(two, "A", kept).stamp.withdrawn is None
    assert get(two, "A", "PNH-A-P2").stamp.replaced_by == "PNH-A-P1"
    assert two.faults() == []
    assert get(two, "B", case).stamp.withdrawn


def test_the_undo_of_a_merge_is_undone(two):
    edit(two, "B", "PNH-A-P3", birth_place="Bogor")
    own = add(two, "B", "person", name="Baru Di B").ref
    merge(two, "A", "B")
    first = taking_back_merge.undo(two.office("A"), None)
    assert first.left == ()
    taking_back_merge.undo(two.office("A"), first.ref)
    assert get(two, "A", "PNH-A-P3").content.birth_place == "Bogor"
    assert get(two, "A", own).stamp.withdrawn is None
    assert two.faults() == []


def test_a_merge_that_brought_only_a_seat_letter_is_not_said_to_be_of_a_restore(two, tmp_path):
    office = two.office("B")
    wanted = Wanted(tmp_path / "d.copy", "D", anywhere=True)
    copy(office.vault, wanted, "vault copy", office.now.isoformat())
    merge(two, "A", "B")
    with pytest.raises(Refused) as refused:
        taking_back_merge.undo(two.office("A"), last_line(two, "A"))
    assert [p.code for p in refused.value.problems] == ["UND024"]


@pytest.mark.parametrize("take", "AB")
def test_what_was_decided_since_a_merge_is_not_said_to_wait_when_it_is_undone(two, take):
    edit(two, "A", "PNH-A-P1", birth_place="Depok")
    edit(two, "B", "PNH-A-P1", birth_place="Bogor")
    edit(two, "B", "PNH-A-P2", birth_place="Bogor")
    merge(two, "A", "B")
    merged = last_line(two, "A")
    decide(two, "A", take)
    done = taking_back_merge.undo(two.office("A"), merged)
    assert {(c.code, c.ref) for c in done.left} == {("UND022", "PNH-A-P1")}
    assert get(two, "A", "PNH-A-P1").content.birth_place == {"A": "Depok", "B": "Bogor"}[take]
    assert get(two, "A", "PNH-A-P2").content.birth_place is None


def test_what_a_merge_erased_and_what_is_asked_stays_when_it_is_undone(two):
    erasing.erase(two.office("B"), "PNH-A-P4", "permintaan")
    edit(two, "A", "PNH-A-P1", birth_place="Depok")
    edit(two, "B", "PNH-A-P1", birth_place="Bogor")
    edit(two, "B", "PNH-A-P2", birth_place="Bogor")
    merge(two, "A", "B")
    done = taking_back_merge.undo(two.office("A"), None)
    assert {(c.code, c.ref) for c in done.left} == {
        ("UND014", "PNH-A-P4"),
        ("UND015", "PNH-A-P1"),
    }
    assert get(two, "A", "PNH-A-P2").content.birth_place is None
    assert two.faults() == []


def test_what_was_undone_stays_undone_when_it_is_merged_again_and_that_is_told(two):
    """A merge is no decision against an officer's: who wants it back undoes the undo."""
    own = add(two, "B", "person", name="Baru Di B").ref
    merge(two, "A", "B")
    merged = last_line(two, "A")
    undo = taking_back_merge.undo(two.office("A"), merged).ref
    for rehearsal in (True, False):
        again = copies.merge(two.office("A"), two.paths["B"], "", Agreed(), rehearsal=rehearsal)
        (told,) = again.problems
        assert (told.code, told.args) == ("MRG042", {"line": merged, "undo": undo})
    assert get(two, "A", own).stamp.withdrawn
    back = taking_back_merge.undo(two.office("A"), undo).ref
    assert merge(two, "A", "B").problems == ()
    taking_back_merge.undo(two.office("A"), back)
    assert [p.code for p in merge(two, "A", "B").problems] == ["MRG042"]
    merge(two, "B", "A")
    assert get(two, "B", own).stamp.withdrawn
    assert merge(two, "A", "B").problems == ()
    assert two.faults() == []


def test_the_undo_of_an_undo_brings_back_all_but_what_names_somebody_erased(two):
    """B noted somebody beside P4, whom A has erased meanwhile; what A undid comes back on A and B.

    The note of who is who cannot: nobody is there whom it could be about.
    """
    new = {"name": "Dewi Contoh", "birth_date": "1999"}
    (own,) = recording.record(
        two.office("B"), records.named("person"), [new], new_people="unsure"
    ).kept
    two.note([own])
    with two.office("B").work() as work:
        unsure = decisions.decide(work, own.ref, "PNH-A-P4", "unsure", two.office("B").today)
    two.note([unsure])
    talk = add(two, "B", "consultation", topic="stay", channel="email", summary="Lain")
    erasing.erase(two.office("A"), "PNH-A-P4", "permintaan")
    merge(two, "A", "B")
    taking_back_merge.undo(two.office("A"), None)
    assert get(two, "A", talk.ref).stamp.withdrawn
    done = taking_back_merge.undo(two.office("A"), last_line(two, "A"))
    assert [(c.code, c.ref, c.by) for c in done.left] == [("UND026", unsure.ref, "PNH-A-P4")]
    merge(two, "B", "A")
    for seat in "AB":
        standing = {r: get(two, seat, r).stamp.withdrawn is None for r in (own.ref, talk.ref)}
        assert all(standing.values()), standing
        assert get(two, seat, unsure.ref).stamp.withdrawn
    assert two.faults() == []


def test_a_merge_is_undone_where_it_was_made(two):
    edit(two, "B", "PNH-A-P1", birth_place="Bogor")
    merge(two, "A", "B")
    made = last_line(two, "A")
    edit(two, "A", "PNH-A-P2", birth_place="Depok")
    merge(two, "B", "A")
    with pytest.raises(Refused) as refused:
        taking_back_merge.undo(two.office("B"), made)
    assert [p.code for p in refused.value.problems] == ["UND012"]


def test_undo_takes_the_last_line_of_this_laptop_whatever_its_clock_says(two):
    """The clock of B is two hours behind that of A."""
    edit(two, "A", "PNH-A-P1", birth_place="Bogor")
    merge(two, "B", "A")
    own = add(two, "B", "person", name="Baru Di B").ref
    undoing.undo(two.office("B"), None)
    assert get(two, "B", own).stamp.withdrawn
    assert get(two, "B", "PNH-A-P1").content.birth_place == "Bogor"


def test_people_whom_both_recorded_are_told(two):
    for seat in "AB":
        add(two, seat, "person", name="Wati Kembar", passport="X7654321")
    told = both(two)
    assert [(p.code, p.args["refs"]) for p in told.problems] == [("MRG012", "PNH-A-P5, PNH-B-P1")]


def test_fields_that_fit_alone_and_not_together_are_a_conflict(two):
    edit(two, "A", "PNH-A-V1", entry_date="2026-07-01")
    edit(two, "B", "PNH-A-V1", site_exit="2026-05-01")
    both(two)
    (conflict,) = open_conflicts(two)
    assert (conflict.content.about, conflict.content.field) == ("PNH-A-V1", "site_exit")
    assert [v["value"] for v in conflict.content.values] == [None, "2026-05-01"]
    decide(two, "A", "A")
    both(two)
    assert get(two, "B", "PNH-A-V1").content.site_exit is None
    assert two.faults() == []


def test_only_a_field_that_does_not_fit_is_asked_about(three):
    """Also where the other field that does not fit is asked about already."""
    edit(three, "A", "PNH-A-V3", entry_date="2026-07-01")
    join(three, "B", "PNH-A-P1", "PNH-A-P3")
    edit(three, "B", "PNH-A-V3", site_exit="2026-05-01")
    edit(three, "C", "PNH-A-V3", site_exit="2026-06-01")
    assert three.exchange()
    asked = {k.content.field for k in open_conflicts(three) if k.content.about == "PNH-A-V3"}
    assert asked == {"entry_date", "site_exit"}


def test_what_two_said_is_asked_about_though_both_met_a_third_one_first(three):
    """By what that one said last their records are alike, and only one of each two was asked."""
    for seat, place in zip("ABC", ("Bogor", "Depok", "Bekasi"), strict=True):
        edit(three, seat, "PNH-A-P1", birth_place=place)
    for seat in "AB":
        merge(three, seat, "C")
    merge(three, "A", "B")
    asked = [{v["value"] for v in k.content.values} for k in open_conflicts(three)]
    assert {"Bogor", "Depok", "Bekasi"} in asked
    assert three.faults() == []


def test_a_dry_run_tells_the_same_and_stores_nothing(two):
    worked_on_there(two)
    imported_on_both(two)
    before = two.paths["A"].read_bytes()
    tried = copies.merge(two.office("A"), two.paths["B"], rehearsal=True)
    assert two.paths["A"].read_bytes() == before
    done = merge(two, "A", "B")
    assert [p.code for p in tried.problems] == [p.code for p in done.problems]
    assert tried.conflicts == done.conflicts


# The harness finds each of these faults where what mends it is taken away.


def nothing(*_args, **_more):
    """In place of what looks after something."""
    return ()


def unmended(fault):
    """What is taken away for a fault: where, what, and what is there instead."""
    return {
        "opposite": [(standing.Standing, "_open_rings", nothing)],
        "edited there": [("attache.desk.settling._carry", None, nothing)],
        "worked on there": [(standing.Standing, "_against", nothing)],
        "corrected twice": [(standing.Standing, "_compare_successors", nothing)],
        "decided twice": [("attache.vault.copies.folding._differ", None, nothing)],
        "imported on both": [("attache.desk.settling.join_imported_twice", None, nothing)],
    }[fault]


SEVEN = {
    "opposite": opposite,
    "edited there": edited_there,
    "worked on there": worked_on_there,
    "corrected twice": corrected_twice,
    "decided twice": decided_twice,
    "imported on both": imported_on_both,
}


@pytest.mark.parametrize("fault", SEVEN)
def test_the_harness_finds_the_fault_where_it_is_not_mended(two, fault):
    if fault == "decided twice":
        SEVEN[fault](two)
    with ExitStack() as stack:
        for where, what, instead in unmended(fault):
            if what:
                stack.enter_context(patch.object(where, what, instead))
            else:
                stack.enter_context(patch(where, instead))
        if fault != "decided twice":
            SEVEN[fault](two)
        two.exchange()
    assert [c.name for c in examine(two.office("A"), read_data=True) if not c.ok]
    copies.settle_again(two.office("A"))
    left = [c.name for c in examine(two.office("A"), read_data=True) if not c.ok]
    assert left == (["imports"] if fault == "imported on both" else [])


def test_the_harness_finds_two_records_under_one_ref(forked):
    with patch("attache.vault.copies.forks._refuse_given_twice", nothing):
        merge(forked, "A", "B")
    found = [c.name for c in examine(forked.office("A"), read_data=True) if not c.ok]
    assert "refs" in found


def test_a_ring_that_an_earlier_version_left_ends_no_command(two):
    """Everything that follows pointers comes to an end, and the check says how to mend it."""
    with patch.object(standing.Standing, "_open_rings", nothing):
        opposite(two)
        merge(two, "A", "B")
    office = two.office("A")
    with engine.limited():
        assert known.current(office.view, office.view.get("PNH-A-P1")) is None
        assert people.find(office.view, "Siti Contoh").matches == []
        erasing.plan(office.view, [office.view.get("PNH-A-P1")])
    assert imported_twice.rows_recorded_twice(office.view) is not None
    copies.settle_again(two.office("A"))
    assert [m.person.ref for m in people.find(two.office("A").view, "Siti Contoh").matches] == [
        "PNH-A-P1"
    ]


def test_offices_are_where_they_were_laid(two):
    assert office_at(two.paths["A"]).view.post.seat == "A"
    assert office_at(two.paths["B"]).view.post.seat == "B"


# A sheet that left before the copies were merged, and comes back after.


def test_what_another_copy_changed_is_not_taken_for_a_change_of_headquarters(two, tmp_path):
    """Revisions of one laptop are none of the other's: it counts what was known when it left."""
    path = tmp_path / "keluar.xlsx"
    edit(two, "A", "PNH-A-P1", home_address="Jalan Lama")
    both(two)
    edit(two, "A", "PNH-A-P1", mother_name="Ibu Contoh")
    asked = Asked("person", path, "headquarters-report")
    exports.export(two.office("A"), asked)
    edit(two, "B", "PNH-A-P1", home_address="Jalan Dari B")
    both(two)
    person = records.named("person")
    path.write_bytes(with_changes(path, {(person, 3, "remarks"): "Pelaut"}))
    taken = imports.take_in(two.office("A"), Incoming(path), lambda _done, _all: None, Wish())
    assert {a.fields for a in taken.accounts} == {("remarks",), ()}
    now = get(two, "A", "PNH-A-P1").content
    assert (now.home_address, now.remarks) == ("Jalan Dari B", "Pelaut")
    assert open_conflicts(two) == []


@pytest.mark.parametrize("first", ["A", "B"])
def test_what_was_said_of_somebody_meanwhile_is_nowhere_once_they_are_erased(two, first):
    """B adds to a talk with P1 before it knows that A has erased P1."""
    said = "Paspor Siti Contoh ditahan"
    edit(two, "B", "PNH-A-C1", advice=said)
    erasing.erase(two.office("A"), "PNH-A-P1", "permintaan")
    second = "AB".replace(first, "")
    merge(two, first, second)
    merge(two, second, first)
    for seat in "AB":
        view = two.office(seat).view
        assert view.get("PNH-A-C1").content.advice is None
        assert said not in str([line.document() for line in view.log()])
    assert two.faults() == []
