"""What comes from a file or stdin, and so stands in no argv: JSON records, lines, a query."""

from __future__ import annotations

import json
import sys
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import orjson

from attache.cli.asking import answer
from attache.cli.session import session
from attache.problems import Problem, Refused, Usage, problem

STDIN = "-"
"""The name of a source that says: from stdin."""


def read_records(source: str) -> list[dict[str, Any]]:
    """The objects of a JSON source; raises Usage or Refused."""
    content = _content(source)
    try:
        parsed = orjson.loads(content)
    except orjson.JSONDecodeError as refused:
        raise Refused(problem("FLD005", line=refused.lineno)) from None
    objects = parsed if isinstance(parsed, list) else [parsed]
    if not objects or not all(isinstance(o, Mapping) for o in objects):
        raise Refused(problem("FLD004"))
    if twice := [*_twice(content)]:
        raise Refused(*twice)
    return objects


def read_one(source: str) -> dict[str, Any]:
    """The one object of a JSON source; raises Usage, or Refused where there are several."""
    one, *more = read_records(source)
    if more:
        raise Refused(problem("FLD008", "from"))
    return one


def read_line(question: str) -> str:
    """One line of stdin; at a terminal it is asked for."""
    if session().interactive:
        return answer(f"{question}: ")
    first = sys.stdin.buffer.readline().removeprefix(BOM_UTF8)
    return first.decode(errors="replace").strip()


def read_lines(source: str) -> str:
    """Lines of text from a file or stdin; at a terminal an empty line ends them."""
    if source == STDIN and sys.stdin.isatty():
        return "\n".join(takewhile(str.strip, sys.stdin))
    return _content(source).decode(errors="replace")


def _content(source: str) -> bytes:
    """What stands there, without the mark that Windows puts before UTF-8."""
    if source == STDIN:
        return sys.stdin.buffer.read().removeprefix(BOM_UTF8)
    from attache.vault import system

    try:
        return system.read(Path(source)).removeprefix(BOM_UTF8)
    except system.Irregular:
        raise Usage(problem("USE018", "from")) from None
    except (OSError, ValueError):  # a name with a NUL in it is none
        raise Usage(problem("USE006", "from")) from None


class _Object(dict[str, Any]):
    """A JSON object that knows which names stand in it more than once, or in what it holds."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = [name for name, count in Counter(n for n, _ in pairs).items() if count > 1]
        for name, value in self.items():
            held = value if isinstance(value, list) else [value]
            inner = (one.twice for one in held if isinstance(one, _Object))
            self.twice += [f"{name}.{of}" for names in inner for of in names]


def _twice(content: bytes) -> Iterator[Problem]:
    """A problem for each name that stands twice in an object: one of its values would be lost."""
    try:
        read = json.loads(content, object_pairs_hook=_Object)
    except RecursionError:
        yield problem("FLD004")
        return
    many = isinstance(read, list)
    for row, one in enumerate(read if many else [read], 1):
        for name in one.twice:
            yield problem("FLD011", name).at(row=row if many else None)
