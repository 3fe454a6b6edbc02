"""Workbooks that come in behind a password: read once, and asked for where somebody is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from attache.exchange import reader, warden
from attache.exchange.passwords import locked, locked_again
from tests.exchange.workbooks import theirs

PASSWORD = "satu dua tiga empat"
WITHOUT = "VelvetSweatshop"  # Excel tries it before it asks


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "terkunci.xlsx"
    theirs(path, {"People": [["name", "sex"], ["Siti Contoh", "P"]]})
    path.write_bytes(locked(path.read_bytes(), PASSWORD))
    return path


@pytest.fixture
def children(monkeypatch):
    """The passwords with which children were begun."""
    begun: list[str | None] = []

    class Child(warden.Child):
        def __init__(self, content: bytes, asked: Mapping[str, Any]) -> None:
            begun.append(asked["password"])
            super().__init__(content, asked)

    monkeypatch.setattr(reader, "Child", Child)
    return begun


@pytest.fixture
def typed(monkeypatch):
    """An officer types the password; the questions."""
    asked: list[str] = []

    def answer(question: str, **_more: object) -> str:
        asked.append(question)
        return PASSWORD

    monkeypatch.setattr("getpass.getpass", answer)
    return asked


def test_with_its_password_at_hand_a_sheet_is_read_once(cli, sheet, tmp_path, children):
    file = tmp_path / "sandi"
    file.write_text(PASSWORD)
    file.chmod(0o600)
    ran = cli.json("exchange", "check", sheet, "--password-file", file)
    assert (ran.code, children) == (0, [PASSWORD])


def test_a_script_without_it_is_refused_at_once(cli, sheet, children):
    ran = cli.json("exchange", "check", sheet)
    assert ([code for code, _field in ran.problems], children) == (["XLS051"], [None])


def test_an_officer_is_asked_for_it(terminal, sheet, typed, children):
    assert terminal("exchange", "check", sheet).code == 0
    assert (len(typed), children) == (1, [None, PASSWORD])


def test_nobody_is_asked_about_a_sheet_that_excel_opens(terminal, sheet, typed, children):
    theirs(sheet, {"People": [["name", "sex"], ["Siti Contoh", "P"]]})
    sheet.write_bytes(locked_again(sheet.read_bytes(), WITHOUT))
    assert terminal("exchange", "check", sheet).code == 0
    assert (typed, children) == ([], [None])


def test_a_damaged_sheet_is_read_once(terminal, sheet, typed, children):
    theirs(sheet, {"People": [["name", "sex"], ["Siti Contoh", "P"]]})
    content = locked_again(sheet.read_bytes(), WITHOUT)
    half = len(content) // 2
    sheet.write_bytes(content[:half] + bytes(64) + content[half + 64 :])
    ran = terminal("exchange", "check", sheet)
    assert ran.code == 3
    assert "XLS003" in ran.err
    assert (typed, children) == ([], [None])
