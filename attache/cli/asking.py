"""A line asked for and a line said, on stderr: stdout is the answer's."""

from __future__ import annotations

import sys
from contextlib import suppress

import typer


def answer(question: str) -> str:
    """One line typed, with line editing where the platform has it."""
    with suppress(ImportError):
        import readline  # noqa: F401
    if sys.stdout.isatty():
        return input(question).strip()
    say(question, newline=False)  # stdout is the answer's, and somebody redirected it
    return input().strip()


def say(text: str, newline: bool = True) -> None:
    """One line, or a part of one."""
    typer.echo(text, err=True, nl=newline)
