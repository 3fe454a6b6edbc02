"""What a command was told to write over the vault, or over what is no file."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.attacks import attack
from tests.faults.child import Command, Ended, execute
from tests.faults.place import Place, office

PATIENCE = 5
"""Seconds after which a command that waits at a pipe counts as hanging."""


def writing(out: Path) -> Iterator[Command]:
    """Each command that writes where an officer says, told not to ask."""
    purpose = ("--purpose", "headquarters-report")
    for words in (
        ("exchange", "export", "person", str(out), *purpose),
        ("exchange", "template", "person", str(out)),
        ("vault", "backup", str(out)),
        ("vault", "copy", str(out), "--seat", "B"),
    ):
        yield Command(" ".join(words[:2]), (*words, "--yes"))


def refused(ended: Ended) -> bool:
    """Whether nothing was written, because of where."""
    return ended.code == 3 and ended.problems[0].startswith("FIL")


@attack("H6", "a file that leaves is written over the vault")
def write_over_the_vault(place: Place) -> None:
    """Neither the vault nor what is kept of it is taken away by a word too many."""
    place.lay(office())
    kept = place.vault.with_name(f"{place.vault.name}.before-restore-20260101T000000Z")
    kept.write_bytes(place.vault.read_bytes())
    damaged = place.desk / "rusak.vault"
    damaged.write_bytes(b"x" + place.vault.read_bytes()[1:])  # restore takes it all the same
    for out in (place.vault, kept, damaged):
        before = out.read_bytes()
        for command in writing(out):
            ended = execute(command, place.environ)
            assert refused(ended), (command.name, ended)
            assert out.read_bytes() == before


@attack("H6", "a link or a pipe is replaced by what leaves")
def write_over_what_is_no_file(place: Place) -> None:
    """A link to the vault, a pipe, a device: what is no file stays what it is."""
    place.lay(office())
    link, pipe = place.desk / "tautan.xlsx", place.desk / "pipa.xlsx"
    link.symlink_to(place.vault)
    os.mkfifo(pipe)
    for out in (link, pipe):
        mode = os.lstat(out).st_mode
        for command in writing(out):
            assert refused(execute(command, place.environ)), command.name
            assert os.lstat(out).st_mode == mode


@attack("L1", "a pipe in the place of a backup or a copy holds the lock")
def wait_at_a_pipe(place: Place) -> None:
    """Nobody waits at a pipe for what never comes, while others wait for the lock."""
    place.lay(office())
    pipe = place.desk / "pipa.vault"
    os.mkfifo(pipe)
    for words in (("vault", "restore", str(pipe), "--yes"), ("vault", "merge", str(pipe))):
        with hurried():
            ended = execute(Command(words[1], words), place.environ)
            assert (ended.code, ended.problems) == (3, ["FIL002"])


class Hangs(BaseException):
    """It waits for ever; no OSError, which the vault would tell as something else."""


@contextmanager
def hurried() -> Iterator[None]:
    """Whatever hangs in here is interrupted."""

    def late(*_args: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
