"""`attache vault check`, `backup` and `restore`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.titles import CHECKS
from attache.desk import copies, upkeep
from attache.language import _
from attache.problems import problem
from attache.vault import Vault, open_vault
from attache.vault.examine import Check

if TYPE_CHECKING:
    from attache.vault.provable import Left
    from attache.vault.restoring import Restored

SHOWN = 8
"""Refs named beside a check on a terminal; JSON has them all."""


def check(
    read_data: Annotated[
        bool, typer.Option("--read-data", help=_("Read every transaction and every record too"))
    ] = False,
    mend: Annotated[
        bool, typer.Option("--mend", help=_("Settle what earlier merges of copies have left"))
    ] = False,
) -> Result:
    """Check the file."""
    office = session().office
    told = copies.settle_again(office).problems if mend else ()
    office = replace(office) if mend else office  # what was mended is looked at anew
    found = upkeep.examine(office, read_data=read_data)
    failed = any(c.serious and not c.ok for c in found)
    problems = [
        problem("VLT035" if c.serious else "VLT034", name=CHECKS[c.name], hint=c.hint)
        for c in found
        if not c.ok
    ]
    problems += told
    data = {"checks": [_json(c) for c in found], "failed": failed}
    status = "error" if failed else "ok"
    return Result(data, lambda: _print(found), problems, status, 13 if failed else 0)  # type: ignore[arg-type]


def _json(check: Check) -> dict[str, object]:
    return {"name": check.name, "ok": check.ok, "serious": check.serious, "about": [*check.about]}


def _print(found: list[Check]) -> None:
    width = max(len(_(CHECKS[check.name])) for check in found)
    for check in found:
        mark = "✓" if check.ok else "✗" if check.serious else "!"
        about = ", ".join(check.about[:SHOWN]) + (" …" if len(check.about) > SHOWN else "")
        title = _(CHECKS[check.name])
        typer.echo(line(f"  {mark} {title:<{width}} {'' if check.ok else about}".rstrip()))


def backup(
    dest: Annotated[Path, typer.Argument(metavar="DEST", help=_("A file, or a folder"))],
) -> Result:
    """Copy the vault, encrypted."""
    made = upkeep.backup(session().office, dest, replace=session().yes)
    data = {
        "file": str(made.path),
        "size": made.size,
        "sha256": made.sha256,
        "anchor": str(made.anchor),
    }

    def show() -> None:
        typer.echo(line(_("Written and read back: {file}").format(file=made.path)))
        typer.echo(_("Note this line; it proves that a backup is not older than it should be:"))
        typer.echo(str(made.anchor))

    return Result(data, show)


def restore(
    src: Annotated[Path, typer.Argument(metavar="SRC", help=_("The backup"))],
    anchor: Annotated[
        str, typer.Option(metavar="LINE", help=_("The line that was noted with the backup"))
    ] = "",
    another_key: Annotated[
        bool, typer.Option("--another-key", help=_("Take it although its key is another one"))
    ] = False,
    another_file: Annotated[
        bool,
        typer.Option("--another-file", help=_("Take it where another vault was, which is gone")),
    ] = False,
) -> Result:
    """Take a backup for the vault."""
    here = session()
    at = here.now.astimezone(UTC).isoformat(timespec="seconds")
    agreed = (_agreed(here.path), another_key, another_file)
    asked = upkeep.Asked(src, here.command, at, anchor or None, *agreed)
    done = upkeep.take_back(Vault(here.path, here.access), asked)
    kept = str(done.kept) if done.kept else None
    data = {
        "vault": str(here.path),
        "anchor": str(done.anchor),
        "kept": kept,
        "aside": done.aside,
        "openers": [{"name": o.name, "since": o.since, "out": o.out} for o in done.openers],
    }

    def show() -> None:
        typer.echo(line(_("Restored: {path}").format(path=here.path)))
        if kept:
            typer.echo(line(_("What was there is kept: {path}").format(path=kept)))
            if told := _what_it_has(done):
                typer.echo(told)
        for opener in done.openers:
            opens = _("It opens to: {name}, since {day}")
            typer.echo(line(opens.format(name=_(opener.name), day=opener.since[:10])))

    return Result(data, show, done.problems)


def _what_it_has(done: Restored) -> str:
    """What a merge of the file that is kept brings back; empty where it brings nothing."""
    if done.locked:
        return _("It is under another key: attache vault merge takes it over with --another-key.")
    if done.aside:
        return _("Records of after the backup are in it; attache vault merge brings them back.")
    return ""


def salvage(
    out: Annotated[Path, typer.Argument(metavar="OUT", help=_("The file to write"))],
    backup: Annotated[
        str,
        typer.Option(
            metavar="FILE", help=_("A backup that has the header or the profile, if they are gone")
        ),
    ] = "",
) -> Result:
    """Write what can still be proved of a damaged vault into another file."""
    from attache.vault.salvaging import Wanted
    from attache.vault.salvaging import salvage as save_what_is_left

    here = session()
    at = here.now.astimezone(UTC).isoformat(timespec="seconds")
    wanted = Wanted(out, here.command, at, Path(backup) if backup else None)
    vault = open_vault(here.path, here.access)
    left, missing, last_refs, left_out = save_what_is_left(vault, wanted)
    refs = ", ".join(last_refs) or "–"
    told = [] if left.whole else [problem("VLT075"), problem("VLT087", refs=refs)]
    told += [problem("VLT089", where=", ".join(left_out[:SHOWN]))] if left_out else []
    data = {
        "file": str(out),
        "good": left.good,
        "behind": left.behind,
        "lost": [*left.lost],
        "behind_refs": [*left.refs_behind],
        "missing": [*missing],
        "last_refs": [*last_refs],
        "left_out": [*left_out],
    }
    return Result(data, lambda: _print_saved(out, left, missing), tuple(told))


def _print_saved(out: Path, left: Left, missing: tuple[str, ...]) -> None:
    typer.echo(line(_("Written: {file}").format(file=out)))
    told = _("Transactions: {good} before the damage, {behind} behind it, {lost} lost.")
    typer.echo(told.format(good=left.good, behind=left.behind, lost=len(left.lost)))
    for title, refs in (
        (_("Behind the damage: {refs}"), left.refs_behind),
        (_("Gone, as the log says: {refs}"), missing),
    ):
        if refs:
            more = " …" if len(refs) > SHOWN else ""
            typer.echo(line(title.format(refs=", ".join(refs[:SHOWN]) + more)))
    then = _("attache vault restore takes it for the vault; what is there stays beside it.")
    typer.echo(then)


def _agreed(path: Path) -> bool:
    from attache.cli.asking import confirmed

    if session().yes or not path.exists() or not session().interactive:
        return session().yes
    return confirmed(_("There is a vault already. Take the backup in its place?"))
