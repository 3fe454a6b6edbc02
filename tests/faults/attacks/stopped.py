"""Ctrl-C and full disks at every call of commands that write: what is said of it is true."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from tests.faults import commands, moments
from tests.faults.attacks import attack
from tests.faults.attacks.erased import ERASE
from tests.faults.child import Command
from tests.faults.place import office

if TYPE_CHECKING:
    from tests.faults.place import Place

STOPPED, NOT_WRITTEN = 130, 14
NOTHING, SOMETHING, UNSURE = {"USE005", "VLT004"}, {"USE019", "VLT041"}, {"VLT036"}
"""Problems that say that nothing was stored, that something was, and that it cannot be told."""
APPENDED, REWRITTEN = commands.insert("one"), commands.ADD_OFFICER


@attack("M3", "Ctrl-C at every call")
def stop(place: Place) -> None:
    """Stopped with nothing stored, or with something stored, and which of both is said."""
    for command in (APPENDED, REWRITTEN, commands.COMPACT, commands.PASSPHRASE, ERASE):
        calls, found = _calls(place, command), set[bool]()
        for at in range(1, calls + 1):
            before = place.vault.read_bytes()
            ended = moments.stopped(place, command, at)
            stored = place.vault.read_bytes() != before
            assert ended.code == STOPPED, (command, at, ended)
            assert set(ended.problems) <= (SOMETHING if stored else NOTHING), (command, at, ended)
            assert not [*place.vault.parent.glob(".*.tmp")], (command, at)
            found.add(stored)
            place.lay(office())
        assert found == {True, False}, command


@attack("M3", "a disk that is full at every call")
def refuse(place: Place) -> None:
    """Nothing stored is said where nothing was stored."""
    for command in (APPENDED, REWRITTEN):
        calls, done = _calls(place, command), False
        for at in range(1, calls + 1):
            before = place.vault.read_bytes()
            ended = moments.refused(place, command, at, errno.ENOSPC)
            stored = place.vault.read_bytes() != before
            assert ended.code in (0, NOT_WRITTEN), (command, at, ended)
            assert stored or ended.code == NOT_WRITTEN, (command, at, ended)
            true = SOMETHING | UNSURE if stored else NOTHING
            assert not ended.code or set(ended.problems) <= true, (command, at, ended)
            done = done or not ended.code
            place.lay(office())
        assert done, command


@attack("M3", "Ctrl-C while a file is written elsewhere")
def stop_writing_elsewhere(place: Place) -> None:
    """A workbook that is there is not denied; the vault may know nothing of it."""
    book = place.desk / "kosong.xlsx"
    command = Command("template", ("exchange", "template", "person", str(book)))
    calls, found = _calls(place, command), set[bool]()
    for at in range(1, calls + 1):
        ended = moments.stopped(place, command, at)
        there = book.exists()
        assert set(ended.problems) <= (SOMETHING if there else NOTHING), (at, ended)
        found.add(there)
        place.lay(office())
    assert True in found


def _calls(place: Place, command: Command) -> int:
    """How many calls there are before which something can come; the place is as made."""
    place.lay(office())
    calls = len(moments.kills(place, command)) - 1
    place.lay(office())
    return calls
