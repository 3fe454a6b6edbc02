"""A workbook into sheets of typed cells, whoever made it; a bad file is refused, never a crash.

A look at the file and its container first (`preflight`), then Calamine in a child process
(`sandbox`) with limits on memory and time.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from attache.exchange import preflight
from attache.exchange.layout import KEYS, LISTS_SHEET, REF
from attache.problems import Problem, Refused, problem

WAIT, WAIT_PER_BYTE = 10.0, 5e-6  # seconds; 73,000 rows x 20 columns need 2 for 6 million bytes
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
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as it stands; `rows[0]` is row 1 of the spreadsheet program.

    `hidden_rows` (as the program counts) and `hidden_columns` (letters) name those that hold
    something. `merged` are areas: first row, first column, last row, last column, counted from 0.
    `problems` are warnings about the sheet as a whole, with their place.
    """

    name: str
    visible: bool
    rows: list[list[Cell]]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    merged: tuple[Area, ...] = ()
    problems: tuple[Problem, ...] = ()


_TAGS: Mapping[str, Callable[[str], Cell]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "error": CellError,
}


def read_workbook(
    path: Path, password: str | None = None, *, csv: bool = False
) -> tuple[RawSheet, ...]:
    """Every worksheet of an .xlsx or .ods file, in its order; with `csv` also a text table.

    A password is used where the workbook asks for one. Raises Refused with one problem:
    XLS001, XLS049, XLS050, XLS068 (no file to read), XLS002, XLS046 to XLS048 (no workbook of
    ours), XLS051 to XLS053 (passwords), XLS003, XLS054 to XLS067 (damaged, hostile or too large).
    """
    return read_content(preflight.contents(path), password, csv=csv)


def read_content(
    content: bytes, password: str | None = None, *, csv: bool = False
) -> tuple[RawSheet, ...]:
    """The same of a file's bytes."""
    kind = preflight.kind_of(content, csv=csv)
    if kind == "encrypted" and not password:
        raise Refused(problem("XLS051"))
    told = _told_by_child(content, {"password": password, "csv": csv})
    if refused := told.get("refused"):
        raise Refused(problem(refused["code"], **refused["args"]).at(**refused["place"]))
    sheets = tuple(map(_sheet, told["sheets"]))
    return tuple(_noticed(sheet, told) for sheet in sheets)


def _told_by_child(content: bytes, asked: Mapping[str, object]) -> dict[str, Any]:
    # By its file, and without the folder in front (-P): nothing lying about can stand in for it.
    command = [sys.executable, "-P", str(Path(__file__).with_name("sandbox.py"))]
    wait = WAIT + WAIT_PER_BYTE * len(content)
    try:
        child = subprocess.run(  # noqa: S603 - our own program
            command,
            input=orjson.dumps(asked) + b"\n" + content,
            capture_output=True,
            timeout=wait,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(problem("XLS065")) from error
    if child.returncode < 0:  # ended by a signal: it ran into a limit
        raise Refused(problem("XLS065"))
    try:
        told: dict[str, Any] = orjson.loads(child.stdout)
    except orjson.JSONDecodeError as error:
        raise Refused(problem("XLS003")) from error
    return told


def _sheet(told: Mapping[str, Any]) -> RawSheet:
    rows = [[c if c.__class__ is not list else _TAGS[c[0]](c[1]) for c in r] for r in told["rows"]]
    return RawSheet(
        told["name"],
        told["visible"],
        rows,
        tuple(told["hidden_rows"]),
        tuple(told["hidden_columns"]),
        tuple((a, b, c, d) for a, b, c, d in told["merged"]),
    )


def _noticed(sheet: RawSheet, told: Mapping[str, Any]) -> RawSheet:
    """The sheet with warnings about what an officer cannot see, or could not know."""
    import dataclasses

    problems = [p.at(sheet=sheet.name) for p in _hidden(sheet)]
    if "encoding" in told:
        delimiter = _DELIMITERS.get(told["delimiter"], told["delimiter"])
        problems.append(problem("XLS045", encoding=told["encoding"], delimiter=delimiter))
    return dataclasses.replace(sheet, problems=tuple(problems))


def _hidden(sheet: RawSheet) -> Iterator[Problem]:
    """What is hidden, but for what attache itself hides: its lists, machine names and keys."""
    if sheet.name == LISTS_SHEET or not sheet.rows:
        return
    if not sheet.visible:
        yield problem("XLS042")
    heads = {number: row for number, row in enumerate(sheet.rows[:_HEADS], 1) if _keyed(row)}
    keys = {place for row in heads.values() for place, name in enumerate(row) if name in _KEYS}
    rows = [row for row in sheet.hidden_rows if row not in heads]
    columns = [c for c in sheet.hidden_columns if _number(c) not in keys]
    if rows:
        yield problem("XLS043", rows=_stretches(rows))
    if columns:
        yield problem("XLS044", columns=", ".join(columns))


def _keyed(row: Iterable[Cell]) -> bool:
    """Whether a row has machine names of our own sheets."""
    return not _KEYS.isdisjoint(cell for cell in row if isinstance(cell, str))


def _stretches(rows: Iterable[int]) -> str:
    """Row numbers as people write them.

    >>> _stretches([2, 3, 4, 9])
    '2-4, 9'
    """
    rows = sorted(rows)
    ends = [a for a, b in pairwise(rows) if b > a + 1] + rows[-1:]
    starts = rows[:1] + [b for a, b in pairwise(rows) if b > a + 1]
    named = [f"{a}-{b}" if b > a else str(a) for a, b in zip(starts, ends, strict=True)]
    return ", ".join(named[:_NAMED] + ["…"] * (len(named) > _NAMED))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
