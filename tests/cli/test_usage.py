"""Slips of typing are told in the officer's language, whatever Typer would have said of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import typer
from typer.exceptions import TyperException

from attache import language
from attache.cli import usage
from attache.cli.app import Commands, Words, add_verb
from attache.cli.as_typed import FILES
from attache.cli.session import Session, begin
from attache.problems import Usage, problem
from tests.cli.test_both_languages import tree

NO_REFUSAL = {
    "ClickException": "the base of the others, and how Typer tells a wrong declaration",
    "UsageError": "a base; what Typer raises as such is refused by our own Verb and Words",
    "NoArgsIsHelpError": "only of commands that are declared with no_args_is_help",
}
"""Classes of Typer that no word typed can raise, with why."""


def every(base: type[BaseException]) -> set[str]:
    return {base.__name__}.union(*map(every, base.__subclasses__())) - {"TyperException"}


def run(
    ref: str,
    pair: Annotated[tuple[int, int] | None, typer.Argument(metavar="PAIR")] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=9)] = 1,
    half: float = 0.5,
    lang: Annotated[Literal["id", "en"], typer.Option()] = "id",
    folder: Annotated[Path | None, typer.Option(exists=True)] = None,
    paper: Annotated[typer.FileText | None, typer.Option()] = None,
    flag: Annotated[bool, typer.Option("--flag")] = False,
    two: Annotated[tuple[int, int], typer.Option()] = (1, 2),
) -> None:
    """A command with a parameter of every kind that Typer has."""


def toy() -> Any:
    commands = Commands()
    add_verb(commands, "list", run, "List", "toy list")
    add_verb(commands, "show", run, "Show", "toy show")
    return typer.main.get_command(commands)


def refusal(*words: str) -> Usage:
    """What becomes of the words."""
    begin(Session(json=True))
    try:
        toy().main([*words], prog_name="toy", standalone_mode=False)
    except Usage as refused:
        return refused
    except TyperException as raised:
        found = usage.refusal(raised)
        assert found is not None
        return found
    raise AssertionError("it was understood")


SLIPS = [
    (["lst"], "USE002", "“list”"),
    (["list", "P1", "--limt", "3"], "USE002", "“--limit”"),
    (["frob"], "USE001", "“frob”"),
    (["--frob"], "USE001", "“--frob”"),
    (["--", "--frob"], "USE001", "“--frob”"),
    (["list", "-x"], "USE001", "“-x”"),
    ([], "USE015", "list, show"),
    (["list"], "USE003", "“ref”"),
    (["list", "P1", "--limit"], "USE008", "“--limit”"),
    (["list", "P1", "--two", "1"], "USE008", "“--two”"),
    (["list", "P1", "1"], "USE008", "“PAIR”"),
    (["list", "P1", "--flag=x"], "USE009", "“--flag”"),
    (["list", "P1", "1", "2", "P2", "P3"], "USE010", "“P2 P3”"),
    (["list", "P1", "--limit", "x"], "USE011", "--limit"),
    (["list", "P1", "--limit", "1.5"], "USE011", "--limit"),
    (["list", "P1", "--limit", "9" * 5000], "USE011", "--limit"),
    (["list", "P1", "--limit", "0"], "USE012", "1"),
    (["list", "P1", "--limit", "10"], "USE013", "9"),
    (["list", "P1", "--lang", "fr"], "USE014", "id, en"),
    (["list", "P1", "--half", "x"], "USE016", "--half"),
    (["list", "P1", "--folder", "/no/such"], "USE016", "--folder"),
    (["list", "P1", "--paper", "/no/such"], "USE016", "--paper"),
    (["list", "P1", "1", "x"], "USE011", "PAIR"),
]


@pytest.mark.parametrize(("words", "code", "named"), SLIPS)
def test_a_slip_is_told_for_what_it_is(words, code, named):
    (found,) = refusal(*words).problems
    assert found.code == code
    assert named in found.message(str) + found.fix(str)


@pytest.mark.parametrize(("words", "code", "_named"), SLIPS)
def test_a_slip_is_told_in_indonesian(words, code, _named):
    """And the words of the command line stay as they are typed."""
    (found,) = refusal(*words).problems
    told = found.message(lambda text: language.say("id", text))
    assert told != found.message(str)
    fixed = found.fix(lambda text: language.say("id", text))
    assert fixed != found.fix(str)
    said = [w for text in found.args.values() for w in re.findall(r"[\w-]+", str(text))]
    assert all(word in told + fixed for word in said)


def test_every_refusal_of_typer_has_words_of_ours():
    """All its exceptions: what a new version adds is not passed on in English."""
    ours = every(TyperException) - NO_REFUSAL.keys()
    assert ours == {
        "BadArgumentUsage",
        "BadOptionUsage",
        "BadParameter",
        "FileError",
        "MissingParameter",
        "NoSuchOption",
    }
    file = usage.refusal(next(c for c in subclasses() if c.__name__ == "FileError")("a.json"))
    assert file is not None
    assert [p.code for p in file.problems] == ["USE006"]


def subclasses(of: Any = TyperException) -> list[Any]:
    return [c for one in of.__subclasses__() for c in (one, *subclasses(one))]


def test_what_typer_may_say_one_day_is_not_passed_on_in_english():
    refused = usage.refusal(TyperException("Something is wrong."))
    assert refused is not None
    assert [p.code for p in refused.problems] == ["USE004"]


def test_other_failures_are_no_wrong_usage():
    assert usage.refusal(ValueError("x")) is None


def test_a_word_of_the_command_line_is_never_translated(cli):
    """`person` is the noun in every language, though it is also a word of ours."""
    told = problem("USE002", word="persn", nearest="person")
    assert "orang" in told.fix(lambda text: language.say("id", text))
    assert "“person”" in cli("--lang", "id", "persn", "list").err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nosuch"], "Tidak ada perintah atau opsi “nosuch”."),
        (["person", "list", "--limit", "x"], "--limit: harus bilangan bulat."),
        (["person", "list", "--limit"], "“--limit” belum diberi nilai."),
        (["person", "show", "P1", "P2"], "“P2” berlebih untuk perintah ini."),
        (["person", "list", "--page", "0"], "--page: paling kecil 1."),
        (["person", "lst"], "Apakah maksudnya “list”?"),
    ],
)
def test_in_indonesian_all_of_it_is(cli, words, told):
    ran = cli("--lang", "id", *words)
    assert ran.code == 2
    assert told in ran.err
    assert not re.search(r"\b(command|option|value|argument|should|valid)\b", ran.err)


def test_a_shell_that_completes_is_told_nothing(cli):
    """Words that cannot be understood are no fault of one who is still typing."""
    with typer.Context(toy(), info_name="toy", resilient_parsing=True) as context:
        assert Words.resolve_command(context.command, context, ["frob"])[1] is None  # type: ignore[arg-type]


def naming_files():
    """The words before each value that names a file, and what that is called."""
    for path, found in tree().items():
        before = 0
        for parameter in getattr(found, "params", ()):
            option = parameter.param_type_name == "option"
            if parameter.metavar in FILES:
                name = str(usage.name_of(parameter))
                yield (*path, *([name] if option else ["x"] * before)), name
            before += not option


NAMING = [*naming_files()]


def test_every_value_that_is_taken_as_a_file_names_one_in_help():
    """So that the next one is tried below."""
    parameters = [p for found in tree().values() for p in getattr(found, "params", ())]
    paths = [p for p in parameters if p.type_descriptor.annotation is Path]
    assert paths
    assert all(parameter.metavar in FILES for parameter in paths)


@pytest.mark.parametrize(("words", "name"), NAMING, ids=[" ".join(words) for words, _ in NAMING])
@pytest.mark.parametrize("blank", ["", " "], ids=["nothing", "space"])
def test_a_file_without_a_name_is_none(cli, words, name, blank):
    """`--marked "$F"` in a script that never set it: the copy is not left out without a word."""
    ran = cli("--lang", "en", *words, blank)
    assert ran.code == 2
    assert re.search(rf"“{re.escape(name)}” lacks\s+a\s+value", ran.err)
