"""Likely pairs among the recorded people, in order of certainty; what was decided never returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from attache.desk.decisions import decided, same_as
from attache.desk.known import as_now, holder, known_people
from attache.rules.merging import differing

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.records.person import Person
    from attache.rules.matching import Likeness
    from attache.vault import View


Progress = Callable[[int, int], None]


class Pair(NamedTuple):
    """Two recorded people who may be one; `answer` is what an officer said of them, if anything."""

    first: Kept[Person]
    other: Kept[Person]
    likeness: Likeness
    answer: str | None

    @property
    def differing(self) -> tuple[str, ...]:
        """The fields in which a merge would need a choice."""
        return differing(self.first.content, self.other.content)

    @property
    def rank(self) -> tuple[int, int]:
        """Those who are one first, then the most certain; what could not be told last."""
        return {"same": 0, None: 1, "unsure": 2}[self.answer], -self.likeness.score


def duplicates(view: View, progress: Progress = lambda _done, _total: None) -> list[Pair]:
    """Everybody who may be recorded twice."""
    answers = decided(view)
    found: dict[frozenset[str], Pair] = {}
    for one, two, alike in known_people(view).pairs(progress):
        by = view.get(one), view.get(two)
        first, other = (holder(view, record) for record in by)
        if first is None or other is None or first.ref == other.ref:
            continue
        likeness = as_now(by[1], other, as_now(by[0], first, alike))
        both = frozenset((first.ref, other.ref))
        answer = answers.get(both)
        joined = answer in ("same", None) and (first.stamp.origin or other.stamp.origin)
        if joined and other.ref in same_as(view, first.ref):
            continue  # they are joined, maybe by a third, and both stay
        if answer != "different" and (
            both not in found or found[both].likeness.score < likeness.score
        ):
            found[both] = Pair(first, other, likeness, answer)
    return sorted(found.values(), key=lambda pair: pair.rank)
