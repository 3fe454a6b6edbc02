"""`attache vault copy` and `merge`: two laptops with the same records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from attache.cli.agreeing import agree, lines, lines_of_missing, options
from attache.cli.asking import agrees
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.desk import copies
from attache.desk.brought import Agreed
from attache.desk.copies import Outcome
from attache.language import _
from attache.problems import DecisionNeeded


def copy(
    dest: Annotated[Path, typer.Argument(metavar="DEST", help=_("The file to write"))],
    seat: Annotated[
        str,
        typer.Option(
            metavar="LETTER", help=_("Seat letter of the other laptop"), show_default=False
        ),
    ],
    shared_folder: Annotated[
        bool, typer.Option("--shared-folder", help=_("Allow a network or synchronised folder"))
    ] = False,
) -> Result:
    """Write a copy for another laptop."""
    letter = copies.make_copy(session().office, dest, seat, anywhere=shared_folder)
    said = _("Copy for seat {seat}: {file}").format(seat=letter, file=dest)
    return Result({"file": str(dest), "seat": letter}, lambda: typer.echo(line(said)))


def merge(
    other: Annotated[Path, typer.Argument(metavar="OTHER", help=_("The other copy"))],
    seat: Annotated[
        str,
        typer.Option(
            metavar="LETTER",
            help=_("A letter for what a file that was copied by hand has given out"),
        ),
    ] = "",
    erase: Annotated[
        list[str] | None,
        typer.Option(metavar="REF", help=_("Agree that this is erased here too; may be repeated")),
    ] = None,
    another_key: Annotated[
        bool, typer.Option("--another-key", help=_("Take it although its key is another one"))
    ] = False,
    clock_ahead: Annotated[
        bool,
        typer.Option("--clock-ahead", help=_("Take it although its clock stood ahead")),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be done"))
    ] = False,
) -> Result:
    """Take over what another copy has."""
    office = session().office
    take = partial(copies.merge, office, other, seat)
    agreed = Agreed.of(office.view, erase or (), others=session().yes, ahead=clock_ahead)
    if dry_run:
        return _told(take(agreed, rehearsal=True, another_key=another_key), stored=False)
    outcome = _merged(take, agreed, another_key=another_key)
    return _told(outcome, stored=outcome.stored)


def _merged(take: Callable[..., Outcome], agreed: Agreed, *, another_key: bool) -> Outcome:
    """What a merge brought that somebody at the terminal agreed to; raises DecisionNeeded."""
    try:
        return take(agreed, rehearsal=False, another_key=another_key)
    except DecisionNeeded as asked:
        if not session().interactive:
            raise
        if not copies.asks_for_the_key(asked):
            agreed = agree(take(rehearsal=True).brought, agreed, asked)
            return take(agreed, rehearsal=False, another_key=another_key)
        if not agrees(_("The copy is under another key. Do you know why, and take it over?")):
            raise
        return _merged(take, agreed, another_key=True)


def _told(outcome: Outcome, *, stored: bool) -> Result:
    merged = outcome.merged
    data = {
        "added": merged.added,
        "changed": merged.changed,
        "conflicts": [*outcome.conflicts],
        "renumbered": [one._asdict() for one in outcome.renumbered],
        "joined": [{"ref": goes, "into": stays} for stays, goes in outcome.settled.joined],
        **outcome.brought.data(),
        "to_be_agreed": [*options(outcome.missing)],
        "stored": stored,
    }

    def show() -> None:
        told = _("Added {added}, changed {changed}, conflicts {conflicts}.")
        counts = {"added": merged.added, "changed": merged.changed}
        typer.echo(told.format(**counts, conflicts=len(outcome.conflicts)))
        for text in lines(outcome.brought):
            typer.echo(line(text))
        for text in lines_of_missing(outcome.missing):
            typer.echo(line(text))
        if not stored:
            typer.echo(_("Nothing was stored."))

    return Result(data, show, outcome.problems)
