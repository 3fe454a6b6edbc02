"""Whose turn it is at a lock: whoever waits for it has a ticket, and the lowest goes first.

A ticket is an empty file beside the vault, `.NAME.NUMBER.turn`, which its owner keeps locked and
touches while they wait. The system unlocks that of a process that was killed: the next one who
looks removes it. One that is not touched (its owner was stopped) is passed over. Where there are
no such locks (Windows), or no room for tickets, nobody has a turn: the lock goes to whoever comes
upon it first.
"""

from __future__ import annotations

import glob
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_KNOWN = os.name != "nt"
"""Whether this system has locks that end with their process and leave a file removable."""
_UNTOUCHED = 1.0
"""Seconds after which a ticket is passed over that its owner has not touched."""
_TRIES = 64
"""Times that a ticket is drawn again where another process was faster."""


class Turns:
    """The tickets beside a vault."""

    def __init__(self, path: Path) -> None:
        self._folder, self._front, self._end = path.parent, f".{path.name}.", ".turn"

    def waits(self, before: int | None = None) -> bool:
        """Whether anybody waits, or anybody before a ticket; what the dead left is removed."""
        numbers = (n for n in sorted(self._drawn()) if before is None or n < before)
        return any(self._is_alive(number) for number in numbers)

    @contextmanager
    def ticket(self) -> Iterator[Ticket | None]:
        """A ticket for as long as its owner waits; None where there can be none."""
        mine = self._draw() if _KNOWN else None
        try:
            yield mine
        finally:
            if mine:
                mine.give_up()

    def _draw(self) -> Ticket | None:
        with suppress(OSError):
            for _try in range(_TRIES):
                number = max(self._drawn(), default=0) + 1
                with suppress(FileExistsError):
                    ticket = Ticket(self._path(number), number)
                    if ticket.is_held():
                        return ticket
        return None

    def _is_alive(self, number: int) -> bool:
        """Whether the owner of a ticket waits; one that is dead is removed by whoever locks it."""
        try:
            handle = os.open(self._path(number), os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            return False
        try:
            if not _locks(handle):
                return abs(time.time() - os.fstat(handle).st_mtime) < _UNTOUCHED
            if _is_at(handle, self._path(number)):
                self._path(number).unlink(missing_ok=True)
        except OSError:
            pass
        finally:
            os.close(handle)
        return False

    def _drawn(self) -> list[int]:
        if not _KNOWN:
            return []
        names = (path.name for path in self._folder.glob(f"{glob.escape(self._front)}*{self._end}"))
        numbers = (name[len(self._front) : -len(self._end)] for name in names)
        return [int(number) for number in numbers if number.isdecimal()]

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._front}{number}{self._end}"


class Ticket:
    """One place in the queue, by its number; raises FileExistsError where it is taken."""

    def __init__(self, path: Path, number: int) -> None:
        self.number = number
        self._path = path
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        self._handle = os.open(path, flags, 0o600)

    def is_held(self) -> bool:
        """Whether it could be locked before somebody took it for one of the dead."""
        try:
            held = _locks(self._handle) and _is_at(self._handle, self._path)
        except OSError:
            self.give_up()
            raise
        if not held:
            os.close(self._handle)
        return held

    def touch(self) -> None:
        """Tell the others that its owner still waits."""
        with suppress(OSError):
            os.utime(self._handle)

    def give_up(self) -> None:
        """Take it away; the lock on it goes with it."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        os.close(self._handle)


def _locks(handle: int) -> bool:
    """Lock a file, unless another process has; raises OSError where that cannot be done."""
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(handle: int, path: Path) -> bool:
    """Whether a file that is open is the one of that name now."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False
