"""A new record type is one declaration and one registry line; everything else follows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import attache

HOUSE = Path(attache.__file__).parent
DECLARATION = '''
"""Toy: a thing that nobody wrote commands for."""

import datetime
from typing import Annotated

from attache.records.amounts import Amount
from attache.records.columns import Column
from attache.records.kinds import Day, OneOf, RecordRef, Text
from attache.records.record import Record


class Toy(Record):
    """One toy."""

    owner: Annotated[str, RecordRef(("person",)), Column(title="Toy owner", listed=True)]
    given_on: Annotated[datetime.date, Day(), Column(title="Given on", today=True, listed=True)]
    channel: Annotated[str, OneOf("channel"), Column(title="Toy channel", sticky=True)]
    price: Annotated[float | None, Amount(), Column(title="Toy price")] = None
    story: Annotated[str | None, Text(500, long=True), Column(title="Toy story")] = None
'''
LINE = '    RecordType("toy-box", "Z", "toy:Toy", "toy", "toys", ("toy",)),\n'
TESTS = (
    "tests/cli/test_every_record_type.py",
    "tests/desk/test_imports.py",
    "tests/desk/test_any_import.py",
    "tests/exchange/test_any_records.py",
    "tests/exchange/test_round_trip.py",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the house with one file and one line more."""
    root = tmp_path_factory.mktemp("house")
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(HOUSE, root / "attache", ignore=unwanted)
    for name in ("tests", "tools", "docs", "templates"):
        shutil.copytree(HOUSE.parent / name, root / name, ignore=unwanted)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(HOUSE.parent / name, root / name)
    (root / "attache/records/toy.py").write_text(DECLARATION.lstrip())
    registry = root / "attache/records/__init__.py"
    before = registry.read_text(encoding="utf-8")
    place = before.index('    RecordType("post"')
    registry.write_text(before[:place] + LINE + before[place:], encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def run(house):
    """`attache` of that house, in a process of its own."""
    environ = {
        **os.environ,
        "PYTHONPATH": str(house),
        "ATTACHE_VAULT": str(house / "post.vault"),
        "ATTACHE_STATE": str(house / "state"),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def attache_(*words, stdin=None):
        ran = subprocess.run(
            [sys.executable, "-m", "attache", "--json", *map(str, words)],
            input=json.dumps(stdin).encode(),
            capture_output=True,
            check=False,
            env=environ,
            cwd=house,
            timeout=60,
        )
        told = json.loads(ran.stdout)
        assert ran.returncode == 0, told
        return told["data"]

    attache_("init", "--post", "PNH", "--country", "KHM", "--officer", "Rina Contoh")
    attache_("person", "add", "--name", "Siti Contoh")
    return attache_


def test_a_toy_is_recorded_listed_shown_and_edited(run):
    made = run("toy", "record", "--owner", "P1", "--channel", "email", "--price", "12.50")
    assert made["ref"] == "PNH-A-Z1"
    assert run("toy", "list", "--owner", "P1")["total"] == 1
    run("toy", "edit", "Z1", "--story", "Ceritanya")
    shown = run("toy", "show", "Z1")
    assert (shown["owner"], shown["price"], shown["story"]) == ("PNH-A-P1", 12.5, "Ceritanya")
    assert run("person", "show", "P1")["belonging"] == ["PNH-A-Z1"]


def test_a_toy_travels(run, house):
    run("toy", "record", "--from", "-", stdin={"owner": "P1", "channel": "visit"})
    assert run("exchange", "template", "toy-box", house / "kosong.xlsx")["kinds"] == ["toy-box"]
    out = house / "keluar.xlsx"
    count = run("exchange", "export", "toy-box", out)["total"]
    done = run("exchange", "import", out)
    assert (done["read"], done["unchanged"]) == (count, count)


def test_the_tests_over_the_registry_test_the_toy(house):
    """Before anyone has written a test for it."""
    words = ["-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", "-k", "toy-box", *TESTS]
    ran = subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    last = ran.stdout.strip().splitlines()[-1]
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert int(last.split(" passed")[0].split()[-1]) > 20
