"""Workbooks that leave: templates to fill in, and exports with a line in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from attache import codes, records
from attache.desk.disclosure import (
    Release,
    check_consent,
    disclosed,
    held_back,
    released,
    told,
)
from attache.desk.filters import Filters
from attache.desk.ledger import ledger_line
from attache.desk.looking import listing
from attache.exchange.explaining import MARKING
from attache.exchange.layout import BEGINNING, DATA_FILE, PERIOD, POST
from attache.exchange.packages import HTCDS, left_out, record_types_of
from attache.exchange.passwords import locked
from attache.exchange.writer import About, SheetRows, template, workbook
from attache.files import save, saving
from attache.language import N_, Both, Language, both, current
from attache.problems import AttacheError
from attache.records.dates import read_day
from attache.records.record import mentioned

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.problems import Problem
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.records.record import Record


NOT_LEFT = N_("the file could not be written")
"""The reason with which a line is withdrawn whose file did not come to be."""


class Asked(NamedTuple):
    """What an export is to hold, and how the file is to be written."""

    kind: str
    destination: Path
    purpose: str | None = None
    since: str | None = None
    until: str | None = None
    replace: bool = False
    basis: str | None = None
    recipient: str | None = None
    password: str | None = None


class Exported(NamedTuple):
    """The ledger line of an export, and the rows on each sheet."""

    ledger: Kept[Any]
    counts: dict[str, int]
    problems: tuple[Problem, ...] = ()
    losses: tuple[dict[str, Any], ...] = ()
    """What the form of the workbook cannot say, value by value."""


class Leaving(NamedTuple):
    """What is about to leave: the file, its ledger line, the records, and on which basis."""

    content: bytes
    line: Record
    found: list[Kept[Any]]
    release: Release


class Documents(Collection[Mapping[str, Any]]):
    """The documents of records, each made when it is looked at: all at once take much memory."""

    def __init__(self, kept: Sequence[Kept[Any]]) -> None:
        self._kept = kept

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (k.document() for k in self._kept)

    def __contains__(self, document: object) -> bool:
        return any(document == one for one in self)


def blank(kind: str, destination: Path, language: Language, *, replace: bool) -> tuple[str, ...]:
    """Write the template of a record type or package; the names of its record types."""
    kinds = record_types_of(kind)
    save(destination, template_of(kind, language), replace=replace)
    return tuple(k.name for k in kinds)


def template_of(kind: str, language: Language) -> bytes:
    """The template of a record type or package."""
    title = N_("Template to fill in")
    about = About(title, [(N_("Contents"), kind)], None, language)
    if kind == HTCDS:
        from attache.exchange.htcds_out import to_htcds
        from attache.exchange.htcds_sheet import htcds_workbook

        return htcds_workbook(to_htcds([], []), about)
    return template(kind, about)


def export(office: Office, asked: Asked) -> Exported:
    """Write a workbook and its ledger line: both or neither; raises Refused or NotWritten.

    Withdrawn entries stay here. With a period, what was recorded in it leaves, and the people and
    cases that a record of it names.
    """
    release = released(asked.purpose, asked.basis, office.today)
    kinds = record_types_of(asked.kind)
    found = {kind.name: _of_period(office, kind, asked) for kind in kinds}
    _add_named(office, found)
    every = [k for ks in found.values() for k in ks]
    check_consent(office.view, every, release)
    about = _about(office, asked, release)
    without = {k.name: left_out(asked.kind, k) | held_back(k, release) for k in kinds}
    content, problems, losses = _workbook(asked, found, about, without, office.view.vault_id)
    content = locked(content, asked.password) if asked.password else content
    counts = {kind.name: len(found[kind.name]) for kind in kinds}
    line = ledger_line(
        office.today,
        direction="export",
        package=asked.kind,
        file=asked.destination.name,
        sha256=hashlib.sha256(content).hexdigest(),
        purpose=release.purpose,
        basis=release.basis,
        recipient=asked.recipient,
        read=sum(counts.values()),
        unchanged=sum(counts.values()),
        rows=[{"account": "sent", "ref": k.ref} for k in every],
    )
    leaving = Leaving(content, line, every, release)
    saved = _saved(office, asked, leaving)
    return Exported(saved, counts, (*told(kinds, release), *problems), losses)


def _workbook(
    asked: Asked,
    found: dict[str, list[Kept[Any]]],
    about: About,
    without: Mapping[str, frozenset[str]],
    origin: str,
) -> tuple[bytes, tuple[Problem, ...], tuple[dict[str, Any], ...]]:
    """The workbook, with what its form cannot say."""
    if asked.kind != HTCDS:
        sheets = [
            SheetRows(records.named(name), Documents(kept), without[name], origin)
            for name, kept in found.items()
        ]
        return workbook(sheets, about), (), ()
    from attache.exchange.htcds_out import to_htcds
    from attache.exchange.htcds_sheet import htcds_workbook

    people, cases = (
        [{**document, **dict.fromkeys(without[name])} for document in Documents(found[name])]
        for name in without
    )
    table = to_htcds(people, cases)
    losses = tuple(loss._asdict() for loss in table.losses)
    return htcds_workbook(table, about), tuple(table.problems), losses


def _saved(office: Office, asked: Asked, leaving: Leaving) -> Kept[Any]:
    """Write the file, commit its ledger line, then give the file its place.

    So no file is there whose leaving nobody logged, not even after a kill; and what it is to
    replace is there as long as anything can fail.
    """
    with saving(asked.destination, leaving.content, replace=asked.replace) as put:
        with office.work() as work:
            kept = work.add("exchange", leaving.line)
            disclosed(work, leaving.found, leaving.release)
        try:
            put()
        except AttacheError:
            with office.work() as work:
                work.withdraw(work.get(kept.id), NOT_LEFT)
            raise
    return kept


def _of_period(office: Office, kind: RecordType, asked: Asked) -> list[Kept[Any]]:
    filters = Filters(since=asked.since, until=asked.until)
    return list(reversed(listing(office, kind, filters).items))


def _add_named(office: Office, found: dict[str, list[Kept[Any]]]) -> None:
    """Have those leave too whom or which a record names, and what those name, each on its sheet."""
    there = {k.ref for ks in found.values() for k in ks}
    ahead = [k for ks in found.values() for k in ks]
    added: dict[str, list[Kept[Any]]] = {kind: [] for kind in found}
    for one in ahead:  # it grows
        for _field, ref in mentioned(one.content):
            named = None if ref in there else office.view.find(ref)
            named = office.view.in_place_of(named) if named else None
            if named and named.kind in found and named.ref not in there:
                there.add(named.ref)
                ahead.append(named)
                added[named.kind].append(named)
    for kind, more in added.items():
        found[kind] += sorted(more, key=lambda k: k.id)


def _about(office: Office, asked: Asked, release: Release) -> About:
    post = office.post
    lines: list[tuple[str, str | Both]] = [
        (POST, f"{post.post}, {codes.load('country').label(post.country)}"),
        (DATA_FILE, office.view.vault_id),
        (N_("Mission"), post.mission or "–"),
        (N_("Contents"), asked.kind),
        (PERIOD, f"{_day(office, asked.since, BEGINNING)} – {_day(office, asked.until, 'today')}"),
        (N_("Counted"), both(N_("records that were not withdrawn"))),
        (MARKING, codes.load("marking").label("terbatas")),
        (N_("Purpose"), _label("export-purpose", release.purpose)),
        (N_("Basis for the disclosure"), _label("legal-basis", release.basis)),
        (N_("Recipient"), asked.recipient or "–"),
    ]
    made_at: datetime = office.now.astimezone(ZoneInfo(post.time_zone))
    return About(N_("Records for headquarters"), lines, made_at, current())


def _label(code_list: str, value: str | None) -> Both | str:
    return codes.load(code_list).label(value) if value else "–"


def _day(office: Office, text: str | None, otherwise: str) -> str:
    """A day as typed, in ISO; the listings have judged it."""
    day = read_day(text or otherwise, office.today)
    return day.isoformat() if day else otherwise


def ledger(office: Office, filters: Filters) -> Any:
    """What was exported and imported, the newest first."""
    return listing(office, records.named("exchange"), filters)
