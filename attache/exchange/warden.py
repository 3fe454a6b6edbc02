"""The child processes that open a stranger's workbook (`sandbox`): started, fed, heard, ended.

What a child says is a line of JSON each: `{"refused": {...}}`, and else what it was asked for.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import orjson

from attache.problems import Refused, problem

WAIT, WAIT_PER_BYTE = 10.0, 5e-6  # seconds; 73,000 rows x 20 columns need 2 for 6 million bytes


class Child:
    """One child process, given `patience` times the usual time. Whoever starts it `close`s it."""

    def __init__(self, content: bytes, asked: Mapping[str, object], patience: int = 1) -> None:
        # By its file, and without the folder in front (-P): nothing lying about can stand in.
        command = [sys.executable, "-P", str(Path(__file__).with_name("sandbox.py"))]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._timer = Timer(patience * (WAIT + WAIT_PER_BYTE * len(content)), self.kill)
        self._timer.start()
        told = (orjson.dumps(asked) + b"\n", content)
        self._feeder = Thread(target=self._feed, args=told, daemon=True)
        self._feeder.start()

    def close(self) -> None:
        """End it, whatever it is at, and everything about it."""
        self.kill()
        self._feeder.join()
        assert self._process.stdout
        self._process.stdout.close()
        self._process.wait()

    def told(self) -> Iterator[Any]:
        """What it says, as it comes.

        Raises Refused: with what it refuses, XLS065 where it ran into a limit, XLS003 where it
        failed or left off before its end.
        """
        assert self._process.stdout
        for line in self._process.stdout:
            told = _read(line)
            if isinstance(told, dict) and (refused := told.get("refused")):
                raise Refused(problem(refused["code"], **refused["args"]).at(**refused["place"]))
            if told == END:
                return
            yield told
        ended = self._process.wait()
        raise Refused(problem("XLS065" if ended < 0 else "XLS003"))  # < 0: ended by a signal

    def kill(self) -> None:
        """End it."""
        self._timer.cancel()
        with suppress(OSError):
            self._process.kill()

    def _feed(self, *chunks: bytes) -> None:
        assert self._process.stdin
        with suppress(OSError), self._process.stdin as pipe:  # it may end without hearing all
            for chunk in chunks:
                pipe.write(chunk)


END = "end"
"""The last line of a child that said everything."""


def _read(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Refused(problem("XLS003")) from error
