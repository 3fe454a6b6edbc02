"""Files and sources that would take all memory, all time, or every other writer's turn."""

from __future__ import annotations

import os
from threading import Thread

import orjson

from attache.vault.lock import Lock
from tests.faults import commands
from tests.faults import hostile as h
from tests.faults.attacks import attack
from tests.faults.child import Command, Ended, execute
from tests.faults.place import Place, office

EVERYWHERE = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
FAULTY = h.HEADER + h.texts(2, "Siti Contoh", "x")
REFUSED = 3


@attack("M2", "a marked copy of a workbook with a link on every cell that there can be")
def mark_what_has_no_end(place: Place) -> None:
    """openpyxl would make 17 thousand million objects of 2 kB; the copy has the cells alone."""
    place.lay(office())
    file, copy = place.desk / "in.xlsx", place.desk / "marked.xlsx"
    file.write_bytes(h.book(FAULTY, after=EVERYWHERE))
    words = ("exchange", "check", str(file), "--as", "person", "--marked", str(copy))
    ended = execute(Command("check", words), place.environ)
    assert ended.code == REFUSED, ended
    assert copy.read_bytes().startswith(b"PK")


@attack("M2", "a pipe or a device where a file is read")
def wait_at_a_pipe(place: Place) -> None:
    """Nobody writes into the pipe, and the device never ends."""
    place.lay(office())
    pipe = place.desk / "pipe"
    os.mkfifo(pipe, 0o600)
    for source in (str(pipe), os.devnull):
        for words in (
            ("person", "add", "--from", source),
            ("person", "add", "--mrz", source),
            ("exchange", "import", source),
            ("vault", "merge", source),
            ("vault", "restore", source),
        ):
            ended = _soon(Command("read", words), place)
            assert ended.code, (words, ended)
            assert "SYS" not in ended.out, ended


@attack("M2", "a check that goes on while somebody records")
def check_at_length(place: Place) -> None:
    """What stores nothing takes nobody's turn: a check ends while another process writes."""
    place.lay(office())
    file = place.desk / "in.xlsx"
    file.write_bytes(commands.sheet("rows"))
    with Lock(place.vault):  # another writer at work; a check that wanted its turn would wait
        ended = _soon(Command("check", ("exchange", "check", str(file))), place)
    assert ended.code == 0, ended
    assert orjson.loads(ended.out)["data"]["added"] == commands.SHEET_ROWS


def _soon(command: Command, place: Place, seconds: float = 8) -> Ended:
    """How a command ends, which must be soon."""
    ended: list[Ended] = []
    thread = Thread(target=lambda: ended.append(execute(command, place.environ)), daemon=True)
    thread.start()
    thread.join(seconds)
    assert ended, f"still at {command.words}"
    return ended[0]
