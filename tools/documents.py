"""The generated documents: data dictionary, command reference, problem codes, the areas table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import typer

from attache import codes, records
from attache.cli import app
from attache.cli.session import Session, begin
from attache.language import both
from attache.problems.catalogue import CATALOGUE

if TYPE_CHECKING:
    from attache.records.record import Field

MADE = "<!-- Made by `make generate` from the declarations; do not edit. -->"


def data_dictionary() -> str:
    """Every record type with its fields, in both languages."""
    lines = ["# Data dictionary", "", MADE, ""]
    for kind in records.RECORD_TYPES:
        lines += [
            f"## {kind.name}",
            "",
            f"{both(kind.title)}. Refs: `{kind.letter}1`, `{kind.letter}2`, …",
        ]
        lines += [
            "An entry: added and withdrawn, never edited." if kind.model.ENTRY else "An entity.",
            "",
        ]
        lines += _table(
            ("field", "title", "kind", "needed", "sensitivity", "source"),
            (_field(f) for f in kind.fields.values()),
        )
    return _text(lines)


def problem_codes() -> str:
    """Every problem code with its wording in both languages."""
    rows = (
        (f"`{code}`", wording.level, *(f"{t.message}<br>{t.fix}" for t in _both_wordings(code)))
        for code, wording in CATALOGUE.items()
    )
    lines = ["# Problem codes", "", MADE, "", "Codes are stable; scripts may rely on them.", ""]
    return _text([*lines, *_table(("code", "level", "Indonesia", "English"), rows)])


def command_reference() -> str:
    """Every command with its arguments, options and example."""
    begin(Session())
    root = app.command()
    lines = ["# Commands", "", MADE, "", "Global options may stand anywhere: " + _globals(root), ""]
    for path, command in _walk("attache", root):
        lines += [f"## {path}", "", command.help or "", ""]
        lines += _table(("argument or option", "meaning"), _parameters(command))
        lines += [command.epilog or "", ""]
    return _text(lines)


def areas_table() -> str:
    """The eight agreed areas with the commands and record types that serve each."""
    rows = []
    for code in codes.load("cooperation-area"):
        kinds = [t for t in records.every() if int(code.also["area"]) in t.areas]
        commands = [f"`{' '.join(t.noun)}`" for t in kinds]
        if code.value == "statistics":
            commands.append("`stats show`")
        rows.append(
            (
                code.also["area"],
                str(code.label),
                ", ".join(commands),
                ", ".join(t.name for t in kinds),
            )
        )
    return "\n".join(_table(("", "area", "commands", "records"), rows))


def _field(field: Field) -> tuple[str, ...]:
    kind = field.kind.name
    if field.code_list:
        kind = f"{kind}: `{field.code_list}`"
    elif to := getattr(field.kind, "to", ()):
        kind = f"{kind}: {', '.join(to)}"
    column = field.column
    needed = "yes" if field.required else ""
    return (
        f"`{field.name}`",
        str(both(column.title)),
        kind,
        needed,
        column.sensitivity,
        column.source,
    )


def _both_wordings(code: str) -> Iterator[Any]:
    wording = CATALOGUE[code]
    message, fix = both(wording.message), both(wording.fix)
    yield wording._replace(message=message.id, fix=fix.id)
    yield wording._replace(message=message.en, fix=fix.en)


def _walk(path: str, group: Any) -> Iterator[tuple[str, Any]]:
    """The commands below a group, depth first."""
    with typer.Context(group, info_name=path) as context:
        for name in group.list_commands(context):
            command = group.resolve_command(context, [name])[1]
            if hasattr(command, "list_commands"):
                yield from _walk(f"{path} {name}", command)
            else:
                yield f"{path} {name}", command


def _parameters(command: Any) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        names = parameter.opts if parameter.param_type_name == "option" else [_shown(parameter)]
        if "--help" not in names:
            yield ", ".join(f"`{name}`" for name in names), parameter.help or ""


def _shown(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _globals(root: Any) -> str:
    names = (p.opts[0] for p in root.params if p.opts[0] != "--help")
    return ", ".join(f"`{name}`" for name in names if "completion" not in name) + "."


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    head = tuple(head)
    body = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    if not body:
        return []
    return [
        f"| {' | '.join(head)} |",
        "|" + "---|" * len(head),
        *(f"| {row} |" for row in body),
        "",
    ]


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
