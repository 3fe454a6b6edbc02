"""`attache exchange`."""

from __future__ import annotations

from attache.cli.app import Commands, add_verb
from attache.language import _


def app(_noun: str) -> Commands:
    """Workbooks out and in, what is remembered of both, and what they leave to be decided."""
    commands = Commands()
    for name, run, help_, example in (
        ("template", "outgoing:template", _("An empty workbook to fill in"), "handoff out.xlsx"),
        (
            "export",
            "outgoing:export",
            _("A workbook with records"),
            "handoff out.xlsx --purpose headquarters-report",
        ),
        ("check", "incoming:check", _("Check a workbook; nothing is stored"), "in.xlsx"),
        ("import", "incoming:import_", _("Take in a workbook: all of it, or nothing"), "in.xlsx"),
        (
            "map",
            "mapping:map_",
            _("Say once what a sender's columns hold"),
            'in.xlsx --set "Nama=name"',
        ),
        ("mappings", "mapping:mappings", _("What senders' columns hold, as it was said"), "H1"),
        ("forget", "mapping:forget", _("Take back what was said of a sender's columns"), "H1"),
        ("undo", "taken_back:undo", _("Take back an import, as far as it goes"), "X3 --dry-run"),
        ("list", "ledger:list_", _("What was exported and imported"), "--limit 20"),
        ("conflicts", "conflicts:conflicts", _("What two sides say differently"), "--all"),
        ("resolve", "conflicts:resolve", _("Decide what two sides say differently"), "Q1 --take B"),
    ):
        add_verb(commands, name, run, help_, f"exchange {name} {example}")
    return commands
