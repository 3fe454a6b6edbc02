"""What a command loads: help is light, and a logged consultation meets no spreadsheet library."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

SHEETS = {"openpyxl", "xlsxwriter", "python_calamine", "msoffcrypto"}
HEAVY = SHEETS | {"pydantic", "tinydb", "babel", "phonenumbers"}
RUN = """
import io, json, sys
from attache.cli.main import run
out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO())
code = run(sys.argv[1:])
out.write(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


@pytest.fixture
def loaded(cli):
    """The top-level modules after a command, in a process of its own."""

    def run(*words):
        ran = subprocess.run(
            [sys.executable, "-c", RUN, *words],
            capture_output=True,
            check=True,
            timeout=60,
            env={**os.environ, **cli.environ, "LANG": "C.UTF-8"},
        )
        code, modules = json.loads(ran.stdout)
        assert code == 0, ran.stderr
        return set(modules)

    return run


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["--help"], HEAVY),
        (["--lang", "id", "--help"], HEAVY),
        (["--version"], HEAVY - {"pydantic"}),  # Typer looks for it
        (["consult", "log", "--topic", "stay", "--channel", "email", "--summary", "x"],
         SHEETS | {"pydantic", "babel", "rich", "phonenumbers"}),
        (["--json", "consult", "list"], SHEETS | {"pydantic", "babel", "rich", "phonenumbers"}),
        (["person", "add", "--name", "Agus Baru"], SHEETS | {"pydantic", "rich"}),
        (["stats", "show"], SHEETS | {"pydantic"}),
        (["exchange", "--help"], SHEETS),
    ],
    ids=lambda value: " ".join(value)[:24] if isinstance(value, list) else "",
)  # fmt: skip
def test_what_is_not_loaded(loaded, words, unwanted):
    assert loaded(*words) & unwanted == set()


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes the streams")
@pytest.mark.parametrize(
    ("closed", "code"), [("2>&-", 0), (">&-", 0), (">&- 2>&-", 0), (">/dev/full", 1)]
)
@pytest.mark.parametrize("words", ["person add --name Agus", "--json person add --name Agus"])
def test_a_closed_or_full_output_is_no_fault_of_what_was_done(cli, words, closed, code):
    """What was recorded stays recorded, and nothing is written into a file by mistake."""
    program = f"{sys.executable} -m attache --no-input {words} {closed}"
    ran = subprocess.run(
        ["sh", "-c", program],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **cli.environ, "LANG": "C.UTF-8"},
    )
    assert ran.returncode == code
    assert b"Traceback" not in ran.stderr
    assert cli.json("person", "show", "P4").data["name"] == "Agus"
    assert cli.json("vault", "check").code == 0


def test_typer_still_lets_texts_through_as_they_are():
    """What spares an adapter a parameter hangs on two names inside Typer (cli/as_typed.py)."""
    import typer

    from attache.cli.app import command
    from attache.cli.as_typed import AsTyped

    with typer._click.Context(command()) as context:
        _name, group, rest = command().resolve_command(context, ["consult", "log"])
        _name, logged, _rest = group.resolve_command(context, rest)
    texts = [p for p in logged.params if p.name == "summary"]
    assert [type(p.get_runtime_param) for p in texts] == [AsTyped]
    assert all(hasattr(p, "type_descriptor") for p in logged.params)


@pytest.mark.parametrize(
    "words",
    [
        ("person", "find", "wati"),
        ("consult", "list", "--person", "P1", "--since", "2026-01-01"),
        ("exchange", "check", "none.xlsx", "--csv"),
    ],
)
def test_words_flags_and_file_names_need_no_adapter(cli, monkeypatch, words):
    def refuse(descriptor):
        raise AssertionError(descriptor)

    monkeypatch.setattr("typer.core.build_runtime_param", refuse)
    assert "SYS" not in cli(*words).err
