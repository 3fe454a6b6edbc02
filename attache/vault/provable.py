"""What can still be proved of a damaged vault file.

A frame is bound to its file, generation and number, and to the tag of the frame before it. Up to
the damage the chain holds. A frame behind it still proves to be the vault's own, and of its place,
where the tag before it can be read: so a bad byte costs what stands in one frame, not all that
follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from attache.vault.frames import (
    ALIGN,
    TAG,
    TRAILER,
    BadFrame,
    Link,
    Search,
    Unsearched,
    sequence_at,
    unseal,
)
from attache.vault.generations import first_link
from attache.vault.readable import groups_of
from attache.vault.tables import Table

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from attache.vault.header import Written
    from attache.vault.keys import Keyring


class Left(NamedTuple):
    """What is left of a vault file.

    `good` counts the transactions up to the damage, `behind` those that could be proved after it;
    `lost` are the numbers of those that are gone as far as that can be told (a cut-off end shows
    in the anchor only), `refs_behind` refs of records and lines that stand behind the damage.
    `last` is the last frame that was read.
    """

    tables: dict[str, Table]
    good: int
    behind: int
    lost: tuple[int, ...]
    refs_behind: tuple[str, ...]
    last: Link

    @property
    def whole(self) -> bool:
        """Whether nothing is known to be gone."""
        return not self.lost


def read_what_is_left(content: bytes, written: Written, keyring: Keyring) -> Left:
    """All frames that still decrypt in their places; `written` may come from another file."""
    tables: dict[str, Table] = {}
    good = behind = 0
    lost, refs = list[int](), dict[str, None]()
    last, end = first_link(written), written.start
    proved = _proved(memoryview(content), written.start, keyring.frames, last)
    for payload, link, reached in proved:
        lost += range(last.sequence + 1, link.sequence)
        groups = groups_of(payload)
        for group in groups or ():
            tables[group.table] = tables.get(group.table, Table()).apply(group)
            refs |= dict.fromkeys(group.refs if lost else ())
        if groups is None:
            lost.append(link.sequence)
        else:
            good, behind = good + (not lost), behind + bool(lost)
        last, end = link, reached
    if end < len(content):
        lost.append(last.sequence + 1)
    return Left(tables, good, behind, tuple(lost), tuple(refs), last)


Frame = tuple[memoryview, Link, int]
"""Its payload, its link, and where it ends."""


def _proved(content: memoryview, offset: int, cipher: AESGCM, last: Link) -> Iterator[Frame]:
    """Each frame that decrypts in its place; what lies between is passed over.

    Where bytes were laid so that searching them would take hours, what follows is not looked for.
    """
    search = Search(content)
    with suppress(Unsearched):
        while found := _next(content, offset, cipher, last, search):
            yield found
            _payload, last, offset = found


def _next(
    content: memoryview, offset: int, cipher: AESGCM, last: Link, search: Search
) -> Frame | None:
    """The first frame from an offset on that is the vault's own and later than the last one.

    Raises Unsearched.
    """
    for place in range(offset, len(content), ALIGN):
        sequence = sequence_at(content, place) if search.intact_at(place) else 0
        if sequence <= last.sequence:
            continue
        tag = bytes(content[place - TRAILER : place - TRAILER + TAG])
        follows = place == offset and sequence == last.sequence + 1
        before = last if follows else last._replace(sequence=sequence - 1, tag=tag)
        with suppress(BadFrame):
            return unseal(cipher, before, content, place)
    return None
