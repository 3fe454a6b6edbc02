"""Rows below a header that are no records: the header again, column numbers, sums, signatures.

They are passed over only where that is certain, and told with their numbers. Where a row may be a
signature or a person, it is refused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from attache.codes import fold, folded
from attache.exchange import closing
from attache.exchange.fillers import DASHES
from attache.exchange.layout import KEYS, REF
from attache.exchange.reader import stretches
from attache.exchange.sections import rows_below_are_theirs
from attache.problems import Problem, problem
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.exchange.headers import Header
    from attache.exchange.reader import Cell

AGAIN, NUMBERS, TOTAL, ASIDE = "XLS100", "XLS101", "XLS102", "XLS109"
BELOW, DOUBTFUL = "XLS121", "XLS122"
THEIRS, SECTION = "XLS157", "XLS158"
_FEW_NUMBERS = 3
_FEW_CELLS = 2  # a signature, or two side by side
_NUMBER = re.compile(r"\(?([0-9]{1,3})\)?")
NUMBER_HEADS = frozenset(
    folded(head) or head for head in ("No.", "Nomor", "No. urut", "Nomor urut", "Nr.", "#", "Urut")
)
"""Heads of a column that counts rows, where they name no field."""
_COUNTING = NUMBER_HEADS | {""}  # what is left of a head that is a sign, such as #
_NO_WORDS = frozenset[str]()


class PassingOver:
    """Looks at the rows of a sheet in their order. `passed` are those passed over, with the code.

    Below a signature single cells belong to it. Below a sum they do so where nothing but such
    rows comes any more, and where no record has one cell only; until then they are doubtful, as
    is a single cell apart from the rows above. Below the title of somebody else's section nothing
    is a record.
    """

    def __init__(self, header: Header) -> None:
        self.passed: dict[int, str] = {}
        self._header = header
        self._block: str | None = None
        self._any = self._apart = self._single_before = self._theirs = False
        self._doubted: list[int] = []
        self._settled: set[int] = set()

    def why(self, cells: Sequence[Cell], said: int, row: int) -> str | None:
        """The code of a row that is passed over or doubtful, or None for one that is a record.

        `said` is how many of its cells stand for fields, `row` its number from 1.
        """
        long = said > _FEW_CELLS and row > self._header.row + 2
        if long and not self._theirs and not self._may_be_none(cells):
            self._record(single=False)
            return None
        places = (n for n, cell in enumerate(cells) if not blank(cell))
        filled = {n: cells[n] for n in places if n not in self._header.aside}
        if not filled:
            self._apart = self._any
            return None
        code = self._code(filled, row)
        if not said and code in (None, DOUBTFUL):
            code = self._beside(filled)
        if code == DOUBTFUL:
            self._doubted.append(row)
        elif code:
            self.passed[row] = code
        elif said:
            self._record(single=len(filled) == 1)
        return code

    def settled(self) -> frozenset[int]:
        """At the end of the sheet: rows that were doubtful and are passed over after all."""
        if self._block == closing.SUM and not self._single_before:
            self._settle(self._doubted)
        return frozenset(self._settled)

    def _settle(self, rows: Sequence[int]) -> None:
        self.passed |= dict.fromkeys(rows, BELOW)
        self._settled.update(rows)

    def _record(self, *, single: bool) -> None:
        self._block, self._apart, self._any = None, False, True
        self._single_before |= single
        self._doubted.clear()

    def _code(self, filled: Mapping[int, Cell], row: int) -> str | None:
        cells = list(filled.values())
        theirs = rows_below_are_theirs(filled, self._header)
        if theirs is not None:
            self._theirs = theirs
            return THEIRS if theirs else SECTION
        if self._theirs:
            return THEIRS
        if row <= self._header.row + 2 and counts_columns(cells):
            return NUMBERS
        if closing.is_total(cells):
            self._block = self._block or closing.SUM
            return TOTAL
        if _is_header(filled, self._header):
            self._block = None
            return AGAIN
        return self._below(filled)

    def _beside(self, filled: Mapping[int, Cell]) -> str | None:
        """The code of a row that says nothing in the columns that are read.

        A number in a column that counts rows says nothing: many lists are numbered beforehand.
        """
        spoken = self._header.spoken
        for place, cell in filled.items():
            counted = _number(cell) is not None and spoken.get(place, _NO_WORDS) & _COUNTING
            if not counted and cell not in DASHES:
                return ASIDE
        return None

    def _below(self, filled: Mapping[int, Cell]) -> str | None:
        """The code of a line below the table, or of one that may be such a line."""
        if kind := closing.kind_of(filled, self._header):
            self._sign(kind)
            return BELOW
        if self._block and closing.counts_some(list(filled.values())):
            return BELOW
        words = [cell for n, cell in filled.items() if isinstance(cell, str) and self._is_data(n)]
        if len(words) < len(filled) or any(map(_number, words)):
            return None
        if len(words) == 1:
            return self._single()
        return DOUBTFUL if self._block == closing.SIGNED and len(words) == _FEW_CELLS else None

    def _single(self) -> str | None:
        if self._block == closing.SIGNED:
            return BELOW
        ours = not set(KEYS).isdisjoint(self._header.names.values())  # nobody signs below those
        apart = self._apart and not self._single_before and not ours
        return DOUBTFUL if self._block or apart else None

    def _sign(self, kind: str) -> None:
        if kind == closing.NUMBER:
            self._settle(self._doubted[-1:])  # whose number it is
        signed = kind in (closing.SIGNED, closing.NUMBER) or self._block == closing.SIGNED
        self._block = closing.SIGNED if signed else closing.SUM

    def _is_data(self, place: int) -> bool:
        return self._header.names.get(place) not in (REF, *KEYS)

    def _may_be_none(self, cells: Sequence[Cell]) -> bool:
        """Whether a row begins as a header or a sum does; it is quickly told that most do not."""
        for place, cell in enumerate(cells):
            if cell is not None and place not in self._header.aside and not blank(cell):
                if not isinstance(cell, str):
                    return False
                word = fold(cell)
                return word in self._header.words or closing.may_begin(word)
        return False


def told(passed: Mapping[int, str]) -> Iterator[Problem]:
    """One warning for each reason, with the rows."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, code in sorted(passed.items()):
        rows[code].append(row)
    for code, numbers in rows.items():
        yield problem(code, rows=stretches(numbers)).at(row=numbers[0])


