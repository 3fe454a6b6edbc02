"""The questions that copies, or this office and headquarters, have left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attache import records

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.records.record import Field
    from attache.vault import View


def conflicts_in(view: View, *, resolved: bool = False) -> list[Kept[Any]]:
    """The conflicts that are open, or all."""
    standing = (k for k in view.every("conflict") if not k.stamp.withdrawn)
    return [k for k in standing if resolved or not k.content.resolved]


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
