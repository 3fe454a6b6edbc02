"""Running `attache` in this process, as a script or as an officer at a terminal would."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from attache.cli.main import run
from attache.cli.session import Session
from tests import opening

PROBLEM_KEYS = {"code", "level", "sheet", "row", "column", "field", "message", "fix"}


class Ran(NamedTuple):
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object that stdout holds."""
        told: dict[str, Any] = json.loads(self.out)
        return told

    @property
    def data(self) -> dict[str, Any]:
        """The data of the envelope; the command must have ended well."""
        assert self.code == 0, (self.code, self.out, self.err)
        data: dict[str, Any] = self.json["data"]
        return data

    @property
    def problems(self) -> list[tuple[str, str | None]]:
        """Code and field of each problem of the envelope."""
        return [(p["code"], p["field"]) for p in self.json["problems"]]


class Cli:
    """`attache` with a vault of its own. Nothing of the machine's environment reaches it."""

    def __init__(self, vault: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.vault = vault
        opening.secret(vault)
        self.environ = {
            "ATTACHE_VAULT": str(vault),
            **opening.environ(vault),
        }
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: object, stdin: object = None, **environ: str) -> Ran:
        """Run the words; `stdin` that is no text is handed in as JSON."""
        text = stdin if isinstance(stdin, (str, bytes)) else json.dumps(stdin)
        content = text.encode() if isinstance(text, str) else text
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        self._capsys.readouterr()
        code = run([str(word) for word in words], {**self.environ, **environ})
        return Ran(code, *self._capsys.readouterr())

    def json(self, *words: object, **more: Any) -> Ran:
        """Run the words with --json."""
        return self("--json", *words, **more)

    def complete(self, **environ: str) -> str:
        """What a shell is told, as its variables ask; Typer ends the process itself then."""
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run([], {**self.environ, **environ})
        out, err = self._capsys.readouterr()
        assert (ended.value.code or 0, err) == (0, "")
        return str(out)

    def record(self, *words: object, **raw: object) -> str:
        """Record from stdin; the ref."""
        return str(self.json(*words, "--from", "-", stdin=raw).data["ref"])


class Terminal:
    """Somebody who answers questions by what they ask.

    `answers` has one answer, or several in turn, by a part of the question; every other question
    is answered with Enter. An answer that is an exception is raised.
    """

    def __init__(self, cli: Cli, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cli = cli
        self.asked: list[str] = []
        self.screen = ""
        self._capsys = capsys
        self._answers: dict[str, list[Any]] = {}
        there = property(lambda s: not (s.json or s.no_input))
        monkeypatch.setattr(Session, "interactive", there)
        monkeypatch.setattr("builtins.input", self._input)

    def __call__(self, *words: object, answers: Mapping[str, Any] | None = None) -> Ran:
        """Run the words and answer; every answer must have been asked for."""
        self.asked, self.screen = [], ""
        self._answers = {
            part: [given] if isinstance(given, (str, BaseException, type)) else list(given)
            for part, given in (answers or {}).items()
        }
        ran = self.cli(*words)
        left = {part: given for part, given in self._answers.items() if given}
        assert not left, (left, self.asked)
        return ran._replace(err=self.screen + ran.err)

    def _input(self, prompt: object = "") -> str:
        shown = self._capsys.readouterr()
        self.screen += shown.err + str(prompt)
        question = self.screen.rpartition("\n")[2]
        self.asked.append(question)
        assert len(self.asked) < 100, self.asked[-3:]
        answer = next((g.pop(0) for part, g in self._answers.items() if part in question and g), "")
        self.screen += "\n"
        if not isinstance(answer, str):
            raise answer
        return answer


def check_envelope(ran: Ran, command: str, status: str) -> None:
    """The shape that design/cli.md pins: one object and nothing else on stdout."""
    assert ran.out.endswith("\n")
    assert ran.out.count("\n") == 1
    told = ran.json
    assert list(told) == ["attache", "command", "status", "data", "problems"]
    assert (told["attache"], told["command"], told["status"]) == (1, command, status)
    assert isinstance(told["data"], dict)
    for found in told["problems"]:
        assert set(found) == PROBLEM_KEYS
        assert found["level"] in {"error", "warning"}
        assert found["message"]
        assert found["fix"]


def refs(items: Iterable[Mapping[str, Any]]) -> list[str]:
    """The refs of items without post and seat."""
    return [str(item["ref"]).removeprefix("PNH-A-") for item in items]
