"""The tree of commands. A noun's module is loaded only when that noun is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from attache import __version__, records
from attache.cli import usage
from attache.cli.as_typed import light
from attache.cli.missing import completed
from attache.cli.result import Result
from attache.cli.session import session
from attache.language import N_, _


class Noun(NamedTuple):
    """Where a noun's commands are built (`module:function`), and what it is for."""

    where: str
    help: str


class Later(NamedTuple):
    """A command that is built when it is used, and what is said about it until then."""

    help: str
    build: Callable[[], Any]


NOUNS = {
    "init": Noun("init:app", N_("Make the vault of this office")),
    "person": Noun("person:app", N_("People: find, add, show, edit")),
    "consult": Noun("consult:app", N_("Consultations: log, list, follow up")),
    "victim": Noun("victim:app", N_("Cases of suspected victims of trafficking")),
    "return": Noun("returns:app", N_("The way home: SPLP, fine, permit, shelter, ticket, journey")),
    "status": Noun("status:app", N_("Migration status: dated facts on a person")),
    "fraud": Noun("generic:app", N_("Travel-document fraud")),
    "cooperation": Noun(
        "generic:app", N_("Requests, programmes, commitments and training with the host country")
    ),
    "note": Noun("generic:app", N_("Notes on any record")),
    "exchange": Noun("exchange:app", N_("Workbooks: template, export, check, import")),
    "stats": Noun("stats:app", N_("Counts by month, topic, channel, province, sex, age and area")),
    "log": Noun("log:app", N_("Who did what: changes, exports, looks at protected records")),
    "undo": Noun("undo:app", N_("Take back what a command changed")),
    "vault": Noun("vault:app", N_("The data file: open, close, officers, backup, check")),
    "codes": Noun("codes:app", N_("The code lists with labels and sources")),
    "demo": Noun("demo:app", N_("A walk through the main job with invented data")),
}


def nouns() -> dict[str, Noun]:
    """All nouns: those above, and those of record types that need nothing of their own."""
    plain = (t for t in records.every() if t.noun[0] not in NOUNS)
    return {**NOUNS, **{t.noun[0]: Noun("generic:app", t.plural) for t in plain}}


FRAME = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "REQUIRED_LONG_STRING": N_("[required]"),
    "DEFAULT_STRING": N_("[default: {}]"),
}
"""Typer's words around a help text, by the name of the constant that holds them."""


class Spoken:
    """What Typer itself says in help, in the officer's language too; flags without a type."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        for parameter in self.params:  # type: ignore[attr-defined]
            if getattr(parameter, "is_flag", False):
                parameter.metavar = ""
            light(parameter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words; a refusal of Typer's knows whose words they are."""
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc,no-any-return]
        except TyperException as refused:
            vars(refused)["ctx"] = ctx
            raise

    def get_usage(self, ctx: Any) -> str:
        """The line that shows how a command is called."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        words = {"Usage:": _("Usage:"), "[OPTIONS]": _("[OPTIONS]")}
        words["COMMAND [ARGS]"] = _("COMMAND [ARGS]")
        for english, spoken in words.items():
            usage = usage.replace(english, spoken, 1)
        return usage

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help, whose frame Typer words once a process: at the import of this module."""
        from typer import rich_utils

        for name, english in FRAME.items():
            setattr(rich_utils, name, _(english))
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, translated."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help, option.metavar = _("Show this message and exit."), ""
            light(option)
        return option


class Verb(Spoken, TyperCommand):
    """A command. What no argument takes is refused here, in the officer's language."""

    allow_extra_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command; raises Usage where there are too many."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        left = completed(super().parse_args, ctx, args)
        if left:
            raise usage.surplus(left)
        return left


