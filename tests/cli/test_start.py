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
         SHEETS | {"babel", "rich", "phonenumbers"}),
        (["--json", "consult", "list"], SHEETS | {"babel", "rich", "phonenumbers"}),
        (["person", "add", "--name", "Agus Baru"], SHEETS | {"rich"}),
        (["stats", "show"], SHEETS),
        (["exchange", "--help"], SHEETS),
    ],
    ids=lambda value: " ".join(value)[:24] if isinstance(value, list) else "",
)  # fmt: skip
def test_what_is_not_loaded(loaded, words, unwanted):
    assert loaded(*words) & unwanted == set()
