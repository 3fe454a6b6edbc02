"""The ledger of exchanges: one line a workbook, with an account of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.gone import Gone, gone
from attache.problems import Refused
from attache.records.exchange import ACCOUNTS
from attache.records.here import Here
from attache.records.record import Record, parse
from attache.records.refs import read_ref

if TYPE_CHECKING:
    from attache.exchange.rows import Sheets
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.vault import View

DONE = ("added", "changed", "unchanged")
"""Accounts of rows that said what they had to say."""
Place = tuple[str, int]
"""Sheet and row."""


def ledger_line(today: date, **values: Any) -> Record:
    """One line of the ledger; raises Refused for what an officer said that it cannot keep."""
    said = {**values, "file": _readable(str(values["file"])), "on": today}
    parsed = parse(records.named("exchange").model, said, Here(today, ""))
    if parsed.problems:
        raise Refused(*parsed.problems)
    return parsed.draft


def _readable(name: str) -> str:
    """The name of a file as the ledger can keep it, whatever a system let somebody call it."""
    name = name.encode(errors="replace").decode()
    return name if name.isprintable() and name.strip() else ascii(name)[:255]


def counted(accounts: Iterable[str]) -> dict[str, int]:
    """How many rows came to which account; rows read are their sum."""
    counts = Counter(accounts)
    return {"read": counts.total(), **{name: counts[name] for name in ACCOUNTS}}


class Earlier(NamedTuple):
    """What earlier imports did with the rows of a file, and with rows that say the same.

    `done` are rows by type and place that were taken in, each with its record. `erased` are refs by
    place of what was made of a row and erased since. `waiting` are those whom a row may mean that
    was left to be decided. `known` are the refs that other rows without a key were about, by type
    and digest. `gone` says which of all these records do not stand.
    """

    done: Mapping[tuple[str, Place], str] = MappingProxyType({})
    erased: Mapping[Place, str] = MappingProxyType({})
    waiting: Mapping[Place, list[str]] = MappingProxyType({})
    known: Mapping[tuple[str, str], list[str]] = MappingProxyType({})
    gone: Gone = Gone()

    def made_of(self, kind: RecordType, place: Place) -> str | None:
        """The record of a row that is done, or that is about somebody who was erased since."""
        return self.done.get((kind.name, place)) or self.erased.get(place)


def earlier_imports(view: View, sha256: str, sheets: Sheets) -> Earlier:
    """What the ledger knows of a file that is read as these sheets."""
    known = gone(view)
    every = [k for k in view.every("exchange") if k.content.direction == "import"]
    same = [k for k in every if k.content.sha256 == sha256]
    standing = [k.content for k in same if not k.stamp.withdrawn]
    done = _rows_done(same, sheets, known)
    return Earlier(
        done,
        _rows_erased((k.content for k in same), known),
        {_place(row): row["like"] for row in _rows(standing) if row.get("like")},
        _taken_before(every, known, {*done.values()}),
        known,
    )


def _rows_done(
    lines: Iterable[Kept[Any]], sheets: Sheets, known: Gone
) -> dict[tuple[str, Place], str]:
    """The rows of a file that were taken in by earlier imports of it, each with its record.

    Rows that were parked or refused are not among them: they have their say again. So has the whole
    file where its columns were read by other mappings or as another type: it may say more now, or
    something else; and a row of which something was taken back.
    """
    read_as = {(sheet.record_type.name, sheet.name) for sheet in sheets.found}
    done: dict[tuple[str, Place], str] = {}
    for line in (one for one in lines if one.content.mappings == sheets.mappings):
        for row in line.content.rows:
            kind = _kind(row["ref"]) if row["account"] in DONE else None
            if not kind or (kind, row["sheet"]) not in read_as:
                continue
            if all(_is_done(part, row, line, known) for part in parts_of(row)):
                done.setdefault((kind, _place(row)), row["ref"])
    return done


def _is_done(part: Mapping[str, Any], row: Mapping[str, Any], line: Kept[Any], known: Gone) -> bool:
    """Whether what an import did with a record of a row is done still.

    It is not where the record or a conflict about it was taken back. Of a record that was there
    before, what the row changed or found is not done where an import's undo took something from it
    since; nor is what a row only found by an import that was taken back.
    """
    ref = part["ref"]
    if ref in known.erased:
        return True
    made = {ref, *row.get("conflicts", ())}
    if made & known.taken_back or (line.stamp.withdrawn and ref in known.withdrawn):
        return False
    if part["account"] == "added":
        return True
    if line.stamp.withdrawn and part["account"] == "unchanged":
        return False
    return known.lessened.get(ref, "") < line.id


def _rows_erased(lines: Iterable[Any], known: Gone) -> dict[Place, str]:
    """What was made of rows of a file and erased since, whatever became of the import."""
    parts = ((row, part["ref"]) for row in _rows(lines) for part in parts_of(row))
    return {_place(row): ref for row, ref in parts if ref in known.erased} if known.erased else {}


def _taken_before(
    lines: Iterable[Kept[Any]], known: Gone, done: Collection[str]
) -> dict[tuple[str, str], list[str]]:
    """The refs of records that earlier imports added, by type and digest of the row.

    A row without a key that comes again is told by it from a new one, unless the record is that
    of a row which is `done`. Of an import that was taken back there is what was left alone, and
    what was erased since (`_is_done`).
    """
    found: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        for row, part in ((whole, p) for whole in line.content.rows for p in parts_of(whole)):
            ref = part["ref"]
            if not part.get("digest") or ref in done or not (kind := _kind(ref)):
                continue
            if _is_done(part, row, line, known):
                found.setdefault((kind, part["digest"]), []).append(ref)
    return found


def _rows(lines: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    return (row for line in lines for row in line.rows)


def _place(row: Mapping[str, Any]) -> Place:
    return row["sheet"], row["row"]


def parts_of(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What the ledger says of a row's record, and of the person whom it described besides."""
    yield row
    if "person" in row:
        yield row["person"]


def _kind(name: str | None) -> str | None:
    ref = read_ref(name or "")
    kind = records.lettered(ref.letter) if ref else None
    return kind.name if kind else None
