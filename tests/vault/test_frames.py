"""Frames: what was sealed is read back, and whatever else stands there is noticed."""

from __future__ import annotations

import os
import struct
from itertools import permutations
from zlib import crc32

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from attache.vault import frames as framing
from attache.vault.frames import (
    ALIGN,
    SEARCHED,
    TAG,
    TRAILER,
    BadFrame,
    Link,
    intact_after,
    intact_at,
    seal,
    unseal,
)

CIPHER = AESGCM(bytes(range(32)))
FIRST = Link(bytes(range(16)), 1)
SECRET = b"Siti Contoh "
PAYLOADS = st.one_of(
    st.binary(max_size=700),
    st.integers(180, 230).map(lambda size: b"x" * size),  # either side of one frame of 256
)


def chain(payloads, last=FIRST):
    """The frames of payloads, and the links before and after each."""
    frames, links = [], [last]
    for payload in payloads:
        frame, last = seal(CIPHER, last, payload)
        frames.append(frame)
        links.append(last)
    return frames, links


def read(content, last=FIRST):
    """All payloads of a content; raises BadFrame."""
    view, offset, payloads = memoryview(content), 0, []
    while offset < len(view):
        payload, last, offset = unseal(CIPHER, last, view, offset)
        payloads.append(bytes(payload))
    return payloads, last


def refused(content, last=FIRST):
    """Whether the frame that is refused is intact by its checksum."""
    with pytest.raises(BadFrame) as raised:
        read(content, last)
    return raised.value.intact


def checked(frame):
    """The frame with a checksum that holds, as somebody without the key can make it."""
    body = bytes(frame[:-8])
    return body + struct.pack(">I", crc32(body)) + bytes(frame[-4:])


def flipped(content, place, bits=0xFF):
    changed = bytearray(content)
    changed[place] ^= bits
    return bytes(changed)


@given(st.lists(PAYLOADS, max_size=5))
def test_what_was_sealed_is_read_back(payloads):
    frames, links = chain(payloads)
    assert read(b"".join(frames)) == (payloads, links[-1])


@given(PAYLOADS)
def test_a_frame_is_of_a_size_that_tells_little(payload):
    frame, link = seal(CIPHER, FIRST, payload)
    assert len(frame) % ALIGN == 0
    assert len(frame) - len(payload) < 2 * ALIGN
    assert frame[-TRAILER : TAG - TRAILER] == link.tag


def test_payloads_of_little_difference_have_frames_of_one_size():
    sizes = {len(seal(CIPHER, FIRST, b"x" * size)[0]) for size in range(205)}
    assert sizes == {ALIGN}
    assert len(seal(CIPHER, FIRST, b"x" * 205)[0]) == 2 * ALIGN


def test_a_frame_begins_anywhere():
    (frame,), _links = chain([SECRET])
    payload, _link, end = unseal(CIPHER, FIRST, memoryview(b"before" + frame + b"behind"), 6)
    assert (bytes(payload), end) == (SECRET, 6 + len(frame))


def test_the_same_is_never_sealed_the_same_way():
    """The place in the chain is the same too, as after a tail was cut off."""
    frames = [bytes(seal(CIPHER, FIRST, SECRET)[0]) for _time in range(50)]
    assert len({frame[12:24] for frame in frames}) == 50
    assert len({frame[24:] for frame in frames}) == 50


def test_nothing_of_the_payload_shows():
    (frame,), _links = chain([SECRET * 30])
    assert SECRET not in frame
    with pytest.raises(BadFrame) as raised:
        read(flipped(frame, 100))
    assert str(raised.value) == "torn"


@pytest.mark.parametrize("bits", [0x01, 0x80, 0xFF])
@pytest.mark.parametrize("number", [0, 1])
def test_every_byte_counts(number, bits):
    frames, links = chain([b"first", SECRET * 30, b"third"])
    assert [len(frame) for frame in frames] == [256, 512, 256]
    for place in range(len(frames[number])):
        assert not refused(flipped(frames[number], place, bits), links[number])


def test_every_byte_counts_where_the_checksum_was_made_to_hold():
    frames, links = chain([b"first", SECRET * 30])
    for place in range(4, len(frames[1]) - 8):  # behind the length: with another one none holds
        assert refused(checked(flipped(frames[1], place)), links[1])


def test_every_truncation_is_noticed():
    frames, _links = chain([b"first", SECRET * 30])
    content = b"".join(frames)
    for size in set(range(1, len(content))) - {ALIGN}:
        assert not refused(content[:size])


@pytest.mark.parametrize("length", [0, 15, 16, 223, 225, 2**31, 2**32 - 1])
def test_a_length_that_cannot_be_is_refused(length):
    (frame,), _links = chain([SECRET])
    said = struct.pack(">I", length)
    assert not refused(checked(said + frame[4:-4] + said))


