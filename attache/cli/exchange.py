"""`attache exchange`."""

from __future__ import annotations

from typing import Annotated

import typer

from attache import records
from attache.cli import conflicts, incoming, mapping, outgoing, show, taken_back
from attache.cli.app import add_verb, group
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.desk.filters import Filters
from attache.language import _, current


def app(_noun: str) -> typer.Typer:
    """Workbooks out and in, what is remembered of both, and what they leave to be decided."""
    commands = group()
    for name, run, help_, example in (
        ("template", template, _("An empty workbook to fill in"), "handoff out.xlsx"),
        (
            "export",
            outgoing.export,
            _("A workbook with records"),
            "handoff out.xlsx --purpose headquarters-report",
        ),
        ("check", incoming.check, _("Check a workbook; nothing is stored"), "in.xlsx"),
        ("import", incoming.import_, _("Take in a workbook: all of it, or nothing"), "in.xlsx"),
        (
            "map",
            mapping.map_,
            _("Say once what a sender's columns hold"),
            'in.xlsx --set "Nama=name"',
        ),
        ("mappings", mapping.mappings, _("What senders' columns hold, as it was said"), "H1"),
        ("forget", mapping.forget, _("Take back what was said of a sender's columns"), "H1"),
        ("undo", taken_back.undo, _("Take back an import, as far as it goes"), "X3 --dry-run"),
        ("list", list_, _("What was exported and imported"), "--limit 20"),
        ("conflicts", conflicts.conflicts, _("What two sides say differently"), "--all"),
        ("resolve", conflicts.resolve, _("Decide what two sides say differently"), "Q1 --take B"),
    ):
        add_verb(commands, name, run, help_, f"exchange {name} {example}")
    return commands


def template(kind: outgoing.Kind, out: outgoing.Out) -> Result:
    """Write a template."""
    from attache.desk.exports import blank

    names = blank(kind, out, current(), replace=incoming.replacing(out))
    data = {"file": str(out), "kinds": list(names)}
    return Result(data, lambda: typer.echo(line(_("Written: {file}").format(file=out))))


def list_(
    since: Annotated[str, typer.Option(metavar="DATE", help=_("From this day on"))] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help=_("Up to this day"))] = "",
    limit: Annotated[int, typer.Option(min=0, metavar="N", help=_("At most this many"))] = 0,
) -> Result:
    """The ledger."""
    from attache.desk.looking import listing

    kind = records.named("exchange")
    filters = Filters(since=since or None, until=until or None, limit=limit or None, withdrawn=True)
    return show.listed(kind, listing(session().office, kind, filters), filters)
