"""People: finding them, and taking a new description as somebody who is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attache import records
from attache.desk.recording import Recorded, judge, standing
from attache.problems import Refused, errors, problem
from attache.records.record import blank, kept
from attache.rules.matching import matches

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.records.person import Person


def find(office: Office, query: str) -> list[Kept[Person]]:
    """The people whom a ref, part of a name, or a number names."""
    named = office.view.find(query)
    if named and named.kind == "person" and not named.stamp.withdrawn:
        return [named]
    return [p for p in standing(office.view, "person") if matches(p, query)]


def same_as(office: Office, ref: str, raw: Mapping[str, object]) -> Recorded:
    """Take a description as a known person: what is blank is filled, another name is kept too.

    What is recorded otherwise stays as it is, with a warning for each field that differs.
    """
    with office.work() as work:
        current = work.get(ref)
        if current.kind != "person":
            raise Refused(problem("REF003", "same_as", kinds="person"))
        if current.stamp.withdrawn:
            raise Refused(problem("REF004", "same_as"))
        judged = judge(work, records.named("person"), raw, office.today)
        if errors(judged.problems):
            raise Refused(*judged.problems)
        content, differing = _filled(current.content, judged.content, raw)
        warnings = tuple(problem("DEC003", name) for name in differing)
        return Recorded((work.change(current, content),), (*judged.problems, *warnings))


def _filled(old: Any, new: Person, raw: Mapping[str, object]) -> tuple[Person, list[str]]:
    """The known person with gaps filled, and the fields in which the two differ."""
    empty = ("unknown", "not-asked")
    before, after = kept(old), kept(new)
    given = [name for name, value in raw.items() if not blank(value) and name != "aliases"]
    fill = {n: getattr(new, n) for n in given if before[n] in (None, *empty)}
    names = dict.fromkeys((*old.aliases, *new.aliases, new.name))
    names.pop(old.name, None)
    differing = [n for n in given if n != "name" and n not in fill and before[n] != after[n]]
    return old.model_copy(update={**fill, "aliases": tuple(names)}), differing
