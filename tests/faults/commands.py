"""The commands that write, each in a form that can be run at any time on the office of `place`."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson

from attache import records
from attache.exchange.writer import About, SheetRows, workbook
from tests.faults.child import Command
from tests.opening import NOW
from tests.samples import example

if TYPE_CHECKING:
    from tests.faults.place import Place

SHEET_ROWS = 4
FAMILY = 3
_POST = {"post": "PNH", "country": "KHM", "seat": "A", "officer": "Rina Contoh"}


def insert(mark: str) -> Command:
    """One new person, whose remarks are the mark."""
    return _piped("insert", ("person", "add", "--new"), _person(mark))


def several(mark: str) -> Command:
    """Several new people in one transaction."""
    raws = [_person(f"{mark} {number}") for number in range(FAMILY)]
    return _piped("insert of several", ("person", "add", "--new"), raws)


def nested(mark: str) -> Command:
    """A consultation of a new person: two records, one transaction."""
    raw = {"topic": "stay", "channel": "walk-in", "summary": mark, "persons": [_person(mark)]}
    return _piped("insert of two kinds", ("consult", "log"), raw)


def update(mark: str, ref: str = "P1") -> Command:
    """Another remark on a person."""
    return Command("update", ("person", "edit", ref, "--remarks", mark))


def replace(mark: str, ref: str = "N2") -> Command:
    """A note that is corrected: one entry withdrawn, another added."""
    return Command("correction", ("note", "edit", ref, "--text", mark))


def delete(mark: str, ref: str = "N1") -> Command:
    """A note that is taken back."""
    return Command("delete", ("note", "withdraw", ref, "--reason", mark))


def take_in(place: Place, mark: str, name: str = "in.xlsx") -> Command:
    """A workbook of new consultations, which is made here."""
    path = place.desk / name
    path.write_bytes(sheet(mark))
    return Command("import", ("exchange", "import", str(path)))


def send(place: Place, name: str = "out.xlsx") -> Command:
    """An export, in the place of an older one if there is one."""
    words = ("exchange", "export", "handoff", str(place.desk / name))
    return Command("export", (*words, "--purpose", "headquarters-report", "--yes"))


COMPACT = Command("compaction", ("vault", "compact"))
PASSPHRASE = Command("passphrase change", ("vault", "passphrase"))
RECOVERY = Command("recovery code", ("vault", "passphrase", "--recovery-code"))
ADD_OFFICER = Command("officer added", ("vault", "officers", "add", "Budi Contoh"))
UNLOCK = Command("unlock", ("vault", "unlock", "--for", "2h"))
LOCK = Command("lock", ("vault", "lock"))
INIT = Command("init", ("init", *(w for n, v in _POST.items() for w in (f"--{n}", v))))
INIT_HERE = INIT._replace(words=(*INIT.words, "--shared-folder"))
"""A folder of tests may lie anywhere."""


def writing(place: Place) -> list[Command]:
    """Every command that changes the vault that is there."""
    return [
        insert("one"),
        several("many"),
        nested("two"),
        update("new"),
        replace("right"),
        delete("wrong"),
        take_in(place, "rows"),
        send(place),
        COMPACT,
        PASSPHRASE,
        RECOVERY,
        ADD_OFFICER,
    ]


def sheet(mark: str) -> bytes:
    """A workbook of new consultations, whose summaries begin with the mark."""
    kind = records.named("consultation")
    documents = []
    for number in range(SHEET_ROWS):
        raw = {**example(kind, full=False, seed=number), "summary": f"{mark} {number}"}
        documents.append(raw)
    about = About("Contoh", (), NOW, "en")
    return workbook([SheetRows(kind, documents)], about)


def _person(mark: str) -> dict[str, str]:
    """Somebody with a name of their own, who is taken for nobody else."""
    letters = "".join(chr(ord("a") + byte % 26) for byte in sha256(mark.encode()).digest()[:12])
    return {"name": f"Contoh {letters.title()}", "remarks": mark}


def _piped(name: str, words: Sequence[str], raw: Any) -> Command:
    return Command(name, (*words, "--from", "-"), orjson.dumps(raw))
