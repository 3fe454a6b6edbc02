"""A reader of vault files made from docs/vault-format.md alone; it imports nothing of attache."""

from __future__ import annotations

import hmac
import json
import struct
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def read(content: bytes, secret: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """Who opens it by a passphrase or recovery code, and all documents by table and id."""
    magic, version, length = struct.unpack_from(">8sII", content)
    header, end = json.loads(content[16 : 16 + length]), 16 + length
    slot, data = _opened(header, secret)
    seal = hmac.digest(content[:end], _derived(data, header["salt"], "header"), "sha256")
    assert (magic, version, seal) == (b"attache\x1a", 1, content[end : end + 32])
    tables: dict[str, dict[str, Any]] = {}
    for payload in map(BytesIO, _payloads(content[end + 32 :], header, data)):
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


def _opened(header: dict[str, Any], secret: str) -> tuple[dict[str, str], bytes]:
    """The slot that a secret opens, and the data key."""
    kdf, text = header["kdf"], unicodedata.normalize("NFKC", secret).strip().encode()
    code = secret.upper().translate(str.maketrans("OILU", "011V", " -\t\n")).encode()
    costs = {"iterations": kdf["passes"], "lanes": kdf["lanes"], "memory_cost": kdf["memory"]}
    stretched = Argon2id(salt=bytes.fromhex(kdf["salt"]), length=32, **costs).derive(text)
    for slot in header["slots"]:
        key = _derived(
            {"passphrase": stretched, "recovery": code}[slot["kind"]], slot["id"], "slot"
        )
        bound = header["family"] + slot["id"]
        try:
            private = X25519PrivateKey.from_private_bytes(_unlocked(key, slot["private"], bound))
        except InvalidTag:
            continue
        suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
        return slot, suite.decrypt(bytes.fromhex(slot["key"]), private, bytes.fromhex(bound))
    raise ValueError("secret")


def _payloads(content: bytes, header: dict[str, Any], data: bytes) -> Iterator[bytes]:
    """The payload of each frame; their checksums are for those who have no key."""
    cipher, at, number, tag = AESGCM(_derived(data, header["salt"], "frames")), 0, 1, bytes(16)
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
