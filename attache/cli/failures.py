"""What went wrong, as a result: every exception becomes coded problems and an exit code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from attache.cli import usage
from attache.cli.result import Result
from attache.problems import AttacheError, Fault, problem

STOPPED = 130
"""The shells' code for a command that Ctrl-C ended."""


_AFTER = {"USE005": "USE019", "VLT004": "VLT041", "SYS001": "SYS003"}
"""What is told in place of a problem that says that nothing was stored, where something was."""


def result_of(
    failure: BaseException, *, stored: bool, debug: bool = False, code: str = "SYS001"
) -> Result:
    """The result that an exception stands for; with `debug`, a fault in attache is raised again.

    `stored` tells whether anything was, `code` is the problem that a fault is told as.
    """
    result = _result_of(failure, debug, code)
    if not stored:
        return result
    problems = [replace(p, code=_AFTER.get(p.code, p.code)) for p in result.problems]
    return replace(result, problems=problems)


def after(done: Result, failed: Result) -> Result:
    """What a command tells that stored something and failed at what it had to do after that.

    Codes 3, 5 and 14 say that nothing was stored, so none of them is its exit code.
    """
    told = done.warned(failed.problems)
    if failed.status == "ok":
        return told
    code = failed.exit_code if failed.exit_code in (1, STOPPED) else 0
    return replace(told, status="partial", exit_code=code)


def _result_of(failure: BaseException, debug: bool, code: str) -> Result:
    if _is_abort(failure):
        return Result(problems=(problem("USE005"),), status="error", exit_code=STOPPED)
    if not isinstance(failure, AttacheError):
        refused = usage.refusal(failure)
        if refused is None and debug:
            raise failure
        failure = refused or Fault(problem(code, kind=type(failure).__name__))
    return Result(
        data=failure.data,
        show=_candidates(failure),
        problems=failure.problems,
        status="refused" if failure.status == "refused" else "error",
        exit_code=failure.exit_code,
    )


def _candidates(failure: AttacheError) -> Callable[[], None] | None:
    """Who may be meant, for the officer who has to decide."""
    found: Any = failure.data.get("candidates") or ()
    if not found and "questions" not in failure.data:
        return None

    def show() -> None:
        from attache.cli.asking import say
        from attache.cli.candidates import in_a_line
        from attache.cli.who import told
        from attache.desk.questions import questions_of

        questions = questions_of(failure)
        if len(questions) < 2:
            told_of = found or [c for q in questions for c in q.candidates]
            for candidate in told_of:
                say(in_a_line(candidate))
            return
        for question in questions:
            say(told(question))
            for candidate in question.candidates:
                say(f"  {in_a_line(candidate)}")

    return show


def _is_abort(failure: BaseException) -> bool:
    from typer import Abort

    return isinstance(failure, (KeyboardInterrupt, EOFError, Abort))
