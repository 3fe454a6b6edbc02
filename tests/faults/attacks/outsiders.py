"""Whoever can write the file, and has no passphrase and no key."""

from __future__ import annotations

import os
from itertools import product
from typing import TYPE_CHECKING
from unittest.mock import patch
from zlib import crc32

from attache.vault import header as headers
from attache.vault import keys
from tests.faults import commands, forging
from tests.faults.attacks import attack
from tests.faults.child import Command, Ended, execute
from tests.faults.place import office

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.place import Place

LIST = Command("list", ("person", "list"))
CHECK = Command("check", ("vault", "check", "--read-data"))
CONFIRM = Command("confirm", ("--yes", "vault", "confirm"))
FORGED = "VLT052"


def merge(place: Place, *words: str) -> Command:
    return Command("merge", ("vault", "merge", str(place.desk / "evil.vault"), *words))


def restore(place: Place, *words: str) -> Command:
    source = str(place.desk / "evil.vault")
    return Command("restore", ("--yes", "vault", "restore", source, *words))


def refused(ended: Ended, *codes: str) -> None:
    """Assert that a command was refused for damage, by one of these problems."""
    assert ended.code == 13, ended
    assert {*ended.problems} & {*codes}, ended


@attack("C1", "a vault of their own making in its place")
def put_a_forged_vault_in_place(place: Place) -> None:
    """Passphrases lead to it, and yet it opens to nobody, and nothing is recorded in it."""
    for later, old_signature, noted in product((0, 1), (False, True), (True, False)):
        place.lay(office())
        forged = forging.without_a_key(office().image, later=later, old_signature=old_signature)
        place.put(forged)
        if not noted:  # on a machine that never saw the vault: the signature alone
            for folder in ("anchors", "sessions"):
                for file in (place.folder / "state" / folder).iterdir():
                    file.unlink()
        for command in (LIST, commands.insert("into the trap"), CHECK, CONFIRM):
            ended = execute(command, place.environ)
            assert ended.code == 13, (later, old_signature, noted, command, ended)
        assert place.vault.read_bytes() == forged


@attack("C1", "a forged vault instead of the backup, with the line of the real one")
def restore_a_forged_vault(place: Place) -> None:
    """No line that was noted makes it a backup, and no insisting."""
    for later, old_signature in product((0, 1), (False, True)):
        place.lay(office())
        forged = forging.without_a_key(office().image, later=later, old_signature=old_signature)
        (place.desk / "evil.vault").write_bytes(forged)
        for words in ((), ("--another-key",), ("--anchor", str(office().anchor))):
            refused(execute(restore(place, *words), place.environ), FORGED)
            assert place.vault.read_bytes() == office().image.content
        place.vault.unlink()  # on a new machine
        refused(execute(restore(place), place.environ), FORGED)


@attack("C1", "a forged copy, to be merged")
def merge_a_forged_vault(place: Place) -> None:
    """It is refused, as often as somebody insists."""
    place.lay(office())
    (place.desk / "evil.vault").write_bytes(forging.without_a_key(office().image))
    before = place.vault.read_bytes()
    assert execute(merge(place), place.environ).code == 5
    refused(execute(merge(place, "--another-key"), place.environ), FORGED)
    assert place.vault.read_bytes() == before


@attack("H9", "one wrong byte in the header")
def spoil_the_header(place: Place) -> None:
    """It costs nothing, is told, and is mended by the next who writes."""
    start = headers.read(office().image.content).start
    for at in range(0, start, 211):
        place.lay(office())
        content = bytearray(office().image.content)
        content[at] ^= 0x01
        place.put(bytes(content))
        assert "VLT034" in execute(Command("check", ("vault", "check")), place.environ).problems
        assert execute(LIST, place.environ).problems == ["VLT054"]
        assert execute(commands.insert("after it"), place.environ).code == 0
        assert execute(LIST, place.environ).problems == []


