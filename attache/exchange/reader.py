"""A workbook into sheets of typed cells, whoever made it; a bad file is refused, never a crash.

A look at the zip container first, then Calamine in a child process (`cells`) with limits on
memory and time.
"""

from __future__ import annotations

import subprocess
import sys
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

import orjson

from attache.exchange import cells
from attache.problems import Refused, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WAIT = 60  # seconds
MOST_BYTES = 300_000_000  # unpacked; 73,000 rows x 20 columns have about 80 million
MOST_PARTS = 2_000
_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
# Excel's encryption wraps a workbook in an OLE file with a stream of this name ([MS-OFFCRYPTO]).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell whose formula failed, or was saved without its value."""


Cell = str | int | float | bool | date | datetime | CellError | None


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as it stands; `rows[0]` is row 1 of the spreadsheet program."""

    name: str
    visible: bool
    rows: list[list[Cell]]


_TAGS: Mapping[str, Callable[[str], Cell]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "error": lambda _text: CellError(),
}


def read_workbook(path: Path) -> tuple[RawSheet, ...]:
    """Every worksheet of an .xlsx or .ods file, in its order.

    Raises Refused: XLS001 where it cannot be opened, XLS002 where it is no such workbook, XLS003
    where it is damaged, protected by a password, or too large to be read safely.
    """
    try:
        _look_at(path)
    except OSError as error:
        raise Refused(problem("XLS001")) from error
    return tuple(
        RawSheet(name, visible, [[_cell(told) for told in row] for row in rows])
        for name, visible, rows in _told_by_child(path)
    )


def _look_at(path: Path) -> None:
    """Refuse what is no workbook by its content, and containers that no program would write."""
    with path.open("rb") as file:
        start = file.read(len(_OLE))
        if start == _OLE:
            raise Refused(problem("XLS003" if _ENCRYPTED in file.read() else "XLS002"))
        if not start.startswith(_ZIP):
            raise Refused(problem("XLS002"))
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            if not _safe(parts):
                raise Refused(problem("XLS003"))
            if not _is_workbook(archive):
                raise Refused(problem("XLS002"))
    except (
        BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        EOFError,
        zlib.error,
    ) as error:
        raise Refused(problem("XLS003")) from error


def _safe(parts: list[ZipInfo]) -> bool:
    names = [part.filename for part in parts]
    return (
        len(parts) <= MOST_PARTS
        and sum(part.file_size for part in parts) <= MOST_BYTES
        and len(set(names)) == len(names)
        and not any(".." in PurePosixPath(name).parts or name.startswith("/") for name in names)
        and not any(part.flag_bits & 1 for part in parts)  # encrypted by the zip program
    )


def _is_workbook(archive: ZipFile) -> bool:
    names = set(archive.namelist())
    if "mimetype" in names:
        with archive.open("mimetype") as file:
            return file.read(len(_ODS) + 1).strip() == _ODS
    sheets = any(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names)
    return "[Content_Types].xml" in names and sheets


def _told_by_child(path: Path) -> list[tuple[str, bool, list[list[Any]]]]:
    # By its file, and without the folder in front (-P): nothing lying about can stand in for it.
    command = [sys.executable, "-P", str(Path(cells.__file__)), str(path.absolute())]
    try:
        child = subprocess.run(  # noqa: S603 - our own program; the path is one argument
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=WAIT, check=True
        )
        told: list[tuple[str, bool, list[list[Any]]]] = orjson.loads(child.stdout)
    except (subprocess.SubprocessError, orjson.JSONDecodeError) as error:
        raise Refused(problem("XLS003")) from error
    return told


def _cell(told: Any) -> Cell:
    if isinstance(told, list):
        tag, text = told
        return _TAGS[tag](text)
    cell: Cell = told
    return cell
