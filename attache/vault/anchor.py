"""The anchor: how far a vault had come when it was last seen, kept outside of it.

By it a file is noticed that was cut off, that is older than the one before, or whose keys were
changed elsewhere. Backups print it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from attache.problems import NotWritten, problem
from attache.vault import system
from attache.vault.places import state_folder

_HEX = "([0-9a-f]{32})"
_TEXT = re.compile(rf"ATTACHE-ANCHOR {_HEX} (\d{{1,18}}) (\d{{1,18}}) {_HEX} {_HEX} {_HEX}")
_COMING = re.compile(rf"ATTACHE-COMING {_HEX}")


class Anchor(NamedTuple):
    """Texts are 16 bytes in hex; generation and sequence count from 1.

    `tag` is that of the last frame, `key` the fingerprint of the data key, `header` the digest of
    the header.
    """

    file: str
    generation: int
    sequence: int
    tag: str
    key: str
    header: str

    def __str__(self) -> str:
        return f"ATTACHE-ANCHOR {' '.join(map(str, self))}"


class Noted(NamedTuple):
    """What is known here of a vault: its anchor, and the header that was being written."""

    anchor: Anchor
    coming: str = ""

    @property
    def headers(self) -> tuple[str, str]:
        """The digests of headers that this machine wrote, or that an officer confirmed."""
        return self.anchor.header, self.coming


def read_anchor(text: str) -> Anchor | None:
    """The anchor that a line says, or None."""
    found = _TEXT.fullmatch(text.strip())
    return Anchor(found[1], int(found[2]), int(found[3]), *found.groups()[3:]) if found else None


def noted(file: str, environ: Mapping[str, str]) -> Noted | None:
    """What is known of a vault file. What cannot be read counts as nothing."""
    with suppress(OSError, UnicodeDecodeError):
        first, _, second = _read(file, environ).partition("\n")
        anchor, coming = read_anchor(first), _COMING.fullmatch(second.strip())
        if anchor and anchor.file == file:
            return Noted(anchor, coming[1] if coming else "")
    return None


def seen(file: str, environ: Mapping[str, str]) -> Anchor | None:
    """The anchor of a vault file, or None."""
    found = noted(file, environ)
    return found.anchor if found else None


def announce(anchor: Anchor, header: bytes, environ: Mapping[str, str]) -> None:
    """Note, beside how far a file has come, the header that is about to be written into it.

    Durably and beforehand: a kill or a power cut right after must not leave a file whose keys
    seem to have been changed elsewhere. Raises NotWritten.
    """
    content = f"{anchor}\nATTACHE-COMING {header.hex()}\n".encode()
    try:
        system.write_private(path(anchor.file, environ), content, durable=True)
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None


def remember(anchor: Anchor, environ: Mapping[str, str]) -> bool:
    """Keep an anchor; whether that could be done. After a power cut an older one is no harm."""
    try:
        system.write_private(path(anchor.file, environ), f"{anchor}\n".encode())
    except OSError:
        return False
    return True


def forget(file: str, environ: Mapping[str, str]) -> None:
    """Take the file as it is from now on; raises OSError."""
    path(file, environ).unlink(missing_ok=True)


def _read(file: str, environ: Mapping[str, str]) -> str:
    return system.read(path(file, environ)).decode("ascii")


def path(file: str, environ: Mapping[str, str]) -> Path:
    """Where the anchor of a vault file is noted."""
    return state_folder(environ) / "anchors" / file
