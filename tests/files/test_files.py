"""A file stands there whole or not at all, and a killed run leaves nothing that stays."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from attache import files
from attache.files import save, saving, sweep
from attache.problems import NotWritten, Refused

posix = pytest.mark.skipif(os.name != "posix", reason="permissions and locks as on POSIX")
NAMELESS = "attache.files._unnamed"


@pytest.fixture(params=["nameless", "hidden"])
def way(request, monkeypatch):
    """Both ways of writing, whatever this system offers."""
    if request.param == "hidden":
        monkeypatch.setattr(NAMELESS, lambda *_args: None)
    return request.param


@posix
def test_whole_private_and_alone(tmp_path, way):
    path = tmp_path / "keluar.xlsx"
    save(path, b"satu", replace=False)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"satu", 0o600)
    with pytest.raises(Refused):
        save(path, b"dua", replace=False)
    assert path.read_bytes() == b"satu"
    save(path, b"dua", replace=True)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"dua", 0o600)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@posix
def test_a_file_that_came_into_being_meanwhile_stays(tmp_path, way, monkeypatch):
    path = tmp_path / "keluar.xlsx"
    monkeypatch.setattr(type(path), "exists", lambda _self: False)
    path.write_bytes(b"orang lain")
    with pytest.raises(Refused):
        save(path, b"satu", replace=False)
    assert path.read_bytes() == b"orang lain"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@posix
def test_a_full_disk_leaves_nothing(tmp_path, way, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten) as refused:
        save(tmp_path / "keluar.xlsx", b"satu", replace=False)
    assert [p.code for p in refused.value.problems] == ["FIL004"]
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_full_disk_is_told_before_the_second_step(tmp_path, way, monkeypatch):
    """Between the steps a line of the log says that the file leaves."""
    monkeypatch.setattr(os, "write", lambda *_args: (_ for _ in ()).throw(OSError(28, "full")))
    reached = False
    with pytest.raises(NotWritten), saving(tmp_path / "keluar.xlsx", b"satu", replace=False):
        reached = True
    assert not reached
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys
from pathlib import Path
from attache import files
if sys.argv[2] == "hidden":
    files._unnamed = lambda *a: None
stop = lambda *a, **m: os.kill(os.getpid(), 9)
setattr(files, sys.argv[3], stop)
files.save(Path(sys.argv[1]), b"rahasia" * 1000, replace=True)
"""


@posix
@pytest.mark.parametrize("at", ["_fill", "_move", "_settle"])
def test_what_a_killed_run_leaves_is_swept_by_the_next(tmp_path, way, at):
    path = tmp_path / "keluar.xlsx"
    path.write_bytes(b"dulu")
    command = [sys.executable, "-c", KILLED, path, way, at]
    assert subprocess.run(command, check=False).returncode == -9
    assert path.read_bytes() in (b"dulu", b"rahasia" * 1000)
    save(tmp_path / "lain.xlsx", b"satu", replace=False)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["keluar.xlsx", "lain.xlsx"]


@posix
def test_a_nameless_file_leaves_nothing_to_sweep(tmp_path):
    if not hasattr(os, "O_TMPFILE"):
        pytest.skip("no files without a name here")
    command = [sys.executable, "-c", KILLED, tmp_path / "keluar.xlsx", "nameless", "_fill"]
    assert subprocess.run(command, check=False).returncode == -9
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_living_writer_is_left_alone(tmp_path):
    hidden, descriptor = files._created(tmp_path / "keluar.xlsx")
    try:
        other = "from pathlib import Path; from attache.files import sweep;"
        told = f"{other} print(len(sweep(Path({str(tmp_path)!r}))))"
        ran = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True)
        assert ran.stdout.strip() == b"0"
    finally:
        os.close(descriptor)
    assert sweep(tmp_path) == [hidden]
