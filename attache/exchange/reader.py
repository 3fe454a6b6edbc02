"""A workbook into sheets of typed cells, whoever made it; a bad file is refused, never a crash.

A look at the file and its container first (`preflight`), then Calamine in a child process
(`sandbox`) with limits on memory and time.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from attache.exchange import preflight
from attache.exchange.empty_columns import is_empty
from attache.exchange.geometry import letter, number
from attache.exchange.layout import KEYS, LISTS_SHEET, NAMES_ROW, REF, TITLES_ROW
from attache.exchange.warden import Child
from attache.problems import Problem, Refused, problem

LARGE = 1_000_000  # bytes from which on it pays to look and to read at the same time
_KEYS = frozenset({REF, *KEYS})
_HEADS = 20  # rows in which the names of the keys are looked for
_NAMED = 20  # so many stretches of rows are named in a problem
_DELIMITERS = {"\t": "tab", ",": ",", ";": ";", "|": "|"}
_NO_RESULT = ""


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell whose formula failed, or was saved without its result.

    `text` is what the cell shows, such as `#REF!`, and blank where that is not known.
    """

    text: str = field(default="", compare=False)

    def problem(self, name: str | None = None) -> Problem:
        """What is wrong with the cell; `name` is its field."""
        if self.text == _NO_RESULT:
            return problem("XLS041", name)
        return problem("XLS040", name, error=self.text)


Cell = str | int | float | bool | date | datetime | CellError | None


def text_of(cell: Cell) -> str:
    """A cell as text. Whole numbers come from sheets as fractions: 40111.0 is 40111."""
    if cell is None:
        return ""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()


Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as it stands; `rows[0]` is row 1 of the spreadsheet program.

    `hidden_rows`, `struck_rows` (as the program counts) and `hidden_columns` (letters) name those
    that hold something. `merged` are areas: first row, first column, last row, last column, counted
    from 0. `problems` are warnings about the sheet as a whole, with their place.
    """

    name: str
    visible: bool
    rows: list[list[Cell]]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    struck_rows: tuple[int, ...] = ()
    merged: tuple[Area, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Heard(NamedTuple):
    """One sheet as a child tells it: what it says about it, and its rows."""

    about: dict[str, Any]
    rows: list[list[Any]]


_TAGS: Mapping[str, Callable[[str], Cell]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "error": CellError,
}


def read_workbook(
    path: Path, password: str | None = None, *, csv: bool = False
) -> tuple[RawSheet, ...]:
    """Every worksheet of an .xlsx, .xlsb, .xls or .ods file, in order; `csv`: a text table too.

    A password is used where the workbook asks for one. Raises Refused with one problem:
    XLS001, XLS049, XLS050, XLS068 (no file to read), XLS002, XLS046 to XLS048 (no workbook of
    ours), XLS051 to XLS053 (passwords), XLS003, XLS054 to XLS067 (damaged, hostile or too large).
    """
    return read_content(preflight.contents(path), password, csv=csv)


def read_content(
    content: bytes, password: str | None = None, *, csv: bool = False
) -> tuple[RawSheet, ...]:
    """The same of a file's bytes."""
    return Reading(content, password, csv=csv).sheets()


class Reading:
    """A file that is being read, while this process does other things.

    Raises Refused at once for what its first bytes tell (XLS002, XLS046 to XLS048).
    """

    def __init__(self, content: bytes, password: str | None, *, csv: bool) -> None:
        kind = preflight.kind_of(content, csv=csv)
        together = kind == "csv" or len(content) < LARGE
        asked = {"password": password, "csv": csv}
        self._children = [
            Child(content, {**asked, "parts": parts})
            for parts in ([["look", "read"]] if together else [["look"], ["read"]])
        ]
        self._end = weakref.finalize(self, _end, self._children)
        self.problems: tuple[Problem, ...] = ()
        """Warnings of what there is that was left unread, once the sheets are read."""

    def sheets(self) -> tuple[RawSheet, ...]:
        """What was read, once; raises Refused."""
        try:
            looked, *read = self._children
            look, sheets = _looked_and_read(looked, *read) if read else _told(looked)
        finally:
            self._end()
        self.problems = tuple(map(problem, look["unread"]))
        return _sheets(sheets, look["layouts"])


def sheets_of(told: Iterator[Any]) -> tuple[RawSheet, ...]:
    """The sheets of what the child process says of both parts, for use within it."""
    layouts = next(told)["layouts"]
    return _sheets(_read_all(told), layouts)


def _sheets(heard: Sequence[_Heard], layouts: Sequence[Any]) -> tuple[RawSheet, ...]:
    if len(heard) != len(layouts):  # Calamine finds other sheets than we do
        raise Refused(problem("XLS003"))
    return tuple(_sheet(*both) for both in zip(heard, layouts, strict=True))


def _end(children: Iterable[Child]) -> None:
    for child in children:
        child.close()


def _told(child: Child) -> tuple[Any, list[_Heard]]:
    """What one child says of both."""
    told = child.told()
    return next(told), _read_all(told)


