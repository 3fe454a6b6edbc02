"""Finishing here what a copy erases, and all that the erasure does to what was here.

The copy brings its own records without the person. What only this laptop has goes or is emptied as
it would be by erasing here; whoever is asked to agree sees both, in the words of an erasure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from attache import records
from attache.desk.decisions import DECISION
from attache.desk.erasing import Plan, anonymised, carry_out, emptied_in, left_of, plan, tells_of
from attache.desk.traces import traces_of
from attache.records.kept import LEFT_OUT
from attache.records.record import mentioned
from attache.vault.views import ERASED

if TYPE_CHECKING:
    from attache.desk.erasing import Emptied
    from attache.records.kept import Kept
    from attache.vault import View, Work
    from attache.vault.copies.merging import Merged

Met = tuple["Kept[Any]", "Kept[Any]"]
"""A record as it was here, and as it is to be."""
NOTHING = Plan((), (), (), ())


def finish(work: Work, merged: Merged) -> Plan:
    """Erase here, too, what names somebody or something that the copy erases.

    Who was joined with them, and the decision that says so, stay for an officer to see (MRG014).
    """
    stones = {s["ref"]: s for s in merged.put.get(ERASED, {}).values() if s.get("ref")}
    if not stones:
        return NOTHING
    planned = plan(work, [], [*stones], parts=False)
    planned = planned._replace(erased=tuple(k for k in planned.erased if k.kind != DECISION))
    if planned.erased or planned.anonymised:
        carry_out(work, planned, next(iter(stones.values()))["reason"])
    return planned


def of_all(before: View, work: Work, finished: Plan, met: Collection[Met]) -> Plan:
    """All that becomes of what was here: by the copy's own erasure, and by finishing it.

    `finished` has all that is erased, there and here; `met` are the records that stay.
    """
    gone = {k.ref: k for k in finished.erased}
    if not gone and not finished.anonymised:
        return finished
    out = {*gone, *work.erased()}
    lost = {was.ref: [*_lost(was, now, out)] for was, now in met}
    stays = {w.ref: (w, n.content) for w, n in met if lost[w.ref] or _let_go(w, n, out)}
    stays |= {k.ref: (k, content) for k, content in finished.anonymised if k.ref not in lost}
    every = [k for t in records.RECORD_TYPES for k in work.every(t.name)]
    touched = {*gone, *stays}
    back = {k.ref: k for k in finished.released} | {w.ref: n for w, n in _back(met, out)}
    return finished._replace(
        anonymised=tuple(stays.values()),
        emptied=(
            *(e for e in finished.emptied if e.ref not in lost),
            *(e for ref in lost for e in lost[ref]),
        ),
        sent=tuple(k for k in every if k.kind == "exchange" and tells_of(k, touched)),
        traces=traces_of(before, gone.values(), every, stays.values()),
        released=tuple(back.values()),
        one_with=tuple(left_of(before, gone)),
    )


def _lost(was: Kept[Any], now: Kept[Any], out: Collection[str]) -> Iterator[Emptied]:
    """The texts that a record about somebody who is gone has no more."""
    without = anonymised(was.content, out)
    about = _let_go(was, now, out)
    for one in emptied_in(was, without):
        value = getattr(now.content, one.field)
        if value == getattr(without, one.field) and (about or value == LEFT_OUT):
            others = tuple(dict.fromkeys(ref for _field, ref in mentioned(now.content)))
            yield one._replace(others=others)


def _let_go(was: Kept[Any], now: Kept[Any], out: Collection[str]) -> bool:
    """Whether a record named somebody who is gone, and does no more."""
    named = {ref for _field, ref in mentioned(was.content)} & {*out}
    return bool(named - {ref for _field, ref in mentioned(now.content)})


def _back(met: Iterable[Met], out: Collection[str]) -> Iterator[Met]:
    """What had given way to something that is gone, and stands again."""
    for was, now in met:
        if was.stamp.replaced_by in out and not now.stamp.withdrawn:
            yield was, now
