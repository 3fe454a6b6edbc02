"""`attache return`: the uniform verbs, and one verb for each step of the way home."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attache import records
from attache.cli import generic, options
from attache.cli.app import Commands, add_verb
from attache.cli.result import Result
from attache.cli.session import session
from attache.cli.values import label
from attache.desk.common import Common
from attache.language import _
from attache.problems import Word

STEPS = {
    "splp": ("splp", "requested"),
    "fine": ("fine", "requested"),
    "permit": ("exit-permit", "requested"),
    "shelter": ("shelter", "held"),
    "ticket": ("ticket", "issued"),
    "depart": ("departure", "done"),
    "arrive": ("arrival", "done"),
}
"""Each verb with its step, and the state that it means where none is given."""


def app(noun: str) -> Commands:
    """The uniform verbs, and the steps."""
    commands = generic.app(noun)
    kind = records.named("return-step")
    subject = options.ref_argument(("person", "victim-case"))
    for verb, (step, state) in STEPS.items():
        taken = [subject, *generic.recording_options(kind, "subject", "step")]
        add_verb(
            commands,
            verb,
            options.with_options(_step(verb, step, state), taken),
            _("Record a step: {step}").format(step=label("return-step", step)),
            f"return {verb} P12",
        )
    return commands


def _step(verb: str, step: str, state: str) -> Callable[..., Result]:
    def run(
        ref: str,
        from_: str,
        **values: Any,
    ) -> Result:
        subject = session().office.view.get(ref).ref
        preset = {"subject": Common(subject, Word("REF")), "step": Common(step, Word(verb))}
        usual = {"status": state}
        return generic.record_now(records.named("return-step"), values, from_, preset, usual)

    return run
