"""Asking on the terminal for what a command needs and was not given; a script is told instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from attache.cli import usage
from attache.cli.asking import answer, only_answers, tell
from attache.cli.session import session


def completed(parse: Callable[[Any, list[str]], list[str]], ctx: Any, args: list[str]) -> list[str]:
    """Read the words of a command, with those that are asked for; raises what reading raises."""
    from typer.exceptions import TyperException

    while True:
        try:
            left = parse(ctx, [*args])
        except TyperException as refused:
            if type(refused).__name__ != "MissingParameter" or not session().interactive:
                raise
            args = _with(vars(refused)["param"], args)
        else:
            only_answers()
            return left


def _with(parameter: Any, args: Sequence[str]) -> list[str]:
    """The words with an answer for a parameter."""
    word = usage.name_of(parameter)
    value = _asked(f"{parameter.help} ({word})")
    if word.startswith("-"):
        return [f"{word}={value}", *args]
    return [*args, *(["--"] if value.startswith("-") and "--" not in args else []), value]


def _asked(question: str) -> str:
    """An answer that says something."""
    while not (given := answer(f"{question}: ")):
        tell("REQ001")
    return given
