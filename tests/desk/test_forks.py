"""Laptops that go on with one and the same file: one keeps its refs, and takes the others over."""

from __future__ import annotations

from itertools import islice, permutations, product

import pytest

from attache import records
from attache.desk import copies, erasing, recording, taking_back_merge
from attache.desk.upkeep import examine
from attache.problems import Refused
from tests.desk.forked import Forked


def add(laptops, seat, name, **more):
    person = recording.record(
        laptops.office(seat), records.named("person"), [{"name": name}], new_people="different"
    )
    about = person.kept[0].ref
    note = recording.record(
        laptops.office(seat), records.named("note"), [{"about": about, "text": name}]
    )
    laptops.note([*person.kept, *note.kept])
    return person.kept[0]


def edit(laptops, seat, place):
    recording.edit(laptops.office(seat), "PNH-A-P1", {"birth_place": place})


def worked(laptops, *seats):
    """Somebody is recorded on each, and P1 changed to something else."""
    for seat in seats:
        add(laptops, seat, f"Orang Di {seat}")
        edit(laptops, seat, f"Kota {seat}")


def beside_the_original(laptops):
    """A backup of A goes on as D, and A too, of which B has all."""
    backup = laptops.backup("A")
    worked(laptops, "A")
    laptops.merge("B", "A")
    laptops.restored(backup, "D")
    worked(laptops, "D", "B")


def in_two_places(laptops):
    """A backup of A goes on as D and as E; A is lost, and B has taken D over."""
    backup = laptops.backup("A")
    laptops.seats = ("B",)
    for seat in "DE":
        laptops.restored(backup, seat)
    worked(laptops, "D", "E")
    laptops.merge("B", "D")


def by_hand(laptops):
    """The file of B goes on as D; A has taken over B, and D has erased somebody of its own."""
    laptops.copied_by_hand("B", "D")
    worked(laptops, "D", "B")
    laptops.merge("A", "B")
    own = add(laptops, "D", "Dihapus Lagi")
    erasing.erase(laptops.office("D"), own.ref, "permintaan")
    add(laptops, "B", "Setelah Itu")


def three(laptops):
    """Two backups of A go on as D and E, the second of which has more in common with A."""
    first = laptops.backup("A")
    worked(laptops, "A")
    second = laptops.backup("A")
    worked(laptops, "A")
    laptops.restored(first, "D")
    laptops.restored(second, "E")
    worked(laptops, "D", "E")


def three_that_took_each_other_over(laptops):
    """The same, where E has taken A over, and D has E, before anybody knew of another one."""
    three(laptops)
    laptops.merge("E", "A")
    worked(laptops, "E")
    laptops.merge("D", "E")


def one_letter_twice(laptops):
    """A and B have each given the letter Q, to D and E."""
    for giver, seat in ("AD", "BE"):
        laptops.join(seat)
        laptops.go_on_with_a_copy(seat, giver, "Q")
    worked(laptops, "E", "D")
    laptops.merge("A", "D")


def given_on_two_laptops(laptops):
    """Nobody has merged since; D has taken back what A did before it gave the letter."""
    edit(laptops, "A", "Kota A")
    line = [told.ref for told in laptops.office("A").view.log()][-1]
    for giver, seat in ("AD", "BE"):
        laptops.join(seat)
        laptops.go_on_with_a_copy(seat, giver, "Q")
    taking_back_merge.undo(laptops.office("D"), line)
    worked(laptops, "E")
    add(laptops, "D", "Orang Di D")


WAYS = {
    w.__name__: w
    for w in (
        beside_the_original,
        in_two_places,
        by_hand,
        three,
        three_that_took_each_other_over,
        one_letter_twice,
    )
}
ORDERS = 6


