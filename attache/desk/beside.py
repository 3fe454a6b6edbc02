"""What officers said of a record who knew nothing of a join, beside what the join had follow.

Another laptop may have named the same person in the same record, or given somebody the same name,
by itself. When the two people of the join are two again, that stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attache.desk.following import lines_of, moves, parts
from attache.vault.copies.knowledge import Knowledge
from attache.vault.copies.sides import Event, place_of

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import Line, View

AsNow = Callable[[str, Any], Any]
"""Gives the value of a field, with those whom it names as whom they are now."""


class Join:
    """The lines of the log by which two people were made one, among the others."""

    def __init__(self, view: View, *lines: Line) -> None:
        self._view, self._lines = view, lines

    @cached_property
    def _knowledge(self) -> Knowledge:
        return Knowledge(self._view.log(), self._view.seats())

    def in_order(self, events: Iterable[Event]) -> list[Event]:
        """Changes so that each comes after those that it knew of."""
        return self._knowledge.in_order(events)

    def beside(self, record: Kept[Any]) -> list[Event]:
        """The changes of a record that knew nothing of the join, nor the join of them, in order."""
        lines = [*lines_of(self._view, record)]
        seats = {place_of(line.ref).seat for line in self._lines}
        if {place_of(line.ref).seat for line in lines} <= seats and len(seats) == 1:
            return []
        own = {line.id for line in self._lines}
        apart = (o for o in lines if o.id not in own and not moves(o) and not parts(o))
        changes = (Event(o, c) for o in apart if self._is_unknown(o) for c in o.changes)
        mine = (e for e in changes if (e.change.id, e.change.action) == (record.id, "change"))
        return self._knowledge.in_order(mine)

    def _is_unknown(self, other: Line) -> bool:
        knew = self._knowledge.knew
        return not any(knew(line, other) or knew(other, line) for line in self._lines)


def keep_beside(events: list[Event], name: str, now: Any, back: Any, as_now: AsNow) -> Any:
    """What a field is to say: what it would go back to, and what these said by themselves.

    `now` is what it says, and `back` what it would go back to, of the same kind.
    """
    said = [tuple(as_now(name, v) for v in fields[name]) for fields in _fields(events, name)]
    if not isinstance(now, list):
        return now if said and said[-1][1] == now else back
    stands = dict(status for old, new in said for status in _turned(old or [], new or []))
    stay = [v for v in back if v in now or stands.get(v, True)]
    return [*stay, *(v for v in now if stands.get(v) and v not in stay)]


def _fields(events: list[Event], name: str) -> Iterator[Any]:
    return (e.change.fields for e in events if name in e.change.fields)


def _turned(old: list[Any], new: list[Any]) -> Iterator[tuple[Any, bool]]:
    """What a change put into a list, and what it took out."""
    yield from ((v, False) for v in old if v not in new)
    yield from ((v, True) for v in new if v not in old)
