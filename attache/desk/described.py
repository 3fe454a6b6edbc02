"""A row that says who somebody is and what happened: person and record, stored both or neither.

The person is met as on a sheet of people: known, parked with the whole row, or new. A row that
names a recorded person besides describes nobody else and nothing else of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attache import records
from attache.desk.accounts import Account, outcome, refused
from attache.desk.judging import Raw, judge_alone, judge_new
from attache.desk.known import current
from attache.desk.ready import PERSON, ready
from attache.exchange.described import MARK, divided, naming
from attache.problems import Problem, errors, problem
from attache.records.record import blank, kept, parse
from attache.records.refs import divided as parted
from attache.records.refs import is_id, read_ref, ref_and_name

if TYPE_CHECKING:
    from attache.desk.intake import Intake
    from attache.exchange.rows import Row
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.records.record import Field

NUMBERS = ("nik", "passport", "splp")
"""Fields by whose value alone a recorded person is named."""
_SOMEBODY = "P999999999"
"""Stands for whom the row describes while the rest of it is judged."""


class Described:
    """Takes in such rows of one type for an intake."""

    def __init__(self, intake: Intake, kind: RecordType) -> None:
        self._intake, self._kind = intake, kind
        self._person = records.named(PERSON)
        people = naming(kind)
        assert people is not None  # else no row describes anybody
        self._people: Field = people

    def take(self, row: Row) -> Account:
        """What became of a row, with the account of its person in it."""
        said, rest = divided(row.raw)
        if name := _naming(said):
            column = row.columns.get(f"{MARK}{name}", "")
            rest = {**rest, self._people.name: said.pop(name)}
            row = row._replace(columns={**row.columns, self._people.name: column})
        row = row._replace(raw=rest)
        if not said:
            return self._intake.one(self._kind, row)
        raw, of_labels = self._intake.labels.resolved(self._intake.work, self._kind, row)
        row = row._replace(raw=raw, problems=(*row.problems, *of_labels))
        if row.ref or row.id or not blank(rest.get(self._people.name)):
            return self._agreeing(row, said)
        return self._both(row, said)

    def _both(self, row: Row, said: Raw) -> Account:
        """The record of somebody who is described: nothing is stored before both can be."""
        judged = judge_alone(self._person, said, self._intake.here)
        if wrong := self._wrong(row, judged.problems):
            return refused(wrong)
        made, theirs = ready(self._person, judged), row._replace(raw=said, label=None)
        person = self._intake.add(self._person, theirs, said, made)
        told = (*row.problems, *_marked(person.problems))
        if person.ref is None:
            return person._replace(problems=told)
        raw = {**row.raw, self._people.name: person.ref}
        whole = judge_new(self._intake.work, self._kind, raw, self._intake.today)
        record = self._intake.add(self._kind, row, raw, ready(self._kind, whole))
        return _together(person, record)._replace(problems=(*told, *record.problems))

    def _wrong(self, row: Row, of_person: Iterable[Problem]) -> tuple[Problem, ...]:
        """All that keeps a row out, of either part; nothing where it can be taken in."""
        raw = {**row.raw, self._people.name: _SOMEBODY}
        judged = judge_new(self._intake.work, self._kind, raw, self._intake.today)
        told = {p.field for p in row.problems} | {self._people.name}
        found = [p for p in (*_marked(of_person), *judged.problems) if p.field not in told]
        problems = (*row.problems, *errors(found))
        return problems if errors(problems) else ()

    def _agreeing(self, row: Row, said: Raw) -> Account:
        """A row that names somebody who is recorded, by its own ref or the person's."""
        if errors(row.problems):
            return refused(row.problems)
        if row.problems:
            return outcome("parked", problems=row.problems)
        known = self._known(row)
        if known is None:
            return refused((problem("XLS136", self._people.name),))
        if wrong := _marked(self._differing(known, said)):
            return refused(wrong)
        return self._intake.one(self._kind, row)

    def _known(self, row: Row) -> Kept[Any] | None:
        """The one person whom the row names, or its record does."""
        name, work = self._people.name, self._intake.work
        record = work.find(row.id or row.ref or "")
        draft = parse(self._kind.model, {name: row.raw.get(name)}, self._intake.here).draft
        refs = _refs(draft, name) or (_refs(record.content, name) if record else ())
        found = {now.ref: now for ref in refs if (now := current(work, work.find(ref)))}
        one = next(iter(found.values())) if len(found) == len(refs) == 1 else None
        return one if one and one.kind == PERSON else None

    def _differing(self, known: Kept[Any], said: Raw) -> Iterable[Problem]:
        """What the row says otherwise of somebody than what is recorded."""
        parsed = parse(self._person.model, {**kept(known.content), **said}, self._intake.here)
        yield from parsed.problems
        new, old = kept(parsed.draft), kept(known.content)
        unread = {p.field for p in parsed.problems}
        for name in said:
            if name not in unread and new[name] != old[name]:
                yield problem("XLS135", name, ref=known.ref)


def _naming(said: Raw) -> str | None:
    """The field that names somebody and describes nobody: a ref for a name, or numbers alone."""
    name = said.get("name")
    if isinstance(name, str) and _is_ref(name):
        return "name"
    return next((n for n in NUMBERS if n in said), None) if said.keys() <= {*NUMBERS} else None


def _is_ref(name: str) -> bool:
    """Whether a text names people by refs, labels, numbers or several names."""
    first, *more = parted(name) or ("",)
    ref = read_ref(first) or ref_and_name(first) or is_id(first.lower()) or first.startswith("#")
    return bool(more or ref or not any(map(str.isalpha, name)))


def _refs(content: Any, name: str) -> tuple[str, ...]:
    value = getattr(content, name)
    return tuple(value) if isinstance(value, (list, tuple)) else (value,) if value else ()


def _together(person: Account, record: Account) -> Account:
    """One account of both: that of the record, or of the person where the record says no more."""
    account = person.account if record.account == "unchanged" else record.account
    conflicts = (*person.conflicts, *record.conflicts)
    return record._replace(account=account, person=person, conflicts=conflicts)


def _marked(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of the person as the row has its columns."""
    return tuple(p.at(field=f"{MARK}{p.field}") if p.field else p for p in problems)