@attack("H9", "one wrong byte in both copies of the header")
def spoil_both_headers(place: Place) -> None:
    """It shows without a key, and nobody is told that their passphrase is wrong."""
    start = headers.read(office().image.content).start
    for at in range(20, start // 2, 311):
        place.lay(office())
        content = bytearray(office().image.content)
        for place_of in (at, at + start // 2):
            content[place_of] ^= 0x01
        place.put(bytes(content))
        ended = execute(Command("check", ("vault", "check")), place.environ)
        assert (ended.code, ended.data["failed"]) == (13, True)
        backup = Command("backup", ("vault", "backup", str(place.desk / "dead.vault")))
        for command in (Command("unlock", ("vault", "unlock")), LIST, backup):
            refused(execute(command, place.environ), "VLT003")


@attack("R6", "a header that says that it has a later version")
def say_it_is_later(place: Place) -> None:
    """Who has no key can say so: both that it can mean is told, and the records are saved."""
    image = office().image
    copy = image.content[: headers.read(image.content).start // 2]
    later = copy[:8] + (3).to_bytes(4) + copy[12:]
    mended = later[:-4] + crc32(later[:-4]).to_bytes(4)
    for head, code in ((later, "VLT003"), (mended, "VLT094")):
        place.lay(office())
        backup = place.desk / "backup.vault"
        backup.write_bytes(image.content)
        place.put(2 * head + image.content[2 * len(head) :])
        checked = execute(Command("check", ("vault", "check")), place.environ)
        assert (checked.code, checked.data["failed"]) == (13, True)
        for command in (Command("unlock", ("vault", "unlock")), LIST, CONFIRM):
            refused(execute(command, place.environ), code)
        saving = ("vault", "salvage", str(place.desk / "saved.vault"), "--backup", str(backup))
        saved = execute(Command("salvage", saving), place.environ)
        assert (saved.code, saved.data["lost"]) == (0, [])


@attack("low", "a header that asks for 4 GiB")
def ask_for_memory(place: Place) -> None:
    """It is refused before anything is derived, also where nothing is known of the file."""
    place.lay(office())
    place.session(office()).unlink()
    for noted in (True, False):
        place.put(forging.costing(office().image.content, 4 * 1024 * 1024))
        if not noted:
            (place.folder / "state" / "anchors" / office().anchor.file).unlink()
        refused(execute(LIST, place.environ), "VLT012" if noted else "VLT015")


@attack("low", "a header with twelve of the dearest slots")
def ask_for_minutes(place: Place) -> None:
    """No passphrase is stretched for all of them, wherever the file lies."""
    place.lay(office())
    evil = forging.costing(office().image.content, 256 * 1024, passes=16, times=12)
    (place.desk / "evil.vault").write_bytes(evil)
    before = place.vault.read_bytes()
    with patch.object(keys, "stretched", side_effect=AssertionError):
        refused(execute(merge(place, "--another-key"), place.environ), "VLT015")
        refused(execute(restore(place), place.environ), "VLT015")
        assert place.vault.read_bytes() == before
        place.put(evil)
        place.session(office()).unlink()
        (place.folder / "state" / "anchors" / office().anchor.file).unlink()
        refused(execute(LIST, place.environ), "VLT015")


@attack("low", "no file, or one without end, in the place of the vault")
def put_no_file_in_its_place(place: Place) -> None:
    """It is said what stands there, and nobody waits for it or reads it into memory."""
    for lay in (os.mkfifo, _lay_a_hole):
        place.lay(office())
        place.vault.unlink()
        lay(place.vault)
        for command in (LIST, commands.insert("into it"), CHECK):
            assert execute(command, place.environ).code == 13, command
        refused(execute(LIST, place.environ), "VLT079")
        place.vault.unlink()


def _lay_a_hole(path: Path) -> None:
    path.write_bytes(office().image.content)
    os.truncate(path, 30 << 30)


@attack("low", "a folder with the name of what a killed writer leaves")
def keep_writers_out(place: Place) -> None:
    """It is in nobody's way."""
    place.lay(office())
    place.vault.with_name(f".{place.vault.name}.{'a' * 16}.tmp").mkdir()
    assert execute(commands.insert("past it"), place.environ).code == 0
