"""`attache vault erase` and `retention`: taking people out for good."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from attache.cli import options
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.desk import erasing
from attache.desk.erasing import Plan
from attache.desk.recording import of_kind
from attache.language import N_, _, plural
from attache.problems import DecisionNeeded, problem
from attache.records import named

DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Only say what would be done"))]
EXPIRED = N_("kept long enough")


def erase(
    person: Annotated[
        str,
        typer.Argument(
            metavar="PERSON",
            help=_("The person's ref"),
            autocompletion=lambda incomplete: options.refs(incomplete, ("person",)),
        ),
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why; it stays in the log"))] = "",
    dry_run: DryRun = False,
) -> Result:
    """Erase one person."""
    office = session().office
    found = of_kind(office.view, named("person"), person)
    planned = erasing.plan(office.view, [found])
    if dry_run:
        return _told(planned, done=False)
    _agree(planned)
    return _told(erasing.erase(office, found.ref, reason), done=True)


def retention(
    years: Annotated[
        int | None,
        typer.Option(metavar="N", help=_("Years kept; those of the post without it")),
    ] = None,
    dry_run: DryRun = False,
) -> Result:
    """Erase whose time is over."""
    office = session().office
    people = erasing.overdue(office, years)
    planned = erasing.plan(office.view, people)
    if dry_run or not people:
        return _told(planned, done=False)
    _agree(planned)
    return _told(erasing.expire(office, people, EXPIRED), done=True)


def _agree(planned: Plan) -> None:
    """Raise DecisionNeeded unless somebody says that it is meant."""
    from attache.cli.prompts import confirmed

    if session().yes:
        return
    if session().interactive:
        _print(planned)
        if confirmed(_("Erase this for good?")):
            return
    raise DecisionNeeded(problem("ERA002"), data=_json(planned))


def _told(planned: Plan, *, done: bool) -> Result:
    data = {**_json(planned), "stored": done}
    problems = (problem("ERA003"),) if done else ()

    def show() -> None:
        _print(planned)
        if not done:
            typer.echo(_("Nothing was stored."))

    return Result(data, show, problems)


def _json(planned: Plan) -> dict[str, object]:
    return {
        "people": [*planned.people],
        "erased": [k.ref for k in planned.erased],
        "anonymised": [k.ref for k, _content in planned.anonymised],
        "sent": [{"ref": x.ref, "file": x.content.file, "on": x.content.on} for x in planned.sent],
    }


def _print(planned: Plan) -> None:
    count = len(planned.people)
    typer.echo(plural("{count} person", "{count} people", count))
    typer.echo(line(_("Erased: {refs}").format(refs=_refs(k.ref for k in planned.erased))))
    kept = _refs(k.ref for k, _content in planned.anonymised)
    typer.echo(line(_("Kept without the person: {refs}").format(refs=kept)))
    for sent in planned.sent:
        told = _("Was sent in {file} on {day}").format(file=sent.content.file, day=sent.content.on)
        typer.echo(line(told))


def _refs(refs: Iterable[str]) -> str:
    return ", ".join(refs) or "–"
