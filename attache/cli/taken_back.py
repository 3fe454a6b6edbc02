"""`attache exchange undo`: taking back an import, as far as nothing later touched it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from attache.cli import changes, options
from attache.cli.asking import confirmed
from attache.cli.progress import progress_of
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.show import short
from attache.desk import taking_back
from attache.desk.taking_back import TakenBack
from attache.language import _, plural
from attache.problems import Problem, problem


def undo(
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF",
            help=_("The import"),
            autocompletion=lambda incomplete: options.refs(incomplete, ("exchange",)),
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be done"))
    ] = False,
) -> Result:
    """Take back an import."""
    if dry_run:
        return _result(_take_back(ref, rehearsal=True), stored=False)
    if session().interactive and not session().yes:
        planned = _take_back(ref, rehearsal=True)
        _print(planned)
        if not confirmed(_("Undo this?")):
            return Result(_data(planned, stored=False), _nothing)
    return _result(_take_back(ref, rehearsal=False), stored=True)


def _take_back(ref: str, *, rehearsal: bool) -> TakenBack:
    with progress_of(_("Records")) as progress:
        return taking_back.take_back_import(session().office, ref, progress, rehearsal=rehearsal)


def _result(done: TakenBack, *, stored: bool) -> Result:
    def show() -> None:
        _print(done)
        if not stored:
            _nothing()
        else:
            typer.echo(changes.undone(done.ledger.ref, done.ref, partly=bool(done.left)))

    data, left = _data(done, stored=stored), _problems(done)
    looked = () if stored else changes.looked_at(done.changes)
    return Result(data, show, (*left, *looked), "partial" if left else "ok")


def _problems(done: TakenBack) -> tuple[Problem, ...]:
    """What was left alone, each with the reason."""
    return tuple(problem(c.code, by=c.by, refs=c.ref) for c in done.left)


def _data(done: TakenBack, *, stored: bool) -> dict[str, Any]:
    """What was taken back, and what was left alone."""
    told = [changes.change_json(c) for c in done.changes if c.id != done.ledger.id]
    left = [conflict._asdict() for conflict in done.left]
    named = {"ref": done.ref, "import": done.ledger.ref, "stored": stored}
    return {**named, "changes": told, "left": left}


def _nothing() -> None:
    typer.echo(_("Nothing was stored."))


def _print(done: TakenBack) -> None:
    mine = [c for c in done.changes if c.id != done.ledger.id]
    taken = plural("{count} change taken back", "{count} changes taken back", len(mine))
    typer.echo(line(f"{short(done.ledger.ref)}: {taken}"))
    if done.left:
        count = len({conflict.ref for conflict in done.left})
        typer.echo(plural("{count} record left alone", "{count} records left alone", count))
