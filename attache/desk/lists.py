"""Fields of several values in an edit: some are added or taken out, or the whole is replaced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import codes, records
from attache.desk.meant import Meant, names_people, parts_of
from attache.problems import DecisionNeeded, Problem, problem
from attache.records.record import blank, kept
from attache.records.texts import Unreadable

if TYPE_CHECKING:
    from attache.desk.judging import Raw
    from attache.records.kept import Kept
    from attache.records.record import Field, Record


EVERYBODY = 10_000
"""People who are looked at for a name in a list: more than bear one name."""


class Lists(NamedTuple):
    """Values to add to fields of several values, and values to take out of them, as typed.

    `careful`: a list of several values is not replaced without a question.
    """

    add: Raw
    remove: Raw
    careful: bool = False


NO_LISTS = Lists({}, {})


def with_lists(
    meant: Meant, record: Kept[Any], given: Raw, lists: Lists, clear: Collection[str] = ()
) -> tuple[dict[str, object], list[Problem]]:
    """The given fields, with each list as it is to be; what is taken out must stand in it.

    Values are added to nothing where the field is one of those to clear.
    """
    fields = records.named(record.kind).fields
    standing, problems = kept(record.content), list[Problem]()
    whole = dict(given)
    for name in dict.fromkeys((*lists.add, *lists.remove)):
        declared = fields[name]
        replaced = whole.get(name)
        values: list[object] = [] if name in clear else [*(standing[name] or ())]
        if not blank(replaced):
            values = parts_of(declared, replaced) if names_people(declared) else _listed(replaced)
        removed, found = _removed(meant, declared, values, _listed(lists.remove.get(name)))
        problems += found
        added = _listed(lists.add.get(name))
        if added and declared.code_list:  # "unknown" and its like stand alone
            no_answer = codes.load(declared.code_list).no_answer
            values = [value for value in values if value not in no_answer]
        if names_people(declared):
            start = 1 + len(parts_of(declared, replaced))
            added, found = meant.people(1, name, parts_of(declared, added), start)
            problems += found
        whole[name] = [v for v in values if v not in removed] + added
    return whole, problems


def ask_before_replacing(
    record: Kept[Any], content: Record, raw: Raw, clear: Collection[str] = ()
) -> None:
    """Raise DecisionNeeded where a given value, or none, takes something out of a list of several.

    `clear` names fields that are to be empty.
    """
    fields = records.named(record.kind).fields
    before, after = kept(record.content), kept(content)
    replaced = {
        name: [before[name], after[name]]
        for name, declared in fields.items()
        if declared.kind.many and len(before[name] or ()) > 1
        if name in clear or not blank(raw.get(name))
        if not {*before[name]} <= {*after[name]}
    }
    if replaced:
        asked = [losing(name, *both) for name, both in replaced.items()]
        raise DecisionNeeded(*asked, data={"replaced": replaced})


def losing(name: str, old: Sequence[object], new: Sequence[object]) -> Problem:
    """That several values would be replaced, or taken out where nothing takes their place."""
    return problem("FLD010" if new else "FLD014", name, count=len(old))


def _removed(
    meant: Meant, declared: Field, values: Sequence[object], given: Sequence[object]
) -> tuple[set[object], list[Problem]]:
    """The values of a list that are to be taken out, and what is wrong with those given."""
    removed, problems = set[object](), list[Problem]()
    if names_people(declared):
        given = parts_of(declared, given)
    for part in given:
        try:
            found = _standing(meant, declared, values, part)
        except Unreadable as refusal:
            problems.append(problem(refusal.code, declared.name, **refusal.args_))
            continue
        if found:
            removed |= found
        else:
            problems.append(problem("FLD009", declared.name))
    return removed, problems


def _standing(meant: Meant, declared: Field, values: Sequence[object], part: object) -> set[Any]:
    """The values of a list that are meant: just one person, by ref, number or name."""
    if not names_people(declared):
        return {*declared.kind.read(part, meant.here)}.intersection(values)
    from attache.desk.known import current
    from attache.desk.people import find

    named = current(meant.work, meant.work.find(str(part)))
    if named:
        return {named.ref}.intersection(values)
    found = find(meant.work, str(part), EVERYBODY).matches
    among = {match.person.ref for match in found}.intersection(map(str, values))
    if len(among) > 1:
        raise Unreadable("PER022", refs=", ".join(sorted(among)))
    return among


def _listed(value: object) -> list[object]:
    if blank(value):
        return []
    return [*value] if isinstance(value, (list, tuple)) else [value]
