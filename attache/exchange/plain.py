"""Sheets that are written in an unusual way, rewritten as the common programs write them.

`geometry` looks for bytes, because parsing 73,000 rows takes seconds. Namespace prefixes, other
quotes, comments, entities or cells without a reference would lead it astray, so a sheet that has
such things is parsed here, and what counts of it is written anew. Runs in the child process.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from xml.parsers import expat

from attache.exchange.geometry import letter, number
from attache.exchange.parts import PIECE
from attache.exchange.preflight import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,10})")
_YES = ("1", "true")
_KEPT = {"c": ("s", "t"), "f": (), "v": (), "col": ("min", "max", "style", "hidden")}


class _Writer:
    """Hears a sheet and writes it. Rows and cells without a reference follow the one before."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._row = 0
        self._column = -1
        self._inside: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._inside.append(name)
        if name == "row":
            self._start_row(attributes)
        elif name == "mergeCell":
            self.out.append(f'<mergeCell ref="{_area(attributes.get("ref", ""))}"/>')
        elif name in _KEPT:
            ref = self._next_ref(attributes) if name == "c" else ""
            kept = (f' {k}="{escape(attributes[k])}"' for k in _KEPT[name] if k in attributes)
            self.out.append(f"<{name}{ref}{''.join(kept)}>")
        elif name == "is":  # the cell is not empty
            self.out.append("<is>")

    def end(self, name: str) -> None:
        self._inside.pop()
        name = name.rpartition(":")[2]
        if name in ("c", "f", "v", "is", "row"):
            self.out.append(f"</{name}>")

    def text(self, text: str) -> None:
        if self._inside and self._inside[-1] in ("f", "v"):
            self.out.append(escape(text, quote=False))

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        given = attributes.get("r", str(self._row + 1))
        if not given.isascii() or not given.isdecimal() or not 0 < int(given[:12]) < 10**7:
            refuse("XLS057")
        self._row, self._column = int(given), -1
        hidden = ' hidden="1"' if attributes.get("hidden") in _YES else ""
        styled = attributes.get("s", "").isdecimal() and attributes.get("customFormat") in _YES
        style = f' s="{attributes["s"]}" customFormat="1"' if styled else ""
        self.out.append(f'<row r="{self._row}"{style}{hidden}>')

    def _next_ref(self, attributes: Mapping[str, str]) -> str:
        column, row = letter(self._column + 1), str(self._row)
        if "r" in attributes:
            found = _REF.fullmatch(attributes["r"])
            if not found:
                refuse("XLS057", row=self._row)
            column, row = found[1].upper(), str(int(found[2]))
        self._column = number(column.encode())
        return f' r="{column}{row[:7]}"'


def rewritten(part: Iterable[bytes]) -> Iterator[bytes]:
    """The sheet with what `geometry` looks at, and nothing else.

    Raises Refused: XLS003 where it is no XML, XLS057 where a reference is none.
    """
    writer = _Writer()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = writer.start, writer.end
    parser.CharacterDataHandler = writer.text
    try:
        for piece in part:
            parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keywords
            if len(writer.out) > PIECE // 16:
                yield "".join(writer.out).encode()
                writer.out.clear()
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError:
        refuse("XLS003")
    yield "".join(writer.out).encode()


def _area(text: str) -> str:
    """A merged area, written with both its corners."""
    first, _, last = text.partition(":")
    corners = _REF.fullmatch(first), _REF.fullmatch(last or first)
    if not corners[0] or not corners[1]:
        refuse("XLS057")
    return ":".join(f"{corner[1].upper()}{corner[2][:7]}" for corner in corners if corner)
