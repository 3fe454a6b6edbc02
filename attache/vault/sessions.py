"""Open sessions: the key of a vault for a limited time, so that nobody types it all day.

It is kept in the system's keyring where there is a real one, else in a 0600 file in memory.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from attache.vault import system
from attache.vault.places import runtime_folder, runtime_folders, state_folder

LONGEST = 24 * 3600
"""Seconds that a session may last."""
_SLACK = 120
"""Seconds by which a clock may be put back while a session is open."""
_KEPT, _MARKED = ".session", ".keyring"
_NAMED = re.compile(r"[0-9a-f]{32}\.(session|keyring)")
_SERVICE = "attache"
_VOID = b"0\n"
"""What the marker of a key says that nobody may use and that has yet to be purged."""
_UNREAL = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
_UNITS = {"h": 3600, "jam": 3600, "m": 60, "min": 60, "menit": 60, "": 60, "s": 1, "detik": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Vault file and slot by their ids, the data key, and from when until when (epoch).

    Whose slot it is stands in the vault, encrypted; it is not written here. `boot` tells the start
    of the machine in which it was opened: a keyring that lasts longer opens nothing after the next.
    """

    file: str
    key: bytes = field(repr=False)
    slot: str
    since: float
    until: float
    boot: str = ""

    def text(self) -> str:
        """As one line of JSON."""
        return orjson.dumps({**asdict(replace(self, key=b"")), "key": self.key.hex()}).decode()


def keep(session: Session, environ: Mapping[str, str]) -> str | None:
    """Keep a session; "keyring", "memory", or None where there is no safe place."""
    if _entrusted(session, environ):
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
    with suppress(OSError):  # what cannot be purged is not used either
        text = _text(file, environ, now)
        session = None if text is None else _read(text)
        if session and session.file == file and _is_open(session, now):
            return session
        if text is not None:
            forget(file, environ)
    return None


def sweep(environ: Mapping[str, str], now: float) -> None:
    """Purge the sessions of all vaults that are over: nobody may ever ask for those again.

    A key whose marker was made void waits for somebody who reaches the keyring (`forget`).
    """
    for folder in (*runtime_folders(environ), state_folder(environ) / "sessions"):
        with suppress(OSError):
            for kept in [p for p in folder.iterdir() if _NAMED.fullmatch(p.name)]:
                _purge_if_over(kept, environ, now)


def _purge_if_over(kept: Path, environ: Mapping[str, str], now: float) -> None:
    text = _own_text(kept)
    if kept.suffix == _MARKED:
        if text != _VOID.decode() and not _lasts(_until(kept), now):
            forget(kept.stem, environ)
        return
    session = _read(text)
    if session is None or not _is_open(session, now):
        kept.unlink(missing_ok=True)


def forget(file: str, environ: Mapping[str, str]) -> bool:
    """Purge the key of a vault file; whether there was one. Raises OSError.

    Where the keyring does not answer (over ssh, say), its marker is made void: nobody uses that
    key any more, and whoever reaches the keyring next purges it.
    """
    marker, folder = _marker(file, environ), runtime_folder(environ)
    there = False
    if folder and (kept := _file(folder, file)).is_file():
        there = True
        kept.unlink(missing_ok=True)
    if marker.is_file():
        there = True
        if _purged(file, environ):
            marker.unlink(missing_ok=True)
        else:
            system.write_private(marker, _VOID)
    return there


def duration(text: str) -> int:
    """Seconds of "15m", "1h30m", "2 jam" or "45" (minutes); raises ValueError over LONGEST."""
    parts = re.findall(r"(\d{1,5})\s*([a-z]*)", text.strip().lower())
    if not parts or "".join(n + u for n, u in parts) != re.sub(r"\s", "", text.lower()):
        raise ValueError(text)
    units = [unit for _number, unit in parts]
    if not all(units[:-1]) or not _UNITS.keys() >= {*units}:  # "1 30" may be anything
        raise ValueError(text)
    seconds = sum(int(number) * _UNITS[unit] for number, unit in parts)
    if not 0 < seconds <= LONGEST:
        raise ValueError(text)
    return seconds


