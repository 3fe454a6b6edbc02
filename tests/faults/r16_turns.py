"""R16: twelve writers who never rest, some killed while they wait: each gets its turn."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from multiprocessing.connection import Connection

from attache.vault import lock
from attache.vault.vault import Vault
from tests.faults.outcome import Outcome
from tests.faults.place import Place, a_place, office
from tests.opening import NOW

WRITERS, KILLED = 12, 3
SECONDS = 10.0
SHARE = 0.5
"""What the least served has at least of what the most served has."""
PATIENCE = 60.0
AT = NOW.isoformat(timespec="seconds")


def run(*, quick: bool = False) -> Outcome:
    """Count how often each writer was served within some seconds."""
    outcome = Outcome("R16", "twelve writers, each in turn", reach=f"least ≥ {SHARE:.0%} of most")
    with a_place() as place:
        place.lay(office())
        served = _crowd(place, SECONDS / 5 if quick else SECONDS)
        outcome.count("writers", len(served))
        outcome.count("killed while they waited", KILLED)
        outcome.count("served", sum(served))
        least, most = min(served), max(served)
        outcome.shown = f"least {least}, most {most}"
        if least < SHARE * most:
            outcome.miss("starved", outcome.shown)
        with Vault(place.vault, place.access).work("person show", AT) as work:
            work.note("view", work.get("P1"))
        left = [p.name for p in place.vault.parent.iterdir() if p.name.endswith(".turn")]
        for name in left:  # the next writer removes what the killed ones left
            outcome.miss("left behind", name)
    outcome.found.setdefault("starved", 0)
    return outcome


def _crowd(place: Place, seconds: float) -> list[int]:
    """How often each of those was served who were not killed."""
    context = multiprocessing.get_context("fork")
    until = time.monotonic() + seconds
    pipes, processes = [], []
    for _number in range(WRITERS + KILLED):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_write, args=(place, until, theirs))
        process.start()
        theirs.close()
        pipes.append(ours)
        processes.append(process)
    time.sleep(seconds / 2)
    for process in processes[WRITERS:]:
        os.kill(process.pid or 0, signal.SIGKILL)
    served = [pipe.recv() for pipe in pipes[:WRITERS]]
    for process in processes:
        process.join()
    return served


def _write(place: Place, until: float, pipe: Connection) -> None:
    lock.LOCK_WAIT = PATIENCE
    vault, served = Vault(place.vault, place.access), 0
    while time.monotonic() < until:
        with vault.work("person show", AT) as work:
            work.note("view", work.get("P1"))
        served += 1
    pipe.send(served)
    pipe.close()
