"""What followed somebody into another person after the line that joined the two.

Another laptop did not know yet that two were one: it went on naming the one who went, and on saying
things of them. A merge of copies has that follow; so has a join of the one who stays with a third.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attache.desk.merges import parts_of
from attache.desk.recording import kind_of, naming
from attache.records.record import kept
from attache.vault.copies.conflicts import SUCCESSOR
from attache.vault.copies.folding import led
from attache.vault.copies.unsettled import NAMES
from attache.vault.log import line_of

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import Change, Line, View


def followed(view: View, goes: Kept[Any], stays: Kept[Any]) -> Iterator[Change]:
    """The changes by which records that named one person name another, with whom they are still."""
    for record in {k.id: k for k, _ref in naming(view, [stays.ref])}.values():
        for line in _lines_of(view, record):
            if line.is_merge:
                for change in _changes(line, record):
                    if fields := dict(_moved(view, record, change, goes.ref)):
                        yield change._replace(fields=fields)


def carried(view: View, goes: Kept[Any], stays: Kept[Any], joining: str) -> Iterator[Change]:
    """The changes by which one person says what another one said, and nobody else in them says.

    The line of the log is left out by which the two were joined.
    """
    others = [k for k in parts_of(view, stays.ref) if k.id != goes.id]
    for line in _lines_of(view, stays):
        if line.ref != joining and moves(line):
            for change in _changes(line, stays):
                if fields := dict(_brought(change, goes, others)):
                    yield change._replace(fields=fields)


def ref_now(view: View, ref: str) -> str:
    """The ref of who stands in the place of somebody now; of one that is gone, that one."""
    found = view.find(ref)
    stands = view.in_place_of(found) if found else None
    return stands.ref if stands else ref


def _lines_of(view: View, record: Kept[Any]) -> Iterator[Line]:
    return map(line_of, view.history().naming(record.id))


def _changes(line: Line, record: Kept[Any]) -> Iterator[Change]:
    return (c for c in line.changes if (c.id, c.action) == (record.id, "change"))


def moves(line: Line) -> bool:
    """Whether a line merged copies, or joined two people."""
    return line.is_merge or any(c.kind == "person" and _leads(c) for c in line.changes)


def _leads(change: Change) -> bool:
    return bool(change.fields.get(SUCCESSOR, ("", ""))[1])


def _moved(
    view: View, record: Kept[Any], change: Change, ref: str
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The fields that named somebody before a change, and still say what it put there."""
    now = kept(record.content)
    for name, (old, new) in change.fields.items():
        if kind_of(record).fields[name].kind.name in ("ref", "refs") and now[name] == new:
            before = led(old, lambda r: ref_now(view, r))
            if ref in (before if isinstance(before, list) else [before]):
                yield name, (before, new)


def _brought(
    change: Change, goes: Kept[Any], others: list[Kept[Any]]
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The fields to which a change gave what one person says, each as it is without that."""
    for name, (old, new) in change.fields.items():
        theirs, rest = _values(goes, name), {v for other in others for v in _values(other, name)}
        only = theirs - rest
        if isinstance(new, list):
            less = [v for v in new if v in (old or ()) or v not in only]
            if less != new:
                yield name, (less, new)
        elif new in only:
            yield name, (old, new)


def _values(person: Kept[Any], name: str) -> set[Any]:
    """What a person says in a field; of names, in both."""
    said = kept(person.content)
    values = [said[n] for n in (NAMES if name in NAMES else (name,))]
    return {v for value in values for v in (value if isinstance(value, list) else [value]) if v}
