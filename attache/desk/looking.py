"""Looking records up: lists with filters, one record with what belongs to it, what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import codes, records
from attache.desk.decisions import named_by
from attache.desk.filters import Filters, by_protected, day_in, tests_of
from attache.desk.recording import read_value, standing
from attache.language import current
from attache.records.kinds import Day

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.records.record import Field

OFFERED = 50
"""So many refs a shell is offered at most."""


class Listing(NamedTuple):
    """One page of a list: its items, and how many there are in all.

    `by_protected` are those of them that the filters chose by what protected fields say: who sees
    them listed knows that of them.
    """

    items: tuple[Kept[Any], ...]
    total: int
    by_protected: tuple[Kept[Any], ...] = ()


def listing(office: Office, kind: RecordType, filters: Filters) -> Listing:
    """The records of a type that pass the filters, the newest first; raises Refused."""
    tests = tests_of(office, kind, filters)
    every = office.view.documents(kind.name)
    passed = (
        document
        for document in every
        if (filters.withdrawn or not document.get("withdrawn")) and all(t(document) for t in tests)
    )
    ids = _sorted(office, kind, passed, filters.sort)
    start = (filters.page - 1) * filters.limit if filters.limit else 0
    shown = ids[start : start + filters.limit] if filters.limit else ids
    items = tuple(office.view.of_ids(kind.name, shown))
    return Listing(items, len(ids), tuple(by_protected(office, kind, filters, items)))


def belonging(office: Office, ref: str) -> list[Kept[Any]]:
    """The records that name this one, of every type that can, in the order of recording."""
    found = office.view.find(ref)
    return named_by(office.view, found) if found else []


def due(office: Office, by: str) -> list[Kept[Any]]:
    """Consultations to come back to: follow-up day reached, outcome not final; raises Refused."""
    last = read_value(Day(), "by", by, office.today)
    outcomes = codes.load("consultation-outcome")
    waiting = (
        k
        for k in standing(office.view, "consultation")
        if k.content.follow_up and k.content.follow_up <= last and not k.stamp.origin
    )
    open_ = (k for k in waiting if not outcomes[k.content.outcome].also.get("final"))
    return sorted(open_, key=lambda k: str(k.content.follow_up))


def current_facts(office: Office, person: str) -> dict[str, Kept[Any]]:
    """The latest status fact of a person on each axis."""
    facts = codes.load("status-fact")
    mine = [f for f in standing(office.view, "status-fact") if f.content.person == person]
    mine.sort(key=lambda f: (f.content.on, f.stamp.recorded_at))
    return {facts[f.content.fact].also["axis"]: f for f in mine}


def last_used(office: Office, kind: RecordType) -> dict[str, Any]:
    """The last value of each sticky field, to offer it again."""
    every = office.view.backwards(kind.name)
    latest = next((k for k in every if not (k.stamp.origin or k.stamp.withdrawn)), None)
    if latest is None:
        return {}
    document = latest.document()
    return {n: document[n] for n, f in kind.fields.items() if f.column.sticky and document[n]}


def _sorted(
    office: Office, kind: RecordType, found: Iterable[Mapping[str, Any]], sort: str | None
) -> list[str]:
    """The ids of documents by a field (a leading - turns it round), or by day; blanks come last."""
    if not sort:
        day = day_in(office, kind)
        newest = sorted(((day(d), d["recorded_at"], d["id"]) for d in found), reverse=True)
        return [id_ for _day, _at, id_ in newest]
    name, reverse = sort.lstrip("-"), sort.startswith("-")
    value, order = _value_in(kind.fields[name]), _order(kind.fields[name])
    said = [(value(document), document["id"]) for document in found]
    filled = [(order(v), id_) for v, id_ in said if v not in (None, ())]
    filled.sort(key=itemgetter(0), reverse=reverse)
    return [id_ for _key, id_ in filled] + [id_ for v, id_ in said if v in (None, ())]


def _value_in(field: Field) -> Callable[[Mapping[str, Any]], Any]:
    """The value of a field in a document."""

    def value(document: Mapping[str, Any]) -> Any:
        held = document.get(field.name)
        return field.default if held is None else field.kind.revived(held)

    return value


def _order(field: Field) -> Callable[[Any], Any]:
    """What the values of a field are sorted by: codes by their labels, which are what is seen."""
    if not field.code_list:
        return field.kind.order
    listed, language = codes.load(field.code_list), current()
    label = cache(lambda value: codes.in_order(getattr(listed.label(value), language)))
    return (lambda values: tuple(map(label, values))) if field.kind.many else label


def offered(office: Office, incomplete: str, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """Refs that begin as typed, with the type of each, the latest first; at most fifty.

    Nothing of what a record says: a shell shows it to whoever stands by.
    """
    typed = incomplete.upper()
    own = "" if "-" in typed else f"{office.post.post}-{office.post.seat}-"
    every = [records.named(kind) for kind in kinds] or [*reversed([*records.every()])]
    found = (
        (ref.removeprefix(own), kind.title)
        for kind in every
        for ref in office.view.latest_refs(
            kind.name, lambda ref: ref.removeprefix(own).startswith(typed)
        )
    )
    return [*islice(found, OFFERED)]
