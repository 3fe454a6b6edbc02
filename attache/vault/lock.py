"""The lock beside a vault: one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from attache.problems import NotWritten, VaultBusy, problem
from attache.vault import system

LOCK_WAIT = 10.0
"""Seconds to wait for another process before giving up (design/vault.md)."""


class Lock:
    """The lock beside a vault: exclusive, never the soft kind that a kill leaves behind."""

    def __init__(self, path: Path) -> None:
        self._path = path
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
            self._lock.acquire(timeout=seconds)
        except Timeout:
            raise VaultBusy(problem("VLT002")) from None
        except OSError as refused:
            raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None
        try:
            system.remove_leftovers(self._path)
        except OSError as refused:
            self._lock.release()
            raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None
