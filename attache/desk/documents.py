"""What identity rests on: papers, evidence, and the machine-readable lines of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attache.desk.merges import parts_of
from attache.problems import Problem, Refused, errors
from attache.rules.identity import state

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.vault import View


def of_mrz(office: Office, text: str) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """The fields of a person that machine-readable lines give, and warnings; raises Refused."""
    from attache.rules.mrz import person_of, read_mrz

    reading, problems = read_mrz(text, office.today)
    if reading is None or errors(problems):
        raise Refused(*problems)
    return person_of(reading), tuple(problems)


def verification(view: View, ref: str) -> str:
    """How far the identity of a person is verified: a value of `identity-state`."""
    found = (k for k, _ref in view.naming("identity-evidence", [ref]) if not k.stamp.withdrawn)
    return state(k.content for k in found)


def merged_into(view: View, ref: str) -> list[str]:
    """The refs of those who were merged with a person."""
    return [k.ref for k in parts_of(view, ref)]
