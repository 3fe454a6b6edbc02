"""Every moment of one command at which something can come between: before each of its calls.

Unlike `calls.py` this needs no child: where a kill would leave the files as they are, they are
looked at; a refusal and a Ctrl-C are raised.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from tests.faults.calls import BY_HANDLE, BY_PATH
from tests.faults.child import execute

if TYPE_CHECKING:
    from tests.faults.child import Command, Ended
    from tests.faults.place import Place

Files = dict[str, bytes]
"""What files say, by their names in a folder."""
Moment = Callable[[int], None]
"""What happens before a call, by its number, counted from 1."""


class Killed(NamedTuple):
    """The files of a place as a kill before a call leaves them; the last is that of no kill."""

    call: int
    files: Files


@contextmanager
def watched(folder: Path, moment: Moment) -> Iterator[None]:
    """Have something happen before each call that changes a file below a folder."""
    handles, count = set[int](), 0

    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal count
            if not (args[0] in handles if name in BY_HANDLE else _below(folder, args[0])):
                return real(*args, **more)
            if name != "open" or args[1] & (os.O_WRONLY | os.O_RDWR):
                count += 1
                moment(count)
            done = real(*args, **more)
            if name == "open":
                handles.add(done)
            return done

        return call

    def closed(handle: int, close: Callable[[int], None] = os.close) -> None:
        handles.discard(handle)
        close(handle)

    names = (*BY_PATH, *BY_HANDLE)
    layer: dict[str, Any] = {name: wrapped(name, getattr(os, name)) for name in names}
    with patch.multiple(os, **layer, close=closed):
        yield


def kills(place: Place, command: Command) -> list[Killed]:
    """Run a command once; what is there before each of its calls, and when it is done."""
    found = list[Killed]()
    with watched(place.folder, lambda call: found.append(Killed(call, files(place.folder)))):
        ended = execute(command, place.environ)
    assert ended.code == 0, ended
    return [*found, Killed(len(found) + 1, files(place.folder))]


def refused(place: Place, command: Command, at: int, number: int) -> Ended:
    """How a command ends that is refused at one of its calls, with an errno."""

    def refuse(call: int) -> None:
        if call == at:
            raise OSError(number, os.strerror(number))

    with watched(place.folder, refuse):
        return execute(command, place.environ)


def stopped(place: Place, command: Command, at: int) -> Ended:
    """How a command ends at one of whose calls somebody presses Ctrl-C."""

    def stop(call: int) -> None:
        if call == at:
            signal.raise_signal(signal.SIGINT)

    with watched(place.folder, stop):
        return execute(command, place.environ)


def files(folder: Path) -> Files:
    """What the files below a folder say now."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def lay(place: Place, found: Files) -> None:
    """Have the place hold these files and no others."""
    for there in place.folder.iterdir():
        if there.is_dir():
            shutil.rmtree(there)
        else:
            there.unlink()
    place.clear()
    for name, content in found.items():
        path = place.folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600)


def _below(folder: Path, what: Any) -> bool:
    return not isinstance(what, int) and os.fspath(what).startswith(str(folder))
