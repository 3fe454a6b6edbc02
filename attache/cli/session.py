"""One run of the program: what was asked of it globally, and the office that it opens."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attache.cli.result import Result
    from attache.desk.office import Office
    from attache.desk.questions import Answer, Place
    from attache.vault import Access


@dataclass
class Session:
    """Global options, the words of the command, the environment, and the time of this run."""

    json: bool = False
    no_input: bool = False
    yes: bool = False
    passphrase_fd: int | None = None
    words: list[str] = field(default_factory=list)
    answers: dict[Place, Answer] = field(default_factory=dict)
    """What the officer said of the people in the record that is being asked for."""
    shown: dict[str, str] = field(default_factory=dict)
    """What of the result with --json was printed before the rest: what is shown only once."""
    done: Result | None = None
    """What is told of what the command has stored, whatever becomes of the rest of its work."""
    asked: bool = False
    """Whether anything was asked at the terminal."""
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def command(self) -> str:
        """The words typed, such as `consult log`."""
        return " ".join(self.words)

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to answer."""
        quiet = self.json or self.no_input or self.completing
        return not quiet and sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def completing(self) -> bool:
        """Whether a shell asks what may come next, in the middle of the officer's line."""
        return "_ATTACHE_COMPLETE" in self.environ

    def on_screen(self, stderr: bool = False) -> bool:
        """Whether what is printed is seen on a screen, and not in a pipe or a file."""
        return (sys.stderr if stderr else sys.stdout).isatty()

    @property
    def paged(self) -> bool:
        """Whether a list shows a page at a time: a script, a pipe and a file get all of it."""
        return not self.json and self.on_screen()

    @property
    def path(self) -> Path:
        """Where the vault is."""
        from attache.vault import default_path

        return default_path(self.environ)

    @cached_property
    def access(self) -> Access:
        """How the vault may be opened: an officer at the terminal is asked."""
        from attache.vault import Access

        ask = _ask if self.interactive else None
        return Access(self.environ, self.now, self.passphrase_fd, ask, only_held=self.completing)

    @cached_property
    def office(self) -> Office:
        """The office of the vault; raises NoVault."""
        from attache.desk.office import open_office

        return open_office(self.path, self.now, self.command, self.access, sure=self.yes)


def _ask(file: str) -> str:
    from attache.cli.secrets import ask_for

    return ask_for(file)


_current: ContextVar[Session] = ContextVar("session")


def session() -> Session:
    """The run that is going on."""
    return _current.get()


def begin(new: Session) -> Session:
    """Make a session the one that is going on."""
    _current.set(new)
    return new
