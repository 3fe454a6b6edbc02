"""The file under TinyDB: read once, changed in memory, written whole and durably on commit.

A commit writes a temp file beside the vault, fsyncs it, replaces the vault and fsyncs the folder;
so after a kill or a power cut the vault is the one before or the one after, never half of one.
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Any, cast

import orjson
from tinydb import Storage

from attache.language import N_
from attache.problems import NotWritten, NoVault, VaultDamaged, VaultLocked, problem

_REASONS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EACCES: N_("there is no permission"),
    errno.EPERM: N_("there is no permission"),
    errno.EROFS: N_("the disk cannot be written to"),
}


class SnapshotStorage(Storage):
    """All tables as they were when first read. `write` changes the snapshot, `commit` the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tables: dict[str, dict[str, Any]] | None = None
        self._dirty = False

    def read(self) -> dict[str, dict[str, Any]]:
        """All tables; raises NoVault, VaultLocked or VaultDamaged."""
        if self._tables is None:
            self._tables = load(self._path)
        return self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Take these for all tables, in memory only."""
        self._tables = data
        self._dirty = True

    def commit(self) -> None:
        """Make the snapshot the file, where it was changed; raises NotWritten."""
        if self._dirty and self._tables is not None:
            save(self._path, self._tables)
            self._dirty = False


def load(path: Path) -> dict[str, dict[str, Any]]:
    """The tables of a vault file; raises NoVault, VaultLocked or VaultDamaged."""
    try:
        tables = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        raise NoVault(problem("VLT001")) from None
    except OSError as refused:
        raise VaultLocked(problem("VLT006", reason=reason(refused))) from None
    except orjson.JSONDecodeError:
        raise VaultDamaged(problem("VLT003")) from None
    if not _are_tables(tables):
        raise VaultDamaged(problem("VLT003"))
    return cast("dict[str, dict[str, Any]]", tables)


def _are_tables(content: object) -> bool:
    """Whether this is documents by id, by table."""
    return isinstance(content, dict) and all(
        isinstance(table, dict) and all(isinstance(document, dict) for document in table.values())
        for table in content.values()
    )


def save(path: Path, tables: dict[str, dict[str, Any]]) -> None:
    """Write a vault file whole, mode 0600; raises NotWritten, and then nothing has changed."""
    try:
        _replace(path, orjson.dumps(tables))
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=reason(refused))) from None


def reason(error: OSError) -> str:
    """Why the system refused, as a catalogue message where there is one."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def remove_leftovers(path: Path) -> None:
    """Remove what a killed writer left beside the vault. Call it under the lock only.

    Raises NotWritten: where nothing can be removed, nothing could be written either.
    """
    try:
        for leftover in path.parent.glob(f".{path.name}.*.tmp"):
            leftover.unlink(missing_ok=True)
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=reason(refused))) from None


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle on a folder to sync
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
