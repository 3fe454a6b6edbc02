"""Rows streamed into a frame: a workbook that is finished but for them.

XlsxWriter makes the frame, with all that people see around the rows, and two rows of blank cells
that tell which styles it gave the columns: those of a text that is plain, and of one that Excel
could take for a formula. Their place is taken by the rows, written here many times faster, while
another thread packs what is written already. Texts stand in their cells (`inlineStr`), so there is
no formula, link or error among them, and nothing touches a temp folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from html import escape
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from attache.exchange.geometry import letter
from attache.exchange.printing import WIDER, height_of, lines_of
from attache.exchange.values import CELL_LIMIT, RISKY, SHORT, Shown, literal, too_long
from attache.problems import Refused, problem

CHUNK = 2_000
"""Rows that are written before they are packed."""
LEVEL = 3
"""Of packing: a file a seventh larger than at the usual 6, in half of the time."""
_STYLE = re.compile(rb'<c r="[A-Z]+[0-9]+" s="([0-9]+)"/>')
_DIMENSION = re.compile(rb'(<dimension ref="[A-Z]+[0-9]+:[A-Z]+)[0-9]+')


class Cells(NamedTuple):
    """How a column is filled: by which name of a document, shown as what; None: as it is.

    `wrapped` is its width in characters where long texts go on in further lines.
    """

    name: str
    shown: Callable[[Any], Shown] | None
    wrapped: float = 0


class Rows(NamedTuple):
    """The rows of a sheet: where the first stands, as programs count, how many, and of what."""

    sheet: str
    first: int
    total: int
    columns: Sequence[Cells]
    documents: Iterable[Mapping[str, Any]]


class _Column(NamedTuple):
    """The beginnings of its cells: before the row number, and behind it for each kind of value."""

    name: str
    shown: Callable[[Any], Shown] | None
    wrapped: float
    start: str
    text: str
    risky: str
    number: str


def with_rows(frame: bytes, sheets: Mapping[int, Rows]) -> bytes:
    """The workbook with the rows of its sheets, which are numbered from 1.

    Raises Refused (TXT002) where a cell would be longer than a spreadsheet program can keep.
    """
    out = BytesIO()
    parts = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in sheets.items()}
    with (
        ZipFile(BytesIO(frame)) as before,
        ZipFile(out, "w", ZIP_DEFLATED, compresslevel=LEVEL) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            chunks = _filled(content, parts[name]) if name in parts else iter([content])
            with after.open(name, "w") as file:  # dated 1980, so that the same gives the same
                for chunk in _ahead(chunks):
                    file.write(chunk)
    return out.getvalue()


def _ahead(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Chunks, each made while the one before is used: packing leaves the interpreter free."""
    with ThreadPoolExecutor(1) as other:
        coming = other.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = other.submit(next, chunks, None)
            yield chunk


def _filled(content: bytes, rows: Rows) -> Iterator[bytes]:
    """The XML of a sheet with its rows in the place of the two that show styles."""
    plain, quoted = (
        content.index(f'<row r="{number}"'.encode()) for number in (rows.first, rows.first + 1)
    )
    end = content.index(b"</sheetData>")
    styles = [_STYLE.findall(content, *span) for span in ((plain, quoted), (quoted, end))]
    columns = [
        _column(place, cells, *(found[place].decode() for found in styles))
        for place, cells in enumerate(rows.columns)
    ]
    last = rows.first - 1 + rows.total
    yield _DIMENSION.sub(rb"\g<1>%d" % last, content[:plain], count=1)
    lines = _lines(rows, columns)
    while chunk := "".join(islice(lines, CHUNK)):
        yield chunk.encode()
    yield content[end:]


def _column(place: int, cells: Cells, plain: str, quoted: str) -> _Column:
    return _Column(
        *cells,
        f'<c r="{letter(place)}',
        f'" s="{plain}" t="inlineStr"><is><t',
        f'" s="{quoted}" t="inlineStr"><is><t',
        f'" s="{plain}"><v>',
    )


def _lines(rows: Rows, columns: Sequence[_Column]) -> Iterator[str]:
    for number, document in enumerate(rows.documents, rows.first):
        cells = []
        lines = 1
        said = document.get
        for name, shown, wrapped, start, text, risky, figure in columns:
            value = said(name)
            if not value and value != 0:
                continue
            if shown:
                value = shown(value)
            if value.__class__ is not str:
                cells.append(f"{start}{number}{figure}{value!r}</v></c>")
                continue
            if len(value) > SHORT and too_long(value):  # hardly any is asked about
                found = problem("TXT002", name, limit=CELL_LIMIT)
                raise Refused(found.at(sheet=rows.sheet, row=number, column=start[6:]))
            if wrapped and (len(value) * WIDER > wrapped or "\n" in value):
                lines = max(lines, lines_of(value, wrapped))
            kind = risky if value[:1] in RISKY else text
            cells.append(f"{start}{number}{kind}{_inside(value)}</t></is></c>")
        height = f' ht="{height_of(lines)}"' if lines > 1 else ""
        yield f'<row r="{number}"{height}>{"".join(cells)}</row>'


def _inside(text: str) -> str:
    """A text as it stands in its cell, behind `<t`."""
    if text.isalnum():
        return f">{text}"
    printable = text.isprintable()
    clear = "_x" not in text and "&" not in text and "<" not in text and ">" not in text
    if printable and clear and text[:1] != " " != text[-1:]:
        return f">{text}"
    if "_x" in text or not printable:
        text = literal(text)
    if "&" in text or "<" in text or ">" in text:
        text = escape(text, quote=False)
    kept = text[:1].isspace() or text[-1:].isspace()
    return f' xml:space="preserve">{text}' if kept else f">{text}"
