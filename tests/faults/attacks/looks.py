"""What is shown or handed out without a passphrase, or without a line in the log."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from unittest.mock import patch

from attache.cli import secrets
from attache.cli import session as session_module
from attache.cli.main import run
from attache.vault.vault import Vault
from tests.faults.attacks import attack
from tests.faults.child import Command, execute
from tests.faults.clock import Clock
from tests.faults.place import Place, office


class _Keyboard(io.StringIO):
    """Somebody at the keyboard."""

    def isatty(self) -> bool:
        return True


@attack("M12", "TAB at a terminal while the vault is locked")
def complete_while_locked(place: Place) -> None:
    """Nobody is asked for a passphrase in the middle of a line, and no ref is offered."""
    place.lay(office())
    place.session(office()).unlink()
    with patch.object(secrets, "ask") as asked:
        offered = _offered(place, "attache", "person", "show", "P")
    assert not re.search(r"P\d", offered), offered
    asked.assert_not_called()


@attack("M12", "TAB with somebody looking over the shoulder")
def complete_while_open(place: Place) -> None:
    """A shell shows which records there are, and nothing of what they say."""
    place.lay(office())
    offered = _offered(place, "attache", "person", "show", "P")
    assert "P1" in offered
    names = [k.content.name for k in Vault(place.vault, place.access).view().every("person")]
    assert not any(word in offered for name in names for word in name.split()), offered


SECRET = "X1234567"


@attack("M8", "everything that was ever changed of anybody, by one command")
def read_the_log(place: Place) -> None:
    """A script has protected values where it asks for them, and that is a line of its own."""
    _with_passport(place)
    before = _lines(place)
    ended = execute(Command("log", ("log",)), place.environ)
    assert (ended.code, SECRET in ended.out, _lines(place)) == (0, False, before), ended
    ended = execute(Command("log", ("log", "--in-full")), place.environ)
    assert (SECRET in ended.out, _lines(place)) == (True, before + 1), ended


@attack("M8", "old values out of an undo that is only looked at")
def rehearse_an_undo(place: Place) -> None:
    """What would be taken back is told with its values: a look, in the log."""
    _with_passport(place)
    before = _lines(place)
    ended = execute(Command("undo", ("undo", "--dry-run")), place.environ)
    assert (SECRET in ended.out, _lines(place)) == (True, before + 1), ended


@attack("M8", "a passport guessed letter by letter")
def search_for_a_number(place: Place) -> None:
    """Whoever is found by what a protected field says was looked at."""
    _with_passport(place)
    before = _lines(place)
    for guess in (SECRET[:2], SECRET[:3]):
        words = ("person", "list", "--search", guess)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            assert run(words, place.environ) == 0, guess
    assert _lines(place) == before + 2


def _with_passport(place: Place) -> None:
    place.lay(office())
    words = ("person", "edit", "P1", "--passport", SECRET)
    assert execute(Command("edit", words), place.environ).code == 0


def _lines(place: Place) -> int:
    return len([*Vault(place.vault, place.access).view().log()])


def _offered(place: Place, *words: str) -> str:
    """What zsh is told for the last of some words, at a terminal."""
    asks = {"_ATTACHE_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": " ".join(words)}
    out, err = io.StringIO(), _Keyboard()
    with (
        patch.dict(os.environ, asks),
        patch.object(sys, "stdin", _Keyboard()),
        patch.object(session_module, "datetime", Clock),
        redirect_stdout(out),
        redirect_stderr(err),
        suppress(SystemExit),
    ):
        run([], {**place.environ, **asks})
    assert err.getvalue() == ""
    return out.getvalue()
