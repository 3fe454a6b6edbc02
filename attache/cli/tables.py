"""Rich tables. Text from data is never markup and never carries a control character."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from attache.cli.safe import line
from attache.cli.values import title_of
from attache.language import _
from attache.problems import Problem

CLIPPED = 28
"""Characters that a clipped column shows at most."""


@cache
def console(stderr: bool = False) -> Console:
    """Where to print; colours and width follow NO_COLOR and COLUMNS."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def table(
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: str = "",
    *,
    right: Collection[int] = (),
    fixed: Collection[int] = (0,),
    clipped: Collection[int] = (),
) -> Table:
    """A plain table of lines of text.

    Columns in `right` are numbers; `fixed` ones are always whole, `clipped` ones keep to one line.
    """
    cells = [[line(cell) for cell in row] for row in rows]
    built = Table(box=None, pad_edge=False, header_style="bold", caption=caption or None)
    built.caption_justify = "left"
    for number, title in enumerate(titles):
        whole = max((len(row[number]) for row in cells), default=0) if number in fixed else None
        justify: Literal["left", "right"] = "right" if number in right else "left"
        widest = CLIPPED if number in clipped else None
        one_line = number in fixed or number in clipped
        built.add_column(
            Text(title), justify=justify, no_wrap=one_line, min_width=whole, max_width=widest
        )
    for row in cells:
        built.add_row(*map(Text, row))
    return built


def pairs(rows: Iterable[tuple[str, str]]) -> Table:
    """Titles with values beside them."""
    built = Table(box=None, show_header=False, pad_edge=False)
    built.add_column(style="bold", no_wrap=True)
    built.add_column(overflow="fold")
    for title, value in rows:
        built.add_row(Text(line(title)), Text(value))
    return built


def show_problems(problems: Sequence[Problem]) -> None:
    """All problems on stderr: where, what, and how to mend it."""
    out = console(stderr=True)
    for problem in problems:
        error = problem.level == "error"
        head = Text(f"{'✗' if error else '!'} ", style="bold red" if error else "bold yellow")
        place = _place(problem)
        head.append(f"{place}: " if place else "", style="bold")
        head.append(line(problem.message(_)), style="")
        head.append(f"  [{problem.code}]", style="dim")
        out.print(head)
        out.print(Text(f"  → {line(problem.fix(_))}"))


def _place(problem: Problem) -> str:
    cell = f"{problem.column or ''}{problem.row or ''}"
    where = "!".join(part for part in (problem.sheet, cell) if part)
    title = _title(problem.field) if problem.field else ""
    return " · ".join(line(part) for part in (where, title) if part)


def _title(field: str) -> str:
    """The title of a field, with its name, which options and JSON use."""
    title = title_of(field.rsplit(".", 1)[-1])
    return f"{title} ({field})" if title != field else field
