"""Keys: from a passphrase or the recovery code to the data key, and from that to all others.

A passphrase is stretched by Argon2id (RFC 9106), the recovery code has 160 random bits and needs
none. Either opens the private key of its slot, and that the data key (HPKE, RFC 9180: X25519,
HKDF-SHA256, AES-256-GCM). Keys for header, frames and labels come from the data key by HKDF with
the salt of the generation. All cryptography is that of the library.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.problems import VaultDamaged, VaultLocked, problem
from attache.vault.header import KDF_BOUNDS, Header, Kdf, Slot

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PASSPHRASE, RECOVERY = "passphrase", "recovery"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OILU", "011V", " -\t\n")
_CODE = 32
"""Letters of a recovery code, 5 bits each."""
_LABEL = 64
"""Officers' names are padded to a multiple of this, so that their length tells nothing."""


@dataclass(frozen=True)
class Keyring:
    """The keys of one generation, from the data key."""

    data: bytes
    salt: str

    def key(self, purpose: str) -> bytes:
        """The key for one purpose."""
        return derived(self.data, bytes.fromhex(self.salt), purpose)

    @cached_property
    def frames(self) -> AESGCM:
        """What frames are encrypted with."""
        return _cipher(self.key("frames"))

    @property
    def header(self) -> bytes:
        """What seals the header."""
        return self.key("header")

    def named(self, slot: Slot, name: str) -> Slot:
        """The slot with an officer's name in it."""
        text = name.encode()
        padded = len(text).to_bytes(2) + text + bytes(-(len(text) + 2) % _LABEL)
        return replace(slot, label=_locked(self.key("labels"), padded, slot.id).hex())

    def name(self, slot: Slot) -> str:
        """The officer's name in a slot; raises VaultDamaged."""
        padded = _unlocked(self.key("labels"), bytes.fromhex(slot.label), slot.id)
        if padded is None:
            raise VaultDamaged(problem("VLT003"))
        return padded[2 : 2 + int.from_bytes(padded[:2])].decode()


class Opened(NamedTuple):
    """The data key, and the slot by which it was had."""

    key: bytes
    slot: str


def calibrated() -> Kdf:
    """Argon2id costs for this machine: 0.4 to 1.0 s, 256 MiB where it can, 64 MiB at least."""
    memory, floor = 256 * 1024, KDF_BOUNDS["memory"][0]
    while True:
        kdf = Kdf(os.urandom(16).hex(), memory, 3, 4)
        began = perf_counter()
        stretched("calibration", kdf)
        took = perf_counter() - began
        if took <= 1.0 or memory == floor:
            return kdf if took >= 0.4 else replace(kdf, passes=min(16, round(3 * 0.5 / took)))
        memory //= 2


def stretched(passphrase: str, kdf: Kdf) -> bytes:
    """A key from a passphrase (NFKC, so that it does not hang on the keyboard)."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    spelled = unicodedata.normalize("NFKC", passphrase).strip().encode()
    return Argon2id(
        salt=bytes.fromhex(kdf.salt),
        length=32,
        iterations=kdf.passes,
        lanes=kdf.lanes,
        memory_cost=kdf.memory,
    ).derive(spelled)


def recovery_code() -> str:
    """160 random bits as eight groups of four letters (Crockford's base 32)."""
    number = int.from_bytes(os.urandom(20))
    letters = "".join(_CROCKFORD[number >> 5 * place & 31] for place in range(_CODE))
    return "-".join(letters[at : at + 4] for at in range(0, _CODE, 4))


def read_code(text: str) -> bytes | None:
    """The secret of a recovery code as somebody types it, or None where it is none."""
    letters = text.upper().translate(_MISREAD)
    return letters.encode() if len(letters) == _CODE and set(letters) <= set(_CROCKFORD) else None


def new_slot(header: Header, key: bytes, kind: str, secret: bytes) -> Slot:
    """A slot that opens with a secret (stretched passphrase, or recovery code); not yet named."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    pair = X25519PrivateKey.generate()
    id_ = os.urandom(8).hex()
    private = _locked(_slot_key(secret, id_), pair.private_bytes_raw(), header.family + id_)
    slot = Slot(id_, kind, pair.public_key().public_bytes_raw().hex(), private.hex(), "", "")
    return resealed(slot, header.family, key)


def resealed(slot: Slot, family: str, key: bytes) -> Slot:
    """The slot with another data key in it; nobody's secret is needed for that."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    public = X25519PublicKey.from_public_bytes(bytes.fromhex(slot.public))
    return replace(slot, key=_hpke().encrypt(key, public, bytes.fromhex(family + slot.id)).hex())


def unlock(header: Header, text: str) -> Opened:
    """The data key by a passphrase or recovery code; raises VaultLocked or VaultDamaged."""
    if header.kdf.weak():
        raise VaultDamaged(problem("VLT015"))
    code = read_code(text)
    secrets = {RECOVERY: code, PASSPHRASE: stretched(text, header.kdf)} if code else {}
    secrets = secrets or {PASSPHRASE: stretched(text, header.kdf)}
    for slot in header.slots:
        secret = secrets.get(slot.kind)
        if secret is not None and (key := _data_key(header.family, slot, secret)):
            return Opened(key, slot.id)
    raise VaultLocked(problem("VLT009"))


def derived(secret: bytes, salt: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, f"attache {purpose}".encode()).derive(secret)


def _slot_key(secret: bytes, id_: str) -> bytes:
    return derived(secret, bytes.fromhex(id_), "slot")


def _data_key(family: str, slot: Slot, secret: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    raw = _unlocked(_slot_key(secret, slot.id), bytes.fromhex(slot.private), family + slot.id)
    if raw is None:
        return None
    private = X25519PrivateKey.from_private_bytes(raw)
    try:
        return bytes(
            _hpke().decrypt(bytes.fromhex(slot.key), private, bytes.fromhex(family + slot.id))
        )
    except (InvalidTag, ValueError):
        raise VaultDamaged(problem("VLT003")) from None


@cache
def _hpke() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _locked(key: bytes, plain: bytes, bound: str) -> bytes:
    """Nonce and ciphertext; `bound` is in hex."""
    nonce = os.urandom(12)
    return nonce + _cipher(key).encrypt(nonce, plain, bytes.fromhex(bound))


def _unlocked(key: bytes, locked: bytes, bound: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key).decrypt(locked[:12], locked[12:], bytes.fromhex(bound))
    except (InvalidTag, ValueError):
        return None
