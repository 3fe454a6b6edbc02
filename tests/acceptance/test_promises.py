"""docs/security.md: what holds a promise is there, and no attack is missing from the page."""

from __future__ import annotations

import ast
import pkgutil
import re
from functools import cache
from pathlib import Path

import pytest

from tests.faults import attacks
from tests.faults.__main__ import SCENARIOS

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!promise|-)(.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
HOLDS = re.compile(r"`[a-z_/0-9]+\.py(?:::[a-z_0-9]+)?`|[RH]\d+")
NAMED = sorted(set(re.findall(r"`([a-z_/0-9]+\.py)(?:::([a-z_0-9]+))?`", PAGE)))
MODULES = sorted(module.name for module in pkgutil.iter_modules(attacks.__path__))


@cache
def tried(path: Path) -> frozenset[str]:
    """The functions of a module that pytest runs, or that are an attack."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and (
            node.name.startswith("test_")
            or any("attack" in ast.dump(d) for d in node.decorator_list)
        )
    )


@pytest.mark.parametrize(("file", "function"), NAMED)
def test_what_is_named_is_there_and_is_run(file, function):
    path = TESTS / file
    assert path.is_file()
    assert not function or function in tried(path)


@pytest.mark.parametrize(("promise", "held"), ROWS)
def test_each_promise_is_held_by_something(promise, held):
    assert HOLDS.findall(held), promise
    assert not re.sub(r"[, ]", "", HOLDS.sub("", held)), held


def test_there_are_promises_against_each():
    assert len(ROWS) > 40
    assert all("|" not in promise for promise, _held in ROWS)


def test_every_scenario_that_is_named_is_run():
    named = set(re.findall(r"\b[RH]\d+\b", PAGE))
    assert named <= set(SCENARIOS)
    assert {"R1", "R2", "R3", "R4", "R5", "R6", "R9", "R14", "R15", "R16"} <= named


@pytest.mark.parametrize("module", MODULES)
def test_every_kind_of_attack_is_on_the_page(module):
    assert f"faults/attacks/{module}.py" in PAGE
