"""Workbooks that come in: check everything first, then store everything or nothing.

Rows that carry a key change their record, a blank cell never wipes; others add. Every row read
has an account in the end: added, changed, unchanged, parked for a decision, or refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.known import known_people, matches
from attache.desk.ledger import counted, ledger_line, taken_before
from attache.desk.recording import (
    CORRECTED,
    amend,
    flagged,
    judge,
    listed,
    named_person,
    names_people,
)
from attache.exchange.layout import digest_of
from attache.exchange.packages import package_of
from attache.problems import DecisionNeeded, Problem, Refused, errors, problem
from attache.records.person import Person
from attache.records.record import kept, parse
from attache.rules.traits import traits

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.exchange.incoming import Incoming
    from attache.exchange.rows import Row, Sheets
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.rules.candidates import KnownPeople
    from attache.vault import Work

Progress = Callable[[int, int], None]


class Account(NamedTuple):
    """What became of one row, and what is to be said about it."""

    sheet: str
    row: int
    account: str
    ref: str | None = None
    fields: tuple[str, ...] = ()
    digest: str | None = None
    problems: tuple[Problem, ...] = ()

    def document(self) -> dict[str, Any]:
        """The account as the ledger keeps it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "account": self.account,
            "ref": self.ref,
            "fields": list(self.fields),
            "digest": self.digest,
        }


class Taken(NamedTuple):
    """The outcome of an import or a check. `ledger` is None where nothing was stored."""

    accounts: tuple[Account, ...]
    problems: tuple[Problem, ...]
    ledger: Kept[Any] | None = None

    def data(self) -> dict[str, Any]:
        """Counts and rows as JSON."""
        counts = counted(a.account for a in self.accounts)
        rows = [a.document() for a in self.accounts]
        return {**counts, "stored": self.ledger is not None, "rows": rows}


def check(office: Office, source: Incoming, progress: Progress) -> Taken:
    """What an import would do; nothing is stored. Raises Refused where the file cannot be read."""
    sheets = source.sheets
    with office.work(rehearsal=True) as work:
        accounts = _take_all(work, sheets, office.today, progress)
    return Taken(accounts, _problems(sheets, accounts))


def take_in(office: Office, source: Incoming, progress: Progress, *, keep_good: bool) -> Taken:
    """Import a workbook. An error raises Refused and nothing is stored, unless `keep_good`."""
    sheets = source.sheets
    with office.work() as work:
        accounts = _take_all(work, sheets, office.today, progress)
        problems = _problems(sheets, accounts)
        if errors(problems) and not keep_good:
            raise Refused(*problems, data=_held(accounts))
        line = ledger_line(
            office.today,
            direction="import",
            package=source.as_kind or package_of(s.record_type.name for s in sheets.found),
            file=source.path.name,
            sha256=source.sha256,
            rows=[a.document() for a in accounts],
            **counted(a.account for a in accounts),
        )
        return Taken(accounts, problems, work.add("exchange", line))


def _held(accounts: tuple[Account, ...]) -> dict[str, Any]:
    """Counts of an import that was refused: the good rows are held back with the bad ones."""
    refused = [a for a in accounts if a.account == "refused"]
    data = Taken(tuple(refused), ()).data()
    return {**data, "read": len(accounts), "held": len(accounts) - len(refused)}


def _problems(sheets: Sheets, accounts: Iterable[Account]) -> tuple[Problem, ...]:
    of_rows = (p for a in accounts for p in a.problems)
    return (*sheets.problems, *(p for s in sheets.found for p in s.problems), *of_rows)


def _take_all(work: Work, sheets: Sheets, today: date, progress: Progress) -> tuple[Account, ...]:
    """Take in all rows, people before what names them."""
    order = [t.name for t in records.RECORD_TYPES]
    found = sorted(sheets.found, key=lambda s: order.index(s.record_type.name))
    rows = [(s.record_type, row) for s in found for row in s.rows]
    intake = _Intake(work, today, frozenset(r.label for _kind, r in rows if r.label))
    accounts = []
    for number, (kind, row) in enumerate(rows, 1):
        accounts.append(intake.take(kind, row))
        progress(number, len(rows))
    return tuple(accounts)