@pytest.mark.parametrize(("way", "order"), [*product(WAYS, range(ORDERS))])
def test_whoever_merges_first_all_come_to_the_same_and_no_ref_means_two(tmp_path, way, order):
    """Officers do what they are told, once each, and nobody is told what does not work."""
    laptops = Forked(tmp_path)
    WAYS[way](laptops)
    every = list(permutations(laptops.seats))
    laptops.seats = next(islice(every, order * len(every) // ORDERS, None))
    assert laptops.faults() == []
    assert {"MRG009", "MRG016", "MRG034", "MRG045"} & {*laptops.told}


@pytest.mark.parametrize("pair", [*permutations("ABDE", 2)])
def test_so_they_do_where_two_laptops_gave_one_letter_whoever_merges_with_whom_first(
    tmp_path, pair
):
    """Whose copy has the letter decides what its lines knew; no true copy counts as altered."""
    laptops = Forked(tmp_path)
    given_on_two_laptops(laptops)
    laptops.merge(*pair)
    laptops.seats = ("A", "B", "E", "D")
    assert laptops.faults() == []


@pytest.mark.parametrize("way", WAYS)
def test_of_two_files_one_takes_the_other_over_and_never_both(tmp_path, way):
    laptops = Forked(tmp_path)
    WAYS[way](laptops)
    for one, other in permutations(laptops.seats, 2):
        letters = {s: told(laptops, *pair) for s, *pair in (("1", one, other), ("2", other, one))}
        codes = {code for code, _letter in letters.values()}
        assert codes == {""} or codes & {"MRG009", "MRG034"}, (one, other, letters)
        assert codes == {""} or codes & {"MRG016", "MRG045"}, (one, other, letters)


def told(laptops, seat, other):
    """With what a merge is refused, and with which letter it would not be."""
    try:
        copies.merge(laptops.office(seat), laptops.paths[other], rehearsal=True)
    except Refused as refused:
        return refused.problems[0].code, refused.problems[0].args.get("seat")
    return "", None


def test_a_backup_that_was_put_back_keeps_its_refs(tmp_path):
    """What was there before is lost, or in wrong hands: no officer goes on with it."""
    laptops = Forked(tmp_path)
    beside_the_original(laptops)
    assert [told(laptops, "D", other)[0] for other in "AB"] == ["MRG009"] * 2
    assert [told(laptops, seat, "D")[0] for seat in "AB"] == ["MRG045"] * 2


def test_the_other_side_is_told_whether_all_of_it_was_taken_over(tmp_path):
    laptops = Forked(tmp_path)
    beside_the_original(laptops)
    laptops.take_over("D", laptops.paths["B"], "F")
    assert told(laptops, "B", "D") == ("MRG016", "F")
    worked(laptops, "B")
    assert told(laptops, "B", "D") == ("MRG045", "F")
    laptops.take_over("D", laptops.paths["B"], "F")
    assert told(laptops, "B", "D") == ("MRG016", "F")


def test_two_laptops_that_know_a_third_under_two_letters_agree_on_one(tmp_path):
    laptops = Forked(tmp_path)
    backup = laptops.backup("A")
    worked(laptops, "A")
    laptops.restored(backup, "D")
    worked(laptops, "D")
    laptops.merge("B", "D")
    laptops.take_over("B", laptops.paths["A"], "G")
    laptops.take_over("D", laptops.paths["A"], "F")
    assert told(laptops, "D", "B") == ("MRG009", "F")
    assert told(laptops, "B", "D") == ("MRG045", "F")
    assert laptops.faults() == []


def test_two_that_took_a_file_over_under_one_letter_need_not_begin_it_with_one_line(tmp_path):
    """H knew more of D than B did, so that the letter begins later there."""
    laptops = Forked(tmp_path)
    laptops.copied_by_hand("B", "D")
    worked(laptops, "B", "D")
    backup = laptops.backup("D")
    laptops.copied_by_hand("D", "E")
    laptops.restored(backup, "H")
    worked(laptops, "H", "D")
    laptops.merge("E", "B")
    laptops.merge("D", "H")
    lines = [line for seat in "DE" for line in laptops.office(seat).view.log()]
    begun = [line.ref for line in lines if any([*c.fields] == ["seen"] for c in line.changes)]
    assert len({*begun}) == 2
    laptops.merge("D", "E")
    assert laptops.faults() == []


def test_a_line_that_names_a_record_under_two_letters_is_the_same_line(tmp_path):
    """A knows whom D recorded by the ref that D gave, and J by another, also in A's own line."""
    laptops = Forked(tmp_path)
    backup = laptops.backup("B")
    for seat in "JD":
        laptops.restored(backup, seat)
    worked(laptops, "D", "J")
    laptops.merge("A", "D")
    recording.edit(laptops.office("A"), "PNH-B-P1", {"birth_place": "Kota Lain"})
    for seat, other in ("DA", "JA"):
        laptops.merge(seat, other)
    named = {
        c.ref for s in "DJ" for x in laptops.office(s).view.log() for c in x.changes if c.fields
    }
    assert {"PNH-B-P1", "PNH-D-P1"} <= named
    laptops.merge("J", "D")
    assert laptops.faults() == []


def test_an_older_file_gives_out_no_ref_again_that_came_back_to_it(tmp_path):
    """B lost what it had recorded, and has it back from A."""
    laptops = Forked(tmp_path)
    older = laptops.paths["B"].read_bytes()
    first = add(laptops, "B", "Sebelum Itu")
    laptops.merge("A", "B")
    laptops._lay("B", "B", older)
    laptops.merge("B", "A")
    second = add(laptops, "B", "Setelah Itu")
    assert (first.ref, second.ref) == ("PNH-B-P1", "PNH-B-P2")
    assert laptops.faults() == []


@pytest.mark.parametrize("first", "AD")
def test_a_backup_that_came_apart_is_put_back_and_nothing_is_lost(tmp_path, first):
    """Whichever of the two keeps its refs: what is told is done."""
    laptops = Forked(tmp_path)
    laptops.copied_by_hand("A", "D")
    worked(laptops, first, "D" if first == "A" else "A")
    laptops.put_back("A", laptops.backup("D"))
    names = {k.content.name for k in laptops.standing("A", "person")}
    assert names >= {"Orang Di A", "Orang Di D"}
    failed = [c.name for c in examine(laptops.office("A"), read_data=True) if not c.ok]
    assert [*{*failed} - {"folder", "anchor"}] == []
    assert laptops.faults() == []