def _looked_and_read(looking: Child, reading: Child) -> tuple[Any, list[_Heard]]:
    """Both at the same time; what a look refuses is the reason, whatever reading came to."""
    with ThreadPoolExecutor(1) as other:
        look = other.submit(lambda: next(looking.told()))
        look.add_done_callback(lambda done: reading.kill() if done.exception() else None)
        try:
            sheets = _read_all(reading.told())
        except Refused:
            look.result()  # raises what it refuses
            raise
        return look.result(), sheets


def _read_all(told: Iterator[Any]) -> list[_Heard]:
    """Every sheet; its rows are made of what is heard while the child makes the next."""
    heard: list[_Heard] = []
    for one in told:
        if isinstance(one, dict):
            heard.append(_Heard(one, []))
            continue
        for row in one:
            for place, cell in enumerate(row):
                if cell.__class__ is list:
                    row[place] = _TAGS[cell[0]](cell[1])
        heard[-1].rows.extend(one)
    return heard


def _sheet(heard: _Heard, layout: Mapping[str, Any]) -> RawSheet:
    """One sheet with what was seen of it beforehand; of hidden parts what holds something."""
    rows = heard.rows
    _mark_errors(rows, layout["errors"])
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    spans = (range(first, min(last + 1, width)) for first, last in layout["hidden_columns"])
    filled = (c for c in chain(*spans) if any(c < len(r) and r[c] is not None for r in rows))
    sheet = RawSheet(
        heard.about["sheet"],
        heard.about["visible"],
        rows,
        _filled(rows, layout["hidden_rows"]),
        tuple(letter(column) for column in filled),
        _filled(rows, layout["struck_rows"]),
        tuple((a, b, c, d) for a, b, c, d in layout["merged"]),
    )
    return _noticed(sheet, heard.about)


def _filled(rows: list[list[Any]], numbers: Iterable[int]) -> tuple[int, ...]:
    """Those of some rows, counted from 0, that hold something; as the program counts."""
    below = (r for r in numbers if r < len(rows))
    return tuple(r + 1 for r in below if any(c is not None for c in rows[r]))


def _mark_errors(rows: list[list[Any]], errors: Iterable[tuple[int, int, str]]) -> None:
    """Mark failed cells; Calamine may have left those out at the edges."""
    for row, column, text in errors:
        rows.extend([] for _ in range(len(rows), row + 1))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = CellError(text)


def _noticed(sheet: RawSheet, told: Mapping[str, Any]) -> RawSheet:
    """The sheet with warnings about what an officer cannot see, or could not know."""
    import dataclasses

    problems = [p.at(sheet=sheet.name) for p in _hidden(sheet)]
    if "encoding" in told:
        delimiter = _DELIMITERS.get(told["delimiter"], told["delimiter"])
        problems.append(problem("XLS045", encoding=told["encoding"], delimiter=delimiter))
    return dataclasses.replace(sheet, problems=tuple(problems))


def _hidden(sheet: RawSheet) -> Iterator[Problem]:
    """What is hidden, but for what attache itself hides: its lists, names, keys, empty columns."""
    if sheet.name == LISTS_SHEET or not sheet.rows:
        return
    if not sheet.visible:
        yield problem("XLS042")
    heads = {number: row for number, row in enumerate(sheet.rows[:_HEADS], 1) if _keyed(row)}
    keys = {place for row in heads.values() for place, name in enumerate(row) if name in _KEYS}
    rows = [row for row in sheet.hidden_rows if row not in heads]
    struck = [row for row in sheet.struck_rows if row not in heads]
    places = {c: number(c.encode()) for c in sheet.hidden_columns}
    columns = [c for c, place in places.items() if not (place in keys or _collapsed(sheet, place))]
    if rows:
        yield problem("XLS043", rows=stretches(rows))
    if columns:
        yield problem("XLS044", columns=", ".join(columns))
    if struck:
        yield problem("XLS137", rows=stretches(struck))


def _collapsed(sheet: RawSheet, place: int) -> bool:
    """Whether a hidden column is one of ours, in which nothing stands below its title."""
    ours = NAMES_ROW in sheet.hidden_rows and _keyed(sheet.rows[NAMES_ROW - 1])
    return ours and is_empty([row[place] for row in sheet.rows[TITLES_ROW:] if place < len(row)])


def _keyed(row: Iterable[Cell]) -> bool:
    """Whether a row has machine names of our own sheets."""
    return not _KEYS.isdisjoint(cell for cell in row if isinstance(cell, str))


def stretches(rows: Iterable[int]) -> str:
    """Row numbers as people write them.

    >>> stretches([2, 3, 4, 9])
    '2-4, 9'
    """
    rows = sorted(rows)
    ends = [a for a, b in pairwise(rows) if b > a + 1] + rows[-1:]
    starts = rows[:1] + [b for a, b in pairwise(rows) if b > a + 1]
    named = [f"{a}-{b}" if b > a else str(a) for a, b in zip(starts, ends, strict=True)]
    return ", ".join(named[:_NAMED] + ["…"] * (len(named) > _NAMED))
