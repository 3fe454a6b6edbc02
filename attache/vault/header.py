r"""The header of a vault file: what is needed to find the data key, and a seal over it.

    "attache\x1a" | version u32 | header length u32 | header | HMAC-SHA256 over all before it

The header is one JSON object in plain text, padded with spaces so that the frames begin at a
multiple of 256. It holds no name of anybody: an officer's name is encrypted in their slot.
"""

from __future__ import annotations

import hmac
import struct
from dataclasses import asdict, dataclass, replace
from typing import Any

import orjson

from attache import files
from attache.problems import VaultDamaged, problem
from attache.vault.frames import ALIGN

MAGIC = files.VAULT
VERSION = 1
_START = struct.Struct(">8sII")
_MAC = 32
LARGEST = 1 << 16
KDF_BOUNDS = {"memory": (64 * 1024, 4 * 1024 * 1024), "passes": (1, 16), "lanes": (1, 16)}
"""Argon2id costs that are taken: below them it is too weak, above them it would not end."""
SALT = 16
"""Bytes of its salt."""


@dataclass(frozen=True, slots=True)
class Kdf:
    """Argon2id (RFC 9106): salt in hex, memory in KiB, passes, lanes."""

    salt: str
    memory: int
    passes: int
    lanes: int
    name: str = "argon2id"

    def weak(self) -> bool:
        """Whether somebody has put in costs that give the passphrase away or never end."""
        return (self.name, len(self.salt)) != ("argon2id", 2 * SALT) or any(
            not isinstance(value, int) or not low <= value <= high
            for value, (low, high) in ((getattr(self, n), b) for n, b in KDF_BOUNDS.items())
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the data key, opened by a passphrase or the recovery code; all in hex.

    `private` is an X25519 key, encrypted under the secret; `key` the data key, sealed to its
    public half (HPKE), so that a new data key reaches every slot without its secret; `label` the
    officer's name, encrypted under a key that comes from the data key.
    """

    id: str
    kind: str
    public: str
    private: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Header:
    """File id, family (16 bytes each) and salt (32 bytes) in hex; generations count from 1.

    A copy for another laptop has a file id of its own. The family is the file id of the first
    vault: slots are bound to it, so that the same passphrases open every copy.
    """

    file: str
    family: str
    generation: int
    salt: str
    kdf: Kdf
    slots: tuple[Slot, ...]

    def slot(self, id_: str) -> Slot | None:
        """The slot of an id."""
        return next((s for s in self.slots if s.id == id_), None)

    def with_slots(self, slots: tuple[Slot, ...]) -> Header:
        """The same with other slots."""
        return replace(self, slots=slots)


def sealed(header: Header, key: bytes) -> bytes:
    """The header as it stands in the file, sealed with the header key.

    Raises ValueError where it is too large to be read again: about a hundred officers fit in.
    """
    written = orjson.dumps(asdict(header))
    written += b" " * (-(_START.size + len(written) + _MAC) % ALIGN)
    if _START.size + len(written) + _MAC > LARGEST:
        raise ValueError(len(header.slots))
    content = _START.pack(MAGIC, VERSION, len(written)) + written
    return content + hmac.digest(content, key, "sha256")


def read(content: bytes | memoryview) -> tuple[Header, int]:
    r"""The header of a file, not yet verified, and where its frames begin; raises VaultDamaged."""
    try:
        magic, version, length = _START.unpack_from(content)
        if magic != MAGIC:
            raise VaultDamaged(problem("VLT008"))
        if version != VERSION:
            raise VaultDamaged(problem("VLT014"))
        end = _START.size + length
        if end + _MAC > min(LARGEST, len(content)):
            raise VaultDamaged(problem("VLT003"))
        return _header(orjson.loads(bytes(content[_START.size : end]))), end + _MAC
    except (struct.error, TypeError, ValueError, KeyError):
        raise VaultDamaged(problem("VLT003")) from None


def fits(content: bytes | memoryview, start: int, key: bytes) -> bool:
    """Whether the seal is that of this header key: if not, one of the two is another."""
    seal = hmac.digest(bytes(content[: start - _MAC]), key, "sha256")
    return hmac.compare_digest(seal, bytes(content[start - _MAC : start]))


def _header(given: dict[str, Any]) -> Header:
    r"""The header of its JSON; raises KeyError, TypeError or ValueError where it is none."""
    slots = tuple(Slot(**slot) for slot in given["slots"])
    header = Header(**{**given, "kdf": Kdf(**given["kdf"]), "slots": slots})
    hexes = [header.file, header.family, header.salt, header.kdf.salt]
    hexes += [v for s in slots for n, v in asdict(s).items() if n != "kind"]
    for text in hexes:
        bytes.fromhex(text)
    kinds = all(isinstance(s.kind, str) for s in slots)
    if {len(header.file), len(header.family)} != {32} or header.generation < 1 or not kinds:
        raise ValueError(header.generation)
    return header
