"""`attache exchange check` and `import`: workbooks that come in."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attache import records
from attache.cli import failures
from attache.cli.asking import confirmed
from attache.cli.marking import mark, mark_after, place_for
from attache.cli.progress import progress_of
from attache.cli.result import Result, Status
from attache.cli.safe import line
from attache.cli.session import session
from attache.language import _, plural
from attache.problems import Refused, Usage, errors, problem

if TYPE_CHECKING:
    from attache.desk.imports import Wish
    from attache.desk.intake import Decision
    from attache.desk.ledger import Place
    from attache.exchange.incoming import Incoming
    from attache.exchange.mapped import Saved
    from attache.problems import Problem


def kinds(incomplete: str) -> list[str]:
    """The record types and packages that begin as typed."""
    from attache.exchange.packages import HTCDS, PACKAGES

    names = (*PACKAGES, HTCDS, *(t.name for t in records.every()))
    return [name for name in names if name.startswith(incomplete)]


File = Annotated[Path, typer.Argument(metavar="FILE", help=_("The workbook"))]
As = Annotated[
    str,
    typer.Option(
        "--as", metavar="KIND", help=_("What a foreign sheet holds"), autocompletion=kinds
    ),
]
Marked = Annotated[
    str,
    typer.Option(metavar="OUT", help=_("Write a copy of the workbook with the problems marked")),
]
Password = Annotated[
    str, typer.Option(metavar="FILE", help=_("A file of yours with the workbook's password"))
]
Csv = Annotated[bool, typer.Option("--csv", help=_("Take a text table (CSV) as well"))]


KeepGood = Annotated[bool, typer.Option("--keep-good", help=_("Store the good rows"))]
WithoutBadCells = Annotated[
    bool,
    typer.Option(
        "--without-bad-cells",
        help=_("Leave out cells that cannot be read and that no record needs; each is told"),
    ),
]


def check(
    file: File,
    as_: As = "",
    *,
    keep_good: KeepGood = False,
    without_bad_cells: WithoutBadCells = False,
    marked: Marked = "",
    password_file: Password = "",
    csv: Csv = False,
) -> Result:
    """Say what an import would do."""
    source = incoming(file, as_, password_file, csv=csv)
    from attache.desk.imports import Wish  # while the file is read

    return _checked(source, marked, Wish(keep_good, {}, without_bad_cells))


def import_(
    file: File,
    as_: As = "",
    *,
    keep_good: KeepGood = False,
    without_bad_cells: WithoutBadCells = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be done"))
    ] = False,
    review: Annotated[
        bool, typer.Option("--review", help=_("Decide row by row on what waits for a decision"))
    ] = False,
    decide: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SHEET!ROW=REF",
            help=_("Who a row is that waits: a ref, the word new, or SHEET!ROW of the same person"),
        ),
    ] = None,
    marked: Marked = "",
    password_file: Password = "",
    csv: Csv = False,
) -> Result:
    """Take in a workbook."""
    source = incoming(file, as_, password_file, csv=csv)
    from attache.desk.imports import Wish  # while the file is read

    decided = _decided(source, review=review, decide=decide)
    wish = Wish(keep_good, decided, without_bad_cells)
    if dry_run:
        return _checked(source, marked, wish)
    agreed, told = _agreed(source, wish)
    if not agreed:
        return _checked(source, marked, wish).but(told)
    return _taken(source, marked, wish, review=review).but(told)


def _taken(source: Incoming, marked: str, wish: Wish, *, review: bool) -> Result:
    from attache.desk.imports import take_in

    replace = place_for(marked, source)
    try:
        with progress_of(_("Rows")) as progress:
            taken = take_in(session().office, source, progress, wish)
    except Refused as refused:
        marking = mark(source, refused.problems, marked, replace=replace)
        refused.problems = (*refused.problems, *marking.problems)
        _say_held(refused)
        raise
    ledger = {"ref": taken.ledger.ref, "id": taken.ledger.id} if taken.ledger else {}
    data = {**ledger, **taken.data()}
    waits = data["parked"] or any(row.get("conflicts") for row in data["rows"])
    part = bool(errors(taken.problems)) or waits
    status: Status = "partial" if part else "ok"
    stored = Result(data, lambda: _print_counts(data), taken.problems, status)
    session().done = stored
    marking = mark_after(source, taken.problems, marked, replace=replace)
    session().done = stored = failures.after(stored, marking)
    if review:
        from attache.cli.review import of_conflicts

        of_conflicts(taken)
    return stored


def _say_held(refused: Refused) -> None:
    """That nothing was stored, and how many good rows wait for the bad ones to be mended."""
    if session().json or "held" not in refused.data:
        return
    held = int(str(refused.data["held"]))
    typer.echo(_("Nothing was stored."), err=True)
    if held:
        told = plural(
            "{count} good row is held back; --keep-good stores it.",
            "{count} good rows are held back; --keep-good stores them.",
            held,
        )
        typer.echo(told, err=True)


def incoming(file: Path, as_: str, password_file: str, *, csv: bool) -> Incoming:
    """The file that was named, which is read from now on, while the vault is opened.

    An officer at the terminal is asked for its password.
    """
    from attache.exchange.incoming import Incoming
    from attache.exchange.preflight import kind_of

    source = Incoming(file, as_ or None, csv=csv, mappings=_mappings)
    if kind_of(source.content, csv=csv) == "encrypted":
        password = _password(source, password_file)
        source = dataclasses.replace(source, password=password) if password else source
    source.begin()
    return source


def _password(source: Incoming, file: str) -> str | None:
    """The password of a workbook, from a file of the officer's or typed; None where none is."""
    from attache.cli import secrets

    if file:
        return secrets.of_workbook(Path(file))
    if session().interactive and _asks_for_password(source):
        return secrets.ask(_("Password of the workbook"))
    return None


