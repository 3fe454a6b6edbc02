"""Records that name somebody or something that was erased: another copy may bring some."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.decisions import DECISION, SAME, left_of_erased
from attache.problems import Problem, problem
from attache.records.kept import titles
from attache.records.record import kept as as_stored
from attache.vault.log import line_of

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.vault import View


class Carried(NamedTuple):
    """Whom another copy made one with somebody who was `erased`: by ref, and by which decisions.

    `fields` of that record still say what the joining of the two brought there.
    """

    erased: str
    ref: str
    decisions: tuple[str, ...]
    fields: tuple[str, ...]

    def told(self) -> Problem:
        """As a warning, with what is to be done if the two are one, and if they are not."""
        fields = ", ".join(titles(records.named("person"), self.fields)) or "–"
        by = ", ".join(self.decisions)
        return problem("ERA008", ref=self.ref, erased=self.erased, fields=fields, decisions=by)


def carried_over(view: View, erased: str) -> tuple[Carried, ...]:
    """Who is here yet of somebody who was erased, and what of their record that shows."""
    said = [k for k, _ref in view.naming(DECISION, [erased]) if k.content.answer == SAME]
    said = [k for k in said if not k.stamp.withdrawn]
    refs = tuple(k.ref for k in said)
    left = [view.get(ref) for ref in left_of_erased(view, erased)] if said else []
    return tuple(Carried(erased, k.ref, refs, _brought_by(view, said, k)) for k in left)


def _brought_by(view: View, said: Collection[Kept[Any]], person: Kept[Any]) -> tuple[str, ...]:
    """The fields of a person that still hold what they were given when they were joined."""
    now, found = as_stored(person.content), dict[str, None]()
    for line in map(line_of, view.history().naming(*(k.id for k in said))):
        if any((c.action, c.kind) == ("add", DECISION) for c in line.changes):
            for change in (c for c in line.changes if c.id == person.id):
                found |= {
                    n: None for n, both in change.fields.items() if _stands(*both, now.get(n))
                }
    return tuple(found)


def _stands(old: Any, new: Any, now: Any) -> bool:
    """Whether a value, or one of several that were added to a list, is there yet."""
    if isinstance(new, list | tuple) and isinstance(now, list | tuple):
        return any(one in now for one in new if one not in (old or ()))
    return bool(new) and new == now


def naming_erased(view: View) -> dict[str, list[str]]:
    """The refs of records that are about what was erased, each with the erased refs that it names.

    Withdrawn ones are among them. Where somebody who was erased had been merged with another in
    another copy, the other is the same person, and is among them too.
    """
    erased = view.erased()
    found: dict[str, list[str]] = {}
    for ref, gone in _about(view, erased.keys()) if erased else ():
        found.setdefault(ref, []).append(gone)
    return {ref: [*dict.fromkeys(gone)] for ref, gone in found.items()}


def _about(view: View, erased: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each record that is about what was erased, by ref, with the erased ref."""
    for kind in records.RECORD_TYPES:
        for kept, gone in view.naming(kind.name, erased):
            yield kept.ref, gone
            if kept.kind == DECISION and not kept.stamp.withdrawn:
                yield from ((same, gone) for same in left_of_erased(view, gone))
