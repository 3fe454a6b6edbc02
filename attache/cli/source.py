"""Reading `--from`: one JSON object or a list of them, from a file or stdin."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import orjson

from attache.problems import Refused, Usage, problem


def read_records(source: str) -> list[dict[str, Any]]:
    """The objects of a JSON source; raises Usage or Refused."""
    try:
        parsed = orjson.loads(_content(source))
    except orjson.JSONDecodeError as refused:
        raise Refused(problem("FLD005", line=refused.lineno)) from None
    objects = parsed if isinstance(parsed, list) else [parsed]
    if not objects or not all(isinstance(o, Mapping) for o in objects):
        raise Refused(problem("FLD004"))
    return objects


def read_one(source: str) -> dict[str, Any]:
    """The one object of a JSON source; raises Usage, or Refused where there are several."""
    one, *more = read_records(source)
    if more:
        raise Refused(problem("FLD008", "from"))
    return one


def read_lines(source: str) -> str:
    """Lines of text from a file or stdin; at a terminal an empty line ends them."""
    if source == "-" and sys.stdin.isatty():
        return "\n".join(takewhile(str.strip, sys.stdin))
    return _content(source).decode(errors="replace")


def _content(source: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError:
        raise Usage(problem("USE006", "from")) from None
