"""Rows without their unreadable cells, where an officer wants the rest of them taken in.

Only a cell that no record needs is left out, and each one is told. Whom a row names is never left
out: a case without its person would be nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attache import records
from attache.desk.left_blank import WORDS
from attache.exchange.described import MARK, PERSON, described, divided, naming
from attache.problems import Problem, errors, problem
from attache.records.record import parse, refs_of

if TYPE_CHECKING:
    from attache.exchange.rows import Row
    from attache.records import RecordType
    from attache.records.here import Here
    from attache.records.record import Field


def without_bad_cells(kind: RecordType, row: Row, here: Here) -> Row:
    """A row without the cells that cannot be read and that its records do not need."""
    unread = [*errors(row.problems), *errors(_read(kind, row.raw, here))]
    spared, blank = _spared(kind), WORDS if row.new else ()
    bad = {p.field: p.code for p in unread if p.field in spared and p.code not in blank}
    if not bad:
        return row
    told = (row.place(problem("XLS154", name, why=code)) for name, code in bad.items())
    others = (p for p in row.problems if p.field not in bad)
    raw = {name: cell for name, cell in row.raw.items() if name not in bad}
    return row._replace(raw=raw, problems=(*others, *told))


def _read(kind: RecordType, raw: Mapping[str, object], here: Here) -> Iterator[Problem]:
    """What is wrong with the cells of a row, of the person whom it describes too."""
    person, rest = divided(raw)
    yield from _of_given(rest, parse(kind.model, rest, here).problems)
    if naming(kind) and person:
        found = parse(records.named(PERSON).model, person, here).problems
        yield from (p.at(field=f"{MARK}{p.field}") for p in _of_given(person, found))


def _of_given(raw: Mapping[str, object], found: tuple[Problem, ...]) -> Iterator[Problem]:
    return (p for p in found if p.field in raw)


def _spared(kind: RecordType) -> Mapping[str, Field]:
    """The fields that may be left out of a row."""
    named = {f.name for f in refs_of(kind.model)}
    fields = {**kind.fields, **described(kind)}
    return {name: f for name, f in fields.items() if not f.required and name not in named}
