"""What lies in memory, and what would bring it onto a disk."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.faults.attacks import attack
from tests.faults.place import Place, office

PATIENCE = 20
_ANY_SIZE = 'ulimit -Sc "$(ulimit -Hc)"; exec "$@"'
_DUMPABLE = """
import ctypes, os, sys
from unittest.mock import patch
from attache import __main__ as program
with patch("attache.cli.main.run", lambda _words: ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)):
    program.main()
"""


@attack("M6", "a process that ends with its passphrase half read")
def abort_at_the_passphrase(place: Place) -> None:
    """No file is written of its memory, although the user allows any size."""
    place.lay(office())
    place.session(office()).unlink()
    ours, theirs = os.pipe()
    words = ["--passphrase-fd", str(ours), "person", "list"]
    process = subprocess.Popen(
        ["sh", "-c", _ANY_SIZE, "sh", sys.executable, "-m", "attache", *words],
        env={**os.environ, **place.environ},
        pass_fds=(ours,),
        stderr=subprocess.DEVNULL,
        cwd=place.desk,
    )
    try:
        os.write(theirs, b"satu dua tiga")
        end = time.monotonic() + PATIENCE
        while _waiting(ours):
            assert time.monotonic() < end
            time.sleep(0.01)
        assert _core_limit(process.pid) == "0"
        os.kill(process.pid, signal.SIGABRT)
        _pid, status = os.waitpid(process.pid, 0)
        process.returncode = 0
    finally:
        os.close(ours)
        os.close(theirs)
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status)


@attack("M6", "a program that is handed the memory of whatever ends")
def collect_dumps(place: Place) -> None:
    """For such a program no limit counts: a process says of itself that it is not dumpable."""
    ended = subprocess.run(
        [sys.executable, "-c", _DUMPABLE], env={**os.environ, **place.environ}, check=False
    )
    assert ended.returncode == 0, ended


def _waiting(pipe: int) -> int:
    """How many bytes nobody has read yet."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def _core_limit(pid: int) -> str:
    lines = Path(f"/proc/{pid}/limits").read_text(encoding="ascii").splitlines()
    return next(line.split()[4] for line in lines if line.startswith("Max core file size"))
