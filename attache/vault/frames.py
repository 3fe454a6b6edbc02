"""Frames: one encrypted transaction each, chained to the one before (docs/vault-format.md).

    length u32 | sequence u64 | nonce 12 | ciphertext and tag | crc32 u32 | length u32

Numbers are big-endian; `length` counts ciphertext and tag. A frame is padded to a multiple of 256
bytes, so that its size tells little and intact frames can be looked for after a bad one.
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from attache import files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALIGN = files.ALIGN
TAG = 16
LARGEST = 1 << 30
"""Bytes of a payload; AES-GCM takes less than 2 GiB at once."""
SEARCHED = 4
"""How many times its own length a content is read at most when frames are looked for in it."""
_HEAD = struct.Struct(">IQ12s")
_TAIL = struct.Struct(">II")
_SIZE = struct.Struct(">I")
_OVERHEAD = _HEAD.size + _TAIL.size
TRAILER = TAG + _TAIL.size
"""Bytes from the tag of a frame to its end."""


class BadFrame(ValueError):
    """What stands here is no frame that belongs here. `intact`: its checksum holds."""

    def __init__(self, *, intact: bool) -> None:
        super().__init__("intact" if intact else "torn")
        self.intact = intact


class Link(NamedTuple):
    """The last frame of a chain; of an empty one sequence 0 and the digest of the header."""

    file: bytes
    generation: int
    sequence: int = 0
    tag: bytes = bytes(TAG)

    def next(self, tag: bytes) -> Link:
        """The link of the frame after this one, by its tag."""
        return self._replace(sequence=self.sequence + 1, tag=tag)

    def bound(self) -> bytes:
        """The associated data of the frame after this one: what it is bound to."""
        return self.file + struct.pack(">QQ", self.generation, self.sequence + 1) + self.tag


def padded(parts: Sequence[bytes]) -> bytes:
    """A payload, in its parts, as it stands in a frame: its size first, zeros behind."""
    size = sum(map(len, parts))
    assert size <= LARGEST
    used = _OVERHEAD + _SIZE.size + size + TAG
    return b"".join((_SIZE.pack(size), *parts, bytes(-used % ALIGN)))


def payload_of(plain: bytes) -> memoryview:
    """The payload in what stands in a frame."""
    size = _SIZE.unpack_from(plain)[0]
    return memoryview(plain)[_SIZE.size : _SIZE.size + size]


def seal(cipher: AESGCM, last: Link, payload: bytes) -> tuple[bytearray, Link]:
    """The frame that follows `last`, and itself as the new last link."""
    return seal_padded(cipher, last, padded([payload]))


def seal_padded(cipher: AESGCM, last: Link, plain: bytes) -> tuple[bytearray, Link]:
    """The same of a payload that is padded.

    It is encrypted where it stands: a large import has no memory for one more copy of itself.
    """
    nonce = os.urandom(12)  # never a counter: a cut-off tail or an old backup would use it again
    length = len(plain) + TAG
    end = _HEAD.size + length
    frame = bytearray(end + _TAIL.size)
    _HEAD.pack_into(frame, 0, length, last.sequence + 1, nonce)
    with memoryview(frame) as view:
        cipher.encrypt_into(nonce, plain, last.bound(), view[_HEAD.size : end])
        _TAIL.pack_into(frame, end, crc32(view[:end]), length)
    return frame, last.next(bytes(frame[end - TAG : end]))


def unseal(
    cipher: AESGCM, last: Link, content: memoryview, offset: int
) -> tuple[memoryview, Link, int]:
    """The payload of the frame at an offset, its link, and where the next one begins.

    Raises BadFrame where it is torn, altered, or not the one that follows `last`.
    """
    from cryptography.exceptions import InvalidTag

    if len(content) - offset < ALIGN:
        raise BadFrame(intact=False)
    length, sequence, nonce = _HEAD.unpack_from(content, offset)
    start, end = offset + _HEAD.size, offset + _HEAD.size + length
    if intact_at(content, offset) is None:
        raise BadFrame(intact=False)
    try:
        plain = cipher.decrypt(nonce, content[start:end], last.bound())
    except (InvalidTag, ValueError, OverflowError):
        raise BadFrame(intact=True) from None
    if sequence != last.sequence + 1:
        raise BadFrame(intact=True)
    return payload_of(plain), last.next(bytes(content[end - TAG : end])), end + _TAIL.size


def intact_at(content: memoryview, offset: int) -> int | None:
    """Where the frame at an offset ends, judged by its checksum alone; None where there is none.

    This needs no key: a backup can be checked by somebody who may not read it.
    """
    end = _end_said(content, offset)
    return end if end is not None and _holds(content, offset, end) else None


def _end_said(content: memoryview, offset: int) -> int | None:
    """Where a frame at an offset would end, by the length that stands before and behind it."""
    if len(content) - offset < ALIGN:
        return None
    length: int = _HEAD.unpack_from(content, offset)[0]
    end = offset + _OVERHEAD + length
    if (end - offset) % ALIGN or end > len(content):
        return None
    return end if _SIZE.unpack_from(content, end - _SIZE.size) == (length,) else None


def _holds(content: memoryview, offset: int, end: int) -> bool:
    """Whether the checksum of the frame between these places does."""
    said: int = _TAIL.unpack_from(content, end - _TAIL.size)[0]
    return crc32(content[offset : end - _TAIL.size]) == said


class Unsearched(ValueError):
    """What stands here was laid so that looking through it would take hours."""


class Search:
    """Looking for intact frames at all places of a content, those only that nothing rules out.

    Frames stand one after the other, so that all of them together are no longer than the content.
    Somebody without the key can lay down bytes in which each place says it begins a frame of half
    of the file: a search that has read SEARCHED times the content goes no further.
    """

    def __init__(self, content: memoryview) -> None:
        self._content = content
        self._left = SEARCHED * len(content)

    def intact_at(self, place: int) -> bool:
        """Whether an intact frame begins at a place; raises Unsearched."""
        end = _end_said(self._content, place)
        if end is None:
            return False
        self._left -= end - place
        if self._left < 0:
            raise Unsearched
        return _holds(self._content, place, end)


def sequence_at(content: memoryview, offset: int) -> int:
    """The number that the frame at an offset says it has."""
    return int(_HEAD.unpack_from(content, offset)[1])


def intact_after(content: memoryview, offset: int) -> bool:
    """Whether an intact frame follows somewhere after an offset: then that is no torn tail.

    Nor is what cannot be searched: no interrupted write leaves that.
    """
    search = Search(content[offset:])
    try:
        return any(map(search.intact_at, range(ALIGN, len(content) - offset, ALIGN)))
    except Unsearched:
        return True
