"""`attache exchange`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from attache import records
from attache.cli import conflicts, options, show
from attache.cli.app import add_verb, group
from attache.cli.progress import progress_of
from attache.cli.prompts import confirmed
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import title_of
from attache.desk.looking import Filters
from attache.language import _, current, plural
from attache.problems import NotWritten, Refused, errors, problem


def app(_noun: str) -> typer.Typer:
    """`template`, `export`, `check`, `import` and `list`."""
    commands = group()
    for name, run, help_, example in (
        ("template", template, _("An empty workbook to fill in"), "handoff out.xlsx"),
        (
            "export",
            export,
            _("A workbook with records"),
            "handoff out.xlsx --purpose headquarters-report",
        ),
        ("check", check, _("Check a workbook; nothing is stored"), "in.xlsx"),
        ("import", import_, _("Take in a workbook: all of it, or nothing"), "in.xlsx"),
        ("list", list_, _("What was exported and imported"), "--limit 20"),
        ("conflicts", conflicts.conflicts, _("What two copies say differently"), "--all"),
        ("resolve", conflicts.resolve, _("Decide what two copies say differently"), "Q1 --take B"),
    ):
        add_verb(commands, name, run, help_, f"exchange {name} {example}")
    return commands


def _kinds(incomplete: str) -> list[str]:
    from attache.exchange.packages import HTCDS, PACKAGES

    kinds = (*PACKAGES, HTCDS, *(t.name for t in records.every()))
    return [name for name in kinds if name.startswith(incomplete)]


Kind = Annotated[
    str,
    typer.Argument(metavar="KIND", help=_("Record type or package"), autocompletion=_kinds),
]
Out = Annotated[Path, typer.Argument(metavar="OUT", help=_("The file to write"))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=_("The workbook"))]
As = Annotated[
    str,
    typer.Option(
        "--as", metavar="KIND", help=_("What a foreign sheet holds"), autocompletion=_kinds
    ),
]
Marked = Annotated[
    str,
    typer.Option(metavar="OUT", help=_("Write a copy of the workbook with the problems marked")),
]


def template(kind: Kind, out: Out) -> Result:
    """Write a template."""
    from attache.desk.exports import blank

    names = blank(kind, out, current(), replace=_replacing(out))
    data = {"file": str(out), "kinds": list(names)}
    return Result(data, lambda: typer.echo(line(_("Written: {file}").format(file=out))))


def export(
    kind: Kind,
    out: Out,
    purpose: Annotated[
        str,
        typer.Option(
            metavar="CODE",
            help=_("Purpose of the export"),
            autocompletion=lambda incomplete: options.code_values("export-purpose", incomplete),
        ),
    ] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help=_("From this day on"))] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help=_("Up to this day"))] = "",
) -> Result:
    """Write records into a workbook, and a line into the ledger."""
    from attache.desk.exports import Asked, export

    asked = Asked(kind, out, purpose or None, since or None, until or None, _replacing(out))
    done = export(session().office, asked)
    total = sum(done.counts.values())
    data = {"ref": done.ledger.ref, "file": str(out), "counts": done.counts, "total": total}
    data |= {"losses": list(done.losses)} if done.losses else {}

    def said() -> None:
        count = plural("{count} record", "{count} records", total)
        typer.echo(line(_("Written: {file}").format(file=f"{out} ({count}, {done.ledger.ref})")))

    return Result(data, said, done.problems)


def check(file: File, as_: As = "", marked: Marked = "") -> Result:
    """Say what an import would do."""
    from attache.desk.imports import check

    replace = _place_for(marked)
    with progress_of(_("Rows")) as progress:
        taken = check(session().office, file, as_ or None, progress)
    _mark(file, as_, taken.problems, marked, replace=replace)
    bad = bool(errors(taken.problems))
    return Result(
        taken.data(),
        lambda: _print_counts(taken.data()),
        taken.problems,
        "refused" if bad else "ok",
        3 if bad else 0,
    )


def import_(
    file: File,
    as_: As = "",
    keep_good: Annotated[bool, typer.Option("--keep-good", help=_("Store the good rows"))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be done"))
    ] = False,
    marked: Marked = "",
) -> Result:
    """Take in a workbook."""
    from attache.desk.imports import take_in

    if dry_run or not _agreed(file, as_):
        return check(file, as_, marked)
    replace = _place_for(marked)
    try:
        with progress_of(_("Rows")) as progress:
            taken = take_in(session().office, file, as_ or None, progress, keep_good=keep_good)
    except Refused as refused:
        _mark(file, as_, refused.problems, marked, replace=replace)
        raise
    _mark(file, as_, taken.problems, marked, replace=replace)
    data = {
        **({"ref": taken.ledger.ref, "id": taken.ledger.id} if taken.ledger else {}),
        **taken.data(),
    }
    bad = bool(errors(taken.problems))
    return Result(data, lambda: _print_counts(data), taken.problems, "partial" if bad else "ok")


def list_(
    since: Annotated[str, typer.Option(metavar="DATE", help=_("From this day on"))] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help=_("Up to this day"))] = "",
    limit: Annotated[int, typer.Option(min=0, metavar="N", help=_("At most this many"))] = 0,
) -> Result:
    """The ledger."""
    from attache.desk.looking import listing

    kind = records.named("exchange")
    filters = Filters(since=since or None, until=until or None, limit=limit or None)
    return show.listed(kind, listing(session().office, kind, filters), filters)


def _agreed(file: Path, as_: str) -> bool:
    """On a terminal, three changes or more are shown and asked about before they are stored."""
    if session().yes or not session().interactive:
        return True
    from attache.desk.imports import check

    with progress_of(_("Rows")) as progress:
        planned = check(session().office, file, as_ or None, progress).data()
    if planned["added"] + planned["changed"] < 3:
        return True
    _print_counts(planned)
    return confirmed(_("Store this?"))


def _place_for(marked: str) -> bool:
    """Whether the marked copy may replace a file. Refused before rows are stored, not after."""
    out = Path(marked)
    replace = bool(marked) and _replacing(out)
    if marked and out.exists() and not replace:
        raise Refused(problem("XLS012", "marked"))
    if marked and not out.parent.is_dir():
        raise NotWritten(problem("XLS011", "marked"))
    return replace


def _mark(file: Path, as_: str, problems: Any, marked: str, *, replace: bool) -> None:
    if marked and problems:
        from attache.exchange.marked import marked_copy
        from attache.exchange.writer import save

        save(Path(marked), marked_copy(file, problems, as_ or None), replace=replace)


def _replacing(out: Path) -> bool:
    if session().yes or not out.exists() or not session().interactive:
        return session().yes
    return confirmed(line(_("{file} is there already. Replace it?").format(file=out)))


def _print_counts(data: dict[str, Any]) -> None:
    from attache.cli.tables import console, pairs

    titles = {
        "read": _("Rows read"),
        "added": _("Added"),
        "changed": _("Changed"),
        "unchanged": _("Unchanged"),
        "parked": _("Parked for a decision"),
        "refused": _("Refused"),
    }
    console().print(pairs((title, str(data[name])) for name, title in titles.items()))
    if not data["stored"]:
        typer.echo(_("Nothing was stored."))
    for row in data["rows"]:
        if row["account"] == "changed":
            fields = ", ".join(title_of(name) for name in row["fields"])
            typer.echo(line(f"{row['sheet']} {row['row']}: {row['ref']} {fields}"))
