"""What a run has stored, and Ctrl-C meanwhile: what is said of a failure must be true.

A run is one command. What it has put into its place for good is noted before Ctrl-C is heard.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

Part = TypeVar("Part")


class _Run:
    """Whether the command has stored something, and Ctrl-C that waits: calls of its handler.

    It is heard at once where these are None.
    """

    stored: ClassVar[bool] = False
    calls: ClassVar[list[Any] | None] = None


def begin() -> None:
    """A command begins: nothing is stored."""
    _Run.stored = False


def note_stored() -> None:
    """Something was stored. Within `undisturbed`, or Ctrl-C may come between."""
    _Run.stored = True


def has_stored() -> bool:
    """Whether the command has stored anything."""
    return _Run.stored


@contextmanager
def uncounted() -> Iterator[None]:
    """Store what changes nothing, such as a look in the log: the command may still end unstored."""
    before = _Run.stored
    try:
        yield
    finally:
        _Run.stored = before


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hear Ctrl-C after this step, so that what is said of it is true."""
    before = signal.getsignal(signal.SIGINT)
    alone = threading.current_thread() is threading.main_thread()
    if not alone or not callable(before) or _Run.calls is not None:
        yield
        return
    calls = _Run.calls = list[Any]()
    signal.signal(signal.SIGINT, lambda *call: calls.append(call))
    try:
        yield
    finally:
        _Run.calls = None
        signal.signal(signal.SIGINT, before)
    if calls:
        before(*calls[0])


def stoppable(parts: Iterable[Part]) -> Iterator[Part]:
    """Hear Ctrl-C between parts within such a step: while they are written nothing is done yet."""
    for part in parts:
        if _Run.calls:
            raise KeyboardInterrupt
        yield part
