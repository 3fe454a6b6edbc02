"""`attache exchange conflicts` and `resolve`: what two copies say differently."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from attache import records
from attache.cli import options, show
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import apart
from attache.desk import differences
from attache.desk.clashes import OURS, THEIRS
from attache.desk.conflicts import conflicts_in, field_of
from attache.desk.differences import TITLES, Choice
from attache.desk.history import look
from attache.language import _, plural
from attache.records.kept import Kept
from attache.vault.copies.conflicts import STANDING, SUCCESSOR


def conflicts(
    all_: Annotated[bool, typer.Option("--all", help=_("Those that are resolved too"))] = False,
) -> Result:
    """The conflicts that wait for a decision."""
    office = session().office
    found = conflicts_in(office.view, resolved=all_)
    data = {"items": [k.document() for k in found], "total": len(found)}
    about = (office.view.find(k.content.about) for k in found)
    looked = look(office, [k for k in about if k]) if session().json else ()
    return Result(data, lambda: _print(found), looked)


def resolve(
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF",
            help=_("The conflict"),
            autocompletion=lambda incomplete: options.refs(incomplete, ("conflict",)),
        ),
    ],
    take: Annotated[
        str,
        typer.Option(
            metavar="SEAT", help=_("The side whose value is taken: a seat, ours or theirs")
        ),
    ] = "",
    value: Annotated[str, typer.Option(metavar="TEXT", help=_("Another value"))] = "",
) -> Result:
    """Decide one."""
    choice = Choice(take.upper() or None, value or None)
    done = differences.resolve(session().office, ref, choice)
    return show.recorded(done, records.named("conflict"))


def _print(found: list[Kept[Any]]) -> None:
    from attache.cli.fitting import Head
    from attache.cli.tables import print_table

    heads = (
        Head(_("Ref"), rank=0),
        Head(_("Record"), rank=0),
        Head(_("Field"), rank=0, least=12),
        Head(_("Side"), rank=0, least=6),
        Head(_("Value"), rank=0, least=16, wraps=True),
        Head(_("By"), least=20),
    )
    rows = [row for conflict in found for row in _rows(conflict)]
    caption = plural("{count} conflict", "{count} conflicts", len(found))
    print_table(heads, rows, caption, grouped=3)


def _sent(conflict: Kept[Any]) -> list[dict[str, Any]]:
    """What both sides started from, as a side of its own."""
    if conflict.content.field in TITLES:
        return []
    return [
        {"seat": _("before"), "value": said["value"], "by": "", "at": ""}
        for said in conflict.content.base
    ]


def _rows(conflict: Kept[Any]) -> list[list[str]]:
    """One line a side."""
    first = [show.short(conflict.ref), show.short(conflict.content.about), _title(conflict)]
    rows = []
    named = {OURS: _("ours"), THEIRS: _("theirs")}
    sides = _sent(conflict) + list(conflict.content.values)
    shown = _values(conflict, [said["value"] for said in sides])
    for said, text in zip(sides, shown, strict=True):
        value = show.shortened(text)
        by = f"{line(said['by'])}, {show.local_time(said['at'])}" if said["at"] else ""
        rows.append([*first, named.get(said["seat"], said["seat"]), value, by])
    return rows


def _title(conflict: Kept[Any]) -> str:
    """What a conflict is about: a field of its record, or whether that stands."""
    name = conflict.content.field
    field = field_of(session().office.view, conflict)
    return _(field.column.title if field else TITLES.get(name, name))


def _values(conflict: Kept[Any], values: list[Any]) -> list[str]:
    """The values of its sides, as words."""
    if conflict.content.field == STANDING:
        return [line(_(value)) if value else _("stands") for value in values]
    if conflict.content.field == SUCCESSOR:
        return [show.short(value) if value else _("stands") for value in values]
    field = field_of(session().office.view, conflict)
    return apart(field, values) if field else ["•••"] * len(values)
