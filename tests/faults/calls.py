"""The layer between attache and the system's file-changing calls, in a child process only.

It counts the calls on files of one folder, and at one of them it kills the process, refuses, or
writes less than it was given. Calls that go past it (C code that opens files by itself) are told,
so that no scenario claims what it did not try.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

BY_PATH = ("open", "replace", "rename", "unlink", "remove", "rmdir", "mkdir", "link", "chmod")
BY_HANDLE = ("write", "pwrite", "ftruncate", "fsync", "fdatasync", "fchmod")
_TAKE_ROOM = ("open", "write", "pwrite", "mkdir", "replace", "rename", "link")
_AUDITED = ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate")
_CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Trap(NamedTuple):
    """What happens at the call of this number, counted from 1.

    `act` is `count` (nothing happens), `before`, `half`, `after` (a kill there; half of a write),
    `refuse` (with the errno `number`), `short` (half of a write is taken), or `full`: that too, and
    from then on nothing that takes room. A `lasting` refusal is repeated at every later call.
    """

    act: str = "count"
    at: int = 0
    number: int = errno.EIO
    lasting: bool = False


class Calls:
    """The calls of this process on files in a folder, once `install` was called."""

    def __init__(self, folder: Path, trap: Trap) -> None:
        self.names: list[str] = []
        self.unseen: list[str] = []
        self._folder, self._trap = str(folder), trap
        self._handles: set[int] = set()
        self._inside = False

    def install(self) -> None:
        """Put the layer in; it stays for the life of the process."""
        for name in (*BY_PATH, *BY_HANDLE):
            setattr(os, name, self._wrapped(name, getattr(os, name)))
        self._fdopen, self._close = os.fdopen, os.close
        vars(os).update(fdopen=self._opened, close=self._closed)
        sys.addaudithook(self._audit)

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            if not self._ours(name, args[0]):
                return real(*args, **more)
            self.names.append(name)
            self._inside = True
            try:
                done = self._call(name, real, args, more)
            finally:
                self._inside = False
            if name == "open":
                self._handles.add(done)
            return done

        return call

    def _call(self, name: str, real: Callable[..., Any], args: Any, more: Any) -> Any:
        trap, now = self._trap, len(self.names)
        if now == trap.at:
            return self._sprung(name, real, args, more)
        if trap.at and now > trap.at:
            if trap.act == "full" and name in _TAKE_ROOM and self._takes_room(name, args):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if trap.act == "refuse" and trap.lasting:
                raise OSError(trap.number, os.strerror(trap.number))
        return real(*args, **more)

    def _sprung(self, name: str, real: Callable[..., Any], args: Any, more: Any) -> Any:
        act, writes = self._trap.act, name in ("write", "pwrite")
        if act == "refuse" or (act == "full" and not writes and self._takes_room(name, args)):
            number = self._trap.number if act == "refuse" else errno.ENOSPC
            raise OSError(number, os.strerror(number))
        if act == "before":
            _kill()
        if act in ("half", "short", "full") and writes:
            done = real(args[0], bytes(args[1])[: max(1, len(args[1]) // 2)], *args[2:], **more)
        else:
            done = real(*args, **more)
        if act in ("half", "after"):
            _kill()
        return done

    def _takes_room(self, name: str, args: Any) -> bool:
        return name in _TAKE_ROOM and (name != "open" or bool(args[1] & os.O_CREAT))

    def _ours(self, name: str, what: Any) -> bool:
        if name in BY_HANDLE:
            return what in self._handles
        return not isinstance(what, int) and os.fspath(what).startswith(self._folder)

    def _opened(self, handle: int, mode: str = "r", *args: Any, **more: Any) -> Any:
        """What os.fdopen gives writes past os.write; this does not."""
        if handle in self._handles and mode == "wb":
            return io.BufferedWriter(_Raw(handle))
        return self._fdopen(handle, mode, *args, **more)

    def _closed(self, handle: int) -> None:
        self._handles.discard(handle)
        self._close(handle)

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if self._inside or event not in _AUDITED or not isinstance(args[0], (str, bytes, Path)):
            return
        changing = event != "open" or (args[2] or 0) & _CHANGING
        if changing and os.fsdecode(args[0]).startswith(self._folder):
            self.unseen.append(f"{event} {Path(os.fsdecode(args[0])).name}")


class _Raw(io.RawIOBase):
    """A file that is written by os.write."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._handle

    def write(self, content: Any) -> int:
        return os.write(self._handle, bytes(content))

    def close(self) -> None:
        if not self.closed:
            super().close()
            os.close(self._handle)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
