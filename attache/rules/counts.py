"""Counting: how often each value of a dimension occurs. Every table names its unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Tally(NamedTuple):
    """Counts by value, in the order of the dimension; what occurs nowhere is left out.

    `dimension` is what is counted by, `unit` what one is (consultation, person, record),
    `code_list` the list whose labels the values have, or ''.
    """

    dimension: str
    unit: str
    code_list: str
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many were counted."""
        return sum(count for _value, count in self.counts)


def tally(
    dimension: str, unit: str, values: Iterable[str], order: Iterable[str] = (), code_list: str = ""
) -> Tally:
    """Count values; those in `order` come first and in its order, others after them, sorted."""
    counted = Counter(values)
    place = {value: number for number, value in enumerate(order)}
    known = sorted(counted, key=lambda v: (place.get(v, len(place)), v))
    return Tally(dimension, unit, code_list, tuple((v, counted[v]) for v in known))
