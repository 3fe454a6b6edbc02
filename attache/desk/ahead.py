"""Rows made ready ahead of time by a process beside, while this one takes in those before.

Reading and judging a row by itself looks at no vault, so another processor can do it. A fork has
the rows already; what it makes of them comes through a pipe, some hundred rows at a time. Where
the system has no forks (Windows), or forks are not safe (macOS), rows are made ready as they come.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import suppress
from datetime import date
from io import BufferedReader
from itertools import count
from typing import TYPE_CHECKING

from attache.desk.judging import judge_alone
from attache.desk.ready import Ready, ready
from attache.records.record import refs_of

if TYPE_CHECKING:
    from attache.exchange.rows import Row
    from attache.records import RecordType

LEAST = 2_000
"""Rows from which on a process beside pays."""
CHUNK = 250
OURS = 5
"""One chunk in so many is made here, which balances what both have to do."""
ROOM = 1 << 20
"""Bytes of the pipe: some chunks."""
Chunk = list[tuple["RecordType", "Row"]]
Waiting = deque[tuple["RecordType", "Row"]]
Made = tuple["RecordType", "Row", Ready | None]


def made_ready(rows: Waiting, today: date) -> Generator[Made]:
    """Each row with what it makes, or None for one that has to be made ready where it is taken in.

    Such a row changes a record, names others, or has something wrong with it already. Rows are
    taken out of `rows`, so that their memory is free for what becomes of them.
    """
    if len(rows) < LEAST or sys.platform != "linux":
        while rows:
            kind, row = rows.popleft()
            yield kind, row, _ready(kind, row, today)
        return
    reading, writing = _pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(rows, today, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            for number, chunk in _chunks(rows):
                made = (number % OURS and _heard(pipe)) or _made(chunk, today)
                for (kind, row), one in zip(chunk, made, strict=True):
                    yield kind, row, one
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _pipe() -> tuple[int, int]:
    """A pipe with room for some chunks, so that neither side waits for the other to look up."""
    import fcntl

    reading, writing = os.pipe()
    with suppress(OSError):  # there is less room, or none to spare for this user
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, ROOM)
    return reading, writing


def _chunks(rows: Waiting) -> Iterator[tuple[int, Chunk]]:
    for number in count():
        if not rows:
            return
        yield number, [rows.popleft() for _row in range(min(CHUNK, len(rows)))]


def _made(chunk: Chunk, today: date) -> list[Ready | None]:
    return [_ready(kind, row, today) for kind, row in chunk]


def _heard(pipe: BufferedReader) -> list[Ready | None] | None:
    """The next chunk of the process beside; None where it ended before its time."""
    try:
        made: list[Ready | None] = pickle.load(pipe)  # noqa: S301 - of our own fork
    except (EOFError, pickle.UnpicklingError):
        return None
    return made


def _work(rows: Waiting, today: date, writing: int) -> None:
    """The process beside, to its end; it leaves without any of the parent's cleaning up."""
    try:
        gc.disable()  # it would touch, and so copy, all memory that the two share
        with os.fdopen(writing, "wb") as pipe:
            for number, chunk in _chunks(rows):
                if number % OURS:
                    pickle.dump(_made(chunk, today), pipe, pickle.HIGHEST_PROTOCOL)
                    pipe.flush()
    finally:
        os._exit(0)


def _ready(kind: RecordType, row: Row, today: date) -> Ready | None:
    names_others = any(field.name in row.raw for field in refs_of(kind.model))
    if not row.new or row.problems or names_others:
        return None
    return ready(kind, judge_alone(kind, row.raw, today))
