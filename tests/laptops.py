"""Laptops with copies of one vault: what officers do on each, and what must hold in the end.

A story is a list of deeds, each a laptop, what is done there, and numbers that choose on what.
Deeds that a single vault refuses are refused here too, and nothing comes of them.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk import (
    copies,
    differences,
    erasing,
    exports,
    former,
    imports,
    merges,
    recording,
    taking_apart,
    taking_back_merge,
)
from attache.desk.brought import Agreed
from attache.desk.conflicts import conflicts_in, open_by_record
from attache.desk.differences import Choice
from attache.desk.exports import Asked
from attache.desk.imports import Wish
from attache.desk.upkeep import examine
from attache.exchange.incoming import Incoming
from attache.exchange.reader import RawSheet
from attache.problems import AttacheError, DecisionNeeded, NoSuchRecord, Refused
from attache.records.record import kept
from attache.records.refs import read_ref
from attache.vault import anchor, location
from attache.vault.keys import Opened
from attache.vault.vault import Vault
from tests import opening
from tests.desk.offices import PROFILE, make, office_at
from tests.incoming import of_rows

if TYPE_CHECKING:
    from attache.desk.copies import Outcome
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import Change, View
    from tests.opening import Image

SEATS = ("A", "B", "C")
SKEWS = MappingProxyType({"A": 0, "B": -7200, "C": 5400})
"""Seconds by which the clock of each laptop is off."""
LIMIT = 60.0
"""Seconds after which a command counts as one that never ends."""
IGNORED = frozenset({"erased", "folder", "anchor"})
"""Checks that may find something: what another copy says of an erased person is told, and left."""
PEOPLE = ("Siti Contoh", "Budi Misal", "Wati Umpama", "Agus Andaian")
NAMES = ("Nama Satu", "Nama Dua", "Nama Tiga")
PLACES = ("Bogor", "Depok", "Bekasi")
PHONES = ("+628000000001", "+628000000002", "+628000000003")
DAYS = ("2026-05-01", "2026-06-01", "2026-07-01")
SHEETS: tuple[tuple[str, list[list[Any]]], ...] = (
    (
        "consultation",
        [
            ["Date", "Topic", "Channel", "Summary"],
            ["2026-09-01", "stay", "walk-in", "Lembar satu, baris satu"],
            ["2026-09-01", "stay", "walk-in", "Lembar satu, baris dua"],
            ["2026-09-01", "stay", "walk-in", "Lembar satu, baris dua"],
        ],
    ),
    (
        "person",
        [
            ["Name", "Sex", "Birth date", "Passport"],
            ["Lembar Pertama", "female", "1999-01-02", "X7000001"],
            ["Lembar Kedua", "male", "1998-03-04", "X7000002"],
        ],
    ),
)


class Deed(NamedTuple):
    """Something done on a laptop; the numbers choose on what, and to what."""

    seat: str
    what: str
    one: int = 0
    two: int = 0
    three: int = 0


class NeverEnds(Exception):
    """A command took longer than any may take."""


@cache
def images() -> dict[str, Image]:
    """The vault of an office with four people and what belongs to them, and its copies."""
    folder = Path(mkdtemp())
    try:
        path = folder / "A.vault"
        make(path, PROFILE)
        people = [{"name": name, "phone": "+628999999999"} for name in PEOPLE]
        _record(path, "person", people)
        for who in ("P1", "P2", "P3"):
            _record(path, "note", [{"about": who, "text": "Catatan awal"}])
            _record(path, "victim-case", [{"person": who, "channel": "walk-in"}])
        talk = {"topic": "stay", "channel": "email", "summary": "Awal", "persons": ["P1", "P2"]}
        _record(path, "consultation", [talk])
        images = {}
        for seat in SEATS[1:]:
            office = office_at(path)
            copies.make_copy(office, folder / f"{seat}.vault", seat, anywhere=True)
            own = office_at(path).vault
            key, slot = own.opened().key, own.slot
            images[seat] = opening.Image((folder / f"{seat}.vault").read_bytes(), key, slot)
        # B knows nothing of the copy for C; it is as if both were made before that was noted.
        return {"A": opening.image(office_at(path).vault), **images}
    finally:
        shutil.rmtree(folder)


@cache
def handoffs() -> tuple[Path, ...]:
    """Workbooks of another post, each newer than the one before."""
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder)
    path = folder / "SIN.vault"
    make(path, {**PROFILE, "post": "SIN", "country": "SGP", "time_zone": "Asia/Singapore"})
    opening.secret(path)
    _record(path, "person", [{"name": n, "phone": p} for n, p in zip(NAMES, PHONES, strict=True)])
    _record(path, "victim-case", [{"person": "P2", "channel": "walk-in"}])
    talk = {"topic": "stay", "channel": "email", "summary": "Awal", "persons": ["P1", "P3"]}
    _record(path, "consultation", [talk])
    books = [_hand_off(path)]
    recording.edit(office_at(path), "P1", {"phone": "+628000000009", "birth_place": PLACES[0]})
    recording.edit(office_at(path), "C1", {"advice": "Saran lain"})
    books.append(_hand_off(path))
    recording.edit(office_at(path), "P1", {"phone": PHONES[0]})
    merges.merge(office_at(path), "P1", "P2", keep=["phone"])
    books.append(_hand_off(path))
    return tuple(books)


def _hand_off(path: Path) -> Path:
    office = office_at(path)
    book = path.with_name(f"{len(list(path.parent.glob('*.xlsx')))}.xlsx")
    exports.export(office, Asked("handoff", book, "headquarters-report", basis="public-task"))
    return book


def _record(path: Path, kind: str, raws: list[dict[str, Any]]) -> list[str]:
    done = recording.record(office_at(path), records.named(kind), raws, new_people="different")
    return [k.ref for k in done.kept]


class Laptops:
    """Some laptops in a folder, each with its copy, and what was recorded on them."""

    def __init__(self, folder: Path, seats: Sequence[str] = SEATS) -> None:
        self.seats = tuple(seats)
        self.paths = {seat: folder / f"{seat}.vault" for seat in self.seats}
        self.recorded: dict[str, str] = {}
        """Whatever was recorded: its ref by its id."""
        self._now = opening.NOW
        for seat, path in self.paths.items():
            opening.lay(path, images()[seat])
            opening.secret(path)
        self.done: list[Deed] = []

    def office(self, seat: str) -> Office:
        """The office at a laptop as the next command sees it; its clock is off a little."""
        self._now += timedelta(seconds=60)
        return office_at(self.paths[seat], self._now + timedelta(seconds=SKEWS[seat]))

    def do(self, deed: Deed) -> bool:
        """Do it, as far as the laptop lets one; whether anything was done."""
        with suppress(DecisionNeeded, Refused, NoSuchRecord), limited():
            _DEEDS[deed.what](self, deed)
            self.done.append(deed)
            return True
        return False

    def standing(self, seat: str, *kinds: str) -> list[Kept[Any]]:
        """What stands at a laptop of these types, in an order that all have."""
        view = self.office(seat).view
        found = [k for kind in kinds for k in view.every(kind) if not k.stamp.withdrawn]
        return sorted(found, key=lambda k: k.id)

    def one(self, seat: str, number: int, *kinds: str) -> Kept[Any]:
        """One of them; raises NoSuchRecord where there is none."""
        found = self.standing(seat, *kinds)
        if not found:
            raise NoSuchRecord
        return found[number % len(found)]

    def note(self, kept: Sequence[Kept[Any]]) -> None:
        """Remember what was recorded."""
        self.recorded |= {k.id: k.ref for k in kept}

    def exchange(self) -> bool:
        """Merge each copy into each other until all say the same; whether they come to that."""
        for _round in range(2 * len(self.seats) + 2):
            stored = [self._merge(s, o) for s in self.seats for o in self.seats if s != o]
            if not any(stored):
                return True
        return False

    def _merge(self, seat: str, other: str) -> bool:
        with limited():
            return self.take_over(seat, self.paths[other]).stored

    def take_over(self, seat: str, path: Path, letter: str = "") -> Outcome:
        """Merge a copy into a laptop's, and agree to whatever that changes there."""
        return agreeing(lambda: self.office(seat), path, letter)

    def content(self, seat: str) -> dict[str, Any]:
        """All records of a laptop but its profile."""
        view = self.office(seat).view
        kinds = [t.name for t in records.RECORD_TYPES if t.name != "post"]
        return {k.id: (name, k.document()) for name in kinds for k in view.every(name)}

    def faults(self) -> list[str]:
        """What does not hold once all have merged with all."""
        with limited():
            if not self.exchange():
                return ["the copies never come to the same"]
            first, *others = (self.content(seat) for seat in self.seats)
            found = [f"{a} differs" for other in others for a in _differing(first, other)]
            return [*found, *self._of_one(self.seats[0], first), *self._undecided()]

    def _undecided(self) -> Iterator[str]:
        """Conflicts that nobody can decide, or that stay open though somebody has."""
        first, *others = self.seats
        while open_ := conflicts_in(self.office(first).view):
            if not any(self._decides(first, conflict) for conflict in open_):
                yield f"{open_[0].ref} cannot be decided: {open_[0].content}"
                return
        if not self.exchange():
            yield "the copies never come to the same once all is decided"
        for seat in others:
            if left := conflicts_in(self.office(seat).view):
                yield f"{left[0].ref} is open on {seat}, and decided"
            yield from (f"{a} differs" for a in _differing(self.content(first), self.content(seat)))

    def _decides(self, seat: str, conflict: Kept[Any]) -> bool:
        """Take the side that one may take, or else leave the field blank."""
        sides = (Choice(said["seat"]) for said in conflict.content.values)
        for choice in (*sides, Choice(value="")):
            with suppress(DecisionNeeded, Refused):
                differences.resolve(self.office(seat), conflict.ref, choice)
                return True
        return False

    def _of_one(self, seat: str, content: dict[str, Any]) -> Iterator[str]:
        """What does not hold in one vault."""
        office = self.office(seat)
        erased = set(office.view.erased())
        asked = open_by_record(office.view)
        for check in examine(office, read_data=True):
            about = [ref for ref in check.about if check.name != "rules" or ref not in asked]
            if not check.ok and check.name not in IGNORED and about:
                yield f"check {check.name}: {', '.join(about)}"
        lost = (ref for id_, ref in self.recorded.items() if id_ not in content)
        yield from (f"{ref} is nowhere" for ref in lost if ref not in erased)
        yield from _without_a_trace(office)
        yield from _former_twice(office.view)


