"""One copy of the vault in a merge: its records, and its log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.vault.history import LOG, Change, Line
from attache.vault.views import ASIDE, ERASED

if TYPE_CHECKING:
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document


class Place(NamedTuple):
    """Where a line stands: the seat that wrote it, and its number there, from 1 without gaps."""

    seat: str
    number: int


def place_of(ref: str) -> Place:
    """The place of a line of the log, by its ref."""
    seat, short = ref.split("-")[1:]
    return Place(seat, int(short[1:]))


class Event(NamedTuple):
    """One change of a record, with the line that it stands in."""

    line: Line
    change: Change

    @property
    def at(self) -> tuple[str, str]:
        """By it those are put in order who knew nothing of each other."""
        return self.line.at, self.line.id


class Side:
    """One copy of the vault."""

    def __init__(self, db: VaultDB) -> None:
        self.db = db
        self.lines: Mapping[str, bytes] = dict(db.of(LOG).contents())
        self.erased: Mapping[str, Document] = db.of(ERASED).documents()
        self.seat: str = next(iter(db.of("post").documents().values()))["seat"]

    def documents(self, kind: str) -> Mapping[str, Document]:
        """The records of a type by id."""
        return self.db.of(kind).documents()

    @cached_property
    def aside(self) -> frozenset[str]:
        """The ids of lines that are in effect no more, because a backup was taken back."""
        return frozenset(self.db.of(ASIDE).documents())

    @cached_property
    def lost(self) -> frozenset[str]:
        """The refs of lines that were lost with a part of a damaged file."""
        every: Iterable[Any] = self.db.of(ASIDE).documents().values()
        return frozenset(one["line"] for one in every if one.get("lost"))

    @cached_property
    def reach(self) -> dict[str, int]:
        """By seat, the number of the last line that this copy has of it."""
        last: dict[str, int] = {}
        documents = self.db.of(LOG).documents()
        for place in (place_of(documents[id_]["ref"]) for id_ in self.lines):
            last[place.seat] = max(last.get(place.seat, 0), place.number)
        return last
