"""What became of records that rows of earlier imports were about: a row is not done without one."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from attache.desk.undoing import UNDONE

if TYPE_CHECKING:
    from attache.vault import View


class Gone(NamedTuple):
    """The refs of what does not stand any more, and in whose place nothing stands.

    What was `taken_back` is as if it had never come, and comes again. What an officer has
    `withdrawn` or `erased` stays away, though a row says it once more.
    """

    taken_back: AbstractSet[str] = frozenset()
    withdrawn: AbstractSet[str] = frozenset()
    erased: AbstractSet[str] = frozenset()


def gone(view: View) -> Gone:
    """What does not stand any more."""
    taken_back, withdrawn = set[str](), set[str]()
    for record in view.withdrawn():
        if not view.in_place_of(record):
            (taken_back if record.stamp.withdrawn == UNDONE else withdrawn).add(record.ref)
    return Gone(taken_back, withdrawn, view.erased().keys())
