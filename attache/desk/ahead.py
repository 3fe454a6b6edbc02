"""Rows made ready ahead of time by a process beside, while this one takes in those before.

Reading and judging a row by itself looks at no vault, so another processor can do it. A fork has
the rows already, in chunks; whoever is free takes the next one, so both are busy to the end. Where
the system has no forks (Windows), or forks are not safe (macOS), rows are made ready as they come.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

from attache.desk.judging import Judged, judge_alone
from attache.desk.ready import Ready, ready
from attache.exchange.described import describes
from attache.records.record import refs_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from attache.exchange.rows import Row
    from attache.records import RecordType
    from attache.records.here import Here

LEAST = 2_000
"""Rows from which on a process beside pays."""
CHUNK = 150
MOST_CHUNKS = 2_000
"""Their numbers, of two bytes each, have to find room in a pipe."""
ROOM = 1 << 20
"""Bytes of the pipe by which chunks come back: some of them."""
Chunk = list[tuple["RecordType", "Row"]]
Made = tuple["RecordType", "Row", Ready | None]


def made_ready(rows: Chunk, here: Here) -> Generator[Made]:
    """Each row with what it makes, or None for one that has to be made ready where it is taken in.

    Such a row changes a record, names others, or has something wrong with it already. Rows are
    taken out of `rows` and let go chunk by chunk: their memory is for what becomes of them.
    """
    beside = len(rows) >= LEAST and sys.platform == "linux"
    chunks = _chunks(rows)
    with _beside(chunks, here) if beside else nullcontext() as shared:
        for number, chunk in enumerate(chunks):
            made = shared.made(number) if shared else _made(chunk, here)
            for (kind, row), one in zip(chunk, made, strict=True):
                yield kind, row, one
            chunk.clear()


class _Shared:
    """The chunks that this process and the one beside share out, by number.

    `left` is the pipe with those that nobody has taken yet; what is taken there comes by `told`.
    """

    def __init__(self, chunks: list[Chunk], here: Here, left: int, told: Connection) -> None:
        self._chunks, self._here, self._left, self._told = chunks, here, left, told
        self._made: dict[int, list[Ready | None]] = {}

    def made(self, number: int) -> list[Ready | None]:
        """One chunk; until it comes another is made here, where one is left."""
        while number not in self._made:
            if not self._told.poll() and (taken := _taken(self._left)) is not None:
                self._made[taken] = _made(self._chunks[taken], self._here)
                continue
            try:
                self._hear()
            except (EOFError, OSError):  # the process beside ended before its time
                self._made[number] = _made(self._chunks[number], self._here)
        return self._made.pop(number)

    def _hear(self) -> None:
        number, told = pickle.loads(self._told.recv_bytes())  # noqa: S301 - of our own fork
        pairs = zip(self._chunks[number], told, strict=True)
        self._made[number] = [one and Ready.of(kind, one) for (kind, _row), one in pairs]


@contextmanager
def _beside(chunks: list[Chunk], here: Here) -> Iterator[_Shared]:
    """The process beside, which is gone in the end."""
    from multiprocessing.connection import Pipe

    left, numbers = os.pipe()
    os.write(numbers, b"".join(number.to_bytes(2, "big") for number in range(len(chunks))))
    os.close(numbers)
    hearing, telling = Pipe(duplex=False)
    _widen(telling)
    child = os.fork()
    if not child:
        hearing.close()
        _work(chunks, here, left, telling)
    telling.close()
    try:
        yield _Shared(chunks, here, left, hearing)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        hearing.close()
        os.close(left)


def _widen(pipe: Connection) -> None:
    """Give a pipe room, so that neither side waits for the other to look up."""
    import fcntl

    with suppress(OSError):  # there is less room, or none to spare for this user
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, ROOM)


def _chunks(rows: Chunk) -> list[Chunk]:
    size = max(CHUNK, len(rows) // MOST_CHUNKS + 1)
    chunks = [rows[start : start + size] for start in range(0, len(rows), size)]
    rows.clear()
    return chunks


def _taken(left: int) -> int | None:
    """The next chunk that nobody has taken."""
    number = os.read(left, 2)
    return int.from_bytes(number, "big") if number else None


def _made(chunk: Chunk, here: Here) -> list[Ready | None]:
    """A chunk, first judged, then made ready: one thing at a time is a sixth quicker."""
    judged = [_judged(kind, row, here) for kind, row in chunk]
    return [one and ready(kind, one) for (kind, _row), one in zip(chunk, judged, strict=True)]


def _judged(kind: RecordType, row: Row, here: Here) -> Judged | None:
    if not row.new or row.problems or _names_others(kind, row):
        return None
    return judge_alone(kind, row.raw, here)


def _names_others(kind: RecordType, row: Row) -> bool:
    """Whether a row names or describes people or records; most are of people, who name nobody."""
    naming = refs_of(kind.model)
    return bool(naming) and (any(f.name in row.raw for f in naming) or describes(row.raw))


def _work(chunks: list[Chunk], here: Here, left: int, telling: Connection) -> None:
    """The process beside, to its end; it leaves without any of the parent's cleaning up."""
    try:
        while (number := _taken(left)) is not None:
            told = [one and one.plain for one in _made(chunks[number], here)]
            telling.send_bytes(pickle.dumps((number, told), pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)
