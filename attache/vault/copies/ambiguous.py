"""Records that name one person where another may be meant: two who were one where it was written.

One laptop takes two people apart; another, that has not heard of it, records something of the one
who had gone into the other, and names who stood for both. Only an officer knows who was meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from attache.vault.copies.conflicts import SUCCESSOR
from attache.vault.copies.pointing import follows, naming_event
from attache.vault.copies.sides import Event
from attache.vault.copies.standing import DECISION

if TYPE_CHECKING:
    from attache.vault.copies.both import Both

OF_THEMSELVES = (DECISION, "former-number")
"""Types of what attache keeps of people beside what officers record of them."""


class Ambiguous(NamedTuple):
    """A record, whom it names, and who may be meant; all three are refs."""

    ref: str
    named: str
    other: str


def ambiguous(both: Both) -> Iterator[Ambiguous]:
    """Such records, as far as they or the parting of the two are new here."""
    for parting in _partings(both):
        stayed = parting.change.fields[SUCCESSOR][0]
        for kind, document in both.naming(stayed):
            if kind not in OF_THEMSELVES and "withdrawn" not in document:
                event = naming_event(both.events(document["id"]), stayed)
                if not follows(kind, event) and _is_ambiguous(both, parting, event):
                    yield Ambiguous(document["ref"], stayed, parting.change.ref)


def _partings(both: Both) -> Iterator[Event]:
    """The changes by which somebody stands again who had gone into another person."""
    for line in both.lines.values():
        for change in (c for c in line.changes if c.action == "restore" and c.kind == "person"):
            if change.fields.get(SUCCESSOR, (None, None))[0]:
                yield Event(line, change)


def _is_ambiguous(both: Both, parting: Event, event: Event) -> bool:
    """Whether an event knew that two were one, and nothing of their parting, nor that of it."""
    knew, lines = both.knowledge.knew, (event.line, parting.line)
    is_new = any(line.id not in both.ours.lines for line in lines)
    if not is_new or event.line.id == parting.line.id or knew(*lines) or knew(*lines[::-1]):
        return False
    known = [e for e in both.events(parting.change.id) if knew(event.line, e.line)]
    leading = [e.change.fields[SUCCESSOR][1] for e in known if SUCCESSOR in e.change.fields]
    return bool(leading and leading[-1])
