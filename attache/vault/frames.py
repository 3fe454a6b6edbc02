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

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALIGN = 256
TAG = 16
LARGEST = 1 << 30
"""Bytes of a payload; AES-GCM takes less than 2 GiB at once."""
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
    """The last frame of a chain; of an empty one sequence 0 and a tag of zeros."""

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


def seal(cipher: AESGCM, last: Link, payload: bytes) -> tuple[bytes, Link]:
    """The frame that follows `last`, and itself as the new last link."""
    assert len(payload) <= LARGEST
    used = _OVERHEAD + _SIZE.size + len(payload) + TAG
    plain = b"".join((_SIZE.pack(len(payload)), payload, bytes(-used % ALIGN)))
    nonce = os.urandom(12)  # never a counter: a cut-off tail or an old backup would use it again
    sealed = cipher.encrypt(nonce, plain, last.bound())
    head = _HEAD.pack(len(sealed), last.sequence + 1, nonce)
    checksum = crc32(sealed, crc32(head))
    frame = b"".join((head, sealed, _TAIL.pack(checksum, len(sealed))))
    return frame, last.next(sealed[-TAG:])


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
    whole = intact_at(content, offset) is not None
    try:
        plain = memoryview(cipher.decrypt(nonce, content[start:end], last.bound()))
    except (InvalidTag, ValueError, OverflowError):
        raise BadFrame(intact=whole) from None
    if not whole or sequence != last.sequence + 1:
        raise BadFrame(intact=whole)
    size = _SIZE.unpack_from(plain)[0]
    tag = bytes(content[end - TAG : end])
    return plain[_SIZE.size : _SIZE.size + size], last.next(tag), end + _TAIL.size


def intact_at(content: memoryview, offset: int) -> int | None:
    """Where the frame at an offset ends, judged by its checksum alone; None where there is none.

    This needs no key: a backup can be checked by somebody who may not read it.
    """
    if len(content) - offset < ALIGN:
        return None
    length: int = _HEAD.unpack_from(content, offset)[0]
    end = offset + _HEAD.size + length
    if (_OVERHEAD + length) % ALIGN or end + _TAIL.size > len(content):
        return None
    if _TAIL.unpack_from(content, end) != (crc32(content[offset:end]), length):
        return None
    return end + _TAIL.size


def intact_after(content: memoryview, offset: int) -> bool:
    """Whether an intact frame follows somewhere after an offset: then that is no torn tail."""
    places = range(offset + ALIGN, len(content), ALIGN)
    return any(intact_at(content, place) is not None for place in places)
