"""Full disks, other processes, and kills: nothing that was stored is lost, nothing half is kept."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from attache.problems import NotWritten, VaultBusy
from attache.vault import create_vault, open_vault
from attache.vault import vault as module
from tests.vault.conftest import AT

posix = pytest.mark.skipif(sys.platform == "win32", reason="kills and locks as on POSIX")

PROGRAM = """
import os, signal, sys
from datetime import date
from pathlib import Path

from attache import records
from attache.records.record import parse
from attache.vault import open_vault

vault = open_vault(Path(sys.argv[1]))

def person(name):
    return parse(records.named("person").model, {{"name": name}}, date(2026, 1, 31)).draft

{body}
"""


def program(vault, body):
    """Another process that works on the vault."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(body=body), str(vault.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def names(vault):
    return [k.content.name for k in open_vault(vault.path).view().every("person")]


def leftovers(vault):
    return [p.name for p in vault.path.parent.iterdir() if p.suffix == ".tmp"]


REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EACCES: "there is no permission",
    errno.EROFS: "the disk cannot be written to",
    errno.EIO: os.strerror(errno.EIO),
}


@pytest.mark.parametrize("call", ["fsync", "replace", "write"])
@pytest.mark.parametrize("number", REASONS)
def test_a_disk_that_refuses_changes_nothing(vault, siti, budi, monkeypatch, call, number):
    """Whichever step of the writing it refuses. Root may write anywhere, so it is simulated."""
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    before = vault.path.read_bytes()

    def refuse(*_args, **_more):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        if call == "replace":
            broken.setattr(Path, "replace", refuse)
        elif call == "write":
            broken.setattr(os, "fdopen", lambda handle, _mode: Full(handle, refuse))
        else:
            broken.setattr(os, "fsync", refuse)
        with pytest.raises(NotWritten) as raised, vault.work("person add", AT) as work:
            work.add("person", budi)
    (found,) = raised.value.problems
    assert (found.code, found.args["reason"]) == ("VLT004", REASONS[number])
    assert raised.value.exit_code == 14
    assert vault.path.read_bytes() == before
    assert leftovers(vault) == []
    with vault.work("person add", AT) as work:
        assert work.add("person", budi).ref == "PNH-A-P2"


class Full(io.BufferedWriter):
    """A file on a disk that has room for ten bytes more."""

    def __init__(self, handle, refuse):
        super().__init__(io.FileIO(handle, "wb"))
        self.refuse = refuse

    def write(self, content):
        super().write(content[:10])
        self.flush()
        return self.refuse()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_vault_that_cannot_be_written_is_not_made(path, post, number, monkeypatch):
    def refuse(*_args, **_more):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr("tempfile.mkstemp", refuse)
        with pytest.raises(NotWritten):
            create_vault(path, post, "init", AT)
    assert not path.exists()
    assert create_vault(path, post, "init", AT).view().post == post


def test_the_content_is_on_the_disk_before_it_replaces_the_old(vault, siti, monkeypatch):
    """And the folder afterwards: otherwise a power cut could undo what was acknowledged."""
    steps = []
    fsync, replace = os.fsync, Path.replace

    def synced(handle):
        steps.append("folder" if os.path.isdir(f"/dev/fd/{handle}") else "file")  # noqa: PTH112
        fsync(handle)

    def replaced(old, new):
        steps.append("replace")
        return replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    with vault.work("person add", AT) as work:
        work.add("person", siti)
        assert steps == []
    assert steps == ["file", "replace", "folder"]


def test_what_a_killed_writer_left_is_removed(vault, siti):
    left = vault.path.with_name(".post.vault.abc123.tmp")
    other = vault.path.with_name("notes.tmp")
    for path in (left, other):
        path.write_bytes(b"half of a v")
    assert list(vault.view().every("person")) == []
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    assert not left.exists()
    assert other.exists()


def test_leftovers_that_cannot_be_removed_do_not_keep_the_lock(vault, siti, monkeypatch):
    def refuse(*_args, **_more):
        raise OSError(errno.EACCES, "Permission denied")

    vault.path.with_name(".post.vault.abc123.tmp").write_bytes(b"half of a v")
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", refuse)
        with pytest.raises(NotWritten) as raised, vault.work("person add", AT):
            pytest.fail("not without the removal")
    monkeypatch.setattr(module, "LOCK_WAIT", 0.0)
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    assert raised.value.problems[0].code == "VLT004"


@posix
def test_two_processes_lose_nothing(vault):
    """Each adds twenty in units of their own, as fast as it can."""
    body = """
for number in range(20):
    with vault.work("person add", "2026-01-31T00:00:00Z") as work:
        print(work.add("person", person(f"{sys.argv[1][-1]} Contoh")).ref)
"""
    both = [program(vault, body), program(vault, body)]
    refs = [ref for one in both for ref in one.communicate(timeout=30)[0].split()]
    assert [one.returncode for one in both] == [0, 0]
    assert sorted(refs, key=lambda r: int(r.rpartition("P")[2])) == [
        f"PNH-A-P{number}" for number in range(1, 41)
    ]
    assert [k.ref for k in vault.view().every("person")] == [f"PNH-A-P{n}" for n in range(1, 41)]
    assert leftovers(vault) == []


@posix
def test_a_vault_that_stays_in_use_is_busy(vault, siti, monkeypatch):
    """Reading goes on; and the lock of a process that ends, however it does, is free."""
    body = """
with vault.work("person add", "2026-01-31T00:00:00Z") as work:
    work.add("person", person("Umpama"))
    print("held", flush=True)
    sys.stdin.read()
"""
    holder = program(vault, body)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    monkeypatch.setattr(module, "LOCK_WAIT", 0.05)
    with pytest.raises(VaultBusy) as raised, vault.work("person add", AT):
        pytest.fail("another process holds the lock")
    assert raised.value.exit_code == 11
    assert [p.code for p in raised.value.problems] == ["VLT002"]
    assert names(vault) == []
    holder.send_signal(signal.SIGKILL)
    holder.communicate(timeout=30)
    with vault.work("person add", AT) as work:
        assert work.add("person", siti).ref == "PNH-A-P1"


KILL = "os.kill(os.getpid(), signal.SIGKILL)"
KILLED = {
    "before the file is synced": f"os.fsync = lambda *_: {KILL}",
    "before it replaces the old": f"Path.replace = lambda *_: {KILL}",
    "before the folder is synced": f"""
replace = Path.replace
def replaced(old, new):
    replace(old, new)
    {KILL}
Path.replace = replaced""",
}


@posix
@pytest.mark.parametrize("moment", KILLED)
def test_a_kill_leaves_the_vault_before_or_the_one_after(vault, siti, budi, moment):
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    body = f"""
with vault.work("person add", "2026-01-31T00:00:00Z") as work:
    work.add("person", person("Umpama"))
    work.change(work.get("P1"), person("Contoh Baru"))
{KILLED[moment]}
with vault.work("person add", "2026-01-31T00:00:00Z") as work:
    work.add("person", person("Terakhir"))
    work.change(work.get("P1"), person("Contoh Terakhir"))
print("not killed")
"""
    killed = program(vault, body)
    assert killed.communicate(timeout=30)[0] == ""
    assert killed.returncode == -signal.SIGKILL
    before, after = ["Contoh Baru", "Umpama"], ["Contoh Terakhir", "Umpama", "Terakhir"]
    assert names(vault) == (after if moment == "before the folder is synced" else before)
    with vault.work("person add", AT) as work:
        work.add("person", budi)
    assert names(vault)[-1] == "Budi Misal"
    assert leftovers(vault) == []
