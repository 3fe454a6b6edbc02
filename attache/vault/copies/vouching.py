"""Signing for what a salvaged copy says and no line of it does.

Whoever agrees to that has the line of their merge say it. So other copies need believe nothing but
the log, and it is taken back with the merge.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from attache.records.record import kept
from attache.vault.copies.conflicts import STANDING, SUCCESSOR

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault.views import View
    from attache.vault.work import Work

_STANDS = (STANDING, SUCCESSOR)


def vouch(work: Work, before: View, ref: str) -> None:
    """Have the line of this work say what a record says by now, and did not before."""
    was, now = before.find(ref), work.find(ref)
    if now is None or was == now:
        return
    changes = sum(c[2] == now.id for told in work.history().naming(now.id) for c in told["changes"])
    if was is None:
        rev = min(now.stamp.rev, changes + 1)
        work.sign("add", replace(now, stamp=replace(now.stamp, rev=rev)))
    else:
        _vouch_for_changes(work, was, now)


def _vouch_for_changes(work: Work, was: Kept[Any], now: Kept[Any]) -> None:
    old, new = kept(was.content), kept(now.content)
    fields = {name: (old[name], new[name]) for name in new if old[name] != new[name]}
    stands = {n: (getattr(was.stamp, n), getattr(now.stamp, n)) for n in _STANDS}
    stamp = replace(now.stamp, rev=was.stamp.rev + 1)
    now = replace(now, stamp=stamp)
    moved = any(one != other for one, other in stands.values())
    if fields:
        work.sign("change", now, fields)
    if moved:
        work.sign("withdraw" if now.stamp.withdrawn else "restore", now, stands)
    if not fields and not moved:  # another revision, or another officer
        work.sign("change", now, {"rev": (was.stamp.rev, stamp.rev)})