@dataclass
class _Intake:
    """One workbook on its way into a unit of work."""

    work: Work
    today: date
    labels: frozenset[str]
    refs: dict[str, str] = field(default_factory=dict)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.before = taken_before(self.work)

    @cached_property
    def people(self) -> KnownPeople:
        """Everybody recorded; only where the workbook has new people."""
        return known_people(self.work)

    def take(self, kind: RecordType, row: Row) -> Account:
        """The account of one row, with its problems at their cells."""
        raw, of_labels = self._resolved(kind, row)
        problems = (*row.problems, *of_labels)
        account = _refused(problems) if errors(problems) else self._take(kind, row, raw)
        if account.ref and row.label:
            self.refs[row.label] = account.ref
        placed = tuple(row.place(p) for p in account.problems)
        return account._replace(sheet=row.sheet, row=row.number, problems=placed)

    def _take(self, kind: RecordType, row: Row, raw: dict[str, object]) -> Account:
        name = row.id or row.ref
        if not name:
            return self._add(kind, raw)
        current = self._latest(name)
        if current is None:
            return _refused((problem("REF002", "ref"),))
        if current.kind != kind.name:
            return _refused((problem("REF003", "ref", kinds=kind.name),))
        return self._change(kind, row, raw, current)

    def _change(
        self, kind: RecordType, row: Row, raw: dict[str, object], current: Kept[Any]
    ) -> Account:
        """A row that is still what left says nothing; else its cells go over the record."""
        if row.digest and row.digest == self._digest(kind, raw):
            return Account("", 0, "unchanged", current.ref)
        judged = judge(self.work, kind, {**kept(current.content), **raw}, self.today)
        if errors(judged.problems):
            return _refused(judged.problems)
        if judged.content == current.content:
            return Account("", 0, "unchanged", current.ref, problems=judged.problems)
        if (row.rev and row.rev != current.stamp.rev) or (row.id and row.id != current.id):
            return Account("", 0, "parked", current.ref, problems=(problem("XLS013", "ref"),))
        if current.stamp.withdrawn:
            return _refused((problem("REF005", "ref"),))
        old, new = kept(current.content), kept(judged.content)
        fields = tuple(name for name in new if old[name] != new[name])
        changed = amend(self.work, current, judged.content, CORRECTED)
        return Account("", 0, "changed", changed.ref, fields, problems=judged.problems)

    def _add(self, kind: RecordType, raw: dict[str, object]) -> Account:
        """A row without a key: known from an earlier import, parked, or new."""
        judged = judge(self.work, kind, raw, self.today)
        if errors(judged.problems):
            return _refused(judged.problems)
        digest = digest_of(kind, kept(judged.content))
        key = (kind.name, digest)
        self.seen[key] += 1
        if len(earlier := self.before.get(key, [])) >= self.seen[key]:
            return Account("", 0, "unchanged", earlier[self.seen[key] - 1])
        mine = traits(kept(judged.content)) if isinstance(judged.content, Person) else None
        if mine and (like := matches(self.work, self.people.like(mine))):
            found = problem("XLS016", "name", refs=listed([m.person.ref for m in like]))
            return Account("", 0, "parked", problems=(found,))
        added = self.work.add(kind.name, judged.content)
        if mine:
            self.people.add(added.id, mine)
        told = (*judged.problems, *flagged(self.work, added))
        return Account("", 0, "added", added.ref, digest=digest, problems=told)

    def _latest(self, name: str) -> Kept[Any] | None:
        """The record of a name; for a replaced entry the one that stands now."""
        found = self.work.find(name)
        while found and found.stamp.replaced_by:
            found = self.work.find(found.stamp.replaced_by)
        return found

    def _digest(self, kind: RecordType, raw: dict[str, object]) -> str:
        return digest_of(kind, kept(parse(kind.model, raw, self.today).draft))

    def _people_of(self, parts: list[str], name: str) -> tuple[list[str], list[Problem]]:
        """Refs of people who are named by a number; for a name it is told who may be meant."""
        refs, problems = list[str](), list[Problem]()
        for part in filter(None, parts):
            try:
                ref, found = named_person(self.work, part)
            except DecisionNeeded as needed:
                candidates: Any = needed.data["candidates"]
                told = problem("PER013", refs=listed([c["ref"] for c in candidates]))
                ref, found = None, (told,)
            refs += [str(ref)] if ref else []
            problems += (p.at(field=name) for p in found)
        return refs, problems

    def _resolved(
        self, kind: RecordType, row: Row
    ) -> tuple[dict[str, object], tuple[Problem, ...]]:
        """The row with labels of other rows (#1) as refs, or the problems of those without one."""
        raw, problems = dict(row.raw), list[Problem]()
        for name, declared in kind.fields.items():
            text = raw.get(name)
            if declared.kind.name not in ("ref", "refs") or not isinstance(text, str):
                continue
            parts = [part.strip() for part in text.split(";")]
            for label in (p for p in parts if p.startswith("#") and p not in self.refs):
                problems.append(problem("XLS019" if label in self.labels else "XLS015", name))
            refs = [self.refs.get(part, part) for part in parts]
            if names_people(declared) and not any(part.startswith("#") for part in refs):
                refs, found = self._people_of(refs, name)
                problems += found
            raw[name] = ";".join(refs)
        return raw, tuple(problems)


def _refused(problems: tuple[Problem, ...]) -> Account:
    return Account("", 0, "refused", problems=problems)
