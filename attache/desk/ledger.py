"""The ledger of exchanges: one line a workbook, with an account of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.problems import Refused
from attache.records.exchange import ACCOUNTS
from attache.records.here import Here
from attache.records.record import Record, parse
from attache.records.refs import read_ref

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import View

DONE = ("added", "changed", "unchanged")
"""Accounts of rows that said what they had to say."""
Known = dict[tuple[str, str], list[str]]


class Done(NamedTuple):
    """A row that was taken in: its record, and the digests of what had no key.

    `person` is that of somebody whom it described besides.
    """

    ref: str
    digest: str | None = None
    person: str | None = None


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
    """What the ledger says of the imports of one file that stand.

    `gone` are the refs of what others of it brought that were taken back.
    """

    lines: Sequence[Any]
    gone: frozenset[str] = frozenset()


def imports_of(view: View, sha256: str) -> Earlier:
    """The earlier imports of one file."""
    every = [k for k in view.every("exchange") if k.content.direction == "import"]
    same = [k for k in every if k.content.sha256 == sha256]
    undone = (k.content.rows for k in same if k.stamp.withdrawn)
    refs = {p["ref"] for rows in undone for row in rows for p in parts_of(row) if p["ref"]}
    gone = (found.ref for ref in refs if (found := view.find(ref)) and _is_gone(found))
    return Earlier([k.content for k in same if not k.stamp.withdrawn], frozenset(gone))


def _is_gone(record: Kept[Any]) -> bool:
    """Whether a record was taken back, and no other stands for it."""
    return bool(record.stamp.withdrawn) and not record.stamp.replaced_by


def rows_done(earlier: Earlier, mappings: tuple[str, ...]) -> dict[tuple[str, int], Done]:
    """By sheet and row, the rows of a file that were taken in by earlier imports of it.

    Rows that were parked or refused are not among them: they have their say again. So has the whole
    file where its columns were read by other mappings: it may say more now, or something else; and
    a row of which a record is gone since an import that brought it was taken back.
    """
    lines = (line for line in earlier.lines if line.mappings == mappings)
    done: dict[tuple[str, int], Done] = {}
    for row in (row for line in lines for row in line.rows):
        if earlier.gone and not earlier.gone.isdisjoint(p["ref"] for p in parts_of(row)):
            continue
        if row["account"] in DONE and row.get("ref"):  # the first import of it has the digest
            person = row.get("person", {}).get("digest")
            done.setdefault((row["sheet"], row["row"]), Done(row["ref"], row["digest"], person))
    return done


def rows_waiting(earlier: Earlier) -> dict[tuple[str, int], list[str]]:
    """By sheet and row, whom rows of a file may mean that earlier imports left to be decided."""
    rows = (row for line in earlier.lines for row in line.rows)
    return {(r["sheet"], r["row"]): r["like"] for r in rows if r.get("like")}


def taken_before(view: View) -> Known:
    """The refs of records that earlier imports added, by type and digest of the row.

    A row without a key that comes again is told by it from a new one. Of an import that was
    taken back there is what was left alone.
    """
    known: Known = {}
    for line in (k for k in view.every("exchange") if k.content.direction == "import"):
        for row in (part for whole in line.content.rows for part in parts_of(whole)):
            if row.get("digest") and (kind := _kind(row["ref"])):
                found = view.find(row["ref"]) if line.stamp.withdrawn else None
                if not line.stamp.withdrawn or (found and not found.stamp.withdrawn):
                    known.setdefault((kind, row["digest"]), []).append(row["ref"])
    return known


def parts_of(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What the ledger says of a row's record, and of the person whom it described besides."""
    yield row
    if "person" in row:
        yield row["person"]


def _kind(name: str | None) -> str | None:
    ref = read_ref(name or "")
    kind = records.lettered(ref.letter) if ref else None
    return kind.name if kind else None
