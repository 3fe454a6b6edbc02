"""`attache victim`."""

from __future__ import annotations

from typing import Any

from attache import records
from attache.cli import generic, options
from attache.cli.app import Commands, add_verb
from attache.cli.result import Result
from attache.cli.session import session
from attache.desk import recording
from attache.desk.common import Common
from attache.language import _
from attache.problems import Word


def app(noun: str) -> Commands:
    """The uniform verbs, and `note`."""
    commands = generic.app(noun)
    note = records.named("note")
    taken = [options.ref_argument(("victim-case",)), *generic.recording_options(note, "about")]
    add_verb(
        commands,
        "note",
        options.with_options(add_note, taken),
        _("Add a note to a case"),
        "victim note V12",
    )
    return commands


def add_note(
    ref: str,
    from_: str,
    **values: Any,
) -> Result:
    """Record a note on a victim case; raises NoSuchRecord for another ref."""
    case = recording.of_kind(session().office.view, records.named("victim-case"), ref)
    preset = {"about": Common(case.ref, Word("REF"))}
    return generic.record_now(records.named("note"), values, from_, preset)
