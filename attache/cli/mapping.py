"""`attache exchange map`, `mappings` and `forget`: what a sender's columns hold, said once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from attache import records
from attache.cli import generic, incoming, options, show
from attache.cli.asking import confirmed
from attache.cli.result import Result, Status
from attache.cli.session import session
from attache.cli.source import read_one
from attache.language import _
from attache.problems import Problem, Refused, Word, errors, problem

if TYPE_CHECKING:
    from attache.desk.recording import Recorded
    from attache.exchange.assigned import Setting
    from attache.exchange.mapping import Plan

Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="HEAD=FIELD",
        help=_(
            "What a column holds, by its head or letter; - leaves it aside; name:2 is the second "
            "part of a name, sex:male is ticked, sex:1:male,2:female are a sender's own codes; "
            "may be repeated"
        ),
    ),
]
Sender = Annotated[str, typer.Option(metavar="TEXT", help=_("Who sends such sheets"))]
HeaderRow = Annotated[
    str,
    typer.Option(metavar="[SHEET!]N", help=_("Where the column titles stand: 4, or 4-5 for two")),
]
Source = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="FILE",
        help=_("A JSON object (as, sender, columns), from a file or - for stdin"),
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Only say what would be done"))]
History = Annotated[
    bool, typer.Option("--history", help=_("What became of it: when, who, old and new"))
]
_REF = typer.Argument(
    metavar="REF",
    help=_("The mapping"),
    show_default=False,
    autocompletion=lambda incomplete: options.refs(incomplete, ("mapping",)),
)


class Wanted(NamedTuple):
    """What was said of a workbook: its record type, its sender, what its columns hold."""

    as_: str
    sender: str
    settings: tuple[Setting, ...]
    recording: bool
    """Whether it came as something to record, and not to look at."""


def map_(
    file: incoming.File,
    as_: incoming.As = "",
    *,
    set_: Set = None,
    sender: Sender = "",
    header_row: HeaderRow = "",
    from_: Source = "",
    dry_run: DryRun = False,
    password_file: incoming.Password = "",
    csv: incoming.Csv = False,
) -> Result:
    """Show what the columns of a workbook hold, and keep what is said of them."""
    from attache.desk.mappings import columns_of
    from attache.exchange.assigned import applied, decide
    from attache.exchange.mapping import header_row as row_of

    wanted = _wanted(as_, sender, set_ or [], from_)
    source = incoming.incoming(file, wanted.as_, password_file, csv=csv)
    looked = columns_of(session().office, source, row_of(header_row))
    plans = applied(looked.plans, decide(looked.plans, wanted.settings))
    asking = session().interactive and not from_
    if asking:
        from attache.cli.mapping_asked import ask

        plans = ask(plans)
    chosen = _to_store(plans, wanted, asking=asking)
    agreed = bool(chosen) and (dry_run or not asking or confirmed(_("Store this?")))
    done = _stored(chosen, wanted.sender, rehearsal=dry_run) if agreed else None
    result = _result(plans, None if dry_run else done, shown=asking)
    return replace(result.warned(looked.problems), status=_status(looked.problems))


def mappings(ref: Annotated[str, _REF] = "", history: History = False) -> Result:
    """The mappings that are saved, or one with its columns and what became of it."""
    from attache.cli.mapping_asked import print_mappings
    from attache.desk.mappings import mappings as every

    if ref:
        return generic.show_one(records.named("mapping"), ref, history)
    found = every(session().office.view)
    data = {"items": [k.document() for k in found], "total": len(found)}
    return Result(data, lambda: print_mappings(found))


def forget(ref: Annotated[str, _REF]) -> Result:
    """Take back a mapping."""
    from attache.desk.mappings import forget as take_back

    return show.recorded(take_back(session().office, ref), records.named("mapping"))


def _wanted(as_: str, sender: str, typed: Sequence[str], from_: str) -> Wanted:
    """What options and `--from` say together. Raises Refused or Usage."""
    from attache.exchange.assigned import Setting, read

    raw = read_one(from_) if from_ else {}
    columns = raw.get("columns") or {}
    texts = {name: raw.get(name) or "" for name in ("as", "sender")}
    wrong = [problem("FLD001", name) for name in raw if name not in {*texts, "columns"}]
    wrong += [problem("TXT005", name) for name, text in texts.items() if not isinstance(text, str)]
    if not isinstance(columns, Mapping) or not all(_is_text(v) for v in columns.values()):
        wrong.append(problem("FLD003", "columns"))
    for name, word, own in (("as", "--as", as_), ("sender", "--sender", sender)):
        if own and texts[name] not in ("", own):
            wrong.append(problem("FLD012", name, word=Word(word)))
    if wrong:
        raise Refused(*wrong)
    settings = [Setting(head, field or "") for head, field in columns.items()]
    settings += map(read, typed)
    return Wanted(as_ or texts["as"], sender or texts["sender"], tuple(settings), bool(from_))


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _to_store(plans: Sequence[Plan], wanted: Wanted, *, asking: bool) -> list[Plan]:
    """The sheets of which something was said that is not kept yet.

    Where somebody decides, the record type may be all that there is to say.
    """
    untold = asking or wanted.recording
    return [
        plan
        for plan in plans
        if plan.columns and not plan.own
        if plan.decided or (untold and not plan.told) or (wanted.sender and plan.earlier)
    ]


def _stored(plans: Sequence[Plan], sender: str, *, rehearsal: bool) -> Recorded:
    from attache.desk.mappings import save

    return save(session().office, plans, sender or None, rehearsal=rehearsal)


def _result(plans: Sequence[Plan], done: Recorded | None, *, shown: bool) -> Result:
    """What the columns hold, and what was stored of it; `shown` plans are not printed again."""
    from attache.cli.mapping_asked import print_plan, sheet_json

    recorded = show.recorded(done, records.named("mapping")) if done else Result()
    data = {"sheets": [sheet_json(plan) for plan in plans]}
    stored = done is not None and not done.unchanged

    def say() -> None:
        for plan in () if shown else plans:
            print_plan(plan)
        if recorded.show:
            recorded.show()
        else:
            typer.echo(_("Nothing was stored."))

    return Result({**recorded.data, **data, "stored": stored}, say)


def _status(problems: Sequence[Problem]) -> Status:
    """A sheet without a header does not stand in the way of the others."""
    return "partial" if errors(problems) else "ok"
