"""Three versions of one record: what was sent, what we have now, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Said = Mapping[str, Any]
"""Values as they are kept, by field."""


class ThreeWay(NamedTuple):
    """What is to be taken of what came back, and the fields that both sides changed otherwise."""

    taken: dict[str, Any]
    clashing: tuple[str, ...]


def three_way(sent: Said | None, ours: Said, theirs: Said) -> ThreeWay:
    """Merge field by field; a blank field of `theirs` says nothing, and so wipes nothing.

    What only they changed is taken, what only we changed stays, and what both changed to the same
    is settled. Without `sent` nothing is known of who changed what: then theirs is taken.
    """
    differing = [n for n, value in theirs.items() if not _blank(value) and value != ours[n]]
    if sent is None:
        return ThreeWay({n: theirs[n] for n in differing}, ())
    said = [n for n in differing if theirs[n] != sent.get(n)]
    clashing = tuple(n for n in said if ours[n] != sent.get(n))
    return ThreeWay({n: theirs[n] for n in said if n not in clashing}, clashing)


def _blank(value: Any) -> bool:
    return value is None or value in ("", [], ())
