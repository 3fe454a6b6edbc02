"""`attache vault confirm`: a vault whose keys were changed on another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.desk import care
from attache.language import _
from attache.problems import Refused, problem
from attache.vault import open_vault
from attache.vault.confirming import confirm as take_on

if TYPE_CHECKING:
    from attache.vault.confirming import Strange


def confirm(
    anchor: Annotated[
        str, typer.Option(metavar="LINE", help=_("The line of whoever changed them"))
    ] = "",
) -> Result:
    """Take on a vault whose keys were changed elsewhere."""
    here = session()
    vault = open_vault(here.path, here.access)
    found = care.look_at_strange(vault, anchor or None)
    data = _data(found)
    if not (anchor or here.yes):
        if not here.interactive:
            raise Refused(problem("VLT059"), data=data)
        _ask(data)
    take_on(vault, found)
    return Result(data, lambda: typer.echo(_("The vault is taken on as it is.")))


def _data(found: Strange) -> dict[str, Any]:
    last = found.last
    return {
        "anchor": str(found.found),
        "noted": str(found.noted) if found.noted else None,
        "same_key": found.same_key,
        "officers": [*found.officers],
        "last": {"at": last.at, "by": last.by, "command": last.command} if last else None,
    }


def _ask(data: dict[str, Any]) -> None:
    """Show what was found, and ask; raises Abort."""
    from attache.cli.prompts import confirmed

    officers, last = ", ".join(data["officers"]), data["last"]
    typer.echo(line(_("Officers: {names}").format(names=officers)), err=True)
    if last:
        told = _("Last recorded: {at}, {by}, {command}").format(**last)
        typer.echo(line(told), err=True)
    if not data["same_key"]:
        typer.echo(_("Its key is another one than was known here."), err=True)
    if not confirmed(_("Do you know who changed the keys, and why?")):
        raise typer.Abort
