"""The child process that opens a stranger's workbook: `python sandbox.py`.

Calamine aborts the whole process on some files and others make it hungry; so it runs here, under
limits on memory and time that grow with the true size of the workbook. Stdin is one line of JSON
(`{"password": text or null, "csv": true or false, "parts": [...]}`), then the bytes of the file.
The part `mark`, which stands alone, is asked with what `marked` says besides.

Stdout is JSON, a line each. `{"refused": {...}}` is a problem, and then nothing follows; `"end"`
comes last. The part `look` says `{"layouts": [...], "unread": [...]}`: how each sheet is laid out,
and the codes of what there is that nobody reads (macros, links). The part `read` says
`{"sheet": name, "visible": true or false}` for each sheet, for a CSV `encoding` and `delimiter`
too, and then its rows, a few thousand in a line. A cell is null, text, a number, a
boolean, or `[tag, text]` with the tags `date`, `datetime` (both ISO 8601) and `error`. The first
of the rows is row 1 of the sheet. The part `mark` says `{"copy": the marked copy in base64,
"plain": whether it lacks all but the values}`. What a library prints goes nowhere.
"""

from __future__ import annotations

import gc
import os
import sys
from base64 import b64encode
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZipFile

if __name__ == "__main__":  # started by its file; behind all else, so that nothing stands in
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from attache.exchange import binary, geometry, ods, ods_struck, parts, preflight, separated
from attache.exchange.geometry import Layout, Looked, Texts
from attache.exchange.mended import mended
from attache.exchange.parts import part_of
from attache.exchange.passwords import unlocked
from attache.exchange.plain import rewritten
from attache.exchange.sheet_parts import sheet_parts
from attache.exchange.struck import STYLES, TEXTS, Struck, struck_of
from attache.exchange.warden import END
from attache.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHUNK = 4000
"""Rows in a line: the parent reads them while the next are made."""
BASE_MEMORY = 130 * preflight.MEGABYTE  # of address space, and for each unpacked byte


class Rates(NamedTuple):
    """What one library may use for a workbook: five times what it needs of a usual one."""

    base_time: float
    """Seconds of processor time."""
    bytes_a_second: int
    memory_per_byte: int


CALAMINE = Rates(2, 5 * preflight.MEGABYTE, 6)
SEPARATED = Rates(2, 5 * preflight.MEGABYTE, 120)  # a cell may take but two bytes of a text table
OPENPYXL = Rates(3, 5 * preflight.MEGABYTE, 20)
_MOST_FOR_OPENPYXL = 8 * preflight.MEGABYTE  # unpacked; it takes seconds for more
_MOST_TEXT = 150 * preflight.MEGABYTE  # shared texts, each as often as cells show it
_LONG_TEXT = 200  # bytes; as many cells as are allowed cannot make too much of shorter ones


