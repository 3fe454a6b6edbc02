"""The table of README: for each of the eight agreed areas, its commands and records do work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from attache import codes, records
from tests.cli.running import refs
from tests.desk.offices import sample

README = Path(__file__).parents[2] / "README.md"


class Row(NamedTuple):
    """One row of the table."""

    number: int
    area: str
    commands: tuple[str, ...]
    kinds: tuple[str, ...]


def rows() -> list[Row]:
    text = README.read_text(encoding="utf-8")
    (table,) = re.findall(r"<!-- areas -->(.*?)<!-- /areas -->", text, re.DOTALL)
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.strip().splitlines()[2:]
    ]
    return [
        Row(int(number), area, tuple(re.findall(r"`([^`]+)`", commands)), tuple(kinds.split(", ")))
        for number, area, commands, kinds in cells
    ]


def test_the_table_has_the_eight_areas_with_their_names():
    areas = {int(c.also["area"]): str(c.label) for c in codes.load("cooperation-area")}
    assert {row.number: row.area for row in rows()} == areas
    assert len(areas) == 8


def test_every_record_type_serves_an_area():
    assert {kind for row in rows() for kind in row.kinds} == {t.name for t in records.every()}


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row.number))
def test_every_command_of_a_row_is_there(cli, row):
    for command in row.commands:
        ran = cli(*command.split(), "--help")
        assert ran.code == 0
        assert f"attache {command}" in ran.out


@pytest.mark.parametrize(
    ("row", "name"),
    [pytest.param(r, k, id=f"{r.number}-{k}") for r in rows() for k in r.kinds],
)
def test_a_row_is_walked(cli, tmp_path, row, name):
    """Recorded, listed, exported, and imported again, which changes nothing."""
    kind = records.named(name)
    assert " ".join(kind.noun) in row.commands
    before = cli.vault.read_bytes()
    raws = [sample(kind, seed) for seed in range(2)]
    made = cli.json(*kind.noun, kind.verb, "--from", "-", stdin=raws).data["items"]
    listed = cli.json(*kind.noun, "list").data["items"]
    assert set(refs(made)) <= set(refs(listed))
    path = tmp_path / "keluar.xlsx"
    assert cli.json("exchange", "export", name, path).data["counts"][name] == len(listed)
    again = cli.json("exchange", "import", path).data
    assert (again["read"], again["unchanged"]) == (len(listed), len(listed))
    assert before != cli.vault.read_bytes()
    assert cli.json("stats", "show", "--by", "area").code == 0
