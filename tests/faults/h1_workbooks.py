"""H1: the hostile corpus through the command line: refused, soon, with little memory, no trace."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from attache.vault import sessions, system
from tests.faults.corpus import ALONE, CORPUS
from tests.faults.outcome import Outcome
from tests.faults.place import Place, Sealed, a_place, office

# A process begins with the peak of the one that starts it, so a small one comes between.
_WATCH = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime, file=sys.stderr)
sys.exit(ended.returncode)
"""
SECONDS, MEGABYTES = 2.0, 200
REFUSED = 3


class Ended(NamedTuple):
    """How a command ended.

    `busy` are seconds of processor time, `megabytes` is the most that it or a child of it held.
    """

    code: int
    out: str
    err: str
    seconds: float
    busy: float
    megabytes: float


def run(*, quick: bool = False) -> Outcome:
    """Every file of the corpus, imported.

    `quick` leaves out what is there twice, and goes by processor time: others may be at work.
    """
    outcome = Outcome("H1", "hostile workbooks", reach=f"exit 3 in {SECONDS} s, {MEGABYTES} MB")
    slowest, largest = 0.0, 0.0
    with a_place() as place:
        place.lay(office())
        _unlock(place, office())
        before = place.vault.read_bytes()
        for name, hostile in (ALONE if quick else CORPUS).items():
            file = place.desk / f"{name}{hostile.suffix}"
            file.write_bytes(hostile.make())
            ended = imported(place, file)
            outcome.count("files")
            seconds = ended.busy if quick else ended.seconds
            slowest, largest = max(slowest, seconds), max(largest, ended.megabytes)
            for wrong in _wrong(ended, seconds, hostile.code):
                outcome.miss(wrong, f"{name}: {ended}")
            if place.vault.read_bytes() != before or place.leftovers():
                outcome.miss("left a trace", name)
            file.unlink()
    outcome.shown = f"at most {slowest:.1f} s and {largest:.0f} MB"
    return outcome


def _unlock(place: Place, sealed: Sealed) -> None:
    """Leave the vault open from now on: what its passphrase costs is not the workbook's doing."""
    key, slot, file = sealed.image.key, sealed.image.slot, sealed.anchor.file
    since = time.time()
    until = since + sessions.LONGEST / 2
    held = sessions.Session(file=file, key=key, slot=slot, since=since, until=until)
    system.write_private(place.session(sealed), held.text().encode())


def imported(place: Place, file: Path) -> Ended:
    """`attache --json exchange import FILE` as a process of its own."""
    words = [sys.executable, "-m", "attache", "--json", "exchange", "import", str(file)]
    begun = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-S", "-E", "-c", _WATCH, *words],
        env=place.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    taken = time.perf_counter() - begun
    *said, last = ran.stderr.splitlines()
    most, busy = last.split()
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return Ended(ran.returncode, ran.stdout, "\n".join(said), taken, float(busy), int(most) / unit)


def _wrong(ended: Ended, seconds: float, code: str) -> list[str]:
    """What did not go as it should."""
    found = {
        "not refused": ended.code != REFUSED,
        "too slow": seconds > SECONDS,
        "too large": ended.megabytes > MEGABYTES,
        "a traceback": "Traceback" in ended.out + ended.err,
        "another code": code not in _codes(ended.out),
    }
    return [what for what, happened in found.items() if happened]


def _codes(out: str) -> set[str]:
    try:
        return {problem["code"] for problem in json.loads(out)["problems"]}
    except (ValueError, KeyError):
        return set()
