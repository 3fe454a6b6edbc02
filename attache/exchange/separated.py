"""Text tables (CSV) into rows of texts. A CSV does not say its encoding or its delimiter.

What was taken for them is told, so that somebody can look. Runs in the child process (`sandbox`).
"""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from attache.exchange.geometry import LAST_COLUMN, MOST_CELLS, MOST_ROWS
from attache.exchange.preflight import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = ";,\t|"
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\0\0": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_WESTERN = "cp1252"  # what Excel writes in Indonesia and in most of the world
_TRIED = 50  # rows from which the delimiter is told
_SEPARATOR_LINE = "sep="  # a first line of Excel's own, which it does not show


class Separated(NamedTuple):
    """A text table: its rows, row 1 first, and what it was taken for."""

    rows: list[list[str | None]]
    encoding: str
    delimiter: str


def read(content: bytes) -> Separated:
    """The rows of a text table; every cell is a text, blank ones are None.

    Raises Refused: XLS055 (too large), XLS066 (no encoding fits), XLS067 (quotes that do not
    close).
    """
    encoding = encoding_of(content)
    try:
        text = content.decode(encoding)
    except UnicodeError:
        refuse("XLS066")
    if "\0" in text:
        refuse("XLS066")
    first = text[:8].splitlines()[:1]
    if first and first[0].lower().startswith(_SEPARATOR_LINE) and len(first[0]) == 5:
        text = text.partition("\n")[2]
        return Separated(_rows(text, first[0][-1]), encoding, first[0][-1])
    delimiter = delimiter_of(text)
    return Separated(_rows(text, delimiter), encoding, delimiter)


def encoding_of(content: bytes) -> str:
    """The encoding by its mark, else UTF-8 where it is that, else that of western Windows."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding
    try:
        content.decode("utf-8")
    except UnicodeError:
        return _WESTERN
    return "utf-8"


def delimiter_of(text: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of columns, two or more.

    Where none does, the comma: then there is one column.
    """
    fits = {}
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), _TRIED))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            width, count = widths.most_common(1)[0]
            fits[delimiter] = (count / len(rows), width)
    return max(fits, key=lambda d: fits[d], default=",")


def _rows(text: str, delimiter: str) -> list[list[str | None]]:
    lines = _not_too_wide(StringIO(text, newline=""), delimiter)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows: list[list[str | None]] = []
    cells = 0
    try:
        for record in reader:
            while record and not record[-1]:
                record.pop()
            cells += len(record)
            if cells > MOST_CELLS or len(rows) >= MOST_ROWS:
                refuse("XLS055", limit=MOST_ROWS)
            rows.append([None if not cell or cell.isspace() else cell for cell in record])
    except csv.Error:
        refuse("XLS067", row=len(rows) + 1)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _not_too_wide(lines: StringIO, delimiter: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if line.count(delimiter) >= LAST_COLUMN:
            refuse("XLS055", row=number, limit=MOST_CELLS)
        yield line
