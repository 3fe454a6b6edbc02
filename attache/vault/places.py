"""Where attache keeps what is not the vault: anchors, and the keys of open sessions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from attache.vault import system


def state_folder(environ: Mapping[str, str]) -> Path:
    """ATTACHE_STATE, or the place in the user's state folder."""
    if given := environ.get("ATTACHE_STATE"):
        return Path(given).expanduser()
    from platformdirs import user_state_path

    return user_state_path("attache", appauthor=False)


def runtime_folder(environ: Mapping[str, str]) -> Path | None:
    """A folder of the user's own in memory, for keys; None where the system has none.

    With ATTACHE_STATE (tests, the demo) it lies in there.
    """
    if given := environ.get("ATTACHE_STATE"):
        return Path(given).expanduser() / "sessions"
    return next((f / "attache" for f in _in_memory(environ) if _own(f)), None)


def _in_memory(environ: Mapping[str, str]) -> Iterator[Path]:
    if os.name == "nt":
        return
    if given := environ.get("XDG_RUNTIME_DIR"):
        yield Path(given)
    if sys.platform == "linux":
        user = os.geteuid()
        yield Path(f"/run/user/{user}")
        shared = Path("/dev/shm")  # noqa: S108 - a folder of our own in there, checked by _own
        if shared.is_dir():
            own = shared / f"attache-{user}"
            if not own.is_symlink():
                system.make_folder(own)
            yield own


def _own(folder: Path) -> bool:
    """Whether a folder is ours and nobody else may look into it."""
    return not folder.is_symlink() and folder.is_dir() and system.is_private(folder)
