"""What left this office: how a record stood when a sheet went out, and what did not come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attache import records
from attache.desk.recording import listed
from attache.problems import Problem, problem
from attache.records.record import kept as said
from attache.vault.copies.knowledge import Knowledge

if TYPE_CHECKING:
    from attache.exchange.rows import Row, SheetFound
    from attache.records.kept import Kept
    from attache.vault import Line, View

CHANGE = "change"
Later = Callable[[tuple[Any, ...]], bool]
"""Whether a change came after something left."""
RAISING = (CHANGE, "withdraw", "restore")
"""Actions after which a record has another revision."""


class Sent:
    """The memory of what left, which is the log's and the ledger's."""

    def __init__(self, view: View) -> None:
        self._view = view

    def base(self, row: Row, current: Kept[Any]) -> Mapping[str, Any] | None:
        """What a record said when the sheet of a row left; None where that is not known.

        The hidden columns tell the revision. Where they were lost, it is taken for the last
        workbook in which the record left.
        """
        original = self._view.find(row.id) if row.id else None
        if original is None or not row.rev:
            return self.last(current)
        if row.rev == original.stamp.rev:
            return said(original.content)
        return self._before(original, self._since_revision(original, row.rev))

    def last(self, current: Kept[Any]) -> Mapping[str, Any] | None:
        """What a record said when it left last; None where that is not known."""
        later = self._since_last(current)
        return self._before(current, later) if later else None

    def was_erased_since(self, row: Row, current: Kept[Any]) -> bool:
        """Whether it was erased what a record said when the sheet of a row left.

        With somebody whom it named: a change of no fields says that. What the sheet says of them
        is not to come back, and what else is new in it cannot be told from what is old.
        """
        record = (self._view.find(row.id) if row.id and row.rev else None) or current
        later: Later | None
        if row.id and row.rev:
            if row.rev == record.stamp.rev:
                return False
            later = self._since_revision(record, row.rev)
        else:
            later = self._since_last(current)
        changes = self._changes.get(record.id, ())
        return later is not None and any(c[0] == CHANGE and not c[5] and later(c) for c in changes)

    def _since_revision(self, record: Kept[Any], rev: int) -> Later:
        """Which changes came after a revision of a record left."""
        left = self._left_at(record, rev) if self._is_of_two_seats(record) else None
        if left is not None:
            return lambda change: not self._knew(left, change[6])
        return lambda change: change[4] > rev

    def _since_last(self, record: Kept[Any]) -> Later | None:
        """Which changes came after a record left last; None where it never did."""
        line = self._last_left.get(record.ref)
        if line and self._is_of_two_seats(record):
            return lambda change: not self._knew(line, change[6])
        return (lambda change: change[6] > line) if line else None

    def before_revision(self, record: Kept[Any], rev: int) -> Mapping[str, Any] | None:
        """What a record said before it came to a revision; None where that is not known."""
        if not any(change[4] >= rev for change in self._changes.get(record.id, ())):
            return None
        return self._before(record, lambda change: change[4] >= rev)

    def missing(self, found: Iterable[SheetFound]) -> Iterator[Problem]:
        """A warning for each sheet with records that left with it and did not come back."""
        sheets = [s for s in found if any(self._is_ours(row) for row in s.rows)]
        ours = (row for s in sheets for row in s.rows if self._is_ours(row))
        back = {ref for row in ours if (ref := self._ref(row))}
        line = self._export_of(back) if back else None
        if line is None:
            return
        came = {self._id_of(row) for sheet in sheets for row in sheet.rows}
        left = [str(row["ref"]) for row in line.content.rows]
        erased = self._view.erased()
        left = [r for r in left if r not in erased and self._may_be_missed(r, came)]
        for sheet in sheets:
            kind = sheet.record_type.name
            gone = [r for r in left if r not in back and records.is_ref_of(r, kind)]
            if gone:
                told = problem("XLS022", count=len(gone), refs=listed(gone), ledger=line.ref)
                yield told.at(sheet=sheet.name)

    def gone(self, back: Collection[str], kinds: Iterable[str]) -> Iterator[Kept[Any]]:
        """The records of some types that left in the workbook of these, and are none of them.

        It is the last one with most of them: rows of others may have been added since. Who was
        erased meanwhile says nothing any more.
        """
        left = [[str(row["ref"]) for row in k.content.rows] for k in reversed(self._exports)]
        some = [refs for refs in left if any(ref in back for ref in refs)]
        kinds = [*kinds]
        refs = max(some, key=lambda refs: sum(ref in back for ref in refs), default=())
        missing = (r for r in refs if r not in back and any(records.is_ref_of(r, k) for k in kinds))
        yield from filter(None, map(self._view.find, missing))

    def _is_ours(self, row: Row) -> bool:
        """Whether a row left this office, or any copy of its vault."""
        return bool(row.id) and row.origin in (None, self._view.vault_id)

    def _may_be_missed(self, ref: str, came: Collection[str | None]) -> bool:
        """Whether a record did not come back; one of another office is withdrawn there alone."""
        record = self._view.find(ref)
        return record is None or (not record.stamp.origin and record.id not in came)

    def _id_of(self, row: Row) -> str | None:
        """The id of a row's record; its ref leads there where its hidden columns were cleared."""
        named = self._view.find(row.ref) if row.ref and not row.id else None
        return named.id if named else row.id

    def _ref(self, row: Row) -> str | None:
        original = self._view.find(row.id or "")
        return original.ref if original else None

    def _export_of(self, back: set[str]) -> Kept[Any] | None:
        """The last workbook that left with all of these records."""
        fit = (k for k in reversed(self._exports) if back <= {r["ref"] for r in k.content.rows})
        return next(fit, None)

    def _is_of_two_seats(self, record: Kept[Any]) -> bool:
        """Whether copies of the vault have changed it: revisions of one are none of the other's."""
        seats = {self._lines[change[6]].ref.split("-")[1] for change in self._changes[record.id]}
        return len(seats) > 1

    def _left_at(self, record: Kept[Any], rev: int) -> str | None:
        """The id of the line with which a record left at a revision of it."""
        exports = {
            k.id for k in self._exports if any(r["ref"] == record.ref for r in k.content.rows)
        }
        left = [line for id_, line in self._added.items() if id_ in exports]
        for line in left:
            if 1 + sum(self._knew(line, change[6]) for change in self._changes[record.id]) == rev:
                return line
        return None

    def _knew(self, line: str, other: str) -> bool:
        return self._knowledge.knew(self._lines[line], self._lines[other])

    @cached_property
    def _lines(self) -> dict[str, Line]:
        return {line.id: line for line in self._view.log()}

    @cached_property
    def _knowledge(self) -> Knowledge:
        return Knowledge(self._lines.values(), self._view.seats())

    @cached_property
    def _exports(self) -> list[Kept[Any]]:
        every = (k for k in self._view.every("exchange") if not k.stamp.withdrawn)
        return [k for k in every if k.content.direction == "export"]

    @cached_property
    def _last_left(self) -> dict[str, str]:
        """By the ref of a record, the id of the log's line with which it left last."""
        added = self._added
        return {
            row["ref"]: added[k.id]
            for k in self._exports
            if k.id in added
            for row in k.content.rows
        }

    @cached_property
    def _added(self) -> dict[str, str]:
        """The id of the log's line by that of the ledger's, the newest first."""
        return {
            change[2]: told["id"]
            for told in self._view.history().newest()
            for change in told["changes"]
            if change[1] == "exchange" and change[0] == "add"
        }

    @cached_property
    def _changes(self) -> dict[str, list[tuple[Any, ...]]]:
        """What raised the revision of each record by its id, the last first, with its line."""
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for told in self._view.history().newest():
            for change in reversed(told["changes"]):
                if change[0] in RAISING:
                    found[change[2]].append((*change, told["id"]))
        return found

    def _before(self, record: Kept[Any], later: Later) -> dict[str, Any]:
        """What a record said before the changes that were later."""
        values = said(record.content)
        for change in self._changes.get(record.id, ()):
            if change[0] == CHANGE and later(change):
                values |= {name: old for name, (old, _new) in change[5].items() if name in values}
        return values
