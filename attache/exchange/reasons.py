"""The reasons of one sheet: in its first column, in notes, and the cells that are meant tinted."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from copy import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl.styles import Alignment, Font

from attache.exchange.geometry import number
from attache.exchange.layout import REASONS
from attache.exchange.marks import REASONS_WIDTH, height_of, note, put, tint
from attache.exchange.references import moved_letters
from attache.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from attache.exchange.geometry import Place
    from attache.problems import Problem

_LETTERS = re.compile("[A-Z]{1,3}")


class Placed(NamedTuple):
    """What stands where: tinted cells, the texts of notes, and the reasons of each row.

    Rows and columns are counted from 0.
    """

    tinted: dict[Place, None]
    notes: dict[Place, list[str]]
    reasons: dict[int, list[str]]


def placed(
    problems: Iterable[Problem], header_row: int, first: Mapping[Place, Place], *, room: bool
) -> Placed:
    """Where the problems of a sheet are told, whose letters are those of the sheet as it stands.

    `room` tells whether the first column is for reasons. Otherwise they are notes only, at the
    first cell of the row where no cell is meant. What concerns no row is noted at the header.
    `first` has the cell that holds the value of a merged area, by each cell of it.
    """
    marks = Placed({}, defaultdict(list), defaultdict(list))
    for found in problems:
        told = f"{found.message(_)} {found.fix(_)}"
        row = max(found.row or 0, header_row)
        if meant := found.row and found.column:
            place = ((found.row or 0) - 1, number(meant.encode()))
            place = first.get(place, place)
            marks.tinted[place] = None
            marks.notes[place].append(told)
        if room and row > header_row:
            reason = f"{found.column}: {told}" if found.column else told
            marks.reasons[row - 1].append(reason)
        elif room or not meant:
            marks.notes[first.get((row - 1, 0), (row - 1, 0))].append(told)
    return marks


def moves(*, bad: bool, ours: bool, first: bool, last: bool) -> tuple[int, bool]:
    """By how many columns a sheet moves, and whether its first one is for reasons then.

    `bad` tells whether it has problems, `ours` whether its first column held the reasons of an
    earlier check, `first` and `last` whether anything else stands in its first column, or in the
    very last one that a sheet can have.
    """
    if ours:
        return (0 if bad or first else -1), bad
    room = bad and not last
    return int(room), room


def moved(found: Problem, by: int) -> Problem:
    """A problem with the letters that its columns have `by` columns further right."""
    args = dict(found.args)
    if isinstance(named := args.get("columns"), str):
        args["columns"] = _LETTERS.sub(lambda letters: moved_letters(letters[0], by), named)
    column = found.column and moved_letters(found.column, by)
    return dataclasses.replace(found, column=column, args=args)


def mark(sheet: Any, header_row: int, problems: Iterable[Problem], *, room: bool) -> None:
    """Mark the problems of a sheet as `placed` says."""
    first = {
        (row - 1, column - 1): (area.min_row - 1, area.min_col - 1)
        for area in sheet.merged_cells.ranges
        for row, column in area.cells
    }
    marks = placed(problems, header_row, first, room=room)
    for place in marks.tinted:
        tint(_cell(sheet, place))
    for place, texts in marks.notes.items():
        for text in texts:
            note(_cell(sheet, place), text)
    if room:
        _fill(sheet, header_row, marks.reasons, first)
        sheet.column_dimensions["A"].width = REASONS_WIDTH


def _fill(
    sheet: Any, header_row: int, reasons: dict[int, list[str]], first: Mapping[Place, Place]
) -> None:
    """The first column. Rows grow where they must, since LibreOffice would not do it."""
    head = _cell(sheet, first.get((header_row - 1, 0), (header_row - 1, 0)))
    put(head, REASONS)
    head.font = copy(head.font) + Font(bold=True)
    for row, texts in reasons.items():
        beside = _cell(sheet, first.get((row, 0), (row, 0)))
        put(beside, "\n".join(texts))
        beside.alignment = Alignment(wrap_text=True, vertical="top")
        size = sheet.row_dimensions[row + 1]
        size.height = max(size.height or 0, height_of(beside.value)) or None


def _cell(sheet: Any, place: Place) -> Any:
    return sheet.cell(place[0] + 1, place[1] + 1)
