"""R1: kill -9 at random moments, over every command that writes."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from attache.problems import AttacheError, VaultLocked
from tests.faults import commands, state
from tests.faults.child import Child, Command, Heard
from tests.faults.outcome import Outcome
from tests.faults.place import NEW_PASSPHRASE, Place, a_place, office
from tests.opening import PASSPHRASE

KILLS, FEW = 1_000, 200
LONGEST = 0.25
"""Seconds from the first command until the kill, at most."""
AGE = 40
"""Kills after which the vault is laid down anew, so that every kill meets one of the same size."""
SILENT = {commands.COMPACT.name, commands.UNLOCK.name}
"""Commands that change no record and leave no line in the log."""


def run(*, quick: bool = False, kills: int | None = None, seed: int = 0) -> Outcome:
    """So many kills; what is killed goes on with the vault as it then is."""
    outcome = Outcome("R1", "random kill -9", reach="0 unreadable, 0 lost, 0 half")
    chance = random.Random(seed)  # the same choices each time
    with a_place() as place:
        number = 0
        while outcome.tried.get("kills", 0) < (kills or (FEW if quick else KILLS)):
            if number % AGE == 0:
                place.lay(office())
            number += 1
            one(outcome, place, chance, number)
    for what in ("unreadable", "lost or half"):
        outcome.found.setdefault(what, 0)
    return outcome


def one(outcome: Outcome, place: Place, chance: random.Random, number: int) -> None:
    """Some commands in a child that is killed; then the vault is looked at."""
    before = readable(place)
    planned = chance.sample(commands.writing(place), 5)
    planned = [_marked(command, number) for command in planned]
    child = Child.start(place, planned)
    time.sleep(chance.uniform(0, LONGEST))
    child.kill()
    heard = child.heard()
    outcome.count("kills" if heard.killed else "too late")
    done = [c for c, e in zip(planned, heard.ended, strict=False) if e.code == 0]
    outcome.count("acknowledged", len(done))
    told = f"kill {number} in {_interrupted(planned, heard)}"
    try:
        judge(outcome, place, before, done, told)
    except (AttacheError, AssertionError) as unreadable:
        outcome.miss("unreadable", f"{told}: {unreadable}")
        place.lay(office())


def judge(
    outcome: Outcome, place: Place, before: state.State, done: Sequence[Command], told: str
) -> None:
    """All that was acknowledged is there whole, and at most one transaction more."""
    after = readable(place)
    steps = state.steps_between(before, after)
    least = sum(command.name not in SILENT for command in done)
    if steps is None or not least <= steps <= least + 1:
        outcome.miss("lost or half", f"{told}: {steps} transactions, {least} acknowledged")
    for half in state.half_done(after):
        outcome.miss("lost or half", f"{told}: {half}")


def readable(place: Place) -> state.State:
    """What the vault holds, opened by either passphrase: one of the commands changes it."""
    secret = place.folder / "passphrase"
    try:
        return state.read(place)
    except VaultLocked:
        other = PASSPHRASE if secret.read_text("utf-8") == NEW_PASSPHRASE else NEW_PASSPHRASE
        secret.write_text(other, encoding="utf-8")
        return state.read(place)


def _marked(command: Command, number: int) -> Command:
    """The same with a mark of its own, so that it changes something each time."""
    words = tuple(f"{w} {number}" if w in ("new", "right") else w for w in command.words)
    return command._replace(words=words)


def _interrupted(planned: Sequence[Command], heard: Heard) -> str:
    ended = len(heard.ended)
    return planned[ended].name if ended < min(heard.begun, len(planned)) else "no command"
