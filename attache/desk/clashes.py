"""Conflicts between what came back in a workbook and what the office says meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk.conflicts import open_by_record
from attache.desk.taking_apart import OTHER
from attache.records.conflict import Conflict
from attache.records.record import with_values

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import Work

OURS, THEIRS = "OURS", "THEIRS"
"""The sides of such a conflict, where copies of the vault have their seat letters."""


class Side(NamedTuple):
    """Who says a value, and when."""

    by: str
    at: str


class Clashes:
    """The conflicts of one import. What was decided, or waits already, is not asked twice."""

    def __init__(self, work: Work, sender: Side) -> None:
        self._work = work
        self._sender = sender

    def keep(
        self, current: Kept[Any], sent: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """The refs of the conflicts that wait for a decision, one a field of `theirs`."""
        ours = current.document()
        last = current.stamp
        here = Side(last.changed_by or last.recorded_by, last.changed_at or last.recorded_at)
        found = []
        for name, value in theirs.items():
            known = self._known.get((current.ref, name, repr(value)))
            if known is None:
                values = (_value(OURS, ours[name], here), _value(THEIRS, value, self._sender))
                known = self._add(current.ref, name, sent.get(name), values)
            if not known.content.resolved:
                found.append(known.ref)
        return tuple(found)

    def settle(self, about: str, fields: Collection[str]) -> None:
        """Close what waits about fields of a record, of which its vault has said the last word."""
        for conflict in (self._work.get(ref) for ref in self._open.get(about, ())):
            said = conflict.content
            if said.field in fields and not said.resolved:
                self._work.change(conflict, with_values(said, {"resolved": OTHER}))

    def _add(self, about: str, name: str, base: Any, values: tuple[Any, ...]) -> Kept[Any]:
        conflict = Conflict(about=about, field=name, base=({"value": base},), values=values)
        added = self._work.add("conflict", conflict)
        self._known[about, name, repr(values[1]["value"])] = added
        self._open.setdefault(about, []).append(added.ref)
        return added

    @cached_property
    def _open(self) -> dict[str, list[str]]:
        """The refs of conflicts that wait by the ref of their record; those of copies too."""
        return open_by_record(self._work)

    @cached_property
    def _known(self) -> dict[tuple[str, str, str], Kept[Any]]:
        standing = (k for k in self._work.every("conflict") if not k.stamp.withdrawn)
        return {key: k for k in standing for key in _keys(k)}


def _keys(conflict: Kept[Any]) -> Iterator[tuple[str, str, str]]:
    for said in conflict.content.values:
        if said["seat"] == THEIRS:
            yield conflict.content.about, conflict.content.field, repr(said["value"])


def _value(seat: str, value: Any, side: Side) -> dict[str, Any]:
    return {"value": value, "by": side.by, "at": side.at, "seat": seat, "line": ""}
