"""What a file is, by its content, and whether its container is one that programs make.

Only the standard library, and only the directory of the zip: nothing is unpacked here but the few
bytes that tell the kind. What the parts hold is looked at in `parts`, `geometry` and `ods`, in the
child process.
"""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Literal, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from attache.problems import Refused, problem

Kind = Literal["xlsx", "xlsb", "xls", "ods", "encrypted", "csv"]

MEGABYTE = 1_000_000
MOST_FILE = 100 * MEGABYTE  # as it lies on the disk; 73,000 rows x 20 columns have 6
MOST_UNPACKED = 300 * MEGABYTE  # the same rows have 90
MOST_PARTS = 2_000
# Real sheets shrink to a tenth, blank styled ones to a hundredth; deflate ends at a thousandth.
MOST_RATIO, FREE_OF_RATIO = 250, 20 * MEGABYTE

DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for a container that it cannot make sense of."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
# [MS-OFFCRYPTO] 2.3.4: an encrypted workbook is an OLE file with a stream of this name. [MS-XLS]
# 2.1.2: an .xls file is one with a stream Workbook, or Book where it is older still.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XLS = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book"))
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
_WEB = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]|\A\s*<|\A%PDF")
# Beginnings of part names, in lower case, of what runs, fetches or is carried along.
_UNREAD: Mapping[str, tuple[str, ...]] = {
    "XLS058": ("xl/vbaproject", "xl/macrosheets/", "xl/activex/", "basic/", "scripts/"),
    "XLS059": ("xl/externallinks/",),
    "XLS060": ("xl/embeddings/",),
}


def contents(path: Path) -> bytes:
    """The bytes of a file, read once, so that what is checked is what is read.

    Raises Refused: XLS001 where it cannot be opened, XLS050 where it is a folder or a device,
    XLS049 where it is empty, XLS068 where it is too large.
    """
    try:
        _regular(path.stat().st_mode)  # before opening: a device may wait for ever
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            _regular(os.fstat(file.fileno()).st_mode)
            content = file.read(MOST_FILE + 1)
    except (OSError, ValueError) as error:
        raise Refused(problem("XLS001")) from error
    if len(content) > MOST_FILE:
        refuse("XLS068", limit=MOST_FILE // MEGABYTE)
    if not content:
        refuse("XLS049")
    return content


def kind_of(content: bytes, *, csv: bool) -> Kind:
    """What a file is, whatever it is called; containers are checked as `container` does.

    Raises Refused: XLS002, XLS046 (CSV, unless it is asked for), XLS047 (.numbers),
    XLS048 (a web page), and those of `container`.
    """
    if content.startswith(_ZIP):
        return container(content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            return "encrypted"
        if any(stream in content for stream in _XLS):
            return "xls"
        refuse("XLS002")
    if _WEB.match(content[:4096]):
        refuse("XLS048")
    if not content.startswith(_TEXT_MARKS) and _NO_TEXT.search(content[:65536]):
        refuse("XLS002")
    if not csv:
        refuse("XLS046")
    return "csv"


def container(content: bytes) -> Kind:
    """Whether a zip is an .xlsx, an .xlsb or an .ods file, by its directory.

    Raises Refused: XLS003 (damaged), XLS053 (encrypted by other means), XLS054 (unpacks to too
    much), XLS063 (parts that no program writes so), XLS002 or XLS047 (something else).
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check(parts, archive.start_dir)
            kind = _kind(archive)
    except DAMAGED as error:
        raise Refused(problem("XLS003")) from error
    return kind


def unread(names: Iterable[str]) -> Iterator[str]:
    """What parts of these names are that nobody reads: the codes XLS058 to XLS060."""
    folded = [name.casefold() for name in names]
    for code, beginnings in _UNREAD.items():
        if any(name.startswith(beginnings) for name in folded):
            yield code


def unpacked_size(content: bytes) -> int:
    """How many bytes the parts of a container say to have; an .xls file packs nothing."""
    if content.startswith(_OLE):
        return len(content)
    with ZipFile(BytesIO(content)) as archive:
        return sum(part.file_size for part in archive.infolist())


def refused(code: str, /, **args: object) -> Refused:
    """A refusal; `sheet`, `row` and `column` are its place, the rest fills the wording."""
    place = {key: args.pop(key) for key in ("sheet", "row", "column") if key in args}
    return Refused(problem(code, None, **args).at(**place))


def refuse(code: str, /, **args: object) -> NoReturn:
    """Raise that refusal."""
    raise refused(code, **args)


def _regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        refuse("XLS050")


def _check(parts: list[ZipInfo], start_of_directory: int) -> None:
    total = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > FREE_OF_RATIO and part.file_size > MOST_RATIO * part.compress_size
        for part in parts
    )
    if total > MOST_UNPACKED or swollen:
        refuse("XLS054", limit=MOST_UNPACKED // MEGABYTE)
    if any(part.flag_bits & 1 for part in parts):  # encrypted by the zip program
        refuse("XLS053")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        refuse("XLS003")
    if len(parts) > MOST_PARTS or _odd(p.orig_filename for p in parts):
        refuse("XLS063")
    if _overlapping(parts, start_of_directory):
        refuse("XLS063")


def _odd(names: Iterable[str]) -> bool:
    """Names twice, or leading out of the container. ECMA-376 part 2, 6.2.2: case does not count."""
    seen: set[str] = set()
    for name in names:
        path = PurePosixPath(name.replace("\\", "/").casefold())
        if str(path) in seen or path.is_absolute() or {"..", ":"} & set(path.parts):
            return True
        if "\0" in name or ":" in name:
            return True
        seen.add(str(path))
    return False


def _overlapping(parts: list[ZipInfo], start_of_directory: int) -> bool:
    """Whether two parts share bytes, by which a small file can hold very much."""
    placed = sorted(parts, key=lambda part: part.header_offset)
    ends = [part.header_offset for part in placed[1:]] + [start_of_directory]
    header = 30  # bytes, before the name; APPNOTE 4.3.7
    return any(
        part.header_offset + header + len(part.filename) + part.compress_size > end
        for part, end in zip(placed, ends, strict=bool(placed))
    )


def _kind(archive: ZipFile) -> Kind:
    names = archive.namelist()
    if "mimetype" in names:
        return _ods(archive, names)
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.endswith(".iwa") for name in names):
        refuse("XLS047", kind=".numbers")
    sheets = any(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names)
    if not sheets or "[Content_Types].xml" not in names:
        refuse("XLS002")
    return "xlsx"


def _ods(archive: ZipFile, names: list[str]) -> Kind:
    with archive.open("mimetype") as file:
        if file.read(len(_ODS) + 1).strip() != _ODS:
            refuse("XLS002")
    if "content.xml" not in names:
        refuse("XLS003")
    if _MANIFEST in names:
        with archive.open(_MANIFEST) as file:
            if b"encryption-data" in file.read(MEGABYTE):
                refuse("XLS053")
    return "ods"
