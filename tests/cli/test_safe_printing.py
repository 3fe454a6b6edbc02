"""What data holds never reaches the terminal as anything but text."""

from __future__ import annotations

import re
import unicodedata

import pytest

from attache import records
from attache.cli.safe import line, safe
from attache.cli.session import Session
from attache.cli.tables import console
from attache.desk import recording
from attache.vault.database import JournalStorage
from tests.cli.running import Terminal
from tests.desk.offices import office_at, sample
from tests.exchange.workbooks import theirs

# Cursor and title sequences, C1, bidi, zero-width, a tab, and Rich's own markup and emoji.
HOSTILE = (
    "\x1b[2J\x1b]0;x\x07\x9b31m\u202e\u2066\u200b\ufeff\u00ad\r\t[red]x[/red][link=http://x]:skull:"
)
SEEN = "[red]x[/red][link=http://x]:skull:"
UNSAFE = ("Cc", "Cf", "Co", "Cs")


def inert(text):
    """Nothing but letters and line ends: colours are off in these tests."""
    return not [c for c in text if c != "\n" and unicodedata.category(c) in UNSAFE]


@pytest.fixture
def poisoned(cli):
    """A vault that somebody has filled past attache: every text is hostile."""
    for kind in records.every():
        recording.record(office_at(cli.vault), kind, [sample(kind)])
    vault = office_at(cli.vault).vault
    tables = JournalStorage(vault.opened()).read()
    for kind in records.every():
        for document in tables[kind.name].values():
            for name, field in kind.fields.items():
                if field.kind.name in ("text", "texts"):
                    text = f"a{HOSTILE}b"
                    document[name] = [text] if field.kind.many else text
            document["recorded_by"] = HOSTILE
    with vault.writing() as journal:
        storage = JournalStorage(journal)
        storage.write(tables)
        storage.commit()
        vault.acknowledge()
    return cli


@pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
def test_lists_and_records_are_inert(poisoned, kind):
    """And markup of data is shown as the letters it is."""
    listed = poisoned(*kind.noun, "list")
    assert listed.code == 0
    assert inert(listed.out)
    opened = poisoned(*kind.noun, "show", f"{kind.letter}1")
    assert opened.code == 0
    assert inert(opened.out)
    assert SEEN in opened.out.replace("\n", "") or kind.name == "status-fact"


@pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
def test_in_a_pipe_too_lists_and_records_are_inert(poisoned, monkeypatch, kind):
    """Tabs there part the columns, and so no cell holds one."""
    monkeypatch.setattr(Session, "on_screen", lambda _session, stderr=False: False)
    for words in (["list"], ["show", f"{kind.letter}1"]):
        ran = poisoned(*kind.noun, *words)
        assert ran.code == 0
        assert inert(ran.out.replace("\t", ""))
    listed = [f for f in kind.fields.values() if f.column.listed]
    rows = poisoned(*kind.noun, "list").out.splitlines()
    assert {row.count("\t") for row in rows} == {len(listed)}


@pytest.mark.parametrize(
    "words",
    [
        ["person", "find", "red"],
        ["status", "show", "P1"],
        ["consult", "due", "--by", "2100-01-01"],
        ["stats", "show"],
        ["exchange", "list"],
        [],
    ],
)
def test_other_looks_are_inert(poisoned, words):
    ran = poisoned(*words)
    assert ran.code == 0
    assert inert(ran.out + ran.err)


def test_what_was_typed_comes_back_inert(cli):
    """In problems too: a word, a field name, a file name, the place of a problem."""
    for words in (
        [HOSTILE],
        ["consult", HOSTILE],
        ["consult", "list", f"--{HOSTILE}"],
        ["consult", "list", "--sort", HOSTILE],
        ["consult", "show", HOSTILE],
        ["codes", "show", HOSTILE],
        ["person", "find", HOSTILE],
        ["exchange", "template", HOSTILE, "x.xlsx"],
        ["exchange", "template", "person", f"/no/{HOSTILE}.xlsx"],
        ["exchange", "check", f"/no/{HOSTILE}.xlsx"],
        ["stats", "show", "--by", HOSTILE],
    ):
        ran = cli(*words)
        assert ran.code in (2, 3, 4, 14), words
        assert inert(ran.err), words
    ran = cli("consult", "log", "--from", "-", stdin={f"topic{HOSTILE}": "x"})
    assert ran.code == 3
    assert inert(ran.err)


