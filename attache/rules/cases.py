"""What became of a victim's case, from the steps that were recorded for it."""

from __future__ import annotations

from collections.abc import Iterable


def outcome(steps: Iterable[tuple[str, str]]) -> str:
    """A value of `case-outcome` from (step, state) of the way home: the furthest that is done."""
    done = {step for step, state in steps if state == "done"}
    if "arrival" in done:
        return "home"
    return "departed" if "departure" in done else "open"
