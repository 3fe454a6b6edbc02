"""The program itself in a terminal of 80x24: keys and pastes go in, the screen is read."""

from __future__ import annotations

import codecs
import os
import re
import select
import shlex
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests import opening

QUIET = 0.5
"""Seconds without a sign after which nothing moves any more."""
WAIT = 20.0
"""Seconds in which something must appear: the machine may be busy."""
PROGRAM = (sys.executable, "-m", "attache")
WITHOUT_READLINE = (
    sys.executable,
    "-c",
    "import sys; sys.modules['readline'] = None; from attache.__main__ import main; main()",
)
"""The same where Python has no line editing, as on Windows."""
_LEFT = "import select; print('LEFT' if select.select([0], [], [], 0.3)[0] else 'NOTHING LEFT')"
_MARKS = re.compile(r"\x1b\[\??[0-9;]*[a-zA-Z]|\r")


class Keyboard:
    """One command in a terminal of its own; after it a look at what a shell would be left with."""

    def __init__(
        self,
        vault: Path,
        *words: object,
        program: Sequence[str] = PROGRAM,
        to: Path | None = None,
    ) -> None:
        import fcntl
        import pty
        import termios

        opening.secret(vault)
        self.seen, self._read = "", 0
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        line = shlex.join([*program, *map(str, words)])
        line += f" > {shlex.join([str(to)])}" if to else ""
        script = f"trap : INT; {line}; echo ended $?; {shlex.join([sys.executable, '-c', _LEFT])}"
        environ = {**os.environ, "ATTACHE_VAULT": str(vault), **opening.environ(vault)}
        environ |= {"ATTACHE_LANG": "en", "TERM": "xterm", "NO_COLOR": "1"}
        environ.pop("COLUMNS", None)

        def controlled() -> None:
            """Let Ctrl-C reach the program."""
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._process = subprocess.Popen(
            ["sh", "-c", script],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environ,
            start_new_session=True,
            preexec_fn=controlled,  # noqa: PLW1509 - tests start no threads
        )
        os.close(slave)

    def until(self, text: str) -> str:
        """Wait for a text; what was printed up to it since the last one."""
        end = time.monotonic() + WAIT
        while (at := self.seen.find(text, self._read)) < 0:
            if not self._more(end - time.monotonic()):
                self.close()
                raise AssertionError(f"{text!r} did not appear: {self.seen[self._read :]!r}")
        new, self._read = self.seen[self._read : at], at + len(text)
        return new

    def type(self, text: str) -> None:
        """Type a line and Enter."""
        self.keys(f"{text}\r")

    def keys(self, text: str) -> None:
        """Press keys; or paste, in a terminal that does not mark it."""
        os.write(self._master, text.encode())

    def paste(self, text: str) -> None:
        """Paste a text, as a terminal that marks pastes does, and press Enter."""
        marked = text.replace("\n", "\r")
        os.write(self._master, f"\x1b[200~{marked}\x1b[201~\r".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, as a person does: when the question is there and nothing moves any more.

        While readline is only beginning to read it keeps the key until the next one is pressed.
        """
        while self._more(QUIET):
            pass
        os.write(self._master, b"\x03")

    def answer(self, question: str, *answers: str) -> None:
        """Answer a question, again and again where several answers are given."""
        for text in answers:
            self.until(question)
            self.type(text)

    def end(self) -> tuple[int, bool]:
        """The exit code, and whether keys are left that a shell would run."""
        self.until("ended ")
        self.until("LEFT")
        left = "NOTHING " not in self.seen[: self._read][-20:]
        code = int(self.seen.rpartition("ended ")[2].split()[0])
        self.close()
        return code, left

    def close(self) -> None:
        """End it, whatever it is doing."""
        if self._process.returncode is not None:
            return
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(WAIT)
        os.close(self._master)

    def _more(self, seconds: float) -> bool:
        if seconds <= 0 or not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            new = os.read(self._master, 65_536)
        except OSError:  # the other end is closed
            return False
        self.seen += _MARKS.sub("", self._decoder.decode(new))
        return bool(new)
