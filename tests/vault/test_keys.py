"""Keys: what opens a slot, what does not, and what a header gives away."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import asdict, replace
from hashlib import sha256
from zlib import crc32

import pytest

from attache.problems import VaultDamaged, VaultLocked
from attache.vault import keys, seals
from attache.vault.header import KDF_BOUNDS, PASSPHRASE, RECOVERY, Kdf, Written, completed, read
from attache.vault.keys import (
    Keyring,
    calibrated,  # before the fixture puts light costs in its place
    read_code,
    recovery_code,
)
from attache.vault.slots import Secret, costs, new_slot, resealed, unlock

KEY = bytes(range(32))
WORDS = "satu dua tiga empat lima enam"
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
KDF = Kdf("5a" * 16, 64 * 1024, 1, 4)
EMPTY, RING = seals.first("2e" * 16, KEY)
REAL = keys.stretched


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """A stretched passphrase costs nothing where its costs are not what is tested."""

    def stretched(passphrase, kdf):
        return sha256(f"{kdf.salt} {passphrase}".encode()).digest()

    monkeypatch.setattr(keys, "stretched", stretched)


def slot(secret, name="Rina Contoh", kdf=KDF):
    """A slot for a passphrase (text) or a recovery code (bytes)."""
    if isinstance(secret, bytes):
        return RING.named(new_slot(EMPTY, RING, Secret(RECOVERY, secret)), name)
    stretched = Secret(PASSPHRASE, keys.stretched(secret, kdf), kdf)
    return RING.named(new_slot(EMPTY, RING, stretched), name)


@pytest.fixture
def header():
    code = read_code(CODE)
    assert code
    return EMPTY.with_slots((slot(WORDS), slot("kata sandi Budi", "Budi Contoh"), slot(code)))


def opened(header, text):
    """What a text opens in a header that its family signed."""
    return unlock(seals.written(header, RING), text)


def refused(header, text):
    """The code and the exit code with which it opens nothing; or a header as it stands."""
    written = header if isinstance(header, Written) else seals.written(header, RING)
    with pytest.raises((VaultDamaged, VaultLocked)) as raised:
        unlock(written, text)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    return raised.value.problems[0].code, raised.value.exit_code


def test_each_officer_opens_it_by_their_own_passphrase(header):
    first, second, _recovery = header.slots
    assert opened(header, WORDS) == (KEY, first.id)
    assert opened(header, "kata sandi Budi") == (KEY, second.id)


@pytest.mark.parametrize("text", ["", "satu", WORDS.upper(), WORDS + ".", CODE[:-1], "0" * 32])
def test_a_wrong_passphrase_opens_nothing(header, text):
    assert refused(header, text) == ("VLT009", 12)


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        f"  {CODE}\n",
        "O123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ",
        "o123-4567-89ab-cdef-ghjk-mnpq-rstv-wxyz",
        "0I23-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ",
        "0L23-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ",
        "oi2345 6789 abcdef ghjkmnpqrst u wxyz",
        "0-1-2-3-4-5-6-7-8-9-A-B-C-D-E-F-G-H-J-K-M-N-P-Q-R-S-T-V-W-X-Y-Z",
    ],
)
def test_a_recovery_code_opens_it_however_it_is_typed(header, text):
    assert opened(header, text) == (KEY, header.slots[2].id)


@pytest.mark.parametrize("text", ["", WORDS, CODE + "0", CODE[1:], CODE.replace("Z", "!")])
def test_what_is_no_recovery_code(text):
    assert read_code(text) is None


def test_recovery_codes_have_160_random_bits(monkeypatch):
    codes = [recovery_code() for _time in range(100)]
    assert len(set(codes)) == 100
    assert all([len(group) for group in code.split("-")] == [4] * 8 for code in codes)
    assert {letter for code in codes for letter in code} == {*CODE}
    assert all(read_code(code) == code.replace("-", "").encode() for code in codes)
    monkeypatch.setattr(os, "urandom", lambda size: b"\xff" * size)
    assert recovery_code() == "-".join(["ZZZZ"] * 8)


def test_a_passphrase_that_looks_like_a_recovery_code_opens_its_slot(header):
    own = slot("ABCD" * 8)
    assert opened(header.with_slots((*header.slots, own)), "ABCD" * 8) == (KEY, own.id)


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        ("Café français", unicodedata.normalize("NFD", "Café français")),
        (unicodedata.normalize("NFD", "Café français"), "Café français"),
        ("satu dua", "ｓａｔｕ　ｄｕａ"),
        ("ﬁnal ½", "final 1⁄2"),
        ("satu dua", "  satu dua "),
    ],
)
def test_a_passphrase_does_not_hang_on_the_keyboard(chosen, typed):
    assert REAL(chosen, KDF) == REAL(typed, KDF)


@pytest.mark.parametrize("other", ["satu  dua", "Satu dua", "satudua", "satu duá"])
def test_otherwise_every_letter_counts(other):
    assert REAL("satu dua", KDF) != REAL(other, KDF)


@pytest.mark.parametrize(
    "values", [{"salt": "5b" * 16}, {"memory": 65 * 1024}, {"passes": 2}, {"lanes": 3}]
)
def test_every_cost_counts(values):
    assert REAL("satu dua", KDF) != REAL("satu dua", replace(KDF, **values))


@pytest.mark.parametrize(
    "values",
    [{"memory": 8}, {"memory": 2**40}, {"passes": 0}, {"lanes": 99}, {"name": "x"}, {"salt": ""}],
)
@pytest.mark.parametrize("text", [WORDS, CODE])
def test_weak_or_absurd_costs_are_refused_before_anything_is_derived(
    header, values, text, monkeypatch
):
    """Whoever altered them wants the passphrase stretched badly, or the machine to stand still."""
    weak = replace(header.slots[1], kdf=replace(KDF, **values))
    written = seals.written(header.with_slots((header.slots[0], weak, header.slots[2])), RING)
    monkeypatch.setattr(keys, "stretched", lambda *_: pytest.fail("derived"))
    monkeypatch.setattr(keys, "derived", lambda *_: pytest.fail("derived"))
    assert refused(written, text) == ("VLT015", 13)


def test_a_machine_without_enough_memory_says_so(header, monkeypatch):
    def starved(_passphrase, _kdf):
        raise MemoryError

    monkeypatch.setattr(keys, "stretched", starved)
    assert refused(header, WORDS) == ("VLT056", 12)


def mended(content):
    """What somebody without a key makes of an altered copy: its checksum holds."""
    return content[:-4] + crc32(content[:-4]).to_bytes(4)


@pytest.mark.parametrize("text", [WORDS, CODE])
def test_no_alteration_of_a_header_goes_unnoticed(header, text):
    """It opens nothing, or what it opens does not fit; and never does attache itself fail."""
    content, told = seals.written(header, RING).content, set()
    for place in range(len(content) - 4):
        changed = mended(content[:place] + bytes([content[place] ^ 0x01]) + content[place + 1 :])
        try:
            found = read(2 * changed)
            key = unlock(found, text).key
        except (VaultDamaged, VaultLocked) as refusal:
            told.add(refusal.problems[0].code)
        else:
            assert not found.sealed_by(Keyring(key, found.header.salt).header)
    assert told == {"VLT003", "VLT008", "VLT009", "VLT015", "VLT052", "VLT094"}


def forged(header, own_signature):
    """The header of somebody who has no key: with a data key and a signing key of their own."""
    key = bytes(range(1, 33))
    first, ring = seals.first(header.file, key)
    slots = tuple(resealed(s, header.family, key) for s in header.slots)
    strange = replace(first, family=header.family, generation=9, slots=slots)
    strange = replace(strange, signing=ring.signing(ring.signer(first), header.family))
    made = seals.written(strange, ring)
    signature = made.signature if own_signature else seals.written(header, RING).signature
    return completed(strange, made.signed, signature, ring.header), key


@pytest.mark.parametrize("own_signature", [True, False])
@pytest.mark.parametrize("text", [WORDS, CODE])
def test_a_header_by_somebody_without_a_key_opens_to_nobody(header, own_signature, text):
    """Anybody can seal a data key to the public halves of slots, which stand there in clear."""
    written, key = forged(header, own_signature)
    assert written.sealed_by(Keyring(key, written.header.salt).header)
    assert refused(written, text) == ("VLT052", 13)


def test_nor_does_one_with_slots_that_only_its_maker_opens(header):
    written, _key = forged(header, own_signature=True)
    assert refused(written, "kata sandi lain") == ("VLT009", 12)


@pytest.mark.parametrize("where", ["id", "family"])
def test_a_slot_opens_nowhere_else(header, where):
    first, *others = header.slots
    moved = replace(first, id="00" * 8) if where == "id" else first
    written = seals.written(header.with_slots((moved, *others)), RING)
    if where == "family":
        written = written._replace(header=replace(header, family="00" * 16))
    assert refused(written, WORDS) == ("VLT009", 12)


def test_a_slot_that_was_opened_and_holds_another_key_is_damaged(header):
    first, second, *others = header.slots
    strange = header.with_slots((replace(first, key=second.key), second, *others))
    assert refused(strange, WORDS) == ("VLT003", 13)


def test_a_passphrase_is_stretched_once_for_all_slots_of_the_same_costs(header, monkeypatch):
    other = replace(KDF, salt="6b" * 16, passes=2)
    both = header.with_slots((*header.slots, slot("kata sandi Dewi", kdf=other)))
    times, stretched = [], keys.stretched

    def counted(text, kdf):
        times.append(kdf)
        return stretched(text, kdf)

    monkeypatch.setattr(keys, "stretched", counted)
    assert opened(header, "kata sandi Budi") == (KEY, header.slots[1].id)
    assert times == [KDF]
    assert opened(header, CODE) == (KEY, header.slots[2].id)
    assert times == [KDF]  # a recovery code needs none
    assert opened(both, "kata sandi Dewi") == (KEY, both.slots[3].id)
    assert times == [KDF, KDF, other]


@pytest.mark.parametrize(
    ("passes", "taken"), [(1, "there"), (3, "there"), (4, "there"), (5, "measured")]
)
def test_a_new_passphrase_has_the_costs_of_the_others_unless_they_are_much_lighter(
    header, monkeypatch, passes, taken
):
    there, measured = replace(KDF, passes=3), replace(KDF, salt="6b" * 16, passes=passes)
    monkeypatch.setattr(keys, "calibrated", lambda: measured)
    one = header.with_slots((*header.slots, slot("kata sandi Dewi", kdf=there)))
    assert costs(one) == (there if taken == "there" else measured)
    assert costs(EMPTY) == measured


def test_another_data_key_reaches_every_slot_without_its_secret(header):
    fresh = bytes(reversed(KEY))
    renewed = header.with_slots(tuple(resealed(s, header.family, fresh) for s in header.slots))
    for text, own in zip((WORDS, "kata sandi Budi", CODE), header.slots, strict=True):
        assert opened(renewed, text) == (fresh, own.id)
        assert opened(header, text) == (KEY, own.id)


def test_two_officers_with_one_passphrase_do_not_show_it():
    """Nor does the same officer's name, twice."""
    first, second = asdict(slot(WORDS)), asdict(slot(WORDS))
    assert first.pop("kind") == second.pop("kind")
    assert first.pop("kdf") == second.pop("kdf")
    assert all(len(first[name]) == len(second[name]) for name in first)
    pieces = [
        {value[at : at + 16] for value in one.values() for at in range(0, len(value), 16)}
        for one in (first, second)
    ]
    assert not pieces[0] & pieces[1]


