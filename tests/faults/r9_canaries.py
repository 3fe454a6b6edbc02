"""R9: a canary in every text; after every command, killed or not, nothing of attache's has it.

Looked at is all that attache keeps or leaves: data, state, temp and home folders, and the members
of zip files there. The workbooks that an officer asked for lie on the desk, and are not.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from attache import records
from tests.desk import offices
from tests.faults import commands
from tests.faults.calls import Trap
from tests.faults.child import Child, Command
from tests.faults.outcome import Outcome
from tests.faults.place import Place, Sealed, a_place, office

CANARY = "KanariBernyanyi"
_NEEDLES = tuple(CANARY.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
OWN = ("data", "state", "tmp", "home")


def run(*, quick: bool = False) -> Outcome:
    """Every command on a vault full of canaries; then those that write, killed at every call."""
    outcome = Outcome("R9", "canaries in every field", reach="0 plaintext hits")
    with a_place() as place:
        full = _filled(place)
        for command in (*_reading(place), *commands.writing(place), *_keeping(place)):
            _one(outcome, place, full, command, Trap("none"))
        for command in commands.writing(place):
            calls = len(_again(place, full, command, Trap()).names)
            for at in range(1, calls + 1, 9 if quick else 2):
                _one(outcome, place, full, command, Trap("half", at))
    outcome.found.setdefault("hits", 0)
    return outcome


def _filled(place: Place) -> Sealed:
    """The office with one record of every type, a canary in every text of it."""
    place.lay(office())
    for kind in records.every():
        raw = {name: _sung(value) for name, value in offices.sample(kind).items()}
        texts = {n for n, f in kind.fields.items() if f.kind.name in ("text", "texts")}
        plain = offices.sample(kind)
        given = {name: raw[name] if name in texts else plain[name] for name in raw}
        words = (*kind.noun, kind.verb, *(("--new",) if kind.name == "person" else ()))
        child = Child.start(place, [Command("fill", (*words, "--from", "-"), orjson.dumps(given))])
        assert [ended.code for ended in child.heard().ended] == [0], kind.name
    return place.seal()


def _sung(value: Any) -> Any:
    return [CANARY] if isinstance(value, list) else CANARY


def _reading(place: Place) -> Iterator[Command]:
    for kind in records.every():
        yield Command("list", (*kind.noun, "list", "--all"))
        number = 4 if kind.name in ("person", "note") else 2 if kind.areas else 1
        yield Command("show", (*kind.noun, "show", f"{kind.letter}{number}", "--history"))
    yield Command("find", ("person", "find", CANARY))
    yield Command("log", ("log", "--all"))
    yield Command("stats", ("stats", "show"))
    yield Command("refused", ("consult", "log", "--topic", CANARY))
    yield Command("check of a workbook", ("exchange", "check", str(place.desk / "none.xlsx")))


def _keeping(place: Place) -> Iterator[Command]:
    data = place.folder / "data"
    yield Command("check", ("vault", "check", "--read-data"))
    yield Command("backup", ("vault", "backup", str(data / "backup.vault")))
    copy = ("vault", "copy", str(data / "b.vault"), "--seat", "B", "--shared-folder")
    yield Command("copy", copy)
    yield Command("undo", ("undo", "--yes"))
    yield Command("erase", ("vault", "erase", "P4", "--reason", "contoh", "--yes"))
    yield commands.LOCK


def _one(outcome: Outcome, place: Place, full: Sealed, command: Command, trap: Trap) -> None:
    heard = _again(place, full, command, trap)
    outcome.count("commands killed" if heard.killed else "commands")
    for where in hits(place):
        outcome.miss("hits", f"{command.name}, {trap.act} call {trap.at}: {where}")


def _again(place: Place, full: Sealed, command: Command, trap: Trap) -> Any:
    """The command on the vault as it was filled."""
    desk = {file: file.read_bytes() for file in place.desk.iterdir() if file.is_file()}
    place.lay(full)
    for file, content in desk.items():
        file.write_bytes(content)
    return Child.start(place, [command], trap).heard()


def hits(place: Place) -> Iterator[str]:
    """Where a canary sings."""
    files = (p for name in OWN for p in (place.folder / name).rglob("*") if p.is_file())
    for path in files:
        if any(_sings(content) for content in _contents(path)):
            yield str(path.relative_to(place.folder))


def _contents(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            yield from (book.read(name) for name in book.namelist())


def _sings(content: bytes) -> bool:
    return any(needle in content for needle in _NEEDLES)
