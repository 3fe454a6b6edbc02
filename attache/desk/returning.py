"""Returning cases: somebody at the counter who had a case before (korban kambuhan)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from attache.desk.decisions import same_as
from attache.problems import Problem, problem
from attache.rules.cases import outcome

if TYPE_CHECKING:
    from attache.vault import View


TOLD = {"open": "PER001", "departed": "PER002", "home": "PER003"}


class Earlier(NamedTuple):
    """An earlier case: its ref, the year of its report, and how it ended (`case-outcome`)."""

    ref: str
    year: int
    outcome: str

    def data(self) -> dict[str, object]:
        """As JSON."""
        return self._asdict()


def earlier_cases(view: View, person: str) -> list[Earlier]:
    """The cases of a person that stand, the latest first, by whatever ref they name them."""
    refs = same_as(view, person)
    cases = [k for k, _ref in view.naming("victim-case", refs) if not k.stamp.withdrawn]
    return [
        Earlier(k.ref, k.content.reported_on.year, outcome(_steps(view, k.ref, refs)))
        for k in sorted(cases, key=lambda k: k.content.reported_on, reverse=True)
    ]


def warnings(view: View, people: Iterable[str], new: str = "") -> list[Problem]:
    """A warning for each of them who had a case before, other than the new record itself."""
    return [
        problem(TOLD[case.outcome], person=ref, case=case.ref, year=case.year)
        for ref in people
        for case in earlier_cases(view, ref)
        if case.ref != new
    ]


def _steps(view: View, case: str, people: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What was done on the way home, and its state."""
    for step, _ref in view.naming("return-step", (case, *people)):
        if not step.stamp.withdrawn:
            yield step.content.step, step.content.status
