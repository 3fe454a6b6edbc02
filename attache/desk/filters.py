"""What a list shows: filters as typed, and as tests of one document each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import codes
from attache.desk.decisions import names_of
from attache.desk.meant import names_people
from attache.problems import Problem, Refused, Word, problem
from attache.records.kept import Kept, from_document
from attache.records.kinds import Day, Kind
from attache.records.record import fields, mentioned
from attache.records.refs import divided, ref_and_name
from attache.records.texts import Unreadable

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records import RecordType
    from attache.records.record import Field, Record

_NEAR = 0.6
"""How close the name of a field must come to a word to be meant by it."""
Test = Callable[[Mapping[str, Any]], bool]
"""A test of one document, as JSON keeps it: of most records nothing else is ever needed."""


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


def tests_of(office: Office, kind: RecordType, filters: Filters) -> list[Test]:
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
    typed = {n: _refs_alone(office, kind.fields[n], t) for n, t in filters.where.items()}
    where = {n: read(n, kind.fields[n].kind, text) for n, text in typed.items()}
    where = {n: _whole(office, kind.fields[n], value) for n, value in where.items()}
    if filters.sort and filters.sort.lstrip("-") not in kind.fields:
        problems.append(_no_such_field(kind, filters.sort.lstrip("-")))
    if problems:
        raise Refused(*problems)
    day = day_in(office, kind)
    tests: list[Test] = [_holds(kind.fields[name], value) for name, value in where.items()]
    tests += [lambda d: since.isoformat() <= day(d)] if since else []
    tests += [lambda d: day(d) <= until.isoformat()] if until else []
    tests += [_says(office, kind, filters.search)] if filters.search else []
    return tests


def by_protected(
    office: Office, kind: RecordType, filters: Filters, items: Iterable[Kept[Any]]
) -> Iterator[Kept[Any]]:
    """Those of some listed records that would not be among them but for protected values."""
    hidden = {n for n, f in kind.fields.items() if f.column.sensitivity == "protected"}
    if hidden & {*filters.where, (filters.sort or "").lstrip("-")}:
        yield from items
    elif filters.search:
        says, beside = _Words(filters.search), _beside(office)
        texts = ((kept, f"{_text(kept, hidden)}\n{beside(kept)}") for kept in items)
        yield from (kept for kept, text in texts if not says.stand_in(text))


def day_field(kind: RecordType) -> str | None:
    """The field that dates a record of this type: its first required day."""
    return _day_field(kind.model)


@cache
def _day_field(model: type[Record]) -> str | None:
    every = fields(model).items()
    return next((n for n, f in every if f.kind.name == "day" and f.required), None)


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


def _no_such_field(kind: RecordType, name: str) -> Problem:
    """The refusal of a field to sort by, with the one whose name or title comes nearest."""
    from attache.exchange.vocabulary import nearest

    near = nearest(name, kind, _NEAR)
    if near not in kind.fields:
        return problem("FLD001", "sort")
    return problem("FLD002", "sort", nearest=Word(near))


def _refs_alone(office: Office, field: Field, text: str) -> str:
    """What was typed, with the refs of people in place of refs with their names."""
    parts = divided(text) if names_people(field) else []
    if not any(map(ref_and_name, parts)):
        return text
    from attache.desk.people import with_name

    found = {part: with_name(office.view, part) for part in parts}
    return ";".join(person.ref if person else part for part, person in found.items())


def _whole(office: Office, field: Field, value: Any) -> Any:
    """Refs in the form in which records hold them; what names nothing is held by none."""
    if field.kind.name not in ("ref", "refs") or value is None:
        return value
    refs = value if field.kind.many else [value]
    return tuple(name for ref in refs for name in _names(office, ref))


def _names(office: Office, ref: str) -> list[str]:
    """The refs by which records may name what a ref means."""
    found = office.view.find(ref)
    now = office.view.in_place_of(found) if found else None
    if found and now and found.kind == "person":
        return names_of(office.view, now.ref)
    return [found.ref if found else ref]


def _holds(field: Field, value: Any) -> Test:
    """A field is the value, or holds one of the values."""
    wanted, default = field.kept(value), field.kept(field.default)
    one_ref = field.kind.name == "ref"

    def test(document: Mapping[str, Any]) -> bool:
        held = document.get(field.name)
        held = default if held is None else held
        if field.kind.many:
            return not {*(held or ())}.isdisjoint(wanted or ())
        return held in value if one_ref and value else bool(held == wanted)

    return test


def _says(office: Office, kind: RecordType, search: str) -> Test:
    """A record says each of the words somewhere, or a name beside its refs does."""
    words, beside = _Words(search), _beside(office)

    def test(document: Mapping[str, Any]) -> bool:
        kept = from_document(kind.name, kind.model, document)
        text = _text(kept)
        if words.stand_in(text):
            return True
        names = beside(kept)
        return bool(names) and words.stand_in(f"{text}\n{names}")

    return test


def _beside(office: Office) -> Callable[[Kept[Any]], str]:
    """The names that lists print beside the refs of a record: each is looked up once.

    Of somebody merged there are two, since of another office's record who stands now is shown.
    """

    @cache
    def names(ref: str) -> str:
        found = office.view.find(ref)
        both = (found, office.view.in_place_of(found)) if found else ()
        return "\n".join({getattr(one.content, "name", None) or "" for one in both if one})

    return lambda kept: "\n".join([names(ref) for _field, ref in mentioned(kept.content)])


class _Words:
    """What is looked for in texts; a word of signs alone is looked for as it is."""

    def __init__(self, search: str) -> None:
        self._words = [word for part in search.split() if (word := codes.searched(part))]
        self._signs = [part for part in search.split() if not codes.searched(part)]

    def stand_in(self, text: str) -> bool:
        """Whether each of them does."""
        folded = codes.searched(text)
        words = all(word in folded for word in self._words)
        return words and all(sign in text for sign in self._signs)


def _text(kept: Kept[Any], without: Collection[str] = ()) -> str:
    """All that a record says to a person: its values, its ref, who recorded or withdrew it."""
    stamp = kept.stamp
    about = (stamp.ref, stamp.recorded_by, stamp.changed_by, stamp.withdrawn, stamp.replaced_by)
    values = [v for name, v in vars(kept.content).items() if name not in without]
    values += about
    return "\n".join([v if v.__class__ is str else _joined(v) for v in values if v])


def _joined(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)
