"""A reader of vault files made from docs/vault-format.md alone; it imports nothing of attache."""

from __future__ import annotations

import hmac
import json
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def read(content: bytes, secret: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """Who opens it by a passphrase or recovery code, and all documents by table and id."""
    copy = _copy(content)
    header = json.loads(copy[16:-100])
    slot, data = _opened(header, secret, copy)
    seal = hmac.digest(copy[:-36], _derived(data, header["salt"], "header"), "sha256")
    assert seal == copy[-36:-4]
    tables: dict[str, dict[str, Any]] = {}
    chain = sha256(copy).digest()[:16]
    for payload in map(BytesIO, _payloads(content[2 * len(copy) :], header, data, chain)):
        index = json.loads(payload.read(int.from_bytes(payload.read(4))))
        for name, head, refs, signs, _body in index:
            ids, sizes, deleted = json.loads(payload.read(head))
            payload.read(refs + signs)
            table = tables.setdefault(name, {})
            table |= {i: json.loads(payload.read(n)) for i, n in zip(ids, sizes, strict=True)}
            for id_ in deleted:
                table.pop(id_, None)
    label = _unlocked(_derived(data, header["salt"], "labels"), slot["label"], slot["id"])
    return label[2 : 2 + int.from_bytes(label[:2])].decode(), tables


def _copy(content: bytes) -> bytes:
    """The copy of the header whose checksum holds."""
    for place in range(0, min(65_537, len(content) - 16), 256):
        magic, version, length = struct.unpack_from(">8sII", content, place)
        copy = content[place : place + 16 + length + 100]
        found = (magic, version, zlib.crc32(copy[:-4]).to_bytes(4))
        if found == (b"attache\x1a", 2, copy[-4:]) and place in (0, len(copy)):
            return copy
    raise ValueError("header")


def _opened(header: dict[str, Any], secret: str, copy: bytes) -> tuple[dict[str, str], bytes]:
    """The slot that a secret opens, and the data key, of a header that was signed."""
    for slot in header["slots"]:
        key = _derived(_secret(slot, secret), slot["id"], "slot")
        bound = header["family"] + slot["id"]
        try:
            both = _unlocked(key, slot["private"], bound)
        except InvalidTag:
            continue
        Ed25519PublicKey.from_public_bytes(both[32:]).verify(copy[-100:-36], copy[:-100])
        private = X25519PrivateKey.from_private_bytes(both[:32])
        suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
        return slot, suite.decrypt(bytes.fromhex(slot["key"]), private, bytes.fromhex(bound))
    raise ValueError("secret")


def _secret(slot: dict[str, Any], text: str) -> bytes:
    """What somebody types, as it is to a slot."""
    if slot["kind"] == "recovery":
        return text.upper().translate(str.maketrans("OILU", "011V", " -\t\n")).encode()
    kdf, spelled = slot["kdf"], unicodedata.normalize("NFKC", text).strip().encode()
    costs = {"iterations": kdf["passes"], "lanes": kdf["lanes"], "memory_cost": kdf["memory"]}
    return Argon2id(salt=bytes.fromhex(kdf["salt"]), length=32, **costs).derive(spelled)


def _payloads(content: bytes, header: dict[str, Any], data: bytes, tag: bytes) -> Iterator[bytes]:
    """The payload of each frame; their checksums are for those who have no key."""
    cipher, at, number = AESGCM(_derived(data, header["salt"], "frames")), 0, 1
    while at < len(content):
        length, _sequence, nonce = struct.unpack_from(">IQ12s", content, at)
        sealed = content[at + 24 : at + 24 + length]
        bound = bytes.fromhex(header["file"]) + struct.pack(">QQ", header["generation"], number)
        plain = cipher.decrypt(nonce, sealed, bound + tag)
        yield plain[4 : 4 + int.from_bytes(plain[:4])]
        at, number, tag = at + 24 + length + 8, number + 1, sealed[-16:]


def _derived(secret: bytes, salt: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, bytes.fromhex(salt), f"attache {purpose}".encode()).derive(secret)


def _unlocked(key: bytes, locked: str, bound: str) -> bytes:
    nonce, sealed = bytes.fromhex(locked)[:12], bytes.fromhex(locked)[12:]
    return AESGCM(key).decrypt(nonce, sealed, bytes.fromhex(bound))
