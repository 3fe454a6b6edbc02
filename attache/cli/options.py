"""Command-line options that derive from the declaration of a record type."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

import typer

from attache import codes
from attache.desk.common import Common
from attache.desk.lists import Lists
from attache.desk.questions import DIFFERENT, UNSURE
from attache.language import N_, _, current
from attache.problems import Usage, Word, problem
from attache.records import RecordType
from attache.records.record import Field

_METAVARS = {
    "day": "DATE",
    "partial-day": "DATE",
    "count": "N",
    "amount": "N",
    "ref": "REF",
    "refs": "REF",
    "code": "CODE",
    "codes": "CODE",
}

LIST_VERBS = {"add": N_("Add to: {title}"), "remove": N_("Take out of: {title}")}
"""What an edit can do with single values of a field of several, and what help says of it."""


NONE = "-"
"""What leaves a field blank, or empties it: as an answer and as the value of an option."""


def given(values: dict[str, Any], kind: RecordType) -> dict[str, Any]:
    """The fields among the values of a command that were given; None where they are to be blank."""
    said = {n: v for n, v in values.items() if n in kind.fields and v not in (None, [], ())}
    return {n: None if v in (NONE, [NONE], (NONE,)) else v for n, v in said.items()}


def common(values: dict[str, Any], kind: RecordType) -> dict[str, Common]:
    """The same, each with its option: they are for every record that a command is given."""
    fields = kind.fields
    return {n: Common(v, Word(names_of(fields[n])[0])) for n, v in given(values, kind).items()}


def field_option(field: Field, panel: str | None = None) -> inspect.Parameter:
    """The option of one field. Values stay text; `records` reads them, all problems at once."""
    annotation = list[str] | None if field.kind.many else str | None
    info = typer.Option(
        *names_of(field),
        help=_help(field),
        metavar=_METAVARS.get(field.kind.name, "TEXT"),
        show_default=False,
        autocompletion=_completion(field),
        rich_help_panel=panel,
    )
    return parameter(field.name, Annotated[annotation, info])


def answers() -> list[inspect.Parameter]:
    """What may be said of new people where a record describes them."""
    new = typer.Option("--new", help=_("People described in it are new"))
    unsure = typer.Option("--unsure", help=_("They may be known; record them and ask again later"))
    return [
        parameter("new", Annotated[bool, new], False),
        parameter("unsure", Annotated[bool, unsure], False),
    ]


def answer(values: dict[str, Any]) -> str:
    """What `--new` or `--unsure` say of everybody: a value of `identity-answer`, or ''."""
    one_of({f"--{name}": values.get(name) for name in ("new", "unsure")})
    return UNSURE if values.get("unsure") else DIFFERENT if values.get("new") else ""


def one_of(options: Mapping[str, object]) -> None:
    """Raise Usage where more than one of some options is given: each says something else."""
    given = [option for option, value in options.items() if value]
    if len(given) > 1:
        raise Usage(problem("USE017", options=", ".join(given)))


def fields_named(names: Iterable[str], kind: RecordType) -> list[str]:
    """The fields that are meant by names, which are those of their options too."""
    options = {o.removeprefix("--"): f.name for f in kind.fields.values() for o in names_of(f)}
    return [options.get(name.replace("_", "-"), name.replace("-", "_")) for name in names]


def list_options(kind: RecordType) -> list[inspect.Parameter]:
    """For each field of several values, an option that adds and one that takes out."""
    return [
        parameter(
            f"{verb}_{field.name}",
            Annotated[
                list[str] | None,
                typer.Option(
                    f"--{verb}-{names_of(field)[0].removeprefix('--')}",
                    help=_(help_).format(title=_(field.column.title)),
                    metavar=_METAVARS.get(field.kind.name, "TEXT"),
                    show_default=False,
                    autocompletion=_completion(field),
                ),
            ],
        )
        for field in kind.fields.values()
        if field.kind.many
        for verb, help_ in LIST_VERBS.items()
    ]


def lists(values: dict[str, Any], kind: RecordType) -> Lists:
    """What those options say."""
    add, remove = (
        {n: v for n in kind.fields if (v := values.get(f"{verb}_{n}"))} for verb in LIST_VERBS
    )
    return Lists(add, remove)


def parameter(name: str, annotation: Any, default: Any = None) -> inspect.Parameter:
    """A parameter of a command function, to be given by name."""
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def with_options(
    run: Callable[..., Any], parameters: Iterable[inspect.Parameter]
) -> Callable[..., Any]:
    """A command function with these parameters, besides those that it declares itself."""

    def command(**values: Any) -> Any:
        return run(**values)

    given = {p.name: p for p in parameters}
    own = inspect.signature(run, eval_str=True).parameters.values()
    named = [p for p in own if p.kind is not p.VAR_KEYWORD and p.name not in given]
    keyword_only = [p.replace(kind=p.KEYWORD_ONLY) for p in named]
    signature = inspect.Signature([*given.values(), *keyword_only])
    command.__signature__ = signature  # type: ignore[attr-defined]
    command.__annotations__ = {}
    return command


def names_of(field: Field) -> tuple[str, ...]:
    """How the option is called; a list's option has a name for one of its values too."""
    own = f"--{field.name.replace('_', '-')}"
    return (f"--{field.column.option}", own) if field.column.option else (own,)


