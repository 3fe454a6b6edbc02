"""A marked copy of values only, where openpyxl cannot open a workbook or would take too long.

Made by XlsxWriter in memory, of what was read: cells with what is merged and hidden, the reasons
in a first column, tints and notes. Nothing of the sender's workbook is opened again. Runs in the
child process (`sandbox`).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from attache.exchange.geometry import LAST_COLUMN, number
from attache.exchange.layout import REASONS, allowed_name
from attache.exchange.marks import (
    NOTE_HEAD,
    NOTE_LIMIT,
    REASONS_WIDTH,
    TINT,
    found_reasons,
    height_of,
    note_size,
    shortened,
)
from attache.exchange.reader import CellError
from attache.exchange.reasons import moved, moves, placed
from attache.exchange.values import CELL_LIMIT, new_sheet, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlsxwriter.format import Format

    from attache.exchange.geometry import Place
    from attache.exchange.reader import Area, Cell, RawSheet
    from attache.problems import Problem

_FAILED, _FORMULA = "#N/A", b"<f>NA()</f>"
_ERRORS = frozenset({"#DIV/0!", _FAILED, "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_FORMATS: Mapping[type, str] = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss"}


class Plan(NamedTuple):
    """A sheet with its problems, whose letters are those of the file that was checked."""

    raw: RawSheet
    header_row: int
    problems: Sequence[Problem]


def plain_copy(plans: Iterable[Plan]) -> bytes:
    """A workbook of these sheets with the reasons beside the rows, as `marking.marked` says."""
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    formats = _Formats(book)
    for plan in plans:
        page: Any = new_sheet(book, allowed_name(plan.raw.name))
        _Sheet(page, plan, formats).write()
    book.close()
    return _without_formulas(content)


def _without_formulas(content: BytesIO) -> bytes:
    """The workbook whose failed cells are errors and nothing else: XlsxWriter wants a formula."""
    out = BytesIO()
    with ZipFile(content) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            held = before.read(part)
            if part.filename.startswith("xl/worksheets/") and _FORMULA in held:
                held = held.replace(_FORMULA, b"")
            after.writestr(part, held)
    return out.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, **how: object) -> Format | None:
        wanted = tuple(how.items())
        if wanted and wanted not in self._made:
            self._made[wanted] = self._book.add_format(how)
        return self._made.get(wanted)


class _Sheet:
    """One sheet that is being written, `by` so many columns further right."""

    def __init__(self, page: Any, plan: Plan, formats: _Formats) -> None:
        self._page, self._plan, self._formats = page, plan, formats
        self._rows, column = _unmarked(plan.raw.rows, plan.header_row)
        merged = any(area[1] == 0 for area in plan.raw.merged)
        first = merged or any(row and row[0] is not None for row in self._rows)
        last = max(map(len, self._rows), default=0) >= LAST_COLUMN
        bad = bool(plan.problems)
        self._by, self._room = moves(bad=bad, ours=column == 0, first=first, last=last)

    def write(self) -> None:
        """Write everything."""
        if not self._plan.raw.visible:
            self._page.hide()
        areas = [(a, b + self._by, c, d + self._by) for a, b, c, d in self._plan.raw.merged]
        problems = [moved(found, self._by) for found in self._plan.problems]
        first = {place: area[:2] for area in areas for place in _places(area)}
        marks = placed(problems, self._plan.header_row, first, room=self._room)
        self._merge(areas)
        self._hide()
        self._fill(marks.tinted)
        for place, texts in marks.notes.items():
            text = shortened(NOTE_HEAD + "\n\n".join(texts), NOTE_LIMIT)
            self._page.write_comment(*place, text, note_size(text))
        if self._room:
            self._explain(marks.reasons)

    def _merge(self, areas: Iterable[Area]) -> None:
        from xlsxwriter.exceptions import OverlappingRange

        for top, left, bottom, right in areas:
            with suppress(OverlappingRange):
                if (top, left) != (bottom, right):
                    self._page.merge_range(top, left, bottom, right, "")

    def _hide(self) -> None:
        for row in self._plan.raw.hidden_rows:
            self._page.set_row(row - 1, None, None, {"hidden": True})
        for letters in self._plan.raw.hidden_columns:
            column = number(letters.encode()) + self._by
            self._page.set_column(column, column, None, None, {"hidden": True})

    def _fill(self, tinted: Mapping[Place, None]) -> None:
        for row, cells in enumerate(self._rows):
            for place, value in enumerate(cells, self._by):
                if value is not None:
                    self._put((row, place), value, tinted)
        for bad in tinted:
            if _at(self._rows, bad[0], bad[1] - self._by) is None:
                self._page.write_blank(*bad, None, self._formats.of(bg_color=TINT))

    def _put(self, place: Place, value: Cell, tinted: Mapping[Place, None]) -> None:
        how: dict[str, object] = {"bg_color": TINT} if place in tinted else {}
        if pattern := _FORMATS.get(value.__class__):
            how["num_format"] = pattern
        style = self._formats.of(**how)
        if isinstance(value, str):
            self._page.write_string(*place, written(shortened(value, CELL_LIMIT)), style)
        elif isinstance(value, CellError):  # XlsxWriter has errors as results only
            text = value.text if value.text in _ERRORS else _FAILED
            self._page.write_formula(*place, "=NA()", style, text)
        elif isinstance(value, date):
            self._page.write_datetime(*place, value, style)
        else:
            self._page.write(*place, value, style)

    def _explain(self, reasons: Mapping[int, list[str]]) -> None:
        self._page.set_column(0, 0, REASONS_WIDTH)
        self._page.write_string(self._plan.header_row - 1, 0, REASONS, self._formats.of(bold=True))
        wrapped = self._formats.of(text_wrap=True, valign="top")
        hidden = {row - 1 for row in self._plan.raw.hidden_rows}
        for row, texts in reasons.items():
            text = shortened("\n".join(texts), CELL_LIMIT)
            self._page.write_string(row, 0, written(text), wrapped)
            if height := height_of(text):
                self._page.set_row(row, height, None, {"hidden": row in hidden})


def _unmarked(
    rows: Sequence[Sequence[Cell]], header_row: int
) -> tuple[list[Sequence[Cell]], int | None]:
    """The rows without the reasons of an earlier check, and the column where these stood."""
    width = len(_row(rows, header_row - 1))
    found = found_reasons(partial(_at, rows), header_row, width)
    if found is None:
        return [*rows], None
    begin, column = found
    cleared = ([*r[:column], None, *r[column + 1 :]] if r[column:] else r for r in rows[begin:])
    return [*rows[:begin], *cleared], column


def _places(area: Area) -> Iterator[Place]:
    top, left, bottom, right = area
    return ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))


def _row(rows: Sequence[Sequence[Cell]], row: int) -> Sequence[Cell]:
    return rows[row] if 0 <= row < len(rows) else ()


def _at(rows: Sequence[Sequence[Cell]], row: int, column: int) -> Cell:
    cells = _row(rows, row)
    return cells[column] if 0 <= column < len(cells) else None
