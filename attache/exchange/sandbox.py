"""The child process that opens a stranger's workbook: `python sandbox.py`.

Calamine aborts the whole process on some files and others make it hungry; so it runs here, under
limits on memory and time that grow with the true size of the workbook. Stdin is one line of JSON
(`{"password": text or null, "csv": true or false}`), then the bytes of the file. Stdout is JSON:
`{"refused": {...}}` with a problem, or `{"sheets": [...]}`, and for a CSV `encoding` and
`delimiter`. A cell is null, text, a number, a boolean, or `[tag, text]` with the tags `date`,
`datetime` (both ISO 8601) and `error`. Row 1 of the sheet is the first of `rows`.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from io import BytesIO
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

if __name__ == "__main__":  # started by its file; behind all else, so that nothing stands in
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from attache.exchange import geometry, ods, parts, preflight, separated
from attache.exchange.geometry import Layout, Texts, letters
from attache.exchange.passwords import unlocked
from attache.exchange.plain import rewritten
from attache.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Rows = list[list[Any]]

BASE_MEMORY = 130 * preflight.MEGABYTE  # of address space, and for each unpacked byte
MEMORY_PER_BYTE = 6
BASE_TIME, MEGABYTES_A_SECOND = 2, 5  # of processor time: a fifth of what a slow laptop does
_MOST_TEXT = 150 * preflight.MEGABYTE  # shared texts, each as often as cells show it
_LONG_TEXT = 200  # bytes; as many cells as are allowed cannot make too much of shorter ones


def limit_ourselves(unpacked: int) -> None:
    """Cap memory and processor time, and forbid core dumps, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: there the checks beforehand and the parent's time limit do
        return
    seconds = BASE_TIME + unpacked // (MEGABYTES_A_SECOND * preflight.MEGABYTE)
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: seconds}
    if sys.platform == "linux":  # elsewhere this limit is not kept, or cannot be set
        limits[resource.RLIMIT_AS] = BASE_MEMORY + MEMORY_PER_BYTE * unpacked
    for which, limit in limits.items():
        most = resource.getrlimit(which)[1]
        resource.setrlimit(which, (limit if most == -1 else min(limit, most), most))


def answer(content: bytes, password: str | None, *, csv: bool) -> dict[str, Any]:
    """What a file holds. Raises Refused, and whatever a hostile file leads Calamine to."""
    limit_ourselves(len(content))
    content = unlocked(content, password)
    kind = preflight.kind_of(content, csv=csv)
    if kind == "csv":
        rows, encoding, delimiter = separated.read(content)
        sheet = _sheet(Layout("CSV"), rows, visible=True)
        return {"sheets": [sheet], "encoding": encoding, "delimiter": delimiter}
    if kind == "encrypted":  # twice; nobody does that
        preflight.refuse("XLS053")
    limit_ourselves(preflight.unpacked_size(content))
    try:
        layouts = list(look(content, kind))
    except preflight.DAMAGED as error:
        raise preflight.refused("XLS003") from error
    return {"sheets": read(content, layouts)}


def look(content: bytes, kind: preflight.Kind) -> Iterator[Layout]:
    """The layout of every sheet, in the order of the workbook."""
    with ZipFile(BytesIO(content)) as archive:
        parts.check_all(archive)
        if kind == "ods":
            yield from ods.look_at_all(parts.pieces(archive, "content.xml"))
            return
        texts = _long_texts(archive)
        for name, part in sheet_parts(archive):
            layout = Layout(name)
            try:
                geometry.look(layout, parts.pieces(archive, part), texts)
            except geometry.Unusual:
                layout = Layout(name)
                plain = rewritten(parts.pieces(archive, part))
                try:
                    geometry.look(layout, plain, texts)
                except geometry.Unusual as error:
                    raise preflight.refused("XLS003") from error
            yield layout


