"""Opening the vaults of tests: a known passphrase, light costs, open sessions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from attache.vault import Access, Secrets, anchor, keys, recovery_code
from attache.vault.header import Kdf
from attache.vault.keys import Opened
from attache.vault.vault import Vault

NOW = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)
"""Ten in the morning in Phnom Penh, on the day of all tests."""
PASSPHRASE = "satu dua tiga empat lima enam"
HOUR = 3600


def light() -> Kdf:
    """The lightest costs that are taken: tests open many vaults."""
    return Kdf(os.urandom(16).hex(), 64 * 1024, 1, 4)


@contextmanager
def lightly() -> Iterator[None]:
    """Have vaults be made at the lightest costs, and each passphrase be stretched once."""
    stretched = cache(keys.stretched)
    with (
        patch.object(keys, "calibrated", light),
        patch.object(keys, "stretched", stretched),
    ):
        yield


def secrets() -> Secrets:
    """What a vault of tests is made with."""
    return Secrets(PASSPHRASE, recovery_code())


def environ(path: Path) -> dict[str, str]:
    """Where what belongs to a vault is kept while it is tested."""
    return {"ATTACHE_STATE": f"{path}.state", "ATTACHE_PASSPHRASE_FILE": f"{path}.passphrase"}


def secret(path: Path) -> Path:
    """A file with the passphrase, as a script has it."""
    file = Path(f"{path}.passphrase")
    file.parent.mkdir(exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(PASSPHRASE, encoding="utf-8")
    return file


def access(path: Path) -> Access:
    """The way into a vault whose session is open."""
    return Access(environ(path), NOW)


class Image(NamedTuple):
    """A vault as bytes, with what opens it."""

    content: bytes
    key: bytes
    slot: str


def image(vault: Vault) -> Image:
    """A vault that can be laid down elsewhere."""
    return Image(vault.path.read_bytes(), vault.opened().key, vault.slot)


def lay(path: Path, image: Image) -> Vault:
    """Lay a vault down and leave it open."""
    path.write_bytes(image.content)
    path.chmod(0o600)
    vault = Vault(path, access(path))
    anchor.forget(vault.header().file, vault.access.environ)
    assert vault.access.keep(vault.header(), Opened(image.key, image.slot), HOUR)
    vault.opened()
    vault.acknowledge()
    return vault
