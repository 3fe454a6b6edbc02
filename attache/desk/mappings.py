"""Mappings of senders' columns: looked at, saved, and taken back. One header has one mapping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from attache import records
from attache.desk.recording import Recorded, amend, of_kind, standing, withdraw
from attache.exchange.mapped import Saved
from attache.exchange.mapping import by_header, look
from attache.language import N_
from attache.problems import Refused, errors
from attache.records.record import parse

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.exchange.incoming import Incoming
    from attache.exchange.mapping import HeaderRow, Looked, Plan
    from attache.records.kept import Kept
    from attache.vault import View, Work

FORGOTTEN = N_("not needed any more")
"""The reason with which a mapping is taken back."""
REPLACED = N_("another mapping of the same header stands")
"""The same, where copies that were merged brought two of one header."""


def saved(view: View) -> tuple[Saved, ...]:
    """The mappings that stand, as an import applies them."""
    return tuple(_plain(k) for k in standing(view, "mapping"))


def columns_of(office: Office, source: Incoming, row: HeaderRow | None = None) -> Looked:
    """What the columns of a workbook hold; raises Refused where there are none to be told."""
    return look(source.raw, saved(office.view), source.as_kind, row)


def save(
    office: Office, plans: Iterable[Plan], sender: str | None = None, *, rehearsal: bool = False
) -> Recorded:
    """Keep the mapping of each header; the one that it had changes. Raises Refused.

    Without a sender the earlier one stays.
    """
    with office.work(rehearsal=rehearsal) as work:
        done = [_save(office, work, plan, sender) for plan in by_header(plans).values()]
        return Recorded(tuple(k for k, _ in done), unchanged=not any(new for _, new in done))


def forget(office: Office, ref: str) -> Recorded:
    """Take a mapping back; raises NoSuchRecord."""
    current = of_kind(office.view, records.named("mapping"), ref)
    return withdraw(office, current.ref, FORGOTTEN)


def mappings(view: View) -> list[Kept[Any]]:
    """The mappings that stand, the oldest first."""
    return [*standing(view, "mapping")]


def _save(office: Office, work: Work, plan: Plan, sender: str | None) -> tuple[Kept[Any], bool]:
    """The mapping of one header, and whether that is something new."""
    alike = [k for k in standing(work, "mapping") if _plain(k).header == plan.header]
    raw = {
        "kind": plan.record_type.name,
        "columns": [c.kept() for c in plan.columns],
        "sender": sender or _sender(alike),
    }
    parsed = parse(records.named("mapping").model, raw, office.here)
    if errors(parsed.problems):
        raise Refused(*parsed.problems)
    if not alike:
        return work.add("mapping", parsed.draft), True
    now = amend(work, alike[0], parsed.draft, "")
    for other in alike[1:]:
        work.withdraw(other, REPLACED, replaced_by=now.ref)
    return now, now is not alike[0] or len(alike) > 1


def _sender(alike: Sequence[Kept[Any]]) -> str | None:
    return alike[0].content.sender if alike else None


def _plain(kept: Kept[Any]) -> Saved:
    return Saved(kept.ref, kept.content.kind, kept.content.columns, kept.stamp.rev)
