"""Slots: each opens with a passphrase or the recovery code, and holds the data key.

The secret opens the private key of its slot, and beside it the family's verification key. When that
has proved the header, the private key opens the data key (HPKE, RFC 9180: X25519, HKDF-SHA256,
AES-256-GCM).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.problems import VaultDamaged, VaultLocked, problem
from attache.vault import keys
from attache.vault.header import PASSPHRASE, RECOVERY, Slot, too_much
from attache.vault.keys import Opened

if TYPE_CHECKING:
    from attache.vault.header import Header, Kdf, Written
    from attache.vault.keys import Keyring

_NEAR = 1.5
"""Costs that differ by less are taken for the same."""


def costs(header: Header) -> Kdf:
    """Argon2id costs for a passphrase that is set now, measured on this machine.

    Those of another slot are taken where they are not much lighter: then the vault still opens
    after one derivation, whoever types their passphrase. So they are where all together would be
    too much.
    """
    measured = keys.calibrated()
    heaviest = max(header.costs, key=lambda kdf: kdf.work, default=measured)
    near = measured.work <= _NEAR * heaviest.work
    return heaviest if near or too_much([*header.costs, measured]) else measured


class Secret(NamedTuple):
    """What opens a slot: a stretched passphrase with its costs, or a recovery code."""

    kind: str
    key: bytes
    kdf: Kdf | None = None


def of_passphrase(passphrase: str, kdf: Kdf) -> Secret:
    """The secret of a passphrase at such costs."""
    return Secret(PASSPHRASE, keys.stretched(passphrase, kdf), kdf)


def of_code(code: str) -> Secret:
    """The secret of a recovery code that attache has made."""
    key = keys.read_code(code)
    assert key
    return Secret(RECOVERY, key)


def new_slot(header: Header, keyring: Keyring, secret: Secret, id_: str = "") -> Slot:
    """A slot that opens with a secret, under an id if it is another's; not yet named."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    pair, signer = X25519PrivateKey.generate(), keyring.signer(header)
    id_ = id_ or os.urandom(8).hex()
    both = pair.private_bytes_raw() + signer.public_key().public_bytes_raw()
    private = keys.locked(_slot_key(secret.key, id_), both, header.family + id_)
    public = pair.public_key().public_bytes_raw()
    slot = Slot(id_, secret.kind, public.hex(), private.hex(), "", "", secret.kdf)
    return resealed(slot, header.family, keyring.data)


def resealed(slot: Slot, family: str, key: bytes) -> Slot:
    """The slot with another data key in it; nobody's secret is needed for that."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    public = X25519PublicKey.from_public_bytes(bytes.fromhex(slot.public))
    return replace(slot, key=_hpke().encrypt(key, public, bytes.fromhex(family + slot.id)).hex())


def unlock(written: Written, text: str) -> Opened:
    """The data key by a passphrase or recovery code; raises VaultLocked or VaultDamaged.

    Nothing is believed of a header that does not prove to be by somebody who has the key: anybody
    can seal a data key of their own to a slot's public half.
    """
    header = written.header
    if header.weak:
        raise VaultDamaged(problem("VLT015"))
    secret_of = _secrets(text)
    for slot in sorted(header.slots, key=lambda s: s.kind != RECOVERY):  # a code costs nothing
        secret = secret_of(slot)
        if secret is not None and (both := pair(header.family, slot, secret)):
            if not _proved(written, both[32:]):
                raise VaultDamaged(problem("VLT052"))
            return Opened(data_key(header.family, slot, both[:32]), slot.id)
    raise VaultLocked(problem("VLT009"))


def _secrets(text: str) -> Callable[[Slot], bytes | None]:
    """What a text may be to a slot. A passphrase is stretched once for each kind of costs."""
    code = keys.read_code(text)

    @cache
    def at_cost(kdf: Kdf) -> bytes:
        try:
            return keys.stretched(text, kdf)
        except MemoryError:
            raise VaultLocked(problem("VLT056")) from None

    def secret_of(slot: Slot) -> bytes | None:
        return at_cost(slot.kdf) if slot.kdf else code

    return secret_of


def _slot_key(secret: bytes, id_: str) -> bytes:
    return keys.derived(secret, bytes.fromhex(id_), "slot")


def pair(family: str, slot: Slot, secret: bytes) -> bytes | None:
    """The private key of a slot and the key that proves headers, 32 bytes each."""
    key = _slot_key(secret, slot.id)
    return keys.unlocked(key, bytes.fromhex(slot.private), family + slot.id)


def _proved(written: Written, verification: bytes) -> bool:
    """Whether the header was signed with the key of the family."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(verification).verify(written.signature, written.signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def data_key(family: str, slot: Slot, private: bytes) -> bytes:
    """The data key by the private key of a slot; raises VaultDamaged."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    key, bound = X25519PrivateKey.from_private_bytes(private), bytes.fromhex(family + slot.id)
    try:
        return bytes(_hpke().decrypt(bytes.fromhex(slot.key), key, bound))
    except (InvalidTag, ValueError):
        raise VaultDamaged(problem("VLT003")) from None


@cache
def _hpke() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
