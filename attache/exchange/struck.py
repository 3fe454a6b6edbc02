"""Rows of an .xlsx sheet whose cells are struck through, as offices cancel an entry.

A cell is struck through by its style or by its text, where every part of that is. One that has no
style of its own has that of its row or its column. Most workbooks have no such style, and nothing
of their sheets is looked at. What is struck by a condition is not seen. Runs in the child process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from attache.exchange.parts import feed, part_of, pieces

if TYPE_CHECKING:
    from zipfile import ZipFile

STYLES, TEXTS = "xl/styles.xml", "xl/sharedStrings.xml"
_SIGN = b"strike"
_CELL = b'<c r="'
_STYLE, _SHARED = re.compile(rb'\ss="([0-9]{1,7})"'), re.compile(rb"<v>([0-9]{1,9})</v>")
_FORMATTED = re.compile(rb'\scustomFormat="(?:1|true)"')  # else the style is not the row's
_COL = re.compile(rb"<col\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb'\b(min|max|style)\s*=\s*"([0-9]{1,7})"')
_WORDS = re.compile(rb"<t\b[^<>]*>[^<]*[^\s<][^<]*</t>")
_STRIKE = re.compile(rb'<strike\b(?![^<>]*\bval\s*=\s*"(?:0|false)")')
_OFF = ("0", "false")


class Span(NamedTuple):
    """Columns that have a style, the first and the last, counted from 1."""

    first: int
    last: int


@dataclass
class Struck:
    """The styles and the shared texts of a workbook that are struck through, by their numbers."""

    styles: frozenset[int] = frozenset()
    texts: frozenset[int] = frozenset()
    columns: list[Span] = field(default_factory=list)

    def note_columns(self, before: bytes) -> None:
        """Remember which columns have such a style, of what stands before the rows of a sheet."""
        for tag in _COL.findall(before) if self.styles and b"<col" in before else ():
            told = {name: int(value) for name, value in _ATTRIBUTE.findall(tag)}
            if told.get(b"style") in self.styles:
                self.columns.append(Span(told.get(b"min", 1), told.get(b"max", 1)))

    def may_strike(self, section: bytes) -> bool:
        """Whether anything in a part of a sheet may be struck through."""
        return bool(self.styles or self.texts) or _SIGN in section

    def strikes(self, row: bytes) -> bool:
        """Whether most of the filled cells of a row are struck through."""
        head, *cells = row.split(_CELL)
        tag = head.partition(b">")[0]
        found = _STYLE.search(tag) if _FORMATTED.search(tag) else None
        whole = found is not None and int(found[1]) in self.styles
        filled = [cell for cell in cells if b"<v>" in cell or b"<is>" in cell]
        return 2 * sum(self._is_struck(cell, whole=whole) for cell in filled) > len(filled)

    def _is_struck(self, cell: bytes, *, whole: bool) -> bool:
        """`whole` tells whether the style of the row is struck through."""
        head, _sign, body = cell.partition(b">")
        style = _STYLE.search(head)
        if style and int(style[1]) in self.styles:
            return True
        if not style and (whole or self._in_column(head)):
            return True
        if b't="s"' in head:
            shared = _SHARED.search(body) if self.texts else None
            return shared is not None and int(shared[1]) in self.texts
        return _SIGN in body and _is_wholly_struck(body)

    def _in_column(self, head: bytes) -> bool:
        number = 0
        for byte in head.partition(b'"')[0]:
            number = number * 26 + byte - 64 if 65 <= byte <= 90 else number
        return any(span.first <= number <= span.last for span in self.columns)


def struck_of(archive: ZipFile) -> Struck:
    """What of a workbook is struck through; raises Refused (XLS003) where a part is no XML."""
    styles, texts = _Styles(), _Texts()
    for part, hears in ((STYLES, styles), (TEXTS, texts)):
        name = part_of(archive, part)
        if name and _has(_SIGN, pieces(archive, name)):
            parser = expat.ParserCreate()
            parser.buffer_text = True
            parser.StartElementHandler, parser.EndElementHandler = hears.start, hears.end
            parser.CharacterDataHandler = hears.text
            feed(parser, pieces(archive, name))
    return Struck(frozenset(styles.struck), frozenset(texts.struck))


def _has(sign: bytes, part: Iterator[bytes]) -> bool:
    """Whether a part has a word anywhere; it is heard to its end, where zipfile checks its sum."""
    found, rest = False, b""
    for piece in part:
        found = found or sign in piece or sign in rest + piece[: len(sign)]
        rest = piece[-len(sign) :]
    return found


def _is_wholly_struck(body: bytes) -> bool:
    """Whether every run of an inline text that has words is struck through."""
    runs = [run for run in re.split(rb"<r[\s>]", body)[1:] if _WORDS.search(run)]
    return bool(runs) and all(map(_STRIKE.search, runs))


class _Styles:
    """Hears the part of the styles: fonts by their number, then the formats of cells."""

    def __init__(self) -> None:
        self.struck: set[int] = set()
        self._fonts: set[int] = set()
        self._font = self._format = -1
        self._inside: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        above = self._inside[-1:]
        if name == "font" and above == ["fonts"]:
            self._font += 1
        elif name == "strike" and self._inside[-2:] == ["fonts", "font"]:
            if attributes.get("val", "1") not in _OFF:
                self._fonts.add(self._font)
        elif name == "xf" and above == ["cellXfs"]:
            self._format += 1
            if attributes.get("fontId", "0") in map(str, self._fonts):
                self.struck.add(self._format)
        self._inside.append(name)

    def end(self, _name: str) -> None:
        self._inside.pop()

    def text(self, _text: str) -> None:
        """Styles have none."""


class _Texts:
    """Hears the shared texts, and which of them are struck through in every run."""

    def __init__(self) -> None:
        self.struck: set[int] = set()
        self._number = -1
        self._runs: list[bool] = []
        self._run = self._words = self._in_text = False
        self._ends: Mapping[str, Callable[[], None]] = {"t": self._end_text, "si": self._end_item}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._number, self._runs, self._run = self._number + 1, [], False
        elif name == "r":
            self._run = False
        elif name == "strike":
            self._run = attributes.get("val", "1") not in _OFF
        elif name == "t":
            self._in_text, self._words = True, False

    def end(self, name: str) -> None:
        if ends := self._ends.get(name.rpartition(":")[2]):
            ends()

    def text(self, text: str) -> None:
        self._words = self._words or (self._in_text and not text.isspace())

    def _end_text(self) -> None:
        self._in_text = False
        if self._words:
            self._runs.append(self._run)

    def _end_item(self) -> None:
        if self._runs and all(self._runs):
            self.struck.add(self._number)
