"""What is shown only once: passphrases and codes that attache makes, before they are stored.

What is stored and was read by nobody would lock everybody out.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress

import typer

from attache.cli import result
from attache.cli.session import session
from attache.language import _
from attache.problems import NotWritten, problem

PASSPHRASE, CODE = "passphrase", "recovery_code"
"""What it is called in the data of the envelope."""


def show_once(told: Mapping[str, str], advice: str = "", *, may_be_lost: bool = False) -> None:
    """Show passphrase and code, by their names in the data, where somebody can read them.

    With --json they begin the envelope, whose `status` then says whether they were stored. Raises
    NotWritten where nobody can read them. What `may_be_lost` may be thrown away on purpose.
    """
    current = session()
    on_stdout = _leads_somewhere() or (may_be_lost and not current.interactive)
    if not (on_stdout or current.interactive):
        raise NotWritten(problem("VLT043"))
    try:
        if current.json:
            result.write(result.begun(current.command, told))
            current.shown.update(told)
        else:
            for text in (*_lines(told), *([advice] if advice else [])):
                typer.echo(text, err=not on_stdout)
        sys.stdout.flush()
    except (OSError, ValueError):
        quiet_stdout()
        raise NotWritten(problem("VLT043")) from None
    if on_stdout and _is_left():
        raise NotWritten(problem("VLT043"))


def quiet_stdout() -> None:
    """Have output go nowhere from now on, also what waits to be written: it is read by nobody."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    finally:
        os.close(nowhere)


def _lines(told: Mapping[str, str]) -> Iterator[str]:
    if words := told.get(PASSPHRASE):
        yield _("Passphrase:    {words}").format(words=words)
    if code := told.get(CODE):
        yield _("Recovery code: {code}").format(code=code)


def _leads_somewhere() -> bool:
    """Whether stdout is a screen, a file or a pipe, and no device that swallows all."""
    with suppress(OSError, ValueError):
        mode = os.fstat(sys.stdout.fileno()).st_mode
        return sys.stdout.isatty() or not stat.S_ISCHR(mode)
    return not sys.stdout.closed  # the demo and tests read along


def _is_left() -> bool:
    """Whether the program at the other end of a pipe has gone away."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import select

        ask = select.poll()
        ask.register(sys.stdout.fileno(), select.POLLERR)
        return bool(ask.poll(0))
    return False
