"""Over which columns the texts of a row stand: those they are merged over, or to their right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attache.exchange.layout import REASONS
from attache.exchange.reader import Area, Cell
from attache.records.record import blank

Rows = Sequence[Sequence[Cell]]


def over(
    above: int, row: int, rows: Rows, merged: Sequence[Area]
) -> dict[tuple[int, str], list[int]]:
    """The texts of a row, by place, with the columns below that each stands over.

    These are those that it is merged over; where it is not merged, also those to its right that
    have a head below and nothing above.
    """
    here = [(left, right) for top, left, bottom, right in merged if top <= above <= bottom]
    areas = {n: left for left, right in here for n in range(left, right + 1)}
    spread, lower = spread_out(above, rows, merged), rows[row]
    found: dict[tuple[int, str], list[int]] = {}
    last: tuple[int, str] | None = None
    for place in range(max(len(spread), len(lower))):
        cell = spread[place] if place < len(spread) else None
        if place in areas:
            last = None
            if isinstance(cell, str) and not blank(cell):
                found.setdefault((areas[place], cell), []).append(place)
        elif not blank(cell):
            last = (place, cell) if isinstance(cell, str) and cell != REASONS else None
            if last:
                found[last] = [place]
        elif last and place < len(lower) and not blank(lower[place]):
            found[last].append(place)
        else:
            last = None
    return found


def spread_out(row: int, rows: Rows, merged: Sequence[Area]) -> list[Cell]:
    """A row, with what is merged over it in each cell."""
    spread = [*rows[row]]
    for top, left, bottom, right in merged:
        if top <= row <= bottom and left < len(rows[top]):
            spread += [None] * (right + 1 - len(spread))
            spread[left : right + 1] = [rows[top][left]] * (right + 1 - left)
    return spread


def widened(cells: list[Cell], over: Mapping[tuple[int, str], Sequence[int]]) -> list[Cell]:
    """The upper row of two that belong together, each head in all columns that it stands over."""
    widest = max((n for span in over.values() for n in span), default=-1)
    wide = [*cells, *[None] * (widest + 1 - len(cells))]
    for (_place, text), span in over.items():
        for place in span:
            wide[place] = text
    return wide