def limit_ourselves(unpacked: int, rates: Rates = CALAMINE) -> None:
    """Cap memory and processor time, and forbid core dumps, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: there the checks beforehand and the parent's time limit do
        return
    seconds = int(rates.base_time + unpacked // rates.bytes_a_second)
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: seconds}
    if sys.platform == "linux":  # elsewhere this limit is not kept, or cannot be set
        limits[resource.RLIMIT_AS] = BASE_MEMORY + rates.memory_per_byte * unpacked
    for which, limit in limits.items():
        most = resource.getrlimit(which)[1]
        resource.setrlimit(which, (limit if most == -1 else min(limit, most), most))


def answers(content: bytes, asked: Mapping[str, Any]) -> Iterator[Any]:
    """What an opened file holds. Raises Refused, and whatever it leads Calamine to."""
    kind = preflight.kind_of(content, csv=asked["csv"])
    if kind == "csv":
        limit_ourselves(len(content), SEPARATED)
        rows, encoding, delimiter = separated.read(content)
        yield {"layouts": [_laid_out(Layout("CSV"))], "unread": []}
        yield {"sheet": "CSV", "visible": True, "encoding": encoding, "delimiter": delimiter}
        yield rows
        return
    if kind == "encrypted":  # twice; nobody does that
        preflight.refuse("XLS053")
    limit_ourselves(preflight.unpacked_size(content))
    if "look" in asked["parts"]:
        try:
            layouts, unread = look(content, kind)
            yield {"layouts": [_laid_out(layout) for layout in layouts], "unread": sorted(unread)}
        except preflight.DAMAGED as error:
            raise preflight.refused("XLS003") from error
    if "read" in asked["parts"]:
        yield from read(content, kind)


def marked_copy(content: bytes, asked: Mapping[str, Any]) -> Any:
    """A marked copy of an opened file, as `marked` asks. Raises as `answers` does."""
    from attache import language
    from attache.exchange.marked import problem_of
    from attache.exchange.marking import Wanted, marked, plainly_marked
    from attache.exchange.reader import sheets_of

    raw = sheets_of(answers(content, {**asked, "parts": ["look", "read"]}))
    kind = preflight.kind_of(content, csv=asked["csv"])
    language.choose(asked["language"], {})
    problems = [problem_of(told) for told in asked["problems"]]
    wanted = Wanted(problems, asked["header_rows"], asked["password"])
    if not asked.get("plain") and _suits_openpyxl(content, kind):
        limit_ourselves(preflight.unpacked_size(content), OPENPYXL)
        try:
            return {"copy": b64encode(marked(content, raw, wanted)).decode(), "plain": False}
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001, S110 - whatever its parsers happen to raise
            pass
    return {"copy": b64encode(plainly_marked(raw, wanted)).decode(), "plain": kind != "csv"}


def _suits_openpyxl(content: bytes, kind: preflight.Kind) -> bool:
    """Whether openpyxl may open a file: what it reads is sound, and not too much for it."""
    if kind != "xlsx" or preflight.unpacked_size(content) > _MOST_FOR_OPENPYXL:
        return False
    with ZipFile(BytesIO(content)) as archive:
        try:
            parts.check_for_openpyxl(archive)
        except Refused:
            return False
    return True


def look(content: bytes, kind: preflight.Kind) -> Looked:
    """What a workbook has, before it is read."""
    if kind == "xls":
        return binary.look_at_xls(content)
    with ZipFile(BytesIO(content)) as archive:
        if kind == "xlsb":
            return binary.look_at_xlsb(archive)
        unread = set(preflight.unread(archive.namelist()))
        if kind == "ods":
            styles = ods_struck.common_styles(archive)
            looked = ods.look_at_all(parts.pieces(archive, "content.xml"), styles)
            return looked._replace(unread=looked.unread | unread)
        sheets = sheet_parts(archive)
        read = [part_of(archive, name) for name in (TEXTS, STYLES)]
        parts.check(archive, [*filter(None, read), *(part for _name, part in sheets)])
        texts, struck = _long_texts(archive), struck_of(archive)
        layouts = [_look_at(archive, *sheet, texts, struck) for sheet in sheets]
        return Looked(layouts, unread)


def _look_at(archive: ZipFile, name: str, part: str, texts: Texts | None, struck: Struck) -> Layout:
    """The layout of one sheet of an .xlsx file."""
    layout, struck.columns = Layout(name), []
    try:
        geometry.look(layout, parts.pieces(archive, part), texts, struck)
    except geometry.Unusual:
        layout = Layout(name)
        plain = rewritten(parts.pieces(archive, part))
        try:
            geometry.look(layout, plain, texts, struck)
        except geometry.Unusual as error:
            raise preflight.refused("XLS003") from error
    return layout


def read(content: bytes, kind: preflight.Kind) -> Iterator[Any]:
    """Every worksheet as Calamine reads it."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    if kind == "xlsx":
        content = mended(content)
    with load_workbook(BytesIO(content)) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            held = book.get_sheet_by_name(sheet.name)
            yield {"sheet": sheet.name, "visible": sheet.visible == SheetVisibleEnum.Visible}
            before = [None] * held.start[1] if held.start else []  # columns that hold nothing
            rows = held.iter_rows()  # the first are heard while the next are made
            while chunk := [_typed(row) for row in islice(rows, CHUNK)]:
                yield [before + row for row in chunk] if before else chunk


def _laid_out(layout: Layout) -> dict[str, Any]:
    """A layout as JSON can tell it."""
    return {
        "hidden_rows": layout.hidden_rows,
        "hidden_columns": layout.hidden_columns,
        "struck_rows": layout.struck_rows,
        "merged": layout.merged,
        "errors": [(*place, text) for place, text in layout.errors.items()],
    }


def _typed(row: list[Any]) -> list[Any]:
    """A row as JSON can tell it; a cell of nothing but white space is blank."""
    return [(None if not c or c.isspace() else c) if c.__class__ is str else _told(c) for c in row]


def _told(cell: Any) -> Any:
    """One cell as JSON can tell it."""
    if isinstance(cell, float):
        return cell if isfinite(cell) else ["error", ""]
    if isinstance(cell, datetime):
        return ["datetime", cell.isoformat()]
    if isinstance(cell, date):
        return ["date", cell.isoformat()]
    return cell if isinstance(cell, (bool, int)) else str(cell)


def _long_texts(archive: ZipFile) -> Texts | None:
    """How long the shared texts are; None where none is long enough to matter."""
    name = part_of(archive, TEXTS)
    if not name:
        return None
    lengths, rest = list[int](), b""
    for piece in parts.pieces(archive, name):
        *whole, rest = (rest + piece).split(b"</si>" if b"</si>" in rest + piece else b"si>")
        lengths += map(len, whole)
    return Texts(lengths, _MOST_TEXT) if max(lengths, default=0) > _LONG_TEXT else None


def main() -> None:
    """Read a file from stdin and answer on stdout."""
    import orjson

    stdout = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # openpyxl prints here and there

    def say(told: Any) -> None:
        stdout.write(orjson.dumps(told) + b"\n")
        stdout.flush()

    gc.disable()  # it ends soon, and what a sheet says does not go round in circles
    asked = orjson.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        limit_ourselves(len(content))
        content = unlocked(content, asked["password"])  # once: the key takes long to derive
        if "mark" in asked["parts"]:
            say(marked_copy(content, asked))
        else:
            for told in answers(content, asked):
                say(told)
        say(END)
    except Refused as refused:
        (p,) = refused.problems
        place = {"sheet": p.sheet, "row": p.row, "column": p.column}
        say({"refused": {"code": p.code, "place": place, "args": dict(p.args)}})
    except (MemoryError, RecursionError):
        say({"refused": {"code": "XLS065", "place": {}, "args": {}}})


if __name__ == "__main__":
    main()
