"""Letters that nobody sees, or that look like others; and a file of nothing but its header."""

from __future__ import annotations

import orjson

from attache.vault import anchor
from tests.faults import commands
from tests.faults.attacks import attack
from tests.faults.child import Command, execute
from tests.faults.place import Place, office


@attack("LOW", "a name that reads otherwise than it is kept")
def deceive_with_letters(place: Place) -> None:
    """What is left out of a name is told; so are Cyrillic letters among Latin ones."""
    place.lay(office())
    for name, code in (
        ("Siti \u202eotnoC", "TXT007"),
        ("Siti\x1b[2J Contoh", "TXT007"),
        ("Siti\0 Contoh", "TXT007"),
        ("Siti \u0421ontoh", "PER037"),
    ):
        said = orjson.dumps({"name": name})
        command = Command("add", ("person", "add", "--new", "--from", "-"), said)
        ended = execute(command, place.environ)
        assert (ended.code, code in ended.out) == (0, True), ended


@attack("LOW", "a ref with digits of another script")
def take_another_digit(place: Place) -> None:
    """What looks like P1 is not P12."""
    place.lay(office())
    for mark in "ABC":
        execute(commands.several(mark), place.environ)
    assert execute(Command("show", ("person", "show", "P12")), place.environ).code == 0
    for ref in ("P1\u0662", "P\u0661"):
        ended = execute(Command("show", ("person", "show", ref)), place.environ)
        assert ended.code == 4, ended


@attack("LOW", "a file without frames, where nobody has seen the vault before")
def cut_all_frames_off(place: Place) -> None:
    """It is refused, and not a byte longer after that."""
    place.lay(office())
    header = place.vault.read_bytes()[: _start(place)]
    anchor.forget(office().anchor.file, place.environ)
    place.put(header)
    ended = execute(commands.insert("somebody"), place.environ)
    assert (ended.code, place.vault.read_bytes() == header) == (13, True), ended


@attack("LOW", "a home of nobody, and a descriptor that no system has")
def name_what_is_not_there(place: Place) -> None:
    """Coded problems, and no fault in attache."""
    place.lay(office())
    nowhere = {**place.environ, "ATTACHE_VAULT": "~nobody-here/x"}
    assert execute(Command("list", ("person", "list")), nowhere).code == 10
    place.session(office()).unlink()
    words = ("--passphrase-fd", str(10**12), "person", "list")
    assert execute(Command("list", words), place.environ).code == 12


def _start(place: Place) -> int:
    """Where the frames begin."""
    from attache.vault.vault import Vault

    return Vault(place.vault, place.access).opened().start