def test_neither_names_nor_secrets_show(header):
    content = seals.written(header, RING).content
    for secret in (b"Rina", b"Budi", b"Contoh", KEY, WORDS.encode(), CODE.encode()):
        assert secret not in content
        assert secret.hex().encode() not in content


@pytest.mark.parametrize(
    "name", ["", "R", "Rina Contoh", "Ñandú 口", "x" * 62, "x" * 63, "x" * 500]
)
def test_a_name_is_read_back(name):
    named = slot(WORDS, name)
    assert Keyring(KEY, EMPTY.salt).name(named) == name


def test_a_name_does_not_show_its_length():
    sizes = {len(slot(WORDS, "x" * length).label) for length in range(0, 63, 6)}
    assert len(sizes) == 1


@pytest.mark.parametrize("wrong", ["key", "salt", "slot"])
def test_a_name_is_read_under_its_own_key_and_in_its_own_slot(wrong):
    named = slot(WORDS)
    ring = Keyring(
        bytes(32) if wrong == "key" else KEY, "00" * 32 if wrong == "salt" else EMPTY.salt
    )
    with pytest.raises(VaultDamaged) as raised:
        ring.name(replace(named, id="00" * 8) if wrong == "slot" else named)
    assert raised.value.problems[0].code == "VLT003"


