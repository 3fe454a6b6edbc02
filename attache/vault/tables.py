"""The tables of an opened vault: documents as bytes, taken apart as late as can be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attache.vault.payload import Group


class Table(Mapping[str, bytes]):
    """The documents of a table as bytes, by id in the order in which they were first put.

    Groups of changes wait until somebody asks for the documents: a command that adds a
    consultation never looks at the others. `shared` tells that a view holds the table; then it
    is copied before it changes.
    """

    def __init__(self) -> None:
        self.shared = False
        self._waiting: list[Group] = []
        self._groups: list[Group] = []
        self._bases: list[int] = []
        self._places: dict[str, int] = {}
        self._refs: dict[str, str] = {}
        self._listed = 0

    def __getitem__(self, id_: str) -> bytes:
        self._settle()
        place = self._places[id_]
        number = bisect_right(self._bases, place) - 1
        return self._groups[number].content(place - self._bases[number])

    def __iter__(self) -> Iterator[str]:
        self._settle()
        return iter(self._places)

    def __len__(self) -> int:
        self._settle()
        return len(self._places)

    def __contains__(self, id_: object) -> bool:
        self._settle()
        return id_ in self._places

    @property
    def refs(self) -> dict[str, str]:
        """Ids by ref, also of documents that are gone since."""
        self._settle()
        for group in self._groups[self._listed :]:
            self._refs.update(group.refs)
        self._listed = len(self._groups)
        return self._refs

    def signs(self) -> Iterator[tuple[str, bytes]]:
        """The line of each document by which it is found, by id."""
        self._settle()
        for base, group in zip(self._bases, self._groups, strict=True):
            for place, (id_, line) in enumerate(zip(group.ids, group.signs.lines(), strict=True)):
                if self._places.get(id_) == base + place:
                    yield id_, line

    def holding(self, *parts: bytes) -> Iterator[tuple[str, bytes]]:
        """Those of them that hold all of these parts."""
        self._settle()
        for base, group in zip(self._bases, self._groups, strict=True):
            for place, line in group.signs.holding(*parts):
                id_ = group.ids[place]
                if self._places.get(id_) == base + place:
                    yield id_, line

    def count(self, part: bytes) -> int:
        """About how often a part occurs in the lines, those of older revisions included."""
        self._settle()
        return sum(group.signs.count(part) for group in self._groups)

    def judge(self, *, finding: bool = False) -> None:
        """Raise ValueError where a group of it is none as attache writes them.

        With `finding` also where its documents would not be found by what they say; that reads all.
        """
        for group in (*self._groups, *self._waiting):
            group.judge()
            if finding:
                group.judge_finding()

    def apply(self, group: Group) -> Table:
        """The table with a group of changes."""
        if self.shared:
            return self._copy().apply(group)
        self._waiting.append(group)
        return self

    def _copy(self) -> Table:
        new = Table()
        new._waiting, new._groups, new._bases = [*self._waiting], [*self._groups], [*self._bases]
        new._places, new._refs, new._listed = dict(self._places), dict(self._refs), self._listed
        return new

    def _settle(self) -> None:
        for group in self._waiting:
            base = self._bases[-1] + len(self._groups[-1].ids) if self._groups else 0
            self._groups.append(group)
            self._bases.append(base)
            self._places.update(zip(group.ids, range(base, base + len(group.ids)), strict=True))
            for id_ in group.deleted:
                self._places.pop(id_, None)
        self._waiting.clear()
