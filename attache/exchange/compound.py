"""Columns of which it takes a word more than a field to say what they hold.

`name:2` holds the second part of a name, `sex:male` is ticked where somebody is a man, and
`sex:1:male,2:female` holds a sender's own values. The heads of parts are declared with their field
(`Column.parts`), ticks are known below a head of two rows (“L” and “P” below “Jenis Kelamin”), also
without it where “L” and “P” stand side by side over nothing but ticks, and `exchange map` says any
of them of a column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attache import codes
from attache.codes import spelling
from attache.exchange.reader import CellError, text_of
from attache.problems import Problem, problem
from attache.records.record import blank

if TYPE_CHECKING:
    from attache.exchange.reader import Cell
    from attache.records.record import Field

MARK = ":"
_BETWEEN = ","
_MOST_PARTS = 9
_SEX, _SEXES = "sex", ("male", "female")
_TICKS = frozenset(
    ("√", "✓", "✔", "☑", "✅", "v", "x", "ya", "y", "yes", "1", "true", "●", "•", "*")
)
_NO_TICKS = frozenset(("0", "-", "–", "—", "☐", "□", "tidak", "tdk", "t", "no", "n", "false"))


def field_of(name: str) -> str:
    """The field of a column: `name` of `name:2`."""
    return name.partition(MARK)[0]


def is_compound(name: str) -> bool:
    """Whether a column says more than its field."""
    return MARK in name


def understood(text: str, fields: Mapping[str, Field]) -> str | None:
    """Such a column as it was typed, in its one form; None where it is none of these fields."""
    name, _mark, rest = text.replace(" ", "").partition(MARK)
    field = fields.get(name)
    if field is None or not rest:
        return None
    if field.code_list and not field.kind.many:
        found = _values(rest, codes.load(field.code_list))
        return found and f"{name}{MARK}{found}"
    part = rest.isdecimal() and 1 <= int(rest) <= _MOST_PARTS and field.kind.name == "text"
    return f"{name}{MARK}{int(rest)}" if part else None


def ticked(field: Field | None, name: str, head: object) -> str | None:
    """The column of ticks that a head below that of a field is, if it names one of its values."""
    if field is None or not field.code_list or field.kind.many or not isinstance(head, str):
        return None
    value = codes.load(field.code_list).find(head)
    return value and f"{name}{MARK}{value}"


def side_by_side(
    fields: Mapping[str, Field], words: Sequence[Sequence[object]], place: int
) -> str | None:
    """The column of ticks that a head is, where beside it stands that of the other sex: “L” | “P”.

    Whether its cells are ticks is to be looked at (`are_ticks`).
    """
    name = next((n for n, field in fields.items() if field.code_list == _SEX), None)
    if name is None or len(words[place]) != 1:
        return None
    beside = [words[n] for n in (place - 1, place + 1) if 0 <= n < len(words)]
    found = ticked(fields[name], name, words[place][0])
    others = {ticked(fields[name], name, heads[0]) for heads in beside if len(heads) == 1}
    both = {f"{name}{MARK}{value}" for value in _SEXES}
    return found if found in both and not others.isdisjoint(both - {found}) else None


def are_ticks(name: str, cells: Iterable[Cell]) -> bool:
    """Whether nothing but ticks stands in the cells below such a head, or nothing at all."""
    value = name.rpartition(MARK)[2]
    return all(_is_tick(value, cell) is not None for cell in cells)


def collide(one: str, other: str) -> bool:
    """Whether two columns of one field say the same of it: not two parts, nor two ticks."""
    return one == other or not (_is_share(one) and _is_share(other))


def together(given: Iterable[tuple[str, Cell]]) -> Iterator[tuple[str, Cell] | Problem]:
    """What the cells of such columns of a row say of each field, or what is wrong with them."""
    by_field: dict[str, dict[str, Cell]] = defaultdict(dict)
    for name, cell in given:
        field, _mark, rest = name.partition(MARK)
        by_field[field][rest] = cell
    for field, cells in by_field.items():
        failed = next((c for c in cells.values() if isinstance(c, CellError)), None)
        found = failed or _together(field, cells)
        if isinstance(found, Problem):
            yield found
        elif not blank(found):
            yield field, found


def _together(field: str, cells: Mapping[str, Cell]) -> Cell | Problem:
    """The value of the cells by what their columns say, or what is wrong with them."""
    (first, *more) = cells
    if first.isdecimal():
        parts = [cells[n] for n in sorted(cells, key=int) if not blank(cells[n])]
        return " ".join(map(text_of, parts)) if len(parts) > 1 else parts[0] if parts else None
    if not more and MARK in first:
        return _translated(first, cells[first])
    ticks = {value: _is_tick(value, cell) for value, cell in cells.items()}
    if None in ticks.values():
        return problem("XLS143", field)
    chosen = [value for value, tick in ticks.items() if tick]
    return problem("XLS144", field) if len(chosen) > 1 else (chosen[0] if chosen else None)


def _is_tick(value: str, cell: Cell) -> bool | None:
    """Whether a cell is ticked; None where that cannot be told."""
    if blank(cell):
        return False
    text = text_of(cell).casefold()
    if text in _TICKS or text == value:
        return True
    return False if text in _NO_TICKS else None


def _translated(pairs: str, cell: Cell) -> Cell:
    """A sender's value as the pairs have it; any other stays, for the field to read."""
    known = dict(pair.split(MARK) for pair in pairs.split(_BETWEEN))
    return known.get(spelling(text_of(cell)), cell)


def _values(rest: str, known: codes.CodeList) -> str | None:
    """A value, or pairs of what a sender writes and a value; None where one is not known."""
    pairs = [pair.split(MARK) for pair in rest.split(_BETWEEN)]
    if len(pairs) == 1 and len(pairs[0]) == 1:
        return known.find(rest)
    if any(len(pair) != 2 or not spelling(pair[0]) or not known.find(pair[1]) for pair in pairs):
        return None
    return _BETWEEN.join(f"{spelling(said)}{MARK}{known.find(value)}" for said, value in pairs)


def _is_share(name: str) -> bool:
    """Whether a column holds a share of its field: a part, or a tick for one value."""
    return name.count(MARK) == 1
