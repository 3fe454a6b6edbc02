"""Putting a file into its place whole or not at all, with no plain copy left lying about.

Whatever is written where an officer says goes through here: workbooks, backups, copies of the
vault. Nothing takes the place of a vault, of what belongs to one, or of what is no file.

A file is written beside its destination, never in a temp folder. On Linux it has no name until it
is complete (O_TMPFILE), so that a killed run leaves nothing. Elsewhere, and while it takes the
place of an old one, it has a hidden name; its writer holds a lock on it, and what nobody holds any
more is removed by the next save, or by `sweep`.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from attache.problems import NotWritten, Refused, problem
from attache.stopping import note_stored, undisturbed

VAULT = b"attache\x1a"
"""What a vault file begins with, and so do backups and copies of it, whatever their names."""
ALIGN, LARGEST = 256, 1 << 16  # where its parts may begin; bytes of one copy of its header
_BESIDES = re.compile(rb'ATTACHE-(ANCHOR|LOCATION|COPYING) |\{"file":"[0-9a-f]{32}","key":')
"""What the other files begin with that a vault needs: notes of it, and keys of open sessions."""
_LOCK = ".lock"
_HIDDEN = re.compile(r"\.attache-[0-9a-f]{16}\.tmp")
_OWN = 0o600
_FULL = (errno.ENOSPC, errno.EDQUOT)
_STALE = 3600  # seconds, for file systems on which nothing can be locked
_NO_UNNAMED = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL, errno.EPERM, errno.EXDEV)


def save(path: Path, content: bytes, *, replace: bool) -> None:
    """Write a file whole or not at all, readable for its owner only.

    What killed runs left in its folder is removed. Raises as `judge_place` does.
    """
    with saving(path, content, replace=replace) as put:
        put()


def judge_place(path: Path, field: str | None = None, *, replace: bool) -> None:
    """Raise Refused where a file must not be written there, NotWritten where it cannot be.

    With `replace` it may take the place of a file: but of no vault, backup or copy of one (also
    where its header is damaged one copy of it begins so), nor of a lock or an open session, nor of
    anything that is no file. `field` is the option that names the place.
    """
    there = None
    with suppress(OSError):  # nothing is there, or no way to it
        there = path.lstat()
    if there is not None:
        if not stat.S_ISREG(there.st_mode):
            raise Refused(problem("FIL002", field))
        if _is_own(path, field):
            raise Refused(problem("FIL001", field))
        if not replace:
            raise Refused(problem("XLS012", field))
    if not os.access(path.parent, os.W_OK | os.X_OK) or not path.parent.is_dir():
        raise NotWritten(problem("XLS011", field))
    with _told(field), _made(path, b"", replace=False):
        pass  # it goes away at once: permissions alone do not tell all


def _is_own(path: Path, field: str | None) -> bool:
    """Whether a file is a vault, or one that a vault needs."""
    try:
        start = _start_of(path)
        beside = path.name.endswith(_LOCK) and path.with_name(path.name.removesuffix(_LOCK))
        locks = beside and beside.is_file() and _start_of(beside).startswith(VAULT)
    except OSError:  # what cannot be looked at may be one
        raise NotWritten(problem("XLS011", field)) from None
    return bool(locks or start.startswith(VAULT) or _BESIDES.match(start))


def _start_of(path: Path) -> bytes:
    """How a file begins: a vault with the second copy of its header where the first is bad."""
    with path.open("rb") as file:
        start = file.read(LARGEST + ALIGN)
    places = (p for p in range(0, len(start), ALIGN) if start.startswith(VAULT, p))
    return start[next(places, 0) :]


@contextmanager
def saving(path: Path, content: bytes, *, replace: bool) -> Iterator[Callable[[], None]]:
    """The same in two steps: the file is written, and has its place when `put` is called.

    Where it is not called, what was there is there still. A full disk refuses the first step.
    """
    judge_place(path, replace=replace)
    with ExitStack() as kept:
        with _told():
            sweep(path.parent)
            move = kept.enter_context(_made(path, content, replace=replace))

        def put() -> None:
            judge_place(path, replace=replace)  # it may have come into being meanwhile
            with undisturbed(), _told():
                move()
                note_stored()
                _settle(path.parent)

        yield put


@contextmanager
def _told(field: str | None = None) -> Iterator[None]:
    """What the system refuses, as an officer is told."""
    try:
        yield
    except FileExistsError as error:  # it came into being meanwhile
        raise Refused(problem("XLS012", field)) from error
    except OSError as error:
        raise NotWritten(problem("FIL004" if error.errno in _FULL else "XLS011", field)) from error


def sweep(folder: Path) -> list[Path]:
    """Remove what killed runs left in a folder; the files whose writers still live stay.

    Returns what was removed. A folder that cannot be read has nothing to remove.
    """
    found: list[Path] = []
    with suppress(OSError):
        found = [p for p in folder.iterdir() if _HIDDEN.fullmatch(p.name)]
    return [path for path in sorted(found) if _removed(path)]


@contextmanager
def _made(path: Path, content: bytes, *, replace: bool) -> Iterator[Callable[[], None]]:
    """A complete file beside its place, and what moves it there; else it is gone at the end."""
    descriptor = _unnamed(path, content)
    if descriptor is None:
        with _hidden(path, content, replace=replace) as move:
            yield move
        return

    def name() -> None:
        if not _named(descriptor, path, replace=replace):
            with _hidden(path, content, replace=replace) as move:
                move()

    try:
        yield name
    finally:
        os.close(descriptor)


def _unnamed(path: Path, content: bytes) -> int | None:
    """A complete file that has no name yet; None where that cannot be done."""
    if sys.platform != "linux":
        return None
    try:
        descriptor = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, _OWN)
    except OSError as error:
        if error.errno in _NO_UNNAMED:
            return None
        raise
    try:
        _fill(descriptor, content)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _named(descriptor: int, path: Path, *, replace: bool) -> bool:
    """Give a file its name; False where the system cannot."""
    if not replace:
        return _linked(descriptor, path)
    _lock(descriptor)
    hidden = _hidden_name(path)
    if named := _linked(descriptor, hidden):
        _move(hidden, path)
    return named


def _linked(descriptor: int, path: Path) -> bool:
    """Give a name to a file that has none; False where the system cannot, without /proc."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:  # with a folder's descriptor Python calls linkat, which can follow the link in /proc
        os.link(f"/proc/self/fd/{descriptor}", path.name, dst_dir_fd=folder, follow_symlinks=True)
    except OSError as error:
        if error.errno in _NO_UNNAMED:
            return False
        raise
    finally:
        os.close(folder)
    return True


