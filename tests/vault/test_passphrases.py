"""Passphrases that attache makes, and where scripts have theirs from."""

from __future__ import annotations

import os
import secrets
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from attache.problems import VaultLocked
from attache.vault.passphrases import from_command, from_fd, from_file, generated, weaknesses

WORDS = "satu dua tiga empat lima enam"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def code(raised):
    """The problem; and what was read shows in no traceback."""
    assert "satu" not in str(raised.value)
    assert raised.value.__context__ is None or raised.value.__suppress_context__
    return [p.code for p in raised.value.problems]


def written(path, content, mode=0o600):
    path.write_bytes(content)
    path.chmod(mode)
    return path


def python(program, *words):
    """A command that runs a program, as an officer would write it."""
    return shlex.join([Path(sys.executable).as_posix(), "-c", program, *words])


def printing(content, ending=0):
    """A command that prints some bytes."""
    return python(f"import sys; sys.stdout.buffer.write({content!r}); sys.exit({ending})")


def piped(content):
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    return reading


def had(source, path, content):
    """The passphrase from a source that has these bytes."""
    if source == "file":
        return from_file(written(path, content))
    if source == "command":
        return from_command(printing(content))
    handle = piped(content)
    try:
        return from_fd(handle)
    finally:
        os.close(handle)


def test_six_words_are_made():
    words = generated().split(" ")
    assert len(words) == 6
    assert all(3 <= len(word) <= 8 for word in words)
    assert not weaknesses(generated())


def test_they_come_from_the_long_list_by_the_systems_chance(monkeypatch):
    lists = []

    def last(words):
        lists.append(words)
        return words[-1]

    monkeypatch.setattr(secrets, "choice", last)
    assert generated() == " ".join(words[-1] for words in lists)
    assert len(lists) == 6
    assert len(set(lists[0])) > 6000
    assert {len(word) for word in lists[0]} == set(range(3, 9))
    assert {"abacus", "zoom"} <= set(lists[0])


def test_they_are_others_each_time():
    assert len({generated() for _time in range(20)}) == 20


@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        "kata sandi ñ ü",
        "aB3$kL9!pQ2z",
        "kuda laut biru tenang",
        "x7 " * 9 + "panjang " * 500,
    ],
)
def test_a_passphrase_that_is_long_and_no_pattern_is_taken(text):
    assert weaknesses(text) == []


def codes(text, *known):
    return [(p.code, p.field) for p in weaknesses(text, known)]


@pytest.mark.parametrize("text", ["", "satu dua ti", "aaaaaaaaaaa", " " * 20, "  satu dua  "])
def test_a_short_one_is_not(text):
    assert codes(text) == [("VLT019", "passphrase")]


@pytest.mark.parametrize(
    "text",
    [
        "password1234",
        "123456789012",
        "abcdabcdabcd",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop12",
        "Indonesia1945",
        "indonesia indonesia",
        "rahasia12345",
        "bismillah786",
        "imigrasi2026",
        "kbri imigrasi",
        "Password!2024!",
    ],
)
def test_one_that_is_guessed_early_is_not(text):
    assert codes(text) == [("VLT066", "passphrase")]


def test_what_everybody_knows_of_the_office_makes_none():
    assert codes("Nurhasanah Contoh") == []
    assert codes("Nurhasanah Contoh", "Nurhasanah Contoh") == [("VLT066", "passphrase")]
    assert codes("contoh nurhasanah", "Nurhasanah Contoh") == [("VLT066", "passphrase")]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"satu dua", "satu dua"),
        (b"satu dua\n", "satu dua"),
        (b"satu dua\r\n", "satu dua"),
        (b" satu  dua \n", " satu  dua "),
        (b"satu\ntambahan\n", "satu"),
        ("satu ñ 口\n".encode(), "satu ñ 口"),
        (b"s" * 4096, "s" * 4096),
    ],
)
@pytest.mark.parametrize("source", ["file", "fd", "command"])
def test_the_first_line_is_the_passphrase(tmp_path, content, read, source):
    assert had(source, tmp_path / "p", content) == read


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"  \n", b"\nsatu dua", b"satu \xff", b"s" * 4097],
    ids=["nothing", "no words", "spaces", "second line", "no text", "too long"],
)
@pytest.mark.parametrize("source", ["file", "fd", "command"])
def test_what_is_none_is_refused(tmp_path, content, source):
    with pytest.raises(VaultLocked) as raised:
        had(source, tmp_path / "p", content)
    assert code(raised) == ["VLT021"]
    assert raised.value.exit_code == 12


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o700 | 0o001])
def test_a_file_that_others_may_open_is_refused(tmp_path, mode):
    with pytest.raises(VaultLocked) as raised:
        from_file(written(tmp_path / "p", WORDS.encode(), mode))
    assert code(raised) == ["VLT020"]


