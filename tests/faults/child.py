"""Runs of `attache` in processes of their own, which may be killed at any moment.

They are forked from a server that has loaded everything, so that a thousand of them take a
minute; each runs whole commands through `attache.cli.main.run` at the fixed time of all tests.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import orjson

from attache.cli import app as app_module
from attache.cli import session as session_module
from attache.cli.main import run
from attache.vault import keys
from tests import opening
from tests.faults.calls import Calls, Trap
from tests.faults.clock import Clock

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, ForkServerProcess

    from tests.faults.place import Place

for _heavy in ("attache.cli.exchange", "attache.cli.vault", "attache.desk.imports"):
    import_module(_heavy)  # once, in the server that children are forked from

_built = cache(app_module.command)
"""The whole program as a command: to build it takes longer than most commands take to run."""
PATIENCE = 60.0
"""Seconds after which a child that says nothing counts as hanging."""


class Command(NamedTuple):
    """What is typed after `attache`, and what is piped in."""

    name: str
    words: tuple[str, ...]
    stdin: bytes = b""


class Ended(NamedTuple):
    """How a command ended, and what it printed on stdout."""

    code: int
    out: str

    @property
    def data(self) -> dict[str, Any]:
        """The data of the envelope."""
        return dict(orjson.loads(self.out)["data"])

    @property
    def problems(self) -> list[str]:
        """The codes of the envelope's problems."""
        return [p["code"] for p in orjson.loads(self.out)["problems"]]


class Heard(NamedTuple):
    """What a child has said: commands begun and ended; calls counted, and those not seen."""

    begun: int
    ended: tuple[Ended, ...]
    names: tuple[str, ...]
    unseen: tuple[str, ...]
    killed: bool


def execute(command: Command, environ: dict[str, str]) -> Ended:
    """Run one command in this process, as a script would, with --json."""
    out, stdin = io.StringIO(), io.TextIOWrapper(io.BytesIO(command.stdin))
    with (
        patch.object(sys, "stdin", stdin),
        patch.object(session_module, "datetime", Clock),
        patch.object(keys, "calibrated", opening.light),
        patch.object(app_module, "command", _built),
        redirect_stdout(out),
        redirect_stderr(io.StringIO()),
    ):
        code = run(["--json", "--no-input", *command.words], environ)
    return Ended(code, out.getvalue())


def serve(
    pipe: Connection, environ: dict[str, str], folder: Path, commands: Sequence[Command], trap: Trap
) -> None:
    """The life of a child: the commands one after the other, each begun and ended aloud."""
    os.environ.clear()
    os.environ.update(environ)
    tempfile.tempdir = None
    os.chdir(folder)
    calls = Calls(folder, trap)
    if trap.act != "none":
        calls.install()
    pipe.send("ready")
    for command in commands:
        pipe.send("begun")
        pipe.send(execute(command, environ))
    pipe.send((tuple(calls.names), tuple(calls.unseen)))


UNTRAPPED = Trap("none")
"""Nothing stands between this child and the system."""


@dataclass
class Child:
    """One child. `kill` may come at any time; `heard` waits for its end."""

    process: ForkServerProcess
    pipe: Connection

    @classmethod
    def start(cls, place: Place, commands: Sequence[Command], trap: Trap = UNTRAPPED) -> Child:
        """A child that is ready to begin."""
        ours, theirs = context().Pipe(duplex=False)
        process = context().Process(
            target=serve, args=(theirs, place.environ, place.folder, tuple(commands), trap)
        )
        process.start()
        theirs.close()
        child = cls(process, ours)
        assert child.next() == "ready"
        return child

    def next(self) -> Any:
        """The next thing that the child says; raises EOFError where it is no more."""
        if not self.pipe.poll(PATIENCE):
            self.kill()
            raise TimeoutError("a child hangs")
        return self.pipe.recv()

    def kill(self) -> None:
        """Kill -9, unless it has ended by itself, perhaps just now."""
        if self.process.pid and self.process.is_alive():
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)

    def heard(self) -> Heard:
        """All that it says until its end."""
        begun, ended = 0, list[Ended]()
        counted: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        try:
            while True:
                match self.next():
                    case "begun":
                        begun += 1
                    case Ended() as end:
                        ended.append(end)
                    case names, unseen:
                        counted = (names, unseen)
        except EOFError:
            self.process.join()
            self.pipe.close()
        killed = self.process.exitcode == -signal.SIGKILL
        assert killed or not self.process.exitcode, self.process.exitcode
        self.process.close()
        return Heard(begun, tuple(ended), *counted, killed)


def context() -> ForkServerContext:
    """Where children come from."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["tests.faults.child"])
    return found
