"""House rules in numbers (design/style.md): the tail is watched, exceptions have reasons."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import attache

HOUSE = Path(attache.__file__).parent
LINES, FUNCTION = 300, 40
LONG_MODULES = {
    "records/person.py": "one declaration, with the heads by which offices know each field",
    "records/victim_case.py": "one declaration: every question of a first interview",
    "records/cooperation.py": "four small record types of one noun",
    "problems/catalogue.py": "one table: the wording of every code",
}
LONG_FUNCTIONS = {
    "cli/generic.py:add_list": "most of it declares the options of every list",
}


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted(HOUSE.rglob("*.py")):
        yield path.relative_to(HOUSE).as_posix(), path.read_text(encoding="utf-8")


def test_a_long_module_has_a_reason():
    long = {name for name, text in modules() if text.count("\n") > LINES}
    assert long <= LONG_MODULES.keys()


def test_a_long_function_has_a_reason():
    long = {
        f"{name}:{node.name}"
        for name, text in modules()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION
    }
    assert long <= LONG_FUNCTIONS.keys()


def test_every_exception_is_still_there():
    """A reason for a module that is gone is none."""
    there = {name for name, _text in modules()}
    assert LONG_MODULES.keys() <= there
    assert {name.partition(":")[0] for name in LONG_FUNCTIONS} <= there
