"""Passphrases: six words made by the machine, and where a script has its own from."""

from __future__ import annotations

import os
import secrets
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from attache.problems import VaultLocked, problem
from attache.vault import system

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attache.problems import Problem

SHORTEST = 12
_GUESSES = 10
"""Guesses that it withstands, as a power of ten: what zxcvbn gives its best mark for (Wheeler,
USENIX Security 2016). At half a second each (keys.calibrated) that is 150 years of one machine."""
_JUDGED = 100
"""Letters that are looked at: the time it takes grows with them, and no more are needed."""
_TRIED_FIRST = (
    "attache", "atase", "imigrasi", "imigresi", "kbri", "kjri", "kedutaan", "besar", "konsulat",
    "kemlu", "paspor", "indonesia", "jakarta", "merdeka", "garuda", "pancasila", "bismillah",
    "alhamdulillah", "insyaallah", "rahasia", "sandi", "katasandi", "frasa", "sayang", "cinta",
    "keluarga", "bahagia", "selamat",
)  # fmt: skip
"""Words that officers would take and zxcvbn, which knows English ones, does not know."""
_LONGEST = 4096
"""Bytes that are taken. What is longer is refused: a part of it would be another passphrase."""
_WORDS = 6
_SECONDS = 60


def generated() -> str:
    """Six words of the EFF's long list: 75 bits, and easy to say and type."""
    from xkcdpass import xkcd_password

    words = xkcd_password.generate_wordlist(xkcd_password.locate_wordfile("eff-long"), 3, 8, ".")
    return " ".join(secrets.choice(words) for _number in range(_WORDS))


def weaknesses(passphrase: str, known: Iterable[str] = ()) -> list[Problem]:
    """What forbids a passphrase: that it is short, or would be guessed early.

    `known` are words that whoever guesses knows of the office, such as its officers' names.
    """
    if len(passphrase.strip()) < SHORTEST:
        return [problem("VLT019", "passphrase")]
    from zxcvbn_rs_py import zxcvbn

    words = [word for name in known for word in (name, *name.split())]
    judged = zxcvbn(passphrase[:_JUDGED], [*words, *_TRIED_FIRST])
    return [] if judged.guesses_log10 >= _GUESSES else [problem("VLT066", "passphrase")]


def from_fd(handle: int) -> str:
    """All that a file descriptor gives; raises VaultLocked."""
    content = b""
    try:
        while len(content) <= _LONGEST and (more := os.read(handle, _LONGEST)):
            content += more
    except (OSError, OverflowError):  # no descriptor has so high a number
        raise VaultLocked(problem("VLT021")) from None
    return _line(content)


def from_file(path: Path) -> str:
    """The content of a file that is ours alone; raises VaultLocked."""
    try:
        if not system.is_private(path):
            raise VaultLocked(problem("VLT020"))
        return _line(system.read(path, 0, _LONGEST + 1))
    except OSError:
        raise VaultLocked(problem("VLT020")) from None


def from_command(command: str) -> str:
    """The first line that a command prints (a password manager's); raises VaultLocked.

    No shell comes between; what the command says on stderr, the officer sees.
    """
    import subprocess

    try:
        ran = subprocess.run(  # noqa: S603 - the officer's own words, from their environment
            _words(command), stdout=subprocess.PIPE, timeout=_SECONDS, check=True
        )
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        raise VaultLocked(problem("VLT021")) from None
    return _line(ran.stdout.partition(b"\n")[0])


def _words(command: str) -> list[str] | str:
    """A command in words; Windows splits it itself, and its paths hold backslashes."""
    return command if os.name == "nt" else shlex.split(command)


def _line(content: bytes) -> str:
    """The first line as text; raises VaultLocked where there is none, or where it is cut off."""
    if len(content) > _LONGEST:
        raise VaultLocked(problem("VLT021"))
    try:
        found = content.decode("utf-8-sig").splitlines()[0]  # Windows programs add a mark
    except (UnicodeDecodeError, IndexError):
        raise VaultLocked(problem("VLT021")) from None
    if not found.strip():
        raise VaultLocked(problem("VLT021"))
    return found
