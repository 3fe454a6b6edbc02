"""A command line with a vault of its own, at a fixed time, in English unless asked otherwise."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from attache import language
from attache.cli import session as session_module
from attache.cli.session import Session
from attache.cli.tables import console
from tests import opening
from tests.cli.keyboard import Keyboard
from tests.cli.running import Cli, Terminal
from tests.desk import offices


class Clock(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz=None):
        return offices.NOW.astimezone(tz)


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A run decides on a language for the whole process, and on a screen; leave both as they were.

    The screen is wide enough for a list, unless a test wants another, or a pipe (`piped`).
    """
    monkeypatch.setattr(Session, "on_screen", lambda _session, stderr=False: True)
    monkeypatch.setattr(language, "_chosen", language.current())
    monkeypatch.setenv("LANGUAGE", os.environ.get("LANGUAGE", ""))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(session_module, "datetime", Clock)
    domain = gettext.textdomain()
    console.cache_clear()
    yield
    console.cache_clear()
    gettext.textdomain(domain)


@pytest.fixture
def bare(tmp_path: Path, capsys, monkeypatch) -> Cli:
    """`attache` where no vault is yet."""
    return Cli(tmp_path / "post.vault", capsys, monkeypatch)


@pytest.fixture
def cli(bare: Cli) -> Cli:
    """`attache` with a vault that holds people P1 to P3."""
    opening.lay(bare.vault, offices.peopled())
    return bare


@pytest.fixture
def terminal(cli: Cli, capsys, monkeypatch) -> Terminal:
    """The same with somebody at the keyboard."""
    return Terminal(cli, capsys, monkeypatch)


@pytest.fixture
def piped(cli: Cli, monkeypatch) -> Cli:
    """The same, but what is printed goes into a pipe or a file."""
    monkeypatch.setattr(Session, "on_screen", lambda _session, stderr=False: False)
    return cli


@pytest.fixture
def keyboard(cli: Cli) -> Iterator[Callable[..., Keyboard]]:
    """The program itself with that vault, in a terminal."""
    opened: list[Keyboard] = []

    def start(*words: object, **more: Any) -> Keyboard:
        opened.append(Keyboard(cli.vault, *words, **more))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
