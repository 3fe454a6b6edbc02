"""A line asked for and a line said, on stderr: stdout is the answer's."""

from __future__ import annotations

import sys
from collections.abc import Sequence
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


def numbered(choices: Sequence[tuple[int, str]]) -> None:
    """Choices with their numbers, in as many columns as the terminal has room for."""
    width = max((len(choice) for _n, choice in choices), default=0) + 2
    across = max(typer.get_terminal_size().columns // (width + 4), 1)
    for first in range(0, len(choices), across):
        row = choices[first : first + across]
        say("".join(f"{number:>3} {choice:<{width}}" for number, choice in row).rstrip())
