"""One side of a merge: its records, and its log by record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.vault.history import LOG, Change, Line
from attache.vault.views import ERASED

if TYPE_CHECKING:
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document


CHANGING = ("add", "change", "withdraw", "restore")
"""Actions after which a record says something else."""


class Said(NamedTuple):
    """One change of a record, with the line that it stands in."""

    line: Line
    change: Change

    @property
    def order(self) -> tuple[str, str]:
        """By it both sides put changes in the same order."""
        return self.line.at, self.line.id


class Side:
    """One copy of the vault."""

    def __init__(self, db: VaultDB) -> None:
        self.db = db
        self.lines = {id_: Line.of(line) for id_, line in db.of(LOG).documents().items()}
        self.erased: Mapping[str, Document] = db.of(ERASED).documents()
        self.seat: str = next(iter(db.of("post").documents().values()))["seat"]

    def documents(self, kind: str) -> Mapping[str, Document]:
        """The records of a type by id."""
        return self.db.of(kind).documents()

    def alone(self, other: Side) -> dict[str, list[Said]]:
        """What only this side has said of each record, the earliest first."""
        found: dict[str, list[Said]] = {}
        for id_, line in self.lines.items():
            if id_ not in other.lines:
                for change in line.changes:
                    if change.action in CHANGING:
                        found.setdefault(change.id, []).append(Said(line, change))
        for said in found.values():
            said.sort(key=lambda s: s.order)
        return found


def latest(said: list[Said], field: str) -> Said | None:
    """The last change of a field."""
    return next((s for s in reversed(said) if field in s.change.fields), None)


def before(said: list[Said], field: str) -> Any:
    """What the field said before the first of these changes."""
    return next(s.change.fields[field][0] for s in said if field in s.change.fields)
