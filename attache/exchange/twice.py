"""Rows that lead to one record: which of them is right nobody can tell, so none is taken in."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

from attache.exchange.layout import REF
from attache.problems import problem
from attache.records.refs import read_ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from attache.exchange.rows import Row, SheetFound

Name = tuple[str, str]
"""What leads a row to its record, with the type of that; labels lead across sheets."""


def noted_twice(found: Sequence[SheetFound]) -> Iterator[SheetFound]:
    """The sheets, with a problem on each row whose record or label another row has too."""
    counts = Counter(name for sheet in found for row in sheet.rows for name in _names(sheet, row))
    twice = {name for name, count in counts.items() if count > 1}
    for sheet in found:
        if twice:
            rows = [_told(row) if twice & _names(sheet, row) else row for row in sheet.rows]
            yield dataclasses.replace(sheet, rows=rows)
        else:
            yield sheet


def _names(sheet: SheetFound, row: Row) -> set[Name]:
    if not (row.ref or row.id or row.label):
        return set()
    names = {(sheet.record_type.name, _same(name)) for name in (row.ref, row.id) if name}
    return names | ({(REF, row.label)} if row.label else set())


def _same(name: str) -> str:
    ref = read_ref(name)
    return str(ref) if ref else name.casefold()


def _told(row: Row) -> Row:
    return row._replace(problems=(*row.problems, row.place(problem("XLS014", REF))))
