"""Taking back a merge of copies: what it brought, as far as nothing later touched it.

What it brought are the lines of the other copy that were not here, and what followed in the line of
the merge itself. Nothing of the log goes: the new line tells the other copies that this was taken
back, and theirs follow with the next merge. What was erased stays erased, what was sent was sent,
and what both copies said differently is decided as a conflict; all that is told. A key to which
somebody agreed with the merge is asked about again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attache.desk import undoing
from attache.desk.conflicts import conflicts_in
from attache.desk.history import CHANGING
from attache.desk.in_the_way import Conflict, stop
from attache.desk.moving import lead_on
from attache.desk.taking_back import take_back_untouched, without_the_needed
from attache.desk.undoing import (
    Progress,
    Undoing,
    last_of,
    named,
    nobody_waits,
    touched_since,
)
from attache.problems import Refused, problem
from attache.records.refs import read_ref
from attache.vault.copies.knowledge import HAD, SEEN
from attache.vault.history import ERASE

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import Change, Line, View, Work
    from attache.vault.copies.knowledge import Reach


def undo(
    office: Office, name: str | None, progress: Progress = nobody_waits, *, rehearsal: bool = False
) -> Undoing:
    """Take a line back, or the officer's last one, also a merge; raises as `undoing.undo` does."""
    view = office.view
    line = named(view, name) if name else last_of(view, office.vault.officer)
    if not line.is_merge:
        return undoing.undo(office, name, progress, rehearsal=rehearsal)
    _refuse(view, line)
    return without_the_needed(
        office,
        lambda work, leave: _taken_back(work, office, line, leave, progress),
        rehearsal=rehearsal,
    )


def still_undone(view: View, reach: Reach) -> Iterator[tuple[str, str]]:
    """Merges that were undone here, each with the line that did, of which a copy has all still.

    They stay undone: a merge is no decision against that of an officer. `reach` is how far the copy
    has come, by seat; one that knows of the undo has undone the same.
    """
    for ref, by in view.history().undone().items():
        line, undo = view.line(ref), read_ref(by)
        if line and undo and undo.seat == view.post.seat and line.is_merge:
            known = reach.get(undo.seat, 0) >= undo.number
            if not known and _has_again(line, reach):
                yield ref, by


def _has_again(merge: Line, reach: Reach) -> bool:
    """Whether a copy has something that a merge brought."""
    said = next((c.fields for c in merge.changes if HAD in c.fields), {})
    had, seen = (said.get(name, (None, {}))[1] for name in (HAD, SEEN))
    return any(had.get(seat, 0) < min(number, reach.get(seat, 0)) for seat, number in seen.items())


def _refuse(view: View, line: Line) -> None:
    """Raise Refused for a merge of another laptop, of an earlier version, or that is undone."""
    here = f"{view.post.post}-{view.post.seat}-"
    if not line.ref.startswith(here) or not any(HAD in c.fields for c in line.changes):
        raise Refused(problem("UND012"))
    if by := view.history().undone().get(line.ref):
        raise Refused(problem("UND005", by=by, refs=line.ref))


def _taken_back(
    work: Work, office: Office, line: Line, leave: Mapping[str, Conflict], progress: Progress
) -> Undoing:
    lines = [line, *_brought(work, line)]
    changes = [c for one in lines for c in reversed(one.changes) if c.kind != "post"]
    touched = touched_since(work, line, frozenset(c.id for c in changes))
    asked = _asked(work)
    left: list[Conflict] = []
    for number, change in enumerate(changes, 1):
        if change.action == ERASE or _is_sent(work, change):
            left.append(Conflict("UND014", change.ref, line.ref))
        elif change.action in CHANGING and change.ref in leave:
            left.append(leave[change.ref])
        elif change.action in CHANGING and (by := asked.get(change.ref)):
            code = "UND022" if by.content.resolved else "UND015"
            left.append(Conflict(code, change.ref, by.ref, tuple(change.fields)))
        elif change.action in CHANGING:
            left += take_back_untouched(work, office, change, touched.get(change.id, []))
        progress(number, len(changes))
    lead_on(work, [c.id for c in work.changes])
    doubted = work.believed.doubt(line.ref)
    if not work.changes:
        stop(line, left)
        if not doubted:
            raise Refused(problem("UND024" if len(lines) > 1 else "UND020"))
    if not left:
        work.undoes = line.ref
    return Undoing(line, work.changes, work.line_ref, tuple(dict.fromkeys(left)))


def _brought(view: View, merge: Line) -> Iterator[Line]:
    """The lines that a merge brought, the last first."""
    said = next(c.fields for c in merge.changes if HAD in c.fields)
    had, seen = said[HAD][1], said[SEEN][1]
    for line in reversed([*view.log()]):  # as the other copy had them
        ref = read_ref(line.ref)
        if ref and had.get(ref.seat, 0) < ref.number <= seen.get(ref.seat, 0):
            yield line


def _asked(view: View) -> dict[str, Kept[Any]]:
    """Conflicts, by their own ref and by that of the record: of more on one an open one."""
    standing = sorted(conflicts_in(view, resolved=True), key=lambda k: not k.content.resolved)
    return {k.content.about: k for k in standing} | {k.ref: k for k in standing}


def _is_sent(view: View, change: Change) -> bool:
    """Whether a change is the ledger's line of an export."""
    found = view.find(change.id) if (change.kind, change.action) == ("exchange", "add") else None
    return found is not None and found.content.direction == "export"
