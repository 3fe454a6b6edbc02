"""Help, prompts, problems, headers and labels in Indonesian and English: nothing is left over."""

from __future__ import annotations

import re
import sys

import pytest
import typer

import attache.cli
from attache import codes, language, records
from attache.cli.app import NOUNS, command
from attache.cli.session import Session, begin
from attache.language import both
from attache.problems.catalogue import CATALOGUE
from tests.cli.running import Terminal

# Words that are the same in both languages, by themselves or as a whole text.
SAME = {
    "status", "nik", "ref", "ref *", "alias", "program", "id", "json", "visa", "handoff", "splp",
    "excel", "html", "video", "total", "data", "e-mail", "email", "hotline", "whatsapp", "telegram",
    "facebook", "instagram", "tiktok", "linkedin", "workshop", "seminar", "normal", "sha-256",
    "attache", "media", "file", "detail", "passport", "label", "memo", "sha-",
}  # fmt: skip
PARTS = (
    "conflicts",
    "copies",
    "erasing",
    "identity",
    "incoming",
    "mapping",
    "outgoing",
    "taken_back",
    "upkeep",
)
TYPER = ("Options", "Arguments", "Commands", "Usage:", "Show this message", "[required]",
         "Install completion", "Show completion", "[OPTIONS]", "default:")  # fmt: skip


def walk(group, path=()):
    """Every command of the program with its words, groups too."""
    yield path, group
    if hasattr(group, "list_commands"):
        with typer.Context(group, info_name=" ".join(path)) as context:
            for name in group.list_commands(context):
                _name, found, _rest = group.resolve_command(context, [name])
                yield from walk(found, (*path, name))


def tree():
    begin(Session())
    return dict(walk(command()))


PATHS = sorted(tree())


@pytest.fixture(scope="module")
def trees():
    """The tree of commands in each language."""
    chosen = language.current()
    found = {}
    for lang in ("id", "en"):
        language.choose(lang, {})
        for name in (*(noun.where.partition(":")[0] for noun in NOUNS.values()), *PARTS):
            sys.modules.pop(f"attache.cli.{name}", None)  # options are worded where they are loaded
            vars(attache.cli).pop(name, None)
        found[lang] = tree()
    language.choose(chosen, {})
    return found


def texts(found):
    """What a command says in its help, part by part."""
    yield "help", found.help
    yield "example", re.sub(r"attache .*", "", found.epilog or "")
    for parameter in found.params:
        for number, part in enumerate((getattr(parameter, "help", "") or "").split("; ")):
            yield f"{parameter.name} {number}", part


def plain(text):
    """A text without what no language changes: commands, dates, numbers, punctuation."""
    text = re.sub(r"attache codes show \S+", "", text or "")
    return " ".join(re.findall(r"[a-z\-]+", text.casefold()))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: " ".join(path) or "attache")
def test_every_line_of_help_is_said_in_both_languages(trees, path):
    indonesian, english = (dict(texts(trees[lang][path])) for lang in ("id", "en"))
    assert indonesian.keys() == english.keys()
    left = {
        where: text
        for where, text in indonesian.items()
        if text and text == english[where] and plain(text) and plain(text) not in SAME
    }
    assert left == {}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: " ".join(path) or "attache")
def test_help_is_shown_in_indonesian_with_nothing_of_typer_s_own(cli, path):
    """And with an example, as design/cli.md asks."""
    ran = cli("--lang", "id", *path, "--help")
    assert ran.code == 0
    assert [word for word in TYPER if word in ran.out] == []
    if path not in GROUPS:
        assert f"attache {' '.join(path)}" in " ".join(ran.out.split())


GROUPS = {path for path, found in tree().items() if hasattr(found, "list_commands")}


def test_help_in_english_is_in_english(cli):
    out = cli("--lang", "en", "consult", "log", "--help").out
    assert "Usage:" in out
    assert "Show this message and exit." in out


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_problem_is_worded_in_both_languages(code):
    wording = CATALOGUE[code]
    for text in wording.texts:
        assert both(text).id != text


@pytest.mark.parametrize("kind", records.RECORD_TYPES, ids=lambda t: t.name)
def test_every_title_and_help_is_said_in_both_languages(kind):
    said = [kind.title, kind.plural]
    for field in kind.fields.values():
        said += [field.column.title, field.column.help]
    left = [t for t in said if t and both(t).id == t and plain(t) not in SAME]
    assert left == []


@pytest.mark.parametrize("name", codes.names())
def test_every_code_is_labelled_in_both_languages(cli, name):
    """Names of places and apps are the same in both; nothing is blank."""
    found = codes.load(name)
    assert all(found.title)
    for code in found:
        assert code.label.id
        assert code.label.en
    told = cli.json("codes", "show", name).data
    assert told["total"] == len(found.codes)
    shown = cli("--lang", "id", "codes", "show", name)
    assert shown.code == 0


@pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
def test_prompts_ask_in_indonesian(cli, capsys, monkeypatch, kind):
    """Every question of a first record, in the words of its header."""
    terminal = Terminal(cli, capsys, monkeypatch)
    fields = [f for f in kind.fields.values() if f.required and not f.column.today]
    titles = [both(f.column.title).id for f in fields]
    terminal("--lang", "id", *kind.noun, kind.verb, answers={titles[0]: KeyboardInterrupt})
    assert titles[0] in terminal.asked[-1]
    assert plain(terminal.screen.splitlines()[0]) != plain(
        "Enter takes the value in brackets, - leaves the field blank; Ctrl-C stores nothing."
    )


def test_lists_and_records_speak_indonesian(cli):
    ref = cli.record("consult", "log", topic="overstay", channel="walk-in", summary="Contoh")
    listed = cli("--lang", "id", "consult", "list").out
    opened = cli("--lang", "id", "consult", "show", ref).out
    label = codes.load("consultation-topic")["overstay"].label
    for out in (listed, opened):
        assert label.id.split()[0] in out
        assert "Topic" not in out
    assert "records" not in listed
    assert cli("--lang", "id", "stats", "show").code == 0
    assert "By topic" not in cli("--lang", "id", "stats", "show").out
