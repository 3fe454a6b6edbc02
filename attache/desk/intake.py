"""One workbook on its way in, row by row, within a unit of work."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attache.desk import minors
from attache.desk.accounts import Account, as_before, outcome, refused
from attache.desk.decisions import decide_on_new, own_of
from attache.desk.described import Described
from attache.desk.judging import Raw, judge, judge_change, judge_new
from attache.desk.known import Match, current, each_once, known_people, matches, namesakes
from attache.desk.ledger import Earlier
from attache.desk.left_blank import WORDS
from attache.desk.ready import Ready, ready
from attache.desk.recording import CORRECTED, COUNTER, amend, flagged, listed
from attache.desk.returned import Returned, latest
from attache.desk.sent import Sent
from attache.desk.theirs import TheirRecords, not_ours
from attache.desk.whose import Change, Whose
from attache.exchange.described import describes
from attache.exchange.packages import Cover
from attache.exchange.reader import stretches
from attache.problems import Problem, errors, problem
from attache.records.record import divided, kept, parse
from attache.rules.matching import compare
from attache.rules.merging import differing, together
from attache.rules.three_way import three_way
from attache.rules.traits import read, traits

if TYPE_CHECKING:
    from attache.desk.clashes import Clashes
    from attache.desk.labels import Labels
    from attache.desk.ledger import Place
    from attache.exchange.rows import Row
    from attache.records import RecordType
    from attache.records.here import Here
    from attache.records.kept import Kept
    from attache.rules.candidates import KnownPeople
    from attache.rules.outlines import Outline
    from attache.vault import Work

Decision = str | tuple[str, int]
NEW = "new"
"""The decision that a row is somebody who is not recorded yet."""


@dataclass
class Intake:
    """Takes in rows and accounts for each.

    `decisions` say of a parked row who is meant: a ref, `new`, or who a row before it is. Rows that
    an `earlier` import took in have no say a second time.
    """

    work: Work
    here: Here
    labels: Labels
    clashes: Clashes
    decisions: Mapping[Place, Decision] = field(default_factory=dict)
    earlier: Earlier = field(default_factory=Earlier)
    cover: Cover = field(default_factory=Cover)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    namesakes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """By sheet, the rows of new people whose name is too common to ask about."""

    def __post_init__(self) -> None:
        self.sent = Sent(self.work)
        self.returned = Returned(self.work, self.sent, self.here)
        self.theirs = TheirRecords(self.work, self.here, self.sent, self.clashes, self.cover)
        self.whose = Whose(self.work, self.labels, lambda: self.people)

    @property
    def today(self) -> date:
        """The day at the post."""
        return self.here.today

    @cached_property
    def people(self) -> KnownPeople:
        """Everybody recorded; only where the workbook has new people."""
        return known_people(self.work)

    def told(self) -> Iterator[Problem]:
        """What is told once of all rows."""
        for sheet, rows in self.namesakes.items():
            yield problem("XLS150", rows=stretches(rows), count=len(rows)).at(sheet=sheet)

    def take(self, kind: RecordType, row: Row, made: Ready | None = None) -> Account:
        """The account of one row, with its problems at their cells; `made` it is ready already."""
        account = self._account(kind, row, made)
        if row.label:
            self.labels.settle(row.label, account.account, account.ref)
        self.labels.people.settle(kind, row, account)
        if self.decisions:
            self.labels.note_person(kind, row, account)
        placed = tuple([row.place(p) for p in account.problems])
        return account.at(row.sheet, row.number, placed)

    def _account(self, kind: RecordType, row: Row, made: Ready | None) -> Account:
        if self.theirs.are_meant(row):
            return self.theirs.take(kind, row)
        at = row.sheet, row.number
        if ref := self.earlier.made_of(kind, at) or self.returned.unchanged(kind, row):
            return as_before(kind, ref, self.earlier.gone)
        if made:
            return self.add(kind, row, row.raw, made)
        if describes(row.raw):
            return Described(self, kind).take(row)
        return self.one(kind, row)

    def one(self, kind: RecordType, row: Row) -> Account:
        """The account of a row that is of one record; it may name others."""
        raw, of_labels = self.labels.resolved(self.work, kind, row)
        problems = (*row.problems, *of_labels)
        if errors(problems):
            return refused((*problems, *self._besides(kind, row, raw, problems)))
        if of_labels:
            return outcome("parked", problems=problems)
        account = self._take(kind, row, raw)
        return account._replace(problems=(*problems, *account.problems))

    def _besides(
        self, kind: RecordType, row: Row, raw: Raw, told: tuple[Problem, ...]
    ) -> tuple[Problem, ...]:
        """What else is wrong with a row that cannot be taken in: all is told at once."""
        fields = {p.field for p in told}
        found = parse(kind.model, raw, self.here).problems
        spared = WORDS if row.new else ("REQ001",)
        asked = (p for p in found if p.code not in spared)
        return tuple(p for p in asked if p.field not in fields)

    def _take(self, kind: RecordType, row: Row, raw: Raw) -> Account:
        name = row.id or row.ref
        if not name:
            judged = judge_new(self.work, kind, raw, self.today)
            return self.add(kind, row, raw, ready(kind, judged))
        current = self._latest(name)
        if current is None:
            return self._missing(row, name)
        if current.kind != kind.name:
            return refused((problem("REF003", "ref", kinds=kind.name),))
        if row.id and row.ref and self._latest(row.ref) != current:
            return refused((problem("XLS021", "ref"),))
        if self.returned.is_twice(row):
            return refused((problem("XLS014", "ref"),))
        return self._change(kind, row, raw, current)

    def _missing(self, row: Row, name: str) -> Account:
        """The account of a row without a record: it may have been erased since the row left."""
        code = self.work.why_missing(name)
        if code == "REF008":
            return outcome("unchanged", problems=(problem("ORG008", "ref"),))
        return refused((problem("ORG002" if row.id and not row.origin else code, "ref"),))

    def _change(self, kind: RecordType, row: Row, raw: Raw, current: Kept[Any]) -> Account:
        """The cells of a row merged into its record, where they are about the same."""
        if self.sent.was_erased_since(row, current):
            return outcome("unchanged", current.ref, problems=(problem("ORG012", "ref"),))
        ours, (raw, _doubts) = kept(current.content), divided(kind.model, raw)
        judged = judge_change(self.work, kind, ours, {**ours, **raw}, self.today)
        theirs = {name: value for name, value in kept(judged.content).items() if name in raw}
        sent = self.sent.base(row, current)
        merged = three_way(sent, ours, theirs)
        change = Change(current, sent, theirs, (*merged.taken, *merged.clashing))
        if strange := self._strange(kind, row, change):
            return refused((*strange, *self._besides(kind, row, raw, strange)))
        if errors(judged.problems):
            return refused(judged.problems)
        if not change.fields:
            return outcome("unchanged", current.ref, problems=judged.problems)
        if any(theirs[name] != ours[name] for name in theirs.keys() - merged.taken.keys()):
            judged = judge(self.work, kind, {**ours, **merged.taken}, self.today)
            if errors(judged.problems):
                return refused(judged.problems)
        clashing = {name: theirs[name] for name in merged.clashing}
        told = (*judged.problems, *self.whose.told(kind, change))
        return self._changed(current, judged.content, clashing, sent or {}, told)

    def _changed(
        self,
        current: Kept[Any],
        content: Any,
        clashing: Mapping[str, Any],
        sent: Mapping[str, Any],
        problems: tuple[Problem, ...] = (),
    ) -> Account:
        """The record with what is taken; what clashes waits for a decision."""
        old, new = kept(current.content), kept(content)
        fields = tuple(name for name in new if old[name] != new[name])
        changed = amend(self.work, current, content, CORRECTED)
        if fields and (current.kind in COUNTER or "birth_date" in fields):
            told = minors.warnings(self.work, changed.kind, changed.content, changed.ref)
            problems = (*problems, *told)
        conflicts = self.clashes.keep(changed, sent, clashing)
        if conflicts:
            problems = (*problems, *(problem("XLS013", name) for name in clashing))
        account = "changed" if fields else "parked" if conflicts else "unchanged"
        return outcome(account, changed.ref, fields=fields, problems=problems, conflicts=conflicts)

    def add(self, kind: RecordType, row: Row, raw: Raw, made: Ready) -> Account:
        """A row without a key: known from an earlier import, somebody known, parked, or new."""
        if made.draft is None:
            return refused(made.problems)
        key = (kind.name, made.digest)
        if earlier := self.earlier.known.get(key):
            self.seen[key] += 1
            if len(earlier) >= self.seen[key]:
                return as_before(kind, earlier[self.seen[key] - 1], self.earlier.gone)
        if made.outline:
            return self._meet(kind, row, raw, made, made.outline)
        added = self.work.add_draft(made.draft)
        told = made.problems
        if kind.name in COUNTER:
            found = flagged(self.work, kind.name, made.content(kind), added.ref)
            told = (*told, *self.labels.told(found))
            self.labels.note(added.ref, row)
        return outcome("added", added.ref, digest=made.digest, problems=told)

    def _meet(self, kind: RecordType, row: Row, raw: Raw, made: Ready, person: Outline) -> Account:
        """Somebody who is certainly recorded is that person; who may be, waits for a decision."""
        assert made.draft
        met = self.people.meet(person)
        like = matches(self.work, met.like) if met.like else []
        if names := self.earlier.waiting.get((row.sheet, row.number)):
            like += self._not_decided(names, person, like)
        decision = self.decisions.get((row.sheet, row.number), "") if self.decisions else ""
        if isinstance(decision, tuple) and not (
            decision := self.labels.people_of.get(decision, "")
        ):
            return refused((problem("XLS019", "name"),))
        known = self.work.get(decision) if decision and decision != NEW else None
        if known and self.whose.is_somebody_else(kept(made.content(kind)), known):
            return refused((problem("XLS025", "name"),))
        own = known and (own_of(self.work, known.ref) if known.stamp.origin else known)
        if own:
            return self._same(own, raw, made.content(kind), made)
        if like and not decision:
            like = each_once(self.work, like)
            sure = [m for m in like if m.is_sure and not m.person.stamp.origin]
            if len(sure) == 1:
                return self._same(sure[0].person, raw, made.content(kind), made)
            return self._parked(like)
        added = self.work.add_draft(made.draft)
        self.labels.note(added.ref, row)
        if not like and any(namesakes(self.work, met.namesakes)):
            self.namesakes[row.sheet].append(row.number)
        self.people.add(added.id, person)
        likely = [match.person.ref for match in like]
        decide_on_new(self.work, added.ref, known.ref if known else "", likely, self.today)
        return outcome("added", added.ref, digest=made.digest, problems=made.problems)

    def _not_decided(
        self, names: Iterable[str], person: Outline, like: Iterable[Match]
    ) -> list[Match]:
        """Whom a row still waits for who are not found any more: a name says less with time.

        The more people bear it, the less it says; but nobody has decided on the row.
        """
        known = (current(self.work, self.work.find(name)) for name in names)
        found = {k.ref: k for k in known if k}
        mine, there = read(person.line), {match.person.ref for match in like}
        lost = [k for ref, k in found.items() if ref not in there]
        return [Match(k, compare(mine, traits(kept(k.content)))) for k in lost]

    def _parked(self, like: list[Match]) -> Account:
        refs = [self.labels.named(match.person.ref) for match in like]
        told = problem("XLS016", "name", refs=listed(refs))
        return outcome("parked", problems=(told,), like=tuple(like))

    def _same(self, known: Kept[Any], raw: Raw, said: Any, made: Ready) -> Account:
        """A recorded person with what the row knows besides; where both differ, a conflict."""
        clashing = {*differing(known.content, said)} & raw.keys()
        theirs = {n: value for n, value in kept(said).items() if n in clashing}
        whole = together(known.content, said)
        account = self._changed(known, whole, theirs, {}, made.problems)
        return account._replace(digest=made.digest)

    def _strange(self, kind: RecordType, row: Row, change: Change) -> tuple[Problem, ...]:
        """What is wrong with a row whose cells are another record's, or cannot change its own."""
        if not change.fields:
            return ()
        if change.current.stamp.origin:
            return (not_ours(change.current),)
        alone = self.returned.is_alone and self.whose.wrong(kind, row, change)
        moved = alone or self.returned.wrong(kind, row, change.fields)
        if found := moved or self.whose.wrong(kind, row, change):
            return found
        return (problem("REF005", "ref"),) if change.current.stamp.withdrawn else ()

    def _latest(self, name: str) -> Kept[Any] | None:
        """The record of a name; for a replaced entry the one that stands now."""
        found = self.work.find(name)
        return latest(self.work, found) if found else None
