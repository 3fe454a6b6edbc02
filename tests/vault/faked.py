"""Another operating system under `attache.vault.system`, and under nothing else.

pathlib and pytest keep theirs, so one that refuses or calls itself Windows harms nobody.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from attache.vault import system

if TYPE_CHECKING:
    import pytest

WATCHED = ("open", "write", "fsync", "ftruncate", "fchmod", "close")
POSIX_ONLY = ("fchmod", "geteuid", "O_NOFOLLOW")


class Calls(list[tuple[str, tuple[Any, ...]]]):
    """Name and arguments of every watched call."""

    @property
    def names(self) -> list[str]:
        return [name for name, _arguments in self]


def put(monkeypatch: pytest.MonkeyPatch, **others: Any) -> Calls:
    """Put other functions in the place of those of `os`; the calls from then on are recorded."""
    have, calls = {**vars(os), **others}, Calls()

    def recorded(name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            calls.append((name, arguments))
            return have[name](*arguments)

        return call

    watched = {name: recorded(name) for name in WATCHED if name in have}
    monkeypatch.setattr(system, "os", SimpleNamespace(**{**have, **watched}))
    return calls


def windows(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """A system that calls itself Windows, and lacks what Windows lacks."""
    calls = put(monkeypatch, name="nt", O_BINARY=0)
    for name in POSIX_ONLY:
        monkeypatch.delattr(vars(system)["os"], name, raising=False)
    monkeypatch.setattr(system, "sys", SimpleNamespace(platform="win32"))
    return calls


def refusing(number: int, function: Callable[..., Any] = os.fsync, at: int = 1) -> Any:
    """A function that is refused from one call on, counted from 1."""
    left = at - 1

    def call(*arguments: Any) -> Any:
        nonlocal left
        if not left:
            raise OSError(number, os.strerror(number))
        left -= 1
        return function(*arguments)

    return call


def short(handle: int, content: bytes) -> int:
    """A write that takes five bytes at most."""
    return os.write(handle, content[:5])


@contextmanager
def umask(bits: int) -> Iterator[None]:
    """Another umask for as long as it lasts."""
    before = os.umask(bits)
    try:
        yield
    finally:
        os.umask(before)
