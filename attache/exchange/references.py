"""References such as `Sheet!$A$1:B9`, changed as their cells move to other columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils import column_index_from_string, get_column_letter

from attache.exchange.geometry import LAST_COLUMN

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 8192  # characters of a formula; what is longer, no program made
_END = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?[0-9]{1,7})?")  # A1, $A$1, or A of A:C
_GONE = "#REF!"


class Moves:
    r"""By how many columns the cells of each sheet move: +1 where a first column is added.

    >>> Moves({"People": 1}).formula('COUNTIF($A:$A,People!B2)+Cases!B2+LEN("B2")', "People")
    'COUNTIF($B:$B,People!C2)+Cases!B2+LEN("B2")'
    """

    def __init__(self, columns: Mapping[str, int]) -> None:
        self._columns = {title.casefold(): by for title, by in columns.items() if by}

    def of(self, sheet: str | None) -> int:
        """By how many columns the cells of a sheet move; 0 for one that stays."""
        return self._columns.get((sheet or "").casefold(), 0)

    def formula(self, text: str, home: str = "", *, fixed: bool = False) -> str:
        """A formula that leads to the same cells as before.

        `home` is the sheet of references that name none. With `fixed` only columns with a `$`
        change: in a defined name the others count from the cell that uses it, which moves too.
        What nobody can parse comes back as it is.
        """
        if not self._columns or not text or len(text) > _LONGEST:
            return text
        try:
            parsed: Any = Tokenizer(f"={text}")
        except Exception:  # noqa: BLE001 - it raises whatever a formula makes it raise
            return text
        for token in parsed.items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                token.value = self._reference(token.value, home, fixed=fixed)
        return str(parsed.render())[1:]

    def _reference(self, text: str, home: str, *, fixed: bool) -> str:
        title, mark, cells = text.rpartition("!")
        sheet = title.removeprefix("'").removesuffix("'").replace("''", "'") if mark else home
        by = self.of(sheet)
        return f"{title}{mark}{_moved(cells, by, fixed=fixed)}" if by else text


def moved_areas(areas: str, by: int) -> str:
    """Cells and areas, separated by spaces, as they stand `by` columns further right.

    What would lie beside the sheet is cut off; blank where nothing is left.

    >>> moved_areas("A1 B2:C9 A:XFD", 1), moved_areas("A1 A1:B1", -1)
    ('B1 C2:D9 B:XFD', 'A1')
    """
    return " ".join(a for a in (_cut(area, by) for area in areas.split()) if a != _GONE)


def moved_letters(column: str, by: int) -> str:
    """The letters of a column `by` columns further right; the same where there is none."""
    place = column_index_from_string(column) + by
    return get_column_letter(place) if 1 <= place <= LAST_COLUMN else column


def _cut(area: str, by: int) -> str:
    first, _, last = area.partition(":")
    moved = _moved(f"{first}:{last or first}", by)
    return moved if last or moved == _GONE else moved.partition(":")[0]


def _moved(cells: str, by: int, *, fixed: bool = False) -> str:
    """A cell or an area further right; a name, or rows without columns, as they are."""
    ends = [_END.fullmatch(end) for end in cells.split(":")]
    known = [end for end in ends if end]
    if len(known) != len(ends) or len(ends) > 2 or (len(ends) == 1 and not known[0][3]):
        return cells
    places = [column_index_from_string(end[2].upper()) for end in known]
    if max(places) > LAST_COLUMN:
        return cells  # XFE1 and above are names
    places = [p + by * (bool(end[1]) or not fixed) for p, end in zip(places, known, strict=True)]
    if len(places) == 1 and not known[0][1]:  # it goes around: left of A comes XFD
        places = [(places[0] - 1) % LAST_COLUMN + 1]
    if places[-1] < 1 or places[0] > LAST_COLUMN:
        return _GONE
    letters = (get_column_letter(min(max(place, 1), LAST_COLUMN)) for place in places)
    return ":".join(f"{e[1]}{w}{e[3] or ''}" for e, w in zip(known, letters, strict=True))
