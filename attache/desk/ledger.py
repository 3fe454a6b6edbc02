"""The ledger of exchanges: one line a workbook, with an account of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from attache import records
from attache.records.exchange import ACCOUNTS
from attache.records.record import Record, parse
from attache.records.refs import read_ref

if TYPE_CHECKING:
    from attache.vault import View

Known = dict[tuple[str, str], list[str]]


def ledger_line(today: date, **values: Any) -> Record:
    """One line of the ledger; its values come from attache itself."""
    name = str(values["file"]).encode(errors="replace").decode()
    return parse(
        records.named("exchange").model, {**values, "file": name, "on": today}, today
    ).draft


def counted(accounts: Iterable[str]) -> dict[str, int]:
    """How many rows came to which account; rows read are their sum."""
    counts = Counter(accounts)
    return {"read": counts.total(), **{name: counts[name] for name in ACCOUNTS}}


def taken_before(view: View) -> Known:
    """The refs of records that earlier imports added, by type and digest of the row.

    A row without a key that comes again is told by it from a new one. What an import added that
    was taken back is not there any more.
    """
    known: Known = {}
    imports = (x for x in view.every("exchange") if x.content.direction == "import")
    for line in (x for x in imports if not x.stamp.withdrawn):
        for row in line.content.rows:
            ref = read_ref(row.get("ref") or "")
            kind = records.lettered(ref.letter) if ref else None
            if kind and row.get("digest"):
                known.setdefault((kind.name, row["digest"]), []).append(row["ref"])
    return known