class Words(Spoken, TyperGroup):
    """A group that notes the words of the command as they are understood.

    The one of its commands that is used is built; of the others no more than their help is known.
    """

    verbs: Mapping[str, Later] = MappingProxyType({})

    def later(self) -> Mapping[str, Later]:
        """Its commands by their words, in the order in which an officer meets them."""
        return self.verbs

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Show the help where a person names a group only; a script is told its usage is wrong."""
        bare = not args and not self.invoke_without_command
        if bare and not ctx.resilient_parsing:  # a shell that completes only looks
            if session().json:
                raise usage.incomplete(self.list_commands(ctx))
            typer.echo(ctx.get_help())
            ctx.exit()
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """The words of its commands."""
        return list(dict.fromkeys((*self.later(), *super().list_commands(ctx))))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command that is built, or a light stand-in that only knows its help."""
        built, later = super().get_command(ctx, cmd_name), self.later().get(cmd_name)
        return TyperCommand(cmd_name, help=later.help) if later and not built else built

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the next word names, and note the word; raises Usage."""
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            raise usage.unknown(args[0], self.list_commands(ctx))
        if args and args[0] not in self.commands and (later := self.later().get(args[0])):
            self.add_command(later.build(), args[0])
        name, found, rest = super().resolve_command(ctx, args)
        if not ctx.resilient_parsing:
            session().words.append(str(name))
        return name, found, rest


class Root(Words):
    """The nouns."""

    def later(self) -> Mapping[str, Later]:
        """Each in the language that was chosen."""
        return {name: Later(_(n.help), partial(_load, name)) for name, n in nouns().items()}


def _load(noun: str) -> Any:
    built = typer.main.get_command(_named(nouns()[noun].where)(noun))
    built.name = noun
    built.help = built.help or _(nouns()[noun].help)
    return built


def _named(where: str) -> Any:
    """What stands in `module:function`."""
    module, function = where.split(":")
    return getattr(import_module(f"attache.cli.{module}"), function)


class Commands(typer.Typer):
    """A group of commands, each of which is built when it is used."""

    def __init__(self, help_: str = "") -> None:
        self.verbs: dict[str, Later] = {}
        words = type("Words", (Words,), {"verbs": self.verbs})
        super().__init__(cls=words, help=help_ or None, add_completion=False)
        self.callback()(lambda: None)  # a group also where it has no command yet


def add_verb(
    commands: Commands, name: str, run: Callable[..., Any] | str, help_: str, example: str
) -> None:
    """Give a group a command: its function, or where that stands (`module:function`).

    `example` is the line that its help shows, without `attache`.
    """

    def build() -> Any:
        return typer.main.get_command(
            alone(_named(run) if isinstance(run, str) else run, help_, example, name)
        )

    commands.verbs[name] = Later(help_, build)


def alone(
    run: Callable[..., Any], help_: str, example: str, name: str | None = None
) -> typer.Typer:
    """One command by itself."""
    command = typer.Typer(add_completion=False)
    epilog = _("Example: {command}").format(command=f"attache {example}")
    command.command(name, cls=Verb, help=help_, epilog=epilog)(run)
    return command


def command() -> Any:
    """The whole program as a command."""
    about = _("Consultations, suspected victims and workbooks of an immigration attaché's office.")
    epilog = _("Example: {command}").format(command="attache consult log")
    app = typer.Typer(cls=Root, invoke_without_command=True, rich_markup_mode="rich")
    app.callback(help=about, epilog=epilog)(_root)
    root = typer.main.get_command(app)
    parameter: Any
    for parameter in root.params:  # those for completion are Typer's own
        parameter.help = _(parameter.help)
        light(parameter)
    return root


# The first five are read before Typer sees them (main.split); here they are declared for help.
def _root(  # noqa: PLR0917 - a global option each
    ctx: typer.Context,
    json: Annotated[  # noqa: ARG001
        bool, typer.Option("--json", help=_("Print one JSON object"))
    ] = False,
    lang: Annotated[  # noqa: ARG001
        Literal["id", "en"] | None,
        typer.Option(
            "--lang",
            metavar="id|en",
            help=_("Language, Indonesian or English"),
            case_sensitive=False,
            show_choices=False,
        ),
    ] = None,
    passphrase_fd: Annotated[  # noqa: ARG001
        int | None,
        typer.Option(metavar="N", help=_("Read the passphrase from this file descriptor")),
    ] = None,
    no_input: Annotated[  # noqa: ARG001
        bool, typer.Option("--no-input", help=_("Never ask"))
    ] = False,
    yes: Annotated[  # noqa: ARG001
        bool, typer.Option("--yes", help=_("Answer questions with yes"))
    ] = False,
    version: Annotated[bool, typer.Option("--version", help=_("Show the version"))] = False,
) -> Result | None:
    if version:
        return Result({"version": __version__}, lambda: typer.echo(f"attache {__version__}"))
    if ctx.invoked_subcommand is None:
        from attache.cli.home import greet

        return greet()
    return None
