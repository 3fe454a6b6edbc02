"""Whole processes, measured from outside by the system's own accounting (so POSIX only).

Before it starts its program, a child counts with the memory of the process that starts it; that
one is therefore kept small: this module and those that call it import the standard library only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes; of ru_maxrss


class Failed(Exception):
    """A command ended badly or did not say what it was to say; with the end of its output."""


class Run(NamedTuple):
    """One run: wall time in seconds, and the memory of its largest process at its peak in bytes."""

    wall: float
    memory: int


class Figures(NamedTuple):
    """Our runs and the peer's, taken in turn, in the order in which they ran."""

    ours: tuple[Run, ...]
    peer: tuple[Run, ...]

    @property
    def ratios(self) -> list[float]:
        """Our wall time over the peer's, pair by pair."""
        return [a.wall / b.wall for a, b in zip(self.ours, self.peer, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return median(self.ratios)


def run(argv: Sequence[str], environ: Mapping[str, str], folder: Path, says: str = "") -> Run:
    """Run a command in a folder; raises Failed unless it exits with 0 and prints `says`."""
    printed = folder / "printed"
    os.sync()  # what came before is not this command's to wait for
    with printed.open("wb") as out:
        start = time.perf_counter()
        child = subprocess.Popen(
            argv, cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        _pid, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    said = printed.read_text(encoding="utf-8", errors="replace")
    if child.returncode or says not in said:
        raise Failed(f"{' '.join(argv)}: exit {child.returncode}, said\n{said[-2000:]}")
    return Run(wall, usage.ru_maxrss * _MEMORY_UNIT)


@contextmanager
def busy() -> Iterator[None]:
    """Keep one processor busy, as a browser or a virus scanner does."""
    other = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        other.kill()
        other.wait()


def said_last(folder: Path) -> float:
    """The seconds that a command which measures itself printed last."""
    return float((folder / "printed").read_text(encoding="utf-8").splitlines()[-1])


def in_turn(ours: Callable[[], Run], peer: Callable[[], Run], pairs: int) -> Figures:
    """Run two commands in turn, A B A B ..., so that a machine that slows down slows both.

    One run of each goes before and is not counted: it fills the caches.
    """
    ours()
    peer()
    runs = [(ours(), peer()) for _ in range(pairs)]
    return Figures(tuple(a for a, _b in runs), tuple(b for _a, b in runs))
