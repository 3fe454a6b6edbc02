"""`attache` alone: a greeting, where the vault is, and the nouns."""

from __future__ import annotations

import typer

from attache import __version__
from attache.cli.app import nouns
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.language import _
from attache.problems import AttacheError


def greet() -> Result:
    """Say where things stand; no vault is no error here."""
    here = session()
    try:
        post = here.office.post
        state = _("Vault of {post}, seat {seat}: {path}").format(
            post=post.post, seat=post.seat, path=here.path
        )
        found = True
    except AttacheError as failure:
        state = f"{here.path}: {failure.problems[0].message(_)} {failure.problems[0].fix(_)}"
        found = False
    data = {
        "version": __version__,
        "vault": str(here.path),
        "open": found,
        "nouns": list(nouns()),
    }
    return Result(data, lambda: _print(state))


def _print(state: str) -> None:
    typer.echo(f"attache {__version__}")
    typer.echo(line(state))
    typer.echo()
    for name, noun in nouns().items():
        typer.echo(f"  {name:<12} {_(noun.help)}")
    typer.echo()
    typer.echo(_("attache NOUN --help says more; attache demo walks through the main job."))
