"""Two files of one seat: one was copied by hand, or an old backup was put back and worked on.

Then one ref stands for two records, and no merge can tell which of them was meant where. What the
other file has given out since both were one can get a seat letter of its own: then it is a copy
like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import orjson

from attache import records
from attache.problems import Refused, problem
from attache.vault.copies.conflicts import CONFLICT
from attache.vault.copies.knowledge import SEEN
from attache.vault.copies.sides import Side, place_of
from attache.vault.history import LOG, MERGE
from attache.vault.views import SEATS

if TYPE_CHECKING:
    from attache.vault.payload import Document

Lines = dict[str, "Document"]
TOLD = 5
"""Refs that the message names."""
_REF = re.compile(rb'"([A-Z]{3}-[A-Z]-[A-Z]{1,2}[1-9][0-9]*)"')


def refuse_forks(ours: Side, theirs: Side) -> None:
    """Raise Refused with the first line of the log, and the refs, that each side gave its own."""
    apart = _apart(ours, theirs)
    lines = [document["ref"] for document in apart.values()]
    twice = list(_given_twice(ours, theirs))
    if twice or lines:
        line = min(lines, key=lambda ref: place_of(ref).number, default="–")
        refs = ", ".join(twice[:TOLD]) + (", …" if len(twice) > TOLD else "")
        _refuse_what_was_taken_over(ours, apart)
        seat = _letter_taken(ours, apart) or _free(ours)
        raise Refused(problem("MRG009", "file", line=line, refs=refs or line, seat=seat))


def binding(ours: Side, theirs: Side) -> dict[str, Document]:
    """The seat letter of a copy bound to its file, where it is not yet: no other has a right to it.

    A file that was taken over under a letter of its own has that one.
    """
    file = theirs.db.file
    own = (i for i, d in theirs.db.of(SEATS).documents().items() if d.get("file") == file)
    letter = next((seat for seat in own if seat != theirs.seat), theirs.seat)
    bound = ours.db.of(SEATS).documents().get(letter, {}).get("file")
    return {} if bound or not file else {letter: {"seat": letter, "file": file}}


def _is_bound_otherwise(ours: Side, theirs: Side) -> bool:
    """Whether the letter of the other side is that of another file."""
    bound = ours.db.of(SEATS).documents().get(theirs.seat, {}).get("file")
    bound = ours.db.file if theirs.seat == ours.seat else bound
    return bool(bound and theirs.db.file and bound != theirs.db.file)


def refuse_another_file(ours: Side, theirs: Side) -> None:
    """Raise Refused for a copy whose seat letter was given to another file too."""
    if _is_bound_otherwise(ours, theirs):
        seat = _letter_taken(ours, _apart(ours, theirs)) or _free(ours)
        raise Refused(problem("MRG034", "file", given=theirs.seat, seat=seat))


def _refuse_what_was_taken_over(ours: Side, apart: Lines) -> None:
    """Raise Refused where it is this file to which the other side has given a letter."""
    if _letter_taken(ours, apart) == ours.seat:
        letter = next(place_of(d["ref"]).seat for id_, d in apart.items() if id_ in ours.lines)
        raise Refused(problem("MRG016", "file", seat=letter))


def _letter_taken(side: Side, apart: Lines) -> str:
    """The seat letter under which a side has lines that parted, where it has them."""
    documents = side.db.of(LOG).documents()
    seats = (place_of(documents[id_]["ref"]).seat for id_ in apart if id_ in documents)
    return next(seats, "")


def _free(ours: Side) -> str:
    """A letter that no copy has."""
    given = {*ours.db.of(SEATS).documents(), ours.seat}
    return next((letter for letter in ascii_uppercase if letter not in given), "F")


def reseated(ours: Side, theirs: Side, letter: str) -> Side:
    """The other side, where what its seat gave out apart from ours has another seat letter.

    Raises Refused where the letter is in use. The file itself stays as it is.
    """
    apart = _apart(ours, theirs)
    if not apart:
        return theirs
    _refuse_what_was_taken_over(ours, apart)
    if letter in (*ours.db.of(SEATS).documents(), ours.seat) and apart.keys().isdisjoint(
        ours.lines
    ):
        raise Refused(problem("MRG004", "seat"))
    refs = {ref: _with_letter(ref, letter) for ref in _given(apart.values())}
    for kind in (LOG, *(t.name for t in records.RECORD_TYPES)):
        table = theirs.db.of(kind)
        renamed = dict(_renamed([*table.contents()], refs))
        for side in (s for d in renamed.values() if kind == CONFLICT for s in d["values"]):
            side["seat"] = place_of(side["line"]).seat if side["line"] else side["seat"]
        table.put(renamed)
    log = theirs.db.of(LOG)
    known = _known(ours, theirs, apart)
    seats = {place_of(document["ref"]).seat for document in apart.values()}
    lines = {id_: d for id_, d in log.documents().items() if id_ not in ours.lines}
    log.put({id_: _in_view_of(d, known, seats, letter) for id_, d in lines.items()})
    first = min(apart, key=lambda id_: place_of(apart[id_]["ref"]).number)
    log.put({first: _beginning(log.documents()[first], theirs, known)})
    theirs.db.of(SEATS).put({letter: {"seat": letter, "file": theirs.db.file}})
    return Side(theirs.db)


def _apart(ours: Side, theirs: Side) -> Lines:
    """Lines of the other side, by id, of seats that both sides have gone on with."""
    log, there = ours.db.of(LOG), theirs.db.of(LOG).documents()
    here = log.documents()
    differing = (i for i, line in theirs.lines.items() if ours.lines.get(i) != line)
    unlike = {id_: there[id_] for id_ in differing}
    unlike = {i: d for i, d in unlike.items() if i not in here or here[i]["ref"] != d["ref"]}
    taken = (d["ref"] for i, d in unlike.items() if i in here or log.id_of(d["ref"]))
    seats = {place_of(ref).seat for ref in taken}
    seats |= {theirs.seat} if _is_bound_otherwise(ours, theirs) else set()
    return {id_: d for id_, d in unlike.items() if place_of(d["ref"]).seat in seats}


def _given_twice(ours: Side, theirs: Side) -> Iterator[str]:
    """Refs under which each side has another record; conflicts get others where they need them."""
    for kind in (t.name for t in records.RECORD_TYPES if t.name != CONFLICT):
        here, there = ours.documents(kind), theirs.documents(kind)
        for ref in (there[id_]["ref"] for id_ in there if id_ not in here):
            if ours.db.of(kind).id_of(ref):
                yield ref


def _given(lines: Iterable[Document]) -> Iterator[str]:
    """The refs that lines gave out: their own, and those of what they added."""
    for line in lines:
        yield line["ref"]
        seat = place_of(line["ref"]).seat
        for action, _kind, _id, ref, _rev, _fields in line["changes"]:
            if action == "add" and ref.split("-")[1] == seat:
                yield ref


def _with_letter(ref: str, letter: str) -> str:
    post, _seat, short = ref.split("-")
    return f"{post}-{letter}-{short}"


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


def _known(ours: Side, theirs: Side, apart: Lines) -> dict[str, int]:
    """By seat, the number of the last line that both sides had before they parted."""
    last: dict[str, int] = {}
    documents = ours.db.of(LOG).documents()
    for id_ in theirs.lines.keys() & ours.lines.keys() - apart.keys():
        place = place_of(documents[id_]["ref"])
        last[place.seat] = max(last.get(place.seat, 0), place.number)
    return last


def _in_view_of(line: Document, known: Mapping[str, int], seats: set[str], letter: str) -> Document:
    """A line that says how far a copy was, with the parted seat under its own letter."""
    for change in line["changes"]:
        if seen := (change[-1].get(SEEN) or [None, None])[1]:
            for seat in seats & seen.keys():
                if seen[seat] > known.get(seat, 0):
                    seen[letter], seen[seat] = seen[seat], known.get(seat, 0)
    return line


def _beginning(line: Document, theirs: Side, known: Mapping[str, int]) -> Document:
    """The first line of a seat of its own says what it knew of the others."""
    profile: Any = next(iter(theirs.documents("post").values()))
    if not any(SEEN in change[-1] and change[0] == MERGE for change in line["changes"]):
        said = [MERGE, "post", profile["id"], profile["ref"], profile["rev"]]
        line["changes"].append([*said, {SEEN: [None, dict(known)]}])
    return line
