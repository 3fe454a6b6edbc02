"""Giving what another file of our seat has given out since both were one a seat letter of its own.

Its lines that are here already have the letter that they have here, and those that follow them go
on under it. The file itself stays as it is; numbers stay too, so that only letters differ.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from string import ascii_uppercase
from typing import TYPE_CHECKING

import orjson

from attache import records
from attache.problems import Refused, problem
from attache.vault.copies.conflicts import CONFLICT
from attache.vault.copies.knowledge import HAD, SEEN, Knowledge, Reach, most
from attache.vault.copies.sides import Place, Side, place_of
from attache.vault.history import LOG, MERGE, Line
from attache.vault.views import ASIDE, ERASED, PROFILE, SEATS

if TYPE_CHECKING:
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document

_REF = re.compile(rb'"([A-Z]{3}-[A-Z]-[A-Z]{1,2}[1-9][0-9]*)"')


class Letters:
    """Under which seat letters the lines of the other side come in here.

    `by_place` has each line of the seats that parted: its letter by where it stands there. A letter
    that is needed anew is a digit until somebody gives it (`give`).
    """

    def __init__(self, ours: Side, theirs: Side, *, whole: bool) -> None:
        self._ours, self._theirs = ours, theirs
        self._here = ours.db.of(LOG).documents()
        self._anothers = theirs.seat if whole else ""
        self._ids = _by_place(theirs)
        unknown = {place.seat for place, (id_, _ref) in self._ids.items() if id_ not in self._here}
        self._strange = strange_seats(ours.db, theirs.db, unknown)
        self._needed = 0
        self.by_place: dict[Place, str] = {}
        waiting = sorted(self._parted())
        while waiting:
            seat = waiting.pop(0)
            self._look_through(seat)
            met = {place.seat for place in self.by_place}
            gone_on = {*self.by_place.values()} - met - {*waiting}
            waiting += sorted(s for s in gone_on if any(p.seat == s for p in self._ids))

    def _parted(self) -> set[str]:
        """Seats of which a ref is of two lines, or a line has two; and one that is another's."""
        log, seats = self._ours.db.of(LOG), {self._anothers} - {""} | self._strange
        for place, (id_, ref) in self._ids.items():
            other = log.id_of(ref) not in (None, id_)
            if other or (id_ in self._here and self._here[id_]["ref"] != ref):
                seats.add(place.seat)
        return seats

    def _look_through(self, seat: str) -> None:
        letter = "" if seat in self._strange or seat == self._anothers else seat
        given = {Place(own, p.number) for p, own in self.by_place.items()}
        for place, (id_, ref) in sorted(self._ids.items()):
            if place.seat != seat:
                continue
            if id_ in self._here:
                letter = place_of(self._here[id_]["ref"]).seat
            elif id_ and (not letter or self._is_taken(_with_letter(ref, letter), given)):
                letter = str(self._needed)
                self._needed += 1
            self.by_place[place] = letter or seat

    def _is_taken(self, ref: str, given: set[Place]) -> bool:
        """Whether a line cannot have a ref."""
        return place_of(ref) in given or self._ours.db.of(LOG).id_of(ref) is not None

    @property
    def free(self) -> list[str]:
        """Letters that no copy has, as far as either side knows."""
        sides = (self._ours, self._theirs)
        given = {seat for s in sides for seat in (*s.db.of(SEATS).documents(), s.seat, *s.reach)}
        return [letter for letter in ascii_uppercase if letter not in given]

    @property
    def wanted(self) -> str:
        """The letter that somebody has to give: a free one, or that under which it goes on."""
        gone_on = (own for place, own in self.by_place.items() if own != place.seat)
        return next(iter(self.free), "F") if self._needed else next(gone_on, "")

    def give(self, letter: str) -> None:
        """Give a letter to what needs one, and the next free ones; raises Refused."""
        if self._needed:
            given = [letter, *(one for one in self.free if one != letter)]
            if letter not in self.free or len(given) < self._needed:
                raise Refused(problem("MRG004", "seat"))
            new = {str(number): one for number, one in enumerate(given[: self._needed])}
            self.by_place = {place: new.get(own, own) for place, own in self.by_place.items()}
            self._needed = 0

    def reach(self, known: Reach) -> dict[str, int]:
        """How far somebody was who knew so many lines of the other side, by the letters here."""
        seats = {place.seat for place in self.by_place}
        found = {seat: number for seat, number in known.items() if seat not in seats}
        for place, letter in self.by_place.items():
            if place.number <= known.get(place.seat, 0):
                found[letter] = max(found.get(letter, 0), place.number)
        return found

    def changed(self) -> Iterator[tuple[str, str, str]]:
        """Id, ref there and letter here of each line that has another one here; no id if lost."""
        for place, letter in self.by_place.items():
            if letter != place.seat:
                yield (*self._ids[place], letter)

    def is_new(self, letter: str) -> bool:
        """Whether no line here has a letter."""
        return letter not in self._ours.reach


