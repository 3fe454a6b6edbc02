"""Two files with one seat letter, so that one ref would stand for two people."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from attache.vault.vault import Vault
from tests.faults import moments
from tests.faults.attacks import attack
from tests.faults.attacks.restoring import done, recorded
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


@attack("H4", "making a copy killed before every call")
def kill_copying(place: Place) -> None:
    """A letter whose copy is there is never given out again."""
    place.lay(office())
    file = place.desk / "c.vault"
    words = ("vault", "copy", str(file), "--seat", "C", "--shared-folder")
    there = set[bool]()
    for killed in moments.kills(place, Command("copy", words)):
        moments.lay(place, killed.files)
        there.add(file.exists())
        if file.exists():
            other = str(Path(file).with_name("again.vault"))
            again = Command("copy", ("vault", "copy", other, "--seat", "C", "--shared-folder"))
            assert execute(again, place.environ).problems == ["MRG004"]
    assert there == {True, False}
