"""Who is who: a person with all that identity rests on, likely pairs, merging and taking apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attache import records
from attache.cli import candidates, generic, prompts
from attache.cli.app import Commands, add_verb
from attache.cli.asking import broken, confirmed
from attache.cli.options import parameter, ref_argument, with_options
from attache.cli.progress import progress_of
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import label, readable, title_of
from attache.desk import former, recording
from attache.desk.history import look
from attache.language import _, plural

if TYPE_CHECKING:
    from attache.records.record import Field

PAIRS = 20
"""Likely pairs that are shown unless more are asked for."""


def add_verbs(commands: Commands) -> None:
    """Give `person` the verbs duplicates, merge and unmerge."""
    add_verb(
        commands,
        "duplicates",
        duplicates,
        _("Who may be recorded twice, the most certain first"),
        "person duplicates",
    )
    first, other = (
        parameter(name, ref_argument(("person",)).annotation, ...) for name in ("first", "other")
    )
    add_verb(
        commands,
        "merge",
        with_options(merge, [first, other]),
        _("Make two records of one person one; the first stays"),
        "person merge P12 P31",
    )
    add_verb(
        commands,
        "unmerge",
        with_options(unmerge, [ref_argument(("person",))]),
        _("Take two people apart again who were merged"),
        "person unmerge P12",
    )


def show_person(ref: str, history: bool) -> Result:
    """A person with verification, earlier cases and who was merged with them."""
    from attache.desk.decisions import others_of
    from attache.desk.documents import merged_into, verification
    from attache.desk.known import current
    from attache.desk.returning import earlier_cases

    view = session().office.view
    person = recording.of_kind(view, records.named("person"), ref)
    person = current(view, person) or person
    gone = former.gone(view, person.ref)
    besides = [kept for kept, _numbers in gone]
    shown = generic.show_one(records.named("person"), person.ref, history, besides)
    told: dict[str, Any] = {
        "former": [former_numbers(*one) for one in gone],
        "verification": verification(view, person.ref),
        "earlier": [case.data() for case in earlier_cases(view, person.ref)],
        "merged": merged_into(view, person.ref),
        "same_as": others_of(view, person.ref),
    }

    def show() -> None:
        from attache.cli.tables import print_pairs

        if shown.show:
            shown.show()
        lines = [
            (_("Identity"), label("identity-state", told["verification"])),
            (_("Earlier cases"), candidates.before(told["earlier"])),
            (_("Merged with"), ", ".join(told["merged"])),
            (_("Same person as"), ", ".join(told["same_as"])),
            (_("Former numbers"), "; ".join(map(_in_words, told["former"]))),
        ]
        print_pairs((title, text) for title, text in lines if text)

    return Result({**shown.data, **told}, show, shown.problems)


def former_numbers(kept: Any, numbers: Mapping[str, str]) -> dict[str, Any]:
    """An entry of former numbers as JSON: its ref, its numbers by field, and until when."""
    return {
        "ref": kept.ref,
        "numbers": numbers,
        "until": kept.content.until.isoformat(),
    }


def _in_words(told: Mapping[str, Any]) -> str:
    numbers = ", ".join(f"{title_of(name)} {line(n)}" for name, n in told["numbers"].items())
    return _("{numbers} until {day}").format(numbers=numbers, day=told["until"])


def print_candidates(found: Sequence[Mapping[str, Any]], total: int) -> None:
    """People who may be meant, a line each: a table would take as long to load as to find them."""
    if not session().on_screen():
        for one in found:
            typer.echo("\t".join(map(line, candidates.row(one))))
        return
    width = typer.get_terminal_size().columns
    for one in found:
        typer.echo(broken(candidates.in_a_line(one), width))
    typer.echo(plural("{count} record", "{count} records", total))


def duplicates(
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help=_("At most this many"), show_default=False),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help=_("All of them"))] = False,
) -> Result:
    """Likely pairs; on a terminal each can be answered, and is merged if it is one person."""
    from attache.desk.duplicates import duplicates as likely
    from attache.desk.known import Match, described

    office = session().office
    with progress_of(_("Comparing people")) as progress:
        found = likely(office.view, progress)
    shown = found if all_ or not (limit or session().paged) else found[: limit or PAIRS]
    items = [
        {
            "first": described(office.view, Match(pair.first, pair.likeness)),
            "other": described(office.view, Match(pair.other, pair.likeness)),
            "score": pair.likeness.score,
            "certainty": pair.likeness.certainty,
            "reasons": list(pair.likeness.reasons),
            "answer": pair.answer,
            "differing": list(pair.differing),
        }
        for pair in shown
    ]
    return Result({"items": items, "total": len(found)}, lambda: _print_pairs(items, len(found)))


def merge(
    first: str,
    other: str,
    take: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help=_("Field of which the other's value stays")),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help=_("Field of which the first's value stays")),
    ] = None,
) -> Result:
    """Make two people one; a field in which both differ needs a choice."""
    from attache.desk import merges

    office = session().office
    found = merges.plan(office.view, first, other)
    looked = look(office, [found.stays, found.goes])
    taken, kept = _fields(take), _fields(keep)
    if not session().json:
        _print_side_by_side(found)
    open_ = [n for n in found.differing if n not in {*taken, *kept}]
    if session().yes:
        kept += open_
    elif session().interactive:
        for name in open_:
            (taken if prompts.second(title_of(name)) else kept).append(name)
        asked = _("Join the two?") if found.joined else _("Make the two one?")
        if not confirmed(asked):
            raise KeyboardInterrupt
    done = merges.merge(office, found.stays.ref, found.goes.ref, take=taken, keep=kept)
    joined = _("{stays} and {other} are one person; as one is another office's, both stay.")
    said = joined if found.joined else _("{other} is part of {stays} now.")
    return _result(done, said).warned(looked)


def unmerge(
    ref: str,
    from_: Annotated[
        str, typer.Option("--from", metavar="REF", help=_("Whom to take apart from this person"))
    ] = "",
    give: Annotated[
        list[str] | None,
        typer.Option(metavar="REF", help=_("Record from after the merge that goes to the other")),
    ] = None,
) -> Result:
    """Both as they were; what was recorded since stays unless it is given to the other."""
    from attache.desk import taking_apart

    done = taking_apart.unmerge(session().office, ref, other=from_ or None, give=give or [])
    apart = _("{other} and {stays} are two people again.")
    return _result(done, apart if done.still else _("{other} stands by itself again."))


def _result(done: Any, said: str) -> Result:
    data = {
        "ref": done.stays.ref,
        "id": done.stays.id,
        "rev": done.stays.stamp.rev,
        "other": done.other.ref,
        "moved": list(done.moved),
        "still": {of: [*refs] for of, refs in done.still},
    }
    text = said.format(other=done.other.ref, stays=done.stays.ref)
    moved = plural("{count} record moved.", "{count} records moved.", len(done.moved))
    still = _("{ref} is still one person with {refs}.")
    lines = [f"{text} {moved}", *(still.format(ref=r, refs=", ".join(o)) for r, o in done.still)]
    return Result(data, lambda: typer.echo("\n".join(lines)), done.problems)


def _fields(names: Sequence[str] | None) -> list[str]:
    return [name.replace("-", "_") for name in names or ()]


def _print_side_by_side(found: Any) -> None:
    """Every field that says something, with what becomes of it; what differs is marked.

    Where one is another office's, nothing becomes of either.
    """
    from attache.cli.fitting import Head
    from attache.cli.tables import print_table

    columns = [k.document() for k in (found.stays, found.goes)]
    fields = records.named("person").fields
    together = {} if found.joined else {n: _in_one(found, f) for n, f in fields.items()}
    rows = [
        [
            f"{title_of(n)}{' ?' if n in found.differing else ''}",
            *(readable(field, column[n]) for column in columns),
            *((together[n],) if together else ()),
        ]
        for n, field in fields.items()
        if any(column[n] not in (None, []) for column in columns)
    ]
    titles = (found.stays.ref, found.goes.ref, *((_("Together"),) if together else ()))
    heads = [Head("", rank=0, least=16), *(Head(t, 0, 14, wraps=True) for t in titles)]
    print_table(heads, rows, stderr=True)
    if found.joined:
        typer.echo(_("One is another office's: both stay as they are."), err=True)


def _in_one(found: Any, field: Field) -> str:
    """What a field says of the two made one; nothing where that has to be chosen."""
    together = field.kept(getattr(found.together, field.name))
    return "" if field.name in found.differing else readable(field, together)


def _print_pairs(items: Sequence[Mapping[str, Any]], total: int) -> None:
    from attache.cli.fitting import Head
    from attache.cli.tables import print_table

    rows = [
        [
            *(f"{pair[side]['ref']} {pair[side]['name']}" for side in ("first", "other")),
            candidates.why(pair["certainty"], pair["reasons"]),
            [title_of(name) for name in pair["differing"]],
            label("identity-answer", pair["answer"]) if pair["answer"] else "",
        ]
        for pair in items
    ]
    heads = (
        Head(_("First"), rank=0, least=22, wraps=True),
        Head(_("Other"), rank=0, least=22, wraps=True),
        Head(_("Why"), rank=0, least=16, wraps=True),
        Head(_("To be chosen"), least=12),
        Head(_("Answer"), least=12),
    )
    print_table(heads, rows, plural("{count} pair", "{count} pairs", total))
    if items and session().on_screen():
        typer.echo(_("person merge makes two one; person decision record keeps another answer."))
