"""`attache init`."""

from __future__ import annotations

from typing import Any

import typer

from attache import records
from attache.cli import options, prompts
from attache.cli.app import add_verb
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.desk.setup import init
from attache.language import _
from attache.problems import problem


def app(_noun: str) -> typer.Typer:
    """The one command of this noun."""
    commands = typer.Typer(add_completion=False)
    kind = records.named("post")
    add_verb(
        commands,
        None,
        options.with_options(_run, map(options.field_option, kind.fields.values())),
        _("Make the vault of this office"),
        'init --post PNH --country KHM --seat A --officer "Officer One"',
    )
    return commands


def _run(**values: Any) -> Result:
    here = session()
    kind = records.named("post")
    raw = options.given(values, kind)
    if here.interactive:
        raw = prompts.ask(kind, raw, {}, skip=("time_zone",))
    profile = init(here.path, raw, here.now, here.command)

    def show() -> None:
        typer.echo(line(_("The vault is ready: {path}").format(path=here.path)))

    data = {"ref": profile.ref, "id": profile.id, "vault": str(here.path)}
    return Result(data, show, (problem("VLT007"),))
