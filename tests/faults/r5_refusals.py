"""R5: ENOSPC, EIO, EACCES, short writes and a full disk at the n-th call, until a command passes.

A call that only notes something outside the vault (an anchor) may be refused and the command yet
be done: then it says so with 0, and the change must be there.
"""

from __future__ import annotations

import errno

from attache.problems import AttacheError
from tests.faults import commands, state
from tests.faults.calls import Trap
from tests.faults.child import Child, Command, Ended
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
NOT_READ = {"VLT006": 12, "VLT020": 12, "XLS001": 3}
"""What is told of a vault, a passphrase or a workbook that cannot be read, each with its code."""
STORED = {0: {1}}
"""How many transactions there must be after an exit code; none after others."""
SAID = {"VLT036": {0, 1}, "VLT041": {1}, "XLS011": {0, 2}, "FIL004": {0, 2}}
"""How many there may be where this is told, too.

A disk that refuses everything refuses to take a change back, or to be read once more: whether it is
stored cannot be told then, or that something is. An export that gets no place is taken back.
"""


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
    ended = trapped(place, command, trap).ended[0]
    if ended.code not in (0, NOT_WRITTEN, *(NOT_READ.get(code) for code in ended.problems)):
        outcome.miss("wrong exit code", f"{told}: {ended.code}")
    try:
        after = readable(place)
    except (AttacheError, AssertionError) as unreadable:
        outcome.miss("unusable", f"{told}: {unreadable}")
        return
    steps, allowed = state.steps_between(as_made(), after), _stored(command, ended)
    if len(allowed) > 1:
        outcome.count("said to be unsure")
    if steps not in allowed or [*state.half_done(after)]:
        outcome.miss("lost or half", f"{told}: exit {ended.code}, {steps} transactions")
    next_ = Child.start(place, [commands.insert("afterwards")]).heard()
    if [ended.code for ended in next_.ended] != [0]:
        outcome.miss("unusable", f"{told}: nothing can be recorded afterwards")


def _stored(command: Command, ended: Ended) -> set[int]:
    """How many transactions there may be, by what a command said at its end."""
    if ended.code == 0 and command.name in SILENT:
        return {0}
    said = (SAID[code] for code in ended.problems if ended.code and code in SAID)
    return next(said, STORED.get(ended.code, {0}))
