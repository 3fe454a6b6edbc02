"""Keys: what is typed, stretched; and from the data key to all others.

A passphrase is stretched by Argon2id (RFC 9106), the recovery code has 160 random bits and needs
none: either leads to the data key by a slot (slots.py). All other keys come from that by HKDF with
the salt of the generation. All cryptography is that of the library.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from attache.problems import VaultDamaged, VaultLocked, problem
from attache.vault.header import KDF_BOUNDS, SALT, Header, Kdf, Slot

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OILU", "011V", " -\t\n")
_CODE = 32
"""Letters of a recovery code, 5 bits each."""
_TIMES = 3
"""Times that a cost is measured."""
_LABEL = 64
"""Officers' names are padded to a multiple of this, so that their length tells nothing."""


class KeyChanged(VaultLocked):
    """The data key that a process holds is over: another command has changed it."""


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

    @cached_property
    def fingerprint(self) -> str:
        """What tells one data key from another, in hex; it gives nothing of either away."""
        return derived(self.data, b"", "fingerprint")[:16].hex()

    def signer(self, header: Header) -> Ed25519PrivateKey:
        """The key of the family that signs headers; raises VaultDamaged."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        raw = unlocked(self.key("signing"), bytes.fromhex(header.signing), header.family)
        if raw is None:
            raise VaultDamaged(problem("VLT003"))
        return Ed25519PrivateKey.from_private_bytes(raw)

    def signing(self, signer: Ed25519PrivateKey, family: str) -> str:
        """That key as it stands in the header of this generation."""
        return locked(self.key("signing"), signer.private_bytes_raw(), family).hex()

    def named(self, slot: Slot, name: str) -> Slot:
        """The slot with an officer's name in it."""
        text = name.encode()
        padded = len(text).to_bytes(2) + text + bytes(-(len(text) + 2) % _LABEL)
        return replace(slot, label=locked(self.key("labels"), padded, slot.id).hex())

    def name(self, slot: Slot) -> str:
        """The officer's name in a slot; raises VaultDamaged."""
        padded = unlocked(self.key("labels"), bytes.fromhex(slot.label), slot.id)
        if padded is None:
            raise VaultDamaged(problem("VLT003"))
        try:
            return padded[2 : 2 + int.from_bytes(padded[:2])].decode()
        except UnicodeDecodeError:
            raise VaultDamaged(problem("VLT003")) from None


class Opened(NamedTuple):
    """The data key, and the slot by which it was had."""

    key: bytes
    slot: str


def calibrated() -> Kdf:
    """Argon2id costs for this machine: 0.4 to 1.0 s, 256 MiB where it can, 64 MiB at least.

    The best of three times counts: a machine that is busy just now would seem a slow one, and its
    vault be easy to attack for good.
    """
    memory, floor = KDF_BOUNDS["memory"][1], KDF_BOUNDS["memory"][0]
    while True:
        kdf = Kdf(os.urandom(SALT).hex(), memory, 3, 4)
        took = min(_seconds(kdf) for _time in range(_TIMES))
        if took <= 1.0 or memory == floor:
            return kdf if took >= 0.4 else replace(kdf, passes=min(16, round(3 * 0.5 / took)))
        memory //= 2


def _seconds(kdf: Kdf) -> float:
    """How long a passphrase takes at these costs."""
    began = perf_counter()
    stretched("calibration", kdf)
    return perf_counter() - began


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


def derived(secret: bytes, salt: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, f"attache {purpose}".encode()).derive(secret)


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def locked(key: bytes, plain: bytes, bound: str) -> bytes:
    """Nonce and ciphertext; `bound` is in hex."""
    nonce = os.urandom(12)
    return nonce + _cipher(key).encrypt(nonce, plain, bytes.fromhex(bound))


def unlocked(key: bytes, sealed: bytes, bound: str) -> bytes | None:
    """What was locked under a key, or None."""
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key).decrypt(sealed[:12], sealed[12:], bytes.fromhex(bound))
    except (InvalidTag, ValueError):
        return None
