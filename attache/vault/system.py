"""The operating system under the vault: all reading and writing of its files goes through here.

Linux, macOS and Windows differ in three things: what makes a write durable, whether a file that
somebody reads can be replaced, and how a network folder is told. OSError comes through as it is.
"""

from __future__ import annotations

import errno
import glob
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from attache.language import N_

Bytes = bytes | bytearray
_REASONS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EACCES: N_("there is no permission"),
    errno.EPERM: N_("there is no permission"),
    errno.EROFS: N_("the disk cannot be written to"),
    errno.EIO: N_("the disk reports an error"),
    errno.ESTALE: N_("another program has written into the file"),
}
_NO_SUCH_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOTTY)
"""What file systems say that do not know this kind of sync; one that fails says something else."""
_IN_USE = (5, 32, 33)
"""Windows errors of a file that somebody else has open."""
_RETRIES = 8
"""Times that a replacement is tried again there, after 10 ms and twice as long each time."""


MOST = 1 << 31
"""Bytes of a file that is read whole: a vault of a hundred thousand people has a tenth of them."""


class Irregular(OSError):
    """A pipe or a device: whoever opens one may wait for ever, or read without end."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, N_("it is a pipe or a device"))


class TooLarge(OSError):
    """A file that no machine should read whole: no vault is as large."""

    def __init__(self) -> None:
        super().__init__(errno.EFBIG, N_("it is larger than any vault"))


class Unsure(OSError):
    """All was written, then the disk refused to keep it, and it could not be taken back."""


def reason(error: OSError) -> str:
    """Why the system refused, as a catalogue message where there is one."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def read(path: Path, offset: int = 0, size: int = -1) -> bytes:
    """The bytes of a file from an offset on, all or so many; raises Irregular or TooLarge too."""
    _check_regular(path.stat().st_mode)  # before opening: some devices do something then
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
        found = os.fstat(file.fileno())
        _check_regular(found.st_mode)
        if size >= 0 or offset:
            file.seek(offset)
        if size < 0:
            if found.st_size - offset > MOST:  # a hole costs its maker nothing, and us all memory
                raise TooLarge
            return file.read()
        content = b""
        while len(content) < size and (more := file.read(size - len(content))):
            content += more
        return content


def _check_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise Irregular


def size_of(path: Path) -> int:
    """The size of a file in bytes."""
    return path.stat().st_size


def append(path: Path, offset: int, content: Bytes) -> None:
    """Write durably at the end of a file, which must be at `offset`.

    Where that fails the file is cut back. A sync that failed is never tried again: it might
    succeed then, although nobody knows what the disk holds.
    """
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        if os.fstat(handle).st_size != offset:
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        os.lseek(handle, offset, os.SEEK_SET)
        written = False
        try:
            _write(handle, content)
            written = True
            sync(handle)
        except BaseException as refused:
            try:
                os.ftruncate(handle, offset)
                if not written:
                    sync(handle)
            except OSError:
                if written and isinstance(refused, OSError):
                    raise Unsure(*refused.args) from None
            raise
    finally:
        os.close(handle)


def truncate(path: Path, size: int) -> None:
    """Cut a file off, durably."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.ftruncate(handle, size)
        sync(handle)
    finally:
        os.close(handle)


def replace(path: Path, chunks: Iterable[Bytes]) -> None:
    """Write a file whole, mode 0600, and put it durably in the place of what is there."""
    _replace(path, chunks, durable=True)


def write_private(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Write a small file, mode 0600, in a folder that is made 0700 if it is not there."""
    make_folder(path.parent)
    _replace(path, [content], durable=durable)


def remove_leftovers(path: Path) -> None:
    """Remove what a killed writer left beside a file. Under its lock only.

    That is also of what is kept beside it before a change. Other files whose names only begin like
    this one's (a backup beside it) have locks of their own.
    """
    for leftover in leftovers(path):
        leftover.unlink(missing_ok=True)


def leftovers(path: Path) -> list[Path]:
    """What a killed writer left beside a file. A folder of such a name is none of them."""
    kept = r"(\.before-[^.]+)?"
    left = re.compile(rf"\.{re.escape(path.name)}{kept}\.[^.]+\.tmp")
    found = path.parent.glob(f".{glob.escape(path.name)}.*.tmp")
    named = (leftover for leftover in found if left.fullmatch(leftover.name))
    return [leftover for leftover in named if leftover.is_symlink() or not leftover.is_dir()]


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, mode 0700; one that is there is taken as it is."""
    missing = [f for f in (folder, *folder.parents) if not f.is_dir()]
    for new in reversed(missing):
        try:
            new.mkdir(mode=0o700)
        except FileExistsError:
            if not new.is_dir():  # else another process was faster
                raise
        else:
            new.chmod(0o700)  # whatever the umask


def is_private(path: Path) -> bool:
    """Whether a file is ours and nobody else may read it; Windows has no such modes."""
    if os.name == "nt":
        return path.is_file()
    found = path.lstat()
    return found.st_uid == os.geteuid() and not found.st_mode & 0o077


def sync(handle: int) -> None:
    """Have the disk keep what was written; macOS needs more than fsync for that."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError as refused:  # these file systems take fsync instead
            if refused.errno not in _NO_SUCH_SYNC:
                raise
        else:
            return
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Have the disk keep a new name; Windows and some network folders know no such thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        sync(handle)
    except OSError as refused:
        if refused.errno not in _NO_SUCH_SYNC:
            raise
    finally:
        os.close(handle)


def _replace(path: Path, chunks: Iterable[Bytes], *, durable: bool) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        _create(temporary, chunks, durable=durable)
        _put_in_place(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    if durable:
        try:
            sync_folder(path.parent)
        except OSError as refused:  # it is there, but a power cut may bring the old one back
            raise Unsure(*refused.args) from None


def _create(path: Path, chunks: Iterable[Bytes], *, durable: bool) -> None:
    """Write a new file; a link that somebody put in its place is not followed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600)
    try:
        if os.name != "nt":
            os.fchmod(handle, 0o600)  # whatever the umask
        for chunk in chunks:
            _write(handle, chunk)
        if durable:
            sync(handle)
    finally:
        os.close(handle)


def _write(handle: int, content: Bytes) -> None:
    """Write all: the system may take less than it is given."""
    rest = memoryview(content)
    while rest:
        written = os.write(handle, rest)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[written:]


def _put_in_place(temporary: Path, path: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Replace a file. On Windows somebody who reads it just now stands in the way for a moment."""
    for attempt in range(_RETRIES + 1):
        try:
            temporary.replace(path)
        except OSError as refused:
            if getattr(refused, "winerror", None) not in _IN_USE or attempt == _RETRIES:
                raise
            sleep(0.01 * 2**attempt)
        else:
            return