@posix
def test_a_file_of_somebody_else_is_refused(tmp_path, monkeypatch):
    path, us = written(tmp_path / "p", WORDS.encode()), os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: us + 1)
    with pytest.raises(VaultLocked) as raised:
        from_file(path)
    assert code(raised) == ["VLT020"]


@posix
@pytest.mark.parametrize("kind", ["missing", "folder", "link"])
def test_what_is_no_file_of_its_own_is_refused(tmp_path, kind):
    place = tmp_path / "place"
    if kind == "folder":
        place.mkdir(mode=0o700)
    elif kind == "link":
        place.symlink_to(written(tmp_path / "p", WORDS.encode()))
    with pytest.raises(VaultLocked) as raised:
        from_file(place)
    assert code(raised) == ["VLT020"]


def test_a_pipe_in_parts_is_put_together(monkeypatch):
    parts = [b"satu", b" dua", b" tiga\n", b""]
    monkeypatch.setattr(os, "read", lambda _handle, _size: parts.pop(0))
    assert from_fd(99) == "satu dua tiga"


def test_a_descriptor_that_never_ends_is_refused(monkeypatch):
    asked: list[int] = []

    def endless(_handle, size):
        asked.append(size)
        assert len(asked) < 10
        return b"s" * size

    monkeypatch.setattr(os, "read", endless)
    with pytest.raises(VaultLocked) as raised:
        from_fd(99)
    assert code(raised) == ["VLT021"]


def test_a_descriptor_that_is_not_open_is_refused():
    handle = piped(b"")
    os.close(handle)
    with pytest.raises(VaultLocked) as raised:
        from_fd(handle)
    assert code(raised) == ["VLT021"]


def test_of_a_command_only_the_first_line_is_looked_at():
    assert from_command(printing(b"satu dua\n" + b"\xff" * 9000)) == "satu dua"


@pytest.mark.parametrize("command", ["   ", "'", "attache-no-such-command", "\0"])
def test_a_command_that_cannot_be_run_is_refused(command):
    with pytest.raises(VaultLocked) as raised:
        from_command(command)
    assert code(raised) == ["VLT021"]


def test_a_command_that_fails_is_refused_whatever_it_printed():
    with pytest.raises(VaultLocked) as raised:
        from_command(printing(b"satu dua\n", ending=3))
    assert code(raised) == ["VLT021"]


def test_a_command_that_hangs_is_refused(monkeypatch):
    given = {}

    def hang(_words, **options):
        given.update(options)
        raise subprocess.TimeoutExpired("contoh", options["timeout"], output=b"satu")

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(VaultLocked) as raised:
        from_command("contoh")
    assert code(raised) == ["VLT021"]
    assert given["timeout"] == 60


def test_no_shell_comes_between(tmp_path):
    """What a shell would do, nobody does: the words reach the program as they are."""
    trap = tmp_path / "trap"
    command = python("import sys; print(sys.argv[1:])")
    said = from_command(f"{command} $HOME ; touch {trap.as_posix()}")
    assert said == str(["$HOME", ";", "touch", trap.as_posix()])
    assert not trap.exists()


def test_what_the_command_complains_of_is_seen(capfd):
    program = "import sys; print('satu dua'); print('kartu tidak ada', file=sys.stderr)"
    assert from_command(python(program)) == "satu dua"
    told = capfd.readouterr()
    assert "kartu tidak ada" in told.err
    assert "satu" not in told.out + told.err
