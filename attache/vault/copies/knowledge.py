"""Which line of the log was written in knowledge of which other one.

A copy has the lines of each seat up to a number, without gaps. What it has of other seats grows
only where it takes over another copy, and the line that says so tells how far (`SEEN`); a new copy
begins with what the one had that made it (`GIVEN`). No clock is asked: those of two laptops differ.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attache.vault.copies.sides import Event, Place, place_of

if TYPE_CHECKING:
    from attache.vault.history import Change, Line

SEEN = "seen"
"""Field of the change by which a line takes over a copy: the last number there, by seat."""
HAD = "had"
"""The same of the copy that took it over, before."""
GIVEN = "seat"
"""Field of the change by which a line makes a copy: the seat letter that the copy got."""
FILE = "file"
"""Field of the same change: the file id of the copy. Two copies may have been given one letter."""
Reach = Mapping[str, int]
Seats = Mapping[str, Mapping[str, Any]]
"""Which file has each seat letter, as the table of seats tells."""


class Knowledge:
    """What the authors of these lines knew of each other's, where these files have the seats."""

    def __init__(self, lines: Iterable[Line], seats: Seats = MappingProxyType({})) -> None:
        self._takings: dict[str, list[tuple[int, Reach]]] = {}
        self._givers: dict[str, Place] = {}
        self._givers_of_files: dict[str, Place] = {}
        forked: set[str] = set()
        for line in lines:
            for change in line.changes:
                if SEEN in change.fields or GIVEN in change.fields:
                    place = place_of(line.ref)
                    self._note(place, change)
                    if place.number > 1 and change.fields.keys() == {SEEN}:  # see reseating.py
                        forked.add(place.seat)
        for seat, bound in seats.items():
            if giver := self._givers_of_files.get(bound.get(FILE, "")):
                self._givers[seat] = giver
        for seat in forked & self._givers.keys():
            del self._givers[seat]  # the copy that was given this letter too wrote no such line
        for takings in self._takings.values():
            takings.sort(key=lambda taking: taking[0])
        self._grown: dict[str, list[Reach]] = {}

    def _note(self, place: Place, change: Change) -> None:
        if seen := change.fields.get(SEEN, (None, None))[1]:
            self._takings.setdefault(place.seat, []).append((place.number, seen))
        if seat := change.fields.get(GIVEN, (None, None))[1]:
            self._givers[seat] = place
            if file := change.fields.get(FILE, (None, None))[1]:
                self._givers_of_files[file] = place

    def knew(self, line: Line, other: Line) -> bool:
        """Whether a line was written where the other one was there."""
        place, earlier = place_of(line.ref), place_of(other.ref)
        if place.seat == earlier.seat:
            return earlier.number < place.number
        return earlier.number <= self.reach(place).get(earlier.seat, 0)

    def learnt(self, line: Line, other: Line) -> bool:
        """Whether a line took over a copy that had another one, which was not there before."""
        place, theirs = place_of(line.ref), place_of(other.ref)
        before = self.reach(place._replace(number=place.number - 1))
        is_new = theirs.seat != place.seat and before.get(theirs.seat, 0) < theirs.number
        return is_new and self.knew(line, other)

    def lineage(self, seat: str) -> Iterator[str]:
        """A seat, that of the copy of which its own was made, and so on."""
        met: list[str] = []
        while seat and seat not in met:
            met.append(seat)
            yield seat
            giver = self._givers.get(seat)
            seat = giver.seat if giver else ""

    def in_order(self, events: Iterable[Event]) -> list[Event]:
        """Events so that each comes after those that it knew of; else by time."""
        waiting, ordered = sorted(events, key=lambda event: event.at), []
        while waiting:
            first = next(e for e in waiting if not self._waits(e, waiting))
            waiting.remove(first)
            ordered.append(first)
        return ordered

    def _waits(self, event: Event, others: Iterable[Event]) -> bool:
        return any(self.knew(event.line, other.line) for other in others)

    def latest(self, events: Iterable[Event]) -> list[Event]:
        """Of events in order, those that none of the others knew of; of one line the last."""
        heads: list[Event] = []
        for event in events:
            apart = (h for h in heads if h.line.id != event.line.id)
            heads = [h for h in apart if not self.knew(event.line, h.line)]
            heads.append(event)
        return heads

    def reach(self, place: Place) -> Reach:
        """What a seat knew of the others when it wrote a line."""
        takings = self._takings.get(place.seat, [])
        if place.seat not in self._grown:
            self._grown[place.seat] = [{}] * (len(takings) + 1)  # for seats that gave each other
            self._grown[place.seat] = list(self._growing(place.seat))
        number = bisect_right(takings, place.number, key=lambda taking: taking[0])
        return self._grown[place.seat][number]

    def _growing(self, seat: str) -> Iterator[Reach]:
        """What a seat knew in the beginning, and after each copy that it took over."""
        known: Reach = {}
        if giver := self._givers.get(seat):
            known = most(self.reach(giver), {giver.seat: giver.number})
        yield known
        for _number, seen in self._takings.get(seat, []):
            known = most(known, seen)
            yield known


def most(one: Reach, other: Reach) -> Reach:
    """The higher number of each seat."""
    return {seat: max(one.get(seat, 0), other.get(seat, 0)) for seat in {**one, **other}}


def least(one: Reach, other: Reach) -> Reach:
    """The lower number of each seat of which both know."""
    return {seat: min(number, other[seat]) for seat, number in one.items() if seat in other}
