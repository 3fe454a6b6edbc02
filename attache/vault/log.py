"""Reading the log: of very many lines only those are built that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from attache.codes import folded
from attache.problems import VaultDamaged, problem
from attache.vault.history import Line

LEAVING, COMING = "export", "import"
"""Actions that a line is found by although the record that says so was added: in the ledger."""
UNDO = "undo"
"""The same for a line that takes another one back."""
_LEDGER = "exchange"
_UNDOES = b'"undoes":"'
"""How a line says, as it is kept, that it takes another one back."""

Told = Mapping[str, Any]
"""A line as it is kept (`Line.document`)."""


class Wanted(NamedTuple):
    """Which lines are looked for; what is blank does not matter.

    `record` is an id or a whole ref, `officer` part of a name, folded. Times are UTC, ISO
    8601; `until` is the first that is out.
    """

    record: str = ""
    officer: str = ""
    since: str = ""
    until: str = ""
    kind: str = ""
    action: str = ""


class Log:
    """The lines as they are kept, by id; each is decoded when it is looked at.

    The newest are those that were written last anywhere: ids are in the order of time. In this
    copy a line of another laptop stands later, namely where it was merged.
    """

    def __init__(self, contents: Iterable[tuple[str, bytes]]) -> None:
        self._contents = dict(contents)
        self._newest = [self._contents[id_] for id_ in sorted(self._contents, reverse=True)]

    def __len__(self) -> int:
        return len(self._contents)

    def newest(self, start: int = 0, stop: int | None = None) -> Iterator[Told]:
        """All lines, the newest first, or those from one place to another."""
        return map(orjson.loads, self._newest[start:stop])

    def latest_here(self) -> Iterator[Told]:
        """All lines as they were written into this copy, the last first, whatever clocks say."""
        return map(orjson.loads, reversed(self._contents.values()))

    def after(self, id_: str) -> Iterator[Told]:
        """What was written into this copy after a line, the last first."""
        for later, content in reversed(self._contents.items()):
            if later == id_:
                return
            yield orjson.loads(content)

    def naming(self, *texts: str) -> Iterator[Told]:
        """Lines in which one of these ids or whole refs stands anywhere, and perhaps others."""
        sought = [text.encode() for text in texts]
        contents = (c for c in self._newest if any(s in c for s in sought))
        return map(orjson.loads, contents)

    def found(self, wanted: Wanted) -> Iterator[Told]:
        """The lines that are wanted."""
        lines = self.naming(wanted.record) if wanted.record else self.newest()
        return (told for told in lines if _fits(told, wanted))

    def undone(self) -> dict[str, str]:
        """The refs of lines that were taken back, each with that of the line that did it.

        What an undo took back stands again where the undo itself was taken back.
        """
        found: dict[str, str] = {}
        for content in reversed(self._contents.values()):
            told = orjson.loads(content) if _UNDOES in content else {}
            if told.get("undoes") and told["ref"] not in found:
                found[told["undoes"]] = told["ref"]
        return found


def line_of(told: Told) -> Line:
    """The line that a document is; raises VaultDamaged where it was altered into none."""
    try:
        return Line.of(told)
    except (TypeError, ValueError, KeyError):
        raise VaultDamaged(problem("VLT003")) from None


def _fits(told: Told, wanted: Wanted) -> bool:
    at = told["at"][:19]  # to the second; what follows is only how UTC is spelled
    if (wanted.since and at < wanted.since[:19]) or (wanted.until and at >= wanted.until[:19]):
        return False
    if wanted.officer not in folded(told["by"]):
        return False
    if not (wanted.record or wanted.kind or wanted.action):
        return True
    return any(
        (not wanted.record or wanted.record in (id_, ref))
        and wanted.kind in ("", kind)
        and (not wanted.action or _is(told, action, kind, wanted.action))
        for action, kind, id_, ref, _rev, _fields in told["changes"]
    )


def _is(told: Told, action: str, kind: str, wanted: str) -> bool:
    if wanted == UNDO:
        return bool(told["undoes"])
    if wanted in (LEAVING, COMING):
        in_ledger = action == "add" and kind == _LEDGER
        return in_ledger and told["command"] == f"{_LEDGER} {wanted}"
    return action == wanted