def counts_rows(head: Cell, cells: Iterable[Cell]) -> bool:
    """Whether a column does nothing but number the rows; fewer words than numbers may stand in it.

    These are heads that stand there again, and what stands below the table.
    """
    if not heads_numbers(head):
        return False
    said = [cell for cell in cells if not blank(cell)]
    others = [cell for cell in said if _number(cell) is None and not _is_beside(cell)]
    words = all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in others)
    return words and len(others) <= len(said) / 2


def heads_numbers(head: Cell) -> bool:
    """Whether a head is that of a column which counts rows, where it names no field."""
    return isinstance(head, str) and (folded(head) or head.strip()) in NUMBER_HEADS


def _is_beside(cell: Cell) -> bool:
    return isinstance(cell, str) and (heads_numbers(cell) or closing.is_line(cell))


def counts_columns(cells: Sequence[Cell]) -> bool:
    """1, 2, 3 and so on from left to right: the numbers of the columns."""
    numbers = [_number(cell) for cell in cells]
    if len(numbers) < _FEW_NUMBERS or None in numbers or numbers[0] != 1:
        return False
    return all(b == (a or 0) + 1 for a, b in pairwise(numbers))


def _is_header(filled: Mapping[int, Cell], header: Header) -> bool:
    """Every cell says what heads its column, two at least."""
    same = [
        isinstance(cell, str) and _heads(folded(cell), header.spoken.get(place, frozenset()))
        for place, cell in filled.items()
    ]
    return len(same) > 1 and all(same)


def _heads(text: str, words: Collection[str]) -> bool:
    """Whether a text is what heads a column, or the upper one of two that head it together."""
    return text in words or (text != "" and any(text + lower in words for lower in words))


def _number(cell: Cell) -> int | None:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    found = _NUMBER.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return int(found[1]) if found else None
