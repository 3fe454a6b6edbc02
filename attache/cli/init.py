"""`attache init`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from functools import partial
from typing import Annotated, Any

import typer

from attache import records
from attache.cli import options, prompts
from attache.cli.app import alone
from attache.cli.once import CODE, PASSPHRASE, show_once
from attache.cli.progress import announce_keys
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.secrets import chosen
from attache.cli.session import session
from attache.desk.setup import init
from attache.language import _
from attache.vault import Birth, Secrets, recovery_code


def app(_noun: str) -> typer.Typer:
    """The one command of this noun."""
    kind = records.named("post")
    return alone(
        options.with_options(_run, map(options.field_option, kind.fields.values())),
        _("Make the vault of this office"),
        'init --post PNH --country KHM --seat A --officer "Officer One"',
    )


def _run(
    *,
    shared_folder: Annotated[
        bool, typer.Option("--shared-folder", help=_("Allow a network or synchronised folder"))
    ] = False,
    another_vault: Annotated[
        bool,
        typer.Option("--another-vault", help=_("Make it although there was another one here")),
    ] = False,
    **values: Any,
) -> Result:
    here = session()
    kind = records.named("post")
    raw = options.given(values, kind)
    if here.interactive:
        raw = prompts.ask(kind, raw, {}, skip=("time_zone",))
    passphrase, generated = chosen()
    at = here.now.astimezone(UTC).isoformat(timespec="seconds")
    code = recovery_code()
    told = {CODE: code} | ({PASSPHRASE: passphrase} if generated else {})
    advice = _("Write both down and keep them apart from this machine; they are shown only now.")
    # Who has chosen a passphrase can make another code: scripts send this one to /dev/null.
    show = partial(show_once, told, advice, may_be_lost=not generated)
    birth = Birth(here.command, at, shared_folder, show, another_vault)
    announce_keys()
    made = init(here.path, raw, birth, Secrets(passphrase, code), here.access)
    data = {
        "ref": made.profile.ref,
        "id": made.profile.id,
        "vault": str(here.path),
        CODE: code,
        PASSPHRASE: passphrase if generated else None,
        "open": bool(made.open_in),
    }
    return Result(data, lambda: _print(data), made.problems)


def _print(data: Mapping[str, Any]) -> None:
    typer.echo(line(_("The vault is ready: {path}").format(path=data["vault"])))
    if data["open"]:
        typer.echo(_("The vault stays open for 15 minutes."))
