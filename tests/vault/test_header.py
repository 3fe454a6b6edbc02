"""The header: read as it was written, and every alteration noticed."""

from __future__ import annotations

import struct
from dataclasses import asdict, replace

import orjson
import pytest

from attache.problems import VaultDamaged
from attache.vault import header as headers
from attache.vault.frames import ALIGN
from attache.vault.header import Header, Kdf, Slot, fits, read, sealed

KEY = bytes(range(32))
KDF = Kdf("5a" * 16, 64 * 1024, 1, 4)
SLOT = Slot("0a" * 8, "passphrase", "0b" * 32, "0c" * 60, "0d" * 80, "0e" * 92)
SLOTS = (SLOT, replace(SLOT, id="1b" * 8, kind="recovery"))
HEADER = Header("0f" * 16, "2e" * 16, 3, "1a" * 32, KDF, SLOTS)


def code(content):
    with pytest.raises(VaultDamaged) as raised:
        read(content)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    return raised.value.problems[0].code


def written(value):
    """A file that begins with this JSON as its header, with anything for a seal."""
    text = value if isinstance(value, bytes) else orjson.dumps(value)
    return struct.pack(">8sII", headers.MAGIC, 1, len(text)) + text + bytes(600)


def flipped(content, place, bits):
    return content[:place] + bytes([content[place] ^ bits]) + content[place + 1 :]


def altered(**values):
    return {**asdict(HEADER), **values}


def with_slot(**values):
    return altered(slots=[{**asdict(SLOT), **values}])


@pytest.mark.parametrize("header", [HEADER, HEADER.with_slots(()), replace(HEADER, generation=1)])
def test_a_header_is_read_as_it_was_written(header):
    content = sealed(header, KEY)
    assert read(content) == (header, len(content))
    assert read(memoryview(content + b"frames" * 99)) == (header, len(content))
    assert fits(content, len(content), KEY)
    assert content.startswith(b"attache\x1a\0\0\0\1")


@pytest.mark.parametrize("count", range(0, 60, 7))
def test_frames_begin_at_a_round_place(count):
    slots = tuple(replace(SLOT, id=f"{number:016x}") for number in range(count))
    assert len(sealed(HEADER.with_slots(slots), KEY)) % ALIGN == 0


@pytest.mark.parametrize("bits", [0x01, 0x20, 0x80, 0xFF])
def test_every_byte_counts(bits):
    content, told = sealed(HEADER, KEY), set()
    for place in range(len(content)):
        changed = flipped(content, place, bits)
        try:
            _header, start = read(changed + bytes(70_000))
        except VaultDamaged as damaged:
            told.add(damaged.problems[0].code)
        else:
            assert not fits(changed, start, KEY)
    assert told == {"VLT003", "VLT008", "VLT014"}


def test_every_truncation_is_noticed():
    content = sealed(HEADER, KEY)
    assert {code(content[:size]) for size in range(len(content))} == {"VLT003"}


def test_another_key_does_not_fit():
    content = sealed(HEADER, KEY)
    assert not fits(content, len(content), bytes(32))


@pytest.mark.parametrize("values", [{"generation": 2}, {"salt": "1b" * 32}, {"slots": ()}])
def test_another_header_under_the_old_seal_does_not_fit(values):
    content = sealed(replace(HEADER, **values), bytes(32))
    mixed = content[:-32] + sealed(HEADER, KEY)[-32:]
    assert not fits(mixed, len(mixed), KEY)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "VLT003"),
        (b"attache", "VLT003"),
        (b"%PDF-1.7" + bytes(600), "VLT008"),
        (b'{"person": {}}' * 99, "VLT008"),
        (struct.pack(">8sII", headers.MAGIC, 2, 2) + b"{}" + bytes(600), "VLT014"),
        (struct.pack(">8sII", headers.MAGIC, 0, 2) + b"{}" + bytes(600), "VLT014"),
        (struct.pack(">8sII", headers.MAGIC, 1, 2**32 - 1) + bytes(600), "VLT003"),
        (struct.pack(">8sII", headers.MAGIC, 1, headers.LARGEST) + bytes(99_999), "VLT003"),
    ],
    ids=["nothing", "torn", "pdf", "json", "newer", "zero", "huge", "over the limit"],
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
    "no costs": altered(kdf=None),
    "costs as a list": altered(kdf=[1, 2]),
    "strange costs": altered(kdf={**asdict(KDF), "more": 1}),
    "salt of costs": altered(kdf={**asdict(KDF), "salt": None}),
    "slots as an object": altered(slots={"a": 1}),
    "slots as a number": altered(slots=7),
    "a slot as text": altered(slots=["a"]),
    "a slot of too much": with_slot(more=""),
    "a slot of too little": altered(slots=[{"id": "0a"}]),
    "a slot without a kind": with_slot(kind=None),
    "a slot of a list for a kind": with_slot(kind=["passphrase"]),
    "a slot that is no hex": with_slot(private="secret"),
}


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
def test_what_stands_in_a_header_by_mistake_is_damage(value):
    assert code(written(value)) == "VLT003"


def test_a_header_that_could_not_be_read_again_is_not_written():
    slots = tuple(replace(SLOT, id=f"{number:016x}") for number in range(200))
    content = sealed(HEADER.with_slots(slots[:90]), KEY)
    assert read(content)[0].slots == slots[:90]
    with pytest.raises(ValueError, match="200"):
        sealed(HEADER.with_slots(slots), KEY)


def test_a_slot_is_found_by_its_id():
    assert HEADER.slot(SLOT.id) == SLOT
    assert HEADER.slot("00" * 8) is None


@pytest.mark.parametrize(
    "values",
    [
        *({"memory": m} for m in (64 * 1024, 256 * 1024, 4 * 1024 * 1024)),
        *({"passes": p} for p in (1, 3, 16)),
        *({"lanes": n} for n in (1, 16)),
    ],
)
def test_costs_within_bounds_are_taken(values):
    assert not replace(KDF, **values).weak()


@pytest.mark.parametrize(
    "values",
    [
        *({"memory": m} for m in (0, 8, 64 * 1024 - 1, 4 * 1024 * 1024 + 1, 2**40, -1)),
        *({"passes": p} for p in (0, -1, 17, 2**31)),
        *({"lanes": n} for n in (0, -4, 17, 2**24)),
        *({"memory": m} for m in ("65536", 65536.0, None, [65536])),
        *({"name": n} for n in ("argon2i", "scrypt", "", None)),
        *({"salt": s} for s in ("", "5a", "5a" * 15, "5a" * 17)),
    ],
)
def test_costs_that_are_weak_or_absurd_are_told(values):
    assert replace(KDF, **values).weak()
