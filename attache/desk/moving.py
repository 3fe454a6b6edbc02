"""Having what names one record name another, which took its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attache import records
from attache.desk.decisions import DECISION
from attache.desk.recording import kind_of, naming, standing
from attache.records.record import mentioned, with_values
from attache.vault.copies.conflicts import CONFLICT

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import View, Work


def move(work: Work, old: str, new: str) -> tuple[str, ...]:
    """Have what names one record name the other; also entries, of which only that changes.

    A record of another office stays as it is: it is followed to the other one (`names_of`).
    """
    every = (k for k, _ref in naming(work, [old]) if k.kind != DECISION)
    found = dict.fromkeys(k.ref for k in every if not k.stamp.origin)
    for ref in found:
        point(work, work.get(ref), old, new)
    return tuple(found)


def point(work: Work, record: Kept[Any], old: str, new: str) -> None:
    """Have one record name another where it names the old one."""
    update: dict[str, Any] = {}
    for name, field in kind_of(record).fields.items():
        if field.kind.name in ("ref", "refs"):
            value = getattr(record.content, name)
            refs = dict.fromkeys(new if r == old else r for r in _listed(value))
            update[name] = tuple(refs) if field.kind.many else next(iter(refs), None)
    work.change(record, with_values(record.content, update))


def lead_on(work: Work, ids: Iterable[str]) -> None:
    """Have what these name, and what names these, name who stands where one went into another.

    Entries that were corrected keep what names them.
    """
    for now in map(work.get, ids):
        for old, new in passed_over(work, now):
            point(work, work.get(now.id), old, new)
        stays = work.in_place_of(now) if now.stamp.withdrawn else None
        if stays and not type(now.content).ENTRY:
            move(work, now.ref, stays.ref)


def naming_passed_over(view: View) -> list[Kept[Any]]:
    """The records that stand and name somebody who went into another."""
    every = (k for kind in records.every() for k in standing(view, kind.name))
    return [k for k in every if any(passed_over(view, k))]


def passed_over(view: View, record: Kept[Any]) -> Iterator[tuple[str, str]]:
    """The refs that a record names of those who went into others, each with that of who stands.

    Conflicts, decisions on who is who, and records of another office, name whom they were about.
    """
    if record.stamp.origin or record.kind in (CONFLICT, DECISION):
        return
    for _field, ref in [*mentioned(record.content)]:
        named = view.find(ref)
        if named and named.stamp.withdrawn and not type(named.content).ENTRY:
            stays = view.in_place_of(named)
            if stays:
                yield ref, stays.ref


def _listed(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or ()
