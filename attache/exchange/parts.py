"""The parts of a workbook as streams: unpacked piece by piece, without entities or odd encodings.

Runs in the child process (`sandbox`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING
from xml.parsers import expat

from attache.exchange.preflight import refuse

if TYPE_CHECKING:
    from zipfile import ZipFile

PIECE = 1 << 20  # bytes
LONGEST = 16 * PIECE  # a row that is longer has no end
SMALL = 2 * PIECE  # up to here a part is parsed as a whole, to see that it is well-formed
DEEPEST = 100  # elements within each other; spreadsheet programs nest a dozen
_DECLARED = re.compile(rb"""\A<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_MARK = b"\xef\xbb\xbf"
_START = 1024  # bytes
_CUSTOM = "customXml/"  # data of other programs, such as Power Query's
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How XML begins in two bytes a letter."""


def pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    """One part, unpacked piece by piece; zipfile checks its size and sum at the end.

    Raises Refused: XLS062 where it declares entities, XLS003 where it is no UTF-8 XML, and what
    zipfile raises for a damaged container.
    """
    before = b""
    with archive.open(name) as file:
        while piece := file.read(PIECE):
            if not before:
                _check_start(piece)
            if b"!" in before or b"!" in piece:  # most pieces have none
                seen = before + piece
                if b"<!" in seen and any(entity in seen.upper() for entity in _ENTITIES):
                    refuse("XLS062")
            before = piece[-len(_ENTITIES[0]) :]
            yield piece


def part_of(archive: ZipFile, name: str) -> str | None:
    """How a part is really called; capitals do not count, nor does the direction of strokes."""
    if name in archive.NameToInfo:
        return name
    wanted = name.casefold()
    return next((n for n in archive.NameToInfo if n.replace("\\", "/").casefold() == wanted), None)


def check(archive: ZipFile, names: Iterable[str]) -> None:
    """Look through parts that are read, but for the sheets, which `geometry` looks through.

    What nobody reads may be as it likes: blank, in another encoding, of another program.
    """
    for name in dict.fromkeys(names):
        if archive.getinfo(name).file_size <= SMALL:
            well_formed(pieces(archive, name))
        elif not name.startswith("xl/worksheets/"):
            for _piece in pieces(archive, name):
                pass


def check_for_openpyxl(archive: ZipFile) -> None:
    """The same of every part that openpyxl may read: it goes by relations and not by names."""
    names = (n for n in archive.namelist() if not n.startswith(_CUSTOM) and not n.endswith(".vml"))
    check(archive, (n for n in names if n.endswith((".xml", ".rels")) or _is_markup(archive, n)))


def well_formed(part: Iterator[bytes]) -> None:
    """Raise Refused (XLS003) where a part is no XML, or nests as no spreadsheet program does."""
    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            refuse("XLS003")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    feed(parser, part)


def feed(parser: expat.XMLParserType, part: Iterator[bytes]) -> None:
    """Hand a part to a parser to its end; raises Refused (XLS003) where it is no XML."""
    try:
        for piece in chain(part, (b"",)):
            parser.Parse(piece, not piece)
    except expat.ExpatError:
        refuse("XLS003")


def _is_markup(archive: ZipFile, name: str) -> bool:
    """Whether a part begins as XML does, in whatever encoding."""
    with archive.open(name) as file:
        start = file.read(_START)
    return start.startswith(_WIDE) or start.removeprefix(_MARK).lstrip()[:1] == b"<"


def _check_start(piece: bytes) -> None:
    """What is no UTF-8 could hide from those who look for bytes."""
    start = piece.removeprefix(_MARK).lstrip()
    declared = _DECLARED.match(start)
    known = not declared or declared[1].lower() in _ENCODINGS
    if not start.startswith(b"<") or start[1:2] == b"\0" or not known:
        refuse("XLS003")
