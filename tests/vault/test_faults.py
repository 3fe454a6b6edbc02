"""Full disks, other processes, and kills: nothing that was stored is lost, nothing half is kept."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from attache.problems import NotWritten, VaultBusy
from attache.vault import lock as module
from attache.vault import system
from tests.vault.conftest import AT, created, reopened

posix = pytest.mark.skipif(sys.platform == "win32", reason="kills and locks as on POSIX")

PROGRAM = """
import os, signal, sys
from datetime import date
from pathlib import Path

from attache import records
from attache.records.record import parse
from attache.vault import open_vault, system
from tests import opening

vault = open_vault(Path(sys.argv[1]), opening.access(Path(sys.argv[1])))

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
    return [k.content.name for k in reopened(vault).view().every("person")]


def leftovers(vault):
    return [p.name for p in vault.path.parent.iterdir() if p.suffix == ".tmp"]


REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EACCES: "there is no permission",
    errno.EROFS: "the disk cannot be written to",
    errno.EIO: "the disk reports an error",
    errno.ENOLCK: os.strerror(errno.ENOLCK),
}


@pytest.mark.parametrize("call", ["open", "write", "fsync"])
@pytest.mark.parametrize("number", REASONS)
def test_a_disk_that_refuses_changes_nothing(vault, siti, budi, monkeypatch, call, number):
    """Whichever step of the writing it refuses. Root may write anywhere, so it is simulated."""
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    before = vault.path.read_bytes()
    write = os.write

    def refuse(*arguments, **_more):
        if call == "write":
            write(arguments[0], arguments[1][:10])  # a disk that has room for ten bytes more
        raise OSError(number, os.strerror(number))

    def add_budi():
        with vault.work("person add", AT) as work:
            work.add("person", budi)
            monkeypatch.setattr(os, call, refuse)

    with pytest.raises(NotWritten) as raised:
        add_budi()
    monkeypatch.undo()
    (found,) = raised.value.problems
    assert (found.code, found.args["reason"]) == ("VLT004", REASONS[number])
    assert raised.value.exit_code == 14
    assert vault.path.read_bytes() == before
    with vault.work("person add", AT) as work:
        assert work.add("person", budi).ref == "PNH-A-P2"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_vault_that_cannot_be_written_is_not_made(path, post, number, monkeypatch):
    def refuse(*_args, **_more):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(system, "_create", refuse)
        with pytest.raises(NotWritten):
            created(path, post)
    assert not path.exists()
    assert created(path, post).view().post == post


def test_the_frame_is_on_the_disk_before_it_is_acknowledged(vault, siti, monkeypatch):
    steps = []
    fsync, write = os.fsync, os.write

    def synced(handle):
        steps.append("sync")
        fsync(handle)

    def written(handle, content):
        steps.append("write")
        return write(handle, content)

    with vault.work("person add", AT) as work:
        work.add("person", siti)
        monkeypatch.setattr(os, "fsync", synced)
        monkeypatch.setattr(os, "write", written)
    assert steps[:2] == ["write", "sync"]


def test_a_new_generation_is_on_the_disk_before_it_replaces_the_old(vault, monkeypatch):
    """And the folder afterwards: otherwise a power cut could undo what was acknowledged."""
    steps = []
    fsync, replace = os.fsync, Path.replace

    def synced(handle):
        steps.append("folder" if os.path.isdir(f"/dev/fd/{handle}") else "file")  # noqa: PTH112
        fsync(handle)

    def replaced(old, new):
        steps.append("replace" if new == vault.path else "note")
        return replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    vault.renew()
    noted, renewed = ["file", "note", "folder"], ["file", "replace", "folder"]
    assert steps[:7] == [*noted, *renewed, "note"]


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
    "before it is written": f"os.write = lambda *_: {KILL}",
    "in the middle of it": f"""
write = os.write
def written(handle, content):
    write(handle, content[:300])
    {KILL}
os.write = written""",
    "before it is synced": f"os.fsync = lambda *_: {KILL}",
    "before it is noted": f"system.write_private = lambda *_: {KILL}",
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
with vault.work("person add", "2026-01-31T00:00:00Z") as work:
    work.add("person", person("Terakhir"))
    work.change(work.get("P1"), person("Contoh Terakhir"))
{indent(KILLED[moment], "    ")}
print("not killed")
"""
    killed = program(vault, body)
    assert killed.communicate(timeout=30)[0] == ""
    assert killed.returncode == -signal.SIGKILL
    before, after = ["Contoh Baru", "Umpama"], ["Contoh Terakhir", "Umpama", "Terakhir"]
    whole = moment in ("before it is synced", "before it is noted")
    assert names(vault) == (after if whole else before)
    with vault.work("person add", AT) as work:
        work.add("person", budi)
    assert names(vault)[-1] == "Budi Misal"
    assert leftovers(vault) == []
