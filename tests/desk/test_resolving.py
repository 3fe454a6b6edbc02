"""Deciding what copies say differently, and taking a decision back."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import differences, merges, recording, taking_apart, taking_back_merge, undoing
from attache.desk.conflicts import conflicts_in
from attache.desk.differences import Choice
from attache.problems import Refused
from tests.desk.offices import sample
from tests.laptops import Laptops

COUNTED = ("rev", "changed_by", "changed_at")
"""What every change raises, also one that takes something back."""


@pytest.fixture
def two(tmp_path):
    return Laptops(tmp_path, "AB")


def edit(laptops, seat, ref, /, **raw):
    return recording.edit(laptops.office(seat), ref, raw).kept[0]


def add(laptops, seat, kind, /, **raw):
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


def of_a_withdrawal_and_a_correction(laptops):
    recording.withdraw(laptops.office("A"), "PNH-A-N1", "salah catat")
    edit(laptops, "B", "PNH-A-N1", text="Perbaikan B")


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
    of_a_withdrawal_and_a_correction,
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


# Whom each laptop named by itself stays named once two people are two again.


def named_on_both(laptops, own):
    """A changes the record by itself; B names P4 in it, who then goes into P3 there."""
    edit(laptops, "A", "PNH-A-C1", persons=own)
    edit(laptops, "B", "PNH-A-C1", persons=["PNH-A-P1", "PNH-A-P2", "PNH-A-P4"])
    raw = {"person": "PNH-A-P3", "other": "PNH-A-P4", "answer": "different"}
    add(laptops, "A", "identity-decision", **raw)
    join(laptops, "B", "PNH-A-P3", "PNH-A-P4")
    both(laptops)


def persons(laptops, seat="A"):
    return set(laptops.office(seat).view.get("PNH-A-C1").content.persons)


@pytest.mark.parametrize("seat", "AB")
@pytest.mark.parametrize("by_the_question", [True, False])
def test_whom_another_laptop_named_by_itself_stays_named(two, seat, by_the_question):
    named_on_both(two, ["PNH-A-P1", "PNH-A-P2", "PNH-A-P3"])
    (conflict,) = conflicts_in(two.office(seat).view)
    if by_the_question:
        differences.resolve(two.office(seat), conflict.ref, Choice("A"))
    else:
        taking_apart.unmerge(two.office(seat), "PNH-A-P4")
    assert persons(two, seat) == {f"PNH-A-P{n}" for n in (1, 2, 3, 4)}
    assert two.faults() == []
    assert persons(two, "A") == persons(two, "B")


@pytest.mark.parametrize("seat", "AB")
def test_whom_another_laptop_took_out_by_itself_stays_out(two, seat):
    edit(two, "A", "PNH-A-C1", persons=["PNH-A-P1"])
    join(two, "B", "PNH-A-P1", "PNH-A-P2")
    both(two)
    taking_apart.unmerge(two.office(seat), "PNH-A-P2")
    assert persons(two, seat) == {"PNH-A-P1"}
    assert two.faults() == []


@pytest.mark.parametrize("seat", "AB")
def test_a_name_and_a_place_that_another_laptop_gave_by_itself_stay(two, seat):
    edit(two, "A", "PNH-A-P1", birth_place="Depok", aliases=["Budi Misal"])
    edit(two, "B", "PNH-A-P2", birth_place="Depok")
    join(two, "B", "PNH-A-P1", "PNH-A-P2")
    both(two)
    taking_apart.unmerge(two.office(seat), "PNH-A-P2")
    person = two.office(seat).view.get("PNH-A-P1").content
    assert (person.birth_place, person.aliases) == ("Depok", ("Budi Misal",))
    assert two.faults() == []


# Withdrawn here and changed there.


@pytest.mark.parametrize(("take", "decider"), ["AB", "BA"])
@pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
def test_what_was_withdrawn_here_and_changed_there_is_asked_about(two, kind, take, decider):
    """Also an entry, which is withdrawn by its correction; it stands as that until then."""
    old = add(two, "A", kind.name, **sample(kind))
    both(two)
    field = next(f for f in reversed(kind.fields.values()) if f.kind.name == "text")
    recording.withdraw(two.office("A"), old.ref, "tidak pernah ada")
    new = edit(two, "B", old.ref, **{field.name: "Lain"})
    both(two)
    (conflict,) = conflicts_in(two.office(decider).view)
    assert (conflict.content.about, conflict.content.field) == (new.ref, "withdrawn")
    assert {v["seat"]: v["value"] for v in conflict.content.values} == {
        "A": "tidak pernah ada",
        "B": None,
    }
    assert not two.office(decider).view.get(new.ref).stamp.withdrawn
    differences.resolve(two.office(decider), conflict.ref, Choice(take))
    both(two)
    reason = "tidak pernah ada" if take == "A" else None
    for seat in "AB":
        assert two.office(seat).view.get(new.ref).stamp.withdrawn == reason
        assert conflicts_in(two.office(seat).view) == []
    assert two.faults() == []


def test_an_entry_that_was_corrected_since_stands_once_it_is_decided(two):
    of_a_withdrawal_and_a_correction(two)
    both(two)
    edit(two, "A", "PNH-B-N1", text="Perbaikan lagi")
    decide(two, "B")
    standing = [k.content.text for k in two.standing("A", "note")]
    assert sorted(standing) == ["Catatan awal", "Catatan awal", "Perbaikan lagi"]
    assert two.faults() == []


@pytest.fixture
def decided_twice(tmp_path):
    """A and B say and decide it differently, C decides between them, and A takes its own back."""
    three = Laptops(tmp_path, "ABC")
    of_a_field(three)
    both(three)
    for seat, choice in (("A", Choice("B")), ("B", Choice(value="Cilegon"))):
        (conflict,) = conflicts_in(three.office(seat).view)
        differences.resolve(three.office(seat), conflict.ref, choice)
    for seat in "AB":
        three.take_over("C", three.paths[seat])
    (conflict,) = conflicts_in(three.office("C").view)
    differences.resolve(three.office("C"), conflict.ref, Choice("A"))
    undoing.undo(three.office("A"), None)
    return three


@pytest.mark.parametrize("first", ["AC", "CA"])
def test_a_decision_is_asked_about_again_where_another_laptop_takes_its_own_back(
    decided_twice, first
):
    """C chose what A had said; that A says it no more does not undo what C decided."""
    said = [decided_twice.office(seat).view.get("PNH-A-P1").content for seat in "AC"]
    assert [content.birth_place for content in said] == ["Bogor", "Depok"]
    for seat, other in (first, first[::-1]):
        decided_twice.take_over(seat, decided_twice.paths[other])
    (conflict,) = conflicts_in(decided_twice.office("A").view)
    voices = {voice["seat"]: voice["value"] for voice in conflict.content.values}
    assert voices == {"A": "Bogor", "C": "Depok"}
    assert decided_twice.faults() == []


@pytest.fixture
def three_undone(tmp_path):
    """A takes back what B recorded, B and C have worked on it: each asks under numbers of A's."""
    three = Laptops(tmp_path, "ABC")
    names = [add(three, "B", "person", name=name).ref for name in ("Budi Bee", "Citra Kedua")]
    for seat in "AC":
        three.take_over(seat, three.paths["B"])
    taking_back_merge.undo(three.office("A"), None)
    edit(three, "B", names[0], birth_place="Solo")
    edit(three, "C", names[0], birth_place="Medan")
    edit(three, "C", names[1], birth_place="Bogor")
    return three


