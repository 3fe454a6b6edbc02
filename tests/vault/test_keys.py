"""Keys: what opens a slot, what does not, and what a header gives away."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import asdict, replace
from hashlib import sha256

import pytest

from attache.problems import VaultDamaged, VaultLocked
from attache.vault import keys
from attache.vault.header import KDF_BOUNDS, Header, Kdf, fits, read, sealed
from attache.vault.keys import (
    PASSPHRASE,
    RECOVERY,
    Keyring,
    calibrated,  # before the fixture puts light costs in its place
    new_slot,
    read_code,
    recovery_code,
    resealed,
    unlock,
)

KEY = bytes(range(32))
WORDS = "satu dua tiga empat lima enam"
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
KDF = Kdf("5a" * 16, 64 * 1024, 1, 4)
EMPTY = Header("0f" * 16, "2e" * 16, 1, "1a" * 32, KDF, ())
REAL = keys.stretched


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """A stretched passphrase costs nothing where its costs are not what is tested."""

    def stretched(passphrase, kdf):
        return sha256(f"{kdf.salt} {passphrase}".encode()).digest()

    monkeypatch.setattr(keys, "stretched", stretched)


def slot(secret, name="Rina Contoh", header=EMPTY, key=KEY):
    """A slot for a passphrase (text) or a recovery code (bytes)."""
    kind = RECOVERY if isinstance(secret, bytes) else PASSPHRASE
    raw = secret if isinstance(secret, bytes) else keys.stretched(secret, header.kdf)
    return Keyring(key, header.salt).named(new_slot(header, key, kind, raw), name)


@pytest.fixture
def header():
    code = read_code(CODE)
    assert code
    return EMPTY.with_slots((slot(WORDS), slot("kata sandi Budi", "Budi Contoh"), slot(code)))


def refused(header, text):
    with pytest.raises((VaultDamaged, VaultLocked)) as raised:
        unlock(header, text)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    return raised.value.problems[0].code, raised.value.exit_code


def test_each_officer_opens_it_by_their_own_passphrase(header):
    first, second, _recovery = header.slots
    assert unlock(header, WORDS) == (KEY, first.id)
    assert unlock(header, "kata sandi Budi") == (KEY, second.id)


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
    assert unlock(header, text) == (KEY, header.slots[2].id)


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
    assert unlock(header.with_slots((*header.slots, own)), "ABCD" * 8) == (KEY, own.id)


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
    monkeypatch.setattr(keys, "stretched", lambda *_: pytest.fail("derived"))
    monkeypatch.setattr(keys, "derived", lambda *_: pytest.fail("derived"))
    assert refused(replace(header, kdf=replace(KDF, **values)), text) == ("VLT015", 13)


@pytest.mark.parametrize("text", [WORDS, CODE])
def test_no_alteration_of_a_header_goes_unnoticed(header, text):
    """It opens nothing, or what it opens does not fit; and never does attache itself fail."""
    content, told = sealed(header, Keyring(KEY, header.salt).header), set()
    for place in range(len(content)):
        changed = content[:place] + bytes([content[place] ^ 0x01]) + content[place + 1 :]
        try:
            found, start = read(changed)
            opened = unlock(found, text)
        except (VaultDamaged, VaultLocked) as refusal:
            told.add(refusal.problems[0].code)
        else:
            assert not fits(changed, start, Keyring(opened.key, found.salt).header)
    assert told == {"VLT003", "VLT008", "VLT009", "VLT014", "VLT015"}


@pytest.mark.parametrize("where", ["id", "family"])
def test_a_slot_opens_nowhere_else(header, where):
    first, *others = header.slots
    moved = replace(first, id="00" * 8) if where == "id" else first
    strange = replace(
        header, slots=(moved, *others), family="00" * 16 if where == "family" else "2e" * 16
    )
    assert refused(strange, WORDS) == ("VLT009", 12)


@pytest.mark.parametrize("field", ["key", "public"])
def test_a_slot_that_was_opened_and_holds_another_key_is_damaged(header, field):
    first, second, *others = header.slots
    mixed = replace(first, **{field: getattr(second, field)})
    strange = header.with_slots((mixed, second, *others))
    if field == "public":  # needed for the next data key only; the seal notices it
        assert unlock(strange, WORDS) == (KEY, first.id)
    else:
        assert refused(strange, WORDS) == ("VLT003", 13)


def test_another_data_key_reaches_every_slot_without_its_secret(header):
    fresh = bytes(reversed(KEY))
    renewed = header.with_slots(tuple(resealed(s, header.family, fresh) for s in header.slots))
    for text, own in zip((WORDS, "kata sandi Budi", CODE), header.slots, strict=True):
        assert unlock(renewed, text) == (fresh, own.id)
        assert unlock(header, text) == (KEY, own.id)


def test_two_officers_with_one_passphrase_do_not_show_it():
    """Nor does the same officer's name, twice."""
    first, second = asdict(slot(WORDS)), asdict(slot(WORDS))
    assert first.pop("kind") == second.pop("kind")
    assert all(len(first[name]) == len(second[name]) for name in first)
    pieces = [
        {value[at : at + 16] for value in one.values() for at in range(0, len(value), 16)}
        for one in (first, second)
    ]
    assert not pieces[0] & pieces[1]


def test_neither_names_nor_secrets_show(header):
    content = sealed(header, Keyring(KEY, header.salt).header)
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
    clock = [100.0]

    def stretched(_passphrase, kdf):
        clock[0] += seconds * kdf.memory * kdf.passes / (256 * 1024 * 3)

    monkeypatch.setattr(keys, "stretched", stretched)
    monkeypatch.setattr(keys, "perf_counter", lambda: clock[0])
    found = calibrated()
    assert (found.memory, found.passes, found.lanes) == (memory * 1024, passes, 4)
    assert not found.weak()
    assert found.memory >= KDF_BOUNDS["memory"][0]
    assert calibrated().salt != found.salt
