"""`attache status`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from attache import codes, records
from attache.cli import changes, generic, options, show
from attache.cli.app import Commands, add_verb
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import label
from attache.desk import looking, recording
from attache.desk.common import Common
from attache.desk.history import Told, changes_of, look
from attache.language import _
from attache.problems import Word
from attache.records.kept import Kept


def app(_noun: str) -> Commands:
    """The uniform verbs, `set` for a person, and a `show` that takes a person too."""
    commands = Commands()
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
    shown = options.ref_argument(("person", "status-fact"))
    add_verb(
        commands,
        "show",
        options.with_options(show_status, [shown, options.history_option()]),
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
    preset = {"person": Common(person.ref, Word("REF"))}
    return generic.record_now(records.named("status-fact"), values, from_, preset)


def show_status(ref: str, history: bool) -> Result:
    """The latest fact on each axis of a person, or one fact by its own ref."""
    office = session().office
    found = office.view.get(ref)
    if found.kind != "person":
        return generic.show_one(records.named("status-fact"), found.ref, history)
    facts = looking.current_facts(office, found.ref)
    data: dict[str, Any] = {"ref": found.ref}
    data["axes"] = {axis: fact.document() for axis, fact in facts.items()}
    mine = [k for k in office.view.every("status-fact") if k.content.person == found.ref]
    told = changes_of(office.view, mine) if history else None
    if told is not None:
        data["history"] = changes.history_json(told)
    looked = look(office, mine if history else facts.values())
    return Result(data, lambda: _print_axes(found, facts, told), looked)


def _print_axes(
    person: Kept[Any], facts: dict[str, Kept[Any]], told: Sequence[Told] | None
) -> None:
    from attache.cli.tables import console, print_pairs

    rows = [
        (
            label("status-axis", axis.value),
            show.gist(facts[axis.value]) if axis.value in facts else "–",
        )
        for axis in codes.load("status-axis")
    ]
    console().print(line(f"{person.ref} {person.content.name}"), style="bold")
    print_pairs(rows)
    if not facts:
        typer.echo(_("No status fact is recorded yet."))
    if told is not None:
        console().print()
        changes.print_history(told)
