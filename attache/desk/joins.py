"""The lines of the log by which two people were made one, and what was recorded in knowledge of it.

Two laptops may each join the same two, the same way or either into the other; of three people each
may join two. After a merge of their copies all of that stands behind one pointer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attache.desk import former
from attache.desk.decisions import DECISION, SAME, ref_now
from attache.desk.following import lines_of, moves, parts, people_in
from attache.desk.recording import kind_of, naming
from attache.problems import Refused, problem
from attache.records.record import kept, refs_of
from attache.vault.copies.conflicts import CONFLICT, SUCCESSOR
from attache.vault.copies.knowledge import Knowledge
from attache.vault.copies.pointing import begun

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import Change, Line, View


def joining(view: View, goes: Kept[Any]) -> Line:
    """The line that merged somebody; raises Refused where it is there no more."""
    for line in lines_of(view, goes):
        decided = any(c.kind == DECISION for c in line.changes)
        if decided and any(c.id == goes.id for c in withdrawn(line)):
            return line
    raise Refused(problem("PER008", "ref"))


def joins_of(view: View, stays: Kept[Any], back: Kept[Any], first: Line) -> list[Line]:
    """All lines by which two people were made one, by any officer: one of them, and the others."""
    return [first, *(line for line in _others(view, stays, back) if line.id != first.id)]


def _others(view: View, stays: Kept[Any], back: Kept[Any]) -> Iterator[Line]:
    return adding(view, decisions_on(view, stays, back))


def adding(view: View, decisions: Iterable[Kept[Any]]) -> Iterator[Line]:
    """The lines by which people were made one by these decisions."""
    for decision in decisions:
        added = ("add", decision.id)
        for line in lines_of(view, decision):
            if any((c.action, c.id) == added for c in line.changes) and withdrawn(line):
                yield line


def one_with(view: View, goes: str, stays: str) -> Iterator[Kept[Any]]:
    """The decisions that one person is another one, by their refs, whomever either leads to."""
    for decision in [k for k, _ref in naming(view, [goes]) if k.kind == DECISION]:
        said = decision.content
        others = {said.person, said.other} - {goes}
        if said.answer == SAME and any(ref_now(view, ref) == stays for ref in others):
            yield decision


def decides(line: Line) -> bool:
    """Whether by a line an officer decided into whom of several somebody goes."""
    return moves(line) and any(c.kind == CONFLICT for c in line.changes)


def decisions_on(view: View, stays: Kept[Any], back: Kept[Any]) -> Iterator[Kept[Any]]:
    """Whatever says that two people are one, also of those who went into either."""
    two = {stays.ref, back.ref}
    for decision in [k for k, _r in naming(view, people_in(view, back)) if k.kind == DECISION]:
        said = decision.content
        pair = {ref_now(view, said.person), ref_now(view, said.other)}
        if pair == two and said.answer == SAME:
            yield decision


def withdrawn(line: Line) -> list[Change]:
    """Who went into somebody by a line."""
    people = (c for c in line.changes if (c.action, c.kind) == ("withdraw", "person"))
    return [c for c in people if into(c)]


def into(change: Change) -> str:
    """The ref of the person into whom one goes by a change; empty where into none."""
    return change.fields.get(SUCCESSOR, (None, None))[1] or ""


def recorded_since(view: View, joins: Sequence[Line], people: Sequence[Kept[Any]]) -> list[str]:
    """The refs of records that name one of two people where either of them may have been meant.

    Whoever had them name the one knew of a join by which that one stood for both.
    """
    knew = Knowledge(view.log(), view.seats()).knew
    stood = [(line, ref_now(view, into(c))) for line in joins for c in withdrawn(line)]
    refs = [k.ref for k in people]
    named = {k.id: k for k, _ref in naming(view, refs) if k.kind not in (DECISION, former.KIND)}

    def in_doubt(record: Kept[Any]) -> bool:
        by_hand = ((line, ref) for line, ref in _begun(view, record) if not parts(line))
        named = ((line, ref_now(view, ref)) for line, ref in by_hand)
        return any(ref == one and knew(line, join) for line, ref in named for join, one in stood)

    return [k.ref for k in named.values() if in_doubt(k)]


def named_by_officers(view: View, record: Kept[Any]) -> set[str]:
    """The refs of all whom officers ever had a record name, of each who stands for them now."""
    return {ref_now(view, ref) for _line, ref in _begun(view, record)}


def _begun(view: View, record: Kept[Any]) -> Iterator[tuple[Line, str]]:
    """Whom a record began to name, but by a join or a merge, and in which line."""
    now = kept(record.content)
    values = {field.name: now[field.name] for field in refs_of(kind_of(record).model)}
    for line in lines_of(view, record):  # the last first
        for change in (c for c in line.changes if c.id == record.id):
            told = {n: pair for n, pair in change.fields.items() if n in values}
            if change.action == "add":
                told = {name: (None, value) for name, value in values.items()}
            if not moves(line) and not _settles(view, line, record):
                yield from ((line, ref) for pair in told.values() for ref in begun(*pair))
            values |= {name: old for name, (old, _new) in told.items()}


def _settles(view: View, line: Line, record: Kept[Any]) -> bool:
    """Whether by a line an officer decided no more than which of several joins a record follows."""
    conflicts = (view.find(c.id) for c in line.changes if c.kind == CONFLICT)
    asked = next((k.content for k in conflicts if k and k.content.about == record.ref), None)
    if asked is None:
        return False
    new = [c.fields[asked.field][1] for c in line.changes if asked.field in c.fields]
    if new and new[0] not in [voice["value"] for voice in asked.values]:
        return False  # nor what either join had it say
    lines = [view.line(voice["line"] or "") for voice in asked.values]
    return all(one and (moves(one) or _settles(view, one, record)) for one in lines)
