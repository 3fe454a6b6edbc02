"""`attache status`."""

from __future__ import annotations

from typing import Any

import typer

from attache import codes, records
from attache.cli import generic, options, show
from attache.cli.app import add_verb, group
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import label
from attache.desk import looking, recording
from attache.language import _
from attache.records.kept import Kept


def app(_noun: str) -> typer.Typer:
    """The uniform verbs, `set` for a person, and a `show` that takes a person too."""
    commands = group()
    kind = records.named("status-fact")
    taken = [options.ref_argument(("person",)), *generic.recording_options(kind, "person")]
    add_verb(
        commands,
        "set",
        options.with_options(set_fact, taken),
        _("Record a status fact of a person"),
        "status set P12 --fact stay-overstay --source person-stated",
    )
    generic.add_record(commands, kind)
    generic.add_list(commands, kind)
    add_verb(
        commands,
        "show",
        options.with_options(show_status, [options.ref_argument(("person", "status-fact"))]),
        _("Show where a person stands on each axis, or one fact"),
        "status show P12",
    )
    generic.add_edit(commands, kind)
    generic.add_withdraw(commands, kind)
    return commands


def set_fact(
    ref: str,
    from_: str,
    **values: Any,
) -> Result:
    """Record a fact of a person; raises NoSuchRecord for another ref."""
    person = recording.of_kind(session().office.view, records.named("person"), ref)
    return generic.record_now(records.named("status-fact"), values, from_, person=person.ref)


def show_status(ref: str) -> Result:
    """The latest fact on each axis of a person, or one fact by its own ref."""
    found = session().office.view.get(ref)
    if found.kind != "person":
        return generic.show_one(records.named("status-fact"), found.ref)
    facts = looking.current_facts(session().office, found.ref)
    data = {"ref": found.ref, "axes": {axis: fact.document() for axis, fact in facts.items()}}
    return Result(data, lambda: _print_axes(found, facts))


def _print_axes(person: Kept[Any], facts: dict[str, Kept[Any]]) -> None:
    from attache.cli.tables import console, pairs

    rows = [
        (
            label("status-axis", axis.value),
            show.gist(facts[axis.value]) if axis.value in facts else "–",
        )
        for axis in codes.load("status-axis")
    ]
    console().print(line(f"{person.ref} {person.content.name}"), style="bold")
    console().print(pairs(rows))
    if not facts:
        typer.echo(_("No status fact is recorded yet."))
