"""The log: one line a unit of work, with who did what, when, by which command, old and new.

A line is a document of the table `log` and stands in the same transaction as what it describes;
the chain of frames makes both tamper-evident.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

LOG = "log"
LETTER = "L"
"""Kind letter of the refs of lines: `PNH-A-L12`."""
VIEW = "view"
"""The action of having looked at protected fields; it changes nothing."""
COPY, NO_COPY = "copy", "no-copy"
"""The actions of having given out a seat letter, and of having taken it back: no copy was made."""
MERGE = "merge"
"""The action of having taken over another copy; it changes nothing of its own."""
ERASE = "erase"
"""The action of having taken a record out for good."""
RESTORED = "restored"
"""The action of having taken a backup back."""
SALVAGED = "salvaged"
"""The action of having saved what was left of a damaged file."""
STAYING = frozenset({"reason", "replaced_by"})
"""Fields of a change that say nothing of anybody, and without which copies would go apart."""


class Change(NamedTuple):
    """What became of one record: `fields` has old and new value of each field that changed.

    What a record said when it was added is not kept twice: it follows from what it says now.
    """

    action: str
    kind: str
    id: str
    ref: str
    rev: int
    fields: Mapping[str, tuple[Any, Any]] = MappingProxyType({})

    def document(self) -> list[Any]:
        """As JSON, without field names: a log has very many of these."""
        *said, fields = self
        return [*said, {name: [old, new] for name, (old, new) in fields.items()} if fields else {}]

    def without(self) -> Change:
        """The same with no values but the reason of an erasure, and which record led where."""
        return self._replace(fields={n: v for n, v in self.fields.items() if n in STAYING})

    @classmethod
    def of(cls, document: list[Any]) -> Change:
        """The change of its document; raises ValueError or TypeError."""
        action, kind, id_, ref, rev, fields = document
        return cls(action, kind, id_, ref, rev, {n: (old, new) for n, (old, new) in fields.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of work. `at` is UTC, ISO 8601 to the second; `undoes` the ref of another line."""

    id: str
    ref: str
    at: str
    by: str
    command: str
    changes: tuple[Change, ...]
    undoes: str | None = None

    @property
    def is_merge(self) -> bool:
        """Whether another copy was taken over by it."""
        return any(change.action == MERGE for change in self.changes)

    def document(self) -> dict[str, Any]:
        """As one JSON object."""
        return {
            "id": self.id,
            "ref": self.ref,
            "at": self.at,
            "by": self.by,
            "command": self.command,
            "undoes": self.undoes,
            "changes": [change.document() for change in self.changes],
        }

    def without(self, ids: set[str]) -> Line:
        """The same without the values of some records."""
        changes = (c.without() if c.id in ids else c for c in self.changes)
        return replace(self, changes=tuple(changes))

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Line:
        """The line of its document; raises KeyError, ValueError or TypeError."""
        changes = tuple(Change.of(change) for change in document["changes"])
        return cls(**{**document, "changes": changes})
