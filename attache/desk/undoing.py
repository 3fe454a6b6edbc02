"""Taking back what a line of the log did: its inverse, as a new transaction.

Nothing that was done later is lost by it: what a later line touched, and what other records need,
is told instead. Lines that cancel each other out (one undone, and its undo) do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk.history import CHANGING
from attache.desk.in_the_way import FOR_GOOD, Conflict, about_erased, stop
from attache.desk.moving import lead_on
from attache.desk.recording import naming
from attache.desk.their_revisions import change_back, revision_before
from attache.language import N_
from attache.problems import NoSuchRecord, Refused, errors, problem
from attache.records.record import kept as said
from attache.records.record import mentioned, revived
from attache.rules import check
from attache.vault.copies.conflicts import STANDING, SUCCESSOR
from attache.vault.history import ERASE, MERGE, VIEW

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import Change, Line, View, Work

UNDONE = N_("undone")
"""The reason with which a record is withdrawn whose adding is taken back."""
ERASED = "UND025"
"""The code of what was erased since, or emptied with somebody who was: that stays so."""
HARMLESS = frozenset({VIEW, "backup", "disclose"})
"""Actions after which everything is as it was."""
Progress = Callable[[int, int], None]
"""Told how many changes were taken back, and how many there are."""
Touched = frozenset[str] | None
"""The fields of a record that a change touched; None where it touched all of it."""


def nobody_waits(_done: int, _all: int) -> None:
    """Progress that nobody sees."""


class Undoing(NamedTuple):
    """The line that is taken back, what that does to the records, and the line that says so.

    Of a merge, and of what names somebody who was erased, some may be `left` alone, each with the
    reason.
    """

    line: Line
    changes: tuple[Change, ...]
    ref: str
    left: tuple[Conflict, ...] = ()


def undo(
    office: Office, name: str | None, progress: Progress = nobody_waits, *, rehearsal: bool = False
) -> Undoing:
    """Take a line back, or the officer's last one; a rehearsal only says what that would do.

    Raises NoSuchRecord, Refused where it cannot be undone at all, and DecisionNeeded with the
    conflicts where something stands in the way.
    """
    with office.work(rehearsal=rehearsal) as work:
        line = named(work, name) if name else last_of(work, office.vault.officer)
        if by := work.set_aside().get(line.ref):
            raise Refused(problem("UND018", by=by))
        _refuse_final(work, line)
        stop(line, _later(work, line))
        work.undoes = line.ref
        changes = [c for c in reversed(line.changes) if c.action in CHANGING]
        found: list[Conflict] = []
        left = about_erased(work, changes)
        stays = {conflict.ref for conflict in left}
        for number, change in enumerate(changes, 1):
            if change.ref not in stays:
                found += take_back(work, change, office.today)
            progress(number, len(changes))
        stop(line, found)
        lead_on(work, [change.id for change in work.changes])
        stop(line, left_alone(work))
        if left:
            work.undoes = None
            stop(line, () if work.changes else left)
        return Undoing(line, work.changes, work.line_ref, left)


def named(view: View, name: str) -> Line:
    """The line of the log with a ref or id; raises NoSuchRecord."""
    found = view.line(name)
    if found is None:
        raise NoSuchRecord(problem("REF002"))
    return found


def last_of(view: View, officer: str) -> Line:
    """The officer's last line here that did something and is neither undone nor an undo."""
    history = view.history()
    undone, here = history.undone(), f"{view.post.post}-{view.post.seat}-"
    for told in history.latest_here():
        if told["by"] != officer or not told["ref"].startswith(here):
            continue
        if told["undoes"] or told["ref"] in undone:
            continue
        did = {(c[0], c[1]) for c in told["changes"] if c[0] in (*CHANGING, ERASE, MERGE)}
        if did - {("add", "post")}:
            return named(view, told["ref"])
    raise NoSuchRecord(problem("UND001"))


def _refuse_final(view: View, line: Line) -> None:
    """Raise Refused for what can never be undone."""
    actions = {c.action for c in line.changes}
    if MERGE in actions:
        raise Refused(problem("UND012"))
    if actions <= HARMLESS:
        raise Refused(problem("UND002"))
    if actions - {*CHANGING, *HARMLESS} or any(c.kind == "post" for c in line.changes):
        raise Refused(problem("UND004"))
    ledger = (view.find(c.ref) for c in line.changes if (c.kind, c.action) == ("exchange", "add"))
    if any(found and found.content.direction == "export" for found in ledger):
        raise Refused(problem("UND003"))


def _later(view: View, line: Line) -> Iterator[Conflict]:
    """What later lines did to the same fields of the same records, or that one undid this."""
    if by := view.history().undone().get(line.ref):
        yield Conflict("UND005", line.ref, by)
        return
    found = [*_touched(view, line)]
    for_good = [c for c in found if c.code == ERASED]
    yield from for_good or found  # where one stays, it is no use to undo the others


def _touched(view: View, line: Line) -> Iterator[Conflict]:
    touched = touched_since(view, line)
    for change in line.changes:
        if change.action in CHANGING:
            mine = touches(change.action, change.fields)
            for by, theirs in touched[change.id]:
                both = mine & theirs if mine and theirs else mine or theirs
                if both or both is None:
                    yield touched_by(view, change.ref, by, both or ())


