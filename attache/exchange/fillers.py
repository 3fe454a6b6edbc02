"""Cells in which somebody wrote that there is nothing to write: n/a, tidak ada, none, ?.

So are zeros in place of a number that identifies: no NIK, passport or telephone is 0. They are
taken as blank and told, once a sheet. Only whole cells count; what else says so in place of a
number is read with the record. What the words answer is kept: a spelling of a code of the field's
list, and “tidak ada” below a question that is answered in sentences (no injuries are an answer).
Where a field takes several codes, “tidak ada” may answer that none applies: it is left for
`records` to refuse, unless the list knows it. So are fillers where a blank cell would get a
meaning, as Indonesia for a nationality. In a row that attache wrote every word stays: what is kept
there came from somebody, and a blank cell would take it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from attache import codes
from attache.exchange.joint import fields_of
from attache.exchange.layout import KEYS
from attache.problems import Problem, problem
from attache.records.nothing import ANSWERS, SIGNS
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.exchange.reader import Cell
    from attache.records.record import Field

DASHES = frozenset(("", "-", "–", "—", "--"))
"""Cells that say nothing, as blank ones do."""


def _forms(words: tuple[str, ...]) -> dict[str, str]:
    """The words by every form in which they are looked for, so that a look needs no folding."""
    cased = {f: word for word in words for f in (word, word.upper(), word.capitalize())}
    cased |= {word.title(): word for word in words}
    return {f"{before}{f}{after}": w for f, w in cased.items() for before, after in _AROUND}


_AROUND = (("", ""), ("", " "), (" ", ""), ("", "."), ("(", ")"))
_WORDS = _forms((*SIGNS, *ANSWERS))
_ANSWER_FORMS = frozenset(_forms(ANSWERS))
FORMS = frozenset(_WORDS)
"""Whole cells that are fillers."""
ZEROS = frozenset((0, *("0" * count for count in range(1, 21)), "0000 0000 0000 0000"))
"""Whole cells that say that there is no number, where one identifies."""
_KEYS = frozenset(KEYS)
_SAYS_NOTHING = (None, (), "unknown", "not-asked", ("not-asked",))


def fills(cell: Cell) -> bool:
    """Whether a cell is blank, or as good as blank."""
    return blank(cell) or cell in DASHES or cell in FORMS


class Fillers:
    """Takes the fillers out of a sheet's rows, and counts them."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self._fields = fields
        self._taken: Counter[str] = Counter()
        self._silent = cache(self._is_silent)  # there are few such words

    def without(self, given: dict[str, Cell]) -> dict[str, Cell]:
        """The cells of a row by field name that say something; all of a row that attache wrote."""
        if not _KEYS.isdisjoint(given):
            return given
        silent = [n for n, cell in given.items() if self._says_nothing(n, cell)]
        if not silent:
            return given
        self._taken.update(_word(given[name]) for name in silent)
        return {name: cell for name, cell in given.items() if name not in silent}

    def told(self) -> Iterator[Problem]:
        """One warning, with how many cells and which words."""
        if self._taken:
            words = ", ".join(f"“{word}”" for word, _count in self._taken.most_common())
            yield problem("XLS120", count=self._taken.total(), words=words)

    def _says_nothing(self, name: str, cell: Cell) -> bool:
        if cell in FORMS:
            return self._silent(name, str(cell))
        return cell in ZEROS and cell is not False and self._is_number(name)

    def _is_number(self, name: str) -> bool:
        field = self._fields.get(name)
        return field is not None and field.kind.identifier

    def _is_silent(self, name: str, cell: str) -> bool:
        field = self._fields.get(fields_of(name)[-1])
        if field is None or not (field.required or field.default in _SAYS_NOTHING):
            return False
        if field.code_list and codes.load(field.code_list).find(cell):
            return False
        answered = field.kind.long or (field.code_list and field.kind.many)
        return not (answered and cell in _ANSWER_FORMS)


def _word(cell: Cell) -> str:
    """A filler as it is told; zeros are one, however many."""
    return _WORDS.get(str(cell), "0")