def test_paths_are_inert(cli, tmp_path):
    odd = tmp_path / "a\x1b[2J\u202eb.xlsx"
    ran = cli("exchange", "template", "person", odd)
    assert ran.code == 0
    assert odd.exists()
    assert inert(ran.out)
    assert inert(cli("exchange", "export", "person", tmp_path / "b\x1b[2J.xlsx").out)
    assert inert(cli(ATTACHE_VAULT=str(tmp_path / "c\x1b[2J")).out)


def test_sheets_columns_and_ledger_are_inert(cli, tmp_path):
    name = "Data\u202e\u200b<red>"
    heads = ["on", "topic", "channel", "summary"]
    path = theirs(tmp_path / "masuk.xlsx", {name: [heads, ["x", "stay", "email", "x"]]})
    ran = cli("exchange", "check", path, "--as", "consultation")
    assert ran.code == 3
    assert "<red>!A2" in ran.err
    assert inert(ran.err + ran.out)


def test_candidates_and_people_at_a_prompt_are_inert(poisoned, capsys, monkeypatch):
    name = "Wahyu [red]x[/red]"
    poisoned.record("person", "add", name=name)
    ran = poisoned("--no-input", "person", "add", "--name", name)
    assert ran.code == 5
    assert name in ran.err
    terminal = Terminal(poisoned, capsys, monkeypatch)
    answers = {"Topic": "stay", "Persons": "red", "Who is it": KeyboardInterrupt}
    assert terminal("consult", "log", answers=answers).code == 130
    assert inert(terminal.screen)
    assert name in terminal.screen


def test_values_are_kept_clean_in_the_first_place(cli):
    ref = cli.record("consult", "log", topic="stay", channel="email", summary=f"a{HOSTILE}b")
    summary = cli.json("consult", "show", ref).data["summary"]
    assert inert(summary.replace("\t", ""))
    assert SEEN in summary


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a\ufffd[2Jb"),
        ("\x9b31m", "\ufffd31m"),
        ("a\u202eb", "a\ufffdb"),
        ("a\u200bb\u00ad", "a\ufffdb\ufffd"),
        ("a\tb", "a    b"),
        ("é 语 😀 – “x”", "é 语 😀 – “x”"),
        ("\udcff", "\ufffd"),
        (7, "7"),
    ],
)
def test_safe(text, shown):
    assert safe(text) == shown


def test_a_line_is_one_line():
    assert line("a\n b\r\n\tc ") == "a b\ufffd c"
    assert safe("a\nb") == "a\nb"


@pytest.mark.parametrize("columns", ["60", "80", "160"])
def test_tables_keep_to_the_width_of_the_screen(cli, monkeypatch, columns):
    """Whatever is in them; and refs and days stay whole."""
    monkeypatch.setenv("COLUMNS", columns)
    cli.record("consult", "log", topic="stay", channel="email", summary="kata " * 30)
    for words in (["consult", "list"], ["person", "show", "P1"], ["codes", "show", "sex"]):
        shown = cli(*words).out
        assert max(map(len, shown.splitlines())) <= int(columns), words


@pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
def test_a_list_on_an_ordinary_screen_shows_refs_and_days_whole(cli, monkeypatch, kind):
    """A ref that is cut short names nothing."""
    monkeypatch.setenv("COLUMNS", "80")
    ref = cli.record(*kind.noun, kind.verb, **sample(kind))
    stored = cli.json(*kind.noun, "show", ref).data
    listed = cli(*kind.noun, "list").out
    assert re.search(rf"^{ref.removeprefix('PNH-A-')} ", listed, re.MULTILINE)
    days = [n for n, f in kind.fields.items() if f.kind.name == "day" and f.column.listed]
    assert all(stored[name] in listed for name in days)


def test_colours_only_where_they_are_wanted(cli, monkeypatch):
    """None in a pipe, none with NO_COLOR even on a terminal."""
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b" not in cli("consult", "list").out
    assert "\x1b" not in cli("consult", "log").err
    monkeypatch.setenv("FORCE_COLOR", "1")
    console.cache_clear()
    assert "\x1b[1m" in cli("person", "list").out
    console.cache_clear()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3\d", cli("consult", "log").err)
