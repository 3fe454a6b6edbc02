"""Cells of a column that came back in other rows than those in which they left.

Whoever sorts some columns, cuts and pastes cells, or fills a column down, gives values of one
record to another. What was in one row and is in another tells that, also where that other row did
not come back; so does one value that arrives in several rows, where it says who somebody is. Days,
codes and amounts go from one value to the next as work goes on: there it takes the whole column,
with the same values in other rows.

Where one cell of a column has moved, no change in it can be relied on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attache.rules.traits import LETTERS

if TYPE_CHECKING:
    from attache.records.record import Field

REPEATED = frozenset({"day", "code", "codes", "count", "amount"})
"""Kinds of value that many records share."""
OWN, SHARED = "own", "shared"
"""Whether a value is one's own, or may be that of others too: a name, a birth date, a phone."""
_LINKS = frozenset({"ref", "refs"})
_BLANK = (None, ())


def telling(field: Field) -> str:
    """How far a field says whom a record is about: OWN, SHARED, or nothing."""
    letter = LETTERS.get(field.name)
    if field.kind.name in _LINKS or letter in ("n", "d"):
        return OWN
    return SHARED if letter or field.name in ("name", "birth_date") else ""


class Column:
    """One column: what its changed cells said when they left, and what they say now.

    `numbered` is a column of refs or numbers: no two records say the same by chance.
    """

    def __init__(self, kind: str, telling: str = "", *, numbered: bool = False) -> None:
        self._kind, self._repeated = kind, kind in REPEATED
        self._telling, self._numbered = telling, numbered
        self._left: Counter[Hashable] = Counter()
        self._came: Counter[Hashable] = Counter()
        self._gone: Counter[Hashable] = Counter()
        self._arrived: Counter[Hashable] = Counter()
        self._replacing: Counter[Hashable] = Counter()
        self._stayed: set[Hashable] = set()

    def add(self, left: Any, came: Any) -> None:
        """Note a cell of a row that was changed, before any is asked about."""
        before, now = _hashable(left), _hashable(came)
        if before == now:
            self._stayed.add(now)
            return
        self._left[before] += 1
        self._came[now] += 1
        if now not in _BLANK and not _says_more(before, now):
            self._arrived[now] += 1
            self._replacing[now] += before not in _BLANK

    @property
    def asks_for_gone(self) -> bool:
        """Whether a row that did not come back could tell where a cell is from."""
        return not self._repeated and any(value not in _BLANK for value in self._came)

    def gone(self, left: Any) -> None:
        """Note what a row said that left with the others and did not come back."""
        self._gone[_hashable(left)] += 1

    @property
    def doubtful(self) -> Collection[Hashable]:
        """What may have moved or been filled down: whether it stayed as well is to be looked up."""
        if self._repeated:
            return ()
        return {
            value
            for value, count in self._came.items()
            if value not in _BLANK
            and (value in self._left or value in self._gone or (self._telling and count > 1))
        }

    def stays(self, value: Hashable) -> None:
        """Note that a row which nobody changed says this."""
        self._stayed.add(value)

    @cached_property
    def moved(self) -> bool:
        """Whether a cell says what another row said; asked when all is noted."""
        if not self._came:
            return False
        if self._left == self._came:
            return True
        if self._repeated:
            return False
        lost = self._came.keys() & self._left.keys() - self._stayed - {*_BLANK}
        return (
            bool(lost) or self._is_from_gone() or self._is_in_another_order() or self._is_filled()
        )

    def _is_from_gone(self) -> bool:
        """Whether cells are of rows that did not come back.

        One number or ref says so, and a name that a single row had. Other texts and dates agree by
        chance, so that it takes two of them.
        """
        cells = [v for v in self._came.keys() & self._gone.keys() if v not in _BLANK]
        cells = [v for v in cells if v not in self._stayed]
        if self._numbered:
            return bool(cells)
        enough = 1 if self._telling and self._kind == "text" else 2
        return sum(self._came[v] for v in cells if self._gone[v] == 1) >= enough

    def _is_in_another_order(self) -> bool:
        """Whether two or more cells hold nothing but what others lost or took with them."""
        if not self._numbered or self._arrived.total() < 2:
            return False
        return self._arrived <= self._left + self._gone

    def _is_filled(self) -> bool:
        """Whether one value arrived in several rows of a column that says who somebody is.

        In the place of another, one's own number or ref does so in two rows. What a family shares,
        or what fills in blanks, is the value of another row, and half of all that was changed.
        """
        return any(self._fills(v, n) for v, n in self._arrived.items() if self._telling and n > 1)

    def _fills(self, value: Hashable, count: int) -> bool:
        if self._telling == OWN and self._replacing[value] > 1:
            return True
        known = value in self._stayed or value in self._left or value in self._gone
        return known and count * 2 >= self._arrived.total()


def _says_more(before: Hashable, now: Hashable) -> bool:
    """Whether a value only adds to what was there: somebody besides, or the rest of a date."""
    if isinstance(before, tuple) and isinstance(now, tuple):
        return bool(before) and {*before} <= {*now}
    return isinstance(before, str) and isinstance(now, str) and now.startswith(before)


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
