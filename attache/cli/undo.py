"""`attache undo`: taking back what a line of the log did."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from attache.cli import changes, log, safe
from attache.cli.app import alone
from attache.cli.asking import confirmed
from attache.cli.progress import progress_of
from attache.cli.result import Result
from attache.cli.session import session
from attache.cli.show import local_time, short
from attache.desk import taking_back_merge
from attache.desk.undoing import Undoing
from attache.language import _, plural
from attache.problems import DecisionNeeded, Problem, problem

FEW = 2
"""So many records are taken back without a question where nobody is there to answer it."""


def app(_noun: str) -> typer.Typer:
    """The one command of this noun."""
    return alone(undo, _("Take back what a command changed"), "undo L12 --dry-run")


def undo(
    ref: Annotated[
        str,
        typer.Argument(
            metavar="LINE",
            help=_("Ref of a line of the log; without it, the last change of yours"),
            show_default=False,
            autocompletion=log.lines,
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be done"))
    ] = False,
) -> Result:
    """Take back what a line did."""
    if session().yes and not dry_run:
        return _done(_undo(ref, rehearsal=False), shown=False)
    planned = _undo(ref, rehearsal=True)
    if dry_run or not _agreed(planned, named=bool(ref)):
        data, looked = _json(planned, stored=False), changes.looked_at(planned.changes)
        told = (*looked, *_of_merge(planned))
        return Result(data, lambda: _print_kept(planned, shown=not dry_run), told)
    return _done(_undo(planned.line.ref, rehearsal=False), shown=session().interactive)


def _undo(ref: str, *, rehearsal: bool) -> Undoing:
    with progress_of(_("Records")) as progress:
        return taking_back_merge.undo(session().office, ref or None, progress, rehearsal=rehearsal)


def _agreed(planned: Undoing, *, named: bool) -> bool:
    """Whether it is meant; raises DecisionNeeded where nobody is there to say so."""
    if session().interactive:
        _print(planned, stderr=True)
        for told in _of_merge(planned):
            typer.echo(told.message(_), err=True)
        return confirmed(_("Undo this?"))
    if named and len({c.id for c in planned.changes}) <= FEW:
        return True
    if not session().json:
        _print(planned, stderr=True)
    asked = (problem("UND010", line=planned.line.ref), *changes.looked_at(planned.changes))
    raise DecisionNeeded(*asked, data=_json(planned, stored=False))


def _done(done: Undoing, *, shown: bool) -> Result:
    line = session().office.vault.view().line(done.ref)
    data = {"ref": done.ref, "id": line.id if line else None, **_json(done, stored=True)}

    def show() -> None:
        if not shown:
            _print(done)
        typer.echo(changes.undone(done.line.ref, done.ref, partly=bool(done.left)))

    left = tuple(problem(c.code, by=c.by, refs=c.ref) for c in done.left)
    return Result(data, show, (*left, *_of_merge(done)), "partial" if left else "ok")


def _of_merge(found: Undoing) -> tuple[Problem, ...]:
    """What becomes of it on the other laptops, and with the next merge."""
    return (problem("UND019"),) if found.line.is_merge else ()


def _json(found: Undoing, *, stored: bool) -> dict[str, Any]:
    """What is undone, and what that does."""
    line = found.line
    undone = {"line": line.ref, "at": line.at, "by": line.by, "command": line.command}
    told = [changes.change_json(change) for change in found.changes]
    left = {"left": [conflict._asdict() for conflict in found.left]} if found.left else {}
    return {**undone, "stored": stored, "changes": told, **left}


def _print_kept(planned: Undoing, *, shown: bool) -> None:
    if not shown:
        _print(planned)
    typer.echo(_("Nothing was stored."))


def _print(found: Undoing, *, stderr: bool = False) -> None:
    """What becomes of each record: field, from, to. Very many are counted."""
    from attache.cli.fitting import Head
    from attache.cli.tables import console, print_table

    line = found.line
    if found.left:
        count = len({conflict.ref for conflict in found.left})
        told = plural("{count} record left alone", "{count} records left alone", count)
        typer.echo(told, err=stderr)
    undone = (short(line.ref), local_time(line.at), line.by, line.command)
    out = console(stderr=stderr)
    out.print(safe.line(_("Undoes {line}").format(line=" · ".join(undone))))
    if len(found.changes) > changes.MANY:
        out.print(changes.counted(found.changes))
        return
    rows = [
        (changes.what(c), *told)
        for c in found.changes
        for told in [*changes.values(c)] or [("", "", "")]
    ]
    heads = (
        Head(_("Record"), rank=0, least=18),
        Head(_("Field"), rank=0, least=12),
        Head(_("From"), rank=0, least=12, wraps=True),
        Head(_("To"), rank=0, least=12, wraps=True),
    )
    print_table(heads, rows, grouped=1, stderr=stderr)
