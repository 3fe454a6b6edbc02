"""Rows made ready ahead of time by a process beside, while this one takes in those before.

Reading and judging a row by itself looks at no vault, so another processor can do it. A fork has
the rows already; what it makes of them comes through a pipe, some hundred rows at a time. Where
the system has no forks (Windows), or forks are not safe (macOS), rows are made ready as they come.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from datetime import date
from io import BufferedReader
from typing import TYPE_CHECKING

from attache.desk.ready import Ready, alone
from attache.records.record import refs_of

if TYPE_CHECKING:
    from attache.exchange.rows import Row
    from attache.records import RecordType

LEAST = 2_000
"""Rows from which on a process beside pays."""
CHUNK = 500
Rows = Sequence[tuple["RecordType", "Row"]]


def made_ready(rows: Rows, today: date) -> Generator[Ready | None]:
    """For each row what it makes, or None for one that has to be made ready where it is taken in.

    Such a row changes a record, names others, or has something wrong with it already.
    """
    if len(rows) < LEAST or sys.platform != "linux":
        for kind, row in rows:
            yield _ready(kind, row, today)
        return
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(rows, today, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            yield from _heard(pipe, rows, today)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, 9)
        os.waitpid(child, 0)


def _heard(pipe: BufferedReader, rows: Rows, today: date) -> Iterator[Ready | None]:
    """What the process beside makes; the rest is made here where it ends before its time."""
    done = 0
    with suppress(EOFError, pickle.UnpicklingError):
        while done < len(rows):
            chunk = pickle.load(pipe)  # noqa: S301 - what our own fork made
            yield from chunk
            done += len(chunk)
    for kind, row in rows[done:]:
        yield _ready(kind, row, today)


def _work(rows: Rows, today: date, writing: int) -> None:
    """The process beside, to its end; it leaves without any of the parent's cleaning up."""
    try:
        gc.disable()  # it would touch, and so copy, all memory that the two share
        with os.fdopen(writing, "wb") as pipe:
            for start in range(0, len(rows), CHUNK):
                chunk = [_ready(kind, row, today) for kind, row in rows[start : start + CHUNK]]
                pickle.dump(chunk, pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _ready(kind: RecordType, row: Row, today: date) -> Ready | None:
    names_others = any(field.name in row.raw for field in refs_of(kind.model))
    if not row.new or row.problems or names_others:
        return None
    return alone(kind, row.raw, today)
