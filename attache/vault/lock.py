"""The lock beside a vault: one writer at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from attache.problems import NotWritten, VaultBusy, problem
from attache.vault import system
from attache.vault.turns import Turns

LOCK_WAIT = 10.0
"""Seconds to wait for another process before giving up (design/vault.md)."""
_NEXT, _BEHIND = 0.002, 0.01
"""Seconds between two looks of the one whose turn it is, and of those behind."""


class Lock:
    """The lock beside a vault: exclusive, never the soft kind that a kill leaves behind.

    Those who wait for it get it in the order in which they came.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._turns = path, Turns(path)
        self._lock = FileLock(f"{path}.lock", timeout=LOCK_WAIT, mode=0o600, fallback_to_soft=False)

    def __enter__(self) -> None:
        """Raises VaultBusy after LOCK_WAIT seconds, or NotWritten."""
        self._take(LOCK_WAIT)

    def __exit__(self, *_raised: object) -> None:
        self._lock.release()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """The same for what is not worth waiting so long."""
        self._take(min(seconds, LOCK_WAIT))
        try:
            yield
        finally:
            self._lock.release()

    def _take(self, seconds: float) -> None:
        try:
            if not self._at_once():
                self._in_turn(time.monotonic() + seconds)
        except Timeout:
            raise VaultBusy(problem("VLT002")) from None
        except OSError as refused:
            raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None
        try:
            system.remove_leftovers(self._path)
        except OSError as refused:
            self._lock.release()
            raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None

    def _at_once(self) -> bool:
        """Take the lock where it is ours already, or free and nobody waits for it."""
        return (self._lock.is_locked or not self._turns.waits()) and self._is_taken()

    def _in_turn(self, until: float) -> None:
        """Wait for the lock, after those who came before; raises Timeout."""
        with self._turns.ticket() as mine:
            while True:
                behind = mine is not None and self._turns.waits(mine.number)
                if not behind and self._is_taken():
                    return
                if time.monotonic() >= until:
                    raise Timeout(self._lock.lock_file)
                if mine:
                    mine.touch()
                time.sleep(_BEHIND if behind else _NEXT)

    def _is_taken(self) -> bool:
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True
