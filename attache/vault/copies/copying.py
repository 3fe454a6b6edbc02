"""The copy that is being made, as it is noted outside of the vault.

Its letter is noted in the vault before it has its place. Whoever is killed between the two leaves
a letter that no copy has: this note tells the next one who makes a copy.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache.problems import AttacheError, NotWritten, NoVault, problem
from attache.vault import journal, system
from attache.vault.places import state_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXT = re.compile(rb"ATTACHE-COPYING ([A-Z]) ([0-9a-f]{32}) (.+)\n", re.DOTALL)


class Copying(NamedTuple):
    """A copy that was begun: its seat letter, its file id, and where it is to lie."""

    seat: str
    file: str
    path: Path

    @property
    def is_missing(self) -> bool:
        """Whether it is not there; of a disk that is away nobody can tell."""
        try:
            return journal.read_header(self.path).header.file != self.file
        except NoVault:
            return self.path.parent.is_dir()
        except AttacheError:
            return False


def noted(file: str, environ: Mapping[str, str]) -> Copying | None:
    """The copy that the vault with this file id began last, and of whose end nobody knows."""
    with suppress(OSError):
        if found := _TEXT.fullmatch(system.read(_note(file, environ))):
            seat, copy, path = found.groups()
            return Copying(seat.decode(), copy.decode(), Path(os.fsdecode(path)))
    return None


def note(file: str, begun: Copying, environ: Mapping[str, str]) -> None:
    """Note durably that a vault begins a copy; raises NotWritten."""
    path = os.fsencode(begun.path.absolute())
    content = f"ATTACHE-COPYING {begun.seat} {begun.file} ".encode() + path + b"\n"
    try:
        system.write_private(_note(file, environ), content, durable=True)
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None


def forget(file: str, environ: Mapping[str, str]) -> None:
    """The end is known. Where that cannot be noted, what lies at the place tells it."""
    with suppress(OSError):
        _note(file, environ).unlink(missing_ok=True)


def _note(file: str, environ: Mapping[str, str]) -> Path:
    return state_folder(environ) / "copying" / file
