"""Whether a file has all that was stored here, as the noted anchor tells.

A file names its own generation, and one that was saved or made elsewhere may name any: only the
frame that was seen last proves that a file has come as far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attache.vault.frames import TAG, TRAILER, intact_at, sequence_at

if TYPE_CHECKING:
    from attache.vault.anchor import Anchor
    from attache.vault.header import Written
    from attache.vault.provable import Left


def reaches(content: bytes, written: Written, seen: Anchor) -> bool:
    """Whether the frame that was seen last is still there; needs no key.

    The header must be known here: under another one than that of the anchor it was just written.
    """
    return written.digest.hex() != seen.header or has_all(content, written, seen)


def has_all(content: bytes, written: Written, seen: Anchor) -> bool:
    """The same of a file from elsewhere: under another header nothing proves it."""
    if written.digest.hex() != seen.header:
        return False
    if not seen.sequence:
        return True
    view, place = memoryview(content), written.start
    while place < len(content) and (end := intact_at(view, place)):
        if sequence_at(view, place) == seen.sequence:
            return content[end - TRAILER : end - TRAILER + TAG].hex() == seen.tag
        place = end
    return False


def cut_off(left: Left, written: Written, seen: Anchor | None) -> range:
    """The numbers of the frames that were stored here, behind the last that is left.

    Of an older generation, or of one under another header, nobody can tell how many they are: the
    first one stands for all.
    """
    file, generation = written.header.file, written.header.generation
    if seen is None or seen.file != file or seen.generation < generation:
        return range(0)
    next_one = left.last.sequence + 1
    counted = written.digest.hex() == seen.header
    return range(next_one, seen.sequence + 1 if counted else next_one + 1)
