"""What a command gives for every record of a list, beside what each record says itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk.judging import Raw, at_post, resolve
from attache.desk.meant import named_person, names_people, parts_of
from attache.problems import DecisionNeeded, Problem, errors, problem
from attache.records.record import blank, parse

if TYPE_CHECKING:
    from datetime import date

    from attache.records import RecordType
    from attache.vault import View


class Common(NamedTuple):
    """A value for every record, None to leave the field blank, and the word that gives it."""

    value: Any
    word: str


def with_common(
    view: View, kind: RecordType, raw: Raw, common: Mapping[str, Common], today: date
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """A record in which what it leaves open is filled; a problem for each field that differs.

    Neither value is dropped for the other: only somebody who sees both can say which is meant.
    """
    filled, problems = dict(raw), list[Problem]()
    for name, (value, word) in common.items():
        if blank(own := raw.get(name)):
            filled[name] = value
        elif value is None or _read(view, kind, name, own, today) != _read(
            view, kind, name, value, today
        ):
            problems.append(problem("FLD012", name, word=word))
    return filled, tuple(problems)


def _read(view: View, kind: RecordType, name: str, value: Any, today: date) -> Any:
    """A value as the record would have it, refs in their whole form; as given if unreadable."""
    if names_people(declared := kind.fields[name]):
        named = [_named(view, part) for part in parts_of(declared, value)]
        value = named if declared.kind.many else named[0]
    parsed = parse(kind.model, {name: value}, at_post(view, today))
    if any(p.field == name for p in errors(parsed.problems)):
        return value
    return getattr(resolve(view, parsed.draft)[0], name)


def _named(view: View, part: object) -> object:
    """The ref of somebody whom a whole number names; whatever else it is, as given."""
    try:
        return named_person(view, part)[0] or part
    except DecisionNeeded:
        return part
