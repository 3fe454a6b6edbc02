"""What differs from system to system: syncing, replacing, modes, folders, leftovers."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from attache.vault import system
from tests.vault import faked
from tests.vault.faked import refusing, umask

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and names as on POSIX")

BEFORE, AFTER = b"what was there", b"what is there now"
FULL_SYNC = 51


class InUse(PermissionError):
    """How Windows refuses: with a number of its own."""

    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EACCES, "Access is denied")
        self.winerror = winerror


@pytest.fixture
def path(tmp_path):
    kept = tmp_path / "post.vault"
    kept.write_bytes(BEFORE)
    return kept


@pytest.fixture
def windows(monkeypatch):
    return faked.windows(monkeypatch)


@pytest.fixture
def mac(monkeypatch):
    """macOS with this answer to F_FULLFSYNC; gives the calls."""

    def put(answer):
        calls = faked.put(monkeypatch)

        def fcntl(handle, operation):
            calls.append(("fcntl", (handle, operation)))
            if answer:
                raise OSError(answer, os.strerror(answer))

        known = SimpleNamespace(fcntl=fcntl, F_FULLFSYNC=FULL_SYNC)
        monkeypatch.setitem(sys.modules, "fcntl", known)
        monkeypatch.setattr(system, "sys", SimpleNamespace(platform="darwin"))
        return calls

    return put


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def beside(path):
    return sorted(p.name for p in path.parent.iterdir())


def held_by_another(monkeypatch, winerror, times):
    """Path.replace is refused so many times; gives the list of its calls."""
    calls, replace = [], Path.replace

    def replaced(old, new):
        calls.append(old)
        if len(calls) <= times:
            raise InUse(winerror)
        return replace(old, new)

    monkeypatch.setattr(Path, "replace", replaced)
    return calls


def test_macos_is_told_to_empty_the_cache_of_the_disk_too(path, mac):
    calls = mac(None)
    system.append(path, len(BEFORE), AFTER)
    assert calls.names == ["open", "write", "fcntl", "close"]
    assert calls[2][1][1] == FULL_SYNC


@posix
def test_macos_is_told_so_for_a_folder_too(path, mac):
    calls = mac(None)
    system.replace(path, [AFTER])
    assert calls.names.count("fcntl") == 2
    assert "fsync" not in calls.names


@pytest.mark.parametrize("number", [errno.ENOTSUP, errno.EINVAL, errno.ENOTTY])
def test_on_macos_a_file_system_without_it_is_synced_as_elsewhere(path, mac, number):
    """smbfs, webdav and zfs each say it in their own way."""
    calls = mac(number)
    system.append(path, len(BEFORE), AFTER)
    assert calls.names == ["open", "write", "fcntl", "fsync", "close"]
    assert path.read_bytes() == BEFORE + AFTER


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_on_macos_a_sync_that_failed_is_not_tried_in_another_way(path, mac, number):
    calls = mac(number)
    with pytest.raises(OSError, match=os.strerror(number)):
        system.append(path, len(BEFORE), AFTER)
    assert calls.names == ["open", "write", "fcntl", "ftruncate", "close"]
    assert path.read_bytes() == BEFORE


def test_on_windows_our_own_handle_is_closed_before_the_file_is_replaced(
    path, windows, monkeypatch
):
    replace = Path.replace

    def replaced(old, new):
        windows.append(("replace", ()))
        return replace(old, new)

    monkeypatch.setattr(Path, "replace", replaced)
    system.replace(path, [AFTER])
    assert windows.names == ["open", "write", "fsync", "close", "replace"]
    assert path.read_bytes() == AFTER


@pytest.mark.parametrize("winerror", [5, 32, 33])
@pytest.mark.parametrize("times", [1, 3, 8])
def test_on_windows_a_file_that_somebody_reads_is_waited_for(
    path, windows, monkeypatch, winerror, times
):
    held_by_another(monkeypatch, winerror, times)
    new = path.with_name("new")
    waits: list[float] = []
    new.write_bytes(AFTER)
    system._put_in_place(new, path, waits.append)
    assert path.read_bytes() == AFTER
    assert len(waits) == times
    assert waits == sorted(waits)


def test_on_windows_the_wait_has_an_end(path, windows, monkeypatch):
    held_by_another(monkeypatch, 32, 99)
    new = path.with_name("new")
    waits: list[float] = []
    new.write_bytes(AFTER)
    with pytest.raises(InUse):
        system._put_in_place(new, path, waits.append)
    assert 1.5 < sum(waits) < 3
    assert path.read_bytes() == BEFORE


@pytest.mark.parametrize("winerror", [2, 17, 112])
def test_on_windows_other_refusals_are_not_waited_for(path, windows, monkeypatch, winerror):
    calls = held_by_another(monkeypatch, winerror, 99)
    waits: list[float] = []
    with pytest.raises(InUse):
        system._put_in_place(path.with_name("new"), path, waits.append)
    assert (len(calls), waits) == (1, [])


def test_on_windows_the_new_file_is_removed_when_the_old_one_stays_in_use(
    path, windows, monkeypatch
):
    held_by_another(monkeypatch, 32, 99)
    monkeypatch.setattr(system, "_RETRIES", 0)
    with pytest.raises(InUse):
        system.replace(path, [AFTER])
    assert path.read_bytes() == BEFORE
    assert beside(path) == ["post.vault"]


@posix
def test_elsewhere_a_replacement_is_never_tried_again(path, monkeypatch):
    calls: list[Path] = []
    waits: list[float] = []

    def refused(old, _new):
        calls.append(old)
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError):
        system._put_in_place(path.with_name("new"), path, waits.append)
    assert (len(calls), waits) == (1, [])


@posix
@pytest.mark.parametrize(
    ("bits", "private"),
    [(0o600, True), (0o400, True), (0o700, True), (0o640, False), (0o604, False), (0o601, False)],
)
def test_a_file_is_private_where_nobody_else_may_touch_it(path, bits, private):
    path.chmod(bits)
    assert system.is_private(path) is private


@posix
def test_the_file_of_another_user_is_not_private_whatever_its_mode(path, monkeypatch):
    path.chmod(0o600)
    faked.put(monkeypatch, geteuid=lambda: os.geteuid() + 1)
    assert not system.is_private(path)


@posix
def test_a_link_to_a_private_file_is_not_private(path):
    """Whoever can change the link chooses the file."""
    path.chmod(0o600)
    link = path.with_name("link")
    link.symlink_to(path)
    assert not system.is_private(link)


@posix
def test_on_windows_modes_say_nothing(path, windows):
    path.chmod(0o644)
    assert system.is_private(path)
    assert not system.is_private(path.with_name("not there"))


@posix
@pytest.mark.parametrize("bits", [0o000, 0o277, 0o777])
def test_new_folders_are_ours_alone_and_old_ones_stay_as_they_are(tmp_path, bits):
    tmp_path.chmod(0o755)
    deep = tmp_path / "one" / "two" / "three"
    with umask(bits):
        system.make_folder(deep)
        system.make_folder(deep)
    assert [mode(f) for f in (deep, deep.parent, deep.parent.parent)] == [0o700] * 3
    assert mode(tmp_path) == 0o755


@posix
def test_a_folder_that_another_process_makes_first_is_taken_as_it_is(tmp_path, monkeypatch):
    folder, mkdir = tmp_path / "data", Path.mkdir

    def late(self, mode=0o777):
        mkdir(self, mode)
        self.chmod(0o750)
        raise FileExistsError(errno.EEXIST, "File exists")

    monkeypatch.setattr(Path, "mkdir", late)
    system.make_folder(folder)
    assert mode(folder) == 0o750


@posix
@pytest.mark.parametrize("in_the_way", ["file", "link"])
def test_what_stands_in_a_folders_place_is_told_and_left(tmp_path, in_the_way):
    place = tmp_path / "data"
    if in_the_way == "file":
        place.write_bytes(BEFORE)
    else:
        place.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        system.make_folder(place)
    assert not place.is_dir()
    assert not (tmp_path / "nowhere").exists()


@posix
@pytest.mark.parametrize("name", ["post.vault", "post[1].vault", "post", "post?"])
def test_only_the_leftovers_of_this_file_are_removed(tmp_path, name):
    """Not those of a backup beside it, which another process may be writing under its own lock."""
    path = tmp_path / name
    left = {f".{name}.0123456789abcdef.tmp", f".{name}.ab_12xyz.tmp"}
    others = {name, f".{name}.bak.0123.tmp", ".post1.0123.tmp", f"{name}.0123.tmp", f".{name}.tmp"}
    for other in left | others:
        (tmp_path / other).write_bytes(BEFORE)
    system.remove_leftovers(path)
    assert set(beside(path)) == others
    system.remove_leftovers(tmp_path / "nowhere" / name)


@posix
def test_a_leftover_that_is_a_link_goes_and_its_target_stays(path):
    path.with_name(".post.vault.0123.tmp").symlink_to(path)
    system.remove_leftovers(path)
    assert beside(path) == ["post.vault"]
    assert path.read_bytes() == BEFORE


def test_a_leftover_that_cannot_be_removed_is_told(path, monkeypatch):
    path.with_name(".post.vault.0123.tmp").write_bytes(BEFORE)
    monkeypatch.setattr(Path, "unlink", lambda _path, missing_ok: refusing(errno.EACCES)())
    with pytest.raises(PermissionError):
        system.remove_leftovers(path)
