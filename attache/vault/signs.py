"""Signs: a line of text for each record by which it is found without being looked at.

    #PNH-A-P12#PNH-A-P13#

The refs that it names; for a person and for a paper of a person also traits (rules/traits.py). They
are derived, so they are made anew where they follow an older edition of the rules. Searching one
large text is many times faster than taking a hundred thousand documents apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import orjson

from attache import records

if TYPE_CHECKING:
    from attache.rules.traits import Traits

EDITION = b"7"
"""Goes up when the rules for the lines change (a test holds it to them)."""
STRETCH = 1 << 12
"""Bytes of the text between two places whose line is known."""
SAMPLE = 1 << 20
"""Bytes of the text in which is counted how often something occurs."""
_TRAITS = frozenset({"person", "identity-document", "former-number"})


def signs_of(table: str, document: Mapping[str, Any] | bytes, known: Traits | None = None) -> bytes:
    """The line of a document, without its end; empty where there is nothing to find it by.

    `known` are its traits, where they are at hand.
    """
    fields = naming_fields(table)
    if not fields and table not in _TRAITS:
        return b""
    found = orjson.loads(document) if isinstance(document, bytes) else document
    refs = refs_in(table, found)
    line = f"#{'#'.join(refs)}#" if refs else ""
    if table in _TRAITS:
        if known is None:
            from attache.rules.traits import traits

            known = traits(found)
        line += known.line
    return line.encode()


def refs_in(table: str, document: Mapping[str, Any]) -> list[str]:
    """The refs that a document of a table names."""
    return [ref for name in naming_fields(table) for ref in _listed(document.get(name))]


def named(ref: str) -> bytes:
    """What the line of a record holds that names this one."""
    return f"#{ref}#".encode()


def named_in(line: bytes) -> list[str]:
    """The refs that the record of a line names."""
    return line.partition(b"~")[0].decode().split("#")[1:-1]


@cache
def naming_fields(table: str) -> tuple[str, ...]:
    """The fields of a record type that hold refs."""
    kind = next((t for t in records.RECORD_TYPES if t.name == table), None)
    fields = kind.fields.items() if kind else ()
    return tuple(name for name, field in fields if field.kind.name in ("ref", "refs"))


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [*(value or ())]


class Signs:
    """The lines of some documents, each with its end, as one text."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._counts: dict[bytes, int] = {}

    def lines(self) -> list[bytes]:
        """All lines, by place."""
        return self._text.split(b"\n")[:-1]

    def holding(self, *parts: bytes) -> Iterator[tuple[int, bytes]]:
        """The places and lines that hold all of these parts, in order, each once."""
        part = min(parts, key=self.count) if len(parts) > 1 else parts[0]
        text = self._text
        at = text.find(part)
        while at >= 0:
            end = text.index(b"\n", at)
            line = text[text.rfind(b"\n", 0, at) + 1 : end]
            if all(other in line for other in parts):
                yield self._place(at), line
            at = text.find(part, end)

    def _place(self, at: int) -> int:
        """The number of lines before a position."""
        stretch = at // STRETCH
        return self._before[stretch] + self._text.count(b"\n", stretch * STRETCH, at)

    @cached_property
    def _before(self) -> list[int]:
        """The number of lines before each stretch of the text."""
        starts = range(0, len(self._text), STRETCH)
        ends = (self._text.count(b"\n", start, start + STRETCH) for start in starts)
        return list(accumulate(ends, initial=0))

    def count(self, part: bytes) -> int:
        """How often a part occurs in the first of them: looking for the rarest is quickest."""
        if part not in self._counts:
            self._counts[part] = self._text.count(part, 0, SAMPLE)
        return self._counts[part]


class FreshSigns:
    """The lines of what a transaction puts, as one text that grows; the latest of each counts."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends: list[int] = []
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._ranks: dict[str, int] = {}

    def take(self, id_: str, line: bytes) -> None:
        """Know the line of a document, in place of an earlier one."""
        self._places[id_] = len(self._ids)
        self._ranks.setdefault(id_, len(self._ids))
        self._ids.append(id_)
        self._text += line + b"\n"
        self._ends.append(len(self._text))

    def drop(self, id_: str) -> None:
        """Know it no more."""
        if id_ in self._places:
            del self._places[id_], self._ranks[id_]

    def holding(self, *parts: bytes) -> list[tuple[str, bytes]]:
        """The ids and lines that hold all of these parts, in the order of the first puts."""
        found, at = list[tuple[str, bytes]](), self._text.find(parts[0])
        while at >= 0:
            place = bisect_right(self._ends, at)
            start, end = self._ends[place - 1] if place else 0, self._ends[place] - 1
            id_, line = self._ids[place], bytes(self._text[start:end])
            if self._places.get(id_) == place and all(part in line for part in parts):
                found.append((id_, line))
            at = self._text.find(parts[0], end)
        return sorted(found, key=lambda one: self._ranks[one[0]])
