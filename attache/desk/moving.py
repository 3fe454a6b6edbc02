"""Having what names one record name another, which took its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attache.desk.recording import kind_of, naming
from attache.records.record import kept
from attache.vault.copies.folding import led
from attache.vault.log import line_of
from attache.vault.views import MERGE

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import Change, View, Work

DECISION = "identity-decision"
"""The type of record that keeps naming the two people whom it is about, also when they are one."""


def move(work: Work, old: str, new: str) -> tuple[str, ...]:
    """Have what names one record name the other; also entries, of which only that changes."""
    found = dict.fromkeys(k.ref for k, _ref in naming(work, [old]) if k.kind != DECISION)
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
    work.change(record, record.content.model_copy(update=update))


def followed(view: View, goes: Kept[Any], stays: Kept[Any]) -> Iterator[Change]:
    """What merges of copies have moved from one person to another, with whom it is still.

    Another laptop did not know yet that the two were one, and went on naming the one who went.
    """
    for record in {k.id: k for k, _ref in naming(view, [stays.ref])}.values():
        lines = map(line_of, view.history().naming(record.id))
        merges = (line for line in lines if any(c.action == MERGE for c in line.changes))
        for change in (c for line in merges for c in line.changes if c.id == record.id):
            if fields := dict(_moved(view, record, change, goes.ref)):
                yield change._replace(fields=fields)


def _moved(
    view: View, record: Kept[Any], change: Change, ref: str
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The fields that named somebody before a change, and still say what it put there."""
    now = kept(record.content)
    for name, (old, new) in change.fields.items():
        if kind_of(record).fields[name].kind.name in ("ref", "refs") and now[name] == new:
            before = led(old, lambda r: _place(view, r))
            if ref in _listed(before):
                yield name, (before, new)


def _place(view: View, ref: str) -> str:
    """The ref of who stands in the place of somebody now."""
    found = view.find(ref)
    stays = view.in_place_of(found) if found else None
    return stays.ref if stays else ref


def _listed(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or ()