def _text(file: str, environ: Mapping[str, str], now: float) -> str | None:
    """What is kept of a session, "" where that is no good, None where there is nothing to purge.

    The keyring is slow to load: its marker says whether it is worth it.
    """
    folder, marker = runtime_folder(environ), _marker(file, environ)
    if folder and (kept := _file(folder, file)).is_file():
        return _own_text(kept)
    if not marker.is_file():
        return None
    if not _lasts(_until(marker), now):
        return ""
    try:
        return _keyring(environ).get_password(_SERVICE, file) or ""
    except Exception:  # noqa: BLE001 - any backend fails in its own way, and one may be None
        return None


def _own_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if system.is_private(path) else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _until(marker: Path) -> float:
    try:
        return float(_own_text(marker))
    except ValueError:
        return 0.0


def _is_open(session: Session, now: float) -> bool:
    """Whether a session has begun and is not over, in this run of the machine."""
    begun = session.since - _SLACK <= now
    short = session.until - session.since <= LONGEST
    return begun and short and _lasts(session.until, now) and session.boot in ("", this_boot())


@cache
def this_boot() -> str:
    """What this run of the machine is known by; empty where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _lasts(until: float, now: float) -> bool:
    """Whether a session is open; one that would be for too long is of a clock that was set back."""
    return 0 < until - now <= LONGEST


def _read(text: str) -> Session | None:
    try:
        given = orjson.loads(text)
        session = Session(**{**given, "key": bytes.fromhex(given["key"])})
    except (TypeError, ValueError, KeyError):
        return None
    words, times = (session.file, session.slot, session.boot), (session.since, session.until)
    fit = len(session.key) == 32 and all(isinstance(word, str) for word in words)
    return session if fit and all(isinstance(time, int | float) for time in times) else None


def _entrusted(session: Session, environ: Mapping[str, str]) -> bool:
    """Put a session into the keyring. The marker comes first: no key lies there without one."""
    keyring, folder = _keyring(environ), runtime_folder(environ)
    if keyring is None:
        return False
    try:
        system.write_private(_marker(session.file, environ), f"{session.until!r}\n".encode())
        keyring.set_password(_SERVICE, session.file, session.text())
        if folder:  # an older session there would be found first
            _file(folder, session.file).unlink(missing_ok=True)
    except Exception:  # noqa: BLE001 - any backend fails in its own way; a file does it too
        return False
    return True


def _purged(file: str, environ: Mapping[str, str]) -> bool:
    """Take a key out of the keyring; whether it is out for certain."""
    keyring = _keyring(environ)
    if keyring is None:
        return False
    with suppress(Exception):  # also where there is none
        keyring.delete_password(_SERVICE, file)
    try:
        return keyring.get_password(_SERVICE, file) is None
    except Exception:  # noqa: BLE001 - any backend fails in its own way
        return False


def _keyring(environ: Mapping[str, str]) -> Any:
    """The system's keyring where a real one answers, else None."""
    if environ.get("ATTACHE_STATE"):
        return None
    if sys.platform not in ("win32", "darwin") and not environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    try:
        import keyring

        found = keyring.get_keyring()
        chained = getattr(found, "backends", [found])  # a chain may hold others beside a real one
        return next((backend for backend in chained if _real(backend)), None)
    except Exception:  # noqa: BLE001 - any backend fails in its own way
        return None


def _real(backend: Any) -> bool:
    return backend.priority > 0 and not type(backend).__module__.startswith(_UNREAL)


def _file(folder: Path, file: str) -> Path:
    return folder / f"{file}{_KEPT}"


def _marker(file: str, environ: Mapping[str, str]) -> Path:
    return state_folder(environ) / "sessions" / f"{file}{_MARKED}"
