"""What officers said of a record who knew nothing of a join, beside what the join had follow.

Another laptop may have named the same person in the same record, or given somebody the same name,
by itself. When the two people of the join are two again, that stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from attache.desk.following import moves
from attache.vault.copies.conflicts import SUCCESSOR
from attache.vault.copies.knowledge import Knowledge
from attache.vault.copies.sides import Event, place_of
from attache.vault.log import line_of

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import Line, View

AsNow = Callable[[str, Any], Any]
"""Gives the value of a field, with those whom it names as whom they are now."""


def beside(view: View, join: Line, record: Kept[Any]) -> list[Event]:
    """The changes of a record that knew nothing of a join, nor the join of them, in order."""
    lines = [line_of(told) for told in view.history().naming(record.id)]
    if {place_of(line.ref).seat for line in lines} <= {place_of(join.ref).seat}:
        return []
    knowledge = Knowledge(view.log())
    apart = (o for o in lines if o.id != join.id and not moves(o) and not _parts(o))
    unknown = (o for o in apart if not knowledge.knew(join, o) and not knowledge.knew(o, join))
    changes = (Event(o, c) for o in unknown for c in o.changes if c.id == record.id)
    return knowledge.in_order(e for e in changes if e.change.action == "change")


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


def _parts(line: Line) -> bool:
    """Whether a line took two people apart."""
    return any(c.kind == "person" and c.fields.get(SUCCESSOR, ("",))[0] for c in line.changes)


def _fields(events: list[Event], name: str) -> Iterator[Any]:
    return (e.change.fields for e in events if name in e.change.fields)


def _turned(old: list[Any], new: list[Any]) -> Iterator[tuple[Any, bool]]:
    """What a change put into a list, and what it took out."""
    yield from ((v, False) for v in old if v not in new)
    yield from ((v, True) for v in new if v not in old)
