"""How a sheet of an .xlsx file is laid out, seen before Calamine reads it.

Calamine makes room for every cell between A1 and the farthest value, aborts the process where
that is too much, and loses rows that are out of order. It shows a formula that failed, or was
saved without its result, as a blank, which would pass for "not known". So all of that is looked up
in the XML. Runs in the child process (`sandbox`); how large a sheet may be stands in `Limits`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from attache.exchange.parts import LONGEST
from attache.exchange.preflight import refuse
from attache.exchange.struck import Struck

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[int, int]  # row and column, both counted from 0
Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of every spreadsheet program, counted from 1
MOST_ROWS, MOST_CELLS = 300_000, 3_000_000  # twice what the largest office keeps
MOST_MERGED = 200_000  # cells in merged areas of a sheet; openpyxl makes an object of each
_FREE_AREA = 2_000_000  # cells that a sheet may span however few of them are filled


class Unusual(Exception):
    """The sheet is written as no common program writes; it has to be parsed to be understood."""


@dataclass
class Layout:
    """What is known of a sheet before it is read. Rows and columns are counted from 0."""

    sheet: str
    errors: dict[Place, str] = field(default_factory=dict)  # "" for a formula without its result
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    struck_rows: list[int] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    rows: int = 0
    cells: int = 0
    last_row: int = -1  # of those that have a value
    last_column: int = -1
    row: int = -1  # the row that is being looked at
    merged_cells: int = 0

    def begin(self, row: int) -> None:
        """A row begins; raises Refused (XLS055, XLS057)."""
        self.rows += 1
        if row <= self.row or row >= LAST_ROW:
            refuse("XLS057", sheet=self.sheet, row=row + 1)
        if self.rows > MOST_ROWS:
            refuse("XLS055", sheet=self.sheet, limit=MOST_ROWS)
        self.row = row

    def filled(self, cells: int, last_column: int) -> None:
        """Values stand in the row; raises Refused (XLS055, XLS056, XLS057)."""
        self.cells += cells
        self.last_row = self.row
        self.last_column = max(self.last_column, last_column)
        if self.last_column >= LAST_COLUMN:
            refuse("XLS057", sheet=self.sheet, row=self.row + 1)
        if self.cells > MOST_CELLS:
            refuse("XLS055", sheet=self.sheet, limit=MOST_CELLS)

    def merge(self, area: Area) -> None:
        """Cells are merged; raises Refused (XLS064)."""
        self.merged.append(area)
        self.merged_cells += (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
        if not (0 <= area[0] <= area[2] and 0 <= area[1] <= area[3]):
            refuse("XLS057", sheet=self.sheet)
        if self.merged_cells > MOST_MERGED:
            refuse("XLS064", sheet=self.sheet)

    def check_span(self) -> None:
        """Raise Refused (XLS056) where a value stands too far from all the others."""
        if (self.last_row + 1) * (self.last_column + 1) > _FREE_AREA + 5 * self.cells:
            place = {"row": self.last_row + 1, "column": letter(self.last_column)}
            refuse("XLS056", sheet=self.sheet, **place)


class Looked(NamedTuple):
    """The layout of each sheet, in the order of the file, and what there is that nobody reads."""

    layouts: list[Layout]
    unread: set[str]
    """Codes: XLS058 (macros), XLS059 (links to other files), XLS060 (embedded objects)."""


class Texts(NamedTuple):
    """The shared texts of a workbook: how long each is, and how much text there may be."""

    lengths: list[int]
    most: int


# A sheet as Excel, LibreOffice, openpyxl and the others write it: the reference comes first.
_ROW_START, _CELL_START = b"<row ", b'<c r="'
_ROW = re.compile(rb'r="([1-9][0-9]{0,6})"([^<>]*)>')
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"[^<>]*(?<!/)>(?!</c>)')
_SPECIAL = re.compile(rb"<[!?f]")
_COUNTED = re.compile(rb"<c[\s/>]")
_USUAL = re.compile(rb'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"')
_UNUSUAL = re.compile(rb"<(?:[\w.-]+:(?:c|row|col|mergeCell)|row(?! r=\"[1-9]))[\s/>]")
_PREFIXED = re.compile(rb":(?:c|row|col|mergeCell)[\s/>]")
_PLACE = rb'<c r="([A-Z]+)([0-9]+)"([^<>]*)>\s*'
_FORMULA = rb"<f\b[^<>]*(?:/>|>([^<]*)</f>)\s*"
_VALUE = rb"(?:<v[^<>]*>([^<]*)</v>)?"
_CALCULATED = re.compile(_PLACE + _FORMULA + _VALUE)
_FAILED = re.compile(
    _PLACE.replace(b"([^<>]*)", rb'[^<>]*\st="e"[^<>]*') + rb"(?:" + _FORMULA + rb")?" + _VALUE
)
_SHARED = re.compile(rb'\st="s"[^<>]*>\s*<v>([0-9]+)</v>')
_COL = re.compile(rb"<col\s([^<>]*)>")
_MERGED = re.compile(
    rb'<mergeCell\s[^<>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)
_ATTRIBUTE = re.compile(rb'\b(min|max|hidden)\s*=\s*"([^"]*)"')
_DIGITS, _LETTERS = b"0123456789", bytes(range(65, 91))
# Functions and links that fetch from elsewhere or start a program; DDE is written program|topic!.
_ACTIVE = re.compile(
    r"\b(?:WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER(?:\.ID)?|EXEC|SQL\.REQUEST|STOCKHISTORY)\s*\("
    r"|\w\|(?:'|\w)[^!]*!",
    re.IGNORECASE,
)
# What is quoted in a formula does nothing: texts, names of sheets (but for the topic of a link),
# and names of columns in brackets.
_QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"|(\|?)'(?:[^']|'')*'|\[(?:[^\[\]']|'.)*\]")


def look(
    layout: Layout, part: Iterable[bytes], texts: Texts | None, struck: Struck | None = None
) -> None:
    """Fill in the layout of one sheet. `texts` is None where none is long.

    Raises Refused (XLS054 to XLS057, XLS061, XLS064), and Unusual where the sheet has to be
    rewritten by `plain.rewritten` first.
    """
    told, struck = 0, struck or Struck()
    for section in _sections(part):
        before, *rows = section.split(_ROW_START)
        special = _SPECIAL.search(section) is not None
        if special and (b"<!" in section or b"<?" in section):
            raise Unusual
        if _is_unusual(section, len(rows)):
            raise Unusual
        _look_around(layout, before)
        struck.note_columns(before)
        _look_at_cells(layout, before)  # of a row too long for one section
        _look_at_rows(layout, rows, struck if struck.may_strike(section) else None)
        if rows:
            _look_around(layout, rows[-1])
        if special:
            _look_at_formulas(layout, section)
        _look_at_failures(layout, section)
        if texts:
            told += sum(map(texts.lengths.__getitem__, map(int, _SHARED.findall(section))))
            if told > texts.most:
                refuse("XLS054", sheet=layout.sheet, limit=texts.most // 1_000_000)
    layout.check_span()


def _is_unusual(section: bytes, rows: int) -> bool:
    """Whether rows or cells are written in another way; counting is quicker than looking."""
    doubtful = _PREFIXED.search(section) or section.count(b"<row") != rows
    if doubtful and _UNUSUAL.search(section):
        return True
    cells = section.count(_CELL_START)
    return section.count(b"<c") != cells and len(_COUNTED.findall(section)) != cells


def _sections(part: Iterable[bytes]) -> Iterator[bytes]:
    """The sheet in sections that begin with a row, and so cut no cell in two."""
    rest, first = b"", True
    for piece in part:
        rest += piece
        if first:  # without the XML declaration
            rest, first = re.sub(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>", b"", rest), False
        cut = rest.rfind(_ROW_START)
        if cut <= 0 and len(rest) > LONGEST:
            cut = rest.rfind(b"<c ")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        if len(rest) > 2 * LONGEST:
            refuse("XLS003")
    yield rest


def _look_at_rows(layout: Layout, rows: Iterable[bytes], struck: Struck | None) -> None:
    """Each row of a section; `struck` is None where nothing in it is struck through."""
    for row in rows:
        _look_at_row(layout, row)
        if struck and struck.strikes(row):
            layout.struck_rows.append(layout.row)


def _look_at_row(layout: Layout, row: bytes) -> None:
    tag = _ROW.match(row)
    if tag is None:
        raise Unusual
    layout.begin(int(tag[1]) - 1)
    if b'hidden="1"' in tag[2] or b'hidden="true"' in tag[2]:
        layout.hidden_rows.append(layout.row)
    _look_at_cells(layout, row)


def _look_at_cells(layout: Layout, row: bytes) -> None:
    cells = _CELL.findall(row)
    if (begun := row.count(_CELL_START)) != len(cells) and begun != len(_USUAL.findall(row)):
        raise Unusual
    if not cells:
        return
    together = b" ".join(cells)
    rows = b" ".join([b"%d" % (layout.row + 1)] * len(cells))
    last = _last_column(together.translate(None, _DIGITS))
    if last is None or together.translate(None, _LETTERS) != rows:
        refuse("XLS057", sheet=layout.sheet, row=layout.row + 1)
    layout.filled(len(cells), last)


@lru_cache(maxsize=4096)  # the rows of a sheet are filled alike
def _last_column(together: bytes) -> int | None:
    """The last of some columns, counted from 0; None where one stands there twice."""
    columns = together.split()
    return max(map(number, columns)) if len(set(columns)) == len(columns) else None


def _look_around(layout: Layout, section: bytes) -> None:
    """Columns, which stand before the rows, and merged cells, which stand after them."""
    if b"<col " in section or b"<col\n" in section:
        for tag in _COL.findall(section):
            found = dict(_ATTRIBUTE.findall(tag))
            if found.get(b"hidden") in (b"1", b"true"):
                span = (int(found.get(b"min", b"1")) - 1, int(found.get(b"max", b"1")) - 1)
                layout.hidden_columns.append(span)
    count = section.count(b"<mergeCell ") + section.count(b"<mergeCell\n")
    if count:
        areas = _MERGED.findall(section)
        for left, top, right, bottom in areas:
            layout.merge((int(top) - 1, number(left), int(bottom) - 1, number(right)))
        if len(areas) != count:
            raise Unusual


def _look_at_formulas(layout: Layout, section: bytes) -> None:
    for column, row, attributes, formula, value in _CALCULATED.findall(section):
        if formula and acts(unescape(formula.decode("utf-8", "replace"))):
            refuse("XLS061", sheet=layout.sheet, row=int(row), column=column.decode())
        if not value.strip() and b't="str"' not in attributes:
            layout.errors[int(row) - 1, number(column)] = ""


def _look_at_failures(layout: Layout, section: bytes) -> None:
    if b't="e"' in section:
        for column, row, _formula, value in _FAILED.findall(section):
            layout.errors[int(row) - 1, number(column)] = value.decode("utf-8", "replace")


def acts(formula: str) -> bool:
    """Whether a formula fetches from elsewhere or starts a program once somebody opens the file.

    >>> acts('WEBSERVICE("http://contoh.example")'), acts('"Call (HP) "&A2')
    (True, False)
    """
    bare = _QUOTED.sub(lambda quoted: quoted[0] if quoted[1] else "_", formula)
    return _ACTIVE.search(bare) is not None


def number(column: bytes) -> int:
    """The number of a column, counted from 0, by its letters."""
    result = 0
    for byte in column:
        result = result * 26 + byte - 64
    return result - 1


def letter(place: int) -> str:
    """The letter of a column, counted from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
