"""The header: read as it was written, and every alteration noticed."""

from __future__ import annotations

import struct
from dataclasses import asdict, replace
from hashlib import sha256
from zlib import crc32

import orjson
import pytest

from attache.problems import VaultDamaged
from attache.vault import header as headers
from attache.vault.frames import ALIGN
from attache.vault.header import Header, Kdf, Slot, Written, completed, read, to_sign

KEY = bytes(range(32))
KDF = Kdf("5a" * 16, 64 * 1024, 1, 4)
SLOT = Slot("0a" * 8, "passphrase", "0b" * 32, "0c" * 92, "0d" * 80, "0e" * 92, KDF)
RECOVERY = replace(SLOT, id="1b" * 8, kind="recovery", kdf=None)
SLOTS = (SLOT, RECOVERY)
HEADER = Header("0f" * 16, "2e" * 16, 3, "1a" * 32, "3d" * 60, SLOTS)
SIGNATURE = bytes(range(100, 164))


def sealed(header, key=KEY):
    """A header as it is written, with something for a signature."""
    return completed(header, to_sign(header), SIGNATURE, key)


def code(content):
    with pytest.raises(VaultDamaged) as raised:
        read(content)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    return raised.value.problems[0].code


def written(value):
    """A file that begins with this JSON as its header, with anything for a seal."""
    text = value if isinstance(value, bytes) else orjson.dumps(value)
    content = struct.pack(">8sII", headers.MAGIC, 2, len(text)) + text + bytes(96)
    return 2 * (content + crc32(content).to_bytes(4))


def flipped(content, place, bits):
    return content[:place] + bytes([content[place] ^ bits]) + content[place + 1 :]


def altered(**values):
    return {**asdict(HEADER), **values}


def with_slot(**values):
    return altered(slots=[{**asdict(SLOT), **values}, asdict(RECOVERY)])


@pytest.mark.parametrize(
    "header", [HEADER, HEADER.with_slots((RECOVERY,)), replace(HEADER, generation=1)]
)
def test_a_header_is_read_as_it_was_written(header):
    written = sealed(header)
    content = written.twice
    assert read(content) == read(memoryview(content + b"frames" * 99)) == written
    assert (written.header, written.start, written.whole) == (header, len(content), True)
    assert written.sealed_by(KEY)
    assert (written.signed, written.signature) == (to_sign(header), SIGNATURE)
    assert written.digest == sha256(written.content).digest()[:16]
    assert content.startswith(b"attache\x1a\0\0\0\2")


@pytest.mark.parametrize("count", range(0, 60, 7))
def test_frames_begin_at_a_round_place(count):
    slots = tuple(replace(SLOT, id=f"{number:016x}") for number in range(count))
    assert len(sealed(HEADER.with_slots(slots)).content) % ALIGN == 0


@pytest.mark.parametrize("bits", [0x01, 0x20, 0x80, 0xFF])
def test_one_bad_byte_costs_nothing_and_is_noticed(bits):
    """Wherever it is, also in the length, by which the second copy would be found."""
    written = sealed(HEADER)
    for place in range(written.start):
        found = read(flipped(written.twice, place, bits) + bytes(70_000))
        assert found == Written(HEADER, written.content, whole=False)


@pytest.mark.parametrize("bits", [0x01, 0x20, 0x80, 0xFF])
def test_the_same_bad_byte_in_both_is_damage(bits):
    content, told = sealed(HEADER).content, set()
    for place in range(len(content)):
        told.add(code(2 * flipped(content, place, bits) + bytes(70_000)))
    assert told == {"VLT003", "VLT008"}


@pytest.mark.parametrize("bits", [0x01, 0x20, 0x80, 0xFF])
def test_whoever_mends_the_checksum_too_has_no_seal(bits):
    content = sealed(HEADER).content
    for place in range(len(content) - 4):
        changed = flipped(content, place, bits)[:-4]
        changed += crc32(changed).to_bytes(4)
        try:
            found = read(2 * changed + bytes(70_000))
        except VaultDamaged:
            continue
        assert not found.sealed_by(KEY)


def test_a_later_version_is_told_as_one_or_as_altered():
    """Where only the version is another, and not the checksum, no newer attache has written it."""
    content = sealed(HEADER).content
    later = content[:8] + (3).to_bytes(4) + content[12:]
    assert code(2 * later) == "VLT003"
    later = later[:-4] + crc32(later[:-4]).to_bytes(4)
    assert code(2 * later) == "VLT094"


def test_of_two_sound_headers_the_first_counts():
    written, other = sealed(HEADER), sealed(replace(HEADER, generation=4))
    found = read(written.content + other.content)
    assert found == Written(HEADER, written.content, whole=False)


def test_every_truncation_is_noticed():
    content = sealed(HEADER).twice
    assert {code(content[:size]) for size in range(len(content))} == {"VLT003"}


def test_another_key_does_not_fit():
    assert not sealed(HEADER).sealed_by(bytes(32))


@pytest.mark.parametrize("values", [{"generation": 2}, {"salt": "1b" * 32}, {"slots": ()}])
def test_another_header_under_the_old_seal_does_not_fit(values):
    strange, content = sealed(replace(HEADER, **values)), sealed(HEADER).content
    mixed = Written(strange.header, strange.content[:-36] + content[-36:])
    assert not mixed.sealed_by(KEY)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "VLT003"),
        (b"attache", "VLT003"),
        (b"%PDF-1.7" + bytes(600), "VLT008"),
        (b'{"person": {}}' * 99, "VLT008"),
        (struct.pack(">8sII", headers.MAGIC, 3, 2) + b"{}" + bytes(600), "VLT094"),
        (struct.pack(">8sII", headers.MAGIC, 0, 2) + b"{}" + bytes(600), "VLT003"),
        (struct.pack(">8sII", headers.MAGIC, 1, 2) + b"{}" + bytes(600), "VLT055"),
        (struct.pack(">8sII", headers.MAGIC, 2, 2**32 - 1) + bytes(600), "VLT003"),
        (struct.pack(">8sII", headers.MAGIC, 2, headers.LARGEST) + bytes(99_999), "VLT003"),
    ],
    ids=["nothing", "torn", "pdf", "json", "newer", "zero", "older", "huge", "over the limit"],
)
def test_what_is_no_header_is_told(content, found):
    assert code(content) == found


