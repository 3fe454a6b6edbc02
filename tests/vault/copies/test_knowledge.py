"""Who knew of whose lines: by what each copy had taken over, never by the clock."""

from __future__ import annotations

from attache.vault.copies.knowledge import Knowledge
from attache.vault.copies.sides import Event
from attache.vault.history import Change, Line


def line(ref, at="2026-01-01T00:00:00Z", **said):
    """A line of the log; `said` is what its change tells."""
    fields = {name: (None, value) for name, value in said.items()}
    changes = (Change("merge" if "seen" in said else "copy", "post", "p", "PNH-A-A1", 1, fields),)
    return Line(id=f"id {ref}", ref=ref, at=at, by="x", command="x", changes=changes)


A1, A2, A3 = (line(f"PNH-A-L{n}") for n in (1, 2, 3))
B1, B3 = line("PNH-B-L1"), line("PNH-B-L3")


def test_a_seat_knows_its_own_earlier_lines():
    knowledge = Knowledge([A1, A2])
    assert knowledge.knew(A2, A1)
    assert not knowledge.knew(A1, A2)
    assert not knowledge.knew(A1, A1)


def test_a_copy_knows_what_was_there_when_it_was_made():
    copied = line("PNH-A-L2", seat="B")
    knowledge = Knowledge([A1, copied, A3, B1])
    assert knowledge.knew(B1, A1)
    assert knowledge.knew(B1, copied)
    assert not knowledge.knew(B1, A3)
    assert not knowledge.knew(A3, B1)


def test_what_a_copy_took_over_is_known_from_that_line_on():
    merged = line("PNH-B-L2", seen={"A": 2})
    knowledge = Knowledge([A1, A2, A3, B1, merged, B3])
    assert not knowledge.knew(B1, A1)
    assert knowledge.knew(merged, A2)
    assert knowledge.knew(B3, A2)
    assert not knowledge.knew(B3, A3)


def test_the_order_follows_knowledge_and_then_the_clock():
    """The clock of B is far behind: its line comes later all the same, for it knew the other."""
    late = line("PNH-B-L1", at="2020-01-01T00:00:00Z", seen={"A": 1})
    early = line("PNH-C-L1", at="2019-01-01T00:00:00Z")
    events = [Event(told, told.changes[0]) for told in (late, A1, early)]
    knowledge = Knowledge([A1, late, early])
    assert [e.line.ref for e in knowledge.in_order(events)] == [
        "PNH-C-L1",
        "PNH-A-L1",
        "PNH-B-L1",
    ]
    assert [e.line.ref for e in knowledge.latest(knowledge.in_order(events))] == [
        "PNH-C-L1",
        "PNH-B-L1",
    ]


def test_of_what_one_line_did_with_a_record_the_last_counts():
    events = [Event(told, told.changes[0]) for told in (A1, A2, B1)]
    again = Event(A2, A2.changes[0]._replace(action="restore"))
    knowledge = Knowledge([A1, A2, B1])
    assert knowledge.latest([*events[:2], again, events[2]]) == [again, events[2]]


def test_of_two_that_were_given_one_letter_the_one_counts_whose_file_has_it():
    """The lines of the other one are here under another letter, or not at all."""
    given = [line(f"PNH-{giver}-L1", seat="Q", file=giver) for giver in "AB"]
    first_of_q = line("PNH-Q-L1")
    for one, other in (given, given[::-1]):
        for lines in ([one, other, first_of_q], [other, one, first_of_q]):
            knew = Knowledge(lines, {"Q": {"seat": "Q", "file": one.ref[4]}}).knew
            assert (knew(first_of_q, one), knew(first_of_q, other)) == (True, False)


def test_seats_that_gave_each_other_come_to_an_end():
    """No vault has that; a doctored one might."""
    knowledge = Knowledge([line("PNH-A-L1", seat="B"), line("PNH-B-L1", seat="A")])
    assert isinstance(knowledge.knew(A2, B1), bool)
