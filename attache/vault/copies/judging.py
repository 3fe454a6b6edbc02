"""Judging another copy before anything of it is taken over.

Whoever holds the key can write whatever they like into a copy, and a fault can too. So its form is
judged first, and then its story: whether the log is whole, and whether the records say what its
lines say. What is wrong is told all at once, and nothing of the copy is taken over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from attache import records
from attache.problems import Refused, problem
from attache.records.here import Here
from attache.records.kept import titles
from attache.records.refs import is_id, read_ref
from attache.vault.copies.both import CHANGING, incoming
from attache.vault.copies.conflicts import CONFLICT
from attache.vault.copies.forms import Judge, newest_id
from attache.vault.copies.knowledge import HAD, SEEN
from attache.vault.copies.replaying import unexplained
from attache.vault.copies.sides import place_of
from attache.vault.history import ERASE, LOG, SALVAGED
from attache.vault.views import ASIDE, ERASED, MERGE, PROFILE, SEATS

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.vault.copies.both import Both
    from attache.vault.copies.forms import Ahead
    from attache.vault.database import VaultDB
    from attache.vault.history import Change, Line

_KINDS = frozenset(kind.name for kind in records.RECORD_TYPES) - {PROFILE}
OPPOSITE = {"add": "withdraw", "withdraw": "restore"}
"""What takes an action back."""


def judge_form(ours: VaultDB, theirs: VaultDB, at: str) -> tuple[Ahead, ...]:
    """Raise Refused where what another copy holds is not of the form that it has to have.

    `at` is the time by this laptop's clock (UTC, ISO 8601). Returns the lines that are dated ahead
    of it and are not here.
    """
    profile = next(iter(ours.of(PROFILE).documents().values()))
    now = datetime.fromisoformat(at).astimezone(UTC)
    here = Here(now.date(), profile["country"])
    judge = Judge(now, here, profile["post"], newest_id(now), [])
    _refuse(_of_records(judge, ours, theirs), _of_lines(judge, ours, theirs), _of_rest(theirs))
    _refuse(_of_times(judge, theirs))
    return _unknown(judge.ahead, ours, theirs)


def judge_story(both: Both) -> tuple[str, ...]:
    """Raise Refused where the log of the other copy is not whole, or its records belie it.

    Of a copy that was saved from a damaged file lines are lost, and it says which: the refs of
    records that say what no line says, for an officer to decide.
    """
    belied = [*_of_changes(both)]
    refused = () if both.theirs.lost else belied
    _refuse(
        _of_numbers(both),
        _of_knowledge(both),
        _of_undone(both),
        _of_erased(both),
        _of_refs(both),
        refused,
    )
    return tuple(dict.fromkeys(str(one.args["ref"]) for one in belied))


def _refuse(*found: Iterable[Problem]) -> None:
    problems = [one for some in found for one in some]
    if problems:
        raise Refused(*problems)


def _of_records(judge: Judge, ours: VaultDB, theirs: VaultDB) -> Iterator[Problem]:
    for kind in records.RECORD_TYPES:
        here, there = ours.of(kind.name).documents(), theirs.of(kind.name)
        new, differing = incoming(ours, theirs, kind.name)
        documents: Mapping[str, Any] = there.documents()
        for id_ in (*new, *differing):
            document = documents[id_]
            known = here.get(id_, {})
            yield from judge.of_record(kind, id_, document, known)
            ref = document.get("ref") if isinstance(document, dict) else None
            if isinstance(ref, str) and there.id_of(ref) != id_:
                yield problem("MRG017", "ref", ref=ref)  # two records of it have this ref
    if len(theirs.of(PROFILE).documents()) != 1:
        yield problem("MRG017", "post", ref=PROFILE)


def _of_lines(judge: Judge, ours: VaultDB, theirs: VaultDB) -> Iterator[Problem]:
    here, there = ours.of(LOG).documents(), theirs.of(LOG).documents()
    new, differing = incoming(ours, theirs, LOG)
    for id_ in (*new, *differing):
        found = [*judge.of_line(id_, there[id_])]
        yield from found
        if id_ in here and not found and not _is_the_same(here[id_], there[id_]):
            yield problem("MRG021", "log", line=here[id_]["ref"])


def _is_the_same(here: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    """Whether two lines of one id say the same, but for values that either side has forgotten.

    Where their refs differ, one laptop's file was copied by hand (forks.py).
    """
    if here["ref"] != there["ref"]:
        return True
    same = all(here[name] == there[name] for name in ("by", "at", "command", "undoes"))
    changes = (here["changes"], there["changes"])
    if not same or len(changes[0]) != len(changes[1]):
        return False
    return all(map(_is_the_same_change, *changes))


def _is_the_same_change(one: list[Any], other: list[Any]) -> bool:
    *said, fields = one
    *says, others = other
    if says != said:
        return False
    less, more = sorted((fields, others), key=len)
    forgotten = less.keys() <= {"reason"} and less.items() <= more.items()
    return bool(fields == others or forgotten or said[0] == MERGE)


def _of_times(judge: Judge, theirs: VaultDB) -> Iterator[Problem]:
    """Records that are dated ahead, and no line is: no clock was wrong when they were recorded."""
    times = {line["at"] for line in theirs.of(LOG).documents().values()} if judge.ahead else ()
    for one in judge.ahead:
        if one.at not in times:
            yield problem("MRG017", "recorded_at", ref=one.ref)


def _unknown(ahead: Iterable[Ahead], ours: VaultDB, theirs: VaultDB) -> tuple[Ahead, ...]:
    """Those of them that are lines, and that are not here."""
    here, there = ours.of(LOG), theirs.of(LOG)
    return tuple(one for one in ahead if there.id_of(one.ref) and not here.id_of(one.ref))


def _of_rest(theirs: VaultDB) -> Iterator[Problem]:
    """What was erased, and which seat letters were given out."""
    stones: Mapping[str, Any] = theirs.of(ERASED).documents()
    for id_, stone in stones.items():
        whole = isinstance(stone, dict) and stone.get("id") == id_ and is_id(id_)
        whole = whole and all(isinstance(stone.get(n), str) for n in ("kind", "at", "reason"))
        if not whole or not (stone.get("ref") is None or _is_ref(stone["ref"])):
            yield problem("MRG017", "erased", ref=id_)
    seats: Mapping[str, Any] = theirs.of(SEATS).documents()
    yield from _of_aside(theirs)
    for letter, seat in seats.items():
        whole = isinstance(seat, dict) and seat.get("seat") == letter and letter.isalpha()
        if not whole or not isinstance(seat.get("file", ""), str):
            yield problem("MRG017", "seat", ref=letter)


def _of_aside(theirs: VaultDB) -> Iterator[Problem]:
    """Which lines are in effect no more, or lost, and by which line that is said."""
    documents: Mapping[str, Any] = theirs.of(ASIDE).documents()
    for id_, one in documents.items():
        whole = isinstance(one, dict) and _is_ref(one.get("line")) and _is_ref(one.get("by"))
        if not whole or (one.get("lost") and not _is_salvage(theirs, one["by"])):
            yield problem("MRG017", "aside", ref=id_)


def _is_salvage(theirs: VaultDB, ref: str) -> bool:
    """Whether a line of the copy says that its file was saved from a damaged one."""
    log = theirs.of(LOG)
    line: Mapping[str, Any] = log.documents().get(log.id_of(ref) or "", {})
    changes = line.get("changes", []) if isinstance(line, dict) else []
    return any(change[:1] == [SALVAGED] for change in changes if isinstance(change, list))


def _is_ref(text: Any) -> bool:
    ref = read_ref(text) if isinstance(text, str) else None
    return ref is not None and str(ref) == text and bool(ref.post)


def _of_numbers(both: Both) -> Iterator[Problem]:
    """Lines of a seat that have one number, and numbers that no line has."""
    seats: dict[str, dict[int, Line]] = defaultdict(dict)
    for line in (both.lines[id_] for id_ in both.theirs.lines):
        place = place_of(line.ref)
        if place.number in seats[place.seat]:
            yield problem("MRG020", "log", line=line.ref)
        seats[place.seat][place.number] = line
    aside = [place_of(d["line"]) for side in both.sides for d in side.aside.values()]
    new = {place_of(both.lines[i].ref).seat for i in both.theirs.lines if i not in both.ours.lines}
    for seat in sorted(new):
        first = min(seats[seat])
        begins = any(SEEN in c.fields for c in seats[seat][first].changes)
        known = {*seats[seat], *(place.number for place in aside if place.seat == seat)}
        lacks = _first_gap(known, first if begins else 1)
        if lacks < max(seats[seat]):
            yield problem("MRG023", "log", seat=seat, number=lacks)


def _first_gap(numbers: Container[int], start: int) -> int:
    """The first number from one on that is not among these."""
    return next(number for number in count(start) if number not in numbers)


def _of_knowledge(both: Both) -> Iterator[Problem]:
    """Lines that say that they knew of more lines of a seat than the copy has."""
    reach = both.theirs.reach
    for line in (both.lines[i] for i in both.theirs.lines if i not in both.ours.lines):
        for change in line.changes:
            for name in (SEEN, HAD):
                known = change.fields.get(name, (None, None))[1] or {}
                if any(number > reach.get(seat, 0) for seat, number in known.items()):
                    yield problem("MRG020", "log", line=line.ref)


def _of_undone(both: Both) -> Iterator[Problem]:
    """Lines that say that they take back another one, and do not."""
    by_ref = {line.ref: line for line in both.lines.values()}
    for id_, line in both.lines.items():
        if line.undoes and id_ not in both.ours.lines:
            undone = by_ref.get(line.undoes)
            lost = undone is None and line.undoes in both.theirs.lost
            if not lost and (undone is None or not _takes_back(both, line, undone)):
                yield problem("MRG024", "log", line=line.ref, undone=line.undoes)


def _takes_back(both: Both, line: Line, undone: Line) -> bool:
    done = {(c.id, c.action) for c in line.changes}
    needed = {(c.id, OPPOSITE[c.action]) for c in _standing(both, undone) if c.action in OPPOSITE}
    changes = any(action in CHANGING for _id, action in done)
    return changes and needed <= done and both.knowledge.knew(line, undone)


def _standing(both: Both, line: Line) -> Iterator[Change]:
    return (c for c in line.changes if c.id not in both.erased)


def _of_erased(both: Both) -> Iterator[Problem]:
    """Records that are said to be erased, where no line says so, or of a record that is another."""
    erasing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in both.lines.values():
        for change in line.changes:
            if change.action == ERASE:
                erasing[change.id].add((change.kind, change.ref))
    for id_ in sorted(both.theirs.erased.keys() - both.ours.erased.keys()):
        stone = both.theirs.erased[id_]
        kind, ref = stone["kind"], stone.get("ref") or ""
        said = erasing.get(id_, set())
        if kind not in _KINDS or not said or said != {(kind, ref or next(iter(said))[1])}:
            yield problem("MRG022", "erased", ref=ref or id_, fields="–")
        elif ref and _is_of_another(both, kind, id_, ref):
            yield problem("MRG022", "erased", ref=ref, fields="–")


def _is_of_another(both: Both, kind: str, id_: str, ref: str) -> bool:
    """Whether a ref is that of another record here than the one with an id, or the other way."""
    known = both.ours.documents(kind).get(id_)
    there = both.ours.db.of(kind).id_of(ref)
    return (known is not None and known["ref"] != ref) or there not in (None, id_)


def _of_refs(both: Both) -> Iterator[Problem]:
    """Refs of records that were erased here, and that others have in the copy.

    Conflicts are numbered by merges: two copies may give one ref to two (conflicts.py).
    """
    erased = {ref for stone in both.ours.erased.values() if (ref := stone.get("ref"))}
    kinds = [t.name for t in records.RECORD_TYPES if t.name not in (PROFILE, CONFLICT)]
    for kind in kinds if erased else ():
        documents = both.theirs.documents(kind)
        for ref in (documents[i]["ref"] for i in both.incoming(kind).new if i not in both.erased):
            if ref in erased:
                yield problem("MRG025", "ref", ref=ref)


def _of_changes(both: Both) -> Iterator[Problem]:
    """Records that no line tells of, or that say what no line says."""
    for kind in (t.name for t in records.RECORD_TYPES if t.name != PROFILE):
        new, differing = both.incoming(kind)
        fresh = {*new} if kind != CONFLICT else set()
        documents = both.theirs.documents(kind)
        for id_ in (i for i in (*new, *differing) if i not in both.erased):
            ref = documents[id_]["ref"]
            if id_ in fresh and not any(e.change.action == "add" for e in both.events(id_)):
                yield problem("MRG026", "ref", ref=ref)
            elif fields := unexplained(both, kind, id_):
                said = titles(records.named(kind), fields)
                yield problem("MRG022", fields[0], ref=ref, fields=said)
