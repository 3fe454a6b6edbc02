"""The sender's own workbook handed back, with what is wrong beside each row.

The reasons stand in a first column, where they are seen at once, and everything of the sender's
moves one column to the right. The letters of the file that was checked are no longer those of the
copy: the copy names its own, because it is the copy that lies open while it is mended.

Runs in the child process (`sandbox`), for openpyxl has no limits of its own: `marked` asks for it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.exchange.geometry import LAST_COLUMN
from attache.exchange.in_memory import opened, saved
from attache.exchange.layout import allowed_name
from attache.exchange.marks import fit_notes, take_away
from attache.exchange.passwords import locked_again
from attache.exchange.plain_copy import Plan, plain_copy
from attache.exchange.reasons import mark, moved, moves
from attache.exchange.restoring import restore
from attache.exchange.shifted import shift

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl import Workbook

    from attache.exchange.reader import RawSheet
    from attache.problems import Problem


class Wanted(NamedTuple):
    """What a copy is to have: problems at their places, below the headers of the sheets read.

    `header_rows` are by sheet. With a password the copy has it again.
    """

    problems: Sequence[Problem]
    header_rows: Mapping[str, int]
    password: str | None = None


def marked(content: bytes, raw: Sequence[RawSheet], wanted: Wanted) -> bytes:
    """The workbook with bad cells tinted and noted, and the reasons of each row in a first column.

    `content` is without its password, `raw` what was read of it. Only sheets with problems get the
    column. It is headed `attache` and is passed over on import, so the copy can be mended and
    imported as it is; marks of an earlier check are taken away first. Rows grow where reasons have
    no room. A sheet with something in its very last column (XFD) has no room for another: there
    all the reasons are notes, those of a row at its first cell. Formulas are replaced by their
    last values, which is what was read. Raises whatever openpyxl's parsers happen to raise.
    """
    book = opened(content)
    tasks = list(_tasks(book, raw, wanted))
    for task in tasks:
        task.clear()
    shift(book, {task.sheet.title: task.by for task in tasks})
    for task in tasks:
        if task.problems:
            problems = [moved(found, task.by) for found in task.problems]
            mark(task.sheet, task.header_row, problems, room=task.room)
        fit_notes(task.sheet)
    copy = saved(book)
    return locked_again(copy, wanted.password) if wanted.password else copy


def plainly_marked(raw: Sequence[RawSheet], wanted: Wanted) -> bytes:
    """The same with nothing but the cells that were read, and what is merged and hidden."""
    header_rows, by_sheet = _by_sheet(raw, wanted)
    names = [(sheet, allowed_name(sheet.name)) for sheet in raw]
    copy = plain_copy(Plan(s, header_rows.get(n, 1), by_sheet[n]) for s, n in names)
    return locked_again(copy, wanted.password) if wanted.password else copy


@dataclass
class _Task:
    """What is to be done with a sheet; `room` tells whether its first column is for reasons then.

    `by` tells by how many columns it moves.
    """

    sheet: Any
    raw: RawSheet | None
    header_row: int
    problems: Sequence[Problem]
    by: int = 0
    room: bool = False

    def clear(self) -> None:
        """Have the sheet as it was before any check, and see whether it has to move."""
        if self.raw:
            restore(self.sheet, self.raw)
        ours = take_away(self.sheet, self.header_row)
        cells = self.sheet._cells.items()  # noqa: SLF001 - every cell that is there, and no new ones
        filled = {column for (_row, column), cell in cells if _held(cell)}
        merged = {area.min_col for area in self.sheet.merged_cells.ranges}
        first, last = 1 in filled | merged, LAST_COLUMN in filled
        self.by, self.room = moves(bad=bool(self.problems), ours=ours, first=first, last=last)


def _tasks(book: Workbook, raw: Sequence[RawSheet], wanted: Wanted) -> Iterator[_Task]:
    by_name = {allowed_name(sheet.name): sheet for sheet in raw}
    header_rows, by_sheet = _by_sheet(raw, wanted)
    for sheet in book.worksheets:
        name = allowed_name(sheet.title)
        yield _Task(sheet, by_name.get(name), header_rows.get(name, 1), by_sheet[name])


def _by_sheet(
    raw: Sequence[RawSheet], wanted: Wanted
) -> tuple[dict[str, int], dict[str, list[Problem]]]:
    """Header rows and problems by sheet; what concerns no sheet is told on the first one read."""
    header_rows = {allowed_name(name): row for name, row in wanted.header_rows.items()}
    elsewhere = next(iter(header_rows), allowed_name(raw[0].name) if raw else "")
    by_sheet: dict[str, list[Problem]] = defaultdict(list)
    for found in wanted.problems:
        by_sheet[allowed_name(found.sheet or elsewhere)].append(found)
    return header_rows, by_sheet


def _held(cell: Any) -> bool:
    return cell.value is not None or cell.comment is not None
