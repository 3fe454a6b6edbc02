"""Reading and writing on a system that may refuse each step: nothing is left half."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from functools import partial
from pathlib import Path

import pytest

from attache.vault import system
from tests.vault import faked
from tests.vault.faked import refusing, short, umask

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and folders as on POSIX")

BEFORE, MORE = b"what was there;", b"and what is added to it"
UMASKS = [0o000, 0o022, 0o277, 0o777]


@pytest.fixture
def path(tmp_path):
    kept = tmp_path / "post.vault"
    kept.write_bytes(BEFORE)
    return kept


@pytest.fixture
def fake(monkeypatch):
    return partial(faked.put, monkeypatch)


@posix
def test_a_pipe_or_a_device_is_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(system.Irregular) as refused:
            system.read(path)
        assert system.reason(refused.value) == "it is a pipe or a device"
    with pytest.raises(IsADirectoryError):
        system.read(tmp_path)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def beside(path):
    return sorted(p.name for p in path.parent.iterdir())


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EACCES, "there is no permission"),
        (errno.EPERM, "there is no permission"),
        (errno.EROFS, "the disk cannot be written to"),
        (errno.EIO, "the disk reports an error"),
        (errno.ESTALE, "another program has written into the file"),
        (errno.ENAMETOOLONG, "what the system calls it"),
    ],
)
def test_a_refusal_has_a_reason_without_the_name_of_the_file(number, text):
    refused = OSError(number, "what the system calls it", "Siti Contoh.vault")
    assert system.reason(refused) == text


def test_a_refusal_that_says_nothing_has_at_least_its_kind():
    assert system.reason(TimeoutError()) == "TimeoutError"


@pytest.mark.parametrize(
    ("where", "found"),
    [((), BEFORE), ((5,), BEFORE[5:]), ((5, 3), BEFORE[5:8]), ((0, 0), b""), ((5, 99), BEFORE[5:])],
)
def test_a_file_is_read_whole_or_in_part(path, where, found):
    assert system.read(path, *where) == found
    assert system.read(path, 99) == b""
    assert system.size_of(path) == len(BEFORE)


@pytest.mark.parametrize(("size", "found"), [(12, BEFORE[:12]), (99, BEFORE)])
def test_a_system_that_gives_less_than_it_is_asked_for_is_asked_again(
    path, monkeypatch, size, found
):
    class Slow(io.FileIO):
        def read(self, size=-1, /):
            return super().read(min(size, 5))

    monkeypatch.setattr(Path, "open", lambda self, *_args, **_more: Slow(self))
    assert system.read(path, 0, size) == found


@pytest.mark.parametrize("act", [system.read, system.size_of, lambda p: system.truncate(p, 0)])
def test_a_file_that_is_not_there_is_told_and_not_made(tmp_path, act):
    with pytest.raises(FileNotFoundError):
        act(tmp_path / "post.vault")
    with pytest.raises(FileNotFoundError):
        system.append(tmp_path / "post.vault", 0, MORE)
    assert beside(tmp_path / "post.vault") == []


def test_what_is_appended_is_synced_after_all_of_it_is_written(path, fake):
    calls = fake(write=short)
    system.append(path, len(BEFORE), MORE)
    assert path.read_bytes() == BEFORE + MORE
    assert calls.names == ["open", *["write"] * 5, "fsync", "close"]


@pytest.mark.parametrize("at", [1, 2, 3, 5])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG])
def test_a_write_that_is_refused_is_taken_back(path, fake, number, at):
    calls = fake(write=refusing(number, short, at))
    with pytest.raises(OSError, match=os.strerror(number)) as raised:
        system.append(path, len(BEFORE), MORE)
    assert raised.value.errno == number
    assert path.read_bytes() == BEFORE
    assert calls.names == ["open", *["write"] * at, "ftruncate", "fsync", "close"]


def test_a_disk_that_takes_nothing_is_full(path, fake):
    """Instead of an endless loop."""
    fake(write=lambda _handle, _content: 0)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as raised:
        system.append(path, len(BEFORE), MORE)
    assert raised.value.errno == errno.ENOSPC
    assert path.read_bytes() == BEFORE


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EINVAL])
def test_a_sync_that_failed_is_taken_back_and_never_tried_again(path, fake, number):
    calls = fake(fsync=refusing(number))
    with pytest.raises(OSError, match=os.strerror(number)):
        system.append(path, len(BEFORE), MORE)
    assert path.read_bytes() == BEFORE
    assert calls.names == ["open", "write", "fsync", "ftruncate", "close"]


@pytest.mark.parametrize("later", ["ftruncate", "fsync"])
def test_the_first_error_is_the_one_that_is_told(path, fake, later):
    others = {"write": refusing(errno.ENOSPC, short, 2), later: refusing(errno.EIO)}
    calls = fake(**others)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        system.append(path, len(BEFORE), MORE)
    assert calls.names[-1] == "close"


def test_an_interrupted_writer_takes_back_what_it_wrote(path, fake):
    def interrupted(handle, content):
        short(handle, content)
        raise KeyboardInterrupt

    fake(write=interrupted)
    with pytest.raises(KeyboardInterrupt):
        system.append(path, len(BEFORE), MORE)
    assert path.read_bytes() == BEFORE


@pytest.mark.parametrize("offset", [0, len(BEFORE) - 1, len(BEFORE) + 1])
def test_a_file_that_another_program_changed_is_left_alone(path, fake, offset):
    calls = fake()
    with pytest.raises(OSError, match=os.strerror(errno.ESTALE)) as raised:
        system.append(path, offset, MORE)
    assert raised.value.errno == errno.ESTALE
    assert path.read_bytes() == BEFORE
    assert calls.names == ["open", "close"]


def test_a_torn_tail_is_cut_off_durably(path, fake):
    calls = fake()
    system.truncate(path, 4)
    assert path.read_bytes() == BEFORE[:4]
    assert calls.names == ["open", "ftruncate", "fsync", "close"]


@posix
@pytest.mark.parametrize("bits", UMASKS)
def test_a_file_that_is_replaced_is_ours_alone_whatever_the_umask(path, fake, bits):
    path.chmod(0o644)
    calls = fake()
    with umask(bits):
        system.replace(path, [BEFORE, b"", MORE])
    assert path.read_bytes() == BEFORE + MORE
    assert mode(path) == 0o600
    assert calls[0][1][2] == 0o600, "already when it is made"
    assert beside(path) == ["post.vault"]


@posix
def test_the_new_file_is_on_the_disk_before_it_has_the_name_and_the_folder_after(
    path, fake, monkeypatch
):
    calls, replace = fake(), Path.replace

    def replaced(old, new):
        calls.append(("replace", ()))
        assert old.name.startswith(".post.vault.")
        assert new.read_bytes() == BEFORE
        return replace(old, new)

    monkeypatch.setattr(Path, "replace", replaced)
    system.replace(path, [MORE])
    file = ["open", "fchmod", "write", "fsync", "close"]
    assert calls.names == [*file, "replace", "open", "fsync", "close"]
    assert calls[6][1][0] == path.parent


@posix
@pytest.mark.parametrize("call", ["open", "fchmod", "write", "fsync"])
@pytest.mark.parametrize("act", [system.replace, system.write_private])
def test_a_replacement_that_is_refused_leaves_what_was_there(path, fake, call, act):
    chunk = [MORE] if act is system.replace else MORE
    more = {} if act is system.replace else {"durable": True}
    fake(**{call: refusing(errno.EIO)})
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        act(path, chunk, **more)
    assert path.read_bytes() == BEFORE
    assert beside(path) == ["post.vault"]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, MemoryError, OSError])
def test_content_that_breaks_off_leaves_what_was_there(path, fake, failure):
    def chunks():
        yield MORE
        raise failure

    calls = fake()
    with pytest.raises(failure):
        system.replace(path, chunks())
    assert path.read_bytes() == BEFORE
    assert beside(path) == ["post.vault"]
    assert calls.names[-1] == "close"


@posix
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_folder_that_knows_no_sync_will_do(path, fake, number):
    """Some network folders, where an officer insists on one."""
    fake(fsync=refusing(number, os.fsync, at=2))
    system.replace(path, [MORE])
    assert path.read_bytes() == MORE


@posix
def test_a_folder_whose_sync_fails_is_told(path, fake):
    calls = fake(fsync=refusing(errno.EIO, os.fsync, at=2))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        system.replace(path, [MORE])
    assert calls.names[-2:] == ["fsync", "close"]


@posix
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("act", [system.replace, system.write_private])
def test_a_link_in_the_place_of_the_new_file_is_not_followed(path, monkeypatch, there, act):
    target = path.with_name("another's")
    if there:
        target.write_bytes(b"theirs")
    monkeypatch.setattr("attache.vault.system.secrets.token_hex", lambda _size: "0123")
    path.with_name(".post.vault.0123.tmp").symlink_to(target)
    with pytest.raises(FileExistsError):
        act(path, [MORE] if act is system.replace else MORE)
    assert path.read_bytes() == BEFORE
    assert target.read_bytes() == b"theirs" if there else not target.exists()


@posix
@pytest.mark.parametrize("bits", UMASKS)
def test_a_small_file_and_its_folders_are_ours_alone_whatever_the_umask(tmp_path, bits):
    kept = tmp_path / "state" / "anchors" / "0a1b"
    with umask(bits):
        system.write_private(kept, MORE)
    assert kept.read_bytes() == MORE
    assert [mode(p) for p in (kept, kept.parent, kept.parent.parent)] == [0o600, 0o700, 0o700]
    assert beside(kept) == ["0a1b"]


@posix
@pytest.mark.parametrize(("durable", "syncs"), [(False, 0), (True, 2)])
def test_a_small_file_is_synced_with_its_folder_where_it_must_last(path, fake, durable, syncs):
    calls = fake()
    system.write_private(path, MORE, durable=durable)
    assert path.read_bytes() == MORE
    assert calls.names.count("fsync") == syncs
