"""Parts of an .xlsx file that Calamine reads otherwise than the spreadsheet programs do.

Such a part is written anew for it. Most workbooks have none. Runs in the child process (`sandbox`).
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from attache.exchange.parts import part_of, pieces
from attache.exchange.sheet_parts import sheet_parts
from attache.exchange.struck import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEAD = 1 << 16  # bytes, in which the first element of a part and the dimension of a sheet stand
_FIRST = re.compile(rb"\A[^<]*(?:<\?.*?\?>[^<]*|<!--.*?-->[^<]*)*(<[^?!][^>]*>)", re.DOTALL)
_KEPT = re.compile(rb"""\sxml:space\s*=\s*["']preserve["']""")
_TEXT = re.compile(rb"<((?:[\w.-]+:)?t)>")
_HOLDING = re.compile(
    rb"<((?:[\w.-]+:)?(?:si|r|is))\s(?:[^<>]*\s)?xml:space[^<>]*>.*?</\1>", re.DOTALL
)
_DIMENSION = re.compile(rb"<((?:[\w.-]+:)?dimension)\b([^>]*?)(?:/>|>\s*</\1>)")
_CELL = rb"[A-Za-z]{1,3}[1-9][0-9]*"
_REF = re.compile(rb"""\sref\s*=\s*(["'])%b(?::%b)?\1""" % (_CELL, _CELL))


def mended(content: bytes) -> bytes:
    """The workbook as Calamine reads it rightly.

    Spaces at the ends of texts count where any element around them says so (XML 1.0, 2.10);
    Calamine only asks the text itself. A dimension that names no cells is left out; Calamine
    refuses the sheet, and everybody else passes over it.
    """
    with ZipFile(BytesIO(content)) as archive:
        changed = dict(_changed(archive, (part for _name, part in sheet_parts(archive))))
        if not changed:
            return content
        out = BytesIO()
        with ZipFile(out, "w") as anew:
            for part in archive.infolist():
                anew.writestr(part.filename, changed.get(part.filename) or archive.read(part))
    return out.getvalue()


def _changed(archive: ZipFile, sheets: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for name in sheets:
        head = _head(archive, name)
        odd = [found for found in _DIMENSION.finditer(head) if not _REF.search(found[2])]
        kept = _keeps_spaces(head)
        if odd or kept:
            part = b"".join(pieces(archive, name))
            for found in odd:
                part = part.replace(found[0], b"", 1)
            yield name, _spaced(part) if kept else part
    texts = part_of(archive, TEXTS)
    if texts:
        head = _head(archive, texts)
        kept = _keeps_spaces(head)
        if kept or _HOLDING.search(head):  # whoever writes them so does it from the beginning on
            part = b"".join(pieces(archive, texts))
            yield texts, _spaced(part) if kept else _HOLDING.sub(_spaced_where_said, part)


def _head(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(_HEAD)


def _keeps_spaces(part: bytes) -> bool:
    """Whether the first element of a part says so."""
    first = _FIRST.match(part)
    return first is not None and _KEPT.search(first[1]) is not None


def _spaced(part: bytes) -> bytes:
    return _TEXT.sub(rb'<\1 xml:space="preserve">', part)


def _spaced_where_said(holding: re.Match[bytes]) -> bytes:
    tag = holding[0].partition(b">")[0]
    return _spaced(holding[0]) if _KEPT.search(tag) else holding[0]
