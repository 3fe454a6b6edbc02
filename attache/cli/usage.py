"""What was typed wrongly, as coded problems: the words of Typer itself are English only.

Problems are told from what an exception of Typer holds, and from the declaration of the parameter
that it is about; its message is never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from attache.problems import Problem, Usage, Word, problem

_BOUNDS = {"greater_than_equal": ("USE012", "ge"), "less_than_equal": ("USE013", "le")}
"""What pydantic calls a number out of range, with our code and its name of the bound."""


def unknown(word: str, known: Iterable[str]) -> Usage:
    """The refusal of a command that there is not, with the nearest that there is."""
    nearest = next(iter(get_close_matches(word, known, n=1)), None)
    return Usage(_unknown(word, nearest))


def incomplete(verbs: Iterable[str]) -> Usage:
    """The refusal of a noun without a verb."""
    return Usage(problem("USE015", verbs=Word(", ".join(verbs))))


def surplus(words: Iterable[str]) -> Usage:
    """The refusal of words that no argument takes."""
    return Usage(problem("USE010", words=Word(" ".join(words))))


def without_value(parameter: Any) -> Usage:
    """The refusal of a value with nothing in it."""
    return Usage(problem("USE008", word=name_of(parameter)))


def refusal(failure: BaseException) -> Usage | None:
    """Typer's own refusals of what was typed; None for any other failure."""
    from typer.exceptions import TyperException

    return Usage(_problem(failure)) if isinstance(failure, TyperException) else None


def _problem(failure: Any) -> Problem:
    tell = _TOLD.get(type(failure).__name__)
    return tell(failure) if tell else problem("USE004")


def _unknown(word: str, nearest: str | None) -> Problem:
    if nearest:
        return problem("USE002", word=Word(word), nearest=Word(nearest))
    return problem("USE001", word=Word(word))


def _badly_used(failure: Any) -> Problem:
    """An option without its value, or a flag with one."""
    word = Word(failure.option_name)
    flags = (p for p in failure.ctx.command.get_params(failure.ctx) if getattr(p, "is_flag", False))
    flag = any(word in (*p.opts, *p.secondary_opts) for p in flags)
    return problem("USE009" if flag else "USE008", word=word)


def _of_several(ctx: Any) -> Any:
    """The argument that takes a certain number of values."""
    return next(p for p in ctx.command.get_params(ctx) if p.nargs > 1)


def _unreadable(failure: Any) -> Problem:
    """A value that is not what its parameter takes."""
    word, cause = name_of(failure.param), failure.__cause__
    found = cause.errors()[0] if hasattr(cause, "errors") else {}
    why = found.get("type", "")
    if why in _BOUNDS:
        code, bound = _BOUNDS[why]
        return problem(code, word=word, bound=found["ctx"][bound])
    if why.startswith("int_"):
        return problem("USE011", word=word)
    if choices := failure.param.type_descriptor.choices:
        return problem("USE014", word=word, choices=Word(", ".join(map(str, choices))))
    return problem("USE016", word=word)


def name_of(parameter: Any) -> Word:
    """What the help calls a parameter: an option by its longest spelling."""
    options = [word for word in parameter.opts if word.startswith("-")]
    return Word(max(options, key=len) if options else parameter.display_name_raw)


_TOLD: dict[str, Callable[[Any], Problem]] = {
    "NoSuchOption": lambda f: _unknown(f.option_name, next(iter(f.possibilities or ()), None)),
    "BadOptionUsage": _badly_used,
    "BadArgumentUsage": lambda f: problem("USE008", word=name_of(_of_several(f.ctx))),
    "MissingParameter": lambda f: problem("USE003", word=name_of(f.param)),
    "BadParameter": _unreadable,
    "FileError": lambda _f: problem("USE006"),
}
"""By the name of the class: Typer does not export most of them."""
