"""Records that name somebody or something that was erased: another copy may bring some."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from attache import records
from attache.desk.decisions import DECISION

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import View


def naming_erased(view: View) -> dict[str, list[str]]:
    """The refs of records that are about what was erased, each with the erased refs that it names.

    Withdrawn ones are among them. Where somebody who was erased had been merged with another in
    another copy, the other is the same person, and is among them too.
    """
    erased = view.erased()
    found: dict[str, list[str]] = {}
    for ref, gone in _about(view, erased.keys()) if erased else ():
        found.setdefault(ref, []).append(gone)
    return {ref: [*dict.fromkeys(gone)] for ref, gone in found.items()}


def _about(view: View, erased: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each record that is about what was erased, by ref, with the erased ref."""
    for kind in records.RECORD_TYPES:
        for kept, gone in view.naming(kind.name, erased):
            yield kept.ref, gone
            for same in _same(view, kept, gone):
                yield same, gone


def _same(view: View, decision: Kept[Any], gone: str) -> Iterator[str]:
    """Who is the same person as somebody who was erased, by a decision that stands."""
    said = decision.content
    if decision.kind == DECISION and not decision.stamp.withdrawn:
        both = (said.person, said.other) if said.answer == "same" else ()
        yield from (ref for ref in both if ref != gone and view.find(ref))
