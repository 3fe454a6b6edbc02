"""Whose records are kept for longer than the post keeps them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from attache import codes, records
from attache.desk.clock import check_before_expiry
from attache.desk.decisions import leading
from attache.desk.filters import day_in, day_of
from attache.desk.recording import kind_of, standing
from attache.problems import Refused, problem
from attache.records.record import mentioned
from attache.rules.retention import due

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import View


def overdue(office: Office, years: int | None) -> list[Kept[Any]]:
    """The people about whom nothing is open or younger than so many years.

    Without `years`, the post's own number; raises Refused where it has none.
    """
    kept_for = office.post.retention_years if years is None else years
    if kept_for is None:
        raise Refused(problem("ERA001", "years"))
    if not 1 <= kept_for <= 100:
        raise Refused(problem("NUM002", "years", least=1, most=100))
    check_before_expiry(office.view, office.now)
    alone = _people_due(office, kept_for)
    if not alone:
        return []
    of = _by_person(office.view, alone)
    days = {ref: [day_of(office, kind_of(k), k) for k in mine] for ref, mine in of.items()}
    over = [
        id_
        for ref, (id_, day) in alone.items()
        if due(
            (day, *days.get(ref, ())),
            still_open=_is_open(of.get(ref, [])),
            years=kept_for,
            today=office.today,
        )
    ]
    return [*office.view.of_ids("person", over)]


def _people_due(office: Office, years: int) -> dict[str, tuple[str, date]]:
    """By ref, the id and day of each person who was recorded long enough ago.

    Somebody who was withdrawn is kept as long as anybody else. Of an office's people most are not
    among them, so only the day is looked at.
    """
    found: dict[str, tuple[str, date]] = {}
    day_of = day_in(office, records.named("person"))
    for document in office.view.documents("person"):
        day = date.fromisoformat(day_of(document))
        if due([day], still_open=False, years=years, today=office.today):
            found[document["ref"]] = (document["id"], day)
    return found


def _by_person(view: View, people: Collection[str]) -> dict[str, list[Kept[Any]]]:
    """What concerns each of these people, by ref: what names them, and what names that."""
    kinds = (t.name for t in records.every() if t.name != "person")
    others = {k.ref: k for kind in kinds for k in standing(view, kind)}
    lead = leading(view)
    found: dict[str, list[Kept[Any]]] = {}
    for k in others.values():
        for ref in _concerned(k, others, people, lead):
            found.setdefault(ref, []).append(k)
    return found


def _concerned(
    kept: Kept[Any],
    others: Mapping[str, Kept[Any]],
    people: Collection[str],
    lead: Callable[[str], str],
) -> set[str]:
    """Those of some people to whom a record leads, by itself, through others or to who went."""
    met, waiting = {kept.ref}, [kept]
    while waiting:
        named = {ref for _field, ref in mentioned(waiting.pop().content)} - met
        met |= named
        waiting += [others[ref] for ref in named if ref in others]
    return {*met, *map(lead, met - others.keys())}.intersection(people)


def _is_open(mine: list[Kept[Any]]) -> bool:
    """Whether somebody still has to do something: a case is closed by an arrival at home."""
    kinds = {k.kind for k in mine}
    home = any(k.kind == "return-step" and k.content.step == "arrival" for k in mine)
    outcomes = codes.load("consultation-outcome")
    talks = (k.content.outcome for k in mine if k.kind == "consultation")
    waiting = any(not outcomes[outcome].also.get("final") for outcome in talks)
    return waiting or ("victim-case" in kinds and not home)
