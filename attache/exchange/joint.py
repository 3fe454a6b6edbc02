"""Columns that hold two fields in one cell, as Indonesian forms do: place and date of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attache.codes import folded
from attache.problems import Problem, problem

if TYPE_CHECKING:
    from attache.exchange.reader import Cell

JOIN = "+"
_PLACE = re.compile(r"[^\d,]+")
BIRTH = f"birth_place{JOIN}birth_date"
HEADS: Mapping[str, str] = {
    folded(head): BIRTH
    for head in (
        "TTL",
        "Tempat/tgl lahir",
        "Tempat dan tanggal lahir",
        "Tempat, tanggal lahir",
        "Tempat tgl lahir",
        "Place and date of birth",
    )
}
"""Folded heads of such columns, with the fields that stand there, joined by a plus."""


def parted(name: str, cell: Cell) -> Iterator[tuple[str, Cell] | Problem]:
    """Both fields of a cell, divided at its last comma; a problem where that cannot be done."""
    first, second = name.split(JOIN)
    if not isinstance(cell, str):  # a date alone
        yield second, cell
        return
    place, comma, day = cell.rpartition(",")
    if comma and _PLACE.fullmatch(place.strip()) and any(c.isdigit() for c in day):
        yield first, place.strip()
        yield second, day.strip()
    else:
        yield problem("XLS103", second)
