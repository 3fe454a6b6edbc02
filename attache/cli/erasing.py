"""`attache vault erase` and `retention`: taking people out for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, TypeVar

import typer

from attache.cli import options
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.desk import erasing
from attache.desk.erasing import Plan
from attache.desk.recording import listed
from attache.desk.retention import overdue
from attache.desk.traces import Trace
from attache.language import N_, _, plural
from attache.problems import DecisionNeeded, Problem, Refused, problem
from attache.records import lettered
from attache.records.refs import read_ref

DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Only say what would be done"))]
EXPIRED = N_("kept long enough")
BY = {
    "name": N_("name"),
    "nik": N_("NIK"),
    "document": N_("document number"),
    "phone": N_("phone"),
    "number": N_("number"),
}
"""By what somebody is named (`rules.mentions.BY`), in words."""
BESIDE = {"withdrawn": N_("reason of the withdrawal"), "reason": N_("reason")}
"""What is no field of a record, in words."""
Place = TypeVar("Place")
Key = TypeVar("Key")


def erase(
    person: Annotated[
        str,
        typer.Argument(
            metavar="PERSON",
            help=_("The person's ref"),
            autocompletion=lambda incomplete: options.refs(incomplete, ("person",)),
        ),
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why; it stays in the log"))] = "",
    dry_run: DryRun = False,
) -> Result:
    """Erase one person."""
    office = session().office
    planned = erasing.plan(office.view, *erasing.meant(office.view, person))
    if dry_run:
        return _told(planned, done=False)
    if planned.nothing:
        raise Refused(problem("ERA009"), *(one.told() for one in planned.carried))
    erasing.check(office, office.view, planned, reason)
    _agree(planned)
    return _told(erasing.erase(office, person, reason), done=True)


def retention(
    years: Annotated[
        int | None,
        typer.Option(metavar="N", help=_("Years kept; those of the post without it")),
    ] = None,
    dry_run: DryRun = False,
) -> Result:
    """Erase whose time is over."""
    office = session().office
    people = overdue(office, years)
    planned = erasing.plan(office.view, people)
    if dry_run or not people:
        return _told(planned, done=False)
    _agree(planned)
    return _told(erasing.expire(office, people, EXPIRED), done=True)


def _agree(planned: Plan) -> None:
    """Raise DecisionNeeded unless somebody says that it is meant."""
    from attache.cli.asking import confirmed

    if session().yes:
        return
    if session().interactive:
        for told in _lines(planned):
            typer.echo(line(told), err=True)  # what is asked about is seen, wherever stdout goes
        if confirmed(_("Erase this for good?")):
            return
    raise DecisionNeeded(problem("ERA002"), data=planned.data())


def _told(planned: Plan, *, done: bool) -> Result:
    data = {**planned.data(), "stored": done}
    problems = [problem("ERA003")] if done else []
    problems += _still_named(t for t in planned.traces if not t.namesake)
    problems += [one.told() for one in planned.carried]
    before = {one.erased for one in planned.carried}
    one_with = ((ref, listed(others)) for ref, others in planned.one_with if ref not in before)
    problems += [problem("ERA006", ref=ref, refs=others) for ref, others in one_with]

    def show() -> None:
        for told in _lines(planned):
            typer.echo(line(told))
        if not done:
            typer.echo(_("Nothing was stored."))

    return Result(data, show, problems)


def _still_named(traces: Iterable[Trace]) -> Iterator[Problem]:
    """What is to be done where the person is named yet; another office's records are its own."""
    refs: dict[str, dict[str, None]] = {"ERA005": {}, "ERA007": {}}
    for trace in traces:
        record = None if trace.line else session().office.view.find(trace.ref)
        code = "ERA007" if record and record.stamp.origin else "ERA005"
        refs[code][trace.line or trace.ref] = None
    yield from (problem(code, refs=listed([*named])) for code, named in refs.items() if named)


def _lines(planned: Plan) -> Iterator[str]:
    """All that is done and left, a line each."""
    yield plural("{count} person", "{count} people", len(planned.people))
    yield _("Erased: {refs}").format(refs=_refs(k.ref for k in planned.erased))
    yield from lines_of_rest(planned)


def lines_of_rest(planned: Plan) -> Iterator[str]:
    """What becomes of the records that are not erased, a line each."""
    kept = _refs(k.ref for k, _content in planned.anonymised)
    yield _("Kept without the person: {refs}").format(refs=kept)
    if planned.released:
        refs = _refs(k.ref for k in planned.released)
        yield _("Stand again, since what took their place is erased: {refs}").format(refs=refs)
    for ref, others in planned.one_with:
        told = _("Other records of the same person as {ref} stay: {others}")
        yield told.format(ref=ref, others=", ".join(others))
    yield from (*_emptied(planned), *_traces(planned), *_sent(planned))


def _emptied(planned: Plan) -> Iterator[str]:
    """A line for each record that loses texts."""
    for (ref, others), places in _grouped(planned.emptied, lambda e: (e.ref, e.others)):
        fields = _listed(title(ref, e.field) for e in places)
        if others:
            told = _("Emptied in {ref}, which is also about {others}: {fields}")
        else:
            told = _("Emptied in {ref}: {fields}")
        yield told.format(ref=ref, others=", ".join(others), fields=fields)


def _traces(planned: Plan) -> Iterator[str]:
    """A line for each record, and each line of the log, that still names the person."""
    others = [*dict.fromkeys(t.ref for t in planned.traces if t.namesake)]
    if others:
        yield _("Others have the same name: {refs}").format(refs=listed(others))
    left = [t for t in planned.traces if not t.namesake]
    for (ref, log), places in _grouped(left, lambda t: (t.ref, t.line)):
        fields = _listed(
            f"{title(ref, t.field)} ({_listed(_(BY[by]) for by in t.by)})" for t in places
        )
        if log:
            told = _("Still named in the log, {line} on {ref}: {fields}")
        else:
            told = _("Still named in {ref}: {fields}")
        yield told.format(ref=ref, line=log, fields=fields)


def _sent(planned: Plan) -> Iterator[str]:
    for sent in planned.sent:
        file, day = sent.content.file, sent.content.on
        yield _("Was sent in {file} on {day}").format(file=file, day=day)


def _grouped(
    places: Iterable[Place], key: Callable[[Place], Key]
) -> Iterator[tuple[Key, list[Place]]]:
    """Places by what they have in common, in the order in which that first comes."""
    found: dict[Key, list[Place]] = {}
    for place in places:
        found.setdefault(key(place), []).append(place)
    yield from found.items()


def title(ref: str, field: str) -> str:
    """What a field is called on the screen."""
    letter = read_ref(ref)
    kind = lettered(letter.letter) if letter else None
    known = kind.fields.get(field) if kind else None
    return _(known.column.title) if known else _(BESIDE.get(field, field))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _refs(refs: Iterable[str]) -> str:
    return ", ".join(refs) or "–"
