"""The uniform verbs of every record type: record, list, show, edit and withdraw."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, NamedTuple

import typer

from attache import records
from attache.cli import options, prompts, show
from attache.cli.app import Commands, add_verb
from attache.cli.result import Result
from attache.cli.session import session
from attache.cli.settling import is_meant, settled
from attache.cli.source import read_one, read_records
from attache.desk import looking, recording
from attache.desk.common import Common
from attache.desk.filters import Filters
from attache.desk.history import changes_of, look
from attache.desk.lists import Lists
from attache.desk.meant import names_people
from attache.desk.questions import Answers
from attache.language import _
from attache.problems import DecisionNeeded, Word
from attache.records import RecordType
from attache.records.kept import Kept
from attache.records.record import blank

PAGE = 50
"""Rows of a list on a screen; elsewhere it is whole unless fewer or a page is asked for."""


def app(noun: str) -> Commands:
    """The commands of a noun: those of its record type, or of each where it has several."""
    commands = Commands()
    for kind in records.every():
        if kind.noun == (noun,):
            add_verbs(commands, kind)
    add_below(commands, noun)
    return commands


def add_below(commands: Commands, noun: str) -> None:
    """Give a noun a group of its own for each further record type that it has."""
    for kind in records.every():
        if kind.noun[0] == noun and kind.noun[1:]:
            below = Commands(_(kind.plural))
            add_verbs(below, kind)
            commands.add_typer(below, name=kind.noun[1])


def add_verbs(commands: Commands, kind: RecordType) -> None:
    """Give a group the uniform verbs for a record type."""
    add_record(commands, kind)
    add_list(commands, kind)
    add_show(commands, kind)
    add_edit(commands, kind)
    add_withdraw(commands, kind)


def add_record(commands: Commands, kind: RecordType, extra: Any = None) -> None:
    """The verb that records. `extra` runs instead where a noun decides more (person add)."""
    run = extra or _plain_record(kind)
    add_verb(
        commands,
        kind.verb,
        options.with_options(run, recording_options(kind)),
        _("Record: {title}").format(title=_(kind.title)),
        options.example(kind, kind.verb),
    )


def recording_options(kind: RecordType, *preset: str) -> list[inspect.Parameter]:
    """`--from`, an option for each field that is not preset, and answers on new people."""
    fields = [f for name, f in kind.fields.items() if name not in preset]
    asked = options.answers() if any(map(names_people, fields)) else []
    return [options.from_option(), *asked, *map(options.field_option, fields)]


def add_list(commands: Commands, kind: RecordType) -> None:
    """The verb that lists, with a filter for each coded field and each ref."""

    def run(
        *,
        since: Annotated[str, typer.Option(metavar="DATE", help=_("From this day on"))] = "",
        until: Annotated[str, typer.Option(metavar="DATE", help=_("Up to this day"))] = "",
        search: Annotated[
            str, typer.Option(metavar="TEXT", help=_("Words to look for, in any order"))
        ] = "",
        sort: Annotated[
            str, typer.Option(metavar="FIELD", help=_("Sort by a field; -FIELD turns it round"))
        ] = "",
        limit: Annotated[int, typer.Option(min=0, metavar="N", help=_("At most this many"))] = 0,
        page: Annotated[
            int | None, typer.Option(min=1, metavar="N", help=_("Which page"), show_default=False)
        ] = None,
        all_: Annotated[bool, typer.Option("--all", help=_("All of them"))] = False,
        withdrawn: Annotated[
            bool, typer.Option("--withdrawn", help=_("Withdrawn ones too"))
        ] = False,
        **where: Any,
    ) -> Result:
        rows = None if all_ else limit or (PAGE if page or session().paged else None)
        filters = Filters(
            since or None,
            until or None,
            {n: ";".join(v) if isinstance(v, list) else v for n, v in where.items() if v},
            search or None,
            sort[:1] + sort[1:].replace("-", "_") or None,
            rows,
            page or 1,
            withdrawn,
        )
        return show.listed(kind, looking.listing(session().office, kind, filters), filters)

    filters = [f for f in kind.fields.values() if f.code_list or f.kind.name in ("ref", "refs")]
    add_verb(
        commands,
        "list",
        options.with_options(run, (options.field_option(f, _("Filters")) for f in filters)),
        _("List: {title}").format(title=_(kind.plural)),
        f"{' '.join(kind.noun)} list --since 2026-01-01 --limit 20",
    )


def add_show(commands: Commands, kind: RecordType) -> None:
    """The verb that shows one."""

    def run(ref: str, history: bool) -> Result:
        return show_one(kind, ref, history)

    add_verb(
        commands,
        "show",
        options.with_options(run, [options.ref_argument((kind.name,)), options.history_option()]),
        _("Show one: {title}").format(title=_(kind.title)),
        f"{' '.join(kind.noun)} show {kind.letter}12",
    )


def show_one(
    kind: RecordType, ref: str, history: bool = False, besides: Sequence[Kept[Any]] = ()
) -> Result:
    """One record of a type with what belongs to it and became of it; raises NoSuchRecord."""
    office = session().office
    kept = recording.of_kind(office.view, kind, ref)
    told = changes_of(office.view, [kept]) if history else None
    return show.one(kept, looking.belonging(office, kept.ref), told, besides)


def add_edit(commands: Commands, kind: RecordType) -> None:
    """The verb that changes one."""

    def run(
        ref: str,
        from_: str,
        clear: Annotated[
            list[str] | None, typer.Option(metavar="FIELD", help=_("Field to empty"))
        ] = None,
        **values: Any,
    ) -> Result:
        raw = read_one(from_) if from_ else {}
        names = options.fields_named(clear or (), kind)
        common = {n: Common(None, Word("--clear")) for n in names if n in kind.fields}
        given = options.common(values, kind)
        lists = options.lists(values, kind)
        current = recording.of_kind(session().office.view, kind, ref)
        if not (raw or given or names or lists.add or lists.remove) and session().interactive:
            look(session().office, [current])  # the questions offer what stands
            raw, names = prompts.ask_changes(kind, current)
        names += [name for name, one in given.items() if one.value is None]
        wanted = Edit(current.ref, raw, {**common, **given}, names, lists, options.answer(values))
        return _edited(kind, wanted)

    add_verb(
        commands,
        "edit",
        options.with_options(
            run,
            [
                options.ref_argument((kind.name,)),
                *recording_options(kind),
                *options.list_options(kind),
            ],
        ),
        _("Change: {title}").format(title=_(kind.title)),
        f"{' '.join(kind.noun)} edit {kind.letter}12 --clear remarks",
    )


class Edit(NamedTuple):
    """What is to be changed in a record, as it was typed."""

    ref: str
    raw: dict[str, Any]
    common: dict[str, Common]
    clear: list[str]
    lists: Lists
    new_people: str


def _edited(kind: RecordType, wanted: Edit) -> Result:
    """Carry out an edit; before a list of several values is replaced, it is asked."""
    here = session()
    ref, raw, common, clear, lists, new_people = wanted
    act = partial(
        recording.edit, here.office, ref, raw, clear, common=common, new_people=new_people
    )

    def edit(lists: Lists) -> recording.Recorded:
        return settled(1, lambda answers: act(lists=lists, answers=answers))

    try:
        done = edit(lists._replace(careful=here.interactive and not here.yes))
    except DecisionNeeded as held:
        replaced: Any = held.data.get("replaced")
        if not replaced:
            raise
        if not is_meant(kind, replaced):
            raise KeyboardInterrupt from None
        done = edit(lists)
    return show.recorded(done, kind, before=ref)


def add_withdraw(commands: Commands, kind: RecordType) -> None:
    """The verb that takes a record back."""

    def run(
        ref: str,
        reason: Annotated[str, typer.Option(help=_("Why it is taken back"), show_default=False)],
    ) -> Result:
        current = recording.of_kind(session().office.view, kind, ref)
        return show.recorded(recording.withdraw(session().office, current.ref, reason), kind)

    add_verb(
        commands,
        "withdraw",
        options.with_options(run, [options.ref_argument((kind.name,))]),
        _("Take back, with a reason: {title}").format(title=_(kind.title)),
        f'{" ".join(kind.noun)} withdraw {kind.letter}12 --reason "…"',
    )


def record_now(
    kind: RecordType,
    values: dict[str, Any],
    from_: str,
    preset: Mapping[str, Common] | None = None,
    usual: Mapping[str, Any] | None = None,
) -> Result:
    """Record from `--from`, from options, or by asking; the way of every recording verb.

    `preset` is what the words of the command themselves say; `usual` is meant where nothing is.
    """
    common = {**(preset or {}), **options.common(values, kind)}
    left_open = {n: v for n, v in (usual or {}).items() if n not in common}
    raws = read_records(from_) if from_ else [{}]
    raws = [{**raw, **{n: v for n, v in left_open.items() if blank(raw.get(n))}} for raw in raws]
    if session().interactive and not from_:
        raws = [prompts.ask(kind, raws[0] | {n: one.value for n, one in common.items()})]
        common = {}
    new_people = options.answer(values)

    def record(answers: Answers) -> recording.Recorded:
        return recording.record(
            session().office, kind, raws, common=common, new_people=new_people, answers=answers
        )

    may_be_blank = [field.name for field in kind.fields.values() if not field.required]
    return show.recorded(settled(len(raws), record, may_be_blank), kind)


def _plain_record(kind: RecordType) -> Any:
    def run(from_: str, **values: Any) -> Result:
        return record_now(kind, values, from_)

    return run
