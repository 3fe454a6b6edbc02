"""`attache vault`: opening and closing the data file, its officers, copies and care."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from attache.cli import confirming, copies, erasing, upkeep
from attache.cli.app import Commands, add_verb
from attache.cli.once import CODE, PASSPHRASE, show_once
from attache.cli.progress import announce_keys
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.secrets import chosen
from attache.cli.session import session
from attache.desk import care
from attache.language import _
from attache.problems import problem
from attache.vault import Vault, open_vault
from attache.vault.care import officers


def app(_noun: str) -> Commands:
    """The verbs of this noun."""
    commands = Commands()
    for name, run, help_, example in (
        ("unlock", unlock, _("Leave the vault open for a while"), "--for 2h"),
        ("lock", lock, _("Close the vault now"), ""),
        ("status", status, _("Whether the vault is open, and by whom"), ""),
        ("passphrase", passphrase, _("Change a passphrase, or the recovery code"), ""),
        ("check", upkeep.check, _("Look whether all is well with it"), "--read-data"),
        ("backup", upkeep.backup, _("Copy it, encrypted, and read the copy back"), "/media/usb"),
        ("restore", upkeep.restore, _("Take a backup for the vault"), "/media/usb/post.vault"),
        ("salvage", upkeep.salvage, _("Save what is left of a damaged one"), "saved.vault"),
        ("copy", copies.copy, _("Write a copy for another laptop"), "/media/usb/b.vault --seat B"),
        ("merge", copies.merge, _("Take over what another copy has"), "/media/usb/b.vault"),
        ("erase", erasing.erase, _("Take a person out for good"), 'P12 --reason "…"'),
        (
            "retention",
            erasing.retention,
            _("Take out whose time is over"),
            "--years 5 --dry-run",
        ),
        ("rekey", rekey, _("Give it another key: a laptop or a backup is lost"), ""),
        (
            "confirm",
            confirming.confirm,
            _("Take it on although it was changed or put here elsewhere"),
            "",
        ),
        ("compact", compact, _("Write the file anew, without what was deleted"), ""),
    ):
        add_verb(commands, name, run, help_, f"vault {name} {example}".strip())
    commands.add_typer(_officers(), name="officers", help=_("Who may open the vault"))
    return commands


def _officers() -> Commands:
    below = Commands(_("Who may open the vault"))
    add_verb(below, "list", list_, _("Who has a passphrase"), "vault officers list")
    add_verb(
        below, "add", add, _("Give an officer a passphrase"), 'vault officers add "Officer Two"'
    )
    removing = _("Take an officer's passphrase away")
    add_verb(below, "remove", remove, removing, 'vault officers remove "Officer Two"')
    return below


Name = Annotated[str, typer.Argument(metavar="NAME", help=_("The officer's name"))]


def _vault() -> Vault:
    """The vault, also one that is locked."""
    here = session()
    return open_vault(here.path, here.access)


def unlock(
    for_: Annotated[
        str, typer.Option("--for", metavar="TIME", help=_("How long: 15m, 2h; at most 24 hours"))
    ] = "15m",
) -> Result:
    """Leave the vault open."""
    office = session().office
    officer = care.unlock(office.vault, for_)
    state = _state(office.vault, _("Open, {officer}").format(officer=officer))
    return state.warned(care.warnings(office))


def lock() -> Result:
    """Close the vault."""
    vault = _vault()
    was = care.lock(vault)
    return _state(vault, _("Locked.") if was else _("It was locked already."))


def status() -> Result:
    """How things stand."""
    vault = _vault()
    now = care.status(vault)
    said = _("Open, {officer}").format(officer=now.officer) if now.open else _("Locked.")
    grown = (problem("VLT063", transactions=now.grown),) if now.grown else ()
    return _state(vault, said, now.anchor or "").warned(grown)


def _state(vault: Vault, said: str, anchor: str = "") -> Result:
    now = care.status(vault)
    until = datetime.fromtimestamp(now.until, session().now.tzinfo) if now.until else None
    data = {
        "vault": now.path,
        "open": now.open,
        "officer": now.officer,
        "until": until.isoformat(timespec="seconds") if until else None,
        "size": now.size,
        "generation": now.generation,
        "anchor": now.anchor,
    }

    def show() -> None:
        typer.echo(line(said))
        typer.echo(line(now.path))
        if until:
            here = until.astimezone(ZoneInfo(vault.view().post.time_zone))
            typer.echo(_("Until {time}").format(time=f"{here:%H:%M}"))
        if anchor:
            typer.echo(anchor)

    return Result(data, show)


def passphrase(
    officer: Annotated[
        str, typer.Option(metavar="NAME", help=_("Whose; your own without it"))
    ] = "",
    recovery_code: Annotated[
        bool, typer.Option("--recovery-code", help=_("Make a new recovery code instead"))
    ] = False,
) -> Result:
    """Change a passphrase."""
    office = session().office
    if recovery_code:
        code = care.new_recovery_code(office, lambda code: show_once({CODE: code}))
        said = _("The recovery code is set; the old one opens nothing any more.")
        return Result({CODE: code}, lambda: typer.echo(said), (problem("VLT029"),))
    whose = care.whose_passphrase(office, officer or None)  # what is refused, before they choose
    words, generated = chosen(new=True)
    announce_keys()
    care.change_passphrase(office, words, whose, _shown(words, generated))
    return _given(whose, words, generated).warned((problem("VLT029"),))


def rekey() -> Result:
    """Give the vault another key."""
    care.renew_key(session().office)
    said = _("The vault has another key; passphrases and the recovery code are as before.")
    return Result({}, lambda: typer.echo(said), (problem("VLT062"),))


def compact() -> Result:
    """Write the file anew."""
    vault = _vault()
    before = care.status(vault).size
    vault.renew()
    after = care.status(vault).size
    said = _("{before:,} bytes before, {after:,} bytes now").format(before=before, after=after)
    return Result({"before": before, "after": after}, lambda: typer.echo(said))


def list_() -> Result:
    """The officers."""
    found = officers(_vault())
    items = [{"name": o.name, "own": o.own} for o in found]

    def show() -> None:
        for officer in found:
            typer.echo(line(f"{'*' if officer.own else ' '} {officer.name}"))

    return Result({"items": items, "total": len(items)}, show)


def add(name: Name) -> Result:
    """Give an officer a passphrase."""
    office = session().office
    office.vault.opened()
    words, generated = chosen(new=True)
    announce_keys()
    care.add_officer(office, name, words, _shown(words, generated))
    return _given(name, words, generated)


def remove(name: Name) -> Result:
    """Take a passphrase away."""
    code = care.remove_officer(session().office, name, lambda code: show_once({CODE: code}))
    said = _("{name} can open the vault no more; its key and the recovery code were changed.")
    data = {"name": name, CODE: code}
    return Result(data, lambda: typer.echo(line(said.format(name=name))), (problem("VLT029"),))


def _shown(words: str, generated: bool) -> care.Show:
    """How a passphrase is shown before it is stored: one that was chosen is known already."""
    return (lambda: show_once({PASSPHRASE: words})) if generated else care.nothing_to_show


def _given(name: str, words: str, generated: bool) -> Result:
    """A passphrase that was set; one that attache made was shown, and never is again."""
    data = {"officer": name, PASSPHRASE: words if generated else None}
    said = _("The passphrase of {officer} is set.").format(officer=name)
    return Result(data, lambda: typer.echo(line(said)))
