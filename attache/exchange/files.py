"""Putting a file into its place whole or not at all."""

from __future__ import annotations

import os
import tempfile
from glob import escape
from pathlib import Path

from attache.problems import NotWritten, Refused, problem


def save(path: Path, content: bytes, *, replace: bool) -> None:
    """Write a file whole or not at all, readable for its owner only.

    It is written beside its destination under a hidden name, never in a temp folder, and moved
    into place. What a killed run left there is removed. Raises Refused (XLS012) where the file is
    there and `replace` is false, NotWritten (XLS011) where it cannot be written.
    """
    if path.exists() and not replace:
        raise Refused(problem("XLS012"))
    try:
        _save(path, content)
    except OSError as error:
        raise NotWritten(problem("XLS011")) from error


def _save(path: Path, content: bytes) -> None:
    for stale in path.parent.glob(f".{escape(path.name)}.*.tmp"):
        stale.unlink(missing_ok=True)
    descriptor, name = tempfile.mkstemp(".tmp", f".{path.name}.", path.parent)  # made with 0600
    hidden = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        hidden.replace(path)
    except BaseException:
        hidden.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make the new name last. Windows knows no such thing for folders."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