def _differing(one: dict[str, Any], other: dict[str, Any]) -> Iterator[str]:
    for id_ in {**one, **other}:
        if one.get(id_) != other.get(id_):
            yield f"{one.get(id_)} <> {other.get(id_)}"


def _without_a_trace(office: Office) -> Iterator[str]:
    """Values that somebody gave, that stand nowhere, and that nobody has replaced or decided on."""
    view = office.view
    lines, erased = list(view.log()), view.erased()
    replaced: dict[tuple[str, str], list[Any]] = {}
    for c in (c for line in lines for c in line.changes):
        for name, (old, _new) in c.fields.items():
            replaced.setdefault((c.id, name), []).append(old)
    asked = {
        (k.content.about, k.content.field, repr(said["value"]))
        for k in view.every("conflict")
        for said in k.content.values
    }
    scrubbed = {
        c.id for line in lines for c in line.changes if c.action == "change" and not c.fields
    }
    for line in lines:
        for change in (c for c in line.changes if c.action == "change" and c.kind != "conflict"):
            record = view.find(change.id)
            if record is None or change.id in scrubbed:
                continue
            now = view.in_place_of(record) or record
            for name, (_old, new) in change.fields.items():
                said = kept(now.content).get(name), kept(record.content).get(name)
                known = new in said or (name == "name" and new in kept(now.content)["aliases"])
                before = replaced.get((change.id, name), ())
                known = known or any(old == new or _is_one_by_now(view, new, old) for old in before)
                known = known or any((k.ref, name, repr(new)) in asked for k in (now, record))
                known = known or _is_one_by_now(view, new, said[0])
                known = known or _was_had(view, now, name, new)
                known = known or (name not in former.fields() and _was_overtaken(record, change))
                if not known and not isinstance(new, list) and new not in erased:
                    yield f"{change.ref}.{name}: {new!r} of {line.ref} is lost"


