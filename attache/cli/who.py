"""Asking who is meant: the people who may be, and what the officer answers about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attache.cli.asking import answer, say
from attache.cli.safe import line
from attache.cli.session import session
from attache.language import _
from attache.problems import DecisionNeeded, problem
from attache.records import RecordType

ANSWERS = {"n": "different", "u": "unsure"}
"""What may be answered about candidates, by its letter."""
NEW = "n"
"""The answer that none of those offered is meant."""
CANDIDATES = 9
"""So many people are offered at most."""


def pick(query: str) -> str | None:
    """The ref of one of those found, or NEW; None where the question is to be asked again."""
    from attache.desk import people
    from attache.desk.known import described

    view = session().office.view
    found = people.find(view, query, CANDIDATES).matches
    _offer([described(view, match) for match in found])
    question = _("  number, or “n” for none of these: register “{name}”").format(name=line(query))
    said = answer(f"{question} [{'1' if found else NEW}]: ").lower() or ("1" if found else NEW)
    if said.isdigit() and 0 < int(said) <= len(found):
        return found[int(said) - 1].person.ref
    if said == NEW:
        session().passed_over.update(match.person.ref for match in found)
        return NEW
    return None


def decide(needed: DecisionNeeded) -> str:
    """The ref of the candidate that is meant, or a value of `identity-answer`."""
    candidates: Any = needed.data["candidates"]
    if session().passed_over.issuperset(c["ref"] for c in candidates):
        return ANSWERS[NEW]  # that was asked already
    say("")
    say(problem("DEC001").message(_))
    _offer(candidates)
    question = _("  number; “n” for somebody new; “u” for not sure, record and ask later")
    while True:
        said = answer(f"{question}: ").lower()
        if said.isdigit() and 0 < int(said) <= len(candidates):
            return str(candidates[int(said) - 1]["ref"])
        if said in ANSWERS:
            return ANSWERS[said]


def in_place(
    kind: RecordType, raw: Mapping[str, Any], needed: DecisionNeeded, ref: str
) -> dict[str, Any]:
    """A record with a known person in place of the description that was asked about."""
    name = needed.data["name"]

    def settled(part: Any) -> Any:
        return ref if isinstance(part, Mapping) and part.get("name") == name else part

    given = dict(raw)
    for field, declared in kind.fields.items():
        if "person" in getattr(declared.kind, "to", ()) and raw.get(field):
            value = raw[field]
            given[field] = (
                [settled(p) for p in value] if isinstance(value, list) else settled(value)
            )
    return given


def _offer(candidates: Iterable[Mapping[str, Any]]) -> None:
    from attache.cli.candidates import in_a_line

    for number, candidate in enumerate(candidates, 1):
        say(f"{number:>3} {in_a_line(candidate)}")
