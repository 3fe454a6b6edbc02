"""Records that name somebody or something that was erased: another copy may bring some."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from attache import records
from attache.desk.decisions import DECISION, left_of_erased

if TYPE_CHECKING:
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
            if kept.kind == DECISION and not kept.stamp.withdrawn:
                yield from ((same, gone) for same in left_of_erased(view, gone))
