"""Minors: a case that says so, or says not, against the birth date of its person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attache.rules.people import minor

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.records.kept import Kept
    from attache.vault import View

_CASE = "victim-case"


def warnings(view: View, kind: str, content: Any, ref: str) -> Iterator[Problem]:
    """What a case, or each case of a person that stands, says against the birth date."""
    if kind == _CASE:
        person = view.find(content.person or "")
        yield from minor(content, person.content.birth_date) if person else ()
    elif kind == "person":
        for case in _cases(view, ref):
            yield from minor(case.content, content.birth_date)


def _cases(view: View, person: str) -> Iterator[Kept[Any]]:
    named = view.naming(_CASE, [person])
    return (case for case, _ref in named if not case.stamp.withdrawn)
