"""Workbooks that came in before one, and were made after it: what they say, it cannot know.

When a workbook was made its first sheet says, and the ledger keeps.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.exchange.packages import Cover, types_in

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import View


class Whole(NamedTuple):
    """The newest workbook that came in with all records of a type that a data file has."""

    line: Kept[Any]
    refs: Collection[str]

    @property
    def made_at(self) -> str:
        """When it was made, as a cover says it."""
        return str(self.line.content.made_at)


class LaterWorkbooks:
    """The imports that stand, as one more workbook sees them. An import taken back says nothing."""

    def __init__(self, view: View, cover: Cover) -> None:
        self._view, self._cover = view, cover

    def whole_without(self, data_file: str, kind: str, ref: str) -> Whole | None:
        """The newest with all of a data file's records of a type, where a record is none of them.

        None also where the workbook that comes in left the same data file no earlier than that.
        """
        whole = self._wholes.get((data_file, kind))
        if whole is None or ref in whole.refs:
            return None
        ours = self._cover.data_file == data_file
        return None if ours and whole.made_at <= self._cover.made_at else whole

    def is_later(self, whole: Whole) -> bool:
        """Whether one is certainly later than the workbook that comes in, and of its data file."""
        same = self._cover.data_file == whole.line.content.whole_of
        return same and self._cover.made_at < whole.made_at

    @cached_property
    def refs(self) -> Collection[str]:
        """The records in all workbooks that were made later than the one that comes in."""
        made = self._cover.made_at
        later = [k for k in self._imports if made and (k.content.made_at or "") > made]
        return {ref for k in later for ref in _refs(k)}

    @cached_property
    def _imports(self) -> list[Kept[Any]]:
        every = (k for k in self._view.every("exchange") if not k.stamp.withdrawn)
        return [k for k in every if k.content.direction == "import" and k.content.made_at]

    @cached_property
    def _wholes(self) -> dict[tuple[str, str], Whole]:
        newest: dict[tuple[str, str], Kept[Any]] = {}
        for line in sorted(self._imports, key=lambda k: str(k.content.made_at)):
            if of := line.content.whole_of:
                newest |= {(of, kind): line for kind in types_in(line.content.package)}
        refs = {line.id: _refs(line) for line in newest.values()}
        return {key: Whole(line, refs[line.id]) for key, line in newest.items()}


def _refs(line: Kept[Any]) -> set[str]:
    return {row["ref"] for row in line.content.rows if row["ref"]}
