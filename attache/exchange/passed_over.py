"""Rows below a header that are no records: the header again, column numbers, totals, asides.

They are passed over only where that is certain, and told with their numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from attache.codes import fold, folded
from attache.exchange.reader import Cell, CellError, stretches
from attache.problems import Problem, problem
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.exchange.headers import Header

AGAIN, NUMBERS, TOTAL, ASIDE = "XLS100", "XLS101", "XLS102", "XLS109"
_TOTALS = frozenset(
    folded(word)
    for word in (
        "Jumlah",
        "Jumlah total",
        "Jumlah keseluruhan",
        "Jumlah seluruhnya",
        "Total",
        "Total keseluruhan",
        "Grand total",
        "Subtotal",
        "Sub total",
        "Sub jumlah",
    )
)
_FEW_NUMBERS = 3
_NUMBER = re.compile(r"\(?([0-9]{1,3})\)?")
NUMBER_HEADS = frozenset(
    folded(head) or head for head in ("No.", "Nomor", "No. urut", "Nomor urut", "Nr.", "#", "Urut")
)
"""Heads of a column that counts rows, where they name no field."""
_COUNTING = NUMBER_HEADS | {""}  # what is left of a head that is a sign, such as #
_NO_WORDS = frozenset[str]()


def why(cells: Sequence[Cell], header: Header, row: int) -> str | None:
    """The code by which a row is passed over, or None for one that is a record; `row` from 1."""
    if row > header.row + 2 and not _may_be_none(cells, header):
        return None
    filled = {n: cell for n, cell in enumerate(cells) if n not in header.aside and not blank(cell)}
    if not filled:
        return None
    if row <= header.row + 2 and _counts(list(filled.values())):
        return NUMBERS
    if _is_total(list(filled.values())):
        return TOTAL
    return AGAIN if _is_header(filled, header) else None


def _may_be_none(cells: Sequence[Cell], header: Header) -> bool:
    """Whether a row begins as a header or a total does; hardly any does, so it is quickly told."""
    for place, cell in enumerate(cells):
        if cell is not None and place not in header.aside and not blank(cell):
            word = fold(cell) if isinstance(cell, str) else None
            return word in header.words or word in _TOTALS
    return False


def aside(filled: Mapping[int, Cell], header: Header, row: int) -> str | None:
    """The same of a row that says nothing in the columns that are read; `filled` is what it says.

    A number in a column that counts rows says nothing: many lists are numbered beforehand.
    """
    if all(
        place in header.aside
        or (_number(cell) is not None and header.spoken.get(place, _NO_WORDS) & _COUNTING)
        for place, cell in filled.items()
    ):
        return None
    return why([filled.get(n) for n in range(max(filled) + 1)], header, row) or ASIDE


def told(passed: Mapping[int, str]) -> Iterator[Problem]:
    """One warning for each reason, with the rows."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, code in passed.items():
        rows[code].append(row)
    for code, numbers in rows.items():
        yield problem(code, rows=stretches(numbers)).at(row=numbers[0])


def counts_rows(head: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a column does nothing but number the rows; its head may stand there again."""
    if not isinstance(head, str) or (folded(head) or head.strip()) not in NUMBER_HEADS:
        return False
    others = (cell for cell in cells if not blank(cell) and cell != head)
    return all(_number(cell) is not None or _is_total([cell]) for cell in others)


def _counts(cells: Sequence[Cell]) -> bool:
    """1, 2, 3 and so on from left to right: the numbers of the columns."""
    numbers = [_number(cell) for cell in cells]
    if len(numbers) < _FEW_NUMBERS or None in numbers or numbers[0] != 1:
        return False
    return all(b == (a or 0) + 1 for a, b in pairwise(numbers))


def _is_total(cells: Sequence[Cell]) -> bool:
    """A word for a sum, and beside it numbers only."""
    first, *rest = cells
    if not isinstance(first, str) or folded(first) not in _TOTALS:
        return False
    return all(
        isinstance(cell, (int, float, CellError)) or _number(cell) is not None for cell in rest
    )


def _is_header(filled: Mapping[int, Cell], header: Header) -> bool:
    """Every cell says what heads its column, two at least."""
    same = [
        isinstance(cell, str) and _heads(folded(cell), header.spoken.get(place, frozenset()))
        for place, cell in filled.items()
    ]
    return len(same) > 1 and all(same)


def _heads(text: str, words: Collection[str]) -> bool:
    """Whether a text is what heads a column, or the upper one of two that head it together."""
    return text in words or any(text + lower in words for lower in words)


def _number(cell: Cell) -> int | None:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    found = _NUMBER.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return int(found[1]) if found else None