@contextmanager
def _hidden(path: Path, content: bytes, *, replace: bool) -> Iterator[Callable[[], None]]:
    """The same under a hidden name."""
    hidden, descriptor = _created(path)
    file = os.fdopen(descriptor, "wb")

    def move() -> None:
        if os.name != "posix":  # Windows moves no file that is open
            file.close()
        _move(hidden, path, replace=replace)

    try:
        with file:
            _fill(descriptor, content)
            yield move
    finally:
        with suppress(OSError):
            hidden.unlink(missing_ok=True)


def _created(path: Path) -> tuple[Path, int]:
    """A new hidden file, locked. Whoever sweeps before that removes it: then another."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    while True:
        hidden = _hidden_name(path)
        descriptor = os.open(hidden, flags, _OWN)
        _lock(descriptor)
        if os.fstat(descriptor).st_nlink:
            return hidden, descriptor
        os.close(descriptor)


def _move(hidden: Path, path: Path, *, replace: bool = True) -> None:
    """Put a complete file into its place."""
    if replace:
        hidden.replace(path)
    elif os.name == "posix":
        os.link(hidden, path)  # unlike a move it replaces nothing
        hidden.unlink()
    else:
        hidden.rename(path)


def _hidden_name(path: Path) -> Path:
    return path.with_name(f".attache-{secrets.token_hex(8)}.tmp")


def _fill(descriptor: int, content: bytes) -> None:
    """Write all, and have it on the disk."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


def _lock(descriptor: int) -> None:
    """Lock a file as its writer; the system lets go when the process ends, however it ends."""
    if sys.platform != "win32":  # there nobody can remove a file that is open
        import fcntl

        with suppress(OSError):  # a file system without locks: `sweep` goes by age
            fcntl.flock(descriptor, fcntl.LOCK_EX)


def _removed(hidden: Path) -> bool:
    """Remove a hidden file unless its writer lives; True where it is gone."""
    with suppress(OSError):  # open on Windows, of another owner, or gone meanwhile
        if not _held(hidden):
            hidden.unlink()
            return True
    return False


def _held(hidden: Path) -> bool:
    """Whether somebody holds the lock on it; without locks, whether it is young."""
    if sys.platform == "win32":
        return False
    import fcntl

    descriptor = os.open(hidden, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    status = os.fstat(descriptor)
    try:
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
            return True  # not of our making
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return time.time() - status.st_mtime < _STALE
    finally:
        os.close(descriptor)
    return False


def _settle(folder: Path) -> None:
    """Make the new name last. Windows knows no such thing for folders."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
