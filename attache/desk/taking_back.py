"""Taking back an import, field by field: what nothing later touched; the rest is told and stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from attache import records
from attache.desk import former
from attache.desk.history import CHANGING
from attache.desk.in_the_way import Conflict, stop
from attache.desk.recording import of_kind
from attache.desk.undoing import (
    UNDONE,
    Progress,
    Touched,
    left_alone,
    nobody_waits,
    take_back,
    touched_by,
    touched_since,
    touches,
)
from attache.problems import NoSuchRecord, Refused, problem
from attache.vault.log import line_of

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import Change, Line, View, Work

T = TypeVar("T")
Later = list[tuple[str, Touched]]
"""Lines that touched a record later, and what of it."""


class TakenBack(NamedTuple):
    """The ledger's line, what was taken back, what was left alone and why, and the log's line."""

    ledger: Kept[Any]
    changes: tuple[Change, ...]
    left: tuple[Conflict, ...]
    ref: str


def take_back_import(
    office: Office, ref: str, progress: Progress = nobody_waits, *, rehearsal: bool = False
) -> TakenBack:
    """Take back what an import did, as far as nothing later touched it or needs it.

    Raises NoSuchRecord, or Refused for an export (UND003) and for what was taken back (UND005); and
    DecisionNeeded with the reasons where none of it can be.
    """
    return without_the_needed(
        office,
        lambda work, leave: _taken_back(work, office, ref, leave, progress),
        rehearsal=rehearsal,
    )


def without_the_needed(
    office: Office, take: Callable[[Work, Mapping[str, Conflict]], T], *, rehearsal: bool
) -> T:
    """Take back in one unit of work, and leave what somebody else has come to need.

    `take` is handed what to leave, by ref, with the reason. It is rehearsed until that
    is all: what is left needs others in its turn.
    """
    leave: dict[str, Conflict] = {}
    while True:
        with office.work(rehearsal=True) as work:
            planned = take(work, leave)
            needed = {c.ref: c for c in left_alone(work) if c.ref not in leave}
        if not needed:
            break
        leave |= needed
    if rehearsal:
        return planned
    with office.work() as work:
        return take(work, leave)


def _taken_back(
    work: Work, office: Office, ref: str, leave: Mapping[str, Conflict], progress: Progress
) -> TakenBack:
    ledger, line = _import(work, ref)
    touched = touched_since(work, line)
    changes = [c for c in reversed(line.changes) if c.action in CHANGING and c.id != ledger.id]
    bound = (*_bound(work, changes, touched), *_of_numbers(work, changes, touched))
    leave = {**{c.ref: c for c in bound}, **leave}
    left: list[Conflict] = []
    for number, change in enumerate(changes, 1):
        if change.ref in leave:
            left.append(leave[change.ref])
        else:
            left += take_back_untouched(work, office, change, touched.get(change.id, []))
        progress(number, len(changes))
    if not work.changes:
        stop(line, left)
    if not left:
        work.undoes = line.ref
    work.withdraw(ledger, UNDONE)
    return TakenBack(ledger, work.changes, tuple(dict.fromkeys(left)), work.line_ref)


def _import(view: View, ref: str) -> tuple[Kept[Any], Line]:
    """The ledger's line of an import, and that of the log with what it did."""
    ledger = of_kind(view, records.named("exchange"), ref)
    if ledger.content.direction == "export":
        raise Refused(problem("UND003"))
    action = "withdraw" if ledger.stamp.withdrawn else "add"
    for line in map(line_of, view.history().naming(ledger.id)):
        if any((c.id, c.action) == (ledger.id, action) for c in line.changes):
            if ledger.stamp.withdrawn:
                raise Refused(problem("UND005", by=line.ref, refs=ledger.ref))
            return ledger, line
    raise NoSuchRecord(problem("REF002"))


def _bound(view: View, changes: list[Change], touched: dict[str, Later]) -> Iterator[Conflict]:
    """An entry and the one that replaces it are taken back together, or both stay: for what."""
    for change in changes:
        if change.action == "withdraw" and (by := change.fields.get("replaced_by")):
            pair = {c.id for c in changes if c.ref in (change.ref, by[1])}
            later = [line for id_ in pair for line, _fields in touched.get(id_, [])]
            if later:
                yield from (touched_by(view, ref, later[0]) for ref in (change.ref, by[1]))


def _of_numbers(view: View, changes: list[Change], touched: dict[str, Later]) -> Iterator[Conflict]:
    """A former number stays where the number that took its place was changed since: for what."""
    whose = {c.ref: former.person_of(k) for c in changes if (k := view.find(c.ref))}
    for change in changes:
        if (change.action, change.kind) != ("add", former.KIND) or change.ref not in whose:
            continue
        names = former.numbers_of(view.get(change.ref).content).keys()
        for other in changes:
            if other.action == "change" and whose.get(other.ref) == whose[change.ref]:
                for line, theirs in touched.get(other.id, []):
                    if theirs is None or theirs & names:
                        yield touched_by(view, change.ref, line, names)


def take_back_untouched(
    work: Work, office: Office, change: Change, later: Later
) -> Iterator[Conflict]:
    """Take back what of a change nothing later touched."""
    mine = touches(change.action, change.fields)
    if mine is None or any(theirs is None for _by, theirs in later):
        if later:
            yield touched_by(work, change.ref, later[0][0])
        else:
            yield from take_back(work, change, office.today)
        return
    theirs = frozenset[str]().union(*(fields for _by, fields in later if fields))
    if both := mine & theirs:
        by = next(by for by, fields in later if fields and fields & both)
        yield touched_by(work, change.ref, by, both)
    if alone := mine - theirs:
        fields = {name: values for name, values in change.fields.items() if name in alone}
        yield from take_back(work, change._replace(fields=fields), office.today)
