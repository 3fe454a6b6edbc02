"""Where attache keeps things: the vault, anchors, and the keys of open sessions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from attache.vault import system
from attache.vault.shared import file_system, linux_mounts

_USERS = Path("/run/user")
_SHARED = Path("/dev/shm")  # noqa: S108 - a folder of our own in there, checked by _own


def written(path: str) -> Path:
    """A path as somebody wrote it; like a shell, one of a user who is not there as it stands."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def default_path(environ: Mapping[str, str]) -> Path:
    """ATTACHE_VAULT, or the place in the user's data folder."""
    if environ.get("ATTACHE_VAULT"):
        return written(environ["ATTACHE_VAULT"])
    from platformdirs import user_data_path

    return user_data_path("attache", appauthor=False) / "post.vault"


def state_folder(environ: Mapping[str, str]) -> Path:
    """ATTACHE_STATE, or the place in the user's state folder."""
    if given := environ.get("ATTACHE_STATE"):
        return written(given)
    from platformdirs import user_state_path

    return user_state_path("attache", appauthor=False)


def runtime_folder(environ: Mapping[str, str]) -> Path | None:
    """A folder of the user's own in memory, for keys; None where the system has none.

    With ATTACHE_STATE (tests, the demo) it lies in there.
    """
    if given := environ.get("ATTACHE_STATE"):
        return written(given) / "sessions"
    return next((f / "attache" for f in _in_memory(environ) if _own(f)), None)


def runtime_folders(environ: Mapping[str, str]) -> list[Path]:
    """Every such folder that is there: an earlier run may have had another environment."""
    if environ.get("ATTACHE_STATE") or os.name == "nt":
        return []
    user = os.geteuid()
    places = [_USERS / str(user), _SHARED / f"attache-{user}"]
    if given := environ.get("XDG_RUNTIME_DIR"):
        places.append(Path(given))
    return [f / "attache" for f in dict.fromkeys(places) if _own(f)]


def _in_memory(environ: Mapping[str, str]) -> Iterator[Path]:
    if os.name == "nt":
        return
    if given := environ.get("XDG_RUNTIME_DIR"):
        yield Path(given)
    if sys.platform == "linux":
        user = os.geteuid()
        yield _USERS / str(user)
        if _SHARED.is_dir():
            own = _SHARED / f"attache-{user}"
            with suppress(OSError):  # somebody else may have put something in its place
                system.make_folder(own)
            yield own


def _own(folder: Path) -> bool:
    """Whether a folder is ours, in memory, and nobody else may look into it; a link is not."""
    try:
        real = folder.is_absolute() and not folder.is_symlink() and folder.is_dir()
        return real and system.is_private(folder) and _is_memory(folder)
    except OSError:
        return False


def _is_memory(folder: Path) -> bool:
    """Whether what lies there is gone when the machine is off: a variable may name any folder."""
    if sys.platform != "linux":
        return True
    return file_system(folder.resolve(), linux_mounts()) in ("tmpfs", "ramfs", "")
