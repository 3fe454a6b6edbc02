"""`attache consult`."""

from __future__ import annotations

from typing import Annotated

import typer

from attache import records
from attache.cli import generic, show
from attache.cli.app import Commands, add_verb
from attache.cli.result import Result
from attache.cli.session import session
from attache.desk import looking
from attache.desk.filters import Filters
from attache.language import _


def app(noun: str) -> Commands:
    """The uniform verbs, and `due`."""
    commands = generic.app(noun)
    add_verb(commands, "due", due, _("Consultations to come back to"), "consult due")
    return commands


def due(
    by: Annotated[str, typer.Option(metavar="DATE", help=_("Up to this day"))] = "today",
) -> Result:
    """What is due up to a day."""
    found = tuple(looking.due(session().office, by))
    listing = looking.Listing(found, len(found))
    return show.listed(records.named("consultation"), listing, Filters(), about=("follow_up",))
