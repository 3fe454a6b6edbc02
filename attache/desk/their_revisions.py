"""At which revision a record of another vault stands once something of it is taken back.

Revisions are counted at its office. A record that is given at one that it does not say would be
taken for newer than a workbook that is to be taken in, or for older than one that has been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.records.record import Record
    from attache.vault import Change, View, Work


def change_back(work: Work, current: Kept[Any], content: Record, change: Change) -> None:
    """Give a record what it said before a change; one of another vault at its revision of then."""
    if rev := revision_before(work, current, change):
        work.follow_theirs(current, content, rev)
    else:
        work.change(current, content)


def revision_before(view: View, current: Kept[Any], change: Change) -> int:
    """The revision that a record of another vault had before a change, as the log tells.

    0 where that is not known, or later workbooks have brought others since.
    """
    if not current.stamp.origin or current.stamp.rev != change.rev:
        return 0
    told = view.their_revisions.get(current.id, ())
    before = told[told.index(change.rev) + 1 :] if change.rev in told else ()
    return before[0] if before else 0
