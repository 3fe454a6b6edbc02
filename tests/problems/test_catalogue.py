"""The catalogue of problems and the code that raises them agree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import attache
from attache.problems.catalogue import CATALOGUE

SOURCES = sorted(
    path
    for path in Path(attache.__file__).parent.rglob("*.py")
    if path.name != "catalogue.py" or path.parent.name != "problems"
)
QUOTED = re.compile(r"""["']([A-Z]{3}\d{3})["']""")
RAISED = {code for path in SOURCES for code in QUOTED.findall(path.read_text(encoding="utf-8"))}


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in Formatter().parse(text) if name}


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Each place that makes a problem: where, its code, and the arguments it gives."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if isinstance(node.func, ast.Name) and node.func.id == "Conflict":
                continue  # what stands in the way of an undo: desk/undoing.py makes problems of it
            first = node.args[0]
            if not isinstance(first, ast.Constant) or first.value not in CATALOGUE:
                continue
            given = {keyword.arg for keyword in node.keywords}
            if None not in given:  # with ** the names are known only when it runs
                names = {name for name in given if name}
                yield f"{path.parent.name}/{path.name}:{node.lineno}", str(first.value), names


def test_every_code_that_is_raised_has_its_wording():
    assert RAISED - CATALOGUE.keys() == set()


def test_every_wording_belongs_to_a_code_that_is_raised():
    assert CATALOGUE.keys() - RAISED == set()


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_code_says_what_is_wrong_and_what_to_do(code):
    """Three letters and three digits; whole sentences, on one line each."""
    wording = CATALOGUE[code]
    assert re.fullmatch(r"[A-Z]{3}\d{3}", code)
    assert wording.level in ("error", "warning")
    for text in wording.texts:
        assert text.strip() == text
        assert text
        assert "\n" not in text


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_wording_can_be_filled_in(code):
    """Its braces are balanced, and its placeholders have names."""
    wording = CATALOGUE[code]
    for text in wording.texts:
        names = placeholders(text)
        assert all(name.isidentifier() for name in names)
        assert text.format(**dict.fromkeys(names, "x"))


@pytest.mark.parametrize(("where", "code", "given"), [pytest.param(*c, id=c[0]) for c in calls()])
def test_whoever_raises_a_code_gives_what_its_wording_needs(where, code, given):
    """Otherwise the problem could not be shown at all."""
    wording = CATALOGUE[code]
    assert placeholders("".join(wording.texts)) <= given
    assert not wording.one or "count" in given