def test_no_order_is_taken_but_the_right_one():
    frames, _links = chain([b"first", b"second", b"third"])
    for order in permutations(range(3)):
        content = b"".join(frames[n] for n in order)
        if order == (0, 1, 2):
            assert read(content)[0] == [b"first", b"second", b"third"]
        else:
            assert refused(content)


@pytest.mark.parametrize("kept", [(0, 2), (1, 2), (0, 0, 1, 2), (0, 1, 1, 2), (0, 1, 2, 2)])
def test_a_frame_that_was_dropped_or_doubled_is_missed(kept):
    frames, _links = chain([b"first", b"second", b"third"])
    assert refused(b"".join(frames[n] for n in kept))


@pytest.mark.parametrize(
    "other",
    [
        FIRST._replace(file=os.urandom(16)),
        FIRST._replace(generation=2),
        FIRST._replace(sequence=1),
        FIRST._replace(tag=b"\1" * TAG),
    ],
    ids=["vault", "generation", "number", "predecessor"],
)
def test_a_frame_from_elsewhere_is_refused(other):
    """Also under the same key, as in a copy that went its own way."""
    frame, _link = seal(CIPHER, other, SECRET)
    assert read(frame, other)[0] == [SECRET]
    assert refused(frame)


def test_a_frame_of_another_key_is_refused():
    frame, _link = seal(AESGCM(bytes(32)), FIRST, SECRET)
    assert refused(frame)


def test_a_branch_of_the_same_beginning_cannot_be_spliced_in():
    mine, links = chain([b"first", b"second", b"third"])
    branch, _links = chain([b"another second", b"another third"], links[1])
    assert read(b"".join((mine[0], *branch)))[0][1:] == [b"another second", b"another third"]
    assert refused(b"".join((mine[0], mine[1], branch[1])))


def test_whether_a_frame_is_intact_is_seen_without_a_key():
    frames, _links = chain([b"first", SECRET * 30])
    content = memoryview(b"".join(frames))
    assert intact_at(content, 0) == 256
    assert intact_at(content, 256) == 256 + 512
    assert intact_at(content, 512) is None
    assert intact_at(content[:-1], 256) is None
    assert intact_at(content, len(content)) is None


def test_what_is_of_no_round_size_is_no_frame():
    """Though its checksum holds: no such frame is ever written."""
    size = struct.pack(">I", 300)
    assert intact_at(memoryview(checked(size + bytes(20 + 300 + 4) + size)), 0) is None
    size = struct.pack(">I", 480)
    assert intact_at(memoryview(checked(size + bytes(20 + 480 + 4) + size)), 0) == 512


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (lambda frames: [*frames], True),
        (lambda frames: [b"?" * 256, frames[1]], True),
        (lambda frames: [b"?" * 256, b"?" * 1024, frames[1]], True),
        (lambda frames: [frames[0]], False),
        (lambda frames: [frames[0], frames[1][:-1]], False),
        (lambda frames: [frames[0], flipped(frames[1], 300)], False),
        (lambda frames: [frames[0], bytes(4096)], False),
    ],
    ids=["next", "bad", "far", "none", "torn", "altered", "zeros"],
)
def test_intact_frames_are_looked_for_behind_a_bad_one(content, found):
    frames, _links = chain([b"first", SECRET * 30])
    assert intact_after(memoryview(b"".join(content(frames))), 0) is found


def half_of_it(size):
    """Bytes in which each place says that it begins a frame of half of them all."""
    said = struct.pack(">I", size // 2 - 32)
    return (said + bytes(ALIGN - 8) + said) * (size // ALIGN)


@pytest.mark.parametrize("laid", [half_of_it, os.urandom, bytes])
@pytest.mark.parametrize("size", [1 << 16, 1 << 18])
def test_what_is_looked_through_grows_with_what_was_laid(monkeypatch, laid, size):
    """However it was laid by somebody without the key, the checksums read it a few times only."""
    read_so_far = []

    def counted(content):
        read_so_far.append(len(content))
        return crc32(content)

    monkeypatch.setattr(framing, "crc32", counted)
    intact_after(memoryview(laid(size)), 0)
    assert sum(read_so_far) <= SEARCHED * size


def test_what_cannot_be_looked_through_is_no_torn_tail():
    assert intact_after(memoryview(half_of_it(1 << 16)), 0)


@given(st.lists(PAYLOADS, min_size=1, max_size=5), st.data())
def test_frames_that_stand_one_after_the_other_are_always_looked_through(payloads, data):
    """Whichever of their bytes are wrong: what a file can really hold is never too much."""
    content = bytearray(b"".join(chain(payloads)[0]))
    for place in data.draw(st.lists(st.integers(24, len(content) - 9), max_size=5)):
        content[place] ^= 1
    search = framing.Search(memoryview(content))
    for place in range(0, len(content), ALIGN):
        search.intact_at(place)
