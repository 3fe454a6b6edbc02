"""`make bench`: each row's ratio to its peer, all from one run on this machine."""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from statistics import median

from tests.benchmarks.measure import Failed, Figures, Run, busy, in_turn, run, said_last
from tests.benchmarks.rows import ROWS, Command, Row

PAIRS = 7
_HERE = Path(__file__).parent
_SCRIPTS = Path(sysconfig.get_path("scripts"))
_TITLES = ("", "over", "ours s", "peer s", "ratio (min–max)", "promise", "ours MB", "peer MB")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the rows that are asked for and print a line for each."""
    asked = _asked(argv)
    rows = [row for row in ROWS if asked.only in row.name]
    widths = _widths(rows)
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors. Whole processes, {asked.n} pairs in turn; medians."
    )
    print(line(_TITLES, widths), flush=True)
    with tempfile.TemporaryDirectory(prefix="attache-bench-") as folder:
        bench = Bench(Path(folder))
        for row in rows:
            try:
                print(line(cells(row, bench.figures(row, asked.n)), widths), flush=True)
            except Failed as failure:
                print(f"{row.name}: {failure}", file=sys.stderr)
                return 1
    return 0


class Bench:
    """A folder in which commands run, with what they work on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._materials = folder / "materials"
        self._materials.mkdir()

    def figures(self, row: Row, pairs: int) -> Figures:
        """The figures of a row; raises Failed."""
        with busy() if row.busy else nullcontext():
            return in_turn(partial(self.run, row.ours), partial(self.run, row.peer), pairs)

    def run(self, command: Command) -> Run:
        """One run of a command, on a vault as it was made; raises Failed."""
        words = [re.sub(r"\{(.+)\}", self._file, word) for word in shlex.split(command.words)]
        environ = _environ()
        if command.vault:
            environ |= self._laid(self._material(command.vault))
        found = run([str(_SCRIPTS / words[0]), *words[1:]], environ, self._folder, command.says)
        return found._replace(wall=said_last(self._folder)) if command.inside else found

    def _laid(self, made: Path) -> dict[str, str]:
        """A copy of a vault as it was made, with its open session and its anchor."""
        vault, state = self._folder / "bench.vault", self._folder / "state"
        shutil.copyfile(made, vault)
        shutil.rmtree(state, ignore_errors=True)
        if (kept := Path(f"{made}.state")).is_dir():
            shutil.copytree(kept, state)
        return {"ATTACHE_VAULT": str(vault), "ATTACHE_STATE": str(state)}

    def _file(self, braces: re.Match[str]) -> str:
        name = braces[1]
        return str(_HERE / name if name.startswith(("ours/", "peers/")) else self._material(name))

    def _material(self, name: str) -> Path:
        path = self._materials / name
        if not path.exists():
            print(f"making {name} ...", file=sys.stderr)
            maker = [sys.executable, "-m", "tests.benchmarks.materials", str(self._materials), name]
            subprocess.run(maker, cwd=_HERE.parents[1], check=True)
        return path


def cells(row: Row, figures: Figures) -> tuple[str, ...]:
    """A row's cells."""
    low, high = min(figures.ratios), max(figures.ratios)
    walls = [f"{median(r.wall for r in runs):.3f}" for runs in figures]
    peaks = [f"{median(r.memory for r in runs) / 1e6:.0f}" for runs in figures]
    ratio = f"{figures.ratio:.2f} ({low:.2f}–{high:.2f})"
    return (row.name, row.over, *walls, ratio, _kept(row, figures.ratio), *peaks)


def line(texts: Sequence[str], widths: Sequence[int]) -> str:
    """Texts in columns: the first two to the left, the others to the right."""
    placed = (
        text.ljust(width) if place < 2 else text.rjust(width)
        for place, (text, width) in enumerate(zip(texts, widths, strict=True))
    )
    return "  ".join(placed)


def _kept(row: Row, ratio: float) -> str:
    if row.promise is None:
        return "–"
    return f"≤ {row.promise} {'kept' if ratio <= row.promise else 'BROKEN'}"


def _widths(rows: Sequence[Row]) -> list[int]:
    """Known before the first row is measured, so that each can be printed when it is."""
    names = max((len(row.name) for row in rows), default=0)
    peers = max((len(row.over) for row in rows), default=0)
    return [names, peers, 7, 7, 18, 12, 7, 7]


def _environ() -> dict[str, str]:
    """Ours without what makes Python or attache behave otherwise than on an officer's machine."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "ATTACHE"))}
    return {**kept, "ATTACHE_LANG": "en"}


def _asked(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__)
    parser.add_argument("-n", type=int, default=PAIRS, help="pairs of runs a row (%(default)s)")
    parser.add_argument("only", nargs="?", default="", help="rows whose name has this in it")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
