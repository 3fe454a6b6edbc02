"""Workbooks that come in: check everything first, then store everything or nothing.

Rows that carry a key change their record, a blank cell never wipes; others meet the duplicate
check. Every row read has an account in the end: added, changed, unchanged, parked for a decision,
or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk import sharing
from attache.desk.accounts import Account, Taken, unstored
from attache.desk.ahead import made_ready
from attache.desk.bad_cells import without_bad_cells
from attache.desk.clashes import Clashes, Side
from attache.desk.intake import Decision, Intake
from attache.desk.labels import Labels
from attache.desk.ledger import Place, earlier_imports, ledger_line
from attache.desk.neighbours import Neighbours
from attache.exchange.packages import package_of
from attache.problems import Problem, Refused, errors

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.exchange.incoming import Incoming
    from attache.exchange.rows import Sheets
    from attache.vault import Work

Progress = Callable[[int, int], None]
LOSING = frozenset({"XLS007", "XLS008"})
"""What is wrong with a header so that rows would lose a column: then none of them is good."""
_STORED = ("added", "changed")
MANY = 20_000
"""Rows from which on a workbook is not held in memory while they are taken in."""


class Wish(NamedTuple):
    """How an import is wanted. `decisions` are who is meant by parked rows (`intake.Intake`).

    `without_bad_cells` leaves out what cannot be read and is not needed (bad_cells.py).
    """

    keep_good: bool = False
    decisions: Mapping[Place, Decision] = {}
    without_bad_cells: bool = False


def check(office: Office, source: Incoming, progress: Progress, wish: Wish | None = None) -> Taken:
    """What an import would do; nothing is stored. Raises Refused where the file cannot be read."""
    sheets = source.sheets
    with office.work(rehearsal=True) as work:
        accounts, noted = _take_all(office, work, source, progress, wish or Wish())
    return Taken(unstored(office.view, accounts), _problems(sheets, noted, accounts))


def take_in(office: Office, source: Incoming, progress: Progress, wish: Wish) -> Taken:
    """Import a workbook. An error raises Refused and nothing is stored, unless `keep_good`."""
    sheets = source.sheets
    with office.work() as work:
        accounts, noted = _take_all(office, work, source, progress, wish)
        problems = _problems(sheets, noted, accounts)
        good = wish.keep_good and any(a.account != "refused" for a in accounts)
        good = good and not _loses(problems)
        if errors(problems) and not good:
            raise Refused(*problems, data=_held(unstored(office.view, accounts), problems))
        line = ledger_line(
            office.today,
            direction="import",
            package=source.as_kind or package_of(s.record_type.name for s in sheets.found),
            file=source.path.name,
            sha256=source.sha256,
            mappings=sheets.mappings,
            made_at=sheets.cover.made_at or None,
            whole_of=sheets.cover.data_file if sheets.cover.whole else None,
            rows=[a.document() for a in accounts],
            **Taken(accounts, ()).counts(),
        )
        return Taken(accounts, problems, work.add("exchange", line))


def _take_all(
    office: Office, work: Work, source: Incoming, progress: Progress, wish: Wish
) -> tuple[tuple[Account, ...], tuple[Problem, ...]]:
    """Take in all rows, people before what names them; the accounts, and what is missing."""
    order = [t.name for t in records.RECORD_TYPES]
    found = sorted(source.sheets.found, key=lambda s: order.index(s.record_type.name))
    rows = [(s.record_type, row) for s in found for row in s.rows]
    if wish.without_bad_cells:
        rows = [(kind, without_bad_cells(kind, row, office.here)) for kind, row in rows]
    total = len(rows)
    intake = Intake(
        work,
        office.here,
        Labels(frozenset(r.label for _kind, r in rows if r.label), Neighbours(rows)),
        Clashes(work, Side(source.path.name, office.at)),
        wish.decisions,
        earlier_imports(work, source.sha256, source.sheets),
        source.sheets.cover,
    )
    missing = (*intake.sent.missing(found), *intake.theirs.left_out(source.sheets))
    intake.returned.look_through(rows)
    if total >= MANY:
        source.forget()
    accounts = []
    with closing(made_ready(rows, office.here)) as made:
        for number, (kind, row, one) in enumerate(made, 1):
            accounts.append(intake.take(kind, row, one))
            progress(number, total)
    return tuple(accounts), (*missing, *intake.told(), *_shared(work, accounts))


def _shared(work: Work, accounts: Iterable[Account]) -> Iterator[Problem]:
    """Warnings on numbers by which a row gave somebody, or a paper, what another person has."""
    told = [*sharing.numbers(work, new_people=False)]
    at = {ref: a for a in accounts for ref in (a.ref, a.person and a.person.ref)} if told else {}
    for ref, found in told:
        yield found.at(sheet=at[ref].sheet, row=at[ref].row) if ref in at else found


def _held(accounts: tuple[Account, ...], problems: Iterable[Problem]) -> dict[str, Any]:
    """What a refused import would have done, and how many rows `keep_good` would store of it."""
    held = 0 if _loses(problems) else sum(map(_is_stored, accounts))
    return {**Taken(accounts, ()).data(), "held": held}


def _loses(problems: Iterable[Problem]) -> bool:
    """Whether rows would lose a column, so that none of them is good."""
    return any(p.code in LOSING for p in problems)


def _is_stored(account: Account) -> bool:
    """Whether a row, or the person whom it describes, adds or changes a record."""
    own = account.account in _STORED
    return own or (account.person is not None and _is_stored(account.person))


def _problems(
    sheets: Sheets, noted: Iterable[Problem], accounts: Iterable[Account]
) -> tuple[Problem, ...]:
    of_rows = (p for a in accounts for p in a.problems)
    of_sheets = (p for s in sheets.found for p in s.problems)
    return (*sheets.problems, *of_sheets, *noted, *of_rows)
