"""The child process that opens a stranger's workbook: `python cells.py FILE` writes JSON to stdout.

Calamine aborts the whole process on some files (one cell at XFD1048576 is enough) and others make
it hungry; so it runs here, under limits, and knows nothing of attache. The answer is a list of
`[name, visible, rows]`. A cell is null, text, a number, a boolean, or `[tag, text]` with the tags
`date`, `datetime` (both ISO 8601) and `error`. Row 1 of the sheet is the first row of `rows`.

Calamine shows a formula that failed, or was saved without its value, as a blank cell. A blank
would pass for "not known", so such cells are looked up in the file itself.
"""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from itertools import product
from math import isfinite
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterator

Rows = list[list[Any]]
Place = tuple[int, int]  # row and column, both counted from 0

MEMORY_LIMIT = 1_000_000_000  # bytes of address space; 73,000 rows x 20 columns need 400 million
TIME_LIMIT = 50  # seconds of processor time, a little below the time that the parent waits


def limit_ourselves() -> None:
    """Cap memory and processor time, and forbid core dumps, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: there the parent's time limit has to do
        return
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: TIME_LIMIT}
    if sys.platform == "linux":  # elsewhere this limit is not kept, or cannot be set
        limits[resource.RLIMIT_AS] = MEMORY_LIMIT
    for which, limit in limits.items():
        most = resource.getrlimit(which)[1]
        allowed = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(which, (allowed, allowed))


def read(path: str) -> list[tuple[str, bool, Rows]]:
    """Every worksheet of a workbook: its name, whether it is visible, its rows."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    failed = list(failures(path))
    with load_workbook(path) as book:
        sheets = []
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet:
                raw = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                rows = marked(typed(raw), failed[number] if number < len(failed) else [])
                sheets.append((sheet.name, sheet.visible == SheetVisibleEnum.Visible, rows))
        return sheets


def typed(raw: Rows) -> Rows:
    """Rows with typed cells, without the blank ones at the end."""
    rows = [[told(cell) for cell in row] for row in raw]
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return rows


def marked(rows: Rows, failed: list[Place]) -> Rows:
    """The rows with their failed cells marked; Calamine may have left those out at the edges."""
    for row, column in failed:
        rows.extend([] for _ in range(len(rows), row + 1))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = ("error", "")
    return rows


def told(cell: Any) -> Any:
    """One cell as JSON can tell it."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, float):
        return cell if isfinite(cell) else ("error", "")
    if isinstance(cell, datetime):
        return "datetime", cell.isoformat()
    if isinstance(cell, date):
        return "date", cell.isoformat()
    return cell if isinstance(cell, (bool, int)) else str(cell)


# One cell: its tag says t="e", or holds a formula and no value. A formula whose result is an
# empty text has an empty value too, but says t="str".
_TAG = rb"""<(?:\w+:)?c\b(?=[^>]*\sr=["']([A-Z]{1,3})([0-9]{1,7})["'])"""
_FAILED = re.compile(_TAG + rb"""(?=[^>]*\st=["']e["'])""")
_NO_VALUE = re.compile(
    _TAG
    + rb"""(?![^>]*\st=["']str["'])[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"""
    + rb"""\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
# Most sheets have neither; plain text is found far faster than a pattern.
_FAILED_HINTS = (b't="e"', b"t='e'")
_FORMULA_HINTS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_ODS_REPEATED = re.compile(rb"table:number-(?:rows|columns)-repeated=\"([0-9]{1,7})\"")
_ODS_FAILED = b'calcext:value-type="error"'


def failures(path: str) -> Iterator[list[Place]]:
    """The places of failed formulas, sheet by sheet in the order of the workbook."""
    with ZipFile(path) as archive:
        if "content.xml" in archive.namelist():
            yield from ods_failures(archive.read("content.xml"))
            return
        for part in sheet_parts(archive):
            sheet = archive.read(part)
            yield [
                (int(match[2]) - 1, column(match[1]))
                for hints, cell in ((_FAILED_HINTS, _FAILED), (_FORMULA_HINTS, _NO_VALUE))
                if any(hint in sheet for hint in hints)
                for match in cell.finditer(sheet)
            ]


def sheet_parts(archive: ZipFile) -> Iterator[str]:
    """The parts that hold the sheets of an .xlsx file, in the order of the workbook."""
    # Calamine reads the same two parts; expansions are bounded by expat and by our own limits.
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    book = fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    for sheet in book.iterfind(".//{*}sheet"):
        target = next(targets[value] for key, value in sheet.items() if key.endswith("}id"))
        yield target[1:] if target.startswith("/") else f"xl/{target}"


def ods_failures(content: bytes) -> Iterator[list[Place]]:
    """The same of an .ods file, where repeated rows and cells stand but once."""
    if _ODS_FAILED not in content:
        return
    sheets: list[list[Place]] = []
    rows, columns = range(0), range(0)
    for tag, attributes in _ODS_TAG.findall(content):
        repeated = _ODS_REPEATED.search(attributes)
        count = int(repeated[1]) if repeated else 1
        if tag == b"table":
            sheets.append([])
            rows = range(0)
        elif tag == b"table-row":
            rows, columns = range(rows.stop, rows.stop + count), range(0)
        else:
            columns = range(columns.stop, columns.stop + count)
            if _ODS_FAILED in attributes:
                sheets[-1] += product(rows, columns)
    yield from sheets


def column(letters: bytes) -> int:
    """The number of a column, counted from 0, by its letters."""
    number = 0
    for byte in letters:
        number = number * 26 + byte - 64
    return number - 1


def main() -> None:
    """Read the file that the command line names."""
    limit_ourselves()
    import orjson

    sys.stdout.buffer.write(orjson.dumps(read(sys.argv[1])))


if __name__ == "__main__":
    main()