def touched_since(
    view: View, line: Line, ids: frozenset[str] = frozenset()
) -> dict[str, list[tuple[str, Touched]]]:
    """By record: the later lines that changed it, and what of it; of the line's, or those of `ids`.

    A line that was undone does not count, nor does its undo: unless the one lies before the line
    and the other after it. Erasures come first: nothing else that is undone helps against them.
    """
    history = view.history()
    undone = history.undone()
    later = {told["ref"]: told for told in history.after(line.id)}
    ids = ids or frozenset(c.id for c in line.changes)
    found: dict[str, list[tuple[str, Touched]]] = defaultdict(list)
    for ref, told in later.items():
        if ref not in undone and told["undoes"] not in later:
            erases = any(change[0] == ERASE for change in told["changes"])
            for action, _kind, id_, _ref, _rev, fields in told["changes"]:
                if id_ in ids and action in (*CHANGING, ERASE):
                    place = 0 if erases else len(found[id_])
                    found[id_].insert(place, (ref, touches(action, fields)))
    return found


def touched_by(view: View, ref: str, by: str, fields: Iterable[str] = ()) -> Conflict:
    """Why a change stays that a later line has touched; an erasure, or merge, is not undone so."""
    line = view.line(by)
    actions = {change.action for change in line.changes} if line else set[str]()
    code = ERASED if ERASE in actions else "UND013" if MERGE in actions else "UND006"
    if line and any((c.action, c.ref) == ("add", ref) for c in line.changes):
        code = "UND027"  # as where two laptops took in one workbook
    return Conflict(code, ref, by, tuple(sorted(fields)))


def touches(action: str, fields: Iterable[str]) -> Touched:
    """Adding, taking back and bringing back concern the whole record; so may what was forgotten."""
    return (frozenset(fields) or None) if action == "change" else None


def take_back(work: Work, change: Change, today: date) -> Iterator[Conflict]:
    """Do the opposite of a change, or say why that cannot be done."""
    work.theirs_too = True
    current = work.find(change.ref)
    if current is None or current.id != change.id or not _is_as_left(current, change):
        yield Conflict("UND011", change.ref)
    elif change.action == "add":
        work.withdraw(current, UNDONE)
    elif change.action == "withdraw":
        reason, replaced_by = _stood_before(change)
        if reason:  # it was withdrawn already, and led elsewhere or nowhere
            work.withdraw(current, reason, replaced_by)
        else:
            work.restore(current, revision_before(work, current, change))
    elif change.action == "restore":
        reason, replaced_by = _stood_before(change)
        if reason or STANDING not in change.fields:  # else it stood already: a decision
            work.withdraw(current, reason or UNDONE, replaced_by)
    else:
        yield from _change_back(work, current, change, today)


def _stood_before(change: Change) -> tuple[str | None, str | None]:
    """Why a record was withdrawn before a change, and which one it led to; None where it stood."""
    reason, leads = (change.fields.get(n, (None, None))[0] for n in (STANDING, SUCCESSOR))
    return reason, leads


def _is_as_left(current: Kept[Any], change: Change) -> bool:
    """Whether a record still is what the change made of it."""
    if change.action != "change":
        return bool(current.stamp.withdrawn) is (change.action == "withdraw")
    now = said(current.content)
    same = all(now[n] == new for n, (_old, new) in change.fields.items() if n in now)
    return bool(change.fields) and same


def _change_back(work: Work, current: Kept[Any], change: Change, today: date) -> Iterator[Conflict]:
    old = {name: before for name, (before, _after) in change.fields.items()}
    content = revived(type(current.content), {**said(current.content), **old})
    before = {(p.code, p.field) for p in check(current.kind, current.content, today)}
    wrong = errors(check(current.kind, content, today))
    if fields := tuple(str(p.field) for p in wrong if (p.code, p.field) not in before):
        yield Conflict("UND009", current.ref, fields=fields)
    else:
        change_back(work, current, content, change)


def left_alone(work: Work) -> Iterator[Conflict]:
    """Records that would name what was taken back, or nothing, or that would stand twice."""
    last = {change.ref: change for change in work.changes}
    gone = {ref for ref, c in last.items() if c.action == "withdraw" and not _led_on(c)}
    if gone:
        yield from (Conflict("UND007", ref, k.ref) for k, ref in naming(work, gone))
        led = ((ref, to) for ref, to in work.leading() if to in gone and ref not in last)
        yield from (_led_there(work, ref, to) for ref, to in led)
    for change in (c for c in work.changes if last[c.ref].action != "withdraw"):
        for field, ref in mentioned(work.get(change.ref).content):
            if change.action == "restore" or field.name in change.fields:
                named = work.find(ref)
                if ref not in gone and (named is None or _is_gone(named)):
                    code = FOR_GOOD if ref in work.erased() else "UND008"
                    yield Conflict(code, change.ref, ref, (field.name,))
    yield from _beside_others(work, {ref for ref, c in last.items() if c.action == "restore"})


def _beside_others(work: Work, back: Collection[str]) -> Iterator[Conflict]:
    """What is brought back of rows that were taken in once more since: each would stand twice."""
    from attache.desk.imported_twice import taken_in_again

    if back:
        yield from (Conflict("UND023", ref, by) for ref, by in taken_in_again(work, back))


def _led_there(view: View, ref: str, to: str) -> Conflict:
    """Why a record stays that took the place of another one: the line by which it did."""
    id_ = view.get(ref).id
    for told in view.history().naming(id_):
        for _action, _kind, of, _ref, _rev, fields in told["changes"]:
            if of == id_ and fields.get(SUCCESSOR, (None, None))[1] == to:
                return Conflict("UND021", to, told["ref"])
    return Conflict("UND007", to, ref)


def _led_on(withdrawal: Change) -> bool:
    """Whether another record took the place of the one that was withdrawn."""
    return bool(withdrawal.fields["replaced_by"][1])


def _is_gone(named: Kept[Any]) -> bool:
    """An entry that was corrected leads on to the one that stands."""
    return bool(named.stamp.withdrawn) and not named.stamp.replaced_by