def test_every_purpose_and_generation_has_a_key_of_its_own():
    rings = [Keyring(KEY, "1a" * 32), Keyring(KEY, "1b" * 32), Keyring(bytes(32), "1a" * 32)]
    found = [ring.key(purpose) for ring in rings for purpose in ("frames", "header", "labels")]
    assert len({*found, *(ring.data for ring in rings)}) == 9 + 2
    assert {len(key) for key in found} == {32}


@pytest.mark.parametrize(
    ("seconds", "memory", "passes"),
    [
        (0.7, 256, 3),
        (1.0, 256, 3),
        (0.4, 256, 3),
        (0.3, 256, 5),
        (0.1, 256, 15),
        (0.001, 256, 16),
        (1.5, 128, 3),
        (3.5, 64, 3),
        (60.0, 64, 3),
        (1.2, 128, 3),
    ],
    ids=str,
)
def test_costs_are_measured_on_the_machine(seconds, memory, passes, monkeypatch):
    """`seconds` is what 256 MiB and three passes take there. The clock is ours."""
    clock, times = [100.0], [0]

    def stretched(_passphrase, kdf):
        """Busy two times of three: the best one counts."""
        times[0] += 1
        busy = 1 + times[0] % 3
        clock[0] += busy * seconds * kdf.memory * kdf.passes / (256 * 1024 * 3)

    monkeypatch.setattr(keys, "stretched", stretched)
    monkeypatch.setattr(keys, "perf_counter", lambda: clock[0])
    found = calibrated()
    assert (found.memory, found.passes, found.lanes) == (memory * 1024, passes, 4)
    assert not found.weak()
    assert found.memory >= KDF_BOUNDS["memory"][0]
    assert calibrated().salt != found.salt