def strange_seats(ours: VaultDB, theirs: VaultDB, seats: Collection[str]) -> set[str]:
    """Of these, the seats of which each side has lines, and none in common: two mean one letter."""
    left, here, there = {*seats}, set[str](), theirs.of(LOG)
    for ref, id_ in ours.of(LOG).refs().items() if left else ():
        seat = ref.split("-")[1]
        if seat in left:
            here.add(seat)
            left -= {seat} if there.id_of(ref) == id_ else set()
    return left & here


def _by_place(side: Side) -> dict[Place, tuple[str, str]]:
    """Id and ref of each line of a side, also of those set aside; no id of one that is lost."""
    refs = dict.fromkeys(side.lost, "")
    refs |= {document["ref"]: id_ for id_, document in side.db.of(LOG).documents().items()}
    return {place_of(ref): (id_, ref) for ref, id_ in refs.items()}


def letter_for(ours: Side, theirs: Side, *, whole: bool = False) -> str:
    """The letter under which the other side can be taken over.

    `whole`: its seat letter is another file's, so that nothing comes in under it.
    """
    letters = Letters(ours, theirs, whole=whole)
    return letters.wanted or next(iter(letters.free), "F")


def reseat(ours: Side, theirs: Side, letter: str, *, whole: bool) -> Side | None:
    """The other side under the letters that it has here, and this one where it needs one.

    None where it needs another letter than this; raises Refused where the letter is in use.
    """
    letters = Letters(ours, theirs, whole=whole)
    letters.give(letter)
    changed = [*letters.changed()]
    if letter not in {own for _id, _ref, own in changed}:
        return None if changed else theirs
    lines = (Line.of(d) for d in theirs.db.of(LOG).documents().values())
    knowledge = Knowledge(lines, theirs.db.of(SEATS).documents())
    began = _beginnings(letters, knowledge)
    _rename(theirs, dict(_refs(theirs, changed)))
    _align(ours, theirs, letters, began)
    _have_seats(theirs, letters)
    return Side(theirs.db)


def _beginnings(letters: Letters, knowledge: Knowledge) -> dict[Place, Reach]:
    """What the first line of each letter that is new here knew, by where it stands from now on."""
    first: dict[str, Place] = {}
    for place, letter in sorted(letters.by_place.items()):
        if letter != place.seat and letters.is_new(letter):
            first.setdefault(letter, place)
    return {
        Place(letter, place.number): letters.reach(
            most(knowledge.reach(place), {place.seat: place.number - 1})
        )
        for letter, place in first.items()
    }


