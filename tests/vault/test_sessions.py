"""Open sessions: kept for a limited time, found again, and purged."""

from __future__ import annotations

import os
import re
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from attache.vault import sessions
from attache.vault.sessions import LONGEST, duration, forget, held, keep
from tests.vault.session import DESKTOP, FILE, KEY, NOW, SESSION, SSH, altered

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture
def environ(tmp_path):
    """Where tests and the demo keep theirs."""
    return {"ATTACHE_STATE": str(tmp_path / "own"), **DESKTOP}


@pytest.fixture
def kept(environ):
    """The file of an open session."""
    assert keep(SESSION, environ) == "memory"
    return Path(environ["ATTACHE_STATE"]) / "sessions" / f"{FILE}.session"


@pytest.mark.parametrize("slot", ["a1" * 8, "", "é", 'a"b\n'])
def test_a_session_is_found_as_it_was_kept(environ, slot):
    session = replace(SESSION, slot=slot)
    assert keep(session, environ)
    assert held(FILE, environ, NOW) == session


def test_it_is_that_of_one_vault(environ, kept):
    assert held("1e" * 16, environ, NOW) is None
    assert forget("1e" * 16, environ) is False
    assert held(FILE, environ, NOW) == SESSION


def test_the_last_one_counts(environ, kept):
    later = replace(SESSION, key=bytes(32), until=NOW + 60)
    keep(later, environ)
    assert held(FILE, environ, NOW) == later
    assert list(kept.parent.iterdir()) == [kept]


def test_its_key_shows_in_no_traceback():
    assert SESSION.slot in repr(SESSION)
    assert repr(KEY) not in repr(SESSION)
    assert "key" not in repr(SESSION)


@posix
def test_nobody_else_can_read_it(environ):
    before = os.umask(0)
    try:
        keep(SESSION, environ)
    finally:
        os.umask(before)
    folder = Path(environ["ATTACHE_STATE"]) / "sessions"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / f"{FILE}.session").stat().st_mode) == 0o600


@pytest.mark.parametrize("now", [NOW, NOW + 899.9, NOW - 60])
def test_it_is_open_until_its_time(environ, kept, now):
    assert held(FILE, environ, now) == SESSION


@pytest.mark.parametrize("now", [NOW + 900, NOW + 10**7, NOW - 3600, NOW + 899 - LONGEST, 0.0])
def test_after_that_or_when_the_clock_was_set_back_it_is_purged(environ, kept, now):
    assert held(FILE, environ, now) is None
    assert not kept.exists()
    assert held(FILE, environ, NOW) is None


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602, 0o610])
def test_one_that_others_could_open_is_purged(environ, kept, mode):
    kept.chmod(mode)
    assert held(FILE, environ, NOW) is None
    assert not kept.exists()


@posix
def test_one_of_somebody_else_is_purged(environ, kept, monkeypatch):
    us = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: us + 1)
    assert held(FILE, environ, NOW) is None
    assert not kept.exists()


@posix
def test_a_link_is_purged_and_not_followed(environ, kept):
    elsewhere = kept.rename(kept.parent / "elsewhere")
    kept.symlink_to(elsewhere)
    assert held(FILE, environ, NOW) is None
    assert not kept.is_symlink()
    assert elsewhere.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{}",
        b"[]",
        b"null",
        SESSION.text().encode()[:-1],
        altered(key="00" * 31),
        altered(key="no hex"),
        altered(key=7),
        altered(until="soon"),
        altered(until=None),
        altered(slot=None),
        altered(slot=7),
        altered(file="1e" * 16),
        altered(more=1),
        altered(since=None),
        altered(since=NOW + 600),
        altered(since=NOW + 900 - 2 * LONGEST),
        altered(boot=7),
        altered(boot="of another start"),
    ],
)
def test_one_that_cannot_be_read_is_purged(environ, kept, content):
    kept.write_bytes(content)
    assert held(FILE, environ, NOW) is None
    assert not kept.exists()


def test_sessions_that_are_over_are_purged_for_all_vaults(environ, kept):
    """Nobody may ask for the others again."""
    other = replace(SESSION, file="1e" * 16, until=NOW + 60)
    keep(other, environ)
    strange = kept.with_name("notes.session")
    strange.write_text("not ours")
    sessions.sweep(environ, NOW + 61)
    assert {p.name for p in kept.parent.iterdir()} == {kept.name, strange.name}
    sessions.sweep(environ, NOW + 901)
    assert [*kept.parent.iterdir()] == [strange]


def test_one_that_cannot_be_purged_is_not_used_either(environ, kept, monkeypatch):
    def refuse(path, missing_ok=False):
        raise PermissionError(path.name)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert held(FILE, environ, NOW + 900) is None
    with pytest.raises(PermissionError):
        forget(FILE, environ)


def test_a_forgotten_one_is_gone(environ, kept):
    assert forget(FILE, environ) is True
    assert not kept.exists()
    assert held(FILE, environ, NOW) is None
    assert forget(FILE, environ) is False


def test_where_it_cannot_be_written_it_is_not_kept(environ, tmp_path):
    (tmp_path / "own").write_text("in the way")
    assert keep(SESSION, environ) is None


def test_without_a_place_it_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(sessions, "state_folder", lambda _environ: tmp_path)
    monkeypatch.setattr(sessions, "runtime_folder", lambda _environ: None)
    assert keep(SESSION, SSH) is None
    assert held(FILE, SSH, NOW) is None
    assert forget(FILE, SSH) is False


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("15m", 900),
        ("2h", 7200),
        ("90s", 90),
        ("1h30m", 5400),
        ("1h30", 5400),
        ("8 jam", 28800),
        ("30 menit", 1800),
        ("1 jam 30 menit", 5400),
        ("20 detik", 20),
        ("45", 2700),
        (" 2 H ", 7200),
        ("24h", LONGEST),
        ("1440", LONGEST),
    ],
)
def test_a_length_of_time_is_read(text, seconds):
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "m", "h2", "jam", "x", "2x", "2 hari", "0", "0m", "0h0m", "-5m", "+5m"),
        *("1.5h", "1,5 jam", "1 30", "1 30m", "15m;", "24h1s", "25h", "1441", "99999999m"),
        *("0x15m", "0 hari 15m"),
    ],
)
def test_what_is_none_or_too_long_is_refused(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        duration(text)
