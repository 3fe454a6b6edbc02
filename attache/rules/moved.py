"""Cells of a column that came back in other rows than those in which they left.

Whoever sorts some columns, or cuts and pastes cells, gives values of one record to another. A name
or a number that was in one row and is in another tells that. Days, codes and amounts, and whatever
stands in several rows, go from one value to the next as work goes on: there it takes the whole
column, with the same values in other rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from functools import cached_property
from typing import Any

REPEATED = frozenset({"day", "code", "codes", "count", "amount"})
"""Kinds of value that many records share."""


class Column:
    """One column: what its changed cells said when they left, and what they say now."""

    def __init__(self, kind: str) -> None:
        self._repeated = kind in REPEATED
        self._left: Counter[Hashable] = Counter()
        self._came: Counter[Hashable] = Counter()
        self._stayed: set[Hashable] = set()

    def add(self, left: Any, came: Any) -> None:
        """Note a cell of a row that was changed, before any is asked about."""
        before, now = _hashable(left), _hashable(came)
        if before == now:
            self._stayed.add(now)
        else:
            self._left[before] += 1
            self._came[now] += 1

    @property
    def doubtful(self) -> frozenset[Hashable]:
        """What some rows have lost and others gained: whether it also stayed is to be looked up."""
        return frozenset() if self._repeated else frozenset(self._left.keys() & self._came.keys())

    def stays(self, value: Hashable) -> None:
        """Note that a row which nobody changed says this."""
        self._stayed.add(value)

    def moved(self, came: Any) -> bool:
        """Whether a changed cell says what another row has lost."""
        now = _hashable(came)
        if now not in self._left:
            return False
        return self._same_values or not (self._repeated or now in self._stayed)

    @cached_property
    def _same_values(self) -> bool:
        return self._left == self._came


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
