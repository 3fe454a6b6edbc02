"""Headers that prove who wrote them.

A family of copies has one key that signs headers (Ed25519, RFC 8032). Its private half stands in
the header, encrypted under a key that comes from the data key; its public half, the verification
key, lies in each slot under the slot's secret. So whoever gives a passphrase has, before anything
else, what proves that the header is by somebody who had the data key (slots.unlock). The seal
proves it, in one step, to whoever has the data key already: by an open session.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from attache.vault.header import Header, Written, completed, to_sign
from attache.vault.keys import Keyring
from attache.vault.slots import resealed

if TYPE_CHECKING:
    from attache.vault.header import Slot


def first(file: str, key: bytes) -> tuple[Header, Keyring]:
    """The header of a new family, without slots yet, and its keys."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    keyring = Keyring(key, os.urandom(32).hex())
    signing = keyring.signing(Ed25519PrivateKey.generate(), file)
    return Header(file, file, 1, keyring.salt, signing, ()), keyring


def written(header: Header, keyring: Keyring) -> Written:
    """A header, signed and sealed as it stands in the file."""
    signed = to_sign(header)
    return completed(header, signed, keyring.signer(header).sign(signed), keyring.header)


class Anew(NamedTuple):
    """What is to be new in the next generation: the data key, and slots if other ones (Work)."""

    fresh_key: bool = False
    slots: tuple[Slot, ...] | None = None
    moved: Mapping[str, str] = MappingProxyType({})


def anew(header: Header, keyring: Keyring, asked: Anew) -> tuple[Written, bytes]:
    """The header of the next generation as it is asked for, and its data key."""
    key = os.urandom(32) if asked.fresh_key else keyring.data
    old = header if asked.slots is None else header.with_slots(asked.slots)
    coming = next_generation(old, keyring, key)
    return written(coming, Keyring(key, coming.salt)), key


def next_generation(header: Header, keyring: Keyring, key: bytes) -> Header:
    """The header of the next generation: a new salt, and every slot with the (new) data key."""
    fresh = Keyring(key, os.urandom(32).hex())
    return replace(
        header,
        generation=header.generation + 1,
        salt=fresh.salt,
        signing=fresh.signing(keyring.signer(header), header.family),
        slots=tuple(_carried(s, header.family, keyring, fresh) for s in header.slots),
    )


def _carried(slot: Slot, family: str, keyring: Keyring, fresh: Keyring) -> Slot:
    """A slot with the data key and the label of the next generation."""
    return fresh.named(resealed(slot, family, fresh.data), keyring.name(slot))
