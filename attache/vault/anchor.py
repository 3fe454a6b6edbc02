"""The anchor: how far a vault had come when it was last seen, kept outside of it.

By it a file is noticed that was cut off, or is older than the one before. Backups print it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from attache.vault import system
from attache.vault.places import state_folder

_TEXT = re.compile(r"ATTACHE-ANCHOR ([0-9a-f]{32}) (\d{1,18}) (\d{1,18}) ([0-9a-f]{32})")


class Anchor(NamedTuple):
    """File id and last frame's tag in hex; generation and sequence count from 1."""

    file: str
    generation: int
    sequence: int
    tag: str

    def __str__(self) -> str:
        return f"ATTACHE-ANCHOR {self.file} {self.generation} {self.sequence} {self.tag}"


def read_anchor(text: str) -> Anchor | None:
    """The anchor that a line says, or None."""
    found = _TEXT.fullmatch(text.strip())
    return Anchor(found[1], int(found[2]), int(found[3]), found[4]) if found else None


def seen(file: str, environ: Mapping[str, str]) -> Anchor | None:
    """The anchor of a vault file. One that cannot be read counts as none."""
    with suppress(OSError, UnicodeDecodeError):
        found = read_anchor(system.read(_path(file, environ)).decode("ascii"))
        return found if found and found.file == file else None
    return None


def remember(anchor: Anchor, environ: Mapping[str, str]) -> bool:
    """Keep an anchor; whether that could be done. After a power cut an older one is no harm."""
    try:
        system.write_private(_path(anchor.file, environ), f"{anchor}\n".encode())
    except OSError:
        return False
    return True


def forget(file: str, environ: Mapping[str, str]) -> None:
    """Take the file as it is from now on; raises OSError."""
    _path(file, environ).unlink(missing_ok=True)


def _path(file: str, environ: Mapping[str, str]) -> Path:
    return state_folder(environ) / "anchors" / file
