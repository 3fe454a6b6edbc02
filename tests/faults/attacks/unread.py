"""Passphrases and codes that attache makes, where nobody reads what it prints."""

from __future__ import annotations

import errno
import io
import os
import stat
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import orjson

from attache.cli import secrets
from attache.cli.main import run
from attache.vault import keys
from tests import opening
from tests.faults.attacks import attack
from tests.faults.commands import INIT_HERE
from tests.faults.place import office

if TYPE_CHECKING:
    from tests.faults.place import Place

MAKING = (
    ("vault", "passphrase"),
    ("vault", "passphrase", "--recovery-code"),
    ("vault", "officers", "add", "Agus Contoh"),
)


@attack("M4", "a passphrase that is printed to nobody")
def print_to_nobody(place: Place) -> None:
    """Nothing is stored, with and without --json, and the exit code says so."""
    new = (*INIT_HERE.words, "--another-vault")
    for number, words in enumerate((*MAKING, new)):
        for ending in (_full, _null, _left):
            for options in ((), ("--json",))[number % 2 :]:
                place.lay(office())
                if words == new:
                    place.vault.unlink()
                before = place.vault.read_bytes() if place.vault.exists() else b""
                with io.TextIOWrapper(io.BufferedWriter(ending(place))) as stdout:
                    code = _run(place, (*options, "--no-input", *words), stdout)
                assert code == 14, (ending, words, options, code)
                after = place.vault.read_bytes() if place.vault.exists() else b""
                assert after == before, (ending, words, options)


@attack("M4", "a passphrase whose storing fails after it was shown")
def fail_after_showing(place: Place) -> None:
    """It is there to be read, and the same output says that it opens nothing."""
    place.lay(office())
    reading, writing = os.pipe()
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with (
        patch("attache.vault.system.replace", side_effect=full),
        io.TextIOWrapper(io.BufferedWriter(io.FileIO(writing, "w"))) as stdout,
    ):
        assert _run(place, ("--json", *MAKING[0]), stdout) == 14
    with os.fdopen(reading, "rb") as pipe:
        told = orjson.loads(pipe.read())
    assert len(told["data"]["passphrase"].split()) == 6
    assert (told["status"], [p["code"] for p in told["problems"]]) == ("error", ["VLT004"])


def _run(place: Place, words: tuple[str, ...], stdout: io.TextIOWrapper) -> int:
    environ = {n: v for n, v in place.environ.items() if n != "ATTACHE_NEW_PASSPHRASE_FILE"}
    if "init" in words:
        del environ["ATTACHE_PASSPHRASE_FILE"]
    with (
        patch.object(keys, "calibrated", opening.light),
        patch.object(secrets, "generated", lambda: "enam kata yang dibuat sendiri tadi"),
        redirect_stdout(stdout),
        redirect_stderr(io.StringIO()),
    ):
        return run(words, environ)


class _OnFullDisk(io.FileIO):
    """A file whose disk has no room left."""

    def write(self, content: Any) -> int:
        if stat.S_ISREG(os.fstat(self.fileno()).st_mode):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(content)  # what waits has been led to nowhere


def _full(place: Place) -> io.FileIO:
    return _OnFullDisk(place.desk / "printed", "w")


def _null(_place: Place) -> io.FileIO:
    return io.FileIO(os.devnull, "w")


def _left(_place: Place) -> io.FileIO:
    """A pipe to a program that has gone away."""
    reading, writing = os.pipe()
    os.close(reading)
    return io.FileIO(writing, "w")
