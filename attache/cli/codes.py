"""`attache codes`."""

from __future__ import annotations

from typing import Annotated

import typer

from attache import codes
from attache.cli.app import Commands, add_verb
from attache.cli.result import Result
from attache.codes import CodeList
from attache.language import _, current
from attache.problems import NoSuchRecord, problem


def app(_noun: str) -> Commands:
    """`list` and `show`; neither needs a vault."""
    commands = Commands()
    add_verb(commands, "list", list_, _("The names of all code lists"), "codes list")
    add_verb(
        commands,
        "show",
        show,
        _("One list: values, labels, source, outside values"),
        "codes show consultation-topic",
    )
    return commands


def list_() -> Result:
    """Every list with its title and source."""
    found = [codes.load(name) for name in codes.names()]
    items = [
        {"list": c.name, "title": c.title._asdict(), "source": c.source, "values": len(c.codes)}
        for c in found
    ]
    return Result({"items": items, "total": len(items)}, lambda: _print_names(found))


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="LIST",
            help=_("Name of a code list"),
            autocompletion=lambda incomplete: [
                n for n in codes.names() if n.startswith(incomplete)
            ],
        ),
    ],
) -> Result:
    """The values of a list; raises NoSuchRecord."""
    if name not in codes.names():
        raise NoSuchRecord(problem("COD004", "list"))
    found = codes.load(name)
    items = [
        {"value": c.value, "label": c.label._asdict(), "source": c.source, **c.also} for c in found
    ]
    data = {"list": name, "title": found.title._asdict(), "source": found.source}
    return Result(data | {"items": items, "total": len(items)}, lambda: _print_codes(found))


def _print_names(found: list[CodeList]) -> None:
    from attache.cli.fitting import Head
    from attache.cli.tables import print_table

    rows = [(c.name, getattr(c.title, current()), str(len(c.codes)), c.source) for c in found]
    heads = (
        Head(_("List"), rank=0),
        Head(_("Title"), rank=0, least=20, wraps=True),
        Head(_("Number of values"), right=True),
        Head(_("Source"), rank=2, least=16, wraps=True),
    )
    print_table(heads, rows, more="attache codes show LIST")


def _print_codes(found: CodeList) -> None:
    from attache.cli.fitting import Head
    from attache.cli.tables import print_table

    rows = [
        (c.value, c.label.id, c.label.en, c.source, " ".join(f"{k}={v}" for k, v in c.also.items()))
        for c in found
    ]
    here = current()
    heads = (
        Head(_("Value"), rank=0),
        Head("Indonesia", rank=int(here != "id"), least=20, wraps=True),
        Head("English", rank=int(here != "en"), least=20, wraps=True),
        Head(_("Source"), rank=2, least=16, wraps=True),
        Head(_("Outside values"), rank=3, least=16, wraps=True),
    )
    print_table(heads, rows)
