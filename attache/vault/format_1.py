"""Files of version 1, in which nothing proves who wrote them: read once, and written anew.

There was one header, sealed but not signed, with one kind of costs for all slots, and no checksum.
A slot held no verification key, and nobody's but one's own can be made anew without its secret.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from attache.problems import VaultDamaged, VaultLocked, problem
from attache.vault import anchor, journal, keys, location, seals, slots
from attache.vault.beside import keep_beside
from attache.vault.frames import BadFrame, Link, unseal
from attache.vault.header import PASSPHRASE, RECOVERY, Header, Kdf, Slot
from attache.vault.keys import Keyring
from attache.vault.payload import read
from attache.vault.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from attache.vault.header import Written
    from attache.vault.vault import Vault

_FIRST, _SEAL = 16, 32
"""Bytes before the header's JSON, and behind it."""


class Former(NamedTuple):
    """A file of version 1, opened by a slot; `names` are those of all slots by their ids."""

    header: Header
    keyring: Keyring
    own: Slot
    names: dict[str, str]
    tables: dict[str, Table]


def upgrade(vault: Vault, show: Callable[[str], None]) -> list[str]:
    """Write a file of version 1 anew; whose passphrases were not taken along.

    `show` shows the new recovery code before anything is written. The file of before is kept beside
    it, as `.before-version-2-…`. Raises VaultLocked, VaultDamaged or NotWritten.
    """
    path, access = vault.path, vault.access
    with vault.lock:
        content = journal.read_file(path)
        _refuse_known(vault, content)
        text = access.passphrase()
        if text is None:
            raise VaultLocked(problem("VLT010"))
        former, key, code = opened(content, text), os.urandom(32), keys.recovery_code()
        head = _header(former, key, text, code)
        show(code)
        keep_beside(path, content, "version-2", access.now)
        made = journal.create(path, head, key, former.tables)
        location.note_all(vault.location, made, access.environ)
    return [former.names[s.id] for s in former.header.officers if s.id != former.own.id]


def _refuse_known(vault: Vault, content: bytes) -> None:
    """Raise VaultDamaged where the vault is known here: in this form anybody can forge it.

    Version 1 noted nothing that is still read.
    """
    environ = vault.access.environ
    header, _kdf, _end = _header_of(content)
    if location.known(vault.location, environ) or anchor.noted(header.file, environ):
        raise VaultDamaged(problem("VLT084"))


def opened(content: bytes, text: str) -> Former:
    """A file of version 1 by a passphrase or recovery code; raises VaultLocked or VaultDamaged."""
    header, kdf, end = _header_of(content)
    if kdf.weak():
        raise VaultDamaged(problem("VLT015"))
    try:
        own, key = _unlocked(header, kdf, text)
        keyring = Keyring(key, header.salt)
        seal = hmac.digest(content[:end], keyring.header, "sha256")
        if not hmac.compare_digest(seal, content[end : end + _SEAL]):
            raise VaultDamaged(problem("VLT003"))
        names = {s.id: keyring.name(s) for s in header.slots}
    except (TypeError, ValueError, KeyError):
        raise VaultDamaged(problem("VLT003")) from None
    return Former(
        header, keyring, own, names, _tables(memoryview(content)[end + _SEAL :], header, keyring)
    )


def _header_of(content: bytes) -> tuple[Header, Kdf, int]:
    """The header, not proved, its costs, and where its JSON ends; raises VaultDamaged."""
    end = _FIRST + int.from_bytes(content[12:_FIRST])
    try:
        return *_read(orjson.loads(content[_FIRST:end])), end
    except (TypeError, ValueError, KeyError):
        raise VaultDamaged(problem("VLT003")) from None


def _read(given: dict[str, Any]) -> tuple[Header, Kdf]:
    found = tuple(Slot(**slot) for slot in given.pop("slots"))
    kdf = Kdf(**given.pop("kdf"))
    if RECOVERY not in (slot.kind for slot in found):
        raise ValueError(len(found))
    return Header(**given, signing="", slots=found), kdf


def _unlocked(header: Header, kdf: Kdf, text: str) -> tuple[Slot, bytes]:
    """The slot that a text opens, and the data key."""
    secrets = {PASSPHRASE: keys.stretched(text, kdf), RECOVERY: keys.read_code(text)}
    for slot in header.slots:
        if (secret := secrets[slot.kind]) is None:
            continue
        if private := slots.pair(header.family, slot, secret):
            return slot, slots.data_key(header.family, slot, private)
    raise VaultLocked(problem("VLT009"))


def _tables(frames: memoryview, header: Header, keyring: Keyring) -> dict[str, Table]:
    """What the frames hold. Nothing tells whether a last one that is bad was ever acknowledged."""
    link, at, tables = Link(bytes.fromhex(header.file), header.generation), 0, dict[str, Table]()
    while at < len(frames):
        try:
            payload, link, at = unseal(keyring.frames, link, frames, at)
        except BadFrame:
            raise VaultDamaged(problem("VLT011", frame=link.sequence + 1)) from None
        for group in read(payload):
            tables[group.table] = tables.get(group.table, Table()).apply(group)
    return tables


def _header(former: Former, key: bytes, text: str, code: str) -> Written:
    """The header of the next generation, with one's own slot and another recovery code."""
    old = former.header
    first, ring = seals.first(old.family, key)
    recovery = next(former.names[s.id] for s in old.slots if s.kind == RECOVERY)
    made = [ring.named(slots.new_slot(first, ring, slots.of_code(code)), recovery)]
    if former.own.kind == PASSPHRASE:
        secret = slots.of_passphrase(text, keys.calibrated())
        own = ring.named(slots.new_slot(first, ring, secret), former.names[former.own.id])
        made.insert(0, own)
    header = replace(first, file=old.file, generation=old.generation + 1, slots=tuple(made))
    return seals.written(header, ring)
