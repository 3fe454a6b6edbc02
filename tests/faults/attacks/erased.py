"""Erasing that is killed, refused or stopped half-way: whoever is said to be gone is gone."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from attache.vault import header as headers
from attache.vault.keys import Keyring
from attache.vault.vault import Vault
from tests.faults import moments
from tests.faults.attacks import attack
from tests.faults.child import Command, execute
from tests.faults.place import office

if TYPE_CHECKING:
    from tests.faults.place import Place

ERASE = Command("erase", ("vault", "erase", "P1", "--reason", "permintaan sendiri", "--yes"))


@attack("H8", "erasing killed before every call")
def kill_erasing(place: Place) -> None:
    """The person is there and no line says otherwise, or gone, and the old key opens nothing."""
    place.lay(office())
    found = {_gone(place, killed.files) for killed in moments.kills(place, ERASE)}
    assert found == {True, False}


@attack("H8", "erasing on a disk that is full at every call")
def refuse_erasing(place: Place) -> None:
    """A full disk: what is said of the person is true."""
    place.lay(office())
    calls = len(moments.kills(place, ERASE))
    for at in range(1, calls):
        place.lay(office())
        ended = moments.refused(place, ERASE, at, errno.ENOSPC)
        gone = _gone(place, moments.files(place.folder))
        if ended.code == 0:  # what was refused was no part of the erasure
            assert gone, (at, ended)
        else:
            assert ended.code == 14, (at, ended)
            assert ended.problems == (["VLT036"] if gone else ["VLT004"]), (at, ended)


def _gone(place: Place, found: moments.Files) -> bool:
    """Whether the person is gone for good; anything between is an error."""
    moments.lay(place, found)
    content = place.vault.read_bytes()
    head = headers.read(content)
    old = head.sealed_by(Keyring(office().image.key, head.header.salt).header)
    view = Vault(place.vault, place.access).view()
    there = view.find("P1") is not None
    told = any(c.action == "erase" for line in view.log() for c in line.changes)
    assert (there, told) == (old, not old), (there, told, old)
    again = execute(ERASE, place.environ)
    assert again.code == (0 if there else 4), again
    assert not [*place.vault.parent.glob(".*.tmp")]
    return not there
