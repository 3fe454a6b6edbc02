"""What is typed, taken as it is where nothing of it has to be read first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attache.cli import usage

FILES = ("FILE", "OUT", "DEST", "SRC", "OTHER")
"""How help calls what names a file."""


class AsTyped:
    """What is not given, texts and names of files, as they are: records and commands read them.

    For these, too, Typer would make a pydantic adapter each: a quarter of a short run.
    """

    def __init__(self, otherwise: Callable[[], Any]) -> None:
        self._otherwise = otherwise

    def __call__(self) -> AsTyped:
        """Typer asks a parameter for what reads it."""
        return self

    def coerce(self, value: Any, *, param: Any, ctx: Any) -> Any:
        """The value of a parameter, as its annotation wants it.

        Raises Usage where a file has a blank name: in a script a variable is not set, and what
        was to be written or locked with it would be left out without a word.
        """
        many = param.multiple or param.nargs == -1
        if value is None:
            return () if many else None
        if param.metavar in FILES and _blank(value) and _is_typed(param, ctx):
            raise usage.without_value(param)
        wanted = param.type_descriptor
        if type(value) is wanted.annotation:
            return value
        take = PLAIN.get(wanted.annotation)
        if take and not wanted.parameter_info.exists:
            return take(value)
        return self._otherwise().coerce(value, param=param, ctx=ctx)


def _blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _is_typed(param: Any, ctx: Any) -> bool:
    """Whether a value is no default."""
    return bool(ctx.get_parameter_source(param.name).name == "COMMANDLINE")


PLAIN: Mapping[Any, Callable[[Any], Any]] = {str | None: str, Path: Path, list[str]: list}
"""What takes words as they are, by what is wanted."""


def light(parameter: Any) -> None:
    """Spare a parameter Typer's adapter where it needs none."""
    if not isinstance(parameter.get_runtime_param, AsTyped):
        parameter.get_runtime_param = AsTyped(parameter.get_runtime_param)
