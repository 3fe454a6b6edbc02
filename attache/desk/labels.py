"""How rows of one workbook name each other, and people who are recorded: labels, refs, numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from attache.desk.meant import named_person, names_people
from attache.desk.neighbours import Neighbours
from attache.desk.ready import PERSON
from attache.desk.recording import listed
from attache.problems import DecisionNeeded, Problem, problem
from attache.records.record import refs_of
from attache.records.refs import divided

if TYPE_CHECKING:
    from attache.desk.accounts import Account
    from attache.desk.ledger import Place
    from attache.exchange.rows import Row
    from attache.records import RecordType
    from attache.vault import View

MARK = "#"


@dataclass
class Labels:
    """The labels of a workbook's rows, and what became of those that were taken in."""

    known: frozenset[str]
    people: Neighbours = field(default_factory=Neighbours)
    refs: dict[str, str] = field(default_factory=dict)
    parked: set[str] = field(default_factory=set)
    fresh: dict[str, Place] = field(default_factory=dict)
    people_of: dict[Place, str] = field(default_factory=dict)

    def note(self, ref: str, row: Row) -> None:
        """Remember which row a new record is of."""
        self.fresh[ref] = row.sheet, row.number

    def note_person(self, kind: RecordType, row: Row, account: Account) -> None:
        """Remember whom a row is about, for a decision that another row is about the same."""
        person = account if kind.name == PERSON else account.person
        if person and person.ref:
            self.people_of[row.sheet, row.number] = person.ref

    def named(self, ref: str) -> str:
        """A record as an officer is told: a row of this workbook has no ref before it is stored."""
        sheet, row = self.fresh.get(ref, ("", 0))
        return f"{sheet}!{row}" if row else ref

    def told(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems that name other records, with the rows of those that are not stored yet."""
        return tuple(
            replace(p, args={n: self._named(v) for n, v in p.args.items()}) for p in problems
        )

    def _named(self, arg: object) -> object:
        return self.named(arg) if isinstance(arg, str) else arg

    def settle(self, label: str, account: str, ref: str | None) -> None:
        """Remember what became of the row with a label."""
        if ref:
            self.refs[label] = ref
        elif account == "parked":
            self.parked.add(label)

    def resolved(
        self, view: View, kind: RecordType, row: Row
    ) -> tuple[dict[str, object], tuple[Problem, ...]]:
        """The cells of a row with refs in place of labels, or what is wrong with these."""
        naming = [(f.name, f) for f in refs_of(kind.model) if f.name in row.raw]
        raw, problems = dict(row.raw), list[Problem]()
        for name, declared in naming:
            text = raw[name]
            if not isinstance(text, str):
                continue
            parts = divided(text)
            unknown = [p for p in parts if p.startswith(MARK) and p not in self.refs]
            problems += (problem(self._why(label), name) for label in unknown)
            refs = [self.refs.get(part, part) for part in parts]
            if names_people(declared) and not unknown:
                refs, found = self._people(view, refs, name)
                problems += found
            raw[name] = ";".join(refs)
        return raw, tuple(problems)

    def _why(self, label: str) -> str:
        if label in self.parked:
            return "XLS023"
        return "XLS019" if label in self.known else "XLS015"

    def _people(
        self, view: View, parts: Iterable[str], name: str
    ) -> tuple[list[str], list[Problem]]:
        """Refs of people who are named by a number; for a name it is told who may be meant."""
        refs, problems = list[str](), list[Problem]()
        for part in filter(None, parts):
            if near := self.people.find(part):
                refs += [near.ref] if near.ref else []
                problems += [near.problem.at(field=name)] if near.problem else []
                continue
            try:
                ref, found = named_person(view, part)
            except DecisionNeeded as needed:
                candidates: Any = needed.data["candidates"]
                told = problem("PER013", refs=listed([self.named(c["ref"]) for c in candidates]))
                ref, found = None, (told,)
            refs += [str(ref)] if ref else []
            problems += (p.at(field=name) for p in found)
        return refs, problems
