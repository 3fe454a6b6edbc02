r"""The header of a vault file: what is needed to find the data key, and what proves it.

    "attache\x1a" | version u32 | length u32 | header | signature | seal | crc32 u32

It stands there twice, so that one bad byte costs nothing: by the crc a copy is judged without any
key. The header is one JSON object in plain text, padded with spaces so that the frames begin at a
multiple of 256. It holds no name of anybody: an officer's name is encrypted in their slot.
"""

from __future__ import annotations

import hmac
import struct
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import orjson

from attache import files
from attache.problems import VaultDamaged, problem
from attache.vault.frames import ALIGN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attache.problems import Problem

MAGIC = files.VAULT
VERSION = 2
SIGNATURE = 64
_START = struct.Struct(">8sII")
_CRC = struct.Struct(">I")
_SEAL = 32
_PROOFS = SIGNATURE + _SEAL + _CRC.size
PASSPHRASE, RECOVERY = "passphrase", "recovery"
"""The kinds of slots: each officer's, and one of the office."""
MOST_GENERATIONS = 10**15
"""A vault begins anew a few times a day; the anchor keeps numbers of 18 digits."""
LARGEST = files.LARGEST
"""Bytes of one copy of the header."""
KDF_BOUNDS = {"memory": (64 * 1024, 256 * 1024), "passes": (1, 16), "lanes": (1, 4)}
"""Argon2id costs that are taken. Below them it is too weak (OWASP asks for 46 MiB in one pass);
above them nobody sets them (keys.calibrated), and a small machine would stand still."""
MOST_WORK = 8 * 1024 * 1024
"""KiB times passes that all different costs of a header come to: whoever types a passphrase that
opens none of its slots waits for all of them. Of slots.costs no header has more."""
SALT = 16
"""Bytes of its salt."""
_SLOT_ID = 16
"""Hex digits of the id of a slot, as location.py notes them."""


