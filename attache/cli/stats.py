"""`attache stats`."""

from __future__ import annotations

from typing import Annotated

import typer

from attache import codes
from attache.cli.app import Commands, add_verb
from attache.cli.result import Result
from attache.cli.session import session
from attache.cli.values import label
from attache.desk import stats
from attache.language import N_, _, plural
from attache.rules.counts import Tally

TITLES = {
    "month": N_("By month"),
    "topic": N_("By topic"),
    "channel": N_("By channel"),
    "province": N_("By province of stay"),
    "sex": N_("By sex"),
    "age": N_("By age band"),
    "home-province": N_("By home province"),
    "area": N_("By agreed area"),
}
BAR = 30
"""Width of the longest bar, in characters."""


def app(_noun: str) -> Commands:
    """`show`."""
    commands = Commands()
    add_verb(
        commands,
        "show",
        show,
        _("Counts of consultations, people and records, as tables and bars"),
        "stats show --by topic --by sex --since 2026-01-01",
    )
    return commands


def show(
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DIMENSION",
            help=_("What to count by; may be repeated; all without it"),
            autocompletion=lambda: list(stats.DIMENSIONS),
        ),
    ] = None,
    since: Annotated[str, typer.Option(metavar="DATE", help=_("From this day on"))] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help=_("Up to this day"))] = "",
    post: Annotated[
        str,
        typer.Option(
            metavar="POST",
            help=_("Count the records of another post, which came in workbooks"),
            autocompletion=lambda: stats.posts_of(session().office.view),
        ),
    ] = "",
) -> Result:
    """Count a period, of this office's own records or of another post's."""
    office = session().office
    tallies = stats.count(office, by or (), since or None, until or None, post)
    posts, counted = stats.posts_of(office.view), post.strip().upper() or office.post.post
    tables = [_json(t) for t in tallies]
    data = {"since": since or None, "until": until or None, "post": counted, "tables": tables}
    others = [p for p in posts if p != counted]
    return Result(data, lambda: _print(tallies, _counted(counted, others)))


def _counted(post: str, others: list[str]) -> str:
    """Whose records were counted, where there are others'."""
    if not others:
        return ""
    text = _("Counted: records of post {post}. Not counted: {others} (--post counts one of them).")
    return text.format(post=post, others=", ".join(others))


def _json(tally: Tally) -> dict[str, object]:
    counts = [{"value": value, "count": count} for value, count in tally.counts]
    return {"by": tally.dimension, "unit": tally.unit, "counts": counts, "total": tally.total}


def _print(tallies: list[Tally], counted: str) -> None:
    from attache.cli.fitting import Head
    from attache.cli.tables import print_table

    heads = (Head("", rank=0, least=20), Head("", rank=0, right=True), Head(""))
    drawn = session().on_screen()  # a bar is for the eye
    for tally in tallies:
        most = max((count for _value, count in tally.counts), default=1)
        rows = [
            [_labelled(tally, value), str(count), *([_bar(count, most)] if drawn else [])]
            for value, count in tally.counts
        ]
        print_table(heads, rows, _unit(tally), heading=_(TITLES[tally.dimension]))
        if drawn:
            typer.echo()
    if counted:
        typer.echo(counted)


def _labelled(tally: Tally, value: str) -> str:
    if not tally.code_list or value not in codes.load(tally.code_list).codes:
        return label("no-answer", value) if value == stats.UNKNOWN else value
    return label(tally.code_list, value)


def _bar(count: int, most: int) -> str:
    """A bar in eighths of a block, at least one eighth for a count that is not zero."""
    eighths = max(round(count / most * BAR * 8), 1)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _unit(tally: Tally) -> str:
    if tally.unit == "person":
        return plural("{count} person", "{count} people", tally.total)
    if tally.unit == "consultation":
        return plural("{count} consultation", "{count} consultations", tally.total)
    return plural("{count} record", "{count} records", tally.total)
