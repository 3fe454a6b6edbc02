"""Tables and problems. Text from data is never markup and never carries a control character.

On a screen a table is drawn to its width (cli/fitting.py); below `NARROW` it becomes a block of
lines a row. In a pipe or a file it is whole: a line a row, tabs between the columns, neither head
nor caption, so that `wc -l` counts, `cut` takes columns and `grep` finds what is there. Whoever
wants names for the columns has `--json`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from attache.cli.fitting import (
    GAP,
    Cell,
    Fitted,
    Head,
    cut,
    fit,
    lines_of,
    safe_cell,
    titles,
    whole,
    width_of,
)
from attache.cli.safe import line, safe
from attache.cli.session import session
from attache.cli.values import title_of
from attache.language import _
from attache.problems import Problem

if TYPE_CHECKING:
    from rich.console import Console

NARROW = 60
"""Characters of a screen that is too narrow for columns."""


@cache
def console(stderr: bool = False) -> Console:
    """Where to print; colours and width follow NO_COLOR and COLUMNS."""
    from rich.console import Console  # not in a pipe or a file: it takes a tenth of a start

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def print_table(
    heads: Sequence[Head],
    rows: Iterable[Sequence[Cell]],
    caption: str = "",
    *,
    heading: str = "",
    grouped: int = 0,
    more: str = "",
    stderr: bool = False,
) -> None:
    """Print a table under its `heading`.

    The first `grouped` columns are told once for rows in which they are the same. `more` is the
    command that shows what did not fit.
    """
    every = [[safe_cell(cell) for cell in row] for row in rows]
    if not session().on_screen(stderr):
        _print_whole(every, heading, stderr=stderr)
        return
    out = console(stderr)
    if heading:
        out.print(line(heading), style="bold")
    dropped: Sequence[str] = ()
    if out.width < NARROW:
        lines = _blocks(heads, every, grouped, out)
    else:
        fitted = fit(heads, every, out.width)
        if every and any(head.title for head in heads):
            out.out("\n".join(titles(heads, fitted)), style="bold", highlight=False)
        lines = _drawn(heads, every, fitted, grouped, out)
        dropped = [heads[n].title for n in fitted.dropped]
    if every:
        out.out("\n".join(lines), highlight=False)
    for text in filter(None, (caption, _not_shown(dropped, more))):
        out.print(text, style="dim italic")


def _print_whole(rows: Sequence[Sequence[Cell]], heading: str, *, stderr: bool) -> None:
    out = sys.stderr if stderr else sys.stdout
    first = [line(heading)] if heading else []
    for row in rows:
        out.write("\t".join([*first, *map(whole, row)]) + "\n")


def _drawn(
    heads: Sequence[Head],
    rows: Sequence[Sequence[Cell]],
    fitted: Fitted,
    grouped: int,
    out: Console,
) -> Iterator[str]:
    """The lines of all rows in columns."""
    for row, same in zip(rows, _repeated(rows, grouped), strict=True):
        cells = [
            [""] if same and n < grouped else _cell_lines(heads[n], row[n], width, out)
            for n, width in fitted.widths.items()
        ]
        yield from lines_of(cells, heads, fitted)


def _cell_lines(head: Head, cell: Cell, width: int, out: Console) -> list[str]:
    if not head.wraps:
        return [cut(cell, width)]
    return _wrapped(whole(cell), width, out)


def _blocks(
    heads: Sequence[Head], rows: Sequence[Sequence[Cell]], grouped: int, out: Console
) -> Iterator[str]:
    """Each row as lines: what identifies it, and below that all else; days and numbers named."""
    for row, same in zip(rows, _repeated(rows, grouped), strict=True):
        cells = enumerate(zip(heads, row, strict=True))
        new = [(head, cell) for n, (head, cell) in cells if not (same and n < grouped)]
        told = [(h, _short(h, cell, out.width - GAP)) for h, cell in new if whole(cell)]
        first = [text for head, text in told if not head.rank]
        rest = [_named(head, text) for head, text in told if head.rank]
        lines = _filled(first, " " * GAP, out)
        yield from (f"  {text}" if number or same else text for number, text in enumerate(lines))
        yield from (f"  {text}" for text in _filled(rest, " · ", out))


def _filled(texts: Iterable[str], between: str, out: Console) -> list[str]:
    """Lines of a block; a text begins a new one where it has no room in the line before."""
    lines: list[str] = []
    for text in texts:
        longer = f"{lines[-1]}{between}{text}" if lines else text
        if width_of(longer) <= out.width - GAP:
            lines[-1:] = [longer]
        else:
            lines += _wrapped(text, out.width - GAP, out)
    return lines


def _short(head: Head, cell: Cell, width: int) -> str:
    """A cell of a block: no more than a line of it, unless it is one that wraps."""
    return whole(cell) if head.wraps else cut(cell, width)


def _named(head: Head, text: str) -> str:
    return f"{head.title}: {text}" if head.title and head.least is None else text


def _wrapped(text: str, width: int, out: Console) -> list[str]:
    """A text in lines of so many characters, divided between words."""
    from rich.text import Text

    return [part.plain.rstrip() for part in Text(text).wrap(out, max(width, 1))]


def _repeated(rows: Sequence[Sequence[Cell]], grouped: int) -> Iterator[bool]:
    """Whether each row belongs to the one before it."""
    before: Sequence[Cell] = ()
    for row in rows:
        yield bool(grouped) and [*row[:grouped]] == [*before[:grouped]]
        before = row


def _not_shown(names: Sequence[str], more: str) -> str:
    if not names:
        return ""
    if not more:
        return _("No room for: {columns}; a wider window shows them.").format(
            columns=", ".join(names)
        )
    return _("No room for: {columns}; {command} shows them.").format(
        columns=", ".join(names), command=more
    )


def print_pairs(rows: Iterable[tuple[str, str]]) -> None:
    """Titles with values beside them; in a pipe or a file a tab is between."""
    if not session().on_screen():
        for title, value in rows:
            sys.stdout.write(f"{line(title)}\t{safe(value).replace(chr(10), chr(10) + chr(9))}\n")
        return
    from rich.table import Table
    from rich.text import Text

    built = Table(box=None, show_header=False, pad_edge=False)
    built.add_column(style="bold", no_wrap=True)
    built.add_column(overflow="fold")
    for title, value in rows:
        built.add_row(Text(line(title)), Text(value))
    console().print(built)


def show_problems(problems: Sequence[Problem]) -> None:
    """All problems on stderr: where, what, and how to mend it."""
    from rich.text import Text

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
    if problem.row and not problem.sheet:  # of a list of records
        cell = _("Row {row}").format(row=problem.row)
    where = "!".join(part for part in (problem.sheet, cell) if part)
    title = _title(problem.field) if problem.field else ""
    return " · ".join(line(part) for part in (where, title) if part)


def _title(field: str) -> str:
    """The title of a field, with its name, which options and JSON use."""
    title = title_of(field.rsplit(".", 1)[-1])
    return f"{title} ({field})" if title != field else field