@dataclass(frozen=True, slots=True)
class Kdf:
    """Argon2id (RFC 9106): salt in hex, memory in KiB, passes, lanes."""

    salt: str
    memory: int
    passes: int
    lanes: int
    name: str = "argon2id"

    @property
    def work(self) -> int:
        """KiB times passes: the time that it takes goes with them."""
        return self.memory * self.passes

    def weak(self) -> bool:
        """Whether somebody has put in costs that give the passphrase away or never end."""
        return (self.name, len(self.salt)) != ("argon2id", 2 * SALT) or any(
            not isinstance(value, int) or not low <= value <= high
            for value, (low, high) in ((getattr(self, n), b) for n, b in KDF_BOUNDS.items())
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the data key, opened by a passphrase or the recovery code; all in hex.

    `private` is an X25519 key and the key that proves headers (seals.py), encrypted under the
    secret; `key` the data key, sealed to the public half of the first (HPKE), so that a new data
    key reaches every slot without its secret; `label` the officer's name, encrypted under a key
    that comes from the data key; `kdf` what a passphrase is stretched with.
    """

    id: str
    kind: str
    public: str
    private: str
    key: str
    label: str
    kdf: Kdf | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """File id, family (16 bytes each) and salt (32 bytes) in hex; generations count from 1.

    A copy for another laptop has a file id of its own. The family is the file id of the first
    vault: slots are bound to it, so that the same passphrases open every copy. `signing` is the
    key that signs headers, encrypted under a key that comes from the data key.
    """

    file: str
    family: str
    generation: int
    salt: str
    signing: str
    slots: tuple[Slot, ...]

    def slot(self, id_: str) -> Slot | None:
        """The slot of an id."""
        return next((s for s in self.slots if s.id == id_), None)

    @property
    def officers(self) -> tuple[Slot, ...]:
        """The slots that open by a passphrase, each an officer's."""
        return tuple(s for s in self.slots if s.kind == PASSPHRASE)

    def with_slots(self, slots: tuple[Slot, ...]) -> Header:
        """The same with other slots."""
        return replace(self, slots=slots)

    @property
    def costs(self) -> list[Kdf]:
        """What passphrases are stretched with, slot by slot."""
        return [s.kdf for s in self.slots if s.kdf]

    @property
    def weak(self) -> bool:
        """Whether costs are out of bounds, or so many that trying them all would take long."""
        return any(kdf.weak() for kdf in self.costs) or too_much(self.costs)


def too_much(costs: Iterable[Kdf]) -> bool:
    """Whether these, each once, come to more than one passphrase should cost."""
    return sum(kdf.work for kdf in {*costs}) > MOST_WORK


class Written(NamedTuple):
    """A header with the bytes of one copy of it; nothing in it is proved yet.

    `whole`: both copies are there, and are the same.
    """

    header: Header
    content: bytes
    whole: bool = True

    @property
    def start(self) -> int:
        """Where the frames begin."""
        return 2 * len(self.content)

    @property
    def twice(self) -> bytes:
        """As it stands in the file."""
        return 2 * self.content

    @property
    def digest(self) -> bytes:
        """What the chain of frames begins with, so that they fit this header only: 16 bytes."""
        return sha256(self.content).digest()[:16]

    @property
    def signed(self) -> bytes:
        """What the signature is of."""
        return self.content[:-_PROOFS]

    @property
    def signature(self) -> bytes:
        """The signature of the family's key (Ed25519, RFC 8032)."""
        return self.content[-_PROOFS:][:SIGNATURE]

    def sealed_by(self, key: bytes) -> bool:
        """Whether the seal is that of this header key: if not, one of the two is another."""
        end = len(self.content) - _SEAL - _CRC.size
        return hmac.compare_digest(_seal(self.content[:end], key), self.content[end : end + _SEAL])


def to_sign(header: Header) -> bytes:
    """A header as far as it is signed.

    Raises ValueError where it is too large to be read again: about a hundred officers fit in.
    """
    text = orjson.dumps(asdict(header))
    text += b" " * (-(_START.size + len(text) + _PROOFS) % ALIGN)
    if _START.size + len(text) + _PROOFS > LARGEST:
        raise ValueError(len(header.slots))
    return _START.pack(MAGIC, VERSION, len(text)) + text


def completed(header: Header, signed: bytes, signature: bytes, key: bytes) -> Written:
    """A signed header, with its seal under the header key and its checksum."""
    content = signed + signature
    content += _seal(content, key)
    return Written(header, content + _CRC.pack(crc32(content)))


def read(content: bytes | memoryview) -> Written:
    r"""The header of a file, not proved yet; raises VaultDamaged.

    Of two copies the first counts whose checksum holds.
    """
    begun = bytes(content[: 2 * LARGEST])
    copy = _copy_at(begun, 0) or _second_copy(begun)
    if copy is None:
        raise VaultDamaged(_why_unreadable(begun))
    if len(begun) < 2 * len(copy):  # cut off
        raise VaultDamaged(problem("VLT003"))
    try:
        header = _header(orjson.loads(copy[_START.size : -_PROOFS]))
    except (TypeError, ValueError, KeyError):
        raise VaultDamaged(problem("VLT003")) from None
    return Written(header, copy, begun.startswith(2 * copy))


def _copy_at(content: bytes, place: int) -> bytes | None:
    """The copy of a header that begins at a place, if its checksum holds."""
    if len(content) - place < _START.size:
        return None
    magic, version, length = _START.unpack_from(content, place)
    end = place + _START.size + length + _PROOFS
    if (magic, version) != (MAGIC, VERSION) or end > min(place + LARGEST, len(content)):
        return None
    copy = content[place:end]
    return copy if _CRC.pack(crc32(copy[: -_CRC.size])) == copy[-_CRC.size :] else None


def _second_copy(content: bytes) -> bytes | None:
    """The second copy, where the first one is bad: it is as long as what stands before it."""
    for place in range(ALIGN, min(LARGEST, len(content)) + 1, ALIGN):
        copy = _copy_at(content, place)
        if copy and len(copy) == place:
            return copy
    return None


def _why_unreadable(content: bytes) -> Problem:
    """The problem of a file without a sound header.

    Of a later version nobody can tell here whether its header proves anything: somebody may have
    altered it too.
    """
    if len(content) < _START.size:
        return problem("VLT003")
    magic, version, _length = _START.unpack_from(content)
    if magic != MAGIC:
        return problem("VLT008")
    if version == 1:
        return problem("VLT055")
    if version <= VERSION or _copy_at(_as_ours(content), 0):  # sound but for those bytes
        return problem("VLT003")
    return problem("VLT094", version=version)


def _as_ours(content: bytes) -> bytes:
    """A file that says that it has the version of this attache."""
    magic, _version, length = _START.unpack_from(content)
    return _START.pack(magic, VERSION, length) + content[_START.size :]


def _seal(content: bytes, key: bytes) -> bytes:
    return hmac.digest(content, key, "sha256")


def _header(given: dict[str, Any]) -> Header:
    r"""The header of its JSON; raises KeyError, TypeError or ValueError where it is none."""
    slots = tuple(_slot(slot) for slot in given["slots"])
    header = Header(**{**given, "slots": slots})
    _check_hex(header.file, header.family, header.salt, header.signing)
    if {len(header.file), len(header.family)} != {32}:
        raise ValueError(header.file)
    if not (type(header.generation) is int and 1 <= header.generation <= MOST_GENERATIONS):
        raise ValueError(header.generation)
    if [slot.kind for slot in slots].count(RECOVERY) != 1:  # another one would outlive a new code
        raise ValueError(len(slots))
    return header


def _slot(given: dict[str, Any]) -> Slot:
    kdf = given["kdf"]
    slot = Slot(**{**given, "kdf": Kdf(**kdf) if kdf is not None else None})
    _check_hex(slot.id, slot.public, slot.private, slot.key, slot.label)
    if len(slot.id) != _SLOT_ID:
        raise ValueError(slot.id)
    if slot.kdf:
        _check_hex(slot.kdf.salt)
    if slot.kind != (PASSPHRASE if slot.kdf else RECOVERY):
        raise ValueError(slot.kind)
    return slot


def _check_hex(*texts: str) -> None:
    """Raise ValueError for what is not lower-case hex of whole bytes: Python takes blanks too."""
    for text in texts:
        if bytes.fromhex(text).hex() != text:
            raise ValueError(text)