def _refs(theirs: Side, changed: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """The refs that lines gave out, their own and those of what they added, with the new ones."""
    documents = theirs.db.of(LOG).documents()
    for id_, ref, letter in changed:
        post, seat, _short = ref.split("-")
        yield ref, _with_letter(ref, letter)
        for action, _kind, _id, added, _rev, _fields in documents[id_]["changes"] if id_ else ():
            if action == "add" and added.split("-")[:2] == [post, seat]:
                yield added, _with_letter(added, letter)


def _with_letter(ref: str, letter: str) -> str:
    post, _seat, short = ref.split("-")
    return f"{post}-{letter}-{short}"


def _rename(theirs: Side, refs: Mapping[str, str]) -> None:
    """Have all that the other side holds name these refs by the other ones."""
    for kind in (LOG, ERASED, ASIDE, *(t.name for t in records.RECORD_TYPES)):
        table = theirs.db.of(kind)
        renamed = dict(_renamed([*table.contents()], refs))
        for side in (s for d in renamed.values() if kind == CONFLICT for s in d["values"]):
            side["seat"] = place_of(side["line"]).seat if side["line"] else side["seat"]
        if kind == ASIDE:  # the key of a line that is lost is its ref
            table.delete(renamed.keys() & refs.keys())
            renamed = {refs.get(key, key): document for key, document in renamed.items()}
        table.put(renamed)


def _renamed(
    contents: Iterable[tuple[str, bytes]], refs: Mapping[str, str]
) -> Iterator[tuple[str, Document]]:
    """The documents that hold one of these refs, with the other ones in their place."""

    def other(found: re.Match[bytes]) -> bytes:
        ref = found[1].decode()
        return b'"%s"' % refs.get(ref, ref).encode()

    for id_, content in contents:
        renamed = _REF.sub(other, content)
        if renamed != content:
            yield id_, orjson.loads(renamed)


def _align(ours: Side, theirs: Side, letters: Letters, began: Mapping[Place, Reach]) -> None:
    """Have lines tell how far copies were by the letters here, and a new letter how it began."""
    here, there, put = ours.db.of(LOG).documents(), theirs.db.of(LOG).documents(), {}
    profile = next(iter(theirs.documents(PROFILE).values()))
    said = [MERGE, PROFILE, profile["id"], profile["ref"], profile["rev"]]
    for id_, line in there.items():
        known = here[id_]["changes"] if id_ in here else []
        beginning = began.get(place_of(line["ref"]))
        if id_ in here:  # where a letter began here, one change more says so
            line["changes"] = [*line["changes"][: len(known)], *known[len(line["changes"]) :]]
        else:
            _tell_reach(line, letters)
        if beginning is not None and id_ not in here:
            line["changes"].append([*said, {SEEN: [None, dict(beginning)]}])
        put[id_] = line
    theirs.db.of(LOG).put({i: line for i, line in put.items() if there[i] != line})


def _tell_reach(line: Document, letters: Letters) -> None:
    for change in line["changes"]:
        for name in {SEEN, HAD} & change[-1].keys():
            old, new = change[-1][name]
            change[-1][name] = [old, letters.reach(new) if new else new]


def _have_seats(theirs: Side, letters: Letters) -> None:
    """Have the other side know the letters that it has here, and forget those that it has not."""
    table = theirs.db.of(SEATS)
    files = {seat: document.get("file") for seat, document in table.documents().items()}
    files[theirs.seat] = theirs.db.file
    new: dict[str, Document] = {}
    for place, letter in letters.by_place.items():
        if letter != place.seat and letters.is_new(letter):
            file = files.get(place.seat)
            new[letter] = {"seat": letter, "file": file} if file else {"seat": letter}
    stay = {own for place, own in letters.by_place.items() if own == place.seat} | new.keys()
    gone = {place.seat for place in letters.by_place} - stay
    table.delete(gone & table.documents().keys())
    table.put(new)
    last = max((p for p in letters.by_place if p.seat == theirs.seat), default=None)
    if last and letters.by_place[last] != theirs.seat:
        posts = theirs.documents(PROFILE)
        seat = letters.by_place[last]
        theirs.db.of(PROFILE).put({id_: {**post, "seat": seat} for id_, post in posts.items()})
