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
    asked: list[str] = []
    with patch.object(secrets, "ask", lambda *_words: asked.append("asked") or "x"):
        offered = _offered(place, "attache", "person", "show", "P")
    assert not re.search(r"P\d", offered), offered
    assert not asked


@attack("M12", "TAB with somebody looking over the shoulder")
def complete_while_open(place: Place) -> None:
    """A shell shows which records there are, and nothing of what they say."""
    place.lay(office())
    offered = _offered(place, "attache", "person", "show", "P")
    assert "P1" in offered
    names = [k.content.name for k in Vault(place.vault, place.access).view().every("person")]
    assert not any(word in offered for name in names for word in name.split()), offered


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
