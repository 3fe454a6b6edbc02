"""One sheet that both laptops took in before they were merged: each row is recorded once.

In one vault the second import of a row finds the first one's record. So it is here: of two records
that both sides made from the same row, the earlier one stays, and the other leads to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.ledger import parts_of
from attache.desk.moving import move
from attache.language import N_
from attache.records.record import kept
from attache.records.refs import read_ref
from attache.vault.copies.conflicts import Clash, Voice

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import View, Work
    from attache.vault.copies.merging import Merged

IMPORTED_TWICE = N_("the same row was taken in on another copy")
"""The reason with which the later of two records is withdrawn."""
Rows = dict[tuple[str, str], list[str]]
"""The refs that were added, by sheet type and digest of the row."""


class Joined(NamedTuple):
    """Two records of one row, of which one leads to the other; `alike` if both say what it says."""

    stays: Kept[Any]
    goes: Kept[Any]
    alike: bool


def join_imported_twice(work: Work, merged: Merged) -> list[Joined]:
    """Have the later records of one row lead to the earliest.

    People come first: what was made of the other rows names them.
    """
    same = sorted(_same(work, merged), key=lambda refs: (_kind(refs[0]) != "person", refs))
    return [joined for refs in same for joined in _join(work, refs)]


def _join(work: Work, refs: list[str]) -> Iterator[Joined]:
    known = filter(None, map(work.find, refs))
    stand = {k.id: k for k in filter(None, map(work.in_place_of, known))}
    if not stand:
        return
    first, *others = (stand[id_] for id_ in sorted(stand))
    for other in others:
        move(work, other.ref, first.ref)
        goes = work.withdraw(work.get(other.id), IMPORTED_TWICE, replaced_by=first.ref)
        yield Joined(work.get(first.id), goes, first.ref in refs and other.stamp.rev <= 1)


def _same(work: View, merged: Merged) -> Iterator[list[str]]:
    """The refs of what was added of one row by imports of both sides."""
    ours, theirs = ([_rows(work, id_) for id_ in sorted(new)] for new in merged.new)
    for key in {k for rows in ours for k in rows} & {k for rows in theirs for k in rows}:
        lists = [rows[key] for rows in (*ours, *theirs) if key in rows]
        for place in range(max(map(len, lists))):
            yield [refs[place] for refs in lists if place < len(refs)]


def differences(stays: Kept[Any], goes: Kept[Any], work: View) -> Iterator[Clash]:
    """What the two say differently by now, as changes of the one that goes.

    What was never changed since it was recorded says what both began with.
    """
    here, there = kept(stays.content), kept(goes.content)
    for name in (n for n, value in here.items() if _led(work, there[n]) != _led(work, value)):
        base = here[name] if stays.stamp.rev <= 1 else None
        voices = (_voice(stays, here[name]), _voice(goes, there[name]))
        yield Clash(goes.ref, goes.stamp.post, name, base, voices)


def rows_recorded_twice(view: View) -> Iterator[str]:
    """Refs of records that stand beside others of the same row, taken in by another import."""
    every = [_rows(view, k.id) for k in view.every("exchange")]
    for key in {key for rows in every for key in rows}:
        refs = {ref: None for rows in every for ref in rows.get(key, ())}
        stand = [ref for ref in refs if (k := view.find(ref)) and not k.stamp.withdrawn]
        yield from stand[max(len(rows.get(key, ())) for rows in every) :]


def _rows(view: View, id_: str) -> Rows:
    """The refs of what a record added, where it is the ledger's line of an import that stands."""
    rows: Rows = defaultdict(list)
    line = view.find(id_)
    if line and line.kind == "exchange" and not line.stamp.withdrawn:
        for part in (part for row in line.content.rows for part in parts_of(row)):
            if part["account"] == "added" and part.get("digest"):
                rows[_kind(part["ref"]), part["digest"]].append(part["ref"])
    return rows


def _kind(name: str) -> str:
    ref = read_ref(name)
    kind = records.lettered(ref.letter) if ref else None
    return kind.name if kind else ""


def _led(view: View, value: Any) -> Any:
    """A value with each ref led on to the record that stands."""
    if isinstance(value, list):
        return [_led(view, item) for item in value]
    found = view.find(value) if isinstance(value, str) and read_ref(value) else None
    stays = view.in_place_of(found) if found else None
    return stays.ref if stays else value


def _voice(record: Kept[Any], value: Any) -> Voice:
    stamp, ref = record.stamp, read_ref(record.ref)
    by, at = stamp.changed_by or stamp.recorded_by, stamp.changed_at or stamp.recorded_at
    return Voice(value, by, at, ref.seat if ref else "", "", record.id)
