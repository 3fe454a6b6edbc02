"""The questions that copies, or this office and headquarters, have left open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.records.kept import STAMP_TITLES, titles

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.records.record import Field
    from attache.vault import View


def conflicts_in(view: View, *, resolved: bool = False) -> list[Kept[Any]]:
    """The conflicts that are open, or all."""
    standing = (k for k in view.every("conflict") if not k.stamp.withdrawn)
    return [k for k in standing if resolved or not k.content.resolved]


def opened(before: View, view: View) -> Iterator[str]:
    """The refs of the conflicts that are open now and were not, or were not here, before."""
    known = {k.id for k in conflicts_in(before)}
    yield from (k.ref for k in conflicts_in(view) if k.id not in known)


def open_by_record(view: View) -> dict[str, list[str]]:
    """The refs of open conflicts by the ref of their record."""
    found: dict[str, list[str]] = {}
    for k in conflicts_in(view):
        found.setdefault(k.content.about, []).append(k.ref)
    return found


def field_of(view: View, conflict: Kept[Any]) -> Field | None:
    """The field that a conflict is about; None where its record is gone, or none is meant."""
    record = view.find(conflict.content.about)
    return records.named(record.kind).fields.get(conflict.content.field) if record else None


def title_of(view: View, conflict: Kept[Any]) -> str:
    """What the field is called that a conflict is about, or whether its record stands."""
    name: str = conflict.content.field
    record = view.find(conflict.content.about)
    if record is None:
        return STAMP_TITLES.get(name, name)
    return titles(records.named(record.kind), [name])[0]


class Renumbered(NamedTuple):
    """A conflict that has another ref: what it was, and is, its record, and its field's title."""

    was: str
    ref: str
    about: str
    title: str


def renumbered(before: View, view: View) -> Iterator[Renumbered]:
    """The conflicts that were open before and have another ref now, also if they are decided."""
    for was in conflicts_in(before):
        now = view.find(was.id)
        if now and now.ref != was.ref:
            yield Renumbered(was.ref, now.ref, now.content.about, title_of(view, now))
