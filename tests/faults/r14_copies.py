"""R14: stories of two and three laptops at random, merged in any order, for an hour.

The same harness as in the tests (tests/laptops.py): in the end all copies say the same, all that
one vault guards holds, nothing that was recorded is in no list, every conflict can be decided, and
every command has ended.
"""

from __future__ import annotations

import itertools
import random
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from uuid import UUID

from attache.vault import database, work
from tests import opening
from tests.faults.outcome import Outcome
from tests.laptops import DEEDS, OFTEN, SEATS, Deed, Laptops, handoffs, images

MINUTES, FEW_MINUTES = 60.0, 0.5
MOST_DEEDS = 24
TOLD = 3
"""Faults of one story that are told."""


def run(*, quick: bool = False, seed: int = 1) -> Outcome:
    """As many stories as there is time for."""
    outcome = Outcome("R14", "two and three laptops, merged in any order", reach="0 faults")
    end = time.monotonic() + 60 * (FEW_MINUTES if quick else MINUTES)
    with opening.lightly():
        while time.monotonic() < end:
            _tell(outcome, seed)
            seed += 1
    outcome.found.setdefault("faults", 0)
    return outcome


def _tell(outcome: Outcome, seed: int) -> None:
    """One story, which its number tells again."""
    with same_ids(0):
        images()
        handoffs()
    chance = random.Random(seed)
    seats = SEATS[: chance.choice((2, 3))]
    few = chance.choice((2, 3, 12))
    with TemporaryDirectory() as folder, same_ids(seed):
        laptops = Laptops(Path(folder), seats)
        try:
            for _number in range(chance.randint(4, MOST_DEEDS)):
                numbers = (chance.randrange(few) for _choice in range(3))
                deed = Deed(chance.choice(seats), chance.choice(DEEDS + OFTEN), *numbers)
                outcome.count("deeds", int(laptops.do(deed)))
            faults = laptops.faults()
        except Exception:  # noqa: BLE001 - whatever ends a command ends it wrongly
            faults = [traceback.format_exc(limit=-3)]
        outcome.count("stories")
        for fault in faults[:TOLD]:
            outcome.miss("faults", f"story {seed}: {fault}")


@contextmanager
def same_ids(seed: int) -> Iterator[None]:
    """Have all ids be those of a seed: a story that is told again is the same to the letter."""
    uuid7 = _ids(seed)
    with patch.object(work, "uuid7", uuid7), patch.object(database, "uuid7", uuid7):
        yield


def _ids(seed: int) -> Callable[[], UUID]:
    """UUIDv7 in the order in which they are asked for, a millisecond apart."""
    chance = random.Random(seed)
    numbers = itertools.count(0x19A_0000_0000 + (seed << 12))  # later than those of seed 0

    def uuid7() -> UUID:
        last = chance.getrandbits(74)
        return UUID(int=next(numbers) << 80 | 7 << 76 | (last >> 62) << 64 | 2 << 62 | last % 2**62)

    return uuid7
