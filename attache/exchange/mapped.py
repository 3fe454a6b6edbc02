"""Mappings that the office has saved: headers that came before, and what their columns hold.

A header is known again by its heads in their order, wherever it stands in the first rows. The
column that a marked copy adds is no part of it, nor are columns without a head.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from attache import records
from attache.codes import folded
from attache.exchange.compound import understood
from attache.exchange.described import described, joined
from attache.exchange.geometry import letter
from attache.exchange.heads import Heads, candidates
from attache.exchange.joint import HEADS as JOINT
from attache.exchange.joint import fields_of
from attache.exchange.layout import KEYS, REASONS, REF
from attache.problems import Problem, errors, problem
from attache.records.mapping import ASIDE, MappedColumn
from attache.records.texts import clean

if TYPE_CHECKING:
    from attache.exchange.reader import RawSheet
    from attache.records import RecordType
    from attache.records.record import Field

Fingerprint = tuple[str, ...]


class Saved(NamedTuple):
    """A saved mapping: its ref, the record type that it reads, and its columns in their order."""

    ref: str
    kind: str
    columns: tuple[MappedColumn, ...]
    rev: int = 1

    @property
    def version(self) -> str:
        """The mapping as it was at a time, such as `PNH-A-H1@2`."""
        return f"{self.ref}@{self.rev}"

    @property
    def header(self) -> Fingerprint:
        """The header that it is for."""
        return tuple(folded(column.head) for column in self.columns)

    @property
    def record_type(self) -> RecordType | None:
        """The record type that it reads, if there is such a type."""
        return next((t for t in records.every() if t.name == self.kind), None)


class Said(NamedTuple):
    """What a mapping says of the columns of a sheet, counted from 0, and where it fails."""

    names: Mapping[int, str]
    aside: frozenset[int]
    problems: tuple[Problem, ...]


class Applied(NamedTuple):
    """A mapping, and where on a sheet its header stands."""

    saved: Saved
    heads: Heads

    def said(self, record_type: RecordType) -> Said:
        """The field of each column on which something was decided."""
        names: dict[int, str] = {}
        aside: set[int] = set()
        problems = []
        known = readable(record_type)
        for place, (_head, name) in zip(headed(self.heads), self.saved.columns, strict=True):
            if name is None:
                continue
            if name in known or understood(name, fields_read(record_type)) == name:
                names[place] = name
                continue
            aside.add(place)
            if name != ASIDE:
                at = {"row": self.heads.row + 1, "column": letter(place)}
                problems.append(problem("XLS095", ref=self.saved.ref, name=name).at(**at))
        return Said(names, frozenset(aside), tuple(problems))


class Choice(NamedTuple):
    """The mapping by which a sheet is to be read, if any, and what is to be told of it."""

    applied: Applied | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def record_type(self) -> RecordType | None:
        """The record type that the mapping reads."""
        return self.applied.saved.record_type if self.applied else None

    @property
    def version(self) -> str:
        """The version of the mapping."""
        return self.applied.saved.version if self.applied else ""

    @property
    def stopped(self) -> bool:
        """Whether it is not certain how the sheet is to be read: then it is not read at all."""
        return bool(errors(self.problems))


def choose(sheet: RawSheet, saved: Sequence[Saved], asked: RecordType | None) -> Choice:
    """The mapping of the header that stands on a sheet; one of another type than asked for is none.

    Copies of the vault that were merged may bring two that say different things.
    """
    found = recognised(sheet, saved)
    mine = [a for a in found if asked is None or a.saved.kind == asked.name]
    if not found:
        return Choice()
    if not mine:
        told = problem("XLS096", ref=found[0].saved.ref)
    elif len({(a.saved.kind, _fields(a.saved)) for a in mine}) > 1:
        told = problem("XLS094", refs=", ".join(a.saved.ref for a in mine))
    elif mine[0].saved.record_type is None:
        told = problem("XLS097", ref=mine[0].saved.ref)
    else:
        told = problem("XLS090", ref=mine[0].saved.ref)
    placed = told.at(sheet=sheet.name, row=found[0].heads.row + 1)
    return Choice(mine[0] if mine else None, (placed,))


def recognised(sheet: RawSheet, saved: Collection[Saved]) -> list[Applied]:
    """Each mapping of the first known header of a sheet."""
    by_header: dict[Fingerprint, list[Saved]] = defaultdict(list)
    for one in saved:
        by_header[one.header].append(one)
    for heads in candidates(sheet.rows, sheet.merged) if saved else ():
        if found := by_header.get(fingerprint(heads)):
            return [Applied(one, heads) for one in found]
    return []


def fingerprint(heads: Heads) -> Fingerprint:
    """By what a header is known again."""
    return tuple(folded(written(heads, place)) for place in headed(heads))


def headed(heads: Heads) -> list[int]:
    """The columns that have a head, counted from 0."""
    return [n for n, words in enumerate(heads.words) if words and words[-1] != REASONS]


def written(heads: Heads, place: int) -> str:
    """The head of a column as the sender wrote it, on one line; of two rows both."""
    return " ".join(clean(str(heads.words[place][0])).split())


def readable(record_type: RecordType) -> tuple[str, ...]:
    """What a column may hold: a field, also of the person meant, two in one cell, ref or key."""
    fields = record_type.fields
    joint = (both for both in dict.fromkeys(JOINT.values()) if fields.keys() >= {*fields_of(both)})
    return (*fields, *joint, *described(record_type), *joined(record_type), REF, *KEYS)


def fields_read(record_type: RecordType) -> Mapping[str, Field]:
    """The fields of a sheet of a record type, those of a person that it describes among them."""
    return {**record_type.fields, **described(record_type)}


def _fields(saved: Saved) -> tuple[str | None, ...]:
    return tuple(column.field for column in saved.columns)
