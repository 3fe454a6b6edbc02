"""Where anchors and the keys of open sessions lie."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from attache.vault import places
from attache.vault.places import default_path, runtime_folder, state_folder

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these folders")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    """A machine on which nobody has a folder in memory yet."""
    for name in ("_USERS", "_SHARED"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setattr(places, name, folder)
    monkeypatch.setattr(places, "_is_memory", lambda _folder: True)
    return tmp_path


def own(folder, mode=0o700):
    """A folder of ours, whatever the umask."""
    folder.mkdir()
    folder.chmod(mode)
    return folder


def shared(memory):
    return memory / "_SHARED" / f"attache-{os.geteuid()}"


def test_the_variable_says_where_everything_lies():
    environ = {"ATTACHE_STATE": "/srv/contoh", "XDG_RUNTIME_DIR": "/run/user/1"}
    assert state_folder(environ) == Path("/srv/contoh")
    assert runtime_folder(environ) == Path("/srv/contoh/sessions")


def test_a_user_who_is_not_there_has_no_home():
    """As a shell takes it: the words stay as they are."""
    assert state_folder({"ATTACHE_STATE": "~nobody-here/x"}) == Path("~nobody-here/x")
    assert default_path({"ATTACHE_VAULT": "~nobody-here/x"}) == Path("~nobody-here/x")


def test_it_may_be_given_from_home():
    environ = {"ATTACHE_STATE": "~/contoh"}
    assert state_folder(environ) == Path.home() / "contoh"
    assert runtime_folder(environ) == Path.home() / "contoh" / "sessions"


@pytest.mark.parametrize("environ", [{}, {"ATTACHE_STATE": ""}])
def test_otherwise_anchors_lie_in_the_state_folder_of_the_user(environ):
    folder = state_folder(environ)
    assert folder.is_absolute()
    assert "attache" in folder.parts


@posix
@pytest.mark.parametrize("mode", [0o700, 0o500])
def test_keys_lie_in_the_runtime_folder_of_the_user(memory, mode):
    folder = own(memory / "run", mode)
    assert runtime_folder({"XDG_RUNTIME_DIR": str(folder)}) == folder / "attache"


@linux
def test_without_the_variable_it_is_found(memory):
    folder = own(memory / "_USERS" / str(os.geteuid()))
    assert runtime_folder({}) == folder / "attache"
    assert not shared(memory).exists()


@linux
@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o777])
def test_a_runtime_folder_that_others_may_enter_is_not_taken(memory, mode):
    given = own(memory / "run", mode)
    own(memory / "_USERS" / str(os.geteuid()), mode)
    assert runtime_folder({"XDG_RUNTIME_DIR": str(given)}) == shared(memory) / "attache"


@linux
@pytest.mark.parametrize("kind", ["missing", "file", "link", "relative"])
def test_what_is_no_folder_of_its_own_is_not_taken(memory, kind, monkeypatch):
    target, given = own(memory / "target"), memory / "run"
    if kind == "file":
        given.touch(mode=0o600)
    elif kind == "link":
        given.symlink_to(target)
    elif kind == "relative":
        monkeypatch.chdir(memory)
        given = Path("target")
    assert runtime_folder({"XDG_RUNTIME_DIR": str(given)}) == shared(memory) / "attache"


@linux
def test_a_folder_that_may_not_be_looked_at_is_not_taken(memory, monkeypatch):
    """Simulated: the tests may run as root, who may look at everything."""
    given, looked = own(memory / "run"), Path.is_symlink

    def refuse(path):
        if path == given:
            raise PermissionError(path.name)
        return looked(path)

    monkeypatch.setattr(Path, "is_symlink", refuse)
    assert runtime_folder({"XDG_RUNTIME_DIR": str(given)}) == shared(memory) / "attache"


@linux
def test_the_last_resort_is_a_folder_in_memory_that_nobody_else_may_enter(memory):
    before = os.umask(0)
    try:
        assert runtime_folder({}) == shared(memory) / "attache"
    finally:
        os.umask(before)
    assert stat.S_IMODE(shared(memory).stat().st_mode) == 0o700
    assert runtime_folder({}) == shared(memory) / "attache"


@linux
@pytest.mark.parametrize("kind", ["open", "file", "link", "dangling"])
def test_what_somebody_put_in_its_place_is_refused(memory, kind):
    """Anybody may write there, and must not be able to have the key or to stop the commands."""
    place = shared(memory)
    if kind == "open":
        own(place, 0o755)
    elif kind == "file":
        place.touch(mode=0o600)
    elif kind == "link":
        place.symlink_to(own(memory / "target"))
    else:
        place.symlink_to(memory / "nowhere")
    assert runtime_folder({}) is None
    assert not (memory / "nowhere").exists()


@linux
def test_a_folder_of_somebody_else_is_refused(memory, monkeypatch):
    us = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: us + 1)
    given = own(memory / "run")
    own(memory / "_USERS" / str(us + 1))
    own(shared(memory))
    assert runtime_folder({"XDG_RUNTIME_DIR": str(given)}) is None


@linux
def test_where_nothing_lies_in_memory_there_is_none(memory):
    (memory / "_SHARED").rmdir()
    assert runtime_folder({}) is None


@posix
def test_a_mac_has_none_unless_it_is_given(memory, monkeypatch):
    monkeypatch.setattr(places, "sys", SimpleNamespace(platform="darwin"))
    own(memory / "_USERS" / str(os.geteuid()))
    folder = own(memory / "run")
    assert runtime_folder({}) is None
    assert not shared(memory).exists()
    assert runtime_folder({"XDG_RUNTIME_DIR": str(folder)}) == folder / "attache"


def test_windows_has_none(memory, monkeypatch):
    monkeypatch.setattr(places, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(places, "sys", SimpleNamespace(platform="win32"))
    assert runtime_folder({"XDG_RUNTIME_DIR": str(own(memory / "run"))}) is None
    environ = {"ATTACHE_STATE": str(memory)}
    assert runtime_folder(environ) == memory / "sessions"


@linux
@pytest.mark.parametrize(("kind", "taken"), [("tmpfs", True), ("ext4", False), ("btrfs", False)])
def test_a_folder_on_a_disk_is_no_memory_whatever_a_variable_says(memory, monkeypatch, kind, taken):
    folder = own(memory / "runtime")
    monkeypatch.undo()
    mounts = f"/dev/x / ext4 rw 0 0\nx {folder} {kind} rw 0 0\n"
    monkeypatch.setattr(places, "linux_mounts", lambda: mounts)
    found = runtime_folder({"XDG_RUNTIME_DIR": str(folder)})
    assert (found == folder / "attache") is taken
