"""Backups: the file as it is, encrypted, read back before they are trusted."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache import files
from attache.problems import NotWritten, VaultBusy, problem
from attache.vault import header as headers
from attache.vault import system
from attache.vault.frames import intact_at
from attache.vault.journal import read_file

if TYPE_CHECKING:
    from attache.vault.anchor import Anchor
    from attache.vault.vault import Vault


class Backup(NamedTuple):
    """Where a backup lies, its size in bytes, its SHA-256, and how far the vault had come."""

    path: Path
    size: int
    sha256: str
    anchor: Anchor


def back_up(vault: Vault, path: Path, *, replace: bool = False) -> Backup:
    """Copy the vault and read the copy back; raises Refused, NotWritten or VaultDamaged.

    The vault itself is not written to: its disk may be full, or for reading only.
    """
    content, reached = _settled(vault)
    files.save(path, content, replace=replace)
    try:
        written = system.read(path)
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None
    if written != content or broken_frames(written):
        raise NotWritten(problem("VLT030"))
    return Backup(path, len(written), hashlib.sha256(written).hexdigest(), reached)


def _settled(vault: Vault) -> tuple[bytes, Anchor]:
    """The vault file without a torn tail, and how far it had come.

    Where its lock cannot be had because nothing can be written there, it is read without.
    """
    with ExitStack() as locked:
        with suppress(NotWritten):
            locked.enter_context(vault.lock)
        opened = vault.opened()
        content = read_file(vault.path)
        if content[: opened.start] != opened.head or len(content) < opened.end:
            raise VaultBusy(problem("VLT002"))  # another process has just written it anew
        return content[: opened.end], opened.anchor


def broken_frames(content: bytes) -> int | None:
    """The number of the first frame whose checksum does not hold, or None; needs no key."""
    view = memoryview(content)
    offset = headers.read(content).start
    number = 1
    while offset < len(content):
        end = intact_at(view, offset)
        if end is None:
            return number
        offset, number = end, number + 1
    return None
