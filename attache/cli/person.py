"""`attache person`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from attache import records
from attache.cli import generic, options, show
from attache.cli.app import add_verb, group
from attache.cli.result import Result
from attache.cli.session import session
from attache.cli.source import read_one
from attache.desk import people
from attache.desk.looking import Filters, Listing
from attache.language import _
from attache.problems import NoSuchRecord, problem


def app(_noun: str) -> typer.Typer:
    """The uniform verbs, `add` with its decisions, and `find`."""
    commands = group()
    kind = records.named("person")
    add_verb(
        commands,
        "find",
        find,
        _("Find people by ref, part of a name, NIK, passport, SPLP or phone"),
        "person find contoh",
    )
    generic.add_record(commands, kind, add)
    generic.add_list(commands, kind)
    generic.add_show(commands, kind)
    generic.add_edit(commands, kind)
    generic.add_withdraw(commands, kind)
    return commands


def find(
    query: Annotated[str, typer.Argument(help=_("Ref, part of a name, or number"))],
) -> Result:
    """The people whom a query names; raises NoSuchRecord where it names nobody."""
    found = tuple(people.find(session().office, query))
    if not found:
        raise NoSuchRecord(problem("REF006", "query"), data={"items": [], "total": 0})
    return show.listed(records.named("person"), Listing(found, len(found)), Filters())


def add(
    from_: str,
    new: Annotated[bool, typer.Option("--new", help=_("It is somebody new"))] = False,
    same_as: Annotated[
        str, typer.Option("--same-as", metavar="REF", help=_("It is this known person"))
    ] = "",
    **values: Any,
) -> Result:
    """Record somebody; a likely match needs a decision."""
    kind = records.named("person")
    if same_as:
        raw = {**(read_one(from_) if from_ else {}), **options.given(values, kind)}
        return show.recorded(people.same_as(session().office, same_as, raw), kind)
    return generic.record_now(kind, {**values, "new": new}, from_)
