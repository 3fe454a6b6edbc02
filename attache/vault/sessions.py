"""Open sessions: the key of a vault for a limited time, so that nobody types it all day.

It is kept in the system's keyring where there is a real one, else in a 0600 file in memory.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from attache.vault import system
from attache.vault.places import runtime_folder, state_folder

LONGEST = 24 * 3600
"""Seconds that a session may last."""
_SERVICE = "attache"
_UNREAL = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
_UNITS = {"h": 3600, "jam": 3600, "m": 60, "min": 60, "menit": 60, "": 60, "s": 1, "detik": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Vault file and slot by their ids, the data key, who opened it, and until when (epoch)."""

    file: str
    key: bytes
    officer: str
    slot: str
    until: float

    def text(self) -> str:
        """As one line of JSON."""
        return orjson.dumps({**asdict(replace(self, key=b"")), "key": self.key.hex()}).decode()


def keep(session: Session, environ: Mapping[str, str]) -> str | None:
    """Keep a session; "keyring", "memory", or None where there is no safe place."""
    if (keyring := _keyring(environ)) and _told(keyring, session):
        with suppress(OSError):
            system.write_private(_marker(session.file, environ), b"keyring\n")
            return "keyring"
    folder = runtime_folder(environ)
    if folder is None:
        return None
    try:
        system.write_private(_file(folder, session.file), session.text().encode())
    except OSError:
        return None
    return "memory"


def held(file: str, environ: Mapping[str, str], now: float) -> Session | None:
    """The open session of a vault file. One that is over or not ours alone is purged."""
    text = _text(file, environ)
    session = _read(text) if text else None
    if session and session.file == file and 0 < session.until - now <= LONGEST:
        return session
    if text:
        forget(file, environ)
    return None


def forget(file: str, environ: Mapping[str, str]) -> bool:
    """Purge the key of a vault file; whether there was one."""
    there = False
    marker, folder = _marker(file, environ), runtime_folder(environ)
    if marker.is_file():
        there = True
        if keyring := _keyring(environ):
            with suppress(Exception):  # any backend fails in its own way
                keyring.delete_password(_SERVICE, file)
        marker.unlink(missing_ok=True)
    if folder and (kept := _file(folder, file)).is_file():
        there = True
        kept.unlink(missing_ok=True)
    return there


def duration(text: str) -> int:
    """Seconds of "15m", "1h30m", "2 jam" or "45" (minutes); raises ValueError over LONGEST."""
    parts = re.findall(r"(\d{1,5})\s*([a-z]*)", text.strip().lower())
    if not parts or "".join(n + u for n, u in parts) != re.sub(r"\s", "", text.lower()):
        raise ValueError(text)
    seconds = sum(int(number) * _UNITS.get(unit, LONGEST + 1) for number, unit in parts)
    if not 0 < seconds <= LONGEST:
        raise ValueError(text)
    return seconds


def _text(file: str, environ: Mapping[str, str]) -> str | None:
    """What is kept of a session. The keyring is slow to load: the marker says if it is worth it."""
    folder = runtime_folder(environ)
    with suppress(OSError, UnicodeDecodeError):
        if folder and (kept := _file(folder, file)).is_file():
            return kept.read_text(encoding="ascii") if system.is_private(kept) else "not private"
    if _marker(file, environ).is_file() and (keyring := _keyring(environ)):
        with suppress(Exception):  # any backend fails in its own way
            found: str | None = keyring.get_password(_SERVICE, file)
            return found or "gone"
    return None


def _read(text: str) -> Session | None:
    try:
        given = orjson.loads(text)
        session = Session(**{**given, "key": bytes.fromhex(given["key"])})
        return session if len(session.key) == 32 else None
    except (TypeError, ValueError, KeyError):
        return None


def _told(keyring: Any, session: Session) -> bool:
    try:
        keyring.set_password(_SERVICE, session.file, session.text())
    except Exception:  # noqa: BLE001 - any backend fails in its own way; a file does it too
        return False
    return True


def _keyring(environ: Mapping[str, str]) -> Any:
    """The system's keyring where a real one answers, else None."""
    if environ.get("ATTACHE_STATE"):
        return None
    if sys.platform not in ("win32", "darwin") and not environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    try:
        import keyring

        found = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - any backend fails in its own way
        return None
    real = found.priority > 0 and not type(found).__module__.startswith(_UNREAL)
    return found if real else None


def _file(folder: Path, file: str) -> Path:
    return folder / f"{file}.session"


def _marker(file: str, environ: Mapping[str, str]) -> Path:
    return state_folder(environ) / "sessions" / f"{file}.keyring"
