"""What a field says about itself beside its type: the one declaration everything derives from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sensitivity = Literal["open", "personal", "protected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field, as options, prompts, sheets, lists and the data dictionary show it.

    `title` and `help` are catalogue messages. `aliases` are other headers a sheet may carry.
    `parts` are the headers of columns that hold a part of the value each, in their order.
    `sensitivity` is `protected` for what can hurt a person or another still inside a site.
    `width` is the sheet column's, in characters. `listed` columns stand in lists: on a
    narrow screen those of `rank` 0 stay, the highest goes first, and of equals the last. On a
    sheet they stand first, then the others, each by `rank` (exchange/layout.py). `asked`
    ones are prompted for in a first entry, `sticky` ones offer the last used value, `future` days
    may lie ahead, a `today` day that is left out of a new record means today (never in a sheet).
    `inside` fields serve this office alone: no package takes them along (exchange/packages.py).
    `second_of` is the field of which this one holds another value: a second column of that is its.
    `of` says whose name or number it is, where it is another one's than the person's: `family`.
    `option` is the command-line name where it is not the field's. `source` is the standard that a
    field comes from.
    """

    title: str
    help: str = ""
    aliases: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    sensitivity: Sensitivity = "open"
    width: int = 18
    listed: bool = False
    rank: int = 5
    asked: bool = False
    sticky: bool = False
    future: bool = False
    today: bool = False
    inside: bool = False
    second_of: str = ""
    of: str = ""
    option: str = ""
    source: str = ""


REMARKS = Column(
    title="Remarks", aliases=("Keterangan",), sensitivity="personal", inside=True, width=40
)
"""What this office notes for itself on an entry about a person."""
