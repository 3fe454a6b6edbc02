"""Rows that say whose the rows below them are: “B. PEREKRUT”, “DATA KORBAN”, or another header.

Offices write several tables below one another in a sheet. Family is no such word: below “Anak”
stand people of the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attache.codes import folded
from attache.exchange.others import is_of_family, is_of_others, names_the_person, speaks_of_another

if TYPE_CHECKING:
    from attache.exchange.headers import Header
    from attache.exchange.reader import Cell

_COUNTED = re.compile(r"\s*(?:[a-z]|[ivx]{1,4}|[0-9]{1,2})[.)]\s*", re.IGNORECASE)


def rows_below_are_theirs(filled: Mapping[int, Cell], header: Header) -> bool | None:
    """Whether the rows below one are somebody else's, by its filled cells; None if it says nothing.

    It says so as the title of a section, in one cell, or as the header of another table.
    """
    if len(filled) > 1:
        return _heads_others(filled, header) or None
    (cell,) = filled.values()
    text = _COUNTED.sub("", cell, count=1) if isinstance(cell, str) else ""
    if is_of_others(text) and not is_of_family(text):
        return True
    return False if names_the_person(text) else None


def _heads_others(filled: Mapping[int, Cell], header: Header) -> bool:
    """Whether cells are heads of a table, and one of them names somebody else."""
    heads = [cell for cell in filled.values() if isinstance(cell, str)]
    unknown = [head for head in heads if folded(head) not in header.words]
    if len(heads) < len(filled) or not 0 < len(unknown) < len(heads):
        return False
    return all(speaks_of_another(head) and not is_of_family(head) for head in unknown)