def _help(field: Field) -> str:
    parts = [_(field.column.title)]
    if field.column.help:
        parts.append(_(field.column.help))
    if field.code_list:
        parts.append(_("values: attache codes show {list}").format(list=field.code_list))
    if field.kind.many:
        parts.append(_("may be repeated"))
    mark = " *" if field.required and not field.column.today else ""
    return " – ".join(parts) + mark


def _completion(field: Field) -> Callable[[str], list[tuple[str, str]]] | None:
    if field.code_list:
        return lambda incomplete: code_values(field.code_list, incomplete)
    if field.kind.name in ("ref", "refs"):
        return lambda incomplete: refs(incomplete, getattr(field.kind, "to", ()))
    return None


def code_values(name: str, incomplete: str) -> list[tuple[str, str]]:
    """Values of a code list for the shell to offer."""
    return [
        (code.value, getattr(code.label, current()))
        for code in codes.load(name)
        if code.value.startswith(incomplete)
    ]


def refs(incomplete: str, kinds: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Refs for the shell to offer, the latest first; none while the vault is locked or damaged."""
    from attache.cli.session import session
    from attache.desk.looking import offered
    from attache.problems import AttacheError

    try:
        return [(ref, _(kind)) for ref, kind in offered(session().office, incomplete, tuple(kinds))]
    except AttacheError:
        return []


def ref_argument(kinds: tuple[str, ...] = ()) -> inspect.Parameter:
    """The REF argument of a command, completed from the vault."""
    info = typer.Argument(
        metavar="REF",
        help=_("Ref or id of the record"),
        show_default=False,
        autocompletion=lambda incomplete: refs(incomplete, kinds),
    )
    return parameter("ref", Annotated[str, info], inspect.Parameter.empty)


def history_option() -> inspect.Parameter:
    """`--history`, which every command that shows a record takes."""
    info = typer.Option("--history", help=_("What became of it: when, who, old and new"))
    return parameter("history", Annotated[bool, info], default=False)


def from_option() -> inspect.Parameter:
    """`--from`, which every command that records takes."""
    info = typer.Option(
        "--from",
        metavar="FILE",
        help=_("One JSON object or a list, from a file or - for stdin"),
        show_default=False,
    )
    return parameter("from_", Annotated[str, info], "")


def example(kind: RecordType, verb: str) -> str:
    """An example of recording: the needed fields with a value each, but for texts.

    Those are asked for: what names somebody is to stand in no history of a shell.
    """
    words = [*kind.noun, verb]
    for field in kind.fields.values():
        if field.required and not field.column.today and field.kind.name not in ("text", "texts"):
            words += [names_of(field)[0], _example_value(field)]
    return " ".join(words)


def _example_value(field: Field) -> str:
    if field.code_list:
        return next(iter(codes.load(field.code_list).codes))
    if field.kind.name in ("ref", "refs"):
        return "P12"
    if field.kind.name in ("day", "partial-day"):
        return "2026-01-31"
    return '"…"'
