"""`attache demo`: the whole walk, in a vault that is thrown away."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from attache.cli.demo import AFTER, BEFORE
from attache.exchange.layout import sheet_name
from attache.exchange.packages import record_types_of
from tests.cli.running import check_envelope


@pytest.fixture
def here(bare, tmp_path, monkeypatch):
    """Temp folders of the demo stay in the test's own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return bare


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_walk_ends_well_and_prints_each_command(here, tmp_path, lang):
    """It needs no vault of the office, and makes none there."""
    ran = here("--lang", lang, "demo")
    assert ran.code == 0
    commands = [command for step in (*BEFORE, *AFTER) for command in step.commands]
    for command in commands:
        assert f"$ attache {command}" in ran.out
    assert not here.vault.exists()
    (folder,) = tmp_path.glob("attache-demo-*")
    assert str(folder) in ran.out
    assert "Traceback" not in ran.err
    assert "XLS044" not in ran.err  # nothing is hidden where headquarters wrote
    assert all(one_page_wide(sheet) for sheet in load_workbook(folder / "out.xlsx").worksheets)
    for name in ("template.xlsx", "out.xlsx", "back.xlsx"):
        sheets = load_workbook(folder / name).sheetnames
        assert {sheet_name(kind, lang) for kind in record_types_of("handoff")} <= set(sheets)


def one_page_wide(sheet):
    return (sheet.page_setup.fitToWidth or 1) == 1 and not sheet.print_title_cols


def test_one_object_for_a_script(here):
    ran = here.json("demo")
    check_envelope(ran, "demo", "ok")
    assert ran.data["unexpected"] == []
    assert Path(ran.data["folder"], "out.xlsx").exists()
    assert ran.err == ""


def test_a_command_that_ends_otherwise_is_named(here, monkeypatch):
    """The demo is a check too: CI sees its exit code."""
    monkeypatch.setattr("attache.desk.looking.due", lambda *_args: 1 / 0)
    ran = here.json("demo")
    assert ran.code == 1
    assert ran.json["data"]["unexpected"] == ["consult due --by besok"]
