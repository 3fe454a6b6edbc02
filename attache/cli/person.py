"""`attache person`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from attache import records
from attache.cli import generic, identity, options, show
from attache.cli.app import Commands, add_verb
from attache.cli.result import Result
from attache.cli.session import session
from attache.cli.source import STDIN, read_line, read_lines, read_one
from attache.desk import history, people
from attache.desk.common import Common
from attache.desk.known import described
from attache.language import _
from attache.problems import DecisionNeeded, NoSuchRecord, Problem, Word, problem


def app(noun: str) -> Commands:
    """The uniform verbs, `add` with its decisions, `find`, and who is who."""
    commands = Commands()
    kind = records.named("person")
    add_verb(
        commands,
        "find",
        find,
        _("Find people by ref, part of a name in any spelling, NIK, passport, SPLP or phone"),
        "person find -",
    )
    generic.add_record(commands, kind, add)
    generic.add_list(commands, kind)
    add_verb(
        commands,
        "show",
        options.with_options(
            identity.show_person, [options.ref_argument(("person",)), options.history_option()]
        ),
        _("Show one: {title}").format(title=_(kind.title)),
        "person show P12",
    )
    generic.add_edit(commands, kind)
    generic.add_withdraw(commands, kind)
    identity.add_verbs(commands)
    generic.add_below(commands, noun)
    return commands


def find(
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY",
            help=_("Ref, parts of a name in any order, or number; - reads it from stdin"),
        ),
    ],
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help=_("At most this many"))
    ] = people.MOST,
) -> Result:
    """The people whom the words of a query may mean; raises NoSuchRecord where they mean nobody."""
    office = session().office
    asked = read_line(_("Ref, name or number")) if query == [STDIN] else " ".join(query)
    found = people.find(office.view, asked, limit, slips=True)
    if not found.matches:
        raise NoSuchRecord(problem("REF006", "query"), data={"items": [], "total": 0})
    told = [described(office.view, match) for match in found.matches]
    looked = history.look(office, [m.person for m in found.matches]) if session().json else ()
    items = [
        {**match.person.document(), **tells}
        for match, tells in zip(found.matches, told, strict=True)
    ]
    data = {"items": items, "total": found.total}
    return Result(data, lambda: identity.print_candidates(told, found.total), looked)


def add(
    from_: str,
    new: Annotated[bool, typer.Option("--new", help=_("It is somebody new"))] = False,
    unsure: Annotated[
        bool, typer.Option("--unsure", help=_("It may be somebody known; record it and ask later"))
    ] = False,
    same_as: Annotated[
        str, typer.Option("--same-as", metavar="REF", help=_("It is this known person"))
    ] = "",
    mrz: Annotated[
        str,
        typer.Option(
            "--mrz",
            metavar="FILE",
            help=_("Read the machine-readable lines of a document; - is stdin"),
        ),
    ] = "",
    **values: Any,
) -> Result:
    """Record somebody; a likely match needs a decision."""
    kind = records.named("person")
    options.one_of({"--same-as": same_as, "--new": new, "--unsure": unsure})
    read, warned = _of_mrz(mrz) if mrz else ({}, ())
    of_mrz = {name: Common(value, Word("--mrz")) for name, value in read.items()}
    if same_as:
        raw, common = read_one(from_) if from_ else {}, {**of_mrz, **options.common(values, kind)}
        done = people.same_as(session().office, same_as, raw, common)
        return show.recorded(done, kind).warned(warned)
    given = {**values, "new": new, "unsure": unsure}
    try:
        return generic.record_now(kind, given, from_, of_mrz).warned(warned)
    except DecisionNeeded as needed:
        raise DecisionNeeded(*needed.problems, *warned, data=needed.data) from None


def _of_mrz(source: str) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """What machine-readable lines say of a person, and warnings; raises Refused."""
    from attache.desk.documents import of_mrz

    return of_mrz(session().office, read_lines(source))