def _former_twice(view: View) -> Iterator[str]:
    """Numbers that somebody is told to have had more than once."""
    for person in (k for k in view.every("person") if not k.stamp.withdrawn):
        told = [pair for _k, numbers in former.gone(view, person.ref) for pair in numbers.items()]
        yield from (f"{person.ref} had {pair} twice" for pair in {*told} if told.count(pair) > 1)


def _was_had(view: View, now: Kept[Any], name: str, number: Any) -> bool:
    """Whether a number is a former one of who has the record."""
    return any(
        getattr(k.content, name, None) == number
        for k in former.of_person(view, former.person_of(now))
    )


def _was_overtaken(record: Kept[Any], change: Change) -> bool:
    """Whether another office's record has a later revision by now than the one that a change had.

    That office said the later one in knowledge of it, so it stands whole; only numbers are kept.
    """
    return bool(record.stamp.origin) and change.rev < record.stamp.rev


def _is_one_by_now(view: View, one: Any, other: Any) -> bool:
    """Whether two refs name the same by now, because one was joined with the other."""
    named = [
        view.find(ref) if isinstance(ref, str) and read_ref(ref) else None for ref in (one, other)
    ]
    stand = [view.in_place_of(record) if record else None for record in named]
    return stand[0] is not None and stand[1] is not None and stand[0].id == stand[1].id


