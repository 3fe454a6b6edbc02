"""R2: SIGKILL before, in the middle of, and after every file-changing call of every command."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attache.problems import AttacheError
from tests.faults import commands
from tests.faults.calls import Trap
from tests.faults.child import Child, Command, Heard
from tests.faults.outcome import Outcome
from tests.faults.place import Place, a_place, office
from tests.faults.r1_kills import judge, readable

if TYPE_CHECKING:
    from tests.faults.state import State

MOMENTS = ("before", "half", "after")


def run(*, quick: bool = False) -> Outcome:
    """Every call; `quick` takes every fifth."""
    outcome = Outcome("R2", "SIGKILL at every call", reach="0 unreadable, 0 lost, 0 half, 0 unseen")
    with a_place() as place:
        place.lay(office())
        for command in commands.writing(place):
            counted = trapped(place, command, Trap())
            outcome.count("commands")
            for unseen in counted.unseen:
                outcome.miss("unseen", f"{command.name}: {unseen}")
            for at in range(1, len(counted.names) + 1, 5 if quick else 1):
                for moment in MOMENTS:
                    _kill(outcome, place, command, Trap(moment, at))
    for what in ("unreadable", "lost or half", "unseen"):
        outcome.found.setdefault(what, 0)
    return outcome


def trapped(place: Place, command: Command, trap: Trap) -> Heard:
    """One command on the office as it was made, with something in its way."""
    desk = {file: file.read_bytes() for file in place.desk.iterdir()}
    place.lay(office())
    for file, content in desk.items():
        file.write_bytes(content)
    return Child.start(place, [command], trap).heard()


@cache
def as_made() -> State:
    """What the office holds before anything is done."""
    with a_place() as place:
        place.lay(office())
        return readable(place)


def _kill(outcome: Outcome, place: Place, command: Command, trap: Trap) -> None:
    heard = trapped(place, command, trap)
    if not heard.killed:
        return  # half of a call that is no write: it was killed nowhere
    outcome.count("kills")
    told = f"{command.name}, {trap.act} call {trap.at}"
    try:
        judge(outcome, place, as_made(), [], told)
        after = Child.start(place, [commands.insert("afterwards")]).heard()
        if [ended.code for ended in after.ended] != [0]:
            outcome.miss("lost or half", f"{told}: nothing can be recorded afterwards")
        readable(place)
    except (AttacheError, AssertionError) as unreadable:
        outcome.miss("unreadable", f"{told}: {unreadable}")
