"""Nothing that an officer reads is called by a name of the program."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import attache
from attache import records
from attache.cli.titles import BESIDE, CHECKS
from attache.desk.upkeep import examine
from tests.desk.offices import office_at

FIELDS = {name for kind in records.RECORD_TYPES for name in kind.fields}


def told_fields():
    """The names by which `problem("…", "name")` tells where something is wrong."""
    for path in sorted(Path(attache.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "problem":
                name = node.args[1] if len(node.args) > 1 else None
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    yield name.value


@pytest.mark.parametrize("name", sorted({*told_fields()}))
def test_each_place_of_a_problem_has_a_title(name):
    assert name in FIELDS | BESIDE.keys()


def test_each_check_has_a_title(cli):
    names = [check.name for check in examine(office_at(cli.vault), read_data=True)]
    assert {*names} == CHECKS.keys()


@pytest.mark.parametrize(("language", "told"), [("en", "numbering"), ("id", "penomoran")])
def test_checks_are_told_in_words_and_keep_their_names_in_json(cli, language, told):
    assert f"✓ {told}" in cli("--lang", language, "vault", "check", "--read-data").out
    checks = cli.json("--lang", language, "vault", "check", "--read-data").data["checks"]
    assert "counters" in [check["name"] for check in checks]


WAIT = {"en": "Working out the keys", "id": "Kunci sedang dihitung"}


@pytest.mark.parametrize("language", WAIT)
def test_who_waits_for_keys_is_told_why(cli, language):
    ran = cli("--lang", language, "vault", "officers", "add", "Budi Misal")
    assert WAIT[language] in ran.err


def test_nothing_of_it_goes_into_a_pipe(piped):
    assert WAIT["en"] not in piped("vault", "officers", "add", "Budi Misal").err
    assert WAIT["en"] not in piped.json("vault", "officers", "add", "Wati Umpama").err
