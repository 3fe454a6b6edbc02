"""Which column holds which field, where several columns speak of the same one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from attache.codes import folded
from attache.exchange.compound import collide, is_compound
from attache.exchange.fillers import ZEROS, fills
from attache.exchange.geometry import letter
from attache.exchange.joint import either, fields_of
from attache.exchange.spellings import quoted
from attache.problems import Problem, problem

if TYPE_CHECKING:
    from attache.exchange.reader import Cell
    from attache.records import RecordType
    from attache.records.record import Field

T = TypeVar("T")
# Heads that a sheet has beside better ones; alone they say what the field is.
_WEAK = frozenset(map(folded, ("Keterangan", "Ket.", "Catatan", "Status", "Remarks")))


class Claims(NamedTuple):
    """The field by column; `more` are further columns that name the same people.

    `lost` are problems by the column that was left aside, `told` what is to be said of others.
    """

    names: Mapping[int, str]
    more: Mapping[int, str]
    lost: Mapping[int, Problem]
    told: Mapping[int, Problem]


def settled(
    known: Mapping[int, str],
    words: Sequence[tuple[Cell, ...]],
    record_type: RecordType,
    said: Mapping[int, str] = MappingProxyType({}),
) -> Claims:
    """Who gets which field: first come, first served, but a head that says little comes last.

    What was `said` of a column counts before what the heads say.
    """
    claims = Claims({}, {}, {}, {})
    names = dict(said)
    others = {first: second for second, first in seconds(record_type.fields).items()}
    for place in sorted(known, key=lambda p: (_is_weak(words[p]), is_compound(known[p]), p)):
        name = _one_of_two(known[place], place, {**known, **said})
        head = quoted(words[place][-1])
        second = others.get(name)
        if not any(both_hold(name, other) for other in names.values()):
            names[place] = name
        elif second and second not in (*names.values(), *known.values()):
            names[place] = second
            noted = problem("XLS153", second, head=head)
            claims = claims._replace(told={**claims.told, place: noted})
        elif _names_people(record_type, name):
            claims = claims._replace(
                more={**claims.more, place: name},
                told={**claims.told, place: problem("XLS123", name, head=head)},
            )
        else:
            gives_way = _is_weak(words[place]) or is_compound(name)
            code = "XLS124" if gives_way else "XLS008"
            claims = claims._replace(lost={**claims.lost, place: problem(code, name, head=head)})
    return claims._replace(names=dict(sorted(names.items())))


def chosen(
    given: dict[str, Cell], cells: Sequence[Cell], more: Mapping[int, str]
) -> dict[str, str]:
    """Put what further columns say better among the cells of a row; the letters of their columns.

    A number says for certain who it is, a name only where there is no number.
    """
    moved = {}
    for place, name in more.items():
        cell = cells[place]
        if fills(cell) or cell in ZEROS:
            continue
        if name not in given or (_is_number(cell) and not _is_number(given[name])):
            given[name], moved[name] = cell, letter(place)
    return moved


def in_order(given: dict[str, T], seconds: Mapping[str, str]) -> dict[str, str]:
    """Put what stands only in the second column of a field into the first; the two, where it does.

    `seconds` are the fields that hold another value of a field, with that one.
    """
    moved = {first: second for second, first in seconds.items() if first not in given}
    moved = {first: second for first, second in moved.items() if second in given}
    for first, second in moved.items():
        given[first] = given.pop(second)
    return moved


def seconds(fields: Mapping[str, Field]) -> Mapping[str, str]:
    """The columns that hold another value of a field, with that one: a further phone, and phone."""
    held = {name: f for name, f in fields.items() if f.column.second_of}
    pairs = {n: n.removesuffix(f.name) + f.column.second_of for n, f in held.items()}
    return {second: first for second, first in pairs.items() if first in fields}


def both_hold(one: str, other: str) -> bool:
    """Whether two columns hold the same field, or the same share of it."""
    return not {*fields_of(one)}.isdisjoint(fields_of(other)) and collide(one, other)


def _one_of_two(name: str, place: int, known: Mapping[int, str]) -> str:
    """Of a column that may hold one of two fields, the one that no other column holds."""
    fields = either(name)
    others = {f for p, n in known.items() if p != place for f in fields_of(n)}
    free = [f for f in fields if f not in others]
    return free[0] if len(fields) > 1 and len(free) == 1 else name


def _is_weak(words: Sequence[Cell]) -> bool:
    return folded(str(words[-1])) in _WEAK


def _names_people(record_type: RecordType, name: str) -> bool:
    field = record_type.fields.get(name)
    return field is not None and field.kind.name in ("ref", "refs")


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or any(map(str.isdigit, cell))
