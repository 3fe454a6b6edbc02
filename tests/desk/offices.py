"""An invented office at a fixed time, with three people in its vault."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attache import records
from attache.desk import imports
from attache.desk.imports import Wish
from attache.desk.office import Office, open_office
from attache.desk.recording import record
from attache.desk.setup import init
from attache.problems import Refused
from attache.vault import Birth, Vault
from tests import opening
from tests.samples import example

if TYPE_CHECKING:
    from attache.desk.accounts import Taken
    from attache.exchange.incoming import Incoming
    from attache.records import RecordType
    from tests.opening import Image

NOW = opening.NOW
PROFILE = {"post": "PNH", "country": "KHM", "seat": "A", "officers": ["Rina Contoh", "Budi Contoh"]}
PEOPLE = 3
"""People P1 to P3, whom samples name."""


def make(path: Path, profile: Mapping[str, object] = PROFILE, now: datetime = NOW) -> Any:
    """Make a vault with a profile, as init does, and leave it open; the profile."""
    birth = Birth("init", now.isoformat(timespec="seconds"), anywhere=True)
    return init(path, profile, birth, opening.secrets(), opening.access(path)).profile


@cache
def empty() -> Image:
    """A vault with the profile only."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "post.vault"
        make(path)
        return opening.image(Vault(path, opening.access(path)))


@cache
def peopled() -> Image:
    """A vault with people, so that samples of every record type can be recorded."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "post.vault"
        vault = opening.lay(path, empty())
        raws = [example(records.named("person"), full=True, seed=seed) for seed in range(PEOPLE)]
        record(office_at(path), records.named("person"), raws)
        return opening.image(vault)


def office_at(path: Path, now: datetime = NOW, command: str = "test") -> Office:
    """The office of a vault, as one command sees it."""
    return open_office(path, now, command, opening.access(path))


def documents(path: Path, kind: str) -> list[dict[str, Any]]:
    """All records of a type as they are in the file now."""
    return [k.document() for k in office_at(path).view.every(kind)]


def sample(kind: RecordType, seed: int = 0, *, full: bool = True) -> dict[str, Any]:
    """Raw valid input that names only people who are there, and is none of them itself."""
    named = {"ref": "PNH-A-P1", "refs": ["PNH-A-P1", "PNH-A-P2"]}
    raw = example(kind, full, seed + PEOPLE)
    raw = {n: named.get(kind.fields[n].kind.name, value) for n, value in raw.items()}
    return raw | ({"other": "PNH-A-P2"} if "other" in raw else {})


def taken_in(path: Path, source: Incoming) -> Taken:
    """What of a file is good is taken in; where nothing is, what became of its rows."""
    try:
        return imports.take_in(office_at(path), source, _quiet, Wish(keep_good=True))
    except Refused:
        checked = imports.check(office_at(path), source, _quiet)
        losing = any(p.code in imports.LOSING for p in checked.problems)
        assert losing or all(a.account == "refused" for a in checked.accounts)
        return checked


def _quiet(_done: int, _total: int) -> None:
    """Nobody is waiting."""
