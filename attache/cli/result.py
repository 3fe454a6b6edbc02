"""What a command hands back, and its one JSON shape (design/cli.md)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from attache.language import _
from attache.problems import Problem

Status = Literal["ok", "partial", "refused", "error"]
ENVELOPE_VERSION = 1


@dataclass(frozen=True)
class Result:
    """`data` for a script, `show` prints the same for a person."""

    data: Mapping[str, Any] = field(default_factory=dict)
    show: Callable[[], None] | None = None
    problems: Sequence[Problem] = ()
    status: Status = "ok"
    exit_code: int = 0

    def warned(self, more: Sequence[Problem]) -> Result:
        """The same, with more to be told."""
        return replace(self, problems=(*self.problems, *more)) if more else self

    def but(self, told: Sequence[Problem]) -> Result:
        """The same without what an officer was told before."""
        known = set(map(repr, told))
        return replace(self, problems=[p for p in self.problems if repr(p) not in known])


def envelope(command: str, result: Result) -> dict[str, Any]:
    """The object that `--json` prints."""
    return {
        "attache": ENVELOPE_VERSION,
        "command": command,
        "status": result.status,
        "data": dict(result.data),
        "problems": [problem_json(p) for p in result.problems],
    }


def begun(command: str, data: Mapping[str, str]) -> bytes:
    """The beginning of an envelope whose other data and outcome are not known yet."""
    import orjson

    told = orjson.dumps({"attache": ENVELOPE_VERSION, "command": command, "data": dict(data)})
    return told.removesuffix(b"}}")


def ended(result: Result, shown: Mapping[str, str]) -> bytes:
    """The rest of it, where so much of its data was shown."""
    import orjson

    told = envelope("", result)
    data = {name: value for name, value in told["data"].items() if name not in shown}
    more = orjson.dumps(data)[1:]
    outcome = orjson.dumps({name: told[name] for name in ("status", "problems")})[1:]
    return (b"," if data else b"") + more + b"," + outcome


def write(content: bytes) -> None:
    """Write JSON to stdout, in UTF-8 whatever the screen speaks."""
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:  # the demo reads along
        sys.stdout.write(content.decode())


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as JSON, worded in the officer's language."""
    return {
        "code": problem.code,
        "level": problem.level,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "field": problem.field,
        "message": problem.message(_),
        "fix": problem.fix(_),
    }
