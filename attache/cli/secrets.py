"""Asking for passphrases. What is typed is not shown and never stands in argv."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import typer

from attache.cli.safe import line
from attache.cli.session import session
from attache.language import _
from attache.problems import Refused, VaultLocked, problem
from attache.vault import generated
from attache.vault.passphrases import from_file


def ask(question: str = "") -> str:
    """A passphrase from the terminal."""
    session().asked = True
    asked = question or _("Passphrase")
    return getpass.getpass(f"{asked}: ", stream=sys.stderr)


def ask_for(file: str) -> str:
    """The passphrase of the vault, or that of a copy or a backup by its name."""
    return ask(_("Passphrase of {file}").format(file=line(file)) if file else "")


def of_workbook(path: Path) -> str:
    """The password of a workbook, out of a file; raises Refused."""
    try:
        return from_file(path)
    except VaultLocked as error:
        raise Refused(problem("XLS070", "password_file")) from error


def for_workbook(path: Path) -> tuple[str, bool]:
    """The password to lock a workbook with, and whether it was made now.

    Where the file is not there yet, six words are put into it, for its owner only. Raises Refused
    or NotWritten.
    """
    if path.exists():
        return of_workbook(path), False
    from attache.files import save

    made = generated()
    save(path, f"{made}\n".encode(), replace=False)
    return made, True


def chosen(*, new: bool = False) -> tuple[str, bool]:
    """A new passphrase, and whether attache made it: then it has to be shown.

    A script has it where it has the passphrase of a vault; where there is a vault already (`new`),
    in the file that ATTACHE_NEW_PASSPHRASE_FILE names. An officer is offered six words first.
    """
    file = session().environ.get("ATTACHE_NEW_PASSPHRASE_FILE")
    given = from_file(Path(file)) if file else None if new else session().access.given()
    if given is not None:
        return given, False
    offered = generated()
    if not session().interactive:
        return offered, True
    typer.echo(_("A passphrase made for you:"), err=True)
    typer.echo(f"\n    {offered}\n", err=True)
    typed = ask(_("Press Enter to take it, or type your own"))
    if not typed:
        return offered, True
    if ask(_("The same once more")) != typed:
        raise Refused(problem("VLT024", "passphrase"))
    return typed, False
