"""What identity rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attache.desk.merges import parts_of
from attache.rules.identity import state

if TYPE_CHECKING:
    from attache.vault import View


def verification(view: View, ref: str) -> str:
    """How far the identity of a person is verified: a value of `identity-state`."""
    found = (k for k, _ref in view.naming("identity-evidence", [ref]) if not k.stamp.withdrawn)
    return state(k.content for k in found)


def merged_into(view: View, ref: str) -> list[str]:
    """The refs of those who were merged with a person."""
    return [k.ref for k in parts_of(view, ref)]
