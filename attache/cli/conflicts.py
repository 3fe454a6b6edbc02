"""`attache exchange conflicts` and `resolve`: what two copies say differently."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from attache import records
from attache.cli import options, show
from attache.cli.asking import agrees, answer, numbered, say
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import apart
from attache.desk import differences, recording
from attache.desk.clashes import OURS, THEIRS
from attache.desk.conflicts import conflicts_in, field_of, title_of
from attache.desk.differences import OF_STAMP, Choice, Decided
from attache.desk.history import look
from attache.desk.taking_apart import OTHER
from attache.language import _, plural
from attache.records.kept import Kept
from attache.vault.copies.conflicts import STANDING, SUCCESSOR


def conflicts(
    all_: Annotated[bool, typer.Option("--all", help=_("Those that are resolved too"))] = False,
) -> Result:
    """The conflicts that wait for a decision."""
    office = session().office
    found = conflicts_in(office.view, resolved=all_)
    items = [{**k.document(), "state": "decided" if k.content.resolved else "open"} for k in found]
    data = {"items": items, "total": len(found)}
    about = (office.view.find(k.content.about) for k in found)
    looked = look(office, [k for k in about if k]) if session().json else ()
    return Result(data, lambda: _print(found, with_state=all_), looked)


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
    if choice == Choice() and session().interactive:
        choice = _asked(ref)
    if not _agreed(ref, choice):
        return Result({"stored": False}, lambda: typer.echo(_("Nothing was stored.")))
    return _decided(differences.resolve(session().office, ref, choice))


def _agreed(ref: str, choice: Choice) -> bool:
    """Whether a record may be withdrawn, if the choice does so; raises NoSuchRecord, Refused."""
    if session().yes or not session().interactive:
        return True
    goes = differences.to_be_withdrawn(session().office.view, ref, choice)
    return goes is None or agrees(_("Withdraw {record}?").format(record=show.named(goes.ref)))


def _decided(done: Decided) -> Result:
    """What was decided: of which record and field, and the value that was chosen."""
    conflict, said, named = done.conflict, done.conflict.content, show.named(done.record.ref)
    told = {
        "ref": conflict.ref,
        "id": conflict.id,
        "rev": conflict.stamp.rev,
        "about": said.about,
        "name": getattr(done.record.content, "name", None),
        "field": said.field,
        "title": title(conflict),
        "resolved": said.resolved,
        "value": done.value,
        "withdrawn": done.withdrawn,
    }

    def tell() -> None:
        typer.echo(f"{show.short(conflict.ref)} · {_state(conflict)}")
        typer.echo(f"  {named} · {title(conflict)}: {_chosen(done)}")
        if done.withdrawn:
            typer.echo("  " + _("{record} is withdrawn.").format(record=named))

    field = field_of(session().office.view, conflict)
    protected = field is not None and field.column.sensitivity == "protected"
    seen = [done.record] if protected and session().json else []
    return Result(told, tell, (*done.problems, *look(session().office, seen, always=True)))


def _chosen(done: Decided) -> str:
    """The value that was decided on, as words that set it apart from those of the sides."""
    sides = [side["value"] for side in done.conflict.content.values]
    return values_of(done.conflict, [done.value, *sides])[0]


def _asked(ref: str) -> Choice:
    """Whose value stands, as an officer says; raises NoSuchRecord."""
    conflict = recording.of_kind(session().office.view, records.named("conflict"), ref)
    if conflict.content.resolved:
        return Choice()
    seats = [side["seat"] for side in conflict.content.values]
    say(f"{show.named(conflict.content.about)} · {title(conflict)}")
    shown = values_of(conflict, [side["value"] for side in conflict.content.values])
    sides = (f"{_side(seat)}: {value}" for seat, value in zip(seats, shown, strict=True))
    numbered([*enumerate(sides, 1)])
    while True:
        given = answer(_("Which stands (1–{last})").format(last=len(seats)) + ": ")
        if given.isdecimal() and 0 < int(given) <= len(seats):
            return Choice(seats[int(given) - 1])
        if given.upper() in seats:
            return Choice(given.upper())


def _print(found: list[Kept[Any]], *, with_state: bool) -> None:
    from attache.cli.fitting import Head
    from attache.cli.tables import print_table

    heads = (
        Head(_("Ref"), rank=0),
        Head(_("Record"), rank=0),
        Head(_("Field"), rank=0, least=12),
        *([Head(_("State"), rank=0, least=8)] if with_state else []),
        Head(_("Side"), rank=0, least=6),
        Head(_("Value"), rank=0, least=16, wraps=True),
        Head(_("By"), least=20),
    )
    rows = [row for conflict in found for row in _rows(conflict, with_state=with_state)]
    caption = plural("{count} conflict", "{count} conflicts", len(found))
    print_table(heads, rows, caption, grouped=4 if with_state else 3)


def _sent(conflict: Kept[Any]) -> list[dict[str, Any]]:
    """What both sides started from, as a side of its own."""
    if conflict.content.field in OF_STAMP:
        return []
    return [
        {"seat": _("before"), "value": said["value"], "by": "", "at": ""}
        for said in conflict.content.base
    ]


def _state(conflict: Kept[Any]) -> str:
    """Whether a conflict is decided, and for whom."""
    if not (resolved := conflict.content.resolved):
        return _("open")
    taken = _("another value") if resolved == OTHER else _side(resolved)
    return _("decided: {side}").format(side=taken)


def _side(seat: str) -> str:
    """What a side of a conflict is called."""
    return {OURS: _("ours"), THEIRS: _("theirs")}.get(seat, line(seat))


def _rows(conflict: Kept[Any], *, with_state: bool) -> list[list[str]]:
    """One line a side."""
    first = [show.short(conflict.ref), show.short(conflict.content.about), title(conflict)]
    first += [_state(conflict)] if with_state else []
    rows = []
    sides = _sent(conflict) + list(conflict.content.values)
    shown = values_of(conflict, [said["value"] for said in sides])
    for said, text in zip(sides, shown, strict=True):
        value = show.shortened(text)
        by = f"{line(said['by'])}, {show.local_time(said['at'])}" if said["at"] else ""
        rows.append([*first, _side(said["seat"]), value, by])
    return rows


def title(conflict: Kept[Any]) -> str:
    """What a conflict is about: a field of its record, or whether that stands."""
    return _(title_of(session().office.view, conflict))


def values_of(conflict: Kept[Any], values: list[Any]) -> list[str]:
    """The values of its sides, as words."""
    if conflict.content.field == STANDING:
        return [line(_(value)) if value else _("stands") for value in values]
    if conflict.content.field == SUCCESSOR:
        return [show.short(value) if value else _("stands") for value in values]
    field = field_of(session().office.view, conflict)
    return apart(field, values) if field else ["•••"] * len(values)
