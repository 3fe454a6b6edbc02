"""Columns after one that names somebody else: whose “No. WA” is right of “Nama Perekrut”.

Nothing in such a head says whose it is. Where the person's own column stands elsewhere, it is the
other one's. Where it is the only one, it may be either's: whoever lists a recruiter writes the
recruiter's telephone beside the name, and people who are held have none. Neither is guessed at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from attache import records
from attache.exchange.described import PERSON, naming, own
from attache.exchange.joint import fields_of
from attache.exchange.others import (
    is_of_family,
    is_relation,
    names_another,
    speaks_of_another,
    speaks_of_the_person,
)

if TYPE_CHECKING:
    from attache.exchange.reader import Cell
    from attache.records import RecordType

_OF_ANYBODY = frozenset({"phone", "nik"})
"""Kinds of number that a list says of others, also where it says none of the person."""
_OF_STRANGERS = frozenset({"home_address", "home_province", "aliases"})
"""Fields that it says so of strangers; a person's home is named beside the mother too."""


class _After(NamedTuple):
    """A column of a person's field after one that names somebody else; `next_to` it or a part."""

    place: int
    field: str
    next_to: bool
    of_family: bool


def doubtful(fields: Mapping[int, str], words: Sequence[Sequence[Cell]]) -> frozenset[int]:
    """The columns that may be somebody else's because of what stands before them.

    `fields` tells the person's field of each column as its head says it, `words` those heads.
    """
    after = [*_after(fields, words)]
    places = {one.place for one in after}
    elsewhere = {f for n, name in fields.items() if n not in places for f in fields_of(name)}
    found: dict[int, str] = {}
    for one in after:
        near = one.next_to or one.place - 1 in found
        again = one.field in elsewhere or one.field in found.values()
        if again or (near and _is_alone(one)):
            found[one.place] = one.field
    return frozenset(found)


def persons_fields(
    known: Mapping[int, str],
    said: Mapping[int, str],
    width: int,
    record_type: RecordType,
    read: Callable[[int], str | None],
) -> Mapping[int, str]:
    """The person's field of each column, where a sheet is of people or describes them.

    `known` is what the heads tell of the record type, `said` what was decided, and `read` tells
    the person's field that a head names. What is the record's own, but for numbers, is nobody's.
    """
    if record_type.name == PERSON:
        return {**known, **said}
    people = naming(record_type)
    if people is None:
        return {}
    records_own = {n for n, name in known.items() if not _is_of_person(record_type, name)}
    names = {n: "name" for n, name in known.items() if name == people.name}
    found = {n: name for n in {*range(width)} - records_own if (name := read(n))}
    return {**names, **found, **{n: own(name) for n, name in said.items()}}


def _after(fields: Mapping[int, str], words: Sequence[Sequence[Cell]]) -> Iterator[_After]:
    """The columns after a name of somebody else, as far as the next name of the person."""
    named: Cell = None
    next_to = False
    for place, heads in enumerate(words):
        head, told = (heads[0] if heads else None), fields_of(fields.get(place, ""))
        if names_another(head):
            named, next_to = head, True
        elif "name" in told or speaks_of_the_person(head):
            named = None
        elif named and _is_said_of_others(told[-1]) and not speaks_of_another(head):
            yield _After(place, told[-1], next_to, is_of_family(named))
            next_to = False
        elif not is_relation(head):
            next_to = False


def _is_said_of_others(name: str) -> bool:
    """Whether a column is one of a person's that others may have too; not a ref, nor remarks."""
    field = records.named(PERSON).fields.get(name)
    return field is not None and not field.column.inside


def _is_alone(one: _After) -> bool:
    """Whether a list says this of others also where it does not say it of the person."""
    kind = records.named(PERSON).fields[one.field].kind
    return kind.name in _OF_ANYBODY or (not one.of_family and one.field in _OF_STRANGERS)


def _is_of_person(record_type: RecordType, name: str) -> bool:
    """Whether a column names the person of a record, or holds a number."""
    field = record_type.fields.get(name)
    return field is not None and (field.is_number or field == naming(record_type))
