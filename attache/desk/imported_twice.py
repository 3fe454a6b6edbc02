"""One sheet that both laptops took in before they were merged: each row is recorded once.

In one vault the second import of a row finds the first one's record. So it is here: of two records
that both sides made from the same row, the earlier one stays, and the other leads to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.ledger import parts_of
from attache.desk.moving import move
from attache.language import N_
from attache.records.record import kept
from attache.records.refs import read_ref
from attache.vault.copies.conflicts import Clash, Voice
from attache.vault.copies.sides import place_of

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import View, Work
    from attache.vault.copies.merging import Merged

IMPORTED_TWICE = N_("the same row was taken in on another copy")
"""The reason with which the later of two records is withdrawn."""
Rows = dict[tuple[object, ...], list[str]]
"""The refs that were added, by type and digest of the row, and by type, file, sheet and row."""
_DIGEST, _PLACE = "digest", "place"


class Joined(NamedTuple):
    """Two records of one row, of which one leads to the other; `says` what the row said, if alike.

    Where the same row was read by other mappings, or went into somebody else since, that is None.
    """

    stays: Kept[Any]
    goes: Kept[Any]
    says: Mapping[str, Any] | None


def join_imported_twice(work: Work, merged: Merged) -> list[Joined]:
    """Have the later records of one row lead to the earliest.

    People come first: what was made of the other rows names them.
    """
    same = sorted(_same(work, merged), key=lambda one: (_kind(one[1][0]) != "person", one))
    return [joined for by, refs in same for joined in _join(work, by, refs)]


def _join(work: Work, by: str, refs: list[str]) -> Iterator[Joined]:
    known = filter(None, map(work.find, refs))
    stand = {k.id: k for k in filter(None, map(work.in_place_of, known))}
    if not stand:
        return
    first, *others = (stand[id_] for id_ in sorted(stand))
    for other in others:
        alike = by == _DIGEST and first.ref in refs
        says = _first_said(work, first) if alike else None
        move(work, other.ref, first.ref)
        goes = work.withdraw(work.get(other.id), IMPORTED_TWICE, replaced_by=first.ref)
        yield Joined(work.get(first.id), goes, says)


def _first_said(view: View, record: Kept[Any]) -> Mapping[str, Any]:
    """What a record said when it was added."""
    values = kept(record.content)
    for told in view.history().naming(record.id):
        for action, _kind, id_, _ref, _rev, fields in reversed(told["changes"]):
            if (action, id_) == ("change", record.id):
                values |= {name: old for name, (old, _new) in fields.items() if name in values}
    return values


def _same(work: View, merged: Merged) -> Iterator[tuple[str, list[str]]]:
    """What imports of both sides added of one row: how it is told to be one, and the refs.

    An import that one side has let stand again is one of that side's.
    """
    ids = (sorted(new | again) for new, again in zip(merged.new, merged.again, strict=True))
    ours, theirs = ([_rows(work, id_) for id_ in some] for some in ids)
    for key in {k for rows in ours for k in rows} & {k for rows in theirs for k in rows}:
        lists = [rows[key] for rows in (*ours, *theirs) if key in rows]
        for place in range(max(map(len, lists))):
            yield str(key[0]), [refs[place] for refs in lists if place < len(refs)]


def differences(joined: Joined, work: View) -> Iterator[Clash]:
    """What the one that goes says since the row was taken in, or says otherwise than the other."""
    stays, goes, says = joined
    here, there = kept(stays.content), kept(goes.content)
    for name in (n for n, value in here.items() if _led(work, there[n]) != _led(work, value)):
        base = says[name] if says else None
        if not says or _led(work, there[name]) != _led(work, base):
            voices = (_voice(work, stays, name), _voice(work, goes, name))
            yield Clash(goes.ref, name, base, voices)


def rows_recorded_twice(view: View) -> tuple[str, ...]:
    """Refs of records that stand beside others of the same row, taken in by another import."""
    found = (ref for one in _of_rows(view) for ref in one.stand[one.most :])
    return tuple(dict.fromkeys(found))


def taken_in_again(view: View, refs: Collection[str]) -> Iterator[tuple[str, str]]:
    """Those of some records beside which others of the same row stand, with the import of these."""
    for one in _of_rows(view):
        stay = {ref for ref in one.stand if ref not in refs}
        others = [by for by, made in one.made.items() if not stay.isdisjoint(made)]
        if others and len(one.stand) > one.most:
            yield from ((ref, others[-1]) for ref in one.stand if ref in refs)


class _OfRow(NamedTuple):
    """What imports made of one row, by their refs; what of it stands, and how much of it may."""

    made: Mapping[str, list[str]]
    stand: list[str]
    most: int


class _Added(NamedTuple):
    """A record that an import added: of which row of which file."""

    ref: str
    kind: str
    digest: str
    place: tuple[str, str, int]


def _of_rows(view: View) -> Iterator[_OfRow]:
    """What was made of each row by more than one import; a file may hold a row more than once."""
    every: dict[tuple[object, ...], dict[str, list[_Added]]] = defaultdict(dict)
    for line in view.every("exchange"):
        for one in _added(view, line.id):
            for key in _keys(one):
                every[key].setdefault(line.ref, []).append(one)
    for made in (made for made in every.values() if len(made) > 1):
        parts = {one.ref: one for some in made.values() for one in some}
        stand = [ref for ref in parts if (k := view.find(ref)) and not k.stamp.withdrawn]
        files = Counter(file for file, *_place in {one.place for one in parts.values()})
        refs = {by: [one.ref for one in some] for by, some in made.items()}
        yield _OfRow(refs, stand, max(files.values()))


def _rows(view: View, id_: str) -> Rows:
    """The refs of what a record added, where it is the ledger's line of an import that stands."""
    rows: Rows = defaultdict(list)
    for one in _added(view, id_):
        for key in _keys(one):
            rows[key].append(one.ref)
    return rows


def _keys(one: _Added) -> tuple[tuple[object, ...], ...]:
    return (_DIGEST, one.kind, one.digest), (_PLACE, one.kind, *one.place)


def _added(view: View, id_: str) -> Iterator[_Added]:
    line = view.find(id_)
    if line and line.kind == "exchange" and not line.stamp.withdrawn:
        for row, part in ((r, part) for r in line.content.rows for part in parts_of(r)):
            if part["account"] == "added" and part.get("digest"):
                place = line.content.sha256, row["sheet"], row["row"]
                yield _Added(part["ref"], _kind(part["ref"]), part["digest"], place)


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


def _voice(view: View, record: Kept[Any], name: str) -> Voice:
    """Who said last what a record says in a field."""
    value, stamp, ref = kept(record.content)[name], record.stamp, read_ref(record.ref)
    for told in view.history().naming(record.id):
        for _action, _kind, id_, _ref, _rev, fields in told["changes"]:
            if id_ == record.id and name in fields:
                place = place_of(told["ref"])
                return Voice(value, told["by"], told["at"], place.seat, told["ref"], told["id"])
    seat = ref.seat if ref else ""
    return Voice(value, stamp.recorded_by, stamp.recorded_at, seat, "", record.id)
