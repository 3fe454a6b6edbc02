"""People whom one laptop withdrew while another joined them with somebody: told to both.

The join counts, as it says more; whoever withdrew the person meant that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attache.vault.copies.conflicts import SUCCESSOR
from attache.vault.history import LOG

if TYPE_CHECKING:
    from attache.vault import View, Work
    from attache.vault.copies.merging import Merged

Said = list[str | None]
"""Whom a person was led to, one time after the other: '' for nobody, None where it stood again."""


def withdrawn_and_joined(before: View, work: Work, merged: Merged) -> Iterator[tuple[str, str]]:
    """Each of them, with whom they are joined now, as the lines come in that say the one or other.

    Whoever knew of the one and did the other all the same has brought the person back first.
    """
    for id_, said in _said(before, merged).items():
        was, now = before.find(id_), work.find(id_)
        if was and now and now.stamp.replaced_by and was.stamp.withdrawn:
            here = not was.stamp.replaced_by and None not in said
            there = was.stamp.replaced_by and said[-1] == ""
            if here or there:
                yield now.ref, now.stamp.replaced_by


def _said(before: View, merged: Merged) -> dict[str, Said]:
    """What new lines say of whether people stand, by id."""
    found: dict[str, Said] = {}
    new = [d for i, d in merged.put.get(LOG, {}).items() if before.line(i) is None]
    for line in sorted(new, key=lambda d: str(d["id"])):
        for action, kind, id_, _ref, _rev, fields in line["changes"]:
            if kind == "person" and action in ("withdraw", "restore"):
                to = fields.get(SUCCESSOR, (None, None))[1] or ""
                found.setdefault(id_, []).append(to if action == "withdraw" else None)
    return found