def agreeing(office: Callable[[], Office], path: Path, letter: str = "") -> Outcome:
    """Merge a copy, and agree to whatever it changes of what is there."""
    agreed = Agreed(others=True, ahead=True)
    try:
        return copies.merge(office(), path, letter, agreed, rehearsal=False, another_key=True)
    except DecisionNeeded as asked:
        erased: Any = asked.data["erased"]
        erasures = frozenset(one["ref"] for one in erased)
        agreed = Agreed(others=True, erasures=erasures, ahead=True)
        return copies.merge(office(), path, letter, agreed, rehearsal=False, another_key=True)


@contextmanager
def limited() -> Iterator[None]:
    """Let a command end in its time; raises NeverEnds."""

    def end(_signal: int, _frame: object) -> None:
        raise NeverEnds

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _add_person(laptops: Laptops, deed: Deed) -> None:
    raw = {"name": NAMES[deed.one % 3], "phone": PHONES[deed.two % 3]}
    kind = records.named("person")
    done = recording.record(laptops.office(deed.seat), kind, [raw], new_people="different")
    laptops.note(done.kept)


def _talk(laptops: Laptops, deed: Deed) -> None:
    people = {laptops.one(deed.seat, n, "person").ref for n in (deed.one, deed.two)}
    raw = {"topic": "stay", "channel": "email", "summary": "Baru", "persons": sorted(people)}
    _add(laptops, deed, "consultation", raw)


def _case(laptops: Laptops, deed: Deed) -> None:
    person = laptops.one(deed.seat, deed.one, "person").ref
    _add(laptops, deed, "victim-case", {"person": person, "channel": "walk-in"})


def _note(laptops: Laptops, deed: Deed) -> None:
    about = laptops.one(deed.seat, deed.one, "person", "victim-case", "consultation").ref
    _add(laptops, deed, "note", {"about": about, "text": f"Catatan {deed.two}"})


def _add(laptops: Laptops, deed: Deed, kind: str, raw: dict[str, Any]) -> None:
    done = recording.record(laptops.office(deed.seat), records.named(kind), [raw])
    laptops.note(done.kept)


def _edit_person(laptops: Laptops, deed: Deed) -> None:
    person = laptops.one(deed.seat, deed.one, "person")
    name = ("name", "birth_place", "phone", "birth_date")[deed.two % 4]
    values = {"name": NAMES, "birth_place": PLACES, "phone": PHONES, "birth_date": DAYS}
    raw = {name: values[name][deed.three % 3].replace("2026", "1999")}
    recording.edit(laptops.office(deed.seat), person.ref, raw)


def _edit_case(laptops: Laptops, deed: Deed) -> None:
    """Days of a case have an order: what fits on each side may not fit together."""
    case = laptops.one(deed.seat, deed.one, "victim-case")
    name = ("entry_date", "site_exit")[deed.two % 2]
    recording.edit(laptops.office(deed.seat), case.ref, {name: DAYS[deed.three % 3]})


def _edit_talk(laptops: Laptops, deed: Deed) -> None:
    talk = laptops.one(deed.seat, deed.one, "consultation")
    raw = {"advice": f"Saran {deed.two % 3}"} if deed.three % 2 else {}
    person = laptops.one(deed.seat, deed.two, "person").ref
    recording.edit(laptops.office(deed.seat), talk.ref, raw or {"persons": [person]})


def _correct(laptops: Laptops, deed: Deed) -> None:
    note = laptops.one(deed.seat, deed.one, "note")
    done = recording.edit(
        laptops.office(deed.seat), note.ref, {"text": f"Perbaikan {deed.two % 3}"}
    )
    laptops.note(done.kept)


def _withdraw(laptops: Laptops, deed: Deed) -> None:
    kinds = ("note", "victim-case", "consultation", "person")
    record = laptops.one(deed.seat, deed.one, kinds[deed.two % 4])
    recording.withdraw(laptops.office(deed.seat), record.ref, "salah catat")


def _join(laptops: Laptops, deed: Deed) -> None:
    one, other = (laptops.one(deed.seat, n, "person").ref for n in (deed.one, deed.two))
    fields = records.named("person").fields
    merges.merge(laptops.office(deed.seat), one, other, keep=list(fields))


