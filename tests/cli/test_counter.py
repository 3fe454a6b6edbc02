"""At a real terminal: what was typed or pasted is stored, all of it or nothing."""

from __future__ import annotations

import sys

import pytest

from tests.cli.keyboard import PROGRAM, WITHOUT_READLINE
from tests.desk.offices import documents

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")

MESSAGE = "Halo pak saya di Bavet\nMohon bantuan paspor saya\n\nrm -i catatan.txt\necho TEREKSEKUSI"
QUICK = ("consult", "log", "--topic", "stay", "--channel", "whatsapp")


@pytest.mark.parametrize("program", [PROGRAM, WITHOUT_READLINE], ids=["readline", "none"])
@pytest.mark.parametrize("redirected", [False, True], ids=["screen", "file"])
def test_a_pasted_message_stays_in_its_field(cli, keyboard, tmp_path, program, redirected):
    to = tmp_path / "keluar.txt" if redirected else None
    term = keyboard(*QUICK, program=program, to=to)
    term.until("Summary *: ")
    term.paste(MESSAGE)
    assert term.end() == (0, False)
    assert documents(cli.vault, "consultation")[0]["summary"] == MESSAGE


def test_several_lines_are_not_taken_where_one_belongs(cli, keyboard):
    term = keyboard("person", "add")
    term.until("Name *: ")
    term.paste("Siti Misal\nBudi Misal")
    assert "one line belongs here; nothing of it was taken" in " ".join(
        term.until("Name *: ").split()
    )
    term.type("Siti Misal")
    term.until("Sex")
    term.interrupt()
    assert term.end() == (130, False)


def test_what_is_typed_ahead_reaches_no_shell(cli, keyboard):
    """Also where a terminal does not mark what is pasted."""
    term = keyboard(*QUICK)
    term.until("Summary *: ")
    term.type("satu\rrm -i catatan.txt\recho TEREKSEKUSI")
    assert term.end() == (0, False)
    assert documents(cli.vault, "consultation")[0]["summary"] == "satu"
