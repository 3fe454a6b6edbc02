"""What followed somebody into another person after the line that joined the two.

Another laptop did not know yet that two were one: it went on naming the one who went, and on saying
things of them. A merge of copies has that follow; so has a join of the one who stays with a third.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attache.desk.decisions import ref_now
from attache.desk.merges import parts_of
from attache.desk.recording import kind_of, naming
from attache.records.record import kept
from attache.vault.copies.conflicts import SUCCESSOR
from attache.vault.copies.folding import led
from attache.vault.copies.sides import Event
from attache.vault.copies.unsettled import NAMES
from attache.vault.log import line_of

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import Change, Line, View

Said = Mapping[str, set[Any]]
"""Values that were said of somebody, by field."""


def followed(view: View, goes: Kept[Any], stays: Kept[Any]) -> Iterator[Event]:
    """The changes by which records that named one person name another, with whom they are still."""
    for record in {k.id: k for k, _ref in naming(view, [stays.ref])}.values():
        for line in lines_of(view, record):
            if line.is_merge:
                for change in _changes(line, record):
                    if fields := dict(_moved(view, record, change, goes.ref)):
                        yield Event(line, change._replace(fields=fields))


def carried(
    view: View, goes: Kept[Any], stays: Kept[Any], joining: Collection[str]
) -> Iterator[Event]:
    """The changes by which one person says what another one said, and nobody else in them said.

    The lines of the log are left out by which the two were joined.
    """
    theirs = [said_of(view, ref) for ref in people_in(view, goes)]
    others = [said_of(view, ref) for ref in people_in(view, stays)[1:]]
    for line in lines_of(view, stays):
        if line.ref not in joining and moves(line):
            for change in _changes(line, stays):
                if fields := dict(_brought(change, theirs, others)):
                    yield Event(line, change._replace(fields=fields))


def people_in(view: View, person: Kept[Any]) -> list[str]:
    """The refs of a person and of all who went into them, one into the other."""
    refs = [person.ref]
    for one in refs:  # it grows
        refs += [k.ref for k in parts_of(view, one) if k.ref not in refs]
    return refs


def said_of(view: View, ref: str) -> Said:
    """What officers ever said of a person, by field; not what joins and merges have them say."""
    person = view.get(ref)
    said, first = {n: set[Any]() for n in kind_of(person).fields}, kept(person.content)
    for line in lines_of(view, person):  # the last first
        for change in _changes(line, person):
            told = {name: pair for name, pair in change.fields.items() if name in said}
            first |= {name: old for name, (old, _new) in told.items()}
            for name, (_old, new) in () if moves(line) or parts(line) else told.items():
                said[name] |= _listed(new)
    for name, value in first.items():
        said[name] |= _listed(value)
    return said


def lines_of(view: View, record: Kept[Any]) -> Iterator[Line]:
    """The lines that tell of a record, the last first."""
    return map(line_of, view.history().naming(record.id))


def _changes(line: Line, record: Kept[Any]) -> Iterator[Change]:
    return (c for c in line.changes if (c.id, c.action) == (record.id, "change"))


def moves(line: Line) -> bool:
    """Whether a line merged copies, or joined two people."""
    return line.is_merge or any(c.kind == "person" and _leads(c) for c in line.changes)


def parts(line: Line) -> bool:
    """Whether a line took two people apart."""
    return any(c.kind == "person" and c.fields.get(SUCCESSOR, ("",))[0] for c in line.changes)


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
    change: Change, theirs: list[Said], others: list[Said]
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The fields to which a change gave what one person said, each as it is without that."""
    for name, (old, new) in change.fields.items():
        only = _values(theirs, name) - _values(others, name)
        if isinstance(new, list):
            less = [v for v in new if v in (old or ()) or v not in only]
            if less != new:
                yield name, (less, new)
        elif new in only:
            yield name, (old, new)


def _values(people: list[Said], name: str) -> set[Any]:
    """What people said in a field; of names, in both."""
    names = NAMES if name in NAMES else (name,)
    return {value for said in people for n in names for value in said.get(n, ())}


def _listed(value: Any) -> set[Any]:
    return {v for v in (value if isinstance(value, list) else [value]) if v}