def _asks_for_password(source: Incoming) -> bool:
    """Whether an encrypted workbook is not one that Excel itself opens without asking."""
    try:
        _sheets = source.raw
    except Refused as refused:
        if refused.problems[0].code != "XLS051":
            raise
        return True
    return False


def _mappings() -> tuple[Saved, ...]:
    from attache.desk.mappings import saved

    return saved(session().office.view)


def _decided(source: Incoming, *, review: bool, decide: list[str] | None) -> dict[Place, Decision]:
    """Who is meant by rows that wait, as the command line says, or an officer when asked."""
    from attache.cli.review import of_people, typed

    decided = typed(decide or [], source.sheets)
    if not review:
        return decided
    if not session().interactive:
        raise Usage(problem("USE007", option="--review"))
    return {**of_people(source, decided), **decided}


def _checked(source: Incoming, marked: str, wish: Wish | None = None) -> Result:
    from attache.desk.imports import check

    replace = place_for(marked, source)
    with progress_of(_("Rows")) as progress:
        taken = check(session().office, source, progress, wish)
    bad = bool(errors(taken.problems))
    checked = Result(
        taken.data(),
        lambda: _print_counts(taken.data()),
        taken.problems,
        "refused" if bad else "ok",
        3 if bad else 0,
    )
    marking = mark(source, taken.problems, marked, replace=replace)
    if marking.exit_code:
        checked = dataclasses.replace(checked, status="error", exit_code=marking.exit_code)
    return checked.warned(marking.problems)


def _agreed(source: Incoming, wish: Wish) -> tuple[bool, tuple[Problem, ...]]:
    """On a terminal, three changes or more are asked about before they are stored.

    What is to be known of them is told before; it comes back, so that it is told once. What is
    refused as it is is nothing to ask about.
    """
    if session().yes or not session().interactive:
        return True, ()
    from attache.cli.tables import show_problems
    from attache.desk.imports import check

    with progress_of(_("Rows")) as progress:
        planned = check(session().office, source, progress, wish)
    data = planned.data()
    refused = errors(planned.problems) and not wish.keep_good
    if refused or data["added"] + data["changed"] < 3:
        return True, ()
    show_problems(planned.problems)
    _print_counts(data)
    return confirmed(_("Store this?")), planned.problems


def _print_counts(data: dict[str, Any]) -> None:
    from attache.cli.tables import print_pairs
    from attache.cli.values import title_of

    titles = {
        "read": _("Rows read"),
        "added": _("Added"),
        "changed": _("Changed"),
        "unchanged": _("Unchanged"),
        "parked": _("Parked for a decision"),
        "refused": _("Refused"),
    }
    print_pairs((title, str(data[name])) for name, title in titles.items())
    if not data["stored"]:
        typer.echo(_("Nothing was stored."))
    if people := Counter(row["person"]["account"] for row in data["rows"] if "person" in row):
        told = _("People whom these rows describe: {new} new, {known} known.")
        known = people.total() - people["added"]
        typer.echo(told.format(new=people["added"], known=known))
    for row in data["rows"]:
        if row["account"] == "changed":
            fields = ", ".join(title_of(name) for name in row["fields"])
            typer.echo(line(f"{row['sheet']} {row['row']}: {row['ref']} {fields}"))
