"""The sender's workbook handed back, with what is wrong beside each row (`marking`).

It is made in a child process with limits on memory and time, as the workbook was read: what
openpyxl opens there is a stranger's, and 2 kB of it can ask for all the memory there is.
"""

from __future__ import annotations

from base64 import b64decode
from contextlib import closing
from typing import TYPE_CHECKING, Any

from attache import language
from attache.exchange.warden import Child
from attache.problems import Problem, Refused, Word, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from attache.exchange.incoming import Incoming

PATIENCE = 6
"""Times as long as for reading the child may take: openpyxl is so much slower."""
_FAILED = frozenset({"XLS003", "XLS065"})


def marked_copy(source: Incoming, problems: Iterable[Problem]) -> bytes:
    """The workbook with bad cells tinted and noted, and the reasons of each row in a first column.

    What openpyxl makes too much of is copied as bare cells. What had a password has the same one
    again. Raises Refused as `read_workbook` does.
    """
    asked = {
        "parts": ["mark"],
        "password": source.password,
        "csv": source.csv,
        "language": language.current(),
        "header_rows": {s.name: s.header_row or 1 for s in source.sheets.found},
        "problems": [as_json(found) for found in problems],
    }
    try:
        return _made(source.content, asked)
    except Refused as refused:
        if not {p.code for p in refused.problems} & _FAILED:
            raise
        return _made(source.content, {**asked, "bare": True})


def _made(content: bytes, asked: Mapping[str, Any]) -> bytes:
    with closing(Child(content, asked, PATIENCE)) as child:
        (copy,) = child.told()
        return b64decode(copy["copy"])


def as_json(found: Problem) -> dict[str, Any]:
    """A problem as JSON can tell it."""
    args = {name: _plain(value) for name, value in found.args.items()}
    words = [name for name, value in found.args.items() if isinstance(value, Word)]
    place = {"sheet": found.sheet, "row": found.row, "column": found.column}
    return {"code": found.code, "args": args, "words": words, "place": place}


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int, float)) else str(value)


def problem_of(told: Mapping[str, Any]) -> Problem:
    """The problem that was told so."""
    args = {n: Word(v) if n in told["words"] else v for n, v in told["args"].items()}
    return problem(told["code"], None, **args).at(**told["place"])
