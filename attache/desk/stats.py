"""Counts of what was recorded in a period, each with the unit that it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import codes, records
from attache.desk.decisions import leading
from attache.desk.filters import Filters
from attache.desk.looking import listing
from attache.problems import Refused, problem
from attache.rules.counts import Tally, tally
from attache.rules.people import age_band

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.vault import View

UNKNOWN = "unknown"


class Period(NamedTuple):
    """The consultations of a period, and the people in them with the day of the first one."""

    office: Office
    since: str | None
    until: str | None
    post: str
    consultations: tuple[Kept[Any], ...]
    people: tuple[tuple[Kept[Any], date], ...]


class Dimension(NamedTuple):
    """What is counted by, what one unit is, and the values that a period yields."""

    unit: str
    code_list: str
    values: Callable[[Period], Iterable[str]]


def count(
    office: Office, by: Iterable[str], since: str | None, until: str | None, post: str = ""
) -> list[Tally]:
    """Tallies by the dimensions named, or by all; raises Refused.

    What this office recorded is counted, or instead of it the records of another post.
    """
    names = list(by) or list(DIMENSIONS)
    unknown = [name for name in names if name not in DIMENSIONS]
    if unknown:
        raise Refused(problem("STA001", "by", names=", ".join(DIMENSIONS)))
    period = _period(office, since, until, _post(office, post))
    return [_tally(name, DIMENSIONS[name], period) for name in names]


def _tally(name: str, dimension: Dimension, period: Period) -> Tally:
    order = codes.load(dimension.code_list).codes if dimension.code_list else ()
    return tally(name, dimension.unit, dimension.values(period), order, dimension.code_list)


def _post(office: Office, post: str) -> str:
    """The post whose records are counted; raises Refused where there are none of it."""
    wanted = post.strip().upper()
    posts = posts_of(office.view)
    if wanted and wanted not in posts:
        raise Refused(problem("STA002", "post", names=", ".join(posts)))
    return wanted or office.post.post


def posts_of(view: View) -> list[str]:
    """This office's post, then those of which records came in workbooks."""
    return list(dict.fromkeys([view.post.post, *sorted(view.other_posts())]))


def _counted(post: str, own: str) -> Callable[[Kept[Any]], bool]:
    """What is counted of a post: this office's own records are those of no other vault."""
    return lambda k: not k.stamp.origin if post == own else k.stamp.post == post


def _listed(period: Period, kind: RecordType) -> Iterator[Kept[Any]]:
    found = listing(period.office, kind, Filters(since=period.since, until=period.until)).items
    return filter(_counted(period.post, period.office.post.post), found)


def _period(office: Office, since: str | None, until: str | None, post: str) -> Period:
    consultation = records.named("consultation")
    whole = Period(office, since, until, post, (), ())
    found = tuple(_listed(whole, consultation))
    lead, first = leading(office.view), dict[str, date]()
    for k in sorted(found, key=lambda k: k.content.on):
        for ref in k.content.persons:
            first.setdefault(lead(ref), k.content.on)
    people = ((p, first[p.ref]) for p in office.view.every("person") if p.ref in first)
    return whole._replace(consultations=found, people=tuple(people))


def _of_consultations(field: str) -> Callable[[Period], Iterator[str]]:
    return lambda period: (getattr(k.content, field) or UNKNOWN for k in period.consultations)


def _of_people(field: str) -> Callable[[Period], Iterator[str]]:
    return lambda period: (getattr(p.content, field) or UNKNOWN for p, _on in period.people)


def _months(period: Period) -> Iterator[str]:
    return (k.content.on.isoformat()[:7] for k in period.consultations)


def _ages(period: Period) -> Iterator[str]:
    return (age_band(p.content.birth_date, on) for p, on in period.people)


def _areas(period: Period) -> Iterator[str]:
    """The agreed area of every record of the period: its own, its topic's, or its type's first.

    People, and who they are, are recorded for all areas and count in none.
    """
    by_number = {c.also["area"]: c.value for c in codes.load("cooperation-area")}
    topics = codes.load("consultation-topic")
    for kind in records.every():
        for kept in _listed(period, kind):
            if "area" in kind.fields:
                yield kept.content.area
            elif kind.name == "consultation":
                yield by_number.get(topics[kept.content.topic].also.get("area", ""), UNKNOWN)
            elif kind.areas and kind.noun[0] != "person":
                yield by_number[str(kind.areas[0])]


DIMENSIONS = {
    "month": Dimension("consultation", "", _months),
    "topic": Dimension("consultation", "consultation-topic", _of_consultations("topic")),
    "channel": Dimension("consultation", "channel", _of_consultations("channel")),
    "province": Dimension("consultation", "cambodian-province", _of_consultations("province")),
    "sex": Dimension("person", "sex", _of_people("sex")),
    "age": Dimension("person", "age-band", _ages),
    "home-province": Dimension("person", "indonesian-province", _of_people("home_province")),
    "area": Dimension("record", "cooperation-area", _areas),
}
