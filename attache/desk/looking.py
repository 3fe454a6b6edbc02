"""Looking records up: lists with filters, one record with what belongs to it, what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import codes, records
from attache.desk.recording import read_value, standing
from attache.language import current
from attache.problems import Problem, Refused, Word, problem
from attache.records.kept import Kept, from_document
from attache.records.kinds import Day, Kind
from attache.records.record import fields
from attache.records.texts import Unreadable

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records import RecordType
    from attache.records.record import Field, Record

_NEAR = 0.6
"""How close the name of a field must come to a word to be meant by it."""
OFFERED = 50
"""So many refs a shell is offered at most."""
Test = Callable[[Mapping[str, Any]], bool]
"""A test of one document, as JSON keeps it: of most records nothing else is ever needed."""


class Listing(NamedTuple):
    """One page of a list: its items, and how many there are in all."""

    items: tuple[Kept[Any], ...]
    total: int


class Filters(NamedTuple):
    """What a list shows. `where` holds field values as typed; `search` is words of any text."""

    since: str | None = None
    until: str | None = None
    where: Mapping[str, str] = {}
    search: str | None = None
    sort: str | None = None
    limit: int | None = None
    page: int = 1
    withdrawn: bool = False


def listing(office: Office, kind: RecordType, filters: Filters) -> Listing:
    """The records of a type that pass the filters, the newest first; raises Refused."""
    tests = _tests(office, kind, filters)
    every = office.view.documents(kind.name)
    passed = (
        document
        for document in every
        if (filters.withdrawn or not document.get("withdrawn")) and all(t(document) for t in tests)
    )
    ids = _sorted(office, kind, passed, filters.sort)
    start = (filters.page - 1) * filters.limit if filters.limit else 0
    shown = ids[start : start + filters.limit] if filters.limit else ids
    return Listing(tuple(office.view.of_ids(kind.name, shown)), len(ids))


def belonging(office: Office, ref: str) -> list[Kept[Any]]:
    """The records that name this one, of every type that can, in the order of recording."""
    found = office.view.find(ref)
    return [
        other
        for kind in records.every()
        if found and _can_name(kind, found.kind)
        for other, _ref in office.view.naming(kind.name, [ref])
        if not other.stamp.withdrawn
    ]


def _can_name(kind: RecordType, other: str) -> bool:
    """Whether a record of a type has a field for the ref of another."""
    named = (f.kind for f in kind.fields.values() if f.kind.name in ("ref", "refs"))
    return any(not to or other in to for to in (getattr(k, "to", ()) for k in named))


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


def day_field(kind: RecordType) -> str | None:
    """The field that dates a record of this type: its first required day."""
    return _day_field(kind.model)


@cache
def _day_field(model: type[Record]) -> str | None:
    every = fields(model).items()
    return next((n for n, f in every if f.kind.name == "day" and f.required), None)


def _tests(office: Office, kind: RecordType, filters: Filters) -> list[Test]:
    """The filters as tests of one record; raises Refused where a filter cannot be read."""
    problems: list[Problem] = []

    def read(name: str, reader: Kind, text: str) -> Any:
        try:
            return reader.read(text, office.here)
        except Unreadable as refusal:
            problems.append(problem(refusal.code, name, **refusal.args_))

    since = read("since", Day(), filters.since) if filters.since else None
    until = read("until", Day(), filters.until) if filters.until else None
    if since and until and since > until:
        problems.append(problem("DAT008", "until"))
    where = {n: read(n, kind.fields[n].kind, text) for n, text in filters.where.items()}
    where = {n: _whole(office, kind.fields[n], value) for n, value in where.items()}
    if filters.sort and filters.sort.lstrip("-") not in kind.fields:
        problems.append(_no_such_field(kind, filters.sort.lstrip("-")))
    if problems:
        raise Refused(*problems)
    day = day_in(office, kind)
    tests: list[Test] = [_holds(kind.fields[name], value) for name, value in where.items()]
    tests += [lambda d: since.isoformat() <= day(d)] if since else []
    tests += [lambda d: day(d) <= until.isoformat()] if until else []
    tests += [_says(kind, filters.search)] if filters.search else []
    return tests


def _no_such_field(kind: RecordType, name: str) -> Problem:
    """The refusal of a field to sort by, with the one whose name or title comes nearest."""
    from attache.exchange.headers import nearest

    near = nearest(name, kind, _NEAR)
    if near not in kind.fields:
        return problem("FLD001", "sort")
    return problem("FLD002", "sort", nearest=Word(near))


def day_of(office: Office, kind: RecordType, kept: Kept[Any]) -> date:
    """The day of a record; one without such a field has the day on which it was recorded."""
    field = day_field(kind)
    day = getattr(kept.content, field) if field else None
    return day or office.day_of(kept.stamp.recorded_at)


def day_in(office: Office, kind: RecordType) -> Callable[[Mapping[str, Any]], str]:
    """The day of a record, by its document, as ISO 8601: in that form days sort as they come."""
    field, days = day_field(kind), dict[str, str]()

    def day(document: Mapping[str, Any]) -> str:
        if field and (said := document.get(field)):
            return str(said)
        at = document["recorded_at"]
        if at not in days:
            days[at] = office.day_of(at).isoformat()
        return days[at]

    return day


def _whole(office: Office, field: Field, value: Any) -> Any:
    """Refs in the form in which records hold them; what names nothing is held by none."""
    if field.kind.name not in ("ref", "refs") or value is None:
        return value
    refs = value if field.kind.many else [value]
    found = tuple(k.ref if (k := office.view.find(ref)) else ref for ref in refs)
    return found if field.kind.many else found[0]


def _holds(field: Field, value: Any) -> Test:
    """A field is the value, or holds one of the values."""
    wanted, default = field.kept(value), field.kept(field.default)

    def test(document: Mapping[str, Any]) -> bool:
        held = document.get(field.name)
        held = default if held is None else held
        if field.kind.many:
            return not {*(held or ())}.isdisjoint(wanted or ())
        return bool(held == wanted)

    return test


def _says(kind: RecordType, search: str) -> Test:
    """A record says each of the words somewhere; a word of signs alone is looked for as it is."""
    words = [word for part in search.split() if (word := codes.searched(part))]
    signs = [part for part in search.split() if not codes.searched(part)]

    def test(document: Mapping[str, Any]) -> bool:
        text = _text(from_document(kind.name, kind.model, document))
        said = codes.searched(text)
        return all(word in said for word in words) and all(sign in text for sign in signs)

    return test


def _text(kept: Kept[Any]) -> str:
    """All that a record says to a person: its values, its ref, who recorded or withdrew it."""
    stamp = kept.stamp
    about = (stamp.ref, stamp.recorded_by, stamp.changed_by, stamp.withdrawn, stamp.replaced_by)
    values = (*vars(kept.content).values(), *about)
    return "\n".join([v if v.__class__ is str else _joined(v) for v in values if v])


def _joined(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)


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
