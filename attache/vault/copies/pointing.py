"""Changes by which a record names another one, or does no more than follow one into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attache.vault.copies.conflicts import SUCCESSOR
from attache.vault.copies.folding import Lead, led
from attache.vault.signs import naming_fields

if TYPE_CHECKING:
    from attache.vault.copies.sides import Event
    from attache.vault.history import Line


def follows(kind: str, event: Event) -> bool:
    """Whether a line that joined two people, or a merge, had a record name the one who stays.

    So does the line that makes them two again.
    """
    fields = event.change.fields
    if event.change.action != "change" or not fields.keys() <= {*naming_fields(kind)}:
        return False
    lead = _joined(event.line)
    return event.line.is_merge or all(
        led(old, lead) == led(new, lead) for old, new in fields.values()
    )


def _joined(line: Line) -> Lead:
    """Leads the refs on that this line made one, or two again."""
    pairs = {}
    for change in line.changes:
        for ref in filter(None, change.fields.get(SUCCESSOR, ())):
            pairs[change.ref] = ref
    return lambda ref: pairs.get(ref, ref)


def begins_to_name(change: tuple[Any, Any], ref: str) -> bool:
    """Whether the new value of a field names a ref that the old one did not."""
    return ref in begun(*change)


def naming_event(events: list[Event], ref: str) -> Event:
    """The change by which a record has named another one since."""
    named = [e for e in events if any(begins_to_name(f, ref) for f in e.change.fields.values())]
    return (named or events)[-1 if named else 0]


def begun(old: Any, new: Any) -> list[Any]:
    """The refs that the new value of a field names and the old one did not."""
    before, after = ([value] if isinstance(value, str) else value or [] for value in (old, new))
    return [ref for ref in after if ref not in before] if isinstance(after, list) else []
