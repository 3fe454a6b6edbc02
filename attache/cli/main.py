"""The one way in and out: read the words, run the command, render, and settle the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from attache import language, stopping
from attache.cli import failures
from attache.cli.result import Result, ended, envelope, write
from attache.cli.session import Session, begin

_FLAGS = ("--json", "--no-input", "--yes")
_LANG = "--lang"
_FD = "--passphrase-fd"
_VALUED = (_LANG, _FD)


def run(argv: Sequence[str], environ: Mapping[str, str] | None = None) -> int:
    """Run one command; the exit code (design/cli.md). Nothing is raised for anything typed."""
    environ = os.environ if environ is None else environ
    globals_, words = split(argv)
    stopping.begin()
    language.choose(_value_of(_LANG, globals_), environ)
    json, no_input, yes = (flag in globals_ for flag in _FLAGS)
    fd = _value_of(_FD, globals_) or ""
    current = begin(
        Session(
            json=json,
            no_input=no_input,
            yes=yes,
            environ=environ,
            passphrase_fd=int(fd) if fd.isdecimal() else None,
        )
    )
    try:
        return _run(current, [*globals_, *words])
    finally:
        if current.asked:
            from attache.cli.asking import drop_typed_ahead

            drop_typed_ahead()


def _run(current: Session, words: list[str]) -> int:
    try:
        result = _invoke(words)
    except BrokenPipeError:  # of help nobody needs the rest; a command may have been cut short
        return _quiet_pipe(1 if "access" in vars(current) else 0)
    except (Exception, KeyboardInterrupt) as failure:  # noqa: BLE001 - the one place that catches all
        result = _failed(current, failure)
        result = failures.after(current.done, result) if current.done else result
    result = _with_notices(current, result)
    try:
        return _render(current, result)
    except (Exception, KeyboardInterrupt) as failure:  # noqa: BLE001 - what was done stays done
        failed = _failed(current, failure, "SYS002")
        return _told(current, replace(failed, exit_code=result.exit_code or failed.exit_code))


def _failed(current: Session, failure: BaseException, code: str = "SYS001") -> Result:
    """The result of a command that an exception ended; it says so where something was stored."""
    debug = bool(current.environ.get("ATTACHE_DEBUG"))
    return failures.result_of(failure, stored=stopping.has_stored(), debug=debug, code=code)


def split(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """The global options, which may stand anywhere before `--`, and the other words."""
    end = argv.index("--") if "--" in argv else len(argv)
    globals_: list[str] = []
    rest: list[str] = []
    words = iter(argv[:end])
    for word in words:
        if word in _FLAGS or word.startswith(tuple(f"{name}=" for name in _VALUED)):
            globals_.append(word)
        elif word in _VALUED:
            globals_ += [word, *islice(words, 1)]
        else:
            rest.append(word)
    return globals_, [*rest, *argv[end:]]


def _invoke(words: list[str]) -> Result:
    from attache.cli.app import command

    outcome = command().main(words, prog_name="attache", standalone_mode=False)
    if isinstance(outcome, Result):
        return outcome
    if outcome == failures.STOPPED:  # Typer turns Ctrl-C into this code
        sys.stderr.write("\n")
        raise KeyboardInterrupt
    return Result(exit_code=outcome if isinstance(outcome, int) else 0, show=_nothing)


def _with_notices(current: Session, result: Result) -> Result:
    """The result with what the vault had to say on the way."""
    office = vars(current).get("office")  # only where a vault was opened
    notices = dict.fromkeys(p.code for p in result.problems)
    told = [p for p in (office.vault.notices if office else ()) if p.code not in notices]
    return replace(result, problems=(*result.problems, *told)) if told else result


def _render(current: Session, result: Result) -> int:
    try:
        if current.json and result.show is not _nothing:
            _print_json(current, result)
        elif not current.json:
            if result.show:
                result.show()
            if result.problems:
                from attache.cli.tables import show_problems

                show_problems(result.problems)
        sys.stdout.flush()
    except BrokenPipeError:
        return _quiet_pipe(result.exit_code)
    return result.exit_code


def _told(current: Session, result: Result) -> int:
    """Tell a fault of telling; where that fails too (a full disk), its exit code has to do."""
    try:
        return _render(current, result)
    except OSError:
        return _quiet_pipe(result.exit_code)


def _print_json(current: Session, result: Result) -> None:
    """One object on one line, the rest of it where it was begun."""
    import orjson

    if current.shown:
        write(ended(result, current.shown) + b"\n")
        return
    told = envelope(current.command, result)
    try:
        content = orjson.dumps(told)
    except TypeError:  # a file name of bytes that are no text
        import json

        content = json.dumps(told).encode()
    write(content + b"\n")


def _nothing() -> None:
    """Help and completion have printed already."""


def _quiet_pipe(exit_code: int = 0) -> int:
    """Nobody can read on (a pager was closed); keep Python from complaining at exit."""
    from attache.cli.once import quiet_stdout

    quiet_stdout()
    return exit_code


def _value_of(name: str, globals_: Sequence[str]) -> str | None:
    """What a global option with a value says, in either spelling."""
    joined = " ".join(globals_).replace(f"{name}=", f"{name} ").split()
    return joined[joined.index(name) + 1] if name in joined[:-1] else None
