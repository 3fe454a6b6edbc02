"""Officers who were added or removed on another laptop: each file has passphrases of its own.

A merge brings the lines that say so, and changes nobody's passphrase. So it is told by name: who
was removed there may still open the vault here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk.recording import listed
from attache.problems import problem
from attache.vault.care import ADDED, REMOVED

if TYPE_CHECKING:
    from attache.problems import Problem


class Elsewhere(NamedTuple):
    """What became of an officer on another laptop, by whom, when, and in which line of the log.

    `action` is that of the log; `here` tells whether they can open this vault.
    """

    name: str
    action: str
    by: str
    at: str
    line: str
    here: bool

    @property
    def removed(self) -> bool:
        """Whether their passphrase was taken away there."""
        return self.action == REMOVED


def elsewhere(lines: Iterable[Mapping[str, Any]], officers: Collection[str]) -> Iterator[Elsewhere]:
    """What lines that a merge brings say of officers, of each the last; `officers` are ours."""
    last: dict[str, Elsewhere] = {}
    for line in lines:
        for action, _kind, _id, _ref, _rev, fields in line["changes"]:
            if action in (ADDED, REMOVED):
                for name in filter(None, fields.get("officer", ())):
                    signed = line["by"], line["at"], line["ref"]
                    last[str(name)] = Elsewhere(str(name), action, *signed, here=name in officers)
    yield from last.values()


def still_here(officers: Iterable[Elsewhere]) -> tuple[Problem, ...]:
    """A warning where somebody who was removed elsewhere can open this vault."""
    names = [one.name for one in officers if one.removed and one.here]
    return (problem("MRG041", names=listed(names)),) if names else ()
