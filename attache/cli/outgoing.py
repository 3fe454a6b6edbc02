"""`attache exchange template` and `export`: workbooks that leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attache.cli import incoming, marking, options, secrets
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.language import _, current, plural

if TYPE_CHECKING:
    from attache.desk.exports import Exported


def _of(code_list: str) -> Callable[[str], object]:
    return lambda incomplete: options.code_values(code_list, incomplete)


Kind = Annotated[
    str,
    typer.Argument(metavar="KIND", help=_("Record type or package"), autocompletion=incoming.kinds),
]
Out = Annotated[Path, typer.Argument(metavar="OUT", help=_("The file to write"))]
Form = Annotated[
    str, typer.Option("--as", metavar="FORM", help=_("In the form of a standard: htcds"))
]
Purpose = Annotated[
    str,
    typer.Option(
        metavar="CODE",
        help=_("Purpose of the export"),
        autocompletion=_of("export-purpose"),
    ),
]
Basis = Annotated[
    str,
    typer.Option(
        metavar="CODE",
        help=_("Basis for the disclosure, where it is not that of the purpose"),
        autocompletion=_of("legal-basis"),
    ),
]
To = Annotated[str, typer.Option(metavar="TEXT", help=_("Who gets the workbook"))]
Since = Annotated[str, typer.Option(metavar="DATE", help=_("From this day on"))]
Until = Annotated[str, typer.Option(metavar="DATE", help=_("Up to this day"))]
Password = Annotated[
    str,
    typer.Option(
        metavar="FILE",
        help=_("Encrypt with the password in this file; where there is none, one is made"),
    ),
]


def template(kind: Kind, out: Out) -> Result:
    """Write a template."""
    from attache.desk.exports import blank

    names = blank(kind, out, current(), replace=marking.replacing(out))
    data = {"file": str(out), "kinds": list(names)}
    return Result(data, lambda: typer.echo(line(_("Written: {file}").format(file=out))))


def export(
    kind: Kind,
    out: Out,
    *,
    as_: Form = "",
    purpose: Purpose = "",
    basis: Basis = "",
    to: To = "",
    since: Since = "",
    until: Until = "",
    password_file: Password = "",
) -> Result:
    """Write records into a workbook, and a line into the ledger."""
    from attache.desk.exports import Asked, export
    from attache.exchange.packages import in_form

    replace = marking.replacing(out)
    password, made = secrets.for_workbook(Path(password_file)) if password_file else (None, False)
    asked = Asked(
        in_form(kind, as_),
        out,
        purpose or None,
        since or None,
        until or None,
        replace,
        basis or None,
        to or None,
        password,
    )
    return _result(export(session().office, asked), out, password_file if made else "")


def _result(done: Exported, out: Path, made: str) -> Result:
    """What was written, and where the password is that was made for it."""
    total = sum(done.counts.values())
    data = {"ref": done.ledger.ref, "file": str(out), "counts": done.counts, "total": total}
    data |= {"losses": list(done.losses)} if done.losses else {}
    data |= {"password_file": made} if made else {}

    def said() -> None:
        count = plural("{count} record", "{count} records", total)
        typer.echo(line(_("Written: {file}").format(file=f"{out} ({count}, {done.ledger.ref})")))
        if made:
            told = _("The password is in {file}. Pass it on by another way than the workbook.")
            typer.echo(line(told.format(file=made)))

    return Result(data, said, done.problems)
