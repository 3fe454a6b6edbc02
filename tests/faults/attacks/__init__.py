"""Attacks by people on the vault, each a scenario of R15: one function, in the module of its kind.

A scenario lays a vault down in its place, does what the attacker does, and asserts what must hold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.faults.place import Place


class Attack(NamedTuple):
    """What somebody tries, in a few words; `name` is that of the finding, such as H3."""

    name: str
    title: str
    run: Callable[[Place], None]


ATTACKS: list[Attack] = []


def attack(name: str, title: str) -> Callable[[Callable[[Place], None]], Callable[[Place], None]]:
    """Make a function a scenario of R15."""

    def added(run: Callable[[Place], None]) -> Callable[[Place], None]:
        ATTACKS.append(Attack(name, title, run))
        return run

    return added
