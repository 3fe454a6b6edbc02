"""Which vault lies where: noted outside of it, by the path under which an officer opens it.

The anchor goes by the file id. So it says nothing of a file with another id that somebody lays in
the vault's place; only its path tells that another one was here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache.vault import anchor, system
from attache.vault.places import state_folder

if TYPE_CHECKING:
    from attache.vault.header import Header
    from attache.vault.journal import Journal

_TEXT = re.compile(r"ATTACHE-LOCATION ([0-9a-f]{32}) ([0-9a-f]{32})((?: [0-9a-f]{16})*)")


class Known(NamedTuple):
    """The vault that lay at a path: file id and family, and the ids of the slots that opened it."""

    file: str
    family: str
    slots: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(("ATTACHE-LOCATION", self.file, self.family, *self.slots))


def known(location: Path, environ: Mapping[str, str]) -> Known | None:
    """What lay at a path when it was opened there last. What cannot be read counts as nothing."""
    with suppress(OSError, UnicodeDecodeError):
        text = system.read(_note(location, environ)).decode("ascii")
        if found := _TEXT.fullmatch(text.strip()):
            return Known(found[1], found[2], tuple(found[3].split()))
    return None


def last_known(location: Path, environ: Mapping[str, str]) -> str:
    """The day (UTC, ISO 8601) of what was noted last of the vault at a path; '' for nothing."""
    found, times = known(location, environ), list[float]()
    for noted in (anchor.path(found.file, environ), _note(location, environ)) if found else ():
        with suppress(OSError):
            times.append(noted.stat().st_mtime)
    return datetime.fromtimestamp(max(times), UTC).date().isoformat() if times else ""


def note(location: Path, header: Header, environ: Mapping[str, str]) -> bool:
    """Note what lies at a path; whether that could be done."""
    now = Known(header.file, header.family, tuple(slot.id for slot in header.slots))
    if known(location, environ) == now:
        return True
    try:
        system.write_private(_note(location, environ), f"{now}\n".encode())
    except OSError:
        return False
    return True


def note_all(location: Path, opened: Journal, environ: Mapping[str, str]) -> bool:
    """Note what lies at a path and how far it has come; whether both could be done."""
    reached = anchor.remember(opened.anchor, environ)
    return note(location, opened.header, environ) and reached


def _note(location: Path, environ: Mapping[str, str]) -> Path:
    """By the path as it is named: whoever can write there may put a link in the vault's place."""
    name = os.path.normcase(os.path.abspath(location))  # noqa: PTH100 - resolves no link
    return state_folder(environ) / "locations" / sha256(os.fsencode(name)).hexdigest()[:32]
