"""Passphrases: six words made by the machine, and where a script has its own from."""

from __future__ import annotations

import os
import secrets
import shlex
from pathlib import Path

from attache.problems import VaultLocked, problem
from attache.vault import system

SHORTEST = 12
_LONGEST = 4096
_WORDS = 6
_SECONDS = 60


def generated() -> str:
    """Six words of the EFF's long list: 77 bits, and easy to say and type."""
    from xkcdpass import xkcd_password

    words = xkcd_password.generate_wordlist(xkcd_password.locate_wordfile("eff-long"), 3, 8, ".")
    return " ".join(secrets.choice(words) for _number in range(_WORDS))


def strong_enough(passphrase: str) -> bool:
    """Whether it is of some length and not one letter over and over."""
    return len(passphrase.strip()) >= SHORTEST and len(set(passphrase)) > 3


def from_fd(handle: int) -> str:
    """All that a file descriptor gives; raises VaultLocked."""
    content = b""
    try:
        while len(content) <= _LONGEST and (more := os.read(handle, _LONGEST)):
            content += more
    except OSError:
        raise VaultLocked(problem("VLT021")) from None
    return _line(content)


def from_file(path: Path) -> str:
    """The content of a file that is ours alone; raises VaultLocked."""
    try:
        if not system.is_private(path):
            raise VaultLocked(problem("VLT020"))
        return _line(system.read(path, 0, _LONGEST))
    except OSError:
        raise VaultLocked(problem("VLT020")) from None


def from_command(command: str) -> str:
    """The first line that a command prints (a password manager's); raises VaultLocked.

    No shell comes between; what the command says on stderr, the officer sees.
    """
    import subprocess

    try:
        ran = subprocess.run(  # noqa: S603 - the officer's own words, from their environment
            shlex.split(command), stdout=subprocess.PIPE, timeout=_SECONDS, check=True
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        raise VaultLocked(problem("VLT021")) from None
    return _line(ran.stdout)


def _line(content: bytes) -> str:
    """The first line as text; raises VaultLocked where there is none."""
    try:
        found = content.decode().splitlines()[0]
    except (UnicodeDecodeError, IndexError):
        raise VaultLocked(problem("VLT021")) from None
    if not found.strip():
        raise VaultLocked(problem("VLT021"))
    return found
