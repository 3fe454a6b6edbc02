"""Meeting people who may be recorded already: nobody is recorded twice without a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attache.problems import DecisionNeeded, problem
from attache.records.person import Person
from attache.rules.matching import Candidate, KnownPeople

if TYPE_CHECKING:
    from attache.records.record import Record
    from attache.vault import View


def ask_if_known(view: View, content: Record) -> None:
    """Raise DecisionNeeded, with the candidates, where a new person may be recorded already."""
    if isinstance(content, Person) and (found := likely(view, content)):
        raise DecisionNeeded(problem("DEC001"), data={"candidates": [described(c) for c in found]})


def nobody(_view: View, _content: Record) -> None:
    """The officer has decided that new people are new."""


def likely(view: View, person: Person) -> list[Candidate]:
    """The recorded people who may be this one."""
    return known_people(view).like(person)


def known_people(view: View) -> KnownPeople:
    """Everybody who is recorded."""
    return KnownPeople(k for k in view.every("person") if not k.stamp.withdrawn)


def described(candidate: Candidate) -> dict[str, object]:
    """A candidate as JSON: enough to decide by, with the reasons."""
    content = candidate.person.content
    return {
        "ref": candidate.person.ref,
        "id": candidate.person.id,
        "name": content.name,
        "sex": content.sex,
        "birth_date": content.birth_date,
        "home_province": content.home_province,
        "reasons": list(candidate.reasons),
    }
