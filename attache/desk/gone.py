"""What became of records that rows of earlier imports were about: a row is not done without one."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from attache.desk.undoing import UNDONE
from attache.vault.log import line_of

if TYPE_CHECKING:
    from attache.vault import View


class Gone(NamedTuple):
    """The refs of what does not stand any more, and in whose place nothing stands.

    What was `taken_back` is as if it had never come, and comes again. What an officer has
    `withdrawn` or `erased` stays away, though a row says it once more. `lessened` are records from
    which taking an import back took something, each with the id of the log's last line that did.
    """

    taken_back: AbstractSet[str] = frozenset()
    withdrawn: AbstractSet[str] = frozenset()
    erased: AbstractSet[str] = frozenset()
    lessened: Mapping[str, str] = MappingProxyType({})


def gone(view: View) -> Gone:
    """What does not stand any more."""
    taken_back, withdrawn = set[str](), set[str]()
    for record in view.withdrawn():
        if not view.in_place_of(record):
            (taken_back if record.stamp.withdrawn == UNDONE else withdrawn).add(record.ref)
    return Gone(taken_back, withdrawn, view.erased().keys(), _lessened(view))


def _lessened(view: View) -> dict[str, str]:
    """The records that imports which were taken back had changed, as far as that was taken back."""
    lines = [k.id for k in view.every("exchange") if k.stamp.withdrawn == UNDONE]
    found: dict[str, str] = {}
    for told in view.history().naming(*lines) if lines else ():
        line = line_of(told)
        if any(
            (c.action, c.kind) == ("withdraw", "exchange") and c.id in lines for c in line.changes
        ):
            for change in line.changes:
                found[change.ref] = max(line.id, found.get(change.ref, ""))
    return found
