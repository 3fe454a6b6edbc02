"""Rows that lead to records: which are still as they left, and where cells passed their refs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attache.desk.judging import resolve
from attache.exchange.layout import digest_of
from attache.problems import Problem, problem
from attache.records.kept import LEFT_OUT
from attache.records.record import Parsed, kept, parse, with_values
from attache.rules.moved import Column, telling

if TYPE_CHECKING:
    from attache.desk.sent import Sent
    from attache.exchange.rows import Row
    from attache.records import RecordType
    from attache.records.here import Here
    from attache.records.kept import Kept
    from attache.vault import View

Rows = Iterable[tuple["RecordType", "Row"]]


class Returned:
    """The rows of a workbook that lead to records, looked through before one is taken in."""

    def __init__(self, view: View, sent: Sent, here: Here) -> None:
        self._view, self._sent, self._here = view, sent, here
        self._columns: dict[tuple[str, str], Column] = {}
        self._leading: Counter[str] = Counter()
        self._back: set[str] = set()
        self._changed = 0
        self._unchanged: dict[tuple[str, str, int], str] = {}

    def look_through(self, rows: Rows) -> None:
        """Look at all rows, before any is asked about."""
        ours = (None, self._view.vault_id)
        leading = [(kind, row) for kind, row in rows if not row.new and row.origin in ours]
        for kind, row in leading:
            self._look_at(kind, row)
        if any(column.asks_for_gone for column in self._columns.values()):
            self._look_at_gone()
        doubtful = {key: column.doubtful for key, column in self._columns.items()}
        if any(doubtful.values()):
            self._look_again(leading, doubtful)

    def unchanged(self, kind: RecordType, row: Row) -> str | None:
        """The ref of a row's record, where the row says what left."""
        return self._unchanged.get((kind.name, row.sheet, row.number))

    def wrong(self, kind: RecordType, row: Row, changing: Collection[str]) -> tuple[Problem, ...]:
        """What is wrong where a row would change fields whose column has moved."""
        columns = ((n, self._columns.get((kind.name, n))) for n in kind.fields if n in changing)
        moved = [n for n, column in columns if column and column.moved]
        if not moved:
            return ()
        letters = ", ".join(row.columns[n] for n in moved if n in row.columns)
        return (problem("XLS130", moved[0], columns=letters),)

    @property
    def is_alone(self) -> bool:
        """Whether one row alone was changed: whom that is about says more than where it is from."""
        return self._changed == 1

    def is_twice(self, row: Row) -> bool:
        """Whether another row of the workbook leads to the same record, by whatever name."""
        named = self._view.find(row.id or row.ref or "")
        return named is not None and self._leading[named.id] > 1

    def _look_at(self, kind: RecordType, row: Row) -> None:
        named = self._view.find(row.id or row.ref or "")
        if named is None or named.kind != kind.name:
            return
        self._leading[named.id] += 1
        self._back.add(named.ref)
        parsed = as_sent(kind, row, self._here)
        now, led_by = latest(self._view, named), row.ref in (None, named.ref)
        if led_by and not row.problems and is_as_sent(kind, row, parsed):
            self._unchanged[kind.name, row.sheet, row.number] = now.ref
            return
        self._changed += 1
        left = self._sent.base(row, now) or kept(named.content)
        came = kept(resolve(self._view, parsed.draft)[0])
        for name in kind.fields.keys() & row.columns.keys():
            self._column(kind, name).add(left[name], came[name])

    def _column(self, kind: RecordType, name: str) -> Column:
        key = kind.name, name
        if key not in self._columns:
            field = kind.fields[name]
            numbered = field.kind.identifier
            self._columns[key] = Column(field.kind.name, telling(field), numbered=numbered)
        return self._columns[key]

    def _look_at_gone(self) -> None:
        """Note what rows said that left with these and did not come back."""
        asking = defaultdict[str, list[str]](list)
        for (kind, name), column in self._columns.items():
            if column.asks_for_gone:
                asking[kind].append(name)
        for record in self._sent.gone(self._back, asking):
            left = self._sent.last(record) or kept(record.content)
            for name in asking[record.kind]:
                self._columns[record.kind, name].gone(left[name])

    def _look_again(self, rows: Rows, doubtful: Mapping[tuple[str, str], Collection[Any]]) -> None:
        """Note what is moved from one row to another while others, which nobody changed, say it."""
        names = {n for (_kind, n), values in doubtful.items() if values}
        for kind, row in rows:
            if self.unchanged(kind, row):
                for name in names & row.raw.keys():
                    value = row.raw[name]
                    for said in (value, (value,)):  # a field of many values keeps one as a list
                        if said in doubtful.get((kind.name, name), ()):
                            self._columns[kind.name, name].stays(said)


def as_sent(kind: RecordType, row: Row, here: Here) -> Parsed[Any]:
    """A row that was sent, as a record, with the needed texts that an erasure had emptied before.

    What stands in their place reads as a blank; the digest says that it left so.
    """
    parsed = parse(kind.model, row.raw, here)
    needed = [p.field for p in parsed.problems if p.code == "REQ001" and p.field in row.columns]
    emptied = {n: LEFT_OUT for n in needed if n and kind.fields[n].kind.name == "text"}
    if not emptied:
        return parsed
    draft = with_values(parsed.draft, emptied)
    if row.digest != digest_of(kind, kept(draft)):
        return parsed
    return Parsed(draft, tuple(p for p in parsed.problems if p.field not in emptied))


def is_as_sent(kind: RecordType, row: Row, parsed: Any) -> bool:
    """Whether a row says what left, and nothing that cannot be read: that digests as a blank.

    A needed field that is blank is none of it: a blank cell says nothing.
    """
    if not row.digest or any(p.code != "REQ001" for p in parsed.problems):
        return False
    return row.digest == digest_of(kind, kept(parsed.draft))


def latest(view: View, record: Kept[Any]) -> Kept[Any]:
    """The record that stands in place of one now: an entry is replaced, a person merged."""
    return view.in_place_of(record) or record
