"""Numbers that a change replaces: they stay as former ones, by which their holder is still found.

Every change of content goes through `change`, but what takes something back: what was undone never
was. A slip of typing is taken back with the entry, `person number withdraw`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from attache import records
from attache.problems import Problem, problem
from attache.records.former import FormerNumber
from attache.rules.traits import LETTERS

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.records.record import Record
    from attache.vault import View, Work

KIND = "former-number"


def change(work: Work, current: Kept[Any], content: Record) -> Kept[Any]:
    """Give an entity new content, and keep the numbers that it does not have any more."""
    changed = work.change(current, content)
    keep(work, changed, numbers_of(current.content))
    return changed


def keep(work: Work, now: Kept[Any], before: Mapping[str, str]) -> None:
    """Keep those of some numbers that a person, or a paper of theirs, has not got now."""
    if not (person := person_of(now)):
        return
    has = lettered(numbers_of(now.content))
    lost = {n: number for n, number in before.items() if not has.issuperset(lettered({n: number}))}
    if lost:
        work.add(KIND, FormerNumber(**lost, person=person, until=work.today))


def keep_said(work: Work, now: Kept[Any], conflict: Any, before: Mapping[str, Any]) -> None:
    """Keep the numbers of the sides of a conflict that was decided against them."""
    name = conflict.field
    for said in conflict.values if name in fields() else ():
        if said["value"] != before[name]:
            keep_once(work, now, {name: said["value"]})


def keep_once(work: Work, now: Kept[Any], before: Mapping[str, Any]) -> None:
    """The same of what may hold other fields too, or be kept already by another copy."""
    known = {
        pair for k in of_person(work, person_of(now)) for pair in numbers_of(k.content).items()
    }
    numbers = {name: before[name] for name in fields() if before.get(name)}
    keep(work, now, {name: v for name, v in numbers.items() if (name, v) not in known})


def person_of(record: Kept[Any]) -> str:
    """The ref of the person whose numbers a record has; empty where it has none of anybody."""
    if record.kind in ("identity-document", KIND):
        return str(record.content.person)
    return record.ref if record.kind == "person" else ""


def numbers_of(content: Record) -> dict[str, str]:
    """The numbers by which a record's person is found, by field."""
    said = ((name, getattr(content, name, None)) for name in fields())
    return {name: number for name, number in said if number}


def lettered(numbers: Mapping[str, str]) -> set[tuple[str, str]]:
    """Numbers with what each is: one that is a further phone now is no former one."""
    return {(LETTERS.get(name, name), number) for name, number in numbers.items()}


@cache
def fields() -> tuple[str, ...]:
    """The fields of numbers that are kept when they are replaced."""
    every = records.named(KIND).fields.items()
    return tuple(name for name, f in every if f.is_number)


def told(work: Work) -> tuple[Problem, ...]:
    """What an officer is told of the numbers that this work kept."""
    replacing = {c.fields["replaced_by"][1] for c in work.changes if "replaced_by" in c.fields}
    added = [c.ref for c in work.changes if (c.action, c.kind) == ("add", KIND)]
    kept = [ref for ref in added if ref not in replacing]
    return (problem("PER030", refs=", ".join(kept)),) if kept else ()


def of_person(view: View, ref: str) -> list[Kept[FormerNumber]]:
    """The former numbers of a person that stand, the latest first."""
    found = [k for k, _ref in view.naming(KIND, [ref]) if not k.stamp.withdrawn]
    return sorted(found, key=lambda k: (k.content.until, k.id), reverse=True)


def gone(view: View, ref: str) -> list[tuple[Kept[FormerNumber], dict[str, str]]]:
    """The former numbers of a person, each entry with those that nothing of theirs has now.

    Each number is told once, by the entry of its last day: each of two laptops keeps one where both
    replaced a number before their copies were merged, and so do two people who are joined.
    """
    papers = [k for k, _ref in view.naming("identity-document", [ref]) if not k.stamp.withdrawn]
    met = {pair for k in (view.get(ref), *papers) for pair in numbers_of(k.content).items()}
    found = list[tuple["Kept[FormerNumber]", dict[str, str]]]()
    for k in of_person(view, ref):
        if numbers := {n: v for n, v in numbers_of(k.content).items() if (n, v) not in met}:
            met |= numbers.items()
            found.append((k, numbers))
    return found
