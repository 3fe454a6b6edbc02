"""Make everything that derives from declarations, or check that it is current.

`python -m tools.generate` writes, `--check` compares and exits 1 where something is not current.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from attache import language, records
from attache.desk.exports import template_of
from attache.exchange.packages import PACKAGES
from tools import catalogue, documents, names

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_AREAS = re.compile(r"(?<=<!-- areas -->\n).*?(?=<!-- /areas -->)", re.DOTALL)

Made = tuple[Path, Callable[[], bytes]]


def everything() -> Iterator[Made]:
    """Each generated file with what makes it. The catalogues come first: the rest speaks them."""
    yield catalogue.PO, catalogue.updated
    yield catalogue.MO, catalogue.compiled
    yield ROOT / "docs" / "data-dictionary.md", lambda: documents.data_dictionary().encode()
    yield ROOT / "docs" / "commands.md", lambda: documents.command_reference().encode()
    yield ROOT / "docs" / "problems.md", lambda: documents.problem_codes().encode()
    yield ROOT / "docs" / "names.md", lambda: names.names_page().encode()
    yield README, _readme
    for kind in (*PACKAGES, *(t.name for t in records.every())):
        yield ROOT / "templates" / f"{kind}.xlsx", partial(template_of, kind, "id")


def write() -> None:
    """Write every generated file."""
    for path, make in everything():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())


def stale() -> list[str]:
    """What is not current, and what is wrong with the catalogues."""
    found = [
        f"{path.relative_to(ROOT)} is not current"
        for path, make in everything()
        if not _same(path, make())
    ]
    return [*found, *catalogue.missing()]


def _readme() -> bytes:
    text = README.read_text(encoding="utf-8")
    return _AREAS.sub(lambda _old: f"\n{documents.areas_table()}\n", text).encode()


def _same(path: Path, made: bytes) -> bool:
    """Whether a file holds what is made now; workbooks are compared part by part, unpacked."""
    if not path.exists():
        return False
    if path.suffix == ".xlsx":
        return _parts(path.read_bytes()) == _parts(made)
    return path.read_bytes() == made


def _parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(arguments: list[str]) -> int:
    """Write, or check; the exit code."""
    language.choose("en", {})
    if arguments == ["--check"]:
        found = stale()
        sys.stderr.writelines(f"{line}\n" for line in found)
        return 1 if found else 0
    catalogue.write()  # before anything is said in Indonesian
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
