"""Records of another vault in a merge: what its office said last stands.

Two laptops take in workbooks of different ages, in any order. Revisions are counted at that office,
so the later one stands whole, whichever laptop took it in. Which one that is follows from the lines
of the log alone. Where an import was taken back, that counts for what it knew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attache.vault.copies.knowledge import Knowledge
    from attache.vault.copies.sides import Event


def last_said(knowledge: Knowledge, events: list[Event]) -> Event:
    """The change by which a record says what it does; there must be one.

    It is that to the latest revision, or the like among those made in knowledge of it. So one of
    two copies always has the record as that of both says it.
    """
    while True:
        last = max(events, key=lambda e: (e.change.rev, *e.at))
        events = [e for e in events if knowledge.knew(e.line, last.line)]
        if not events:
            return last


def counting(knowledge: Knowledge, events: list[Event]) -> list[Event]:
    """The changes of which what a record says was made, in order; others were overtaken.

    Two workbooks of one revision come from two copies of that vault: then both count.
    """
    lines, waiting = set[str](), [events]
    while waiting:
        if known := waiting.pop():
            rev = last_said(knowledge, known).change.rev
            alike = [e for e in known if e.change.rev == rev and e.line.id not in lines]
            for one in knowledge.latest(alike):
                lines.add(one.line.id)
                waiting.append([e for e in known if knowledge.knew(one.line, e.line)])
    return [e for e in events if e.line.id in lines]