def _part(laptops: Laptops, deed: Deed) -> None:
    person = laptops.one(deed.seat, deed.one, "person")
    parts = merges.parts_of(laptops.office(deed.seat).view, person.ref)
    if not parts:
        raise NoSuchRecord
    other = sorted(parts, key=lambda k: k.id)[deed.two % len(parts)].ref
    taking_apart.unmerge(laptops.office(deed.seat), person.ref, other=other)


def _take_in(laptops: Laptops, deed: Deed) -> None:
    number = deed.one % len(SHEETS)
    kind, rows = SHEETS[number]
    file = f"{number}" if deed.two % 3 else f"{number}, saved again as {deed.two}"
    digest = hashlib.sha256(file.encode()).hexdigest()
    source = of_rows([RawSheet("Lembar", visible=True, rows=rows)], digest, kind)
    office = laptops.office(deed.seat)
    taken = imports.take_in(office, source, lambda _done, _all: None, Wish(keep_good=True))
    assert taken.accounts, "a sheet of which nothing is taken in tells nothing"
    view = laptops.office(deed.seat).view
    added = [a.ref for a in taken.accounts if a.account == "added" and a.ref]
    laptops.note([view.get(ref) for ref in added])


def _take_theirs_in(laptops: Laptops, deed: Deed) -> None:
    """Take in what another post handed off, an older or a newer workbook of it."""
    book = handoffs()[deed.one % len(handoffs())]
    office = laptops.office(deed.seat)
    taken = imports.take_in(office, Incoming(book), lambda _done, _all: None, Wish(keep_good=True))
    view = laptops.office(deed.seat).view
    added = [a.ref for a in taken.accounts if a.account == "added" and a.ref]
    laptops.note([view.get(ref) for ref in added])


def _undo(laptops: Laptops, deed: Deed) -> None:
    taking_back_merge.undo(laptops.office(deed.seat), None)


def _decide(laptops: Laptops, deed: Deed) -> None:
    open_ = conflicts_in(laptops.office(deed.seat).view)
    if not open_:
        raise NoSuchRecord
    conflict = sorted(open_, key=lambda k: k.id)[deed.one % len(open_)]
    seats = [said["seat"] for said in conflict.content.values]
    choice = Choice(seats[deed.two % len(seats)])
    differences.resolve(laptops.office(deed.seat), conflict.ref, choice)


def _erase(laptops: Laptops, deed: Deed) -> None:
    person = laptops.one(deed.seat, deed.one, "person")
    erasing.erase(laptops.office(deed.seat), person.ref, "permintaan")


def _merge_copy(laptops: Laptops, deed: Deed) -> None:
    others = [seat for seat in laptops.seats if seat != deed.seat]
    laptops.take_over(deed.seat, laptops.paths[others[deed.one % len(others)]])


_DEEDS: dict[str, Callable[[Laptops, Deed], None]] = {
    "add person": _add_person,
    "talk": _talk,
    "case": _case,
    "note": _note,
    "edit person": _edit_person,
    "edit case": _edit_case,
    "edit talk": _edit_talk,
    "correct": _correct,
    "withdraw": _withdraw,
    "join": _join,
    "part": _part,
    "take in": _take_in,
    "take theirs in": _take_theirs_in,
    "undo": _undo,
    "decide": _decide,
    "erase": _erase,
    "merge": _merge_copy,
}
DEEDS = tuple(_DEEDS)
OFTEN = ("merge", "join", "edit person", "withdraw", "correct", "decide", "edit case")
"""What comes twice as often as the rest: there copies may say different things."""


def copy_by_hand(laptops: Laptops, seat: str, other: str) -> None:
    """Put one laptop's file on another where none was yet, as a file manager does."""
    own = Vault(laptops.paths[seat], opening.access(laptops.paths[seat]))
    key, slot = own.opened().key, own.slot
    path = laptops.paths[other]
    path.write_bytes(laptops.paths[seat].read_bytes())
    vault = Vault(path, opening.access(path))
    anchor.forget(vault.header().file, vault.access.environ)
    assert location.note(path, vault.header(), vault.access.environ)
    vault.access.keep(vault.header(), Opened(key, slot), opening.HOUR)


def refused_with(laptops: Laptops, deed: Deed) -> list[str]:
    """The codes with which a deed is refused; none where it is done."""
    try:
        with limited():
            _DEEDS[deed.what](laptops, deed)
    except AttacheError as refused:
        return [p.code for p in refused.problems]
    return []
