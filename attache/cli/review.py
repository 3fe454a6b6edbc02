"""Deciding row by row on what an import leaves for a person: who is who, and whose value stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attache.cli import candidates, conflicts, show
from attache.cli.asking import answer, say
from attache.cli.progress import progress_of
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import title_of
from attache.desk import differences
from attache.desk.clashes import OURS, THEIRS
from attache.desk.differences import Choice
from attache.desk.intake import NEW
from attache.desk.known import described
from attache.language import _
from attache.problems import NoSuchRecord, Refused, problem

if TYPE_CHECKING:
    from attache.desk.accounts import Account, Taken
    from attache.desk.intake import Decision
    from attache.desk.ledger import Place
    from attache.exchange.incoming import Incoming
    from attache.exchange.rows import Row, Sheets

_DECISION = re.compile(r"(.+![0-9]+)=(.+)", re.DOTALL)
STOP = "q"


def typed(decisions: Iterable[str], sheets: Sheets) -> dict[Place, Decision]:
    """Decisions as typed (`People!5=P12`, `People!6=new`, `People!7=People!4`).

    Raises Refused with every bad one.
    """
    decided: dict[Place, Decision] = {}
    problems = []
    places = {
        (s.name.casefold(), r.number): (s.name, r.number) for s in sheets.found for r in s.rows
    }
    for text in decisions:
        read = _DECISION.fullmatch(text)
        place = _place(read[1], places) if read else None
        who = _who_is_meant(read[2].strip(), places) if read else None
        if place and who and place != who:
            decided[place] = who
        else:
            problems.append(problem("XLS024", "decide", decision=text))
    if problems:
        raise Refused(*problems)
    return decided


def _place(text: str, places: Mapping[Place, Place]) -> Place | None:
    """The row of a workbook that is meant by sheet and number, in whatever case."""
    sheet, _mark, number = text.rpartition("!")
    return places.get((sheet.strip().casefold(), int(number))) if number.isdecimal() else None


def _who_is_meant(text: str, places: Mapping[Place, Place]) -> Decision | None:
    """A recorded person, somebody new, or who another row of the workbook is."""
    return text if text == NEW or _is_person(text) else _place(text, places)


def of_people(source: Incoming, decided: Mapping[Place, Decision]) -> dict[Place, str]:
    """Ask of each parked row who is meant; what is not decided stays parked."""
    from attache.desk.imports import Wish, check

    with progress_of(_("Rows")) as progress:
        taken = check(session().office, source, progress, Wish(decisions=decided))
    rows = {(r.sheet, r.number): r for s in source.sheets.found for r in s.rows}
    waiting = [a for a in taken.accounts if a.account == "parked" and a.like]
    answers: dict[Place, str] = {}
    for number, account in enumerate(waiting, 1):
        say(f"\n{number}/{len(waiting)}")
        said = _who(rows[account.sheet, account.row], account)
        if said == STOP:
            break
        if said:
            answers[account.sheet, account.row] = said
    return answers


def of_conflicts(taken: Taken) -> None:
    """Ask of each conflict that an import left whose value stands."""
    for ref in [ref for account in taken.accounts for ref in account.conflicts]:
        office = session().office
        view = office.vault.view()
        conflict = view.get(ref)
        if conflict.content.resolved:
            continue
        for text in _sides(conflict):
            say(text)
        said = answer(_("Which stands: 1 ours, 2 theirs, Enter later, q ends") + ": ").casefold()
        if said == STOP:
            return
        if seat := {"1": OURS, "2": THEIRS}.get(said):
            differences.resolve(office, ref, Choice(seat))


def _who(row: Row, account: Account) -> str:
    """The answer to who a row is: a ref, `new`, `` for later, or `q`."""
    told = (f"{title_of(name)}: {value}" for name, value in row.raw.items())
    say(line(f"{row.sheet} {row.number} · {' · '.join(told)}"))
    view = session().office.view
    # Who is but a row of this workbook has no ref yet; that can be said when it was taken in.
    like = [described(view, match) for match in account.like if view.find(match.person.id)]
    for number, candidate in enumerate(like, 1):
        say(f"  {number}  {candidates.in_a_line(candidate)}")
    question = _("Who is it: a number, n somebody new, Enter later, q ends")
    choices = {str(n): str(c["ref"]) for n, c in enumerate(like, 1)} | {
        "n": NEW,
        "": "",
        STOP: STOP,
    }
    while (said := answer(f"{question}: ").casefold()) not in choices:
        pass
    return choices[said]


def _sides(conflict: Any) -> Iterator[str]:
    """What was sent, what we say, what came back."""
    about = show.short(conflict.content.about)
    yield line(f"\n{show.short(conflict.ref)} · {about} · {conflicts.title(conflict)}")
    said = (*conflict.content.base, *conflict.content.values)
    titles = (_("sent"), _("ours"), _("theirs"))
    shown = conflicts.values_of(conflict, [one["value"] for one in said])
    for side, text in zip(titles, shown, strict=False):
        yield line(f"  {side}: {show.shortened(text)}")


def _is_person(name: str) -> bool:
    try:
        return session().office.view.get(name).kind == "person"
    except NoSuchRecord:
        return False
