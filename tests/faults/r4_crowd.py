"""R4: eight writers at once, one killed while it holds the lock, compactions in between."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from multiprocessing.connection import Connection

from attache import records
from attache.records.record import parse
from attache.vault import lock
from attache.vault.vault import Vault
from tests.faults import state
from tests.faults.outcome import Outcome
from tests.faults.place import Place, a_place, office
from tests.opening import NOW
from tests.samples import HERE

WRITERS, RECORDS = 8, 50
PATIENCE = 60.0
"""Seconds that a writer waits for the others: this is about losing nothing, not about waiting."""
AT = NOW.isoformat(timespec="seconds")


def run(*, quick: bool = False) -> Outcome:
    """Every record that a writer was told is stored must be there, once."""
    outcome = Outcome("R4", "eight writers, one killed in the lock", reach="0 lost")
    each = RECORDS // 5 if quick else RECORDS
    with a_place() as place:
        place.lay(office())
        before = state.read(place)
        told = _crowd(place, each)
        after = state.read(place)
        there = {d["ref"]: d["name"] for d in after.tables["person"].values()}
        outcome.count("writers", WRITERS)
        outcome.count("records acknowledged", len(told))
        outcome.count("killed holding the lock")
        for ref, name in told.items():
            if there.get(ref) != name:
                outcome.miss("lost", f"{ref} {name}")
        for half in state.half_done(after):
            outcome.miss("half", half)
        if len(there) != len(before.tables["person"]) + len(told):
            outcome.miss("lost", f"{len(there)} people, {len(told)} acknowledged")
        if len(told) != WRITERS * each:
            outcome.miss("lost", f"{len(told)} acknowledged of {WRITERS * each}")
    outcome.found.setdefault("lost", 0)
    return outcome


def _crowd(place: Place, each: int) -> dict[str, str]:
    """The refs and names that the writers were told are stored."""
    context = multiprocessing.get_context("fork")
    pipes, processes = [], []
    for number in range(WRITERS):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_write, args=(place, number, each, theirs))
        process.start()
        theirs.close()
        pipes.append(ours)
        processes.append(process)
    ours, theirs = context.Pipe(duplex=False)
    holder = context.Process(target=_hold, args=(place, theirs))
    holder.start()
    theirs.close()
    assert ours.recv() == "held"
    os.kill(holder.pid or 0, signal.SIGKILL)
    holder.join()
    found: dict[str, str] = {}
    for pipe in pipes:
        try:
            while True:
                found.update([pipe.recv()])
        except EOFError:
            pipe.close()
    for process in processes:
        process.join()
    return found


def _write(place: Place, number: int, each: int, pipe: Connection) -> None:
    lock.LOCK_WAIT = PATIENCE
    vault = Vault(place.vault, place.access)
    for turn in range(each):
        name = f"Contoh {chr(65 + number)}{chr(65 + turn % 26)}{chr(65 + turn // 26)}"
        content = parse(records.named("person").model, {"name": name}, HERE).draft
        with vault.work("person add", AT) as work:
            ref = work.add("person", content).ref
        pipe.send((ref, name))
        if turn % 20 == 10:
            vault.renew()
    pipe.close()


def _hold(place: Place, pipe: Connection) -> None:
    """Take the lock, change something that is never stored, and hold on."""
    lock.LOCK_WAIT = PATIENCE
    content = parse(records.named("person").model, {"name": "Tak Tersimpan"}, HERE).draft
    with Vault(place.vault, place.access).work("person add", AT) as work:
        work.add("person", content)
        pipe.send("held")
        time.sleep(PATIENCE)
