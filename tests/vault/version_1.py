"""Files of version 1, as attache wrote them before headers were signed."""

from __future__ import annotations

import hmac
import os
import struct
from typing import TYPE_CHECKING, Any

import orjson

from attache.vault import keys
from attache.vault.frames import Link, seal
from attache.vault.generations import every
from attache.vault.header import MAGIC, PASSPHRASE, RECOVERY, Slot
from attache.vault.keys import Keyring
from attache.vault.payload import batches
from attache.vault.slots import resealed
from tests import opening

if TYPE_CHECKING:
    from attache.vault import Vault


def written(vault: Vault, secrets: dict[str, str]) -> bytes:
    """What a vault holds, as a file that opens with each of these secrets, by their names."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    found, key, kdf = vault.opened(), os.urandom(32), opening.light()
    family, keyring = found.header.family, Keyring(key, os.urandom(32).hex())
    slots = []
    for name, text in secrets.items():
        code, id_, pair = keys.read_code(text), os.urandom(8).hex(), X25519PrivateKey.generate()
        secret = keys.derived(code or keys.stretched(text, kdf), bytes.fromhex(id_), "slot")
        private = keys.locked(secret, pair.private_bytes_raw(), family + id_).hex()
        public = pair.public_key().public_bytes_raw().hex()
        slot = Slot(id_, RECOVERY if code else PASSPHRASE, public, private, "", "")
        slots.append(_plain(keyring.named(resealed(slot, family, key), name)))
    header = {
        "file": found.header.file,
        "family": family,
        "generation": found.header.generation,
        "salt": keyring.salt,
        "kdf": _fields(kdf),
        "slots": slots,
    }
    content = _sealed(header, keyring)
    link = Link(bytes.fromhex(found.header.file), found.header.generation)
    for payload in batches(every(found.tables)):
        frame, link = seal(keyring.frames, link, payload)
        content += frame
    return content


def _sealed(header: dict[str, Any], keyring: Keyring) -> bytes:
    text = orjson.dumps(header)
    text += b" " * (-(16 + len(text) + 32) % 256)
    content = struct.pack(">8sII", MAGIC, 1, len(text)) + text
    return content + hmac.digest(content, keyring.header, "sha256")


def _fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in type(one).__slots__}


def _plain(slot: Slot) -> dict[str, Any]:
    return {name: value for name, value in _fields(slot).items() if name != "kdf"}
