"""No example shows an officer how to put what names somebody into argv.

There it is read by every process of the machine, and stays in the history of the shell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from attache import records
from attache.cli.demo import AFTER, BEFORE
from attache.cli.options import names_of

ROOT = Path(__file__).parents[2]
SHOWN = re.compile(r"(?:^ +\$ |Example: |`|^ {4})(attache [a-z][^`\n]*)", re.MULTILINE)


def naming() -> set[str]:
    """The options that take what names, describes or is said of a person."""
    fields = [
        field
        for kind in records.every()
        for field in kind.fields.values()
        if field.column.sensitivity in ("personal", "protected") and not field.code_list
    ]
    return {option for field in fields for option in names_of(field)}


def shown() -> Iterator[tuple[str, str]]:
    """Each command that README, a page of docs or the demo shows, and where."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for command in SHOWN.findall(page.read_text(encoding="utf-8")):
            yield page.name, command
    for step in (*BEFORE, *AFTER):
        for command in step.commands:
            yield "demo", command.partition("\n")[0]


def test_there_is_something_to_look_at():
    assert {"--name", "--phone", "--nik", "--passport", "--text", "--summary"} <= naming()
    places = [place for place, _command in shown()]
    assert {"README.md", "commands.md", "demo"} <= set(places)
    assert len(places) > len(records.every()) * 5


@pytest.mark.parametrize(("place", "command"), sorted(set(shown())))
def test_a_command_that_is_shown_names_nobody(place, command):
    assert not naming() & set(command.split()), place
    assert not re.search(r"person find (?!-$|[A-Z]\d)", command), place
