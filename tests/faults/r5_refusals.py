"""R5: ENOSPC, EIO, EACCES, short writes and a full disk at the n-th call, until a command passes.

A call that only notes something outside the vault (an anchor) may be refused and the command yet
be done: then it says so with 0, and the change must be there.
"""

from __future__ import annotations

import errno

from attache.problems import AttacheError
from tests.faults import commands, state
from tests.faults.calls import Trap
from tests.faults.child import Child, Command
from tests.faults.outcome import Outcome
from tests.faults.place import Place, a_place, office
from tests.faults.r1_kills import SILENT, readable
from tests.faults.r2_every_call import as_made, trapped

REFUSALS = {
    "ENOSPC": Trap("refuse", number=errno.ENOSPC),
    "EIO": Trap("refuse", number=errno.EIO),
    "EIO from then on": Trap("refuse", number=errno.EIO, lasting=True),
    "EACCES": Trap("refuse", number=errno.EACCES),
    "short write": Trap("short"),
    "disk full from then on": Trap("full"),
}
NOT_WRITTEN = 14
UNSURE = "VLT036"
"""A disk that refuses everything refuses to take a change back, too; then that is told."""


def run(*, quick: bool = False) -> Outcome:
    """Every refusal at every call; `quick` takes every fifth call."""
    outcome = Outcome("R5", "refused calls", reach="0 lost, 0 half, 0 unusable, exit 14")
    with a_place() as place:
        place.lay(office())
        for command in commands.writing(place):
            calls = len(trapped(place, command, Trap()).names)
            for at in range(1, calls + 1, 5 if quick else 1):
                for name, trap in REFUSALS.items():
                    outcome.count(name)
                    told = f"{command.name}, {name} at call {at}"
                    _refuse(outcome, place, command, trap._replace(at=at), told)
    for what in ("lost or half", "unusable", "wrong exit code"):
        outcome.found.setdefault(what, 0)
    return outcome


def _refuse(outcome: Outcome, place: Place, command: Command, trap: Trap, told: str) -> None:
    heard = trapped(place, command, trap)
    codes = [ended.code for ended in heard.ended]
    if codes not in ([0], [NOT_WRITTEN]):
        outcome.miss("wrong exit code", f"{told}: {codes}")
    try:
        after = readable(place)
    except (AttacheError, AssertionError) as unreadable:
        outcome.miss("unusable", f"{told}: {unreadable}")
        return
    steps = state.steps_between(as_made(), after)
    wanted = 1 if codes == [0] and command.name not in SILENT else 0
    if steps == 1 and heard.ended[0].out and heard.ended[0].problems == [UNSURE]:
        outcome.count("said to be unsure")
        wanted = 1
    if steps != wanted or [*state.half_done(after)]:
        outcome.miss("lost or half", f"{told}: exit {codes}, {steps} transactions")
    next_ = Child.start(place, [commands.insert("afterwards")]).heard()
    if [ended.code for ended in next_.ended] != [0]:
        outcome.miss("unusable", f"{told}: nothing can be recorded afterwards")
