"""One copy of the vault in a merge: its records, and its log."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

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
    """One copy of the vault.

    `lines` are those in effect, as they are kept; `aside` are the others, of what was recorded
    after a backup that was taken back.
    """

    def __init__(self, db: VaultDB) -> None:
        self.db = db
        self.aside: Mapping[str, Document] = db.of(ASIDE).documents()
        every = db.of(LOG).contents()
        self.lines: Mapping[str, bytes] = {i: line for i, line in every if i not in self.aside}
        self.erased: Mapping[str, Document] = db.of(ERASED).documents()
        profile = next(iter(db.of("post").documents().values()))
        self.post: str = profile["post"]
        self.seat: str = profile["seat"]

    def documents(self, kind: str) -> Mapping[str, Document]:
        """The records of a type by id."""
        return self.db.of(kind).documents()

    def has(self, line: str) -> bool:
        """Whether the line with a ref is in effect here."""
        return self.db.of(LOG).id_of(line) in self.lines

    @cached_property
    def lost(self) -> frozenset[str]:
        """The refs of lines that were lost with a part of a damaged file."""
        return frozenset(one["line"] for one in self.aside.values() if one.get("lost"))

    @cached_property
    def reach(self) -> dict[str, int]:
        """By seat, the number of the last line that this copy has of it."""
        last: dict[str, int] = {}
        documents = self.db.of(LOG).documents()
        for place in (place_of(documents[id_]["ref"]) for id_ in self.lines):
            last[place.seat] = max(last.get(place.seat, 0), place.number)
        return last
