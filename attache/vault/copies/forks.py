"""Two files of one seat: one was copied by hand, or an old backup was put back and worked on.

Then one ref stands for two records, and no merge can tell which of them was meant where. One of
the two keeps its refs, and takes the other over: what that one has given out since both were one
gets a seat letter of its own (reseating.py). Then it is a copy like any other. Which of them keeps
its refs follows from the two files alone, so that it is never both, nor neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attache import records
from attache.problems import Refused, problem
from attache.vault.copies.both import incoming
from attache.vault.copies.conflicts import CONFLICT
from attache.vault.copies.reseating import letter_for, reseat, strange_seats
from attache.vault.copies.sides import Place, Side, place_of
from attache.vault.history import LOG, RESTORED
from attache.vault.views import SEATS

if TYPE_CHECKING:
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document

TOLD = 5
"""Refs that the message names."""


def keeps(ours: VaultDB, theirs: VaultDB) -> bool | None:
    """Whether our side keeps its refs; None where no ref is of two lines, and no line has two.

    The first ref that is of two lines decides: a backup that was put back keeps its own, since what
    was there before is lost or in wrong hands; else the line that is older by its id. It is the
    first for good, whatever either side writes behind it. Where each only knows a line by another
    ref, because two laptops took a third one over, the ref that comes first is kept.
    """
    here = ours.of(LOG).documents()
    lines = _apart(ours, theirs)
    if twice := _twice(ours, theirs, lines):
        mine, other = twice[min(twice)]
        return _rank(mine) < _rank(other)
    if named := [id_ for id_ in lines if id_ in here]:
        first = min(named)
        return place_of(here[first]["ref"]) < place_of(lines[first]["ref"])
    return None


def _apart(ours: VaultDB, theirs: VaultDB) -> dict[str, Document]:
    """Lines of the log, by id, that only the other side has, or has under another ref."""
    new, differing = incoming(ours, theirs, LOG)
    here, there = ours.of(LOG).documents(), theirs.of(LOG).documents()
    lines = {id_: there[id_] for id_ in (*new, *differing)}
    return {i: d for i, d in lines.items() if i not in here or here[i]["ref"] != d["ref"]}


def _twice(
    ours: VaultDB, theirs: VaultDB, lines: Mapping[str, Document]
) -> dict[Place, tuple[Document, Document]]:
    """Lines of both sides that have one ref, or that begin a seat of which both have others."""
    log, here = ours.of(LOG), ours.of(LOG).documents()
    same = {d["ref"]: id_ for d in lines.values() if (id_ := log.id_of(d["ref"]))}
    twice = {
        place_of(d["ref"]): (here[same[d["ref"]]], d) for d in lines.values() if d["ref"] in same
    }
    seats = {place_of(d["ref"]).seat for d in lines.values()} - {place.seat for place in twice}
    for seat in strange_seats(ours, theirs, seats):
        mine, other = _first(ours, seat), _first(theirs, seat)
        twice[min(place_of(one["ref"]) for one in (mine, other))] = mine, other
    return twice


def _first(db: VaultDB, seat: str) -> Document:
    """The first line of a seat."""
    refs = (ref for ref in db.of(LOG).refs() if place_of(ref).seat == seat)
    return db.of(LOG).documents()[db.of(LOG).id_of(min(refs, key=place_of)) or ""]


def _rank(line: Document) -> tuple[bool, str]:
    """The lower of two lines of one ref keeps it."""
    return all(change[0] != RESTORED for change in line["changes"]), line["id"]


def _has_anothers_letter(side: Side, other: Side) -> bool:
    """Whether the seat letter of the other side is that of another file, by what is known here."""
    bound = side.db.of(SEATS).documents().get(other.seat, {}).get("file")
    bound = side.db.file if other.seat == side.seat else bound
    return bool(bound and other.db.file and bound != other.db.file)


def binding(ours: Side, theirs: Side) -> dict[str, Document]:
    """The seat letter of a copy bound to its file, where it is not yet: no other has a right to it.

    A file that was taken over under a letter of its own has that one.
    """
    file = theirs.db.file
    own = (i for i, d in theirs.db.of(SEATS).documents().items() if d.get("file") == file)
    letter = next((seat for seat in own if seat != theirs.seat), theirs.seat)
    bound = ours.db.of(SEATS).documents().get(letter, {}).get("file")
    return {} if bound or not file else {letter: {"seat": letter, "file": file}}


def told_apart(ours: Side, theirs: Side, letter: str) -> Side:
    """The other side, as it can be merged; raises Refused where it cannot.

    `letter` is what its seat gets where it gave out the same refs, '' where nobody said one.
    """
    _refuse_what_keeps(ours, theirs)
    anothers = _has_anothers_letter(ours, theirs)
    renamed = reseat(ours, theirs, letter, whole=anothers) if letter else None
    if anothers and renamed is None:
        seat = letter_for(ours, theirs, whole=True)
        raise Refused(problem("MRG034", "file", given=theirs.seat, seat=seat))
    _refuse_given_twice(ours, renamed or theirs)
    return renamed or theirs


def _keeps(ours: Side, theirs: Side) -> bool:
    """Whether our side may take the other over; a file with another's letter keeps nothing."""
    anothers = _has_anothers_letter(ours, theirs)
    if anothers != _has_anothers_letter(theirs, ours):
        return anothers
    return keeps(ours.db, theirs.db) is not False


def _refuse_what_keeps(ours: Side, theirs: Side) -> None:
    """Raise Refused where it is the other side that keeps its refs, and has to take ours over."""
    if _keeps(ours, theirs):
        return
    lines, there = _apart(theirs.db, ours.db), theirs.db.of(LOG).documents()
    known = [there[id_]["ref"] for id_ in lines if id_ in there]
    if known and ours.db.of(LOG).documents().keys() <= there.keys():
        raise Refused(problem("MRG016", "file", seat=place_of(min(known, key=place_of)).seat))
    twice = [mine["ref"] for _other, mine in _twice(theirs.db, ours.db, lines).values()]
    line = min(twice or known, key=place_of, default="–")
    seat = letter_for(theirs, ours, whole=_has_anothers_letter(theirs, ours))
    raise Refused(problem("MRG045", "file", line=line, seat=seat))


def _refuse_given_twice(ours: Side, theirs: Side) -> None:
    """Raise Refused with the first line of the log, and the refs, that each side gave its own."""
    here, apart = ours.db.of(LOG).documents(), _apart(ours.db, theirs.db)
    lines = [other["ref"] for _mine, other in _twice(ours.db, theirs.db, apart).values()]
    lines += [document["ref"] for id_, document in apart.items() if id_ in here]
    twice = list(_given_twice(ours, theirs))
    if twice or lines:
        line = min(lines, key=place_of, default="–")
        refs = ", ".join(twice[:TOLD]) + (", …" if len(twice) > TOLD else "")
        seat = letter_for(ours, theirs)
        raise Refused(problem("MRG009", "file", line=line, refs=refs or line, seat=seat))


def _given_twice(ours: Side, theirs: Side) -> Iterator[str]:
    """Refs under which each side has another record; conflicts get others where they need them."""
    for kind in (t.name for t in records.RECORD_TYPES if t.name != CONFLICT):
        here, there = ours.documents(kind), theirs.documents(kind)
        for ref in (there[id_]["ref"] for id_ in there if id_ not in here):
            if ours.db.of(kind).id_of(ref):
                yield ref
