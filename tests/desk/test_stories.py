"""Stories of two and three laptops that once ended badly, each as few deeds as still did so.

R14 found them at random (tests/faults/r14_copies.py); a deed is what an officer does on a laptop
(tests/laptops.py).
"""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import copies, merges, recording, taking_apart, taking_back_merge
from attache.desk.moving import naming_passed_over
from attache.desk.upkeep import examine
from attache.records.record import with_values
from tests.laptops import SEATS, Deed, Laptops

STORIES = {
    "who was made one both ways and two again is named in a withdrawn consultation": (
        Deed("B", "join", 0, 1, 1),
        Deed("A", "join", 1, 0, 1),
        Deed("A", "withdraw", 2, 2, 2),
        Deed("B", "merge", 2, 0, 0),
        Deed("B", "part", 0, 0, 1),
    ),
    "a name that a merge carried over is taken back with the merge": (
        Deed("A", "edit person", 0, 0, 2),
        Deed("B", "join", 2, 0, 1),
        Deed("B", "merge", 1, 2, 0),
        Deed("B", "undo", 1, 2, 0),
    ),
    "a birth place that an officer was asked about, by a merge that was taken back": (
        Deed("B", "edit person", 2, 1, 1),
        Deed("A", "join", 0, 2, 0),
        Deed("B", "join", 1, 0, 0),
        Deed("A", "merge", 0, 1, 1),
        Deed("A", "undo", 2, 0, 2),
    ),
    "a name that an officer has changed on one laptop and two joins carried": (
        Deed("A", "join", 1, 0, 1),
        Deed("B", "edit person", 0, 0, 1),
        Deed("C", "join", 0, 1, 1),
        Deed("A", "merge", 1, 0, 0),
    ),
    "a join into somebody whom another laptop erased, seen by a third": (
        Deed("C", "erase", 1, 1, 2),
        Deed("B", "join", 1, 0, 0),
        Deed("A", "undo", 2, 2, 0),
        Deed("C", "merge", 1, 2, 2),
    ),
    "a conflict that went with an erasure on one laptop gave its ref to another one": (
        Deed("A", "correct", 1, 1, 1),
        Deed("B", "correct", 1, 2, 0),
        Deed("B", "join", 2, 1, 0),
        Deed("B", "merge", 0, 1, 2),
        Deed("A", "erase", 2, 2, 2),
        Deed("B", "merge", 0, 2, 2),
        Deed("A", "edit case", 2, 0, 2),
        Deed("B", "edit case", 0, 2, 1),
    ),
    "two people who were one when the copies merged are two again": (
        Deed("B", "join", 0, 1, 0),
        Deed("A", "edit talk", 2, 2, 0),
        Deed("A", "join", 2, 0, 1),
        Deed("A", "merge", 2, 2, 0),
        Deed("A", "part", 2, 0, 0),
    ),
    "who was named after two laptops had erased others stays named": (
        Deed("A", "erase", 8, 5, 1),
        Deed("C", "merge", 2, 7, 7),
        Deed("C", "erase", 0, 0, 3),
        Deed("C", "edit talk", 3, 9, 10),
        Deed("A", "withdraw", 8, 6, 11),
    ),
    "a correction of a correction went with somebody who was erased elsewhere": (
        Deed("A", "correct", 2, 1, 2),
        Deed("C", "correct", 2, 2, 2),
        Deed("B", "erase", 1, 1, 2),
        Deed("C", "join", 1, 2, 0),
        Deed("C", "correct", 2, 0, 1),
    ),
    "who went into somebody on one laptop follows them into another person and out again": (
        Deed("A", "join", 1, 8, 6),
        Deed("B", "withdraw", 7, 3, 11),
        Deed("B", "join", 6, 2, 9),
        Deed("A", "edit person", 4, 2, 7),
        Deed("A", "merge", 10, 4, 3),
        Deed("A", "part", 3, 1, 2),
    ),
    "an entry that was withdrawn and corrected went with somebody who was erased elsewhere": (
        Deed("B", "join", 0, 1, 0),
        Deed("B", "withdraw", 1, 0, 0),
        Deed("A", "correct", 1, 0, 0),
        Deed("C", "erase", 1, 1, 1),
    ),
    "what was said of somebody who went is carried over as it was said": (
        Deed("A", "edit person", 0, 1, 0),
        Deed("A", "edit person", 1, 1, 1),
        Deed("B", "edit person", 0, 1, 1),
        Deed("A", "join", 1, 0, 0),
    ),
    "so it is on the way through two joins": (
        Deed("A", "edit person", 1, 1, 1),
        Deed("A", "join", 0, 1, 0),
        Deed("B", "edit person", 1, 1, 0),
        Deed("B", "join", 0, 1, 1),
        Deed("B", "join", 1, 0, 1),
    ),
    "a merge that only empties a text for somebody who was erased elsewhere is heard of": (
        Deed("A", "talk", 1, 7, 5),
        Deed("B", "erase", 1, 6, 9),
        Deed("B", "merge", 11, 5, 5),
        Deed("B", "add person", 0, 3, 2),
        Deed("B", "join", 11, 8, 2),
        Deed("A", "merge", 2, 5, 8),
        Deed("B", "join", 11, 4, 11),
        Deed("B", "merge", 3, 1, 9),
    ),
    "taking one apart who was joined twice loses nothing": (
        Deed("B", "join", 1, 2, 0),
        Deed("A", "join", 0, 1, 2),
        Deed("A", "erase", 2, 1, 1),
        Deed("A", "join", 2, 1, 1),
        Deed("A", "merge", 2, 1, 0),
        Deed("A", "part", 2, 1, 2),
    ),
    "a conflict that was erased keeps its number": (
        Deed("B", "join", 3, 6, 6),
        Deed("A", "join", 0, 10, 6),
        Deed("B", "merge", 11, 5, 0),
        Deed("B", "decide", 10, 3, 11),
        Deed("A", "erase", 3, 4, 8),
    ),
    "a line that lost its values to an erasure elsewhere says nothing of what came after": (
        Deed("B", "join", 11, 0, 8),
        Deed("A", "erase", 5, 10, 11),
        Deed("B", "merge", 8, 5, 8),
        Deed("A", "join", 4, 3, 9),
    ),
    "a conflict was erased under the number that another laptop gave to another one": (
        Deed("A", "withdraw", 6, 4, 4),
        Deed("B", "edit case", 8, 8, 11),
        Deed("A", "edit talk", 2, 4, 5),
        Deed("C", "edit talk", 1, 6, 5),
        Deed("C", "correct", 0, 7, 6),
        Deed("C", "merge", 10, 8, 8),
        Deed("A", "erase", 0, 0, 4),
        Deed("C", "merge", 8, 5, 2),
        Deed("A", "edit case", 9, 4, 0),
    ),
    "a row that two took in stays one though what it said of somebody erased is forgotten": (
        Deed("B", "take in", 0, 1, 1),
        Deed("C", "take in", 2, 1, 0),
        Deed("C", "edit talk", 2, 0, 0),
        Deed("A", "erase", 0, 0, 2),
    ),
    "so it does where the other one was worked on": (
        Deed("C", "take in", 2, 2, 0),
        Deed("B", "take in", 0, 2, 2),
        Deed("C", "erase", 2, 2, 1),
        Deed("A", "withdraw", 2, 2, 2),
        Deed("B", "merge", 0, 0, 2),
        Deed("B", "edit talk", 1, 2, 0),
    ),
    "a line that lost its values to an erasure may have said what came last": (
        Deed("B", "edit talk", 1, 1, 0),
        Deed("A", "join", 0, 1, 0),
        Deed("B", "merge", 0, 0, 1),
        Deed("A", "erase", 0, 1, 1),
    ),
    "whether a record of another office stands is no question for officers here": (
        Deed("A", "case", 8, 4, 11),
        Deed("A", "correct", 5, 11, 9),
        Deed("B", "take theirs in", 7, 9, 10),
        Deed("C", "edit case", 0, 0, 2),
        Deed("A", "withdraw", 1, 6, 7),
        Deed("C", "merge", 9, 9, 10),
        Deed("A", "correct", 7, 11, 0),
        Deed("B", "correct", 4, 1, 1),
        Deed("C", "undo", 5, 10, 6),
        Deed("B", "join", 5, 2, 0),
    ),
    "a number that a later workbook of another office replaced stays findable": (
        Deed("B", "take theirs in", 9, 7, 4),
        Deed("A", "take theirs in", 2, 10, 8),
        Deed("B", "take theirs in", 1, 4, 11),
    ),
    "so it does on the laptop that had the later one": (
        Deed("C", "take theirs in", 2, 11, 11),
        Deed("A", "take theirs in", 6, 3, 7),
        Deed("A", "take theirs in", 4, 2, 0),
    ),
    "a conflict in another office's record that stands nowhere can be decided": (
        Deed("A", "take theirs in", 0, 0, 2),
        Deed("A", "undo", 2, 0, 0),
        Deed("C", "take theirs in", 2, 2, 2),
        Deed("C", "undo", 0, 2, 1),
    ),
    "an import that one laptop let stand again is looked at beside the other's": (
        Deed("B", "take in", 1, 3, 7),
        Deed("A", "take in", 3, 9, 3),
        Deed("C", "merge", 0, 7, 2),
        Deed("A", "undo", 0, 3, 6),
        Deed("C", "merge", 4, 3, 0),
        Deed("C", "undo", 0, 11, 2),
    ),
    "of two joins of one person the other counts once somebody is erased": (
        Deed("C", "erase", 2, 1, 0),
        Deed("A", "join", 2, 0, 2),
        Deed("B", "join", 1, 0, 1),
        Deed("A", "join", 1, 0, 1),
    ),
    "what was changed of one who went into somebody erased goes where the other join leads": (
        Deed("C", "erase", 1, 5, 7),
        Deed("A", "edit person", 8, 4, 9),
        Deed("B", "join", 11, 0, 5),
        Deed("A", "join", 9, 8, 5),
    ),
    "what a merge withdrew and let stand again in one line stands": (
        Deed("B", "erase", 1, 0, 0),
        Deed("B", "correct", 0, 0, 1),
        Deed("C", "join", 1, 0, 0),
        Deed("C", "correct", 0, 0, 1),
        Deed("A", "merge", 1, 1, 0),
        Deed("A", "correct", 1, 0, 1),
        Deed("C", "merge", 0, 0, 0),
    ),
    "of another office's record a later workbook stands whole, whatever an older one left blank": (
        Deed("B", "take theirs in", 1, 2, 1),
        Deed("B", "undo", 0, 1, 0),
        Deed("B", "take theirs in", 0, 2, 0),
        Deed("C", "take theirs in", 2, 1, 1),
    ),
    "whoever knew that two are different and makes them one all the same has decided": (
        Deed("B", "erase", 0, 1, 3),
        Deed("A", "add person", 11, 8, 8),
        Deed("B", "merge", 1, 11, 0),
        Deed("B", "join", 6, 11, 3),
        Deed("A", "add person", 3, 6, 6),
        Deed("A", "add person", 2, 6, 11),
        Deed("A", "merge", 7, 3, 2),
        Deed("A", "join", 2, 9, 3),
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_story_ends_well(tmp_path, story):
    deeds = STORIES[story]
    laptops = Laptops(tmp_path, SEATS[: 3 if any(deed.seat == "C" for deed in deeds) else 2])
    assert [deed for deed in deeds if not laptops.do(deed)] == []
    assert laptops.faults() == []


@pytest.fixture
def undone(tmp_path):
    """Two laptops took apart on their own who was one, and a third took its merge of both back."""
    laptops = Laptops(tmp_path)
    talk = {"topic": "stay", "channel": "email", "summary": "Tiga", "persons": ["P3"]}
    recording.record(laptops.office("A"), records.named("consultation"), [talk])
    for stays, goes in (("P2", "P3"), ("P1", "P2")):
        merges.merge(laptops.office("A"), stays, goes)
    for seat in "BC":
        laptops.take_over(seat, laptops.paths["A"])
    for seat, other in (("A", "P2"), ("A", "P3"), ("C", "P2")):
        taking_apart.unmerge(laptops.office(seat), f"PNH-A-{other}")
    laptops.take_over("A", laptops.paths["C"])
    laptops.take_over("B", laptops.paths["A"])
    taking_back_merge.undo(laptops.office("B"), None)
    return laptops


def test_an_undone_merge_leaves_nothing_with_who_went_into_another(undone):
    view = undone.office("B").view
    assert view.get("PNH-A-P2").stamp.replaced_by == "PNH-A-P1"
    assert naming_passed_over(view) == []
    assert undone.faults() == []


def test_what_names_who_went_into_another_is_told_by_a_check_and_mended(tmp_path):
    laptops = Laptops(tmp_path)
    merges.merge(laptops.office("A"), "P1", "P2")
    with laptops.office("A").work() as work:
        talk = work.get("C1")
        work.change(talk, with_values(talk.content, {"persons": ("PNH-A-P2",)}))
    assert _astray(laptops) == ("PNH-A-C1",)
    copies.settle_again(laptops.office("A"))
    assert _astray(laptops) == ()
    assert laptops.office("A").view.get("C1").content.persons == ("PNH-A-P1",)


def _astray(laptops):
    (check,) = [c for c in examine(laptops.office("A"), read_data=True) if c.name == "astray"]
    return check.about