def test_a_merge_says_which_open_conflict_has_another_ref(three_undone):
    """Who decides under the ref that they know would else decide about somebody else."""
    three, told = three_undone, set[str]()
    for seat, other in ("BA", "CA", "AB", "AC", "CA", "BC", "AB", "CB"):
        before = conflicts_in(three.office(seat).view)
        outcome = three.take_over(seat, three.paths[other])
        view = three.office(seat).view
        now = {(k.ref, view.get(k.id).ref, k.content.about) for k in before}
        moved = {one for one in now if one[0] != one[1]}
        assert {(one.was, one.ref, one.about) for one in outcome.renumbered} == moved
        told |= {p.message(str) for p in outcome.problems if p.code == "MRG047"}
    assert "The conflict PNH-A-Q2 is PNH-A-Q3 now: Withdrawn of PNH-B-P2." in told


def test_a_merge_counts_the_questions_that_come_with_the_copy(tmp_path):
    """C asks nothing itself, and takes over what A has been asked since a merge with B."""
    three = Laptops(tmp_path, "ABC")
    of_a_field(three)
    first = three.take_over("A", three.paths["B"])
    assert first.conflicts == ("PNH-A-Q1",)
    outcome = three.take_over("C", three.paths["A"])
    assert outcome.conflicts == ("PNH-A-Q1",)
    assert "MRG008" in [p.code for p in outcome.problems]
    assert three.take_over("A", three.paths["C"]).conflicts == ()


def test_a_merge_counts_a_question_that_is_open_again(two):
    of_a_field(two)
    both(two)
    line = decide(two, "A")
    two.take_over("B", two.paths["A"])
    undoing.undo(two.office("A"), line.ref)
    assert two.take_over("B", two.paths["A"]).conflicts == ("PNH-A-Q1",)


# Ours and theirs, as the help calls the sides: also where each has the letter of a laptop.


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("seat", "words", "takes"),
    [("A", "OURS", "A"), ("A", "THEIRS", "B"), ("B", "OURS", "B"), ("B", "THEIRS", "A")],
)
def test_a_laptop_may_call_its_own_side_ours_and_the_other_one_theirs(
    two, kind, seat, words, takes
):
    kind(two)
    both(two)
    (*_others, asked) = conflicts_in(two.office(seat).view)
    done = differences.resolve(two.office(seat), asked.ref, Choice(words))
    assert done.conflict.content.resolved == takes


@pytest.mark.parametrize("words", ["OURS", "THEIRS"])
def test_a_side_that_is_none_or_one_of_two_is_to_be_named(tmp_path, words):
    """C is no side of what A and B say; whichever of the two would be theirs."""
    three = Laptops(tmp_path, "ABC")
    of_a_field(three)
    both(three)
    three.take_over("C", three.paths["A"])
    (asked,) = conflicts_in(three.office("C").view)
    with pytest.raises(Refused) as refused:
        differences.resolve(three.office("C"), asked.ref, Choice(words))
    (told,) = refused.value.problems
    assert (told.code, sorted(str(told.args["seats"]))) == ("MRG006", sorted("A, B"))
