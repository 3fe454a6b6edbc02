"""How far an identity is verified, from the evidence recorded for it. Never typed, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from attache import codes
from attache.problems import Problem, problem
from attache.records.record import fields

if TYPE_CHECKING:
    from attache.records.former import FormerNumber
    from attache.records.identity import IdentityDecision, IdentityEvidence

Pair = frozenset[str]
"""The refs of two people."""
CONTRADICTED, UNVERIFIED = "contradicted", "unverified"


def state(evidence: Iterable[IdentityEvidence]) -> str:
    """A value of `identity-state`: what the best evidence gives.

    Contradicting evidence counts until an authority confirms the identity on a later day; what
    is still to be answered counts for nothing.
    """
    listed = codes.load("identity-evidence")
    found = [(listed[e.kind].also["state"], e) for e in evidence if e.result != "pending"]
    against = [e.on for _state, e in found if e.result == "contradicts"]
    supports = {s: e.on for s, e in sorted(found, key=lambda f: f[1].on) if e.result == "supports"}
    confirmed = supports.get("confirmed")
    if against and not (confirmed and confirmed > max(against)):
        return CONTRADICTED
    order = [code.value for code in codes.load("identity-state")]
    return min(supports, key=order.index, default=UNVERIFIED)


def two_people(decision: IdentityDecision, _today: date) -> Iterator[Problem]:
    """A decision is about two people."""
    if decision.person and decision.person == decision.other:
        yield problem("PER006", "other")


def a_number(former: FormerNumber, _today: date) -> Iterator[Problem]:
    """An entry of former numbers has at least one."""
    numbers = [name for name, f in fields(type(former)).items() if f.is_number]
    if former.person and not any(getattr(former, name) for name in numbers):
        yield problem("PER036", numbers[0])


def groups(pairs: Iterable[Iterable[str]]) -> dict[str, set[str]]:
    """Whoever is one by pairs of refs that are one, also through others: the group of each."""
    found: dict[str, set[str]] = {}
    for pair in pairs:
        one = set(pair).union(*(found.get(ref, ()) for ref in pair))
        found |= dict.fromkeys(one, one)
    return found


def contradicted(apart: Iterable[Pair], joined: Iterable[Pair]) -> list[Pair]:
    """Those of some pairs that are said to be apart whom other pairs make one."""
    found = groups(joined)
    return [pair for pair in apart if pair <= found.get(next(iter(pair)), set())]
