"""Cells merged over several rows, which say the same of each of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from attache.exchange.geometry import letter
from attache.problems import Problem, problem
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.exchange.reader import Cell, RawSheet


_NAMED = 20  # so many areas are named in a problem


def filled_down(sheet: RawSheet, header_row: int) -> tuple[list[list[Cell]], list[Problem]]:
    """The rows with the value of each area merged over rows in all of them; a word on each column.

    Only where the sheet itself says so: a blank cell below a value is a blank cell. Areas that
    begin in the header are its own.
    """
    rows = sheet.rows
    areas: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for top, left, bottom, _right in sheet.merged:
        if top < header_row or bottom == top or top >= len(rows):
            continue
        value = rows[top][left] if left < len(rows[top]) else None
        if blank(value):
            continue
        rows = [[*cells] for cells in rows] if rows is sheet.rows else rows
        for below in rows[top + 1 : bottom + 1]:
            below.extend([None] * (left + 1 - len(below)))
            below[left] = value
        areas[left].append((top + 1, bottom + 1))
    return rows, [_told(left, spans) for left, spans in sorted(areas.items())]


def _told(left: int, spans: list[tuple[int, int]]) -> Problem:
    """One word on each column."""
    named = [f"{first}-{last}" for first, last in sorted(spans)[:_NAMED]]
    rows = ", ".join(named + ["…"] * (len(spans) > _NAMED))
    return problem("XLS104", rows=rows).at(row=min(spans)[0], column=letter(left))
