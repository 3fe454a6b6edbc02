"""Judging another copy before anything of it is taken over.

Whoever holds the key can write whatever they like into a copy, and a fault can too. So its form is
judged first, and then its story: whether the log is whole, and whether the records say what its
lines say. What is wrong is told all at once, and nothing of the copy is taken over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from attache import records
from attache.problems import Refused, problem
from attache.records.here import Here
from attache.records.kept import titles
from attache.vault.copies.both import CHANGING, incoming
from attache.vault.copies.claims import Conflicts, has_lost_lines, of_seats
from attache.vault.copies.conflicts import CONFLICT, STANDING
from attache.vault.copies.forms import NEWEST, Judge, document_of, newest_id
from attache.vault.copies.gaps import gaps, lacking
from attache.vault.copies.knowledge import HAD, SEEN
from attache.vault.copies.own_tables import OwnTables
from attache.vault.copies.replaying import unexplained
from attache.vault.copies.sides import place_of
from attache.vault.history import ERASE, LOG, MERGE, STAYING
from attache.vault.views import PROFILE

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.vault.copies.both import Both
    from attache.vault.copies.forms import Ahead
    from attache.vault.database import VaultDB
    from attache.vault.history import Change, Line

_KINDS = frozenset(kind.name for kind in records.RECORD_TYPES) - {PROFILE}
LATEST = datetime(NEWEST, 12, 1, tzinfo=UTC)
OPPOSITE = {"add": "withdraw", "withdraw": "restore"}
"""What takes an action back."""


def judge_form(ours: VaultDB, theirs: VaultDB, at: str) -> frozenset[str]:
    """Raise Refused where what another copy holds is not of the form that it has to have.

    `at` is the time by this laptop's clock (UTC, ISO 8601). Returns the ids of the lines that are
    dated ahead of it and are not here: their refs may be those of others (reseating.py).
    """
    profile = next(iter(ours.of(PROFILE).documents().values()))
    now = datetime.fromisoformat(at).astimezone(UTC)
    judge = Judge(now, here_of(ours, at), profile["post"], newest_id(now), [])
    _refuse(_of_form(judge, ours, theirs))
    _refuse(_of_times(judge, theirs))
    return _unknown(judge.ahead, ours, theirs)


def here_of(db: VaultDB, at: str) -> Here:
    """A time (UTC, ISO 8601) at the post whose vault this is."""
    profile = next(iter(db.of(PROFILE).documents().values()))
    return Here(datetime.fromisoformat(at).astimezone(UTC).date(), profile["country"])


def judge_backup(there: VaultDB, backup: VaultDB, at: str) -> None:
    """Raise Refused where a backup holds what no vault can have and go on working.

    `there` is the vault that is there, or an empty one: what that has too is not judged.
    """
    profiles = backup.of(PROFILE).documents()
    profile = document_of(backup, PROFILE, next(iter(profiles), ""))
    if not isinstance(profile, dict):
        raise Refused(problem("VLT086", PROFILE, ref=PROFILE))
    post, country = str(profile.get("post")), str(profile.get("country"))
    here = Here(datetime.fromisoformat(at).date(), country)
    judge = Judge(LATEST, here, post, "g", [])  # by whatever clock: it is this office's own
    wrong = [*_of_form(judge, there, backup)] or [*_of_common(there, backup)]
    wrong = wrong or [*OwnTables(backup).erased_and_there()]
    wrong += [] if wrong else [problem("MRG036", LOG, ref=ref) for ref in lacking(backup)]
    found = {(str(p.args.get("ref") or p.args.get("line")), str(p.field)) for p in wrong}
    _refuse(problem("VLT086", field, ref=ref) for ref, field in sorted(found))


def _of_form(judge: Judge, ours: VaultDB, theirs: VaultDB) -> Iterator[Problem]:
    yield from _of_records(judge, ours, theirs)
    lines = [*_of_lines(judge, ours, theirs)]
    yield from lines or OwnTables(theirs).wrong()


def judge_story(both: Both, here: Here) -> tuple[str, ...]:
    """Raise Refused where the log of the other copy is not whole, or its records belie it.

    Of a copy that was itself saved from a damaged file lines are lost, and it says which: the refs
    of records that say what no line says, for an officer to decide.
    """
    belied = [*_of_changes(both), *Conflicts(both, here).wrong()]
    refused = () if has_lost_lines(both) else belied
    _refuse(
        of_seats(both),
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
        for id_ in (*new, *differing):
            document = document_of(theirs, kind.name, id_)
            known = here.get(id_, {})
            yield from judge.of_record(kind, id_, document, known)
            ref = document.get("ref") if isinstance(document, dict) else None
            if isinstance(ref, str) and there.id_of(ref) != id_:
                yield problem("MRG017", "ref", ref=ref)  # two records of it have this ref
    if len(theirs.of(PROFILE).documents()) != 1:
        yield problem("MRG017", "post", ref=PROFILE)


def _of_lines(judge: Judge, ours: VaultDB, theirs: VaultDB) -> Iterator[Problem]:
    new, differing = incoming(ours, theirs, LOG)
    for id_ in (*new, *differing):
        yield from judge.of_line(id_, document_of(theirs, LOG, id_))


def judge_common(ours: VaultDB, theirs: VaultDB) -> None:
    """Raise Refused where a line that both sides have says something else on the other.

    It names what a file that was copied by hand has given out by the letters that this has here.
    """
    _refuse(_of_common(ours, theirs))


def _of_common(ours: VaultDB, theirs: VaultDB) -> Iterator[Problem]:
    here, there = ours.of(LOG).documents(), theirs.of(LOG).documents()
    for id_ in incoming(ours, theirs, LOG).differing:
        if not _is_the_same(here[id_], there[id_]):
            yield problem("MRG021", "log", line=here[id_]["ref"])


def _is_the_same(here: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    """Whether two lines of one id say the same, but for values that either side has forgotten.

    Where their refs differ, one laptop's file was copied by hand (forks.py). Where two laptops took
    such a file over under one letter, that begins here or there with a line that says so.
    """
    if here["ref"] != there["ref"]:
        return True
    same = all(here[name] == there[name] for name in ("by", "at", "command", "undoes"))
    changes = tuple(_without_beginning(line["changes"]) for line in (here, there))
    if not same or len(changes[0]) != len(changes[1]):
        return False
    return all(map(_is_the_same_change, *changes))


def _without_beginning(changes: list[list[Any]]) -> list[list[Any]]:
    """The changes of a line, but the one that tells what the first of a letter knew."""
    return [change for change in changes if change[-1].keys() != {SEEN}]


def _is_the_same_change(one: list[Any], other: list[Any]) -> bool:
    *said, fields = one
    *says, others = other
    if says != said:
        return False
    less, more = sorted((fields, others), key=len)
    forgotten = less.keys() <= STAYING and less.items() <= more.items()
    return bool(fields == others or forgotten or said[0] == MERGE)


def _of_times(judge: Judge, theirs: VaultDB) -> Iterator[Problem]:
    """Records that are dated ahead, and no line is: no clock was wrong when they were recorded."""
    times = {line["at"] for line in theirs.of(LOG).documents().values()} if judge.ahead else ()
    for one in judge.ahead:
        if one.at not in times:
            yield problem("MRG017", "recorded_at", ref=one.ref)


def _unknown(ahead: Iterable[Ahead], ours: VaultDB, theirs: VaultDB) -> frozenset[str]:
    """The ids of those of them that are lines, and that are not here."""
    ids = {theirs.of(LOG).id_of(one.ref) for one in ahead}
    return frozenset(id_ for id_ in ids if id_) - ours.of(LOG).documents().keys()


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
        lines, noted = seats[seat], {place.number for place in aside if place.seat == seat}
        for lacks in islice(gaps(lines, lines[min(lines)], noted), 1):
            yield problem("MRG023", "log", seat=seat, number=lacks)


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
    needed = {(c.id, OPPOSITE[c.action]) for c in undone.changes if _is_turned(both, c)}
    changes = any(action in CHANGING for _id, action in done)
    return changes and needed <= done and both.knowledge.knew(line, undone)


def _is_turned(both: Both, change: Change) -> bool:
    """Whether its opposite takes it back; what was withdrawn once more is so again."""
    once_more = bool(change.fields.get(STANDING, (None, None))[0])
    return change.action in OPPOSITE and change.id not in both.erased and not once_more


def _of_erased(both: Both) -> Iterator[Problem]:
    """Records that are said to be erased, where no line says so, or of a record that is another.

    Of conflicts the ref may be that of another one here, which gets the next number (conflicts.py).
    """
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
        elif ref and kind != CONFLICT and _is_of_another(both, kind, id_, ref):
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
