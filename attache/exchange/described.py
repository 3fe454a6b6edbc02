"""People described on sheets of what happened to them: who and what, in one row.

Where a record type names people in one field, the columns of a sheet that say who they are (name
and something besides) are read as a person's, and stand in a row as `person.name`, `person.nik`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from attache import records
from attache.exchange.claims import Claims, settled
from attache.exchange.joint import HEADS as JOINT
from attache.exchange.joint import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from attache.exchange.reader import Cell
    from attache.records import RecordType
    from attache.records.record import Field

T = TypeVar("T")
PERSON, MARK = "person", "person."
NAME = f"{MARK}name"
_LEAST = 2  # fields, the name among them: a name alone names somebody


@cache
def naming(record_type: RecordType) -> Field | None:
    """The field by which a record type names people, where it has one alone."""
    found = [f for f in record_type.fields.values() if PERSON in getattr(f.kind, "to", ())]
    return found[0] if len(found) == 1 else None


@cache
def described(record_type: RecordType) -> Mapping[str, Field]:
    """The fields of a person as a sheet of a record type may hold them; none where it names nobody.

    What both have is the record's own.
    """
    if naming(record_type) is None:
        return {}
    fields = records.named(PERSON).fields.values()
    return {f"{MARK}{f.name}": f for f in fields if f.name not in record_type.fields}


def describes(raw: Collection[str]) -> bool:
    """Whether a row says who somebody is."""
    return any(name.startswith(MARK) for name in raw)


def divided(raw: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """What a row says of the person by the person's own fields, and the rest."""
    person = {n.removeprefix(MARK): cell for n, cell in raw.items() if n.startswith(MARK)}
    return person, {n: cell for n, cell in raw.items() if not n.startswith(MARK)}


def own(name: str) -> str:
    """The name of a column's field, or of its two, among the person's own."""
    return name.replace(MARK, "")


def lacking(record_type: RecordType, held: Collection[str]) -> Iterator[Field]:
    """The fields that a new record needs and no column holds; who it is may be described."""
    people = naming(record_type)
    for field in record_type.fields.values():
        told = field.name in held or (field == people and NAME in held)
        if field.required and not told:
            yield field


def joined(record_type: RecordType) -> tuple[str, ...]:
    """The columns of a person that hold two fields in one cell."""
    fields = described(record_type)
    named = (_marked(both) for both in dict.fromkeys(JOINT.values()))
    return tuple(both for both in named if fields.keys() >= {*fields_of(both)})


def with_person(
    claims: Claims,
    words: Sequence[tuple[Cell, ...]],
    record_type: RecordType,
    read: Callable[[int], str | None],
    decided: Collection[int],
) -> Claims:
    """The claims, with the columns that describe the person where they do so.

    `read` tells the person's field that the head of a column names. What was `decided` of one stays
    as it is.
    """
    people = naming(record_type)
    if people is None:
        return claims
    held = {**claims.more, **claims.names}
    free = [n for n, ws in enumerate(words) if ws and n not in decided and n not in claims.lost]
    free = [n for n in free if held.get(n) in (None, people.name)]
    heads = {n: read(n) or "" for n in free}
    fit = {n: name for n, name in heads.items() if _is_told(record_type, name)}
    before = {n: own(name) for n, name in claims.names.items() if name.startswith(MARK)}
    found = settled(fit, words, records.named(PERSON), before)
    fields = [part for name in found.names.values() for part in fields_of(name)]
    if "name" not in fields or len(fields) < _LEAST:
        return claims
    names = {n: name for n, name in claims.names.items() if n not in found.names}
    names |= {n: _marked(name) for n, name in found.names.items()}
    lost, told = (
        {n: p.at(field=f"{MARK}{p.field}") for n, p in problems.items()}
        for problems in (found.lost, found.told)
    )
    return Claims(
        dict(sorted(names.items())),
        _without(claims.more, fit),
        {**claims.lost, **lost},
        {**_without(claims.told, fit), **told},
    )


def _is_told(record_type: RecordType, name: str) -> bool:
    return bool(name) and all(f"{MARK}{n}" in described(record_type) for n in fields_of(name))


def _marked(name: str) -> str:
    """A person's field, or two in one cell, as a row of another record type has them."""
    for part in fields_of(name):
        name = name.replace(part, f"{MARK}{part}", 1)
    return name


def _without(mapping: Mapping[int, T], places: Iterable[int]) -> Mapping[int, T]:
    return {n: value for n, value in mapping.items() if n not in {*places}}
