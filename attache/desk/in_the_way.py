"""What stands in the way of taking something back, as conflicts and as problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from attache.desk.recording import listed
from attache.problems import DecisionNeeded, Problem, problem
from attache.records.record import mentioned

if TYPE_CHECKING:
    from attache.vault import Change, Line, View

FOR_GOOD = "UND026"
"""The code of what would name somebody or something that was erased."""
TOLD = 20
"""Problems that are told at most; the data have every conflict."""


class Conflict(NamedTuple):
    """Why something cannot be taken back: a problem's code, the record, and what stands in the way.

    `by` is a line of the log or another record.
    """

    code: str
    ref: str
    by: str = ""
    fields: tuple[str, ...] = ()


def stop(line: Line, found: Iterable[Conflict]) -> None:
    """Raise DecisionNeeded where there are conflicts; what stands in the way is told once."""
    conflicts = list(dict.fromkeys(found))
    if not conflicts:
        return
    refs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for conflict in conflicts:
        refs[conflict.code, conflict.by].append(conflict.ref)
    told = [_problem(code, by, about) for (code, by), about in refs.items()][:TOLD]
    data = {"line": line.ref, "conflicts": [c._asdict() for c in conflicts]}
    raise DecisionNeeded(*told, data=data)


def _problem(code: str, by: str, refs: list[str]) -> Problem:
    return problem(code, by=by, refs=listed(list(dict.fromkeys(refs))))


def about_erased(view: View, changes: Collection[Change]) -> tuple[Conflict, ...]:
    """What stays withdrawn of all that was, since it names what was erased: nobody brings it back.

    So does what needs one of these.
    """
    found: dict[str, Conflict] = {}
    erased = view.erased().keys()
    withdrawn = {c.id: c.ref for c in changes if c.action == "withdraw"} if erased else {}
    back = [kept for id_ in withdrawn if (kept := view.find(id_)) is not None]
    while more := {
        kept.ref: Conflict(FOR_GOOD, kept.ref, ref, (field.name,))
        for kept in back
        for field, ref in mentioned(kept.content)
        if kept.ref not in found and (ref in erased or ref in found)
    }:
        found |= more
    return tuple(found.values())
