"""How the sheets of an .ods file are laid out, seen before Calamine reads them.

There the sheets stand in one part, and a row or cell that repeats stands but once with a count:
a few bytes can say a billion cells. Runs in the child process (`sandbox`).
OpenDocument 1.3 part 3, 9 and 19.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING
from xml.parsers import expat

from attache.exchange.geometry import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    Layout,
    Looked,
    acts,
    letter,
)
from attache.exchange.ods_struck import StruckRow, Styles
from attache.exchange.parts import DEEPEST, feed
from attache.exchange.preflight import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_CELLS = ("table:table-cell", "table:covered-table-cell")
_UNREAD = {
    "draw:object-ole": "XLS060",
    **dict.fromkeys(("table:table-source", "office:dde-source"), "XLS059"),
    **dict.fromkeys(("table:cell-range-source", "table:dde-link"), "XLS059"),
}
"""Elements that nobody reads, and the code by which that is told."""
_HIDDEN = ("collapse", "filter")
_ERROR_TYPE = "error"


class _Book:
    """Hears the content of an .ods file and keeps the layout of each sheet."""

    def __init__(self, styles: Styles) -> None:
        self._styles, self._lines = styles, StruckRow(styles)
        self._struck, self._is_filled = styles.any, False
        self.layouts: list[Layout] = []
        self.unread: set[str] = set()
        self._depth = 0
        self._nested = 0  # tables within cells are not sheets
        self._row, self._rows = 0, 0  # the first of the rows that are being told, and how many
        self._column, self._columns = 0, 0
        self._last = -1  # the last row begun in the layout
        self._failed: tuple[range, range] | None = None
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "table:table-row": self._start_row,
            "table:table-column": self._start_column,
            **dict.fromkeys(_CELLS, self._start_cell),
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            refuse("XLS003")
        if name == "table:table":
            self._start_table(attributes)
        elif name in _UNREAD:
            self.unread.add(_UNREAD[name])
        elif name in self._starts and self._nested == 1:
            self._starts[name](attributes)
        elif not self._nested:
            self._styles.start(name, attributes)
        elif name == "text:span" and self._struck:
            self._lines.start_span(attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        if name == "table:table":
            self._nested -= 1
            if not self._nested:
                self.layouts[-1].check_span()
        elif self._nested != 1:
            return
        elif name == "table:table-row":
            self._end_row()
        elif name in _CELLS:
            if self._struck:
                self._lines.end_cell(self._columns, filled=self._is_filled)
            self._column += self._columns
            self._failed, self._is_filled = None, False
        elif name == "text:span" and self._struck:
            self._lines.end_span()

    def text(self, text: str) -> None:
        """What an error cell shows: its name, such as #REF!; and whether texts are struck."""
        if self._struck and self._nested == 1:
            self._lines.text(text)
        if self._failed and text.strip():
            errors = self.layouts[-1].errors
            errors.update(dict.fromkeys(product(*self._failed), text.strip()))
            self._failed = None

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        self._nested += 1
        if self._nested == 1:
            self.layouts.append(Layout(attributes.get("table:name", "")))
            self._row, self._last, self._column = 0, -1, 0
            self._struck = self._styles.any  # those of the document itself come before its tables
            self._lines.start_table()

    def _start_column(self, attributes: Mapping[str, str]) -> None:
        count = _count(attributes, "columns")
        self._lines.start_column(self._column, attributes)
        if attributes.get("table:visibility") in _HIDDEN:
            span = (self._column, min(self._column + count, LAST_COLUMN) - 1)
            self.layouts[-1].hidden_columns.append(span)
        self._column += count

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._rows, self._column = _count(attributes, "rows"), 0
        if self._struck:
            self._lines.start_row(attributes)
        if attributes.get("table:visibility") in _HIDDEN:
            rows = range(self._row, min(self._row + self._rows, LAST_ROW))
            self.layouts[-1].hidden_rows.extend(rows)

    def _end_row(self) -> None:
        if self._struck and self._lines.struck:
            self.layouts[-1].struck_rows.extend(range(self._row, self._row + self._rows))
        self._row += self._rows

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        layout = self.layouts[-1]
        self._columns = _count(attributes, "columns")
        at = {"row": self._row + 1, "column": letter(self._column)}
        formula = attributes.get("table:formula")
        if formula and acts(formula):
            refuse("XLS061", sheet=layout.sheet, **at)
        if formula and "'file:" in formula.casefold():
            self.unread.add("XLS059")
        self._note_merged(layout, attributes)
        if self._struck:
            self._lines.start_cell(self._column, attributes)
        type_ = attributes.get("calcext:value-type") or attributes.get("office:value-type")
        if not type_ and formula is None:
            return
        self._fill(layout)
        self._is_filled = True
        if type_ == _ERROR_TYPE or not type_:
            self._failed = (
                range(self._row, self._row + self._rows),
                range(self._column, self._column + self._columns),
            )
            layout.errors.update(dict.fromkeys(product(*self._failed), ""))

    def _fill(self, layout: Layout) -> None:
        if self._rows * self._columns > MOST_CELLS:
            refuse("XLS055", sheet=layout.sheet, limit=MOST_CELLS)
        for row in range(max(self._row, self._last + 1), self._row + self._rows):
            layout.begin(row)
            self._last = row
        layout.filled(self._rows * self._columns, self._column + self._columns - 1)

    def _note_merged(self, layout: Layout, attributes: Mapping[str, str]) -> None:
        rows = _whole(attributes.get("table:number-rows-spanned", "1"))
        columns = _whole(attributes.get("table:number-columns-spanned", "1"))
        if rows * columns > 1:
            layout.merge(
                (self._row, self._column, self._row + rows - 1, self._column + columns - 1)
            )


def look_at_all(content: Iterator[bytes], styles: Styles | None = None) -> Looked:
    """What an .ods file has. `styles` are those that its parts share.

    Raises Refused (XLS003, XLS055 to XLS057, XLS061, XLS064).
    """
    book = _Book(styles or Styles())
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = book.start, book.end
    parser.CharacterDataHandler = book.text
    feed(parser, content)
    return Looked(book.layouts, book.unread)


def _count(attributes: Mapping[str, str], what: str) -> int:
    return _whole(attributes.get(f"table:number-{what}-repeated", "1"))


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        refuse("XLS057")
    return max(1, int(text))
