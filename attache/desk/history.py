"""Who did what and when: the audit log, the changes of one record, and looks at protected ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from attache import records
from attache.codes import folded
from attache.desk.recording import read_value
from attache.language import N_
from attache.problems import NoSuchRecord, NotWritten, Problem, Refused, VaultBusy, problem
from attache.records.kinds import Day
from attache.records.refs import is_id, read_ref
from attache.stopping import uncounted
from attache.vault.history import COPY, ERASE, NO_COPY, RESTORED, SALVAGED, VIEW
from attache.vault.log import COMING, LEAVING, UNDO, Wanted, line_of

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.vault import Change, Line, View

LOOK_WAIT = 1.0
"""Seconds that a look waits to be logged while another program writes; then it is shown anyway."""
CHANGING = ("add", "change", "withdraw", "restore")
"""The actions that leave a new revision of a record."""
ACTIONS = {
    "add": N_("added"),
    "change": N_("changed"),
    "withdraw": N_("withdrawn"),
    "restore": N_("brought back"),
    ERASE: N_("erased"),
    VIEW: N_("looked at"),
    "disclose": N_("given out"),
    "backup": N_("vault backed up"),
    "passphrase": N_("passphrase changed"),
    "recovery-code": N_("recovery code changed"),
    "officer-added": N_("officer added"),
    "officer-removed": N_("officer removed"),
    "rekey": N_("key changed"),
    COPY: N_("copy made"),
    NO_COPY: N_("no copy made"),
    "merge": N_("copy merged"),
    RESTORED: N_("backup taken back"),
    SALVAGED: N_("saved from damage"),
}
"""What the log says was done with a record, in words."""
SOUGHT = (*ACTIONS, LEAVING, COMING, UNDO)
"""What a line of the log can be looked for by."""


class Sought(NamedTuple):
    """Which lines are to be shown, as typed; blanks do not matter. Without `limit` all of them."""

    record: str = ""
    officer: str = ""
    since: str = ""
    until: str = ""
    kind: str = ""
    action: str = ""
    limit: int | None = None
    page: int = 1


class Told(NamedTuple):
    """One change of a record, with the line that tells it."""

    line: Line
    change: Change


class Found(NamedTuple):
    """One page of the log, how many lines there are in all, and which were undone by which.

    `about` is the id or whole ref of the record whose lines these are, or ''.
    """

    lines: tuple[Line, ...]
    total: int
    undone: Mapping[str, str]
    about: str = ""
    aside: Mapping[str, str] = MappingProxyType({})
    """Those that are in effect no more since a backup was taken back, each with that line."""


def log(office: Office, sought: Sought) -> Found:
    """The lines that are sought, the newest first; raises Refused or NoSuchRecord."""
    wanted = _wanted(office, sought)
    history = office.view.history(all_of_it=True)
    start = (sought.page - 1) * (sought.limit or 0)
    stop = start + sought.limit if sought.limit else None
    if wanted == Wanted():
        shown, total = list(history.newest(start, stop)), len(history)
    else:
        every = history.found(wanted)
        before = sum(1 for _told in islice(every, start))
        shown = list(islice(every, sought.limit))
        total = before + len(shown) + sum(1 for _told in every)
    if not total and wanted.record and office.view.find(wanted.record) is None:
        raise NoSuchRecord(problem("REF002"))
    undone, aside = office.view.history().undone(), office.view.set_aside()
    return Found(tuple(map(line_of, shown)), total, undone, wanted.record, aside)


def one_line(office: Office, ref: str) -> Found:
    """The line of a ref; raises NoSuchRecord."""
    found = office.view.line(ref)
    if found is None:
        raise NoSuchRecord(problem("REF002"))
    undone, aside = office.view.history().undone(), office.view.set_aside()
    return Found((found,), 1, undone, aside=aside)


def offered(office: Office, incomplete: str, most: int) -> list[tuple[str, str]]:
    """Refs of lines that begin as typed, with their commands, the latest first."""
    own = f"{office.post.post}-{office.post.seat}-"
    whole = "-" in incomplete
    told = ((t["ref"], t["command"]) for t in office.view.history().newest())
    found = ((ref if whole else ref.removeprefix(own), command) for ref, command in told)
    return list(islice((f for f in found if f[0].startswith(incomplete.upper())), most))


def changes_of(view: View, kept: Iterable[Kept[Any]]) -> list[Told]:
    """What became of some records, each change with its line, the oldest first."""
    ids = {k.id for k in kept}
    found = [
        Told(line, change)
        for line in map(line_of, view.history().naming(*ids))
        for change in reversed(line.changes)
        if change.id in ids and change.action in (*CHANGING, ERASE)
    ]
    return found[::-1]


def look(office: Office, kept: Iterable[Kept[Any]], *, always: bool = False) -> tuple[Problem, ...]:
    """Log a look at records with protected values (`always`: with or without), before it is had.

    Where that cannot be written it is had all the same, with a warning.
    """
    seen = [k for k in kept if always or is_protected(k)]
    if not seen:
        return ()
    try:
        with uncounted(), office.vault.lock.within(LOOK_WAIT), office.work() as work:
            for k in seen:
                work.note(VIEW, k)
    except (NotWritten, VaultBusy):
        return (problem("LOG002"),)
    return ()


def look_at_changes(office: Office, changes: Iterable[Change]) -> tuple[Problem, ...]:
    """Log a look at the records whose protected values some changes tell, old or new."""
    ids = dict.fromkeys(c.id for c in changes if tells_protected([c]))
    return look(office, filter(None, map(office.view.find, ids)), always=True)


def protected_in(change: Change) -> frozenset[str]:
    """The protected fields of which a change tells old and new values."""
    return frozenset(change.fields).intersection(_protected(change.kind))


def is_protected(kept: Kept[Any], *, listed: bool = False) -> bool:
    """Whether a record has a protected value, or one in a listed column."""
    names = _protected(kept.kind, listed=listed)
    return any(getattr(kept.content, name) not in (None, "", ()) for name in names)


def tells_protected(changes: Iterable[Change]) -> bool:
    """Whether changes tell old or new values of protected fields."""
    return any(map(protected_in, changes))


@cache
def _protected(kind: str, *, listed: bool = False) -> tuple[str, ...]:
    fields = records.named(kind).fields.values()
    hurt = (f for f in fields if f.column.sensitivity == "protected")
    return tuple(f.name for f in hurt if f.column.listed or not listed)


def _wanted(office: Office, sought: Sought) -> Wanted:
    problems = [*_unknown(sought)]
    days: dict[str, date | None] = {}
    for name, text in (("since", sought.since), ("until", sought.until)):
        try:
            days[name] = read_value(Day(), name, text, office.today) if text else None
        except Refused as refused:
            problems += refused.problems
    since, until = days.get("since"), days.get("until")
    if since and until and since > until:
        problems.append(problem("DAT008", "until"))
    if problems:
        raise Refused(*problems)
    return Wanted(
        record=_record(office, sought.record) if sought.record else "",
        officer=folded(sought.officer),
        since=_start_of(office, since),
        until=_start_of(office, until, days=1),
        kind=sought.kind,
        action=sought.action,
    )


def _unknown(sought: Sought) -> Iterator[Problem]:
    kinds = [t.name for t in records.RECORD_TYPES]
    if sought.kind and sought.kind not in kinds:
        yield problem("LOG001", "kind", names=", ".join(kinds))
    if sought.action and sought.action not in SOUGHT:
        yield problem("LOG003", "action", names=", ".join(SOUGHT))


def _record(office: Office, name: str) -> str:
    """The id of a record, or what the log has of one that was erased; raises NoSuchRecord."""
    found = office.view.find(name)
    if found:
        return found.id
    if is_id(name.lower()):
        return name.lower()
    ref = read_ref(name)
    if ref is None:
        raise NoSuchRecord(problem("REF002"))
    return str(office.view.whole(ref))


def _start_of(office: Office, day: date | None, days: int = 0) -> str:
    """When a day (or one so much later) began at the post, in UTC; '' where there is none."""
    if day is None:
        return ""
    start = datetime.combine(day + timedelta(days=days), time(), ZoneInfo(office.post.time_zone))
    return start.astimezone(UTC).isoformat(timespec="seconds")
