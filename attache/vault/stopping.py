"""Ctrl-C while something is stored: it is heard when that is done and noted."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

Part = TypeVar("Part")


class _Held:
    """Ctrl-C that waits: the calls of its handler, or None where it is heard at once."""

    calls: ClassVar[list[Any] | None] = None


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hear Ctrl-C after this step, so that what is said of it is true."""
    before = signal.getsignal(signal.SIGINT)
    alone = threading.current_thread() is threading.main_thread()
    if not alone or not callable(before) or _Held.calls is not None:
        yield
        return
    calls = _Held.calls = list[Any]()
    signal.signal(signal.SIGINT, lambda *call: calls.append(call))
    try:
        yield
    finally:
        _Held.calls = None
        signal.signal(signal.SIGINT, before)
    if calls:
        before(*calls[0])


def stoppable(parts: Iterable[Part]) -> Iterator[Part]:
    """Hear Ctrl-C between parts within such a step: while they are written nothing is done yet."""
    for part in parts:
        if _Held.calls:
            raise KeyboardInterrupt
        yield part
