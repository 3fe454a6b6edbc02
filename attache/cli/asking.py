"""A line asked for, a yes or no, and a line said, on stderr: stdout is the answer's."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from textwrap import fill, shorten

import typer

from attache.cli.safe import line
from attache.cli.session import session
from attache.language import _
from attache.problems import problem

PASTE_ON, PASTE_OFF = "\x1b[?2004h", "\x1b[?2004l"
"""Ask a terminal to mark what is pasted, and not to any more."""
PASTED, PASTE_END = "\x1b[200~", "\x1b[201~"
"""How it marks it."""
ARRIVING = 0.05
"""Seconds in which the rest of what was pasted arrives."""
WAITS = 20
"""So often is it waited for at most."""
SHOWN = 40
"""Letters of what was not asked for that are shown."""


def answer(question: str) -> str:
    """What is typed; several lines where several were pasted at once.

    With line editing where the platform has it.
    """
    session().asked = True
    edited = _line_editing()
    if sys.stdout.isatty():
        return (input(question) if edited else _typed(question)).strip()
    say(question, newline=False)  # stdout is the answer's, and somebody redirected it
    return _typed("").strip()


def confirmed(question: str) -> bool:
    """A yes or no; `--yes` answers it, and without a terminal there is no question."""
    return session().yes or not session().interactive or agrees(question)


def agrees(question: str) -> bool:
    """A yes or no that nothing answers but somebody at the terminal."""
    choice = _("y/N")
    return answer(f"{question} [{choice}]: ").casefold() in ("y", "yes", "ya")


def say(text: str, newline: bool = True) -> None:
    """Lines, broken between words where the terminal ends, or a part of one."""
    if newline and sys.stderr.isatty():
        width = typer.get_terminal_size().columns
        text = "\n".join(broken(line, width) for line in text.split("\n"))
    typer.echo(text, err=True, nl=newline)


def tell(code: str, args: Mapping[str, object] | None = None) -> None:
    """What is wrong with an answer, or has become of it, and what to do."""
    found = problem(code, None, **(args or {}))
    sign = "!" if found.level == "warning" else "✗"
    say(f"  {sign} {found.message(_)} {found.fix(_)}")


def broken(line: str, width: int) -> str:
    """A line as lines of a width; what follows stands below the text, a little further in.

    No ref and no option is divided at its hyphens.
    """
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return fill(line, width, subsequent_indent=indent, break_on_hyphens=False)


def numbered(choices: Sequence[tuple[int, str]]) -> None:
    """Choices with their numbers, in as many columns as the terminal has room for."""
    width = max((len(choice) for _n, choice in choices), default=0) + 2
    across = max(typer.get_terminal_size().columns // (width + 4), 1)
    for first in range(0, len(choices), across):
        row = choices[first : first + across]
        say("".join(f"{number:>3} {choice:<{width}}" for number, choice in row).rstrip())


def only_answers() -> None:
    """Have it agreed to that what was typed or pasted beyond the last answer is not stored.

    A terminal that does not mark a paste of several lines ends the answer with the first of them.
    Raises KeyboardInterrupt where nothing is to be stored then.
    """
    if not (session().asked and session().interactive):
        return
    time.sleep(ARRIVING)
    lines = [text for text in _typed_ahead().splitlines() if text.strip()]
    if not lines:  # Enter, pressed once too often
        return
    words = shorten(line(lines[0]), SHOWN, placeholder="…")
    found = problem("TXT008", count=len(lines), words=words)
    say(f"! {found.message(_)} {found.fix(_)}")
    if not confirmed(_("Store it without them?")):
        raise KeyboardInterrupt


def drop_typed_ahead() -> None:
    """Throw away what was typed or pasted beyond the last answer: the shell would run it."""
    for _wait in range(WAITS):
        if not _typed_ahead():
            return
        time.sleep(ARRIVING)


def _typed_ahead() -> str:
    """What was typed and nothing has read yet, taken away; a line that is not ended yet too."""
    if not sys.stdin.isatty():
        return ""
    if sys.platform == "win32":
        import msvcrt

        keys = ""
        while msvcrt.kbhit():
            keys += msvcrt.getwch()
        return keys
    return _taken_from(sys.stdin.fileno())


def _taken_from(terminal: int) -> str:
    import select
    import termios
    import tty

    arrived = b""
    try:
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal, termios.TCSANOW)  # else a line that is not ended is not handed out
        try:
            while select.select([terminal], [], [], 0)[0]:
                arrived += (keys := os.read(terminal, 1 << 12))
                if not keys:
                    break
        finally:
            termios.tcsetattr(terminal, termios.TCSANOW, before)
    except (OSError, termios.error):  # the terminal is gone
        return ""
    return arrived.decode(errors="replace")


@cache
def _line_editing() -> bool:
    """Whether the platform edits lines; then a paste is one answer, however many lines it has."""
    try:
        import readline
    except ImportError:
        return False
    readline.parse_and_bind("set enable-bracketed-paste on")  # Python turns it off
    return True


def _typed(question: str) -> str:
    """A line, or all lines of a paste, where nothing edits lines but the terminal marks pastes."""
    if sys.platform == "win32" or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return input(question)
    say(PASTE_ON, newline=False)
    try:
        text = input(question)
        while text.count(PASTED) > text.count(PASTE_END):
            text += f"\n{input()}"
    finally:
        say(PASTE_OFF, newline=False)
    return text.replace(PASTED, "").replace(PASTE_END, "")
