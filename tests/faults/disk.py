"""A disk that forgets: what files can look like after a power cut.

A child records its file-changing calls. Of what was not synced before the cut, a disk may keep
any part: pages of 4 KiB in any selection, a size that grew with zeros in it, names that were
given up to some point. A file's sync keeps its content, a folder's sync keeps the names in it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

PAGE = 4096


class Op(NamedTuple):
    """One call, `what` is create, write, truncate, sync, rename, unlink or sync-folder; or done."""

    what: str
    file: int = 0
    name: str = ""
    to: str = ""
    at: int = 0
    data: bytes = b""


@dataclass
class Recorder:
    """Records the calls of this process on files in a folder, once `install` was called."""

    folder: Path
    ops: list[Op] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    _handles: dict[int, int] = field(default_factory=dict)
    _folders: set[int] = field(default_factory=set)
    _next: int = 1

    def install(self) -> None:
        """Put it between attache and the system; it stays for the life of the process."""
        for name in ("open", "write", "ftruncate", "fsync", "replace", "unlink", "close"):
            setattr(os, name, self._wrapped(name, getattr(os, name)))

    def number(self, path: str) -> int:
        """The file that a name stands for; one that was there before is met here first."""
        if path not in self.files:
            self.files[path] = self._next
            self._next += 1
        return self.files[path]

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            at = os.lseek(args[0], 0, os.SEEK_CUR) if self._is_write(name, args) else 0
            done = real(*args, **more)
            getattr(self, f"_{name}")(args, done, at)
            return done

        return call

    def _is_write(self, name: str, args: Any) -> bool:
        return name == "write" and args[0] in self._handles

    def _ours(self, path: Any) -> str:
        text = os.fspath(path) if not isinstance(path, int) else ""
        return text if text.startswith(str(self.folder)) else ""

    def _open(self, args: Any, handle: int, _at: int) -> None:
        if path := self._ours(args[0]):
            if Path(path).is_dir():
                self._folders.add(handle)
            elif args[1] & (os.O_WRONLY | os.O_RDWR):
                if args[1] & os.O_EXCL:
                    self.files.pop(path, None)
                    self.ops.append(Op("create", self.number(path), path))
                self._handles[handle] = self.number(path)

    def _write(self, args: Any, done: int, at: int) -> None:
        if args[0] in self._handles:
            data = bytes(args[1])[:done]
            self.ops.append(Op("write", self._handles[args[0]], at=at, data=data))

    def _ftruncate(self, args: Any, _done: None, _at: int) -> None:
        if args[0] in self._handles:
            self.ops.append(Op("truncate", self._handles[args[0]], at=args[1]))

    def _fsync(self, args: Any, _done: None, _at: int) -> None:
        if args[0] in self._handles:
            self.ops.append(Op("sync", self._handles[args[0]]))
        elif args[0] in self._folders:
            self.ops.append(Op("sync-folder"))

    def _replace(self, args: Any, _done: None, _at: int) -> None:
        old, new = self._ours(args[0]), self._ours(args[1])
        if old and new:
            self.ops.append(Op("rename", self.number(old), old, new))
            self.files[new] = self.files.pop(old)

    def _unlink(self, args: Any, _done: None, _at: int) -> None:
        if path := self._ours(args[0]):
            self.ops.append(Op("unlink", self.number(path), path))
            self.files.pop(path, None)

    def _close(self, args: Any, _done: None, _at: int) -> None:
        self._handles.pop(args[0], None)
        self._folders.discard(args[0])


@dataclass
class Disk:
    """What is safe, and what waits: contents by file, names by path."""

    contents: dict[int, bytes]
    names: dict[str, int]
    waiting: dict[int, list[Op]] = field(default_factory=dict)
    naming: list[Op] = field(default_factory=list)

    def do(self, op: Op) -> None:
        """One call more."""
        if op.what in ("write", "truncate"):
            self.waiting.setdefault(op.file, []).append(op)
        elif op.what == "sync":
            for late in self.waiting.pop(op.file, []):
                self.contents[op.file] = _applied(self.contents.get(op.file, b""), late)
        elif op.what in ("create", "rename", "unlink"):
            self.naming.append(op)
        elif op.what == "sync-folder":
            for late in self.naming:
                _name(self.names, late)
            self.naming.clear()

    def cut(self, chance: random.Random, *, kept: float | None = None) -> dict[str, bytes]:
        """The files after a power cut; `kept` is the share of what waits, or chance decides."""
        names = dict(self.names)
        share = chance.random() if kept is None else kept
        for late in self.naming[: round(share * len(self.naming))]:
            _name(names, late)
        return {path: self._left(file, chance, share) for path, file in names.items()}

    def _left(self, file: int, chance: random.Random, share: float) -> bytes:
        content = self.contents.get(file, b"")
        for op in self.waiting.get(file, []):
            if op.what == "truncate":
                content = _applied(content, op) if chance.random() < share else content
                continue
            grown = chance.random() < share
            for start in range(0, len(op.data), PAGE):
                page = op._replace(at=op.at + start, data=op.data[start : start + PAGE])
                if chance.random() < share:
                    content = _applied(content, page)
                elif grown:
                    content = content.ljust(page.at + len(page.data), b"\0")
        return content


def _applied(content: bytes, op: Op) -> bytes:
    if op.what == "truncate":
        return content[: op.at].ljust(op.at, b"\0")
    content = content.ljust(op.at, b"\0")
    return content[: op.at] + op.data + content[op.at + len(op.data) :]


def _name(names: dict[str, int], op: Op) -> None:
    if op.what == "create":
        names[op.name] = op.file
    elif names.get(op.name) == op.file:
        names.pop(op.name)
        if op.what == "rename":
            names[op.to] = op.file
    elif op.what == "rename":  # its creation was not kept: neither is this
        names[op.to] = op.file
