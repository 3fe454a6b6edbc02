"""`attache log`: who did what, when, by which command."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from attache import records
from attache.cli import changes, options
from attache.cli.app import alone
from attache.cli.generic import PAGE
from attache.cli.result import Result
from attache.cli.session import session
from attache.desk import history
from attache.desk.history import Found, Sought
from attache.language import _, plural
from attache.problems import AttacheError, Problem

OFFERED = 50
"""Lines that the shell is offered at most."""


def app(_noun: str) -> typer.Typer:
    """The one command of this noun."""
    help_ = _("Who did what: changes, exports, looks at protected records")
    run = options.with_options(log, _options())
    return alone(run, help_, "log --record P12 --since 2026-01-01")


def lines(incomplete: str) -> list[tuple[str, str]]:
    """Refs of lines for the shell to offer, the latest first."""
    try:
        return history.offered(session().office, incomplete, OFFERED)
    except AttacheError:
        return []


def _records(incomplete: str) -> list[tuple[str, str]]:
    return options.refs(incomplete)


def _officers(incomplete: str) -> list[str]:
    try:
        names = session().office.post.officers
    except AttacheError:
        return []
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def _kinds(incomplete: str) -> list[str]:
    return [t.name for t in records.RECORD_TYPES if t.name.startswith(incomplete)]


def _actions(incomplete: str) -> list[str]:
    return [name for name in history.SOUGHT if name.startswith(incomplete)]


def _options() -> Iterator[inspect.Parameter]:
    """The line that may be named, and what lines are looked for by."""
    one = typer.Argument(
        metavar="LINE",
        help=_("Ref of one line, to see all that it did"),
        show_default=False,
        autocompletion=lines,
    )
    yield options.parameter("line", Annotated[str, one], "")
    for name, metavar, help_, offered in (
        ("record", "REF", _("What was done with this record"), _records),
        ("officer", "NAME", _("What this officer did"), _officers),
        ("kind", "KIND", _("Records of this type only"), _kinds),
        ("action", "ACTION", _("Only this: add, change, withdraw, view, export, …"), _actions),
    ):
        info = typer.Option(metavar=metavar, help=help_, autocompletion=offered)
        yield options.parameter(name, Annotated[str, info], "")


def log(
    line: str,
    *,
    since: Annotated[str, typer.Option(metavar="DATE", help=_("From this day on"))] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help=_("Up to this day"))] = "",
    limit: Annotated[int, typer.Option(min=0, metavar="N", help=_("At most this many"))] = 0,
    page: Annotated[
        int | None, typer.Option(min=1, metavar="N", help=_("Which page"), show_default=False)
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help=_("All of them"))] = False,
    in_full: Annotated[
        bool, typer.Option("--in-full", help=_("With --json: protected values too; it is logged"))
    ] = False,
    **where: str,
) -> Result:
    """The log, or one line of it."""
    office = session().office
    if line:
        return _one(history.one_line(office, line), every=all_, in_full=in_full)
    rows = None if all_ else limit or (PAGE if page or session().paged else None)
    sought = Sought(**where, since=since, until=until, limit=rows, page=page or 1)
    found = history.log(office, sought)
    items = _json(found, in_full=in_full)
    data = {"items": items, "total": found.total}
    looked = _looked(found, in_full=in_full)
    return Result(data, lambda: changes.print_lines(found, _page(found, page or 1)), looked)


def _json(found: Found, *, in_full: bool) -> list[dict[str, Any]]:
    """Lines for a script, which has old and new values of protected fields where it asks for them.

    A year's log would be all that was ever recorded of anybody, by one command.
    """
    every = found.lines if session().json else ()
    return [changes.line_json(one, found, in_full=in_full) for one in every]


def _looked(found: Found, *, in_full: bool) -> tuple[Problem, ...]:
    """The look at protected values, logged before it is had."""
    if not (in_full and session().json):
        return ()
    told = (change for one in found.lines for change in one.changes)
    return history.look_at_changes(session().office, told)


def _one(found: Found, *, every: bool, in_full: bool) -> Result:
    """One line; more changes than fit a screen only where all are asked for."""
    (line,) = found.lines
    data = next(iter(_json(found, in_full=in_full)), {})
    count = len(line.changes)
    caption = plural("{count} change", "{count} changes", count)
    most = PAGE if session().paged and not every else count
    hint = _("--all shows all")
    caption = f"{caption} · {hint}" if count > most else caption
    looked = _looked(found, in_full=in_full)
    return Result(data, lambda: changes.print_lines(found, caption, most), looked)


def _page(found: Found, page: int) -> str:
    count = plural("{count} line", "{count} lines", found.total)
    if len(found.lines) == found.total:
        return count
    hint = _("page {page}; --page and --all show more").format(page=page)
    return f"{count} · {hint}"