STRANGE = {
    "no JSON": b"\xff\xfe",
    "more than there may be": orjson.dumps(asdict(HEADER)) + b" " * headers.LARGEST,
    "JSON cut off": b'{"file":',
    "nested too deep": b'{"slots":' + b"[" * 3000 + b"]" * 3000 + b"}",
    "a list": [],
    "nothing": None,
    "an empty object": {},
    "one field too many": altered(more=1),
    "one field too few": {k: v for k, v in asdict(HEADER).items() if k != "salt"},
    "no hex": altered(salt="xyz"),
    "half a byte": altered(salt="abc"),
    "no text": altered(salt=12),
    "a short file id": altered(file="0f" * 15),
    "a long file id": altered(file="0f" * 17),
    "generation zero": altered(generation=0),
    "generation as text": altered(generation="3"),
    "no generation": altered(generation=None),
    "a signing key that is no hex": altered(signing="none"),
    "costs as a list": with_slot(kdf=[1, 2]),
    "strange costs": with_slot(kdf={**asdict(KDF), "more": 1}),
    "salt of costs": with_slot(kdf={**asdict(KDF), "salt": None}),
    "slots as an object": altered(slots={"a": 1}),
    "slots as a number": altered(slots=7),
    "a slot as text": altered(slots=["a"]),
    "a slot of too much": with_slot(more=""),
    "a slot of too little": altered(slots=[{"id": "0a"}]),
    "a slot without a kind": with_slot(kind=None),
    "a slot of a list for a kind": with_slot(kind=["passphrase"]),
    "a slot that is no hex": with_slot(private="secret"),
    "a short id of a slot": with_slot(id="0a" * 7),
    "a long id of a slot": with_slot(id="0a" * 9),
    "no id of a slot": with_slot(id=""),
    "a generation that no anchor can keep": altered(generation=10**18),
    "a generation that is a truth": altered(generation=True),
    "hex in capitals": altered(salt="1A" * 32),
    "blanks for a salt of costs": with_slot(kdf={**asdict(KDF), "salt": " " * 32}),
    "a slot of a kind of its own": with_slot(kind="passphrase "),
    "a passphrase without costs": with_slot(kdf=None),
    "a recovery code with costs": altered(
        slots=[asdict(SLOT), {**asdict(RECOVERY), "kdf": asdict(KDF)}]
    ),
    "no recovery code": altered(slots=[asdict(SLOT)]),
    "a second recovery code": altered(
        slots=[asdict(SLOT), asdict(RECOVERY), {**asdict(RECOVERY), "id": "2c" * 8}]
    ),
}


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
def test_what_stands_in_a_header_by_mistake_is_damage(value):
    assert code(written(value)) == "VLT003"


def test_a_header_that_could_not_be_read_again_is_not_written():
    slots = (RECOVERY, *(replace(SLOT, id=f"{number:016x}") for number in range(200)))
    content = sealed(HEADER.with_slots(slots[:80])).twice
    assert read(content).header.slots == slots[:80]
    with pytest.raises(ValueError, match="201"):
        to_sign(HEADER.with_slots(slots))


def test_a_slot_is_found_by_its_id():
    assert HEADER.slot(SLOT.id) == SLOT
    assert HEADER.slot("00" * 8) is None


@pytest.mark.parametrize(
    "values",
    [
        *({"memory": m} for m in (64 * 1024, 128 * 1024, 256 * 1024)),
        *({"passes": p} for p in (1, 3, 16)),
        *({"lanes": n} for n in (1, 4)),
    ],
)
def test_costs_within_bounds_are_taken(values):
    assert not replace(KDF, **values).weak()
    assert not HEADER.with_slots((replace(SLOT, kdf=replace(KDF, **values)), *SLOTS)).weak


@pytest.mark.parametrize(
    "values",
    [
        *({"memory": m} for m in (0, 8, 64 * 1024 - 1, 256 * 1024 + 1, 4 * 1024 * 1024, -1)),
        *({"passes": p} for p in (0, -1, 17, 2**31)),
        *({"lanes": n} for n in (0, -4, 5, 2**24)),
        *({"memory": m} for m in ("65536", 65536.0, None, [65536])),
        *({"name": n} for n in ("argon2i", "scrypt", "", None)),
        *({"salt": s} for s in ("", "5a", "5a" * 15, "5a" * 17)),
    ],
)
def test_costs_that_are_weak_or_absurd_are_told(values):
    assert replace(KDF, **values).weak()
    assert HEADER.with_slots((*SLOTS, replace(SLOT, kdf=replace(KDF, **values)))).weak


def test_more_different_costs_than_anybody_sets_are_told():
    """All together a passphrase that opens no slot would cost minutes."""
    dear = replace(KDF, memory=256 * 1024, passes=16)
    slots = [replace(SLOT, kdf=replace(dear, salt=f"{n:032x}")) for n in range(3)]
    assert not HEADER.with_slots(tuple(slots[:2] * 9)).weak
    assert HEADER.with_slots(tuple(slots)).weak
