"""Having what names one record name another, which took its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attache.desk.decisions import DECISION
from attache.desk.recording import kind_of, naming
from attache.records.record import with_values

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import Work


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


def _listed(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or ()
