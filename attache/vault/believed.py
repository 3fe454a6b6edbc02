"""Data keys that are not the file's own, and of which copies are believed all the same.

An erasure gives the file another data key, and shuts nobody out: copies under the key of before are
believed. So are those under a key to which somebody agreed as they merged. Where somebody is shut
out of the file none of them is any more: whoever it is may have any key but the new one.

What another copy believes is its own affair: no merge takes that over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attache.vault.database import VaultDB

BELIEVED = "believed"


class Believed:
    """The fingerprints of these keys (16 bytes in hex), as the vault keeps them.

    `by` is the ref of the line in which somebody agreed to one.
    """

    def __init__(self, db: VaultDB) -> None:
        self._table = db.of(BELIEVED)

    def keys(self) -> set[str]:
        """The fingerprints."""
        return {*self._table.documents()}

    def keep(self, key: str) -> None:
        """Believe copies under the key that the file had until now."""
        self._table.put({key: {"key": key}})

    def agree(self, key: str, line: str) -> None:
        """Believe copies under a key to which somebody agrees in a line of the log."""
        self._table.put({key: {"key": key, "by": line}})

    def doubt(self, line: str) -> bool:
        """Ask again about copies under a key to which somebody agreed in this line; if any did."""
        known = self._table.documents().values()
        doubted = {one["key"] for one in known if one.get("by") == line}
        self._table.delete(doubted)
        return bool(doubted)

    def forget(self) -> None:
        """Ask about every copy under another key than the file's own."""
        self._table.delete(self.keys())
