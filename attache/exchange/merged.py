"""Cells merged over several rows, which say the same of each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attache.exchange.layout import letter
from attache.problems import Problem, problem
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.exchange.reader import Cell, RawSheet


def filled_down(sheet: RawSheet, header_row: int) -> tuple[list[list[Cell]], list[Problem]]:
    """The rows with the value of each area merged over rows in all of them, and a word on each.

    Only where the sheet itself says so: a blank cell below a value is a blank cell. Areas that
    begin in the header are its own.
    """
    rows = sheet.rows
    told = []
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
        place = {"row": top + 1, "column": letter(left)}
        told.append(problem("XLS104", first=top + 1, last=bottom + 1).at(**place))
    return rows, told
