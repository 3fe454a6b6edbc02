"""Columns in which no record says anything: collapsed on a short list, and so not printed.

A case has more than thirty columns, and each that is empty makes the print of all others smaller.
A collapsed column keeps its place: a plus sign above the sheet opens it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attache import codes
from attache.codes import NOT_ASKED
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.exchange.layout import SheetColumn

_NOTHING = (NOT_ASKED, [NOT_ASKED], (NOT_ASKED,))


def empty_columns(
    columns: Iterable[SheetColumn], documents: Iterable[Mapping[str, Any]]
) -> frozenset[str]:
    """The names of those in which nothing stands, or that nobody asked, in every record.

    Columns that stand in lists are none of them: that nothing is known there is worth knowing.
    """
    empty = {c.name for c in columns if c.field and not c.field.column.listed}
    for document in documents:
        empty -= {name for name in empty if not _empty(document.get(name))}
        if not empty:
            break
    return frozenset(empty)


def is_empty(cells: Sequence[object]) -> bool:
    """Whether the cells of a column hold nothing, or nothing but that nobody asked."""
    answers = codes.load("answer")
    return all(blank(c) or (isinstance(c, str) and answers.find(c) == NOT_ASKED) for c in cells)


def _empty(value: Any) -> bool:
    return blank(value) or value in _NOTHING