def sheet_parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each worksheet of an .xlsx file, in the order of the workbook."""
    # Both parts were looked through: no entities, no deep nesting.
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {r.get("Id"): (r.get("Target", ""), r.get("Type", "")) for r in relations}
    book = fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    for sheet in book.iterfind(".//{*}sheet"):
        id_ = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        target, type_ = targets.get(id_, ("", ""))
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        if part not in archive.NameToInfo:
            preflight.refuse("XLS003")
        if type_.endswith("/worksheet"):
            yield sheet.get("name", ""), part


def read(content: bytes, layouts: list[Layout]) -> list[dict[str, Any]]:
    """Every worksheet as Calamine reads it, with what it does not tell."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    known = {layout.sheet: layout for layout in layouts}
    sheets = []
    with load_workbook(BytesIO(content)) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            raw = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            rows = _with_errors(_typed(raw), known[sheet.name].errors)
            visible = sheet.visible == SheetVisibleEnum.Visible
            sheets.append(_sheet(known[sheet.name], rows, visible=visible))
    return sheets


def _sheet(layout: Layout, rows: Rows, *, visible: bool) -> dict[str, Any]:
    """A sheet; of hidden rows and columns only those that hold something."""
    width = max(map(len, rows), default=0)
    spans = (range(first, min(last + 1, width)) for first, last in layout.hidden_columns)
    filled = (c for c in chain(*spans) if any(c < len(r) and r[c] is not None for r in rows))
    below = (r for r in layout.hidden_rows if r < len(rows))
    hidden = (r for r in below if any(c is not None for c in rows[r]))
    return {
        "name": layout.sheet,
        "visible": visible,
        "rows": rows,
        "hidden_rows": [row + 1 for row in hidden],
        "hidden_columns": [letters(column) for column in filled],
        "merged": layout.merged,
    }


def _typed(raw: Rows) -> Rows:
    """Rows with typed cells, without the blank ones at the end."""
    rows = [[(c or None) if c.__class__ is str else _told(c) for c in row] for row in raw]
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return rows


def _with_errors(rows: Rows, errors: Mapping[geometry.Place, str]) -> Rows:
    """The rows with their failed cells marked; Calamine may have left those out at the edges."""
    for (row, column), text in errors.items():
        rows.extend([] for _ in range(len(rows), row + 1))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = ("error", text)
    return rows


def _told(cell: Any) -> Any:
    """One cell as JSON can tell it."""
    if isinstance(cell, float):
        return cell if isfinite(cell) else ("error", "")
    if isinstance(cell, datetime):
        return "datetime", cell.isoformat()
    if isinstance(cell, date):
        return "date", cell.isoformat()
    return cell if isinstance(cell, (bool, int)) else str(cell)


def _long_texts(archive: ZipFile) -> Texts | None:
    """How long the shared texts are; None where none is long enough to matter."""
    name = "xl/sharedStrings.xml"
    if name not in archive.NameToInfo:
        return None
    lengths, rest = list[int](), b""
    for piece in parts.pieces(archive, name):
        *whole, rest = (rest + piece).split(b"</si>" if b"</si>" in rest + piece else b"si>")
        lengths += map(len, whole)
    return Texts(lengths, _MOST_TEXT) if max(lengths, default=0) > _LONG_TEXT else None


def main() -> None:
    """Read a file from stdin and answer on stdout."""
    import orjson

    asked = orjson.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    told: dict[str, Any]
    try:
        told = answer(content, asked["password"], csv=asked["csv"])
    except Refused as refused:
        (p,) = refused.problems
        place = {"sheet": p.sheet, "row": p.row, "column": p.column}
        told = {"refused": {"code": p.code, "place": place, "args": dict(p.args)}}
    except (MemoryError, RecursionError):
        told = {"refused": {"code": "XLS065", "place": {}, "args": {}}}
    sys.stdout.buffer.write(orjson.dumps(told))


if __name__ == "__main__":
    main()
