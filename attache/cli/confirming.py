"""`attache vault confirm`: a vault that was changed or put here elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attache.cli.once import CODE, show_once
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.desk import care
from attache.language import _
from attache.problems import Refused, VaultDamaged, problem
from attache.vault import open_vault
from attache.vault.confirming import confirm as take_on
from attache.vault.format_1 import upgrade

if TYPE_CHECKING:
    from attache.vault import Vault
    from attache.vault.confirming import Strange


def confirm(
    anchor: Annotated[
        str, typer.Option(metavar="LINE", help=_("The line of whoever did that"))
    ] = "",
) -> Result:
    """Take on a vault that was changed or put here elsewhere."""
    here = session()
    vault = open_vault(here.path, here.access)
    try:
        found = care.look_at_strange(vault, anchor or None)
    except VaultDamaged as refused:
        if [p.code for p in refused.problems] != ["VLT055"]:
            raise
        return _upgrade(vault)
    data = _data(found)
    if not anchor:
        question = _("Do you know who changed the keys, and why?")
        if found.another:
            question = _("Do you know who put this file here, and why?")
        _ask(data, _told(data), question)
    take_on(vault, found)
    return Result(data, lambda: typer.echo(_("The vault is taken on as it is.")))


def _upgrade(vault: Vault) -> Result:
    """Write a vault anew that has the form of an earlier attache."""
    question = _("Is it yours, and from before attache was brought up to date?")
    _ask({}, (problem("VLT055").message(_),), question)
    lost = upgrade(vault, lambda code: show_once({CODE: code}))
    said = _("The vault is brought up to date; its recovery code is another one.")
    told = (problem("VLT067", names=", ".join(lost)),) if lost else ()
    return Result({"left_out": lost}, lambda: typer.echo(said), told)


def _data(found: Strange) -> dict[str, Any]:
    last = found.last
    return {
        "anchor": str(found.found),
        "noted": str(found.noted) if found.noted else None,
        "same_key": found.same_key,
        "another_file": found.another,
        "same_office": found.family,
        "officers": [*found.officers],
        "last": {"at": last.at, "by": last.by, "command": last.command} if last else None,
    }


def _told(data: dict[str, Any]) -> Iterator[str]:
    """What was found, for an officer who has to judge it."""
    yield _("Officers: {names}").format(names=", ".join(data["officers"]))
    if data["last"]:
        yield _("Last recorded: {at}, {by}, {command}").format(**data["last"])
    if data["another_file"]:
        yield _("It is another file than the one that was here: a copy, or somebody made it.")
    if not data["same_office"]:
        yield _("It is no copy of the vault that was here: it is that of another office.")
    if not data["same_key"]:
        yield _("Its key is another one than was known here.")


def _ask(data: dict[str, Any], told: Iterable[str], question: str) -> None:
    """Say what was found, and ask; raises Refused where nobody is there, or Abort."""
    from attache.cli.asking import confirmed

    for text in told:  # a script shows it too: somebody has to judge it before --yes
        typer.echo(line(text), err=True)
    if not (session().yes or session().interactive):
        raise Refused(problem("VLT059"), data=data)
    if not confirmed(question):
        raise typer.Abort
