"""What went wrong, as a result: every exception becomes coded problems and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from attache.cli import usage
from attache.cli.result import Result
from attache.problems import AttacheError, Fault, problem

STOPPED = 130
"""The shells' code for a command that Ctrl-C ended."""


def result_of(failure: BaseException, debug: bool = False, code: str = "SYS001") -> Result:
    """The result that an exception stands for; with `debug`, a fault in attache is raised again.

    `code` is the problem that a fault is told as.
    """
    if _is_abort(failure):
        return Result(problems=(problem("USE005"),), status="error", exit_code=STOPPED)
    if not isinstance(failure, AttacheError):
        refused = usage.refusal(failure)
        if refused is None and debug:
            raise failure
        failure = refused or Fault(problem(code, kind=type(failure).__name__))
    return Result(
        data=failure.data,
        show=_candidates(failure.data.get("candidates")),
        problems=failure.problems,
        status="refused" if failure.status == "refused" else "error",
        exit_code=failure.exit_code,
    )


def _candidates(found: Any) -> Callable[[], None] | None:
    """Who may be meant, for the officer who has to decide."""
    if not found:
        return None

    def show() -> None:
        from attache.cli.candidates import in_a_line

        for candidate in found:
            sys.stderr.write(f"{in_a_line(candidate)}\n")

    return show


def _is_abort(failure: BaseException) -> bool:
    from typer import Abort

    return isinstance(failure, (KeyboardInterrupt, EOFError, Abort))
