"""Two files with one seat letter, so that one ref would stand for two people."""

from __future__ import annotations

import errno
import shutil
from itertools import groupby
from typing import TYPE_CHECKING
from unittest.mock import patch

from attache import files
from attache.vault.history import COPY, NO_COPY
from attache.vault.vault import Vault
from tests.faults import moments
from tests.faults.attacks import attack
from tests.faults.attacks.restoring import done, marks, recorded
from tests.faults.child import Command, execute
from tests.faults.place import a_place, office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.place import Place


def copied(place: Place, seat: str, other: Place) -> None:
    """Have another laptop begin with a copy that is made here."""
    file = place.desk / f"{seat}-{other.folder.name}.vault"
    done(place, "vault", "copy", str(file), "--seat", seat, "--shared-folder")
    other.put(file.read_bytes())


def brought(place: Place, other: Place) -> str:
    """The file of another laptop, on this one's desk."""
    file = place.desk / f"from-{other.folder.name}.vault"
    shutil.copy(other.vault, file)
    return str(file)


def refs(place: Place) -> Iterator[str]:
    """The refs of everybody, each once for each person who has it."""
    return (p.ref for p in Vault(place.vault, place.access).view().every("person"))


@attack("H4", "two laptops give out one seat letter")
def give_a_seat_twice(place: Place) -> None:
    """The second of two files with one letter is refused, and comes in under another letter."""
    place.lay(office())
    with a_place() as second, a_place() as one, a_place() as two:
        copied(place, "B", second)
        copied(place, "C", one)
        copied(second, "C", two)
        for laptop in (one, two):
            recorded(laptop, f"di {laptop.folder.name}")
        done(place, "vault", "merge", brought(place, one))
        theirs = brought(place, two)
        refused = execute(Command("merge", ("vault", "merge", theirs)), place.environ)
        assert (refused.code, refused.problems) == (3, ["MRG034"]), refused
        done(place, "vault", "merge", theirs, "--seat", "F")
        everybody = [*refs(place)]
        assert len(everybody) == len({*everybody}), everybody
        assert {"PNH-C-P1", "PNH-F-P1"} <= {*everybody}


@attack("H4", "two laptops that each take the other's file of one seat over")
def take_a_fork_over_on_both(place: Place) -> None:
    """Only where the backup was put back; the other laptop goes on with a new copy of that."""
    place.lay(office())
    with a_place() as second, a_place() as third:
        copied(place, "B", second)
        backup = done(place, "vault", "backup", str(place.desk / "usb.vault"))["file"]
        recorded(place, "di A")
        done(second, "vault", "merge", brought(second, place))
        done(third, "--yes", "vault", "restore", str(backup))
        recorded(third, "di D")
        theirs = ("vault", "merge", brought(second, third), "--seat", "D")
        refused = execute(Command("merge", theirs), second.environ)
        assert (refused.code, refused.problems) == (3, ["MRG045"]), refused
        done(third, "vault", "merge", brought(third, second), "--seat", "D")
        theirs = ("vault", "merge", brought(second, third), "--seat", "D")
        refused = execute(Command("merge", theirs), second.environ)
        assert (refused.code, refused.problems) == (3, ["MRG016"]), refused
        everybody = [*refs(third)]
        assert len(everybody) == len({*everybody}), everybody
        assert marks(third) >= {"di A", "di D"}


C_VAULT, AGAIN = "c.vault", "again.vault"
WAYS = (files._unnamed, lambda *_args: None)
"""A file is written without a name, or where the system knows no such thing under a hidden one."""


def copying(place: Place, name: str = C_VAULT) -> Command:
    """Give out the letter C."""
    words = ("vault", "copy", str(place.desk / name), "--seat", "C", "--shared-folder")
    return Command("copy", words)


def letter_is_true(place: Place) -> None:
    """Assert that the letter is spent where its copy is there, and only there; the log says so."""
    there = (place.desk / C_VAULT).exists()
    again = execute(copying(place, AGAIN), place.environ)
    assert ("MRG004" in again.problems, bool(again.code)) == (there, there), again
    changes = [c for line in Vault(place.vault, place.access).view().log() for c in line.changes]
    given = [c.action for c in changes if c.action in (COPY, NO_COPY)]
    assert given.count(COPY) - given.count(NO_COPY) == 1, given
    assert sum((place.desk / name).exists() for name in (C_VAULT, AGAIN)) == 1
    assert there or not [*place.desk.glob(".*")]


@attack("H4", "making a copy killed before every call")
def kill_copying(place: Place) -> None:
    """A letter whose copy is there is never given out again; one whose copy is not there is."""
    for way in WAYS:
        there = set[bool]()
        with patch.object(files, "_unnamed", way):
            place.lay(office())
            states = (killed.files for killed in moments.kills(place, copying(place)))
            for found, _alike in groupby(states):
                moments.lay(place, found)
                there.add((place.desk / C_VAULT).exists())
                letter_is_true(place)
        assert there == {True, False}


@attack("H4", "making a copy on a disk that is full at every call")
def refuse_copying(place: Place) -> None:
    """No letter is spent, and the log tells of no copy that is not there."""
    for way in WAYS:
        place.lay(office())
        with patch.object(files, "_unnamed", way):
            calls = len(moments.kills(place, copying(place))) - 1
            for at in range(1, calls + 1):
                place.lay(office())
                ended = moments.refused(place, copying(place), at, errno.ENOSPC)
                assert ended.code in (0, 14), (at, ended)
                letter_is_true(place)
