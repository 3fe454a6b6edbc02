"""The sender's workbook handed back, with what is wrong beside each row (`marking`).

It is made in a child process with limits on memory and time, as the workbook was read: what
openpyxl opens there is a stranger's, and 2 kB of it can ask for all the memory there is.
"""

from __future__ import annotations

from base64 import b64decode
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import language
from attache.exchange.warden import Child
from attache.problems import Problem, Refused, Word, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from attache.exchange.incoming import Incoming

PATIENCE = 2
"""Times as long as for reading the child may take: it reads, and then writes."""
_FAILED = frozenset({"XLS003", "XLS065"})


class Copy(NamedTuple):
    """A marked copy, and what is to be told about it."""

    content: bytes
    problems: tuple[Problem, ...] = ()


def marked_copy(source: Incoming, problems: Iterable[Problem]) -> Copy:
    """The workbook with bad cells tinted and noted, and the reasons of each row in a first column.

    Where openpyxl cannot open it, or would take too long, the copy has the values alone, which is
    told (XLS152). What had a password has the same one again. Raises Refused as `read_workbook`
    does.
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
        return _made(source.content, {**asked, "plain": True})


def _made(content: bytes, asked: Mapping[str, Any]) -> Copy:
    with closing(Child(content, asked, PATIENCE)) as child:
        (told,) = child.told()
        return Copy(b64decode(told["copy"]), (problem("XLS152"),) if told["plain"] else ())


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
