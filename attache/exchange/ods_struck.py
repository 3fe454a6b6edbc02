"""What of an .ods file is struck through: styles, and the rows whose cells have them.

OpenDocument 1.3 part 3, 16.2 and 20.367: a style says a line through its text, or its parent does.
Runs in the child process.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING
from xml.parsers import expat

from attache.exchange.parts import feed, pieces

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zipfile import ZipFile

SHARED = "styles.xml"
_LINES = ("style:text-line-through-style", "style:text-line-through-type")
_CELL, _SPAN = "table-cell", "text"


class Styles:
    """The styles of a document by family and name, with what each says of a line through."""

    def __init__(self) -> None:
        self._parents: dict[tuple[str, str], str] = {}
        self._lines: dict[tuple[str, str], bool] = {}
        self._now = ("", "")

    @property
    def any(self) -> bool:
        """Whether any style has a line through its text."""
        return any(self._lines.values())

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element that may belong to a style begins."""
        if name in ("style:style", "style:default-style"):
            self._now = attributes.get("style:family", ""), attributes.get("style:name", "")
            self._parents[self._now] = attributes.get("style:parent-style-name", "")
        elif name == "style:text-properties":
            said = [attributes[line] for line in _LINES if line in attributes]
            if said:
                self._lines[self._now] = said != ["none"] * len(said)

    def strikes(self, name: str, family: str = _CELL) -> bool:
        """Whether a style has a line through its text; parents may go round in a ring."""
        seen = set[str]()
        while name and name not in seen:
            if (family, name) in self._lines:
                return self._lines[family, name]
            seen.add(name)
            name = self._parents.get((family, name), "")
        return False


class StruckRow:
    """Hears the cells of a table, and tells whether most filled ones of a row are struck."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._columns: list[tuple[int, str]] = []
        self._row = self._cell = ""
        self._filled = self._struck = 0
        self._spans: list[bool] = []
        self._words: set[bool] = set()

    def start_table(self) -> None:
        """Another table begins."""
        self._columns = []

    def start_column(self, place: int, attributes: Mapping[str, str]) -> None:
        """The columns from a place on have a style of their own."""
        self._columns.append((place, attributes.get("table:default-cell-style-name", "")))

    def start_row(self, attributes: Mapping[str, str]) -> None:
        """A row begins."""
        self._row = attributes.get("table:default-cell-style-name", "")
        self._filled = self._struck = 0

    def start_cell(self, place: int, attributes: Mapping[str, str]) -> None:
        """A cell begins; without a style it has that of its row, else of its column."""
        self._words, self._spans = set(), []
        self._cell = attributes.get("table:style-name", "") or self._row or self._column(place)

    def start_span(self, attributes: Mapping[str, str]) -> None:
        """A part of a text begins."""
        name = attributes.get("text:style-name", "")
        above = bool(self._spans and self._spans[-1])
        self._spans.append(self._styles.strikes(name, _SPAN) or above)

    def end_span(self) -> None:
        """It ends."""
        if self._spans:
            self._spans.pop()

    def text(self, text: str) -> None:
        """Words of a cell."""
        if not text.isspace():
            self._words.add(bool(self._spans and self._spans[-1]))

    def end_cell(self, count: int, *, filled: bool) -> None:
        """A cell ends, that stands there so many times."""
        if filled:
            self._filled += count
            struck = self._words == {True} or self._styles.strikes(self._cell)
            self._struck += count * struck

    @property
    def struck(self) -> bool:
        """Whether most of the filled cells so far are struck through."""
        return 2 * self._struck > self._filled

    def _column(self, place: int) -> str:
        at = bisect_right(self._columns, place, key=lambda column: column[0]) - 1
        return self._columns[at][1] if at >= 0 else ""


def common_styles(archive: ZipFile) -> Styles:
    """The styles that a document shares; raises Refused (XLS003) where the part is no XML."""
    styles = Styles()
    if SHARED in archive.NameToInfo:
        parser = expat.ParserCreate()
        parser.StartElementHandler = styles.start
        feed(parser, pieces(archive, SHARED))
    return styles
