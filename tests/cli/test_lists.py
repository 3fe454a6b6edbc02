"""Every list on every screen, and in a pipe: what can be read, and what is never lost."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import attache.cli
from attache import codes, records
from attache.cli.tables import console
from attache.language import both
from tests.desk.offices import sample

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
LANGUAGES = pytest.mark.parametrize("lang", ["id", "en"])
RECORDS = 4
UNDER = 6
"""Characters of a column that nobody can read."""


def listed_of(kind):
    return [f for f in kind.fields.values() if f.column.listed]


@pytest.fixture
def filled(cli):
    """Records of a type with a value in every field; what the vault holds of them."""

    def fill(kind):
        raws = [sample(kind, seed) for seed in range(RECORDS)]
        made = cli.json(*kind.noun, kind.verb, "--from", "-", stdin=raws).data["items"]
        return [cli.json(*kind.noun, "show", item["ref"]).data for item in made]

    return fill


@pytest.fixture
def at(cli, monkeypatch):
    """Run words on a screen of a width."""

    def run(columns, *words):
        monkeypatch.setenv("COLUMNS", str(columns))
        console.cache_clear()
        return cli(*words)

    return run


@EVERY
def test_something_tells_the_records_of_a_list_apart(kind):
    """By its declaration: one or two columns stay on the narrowest screen."""
    assert 1 <= [f.column.rank for f in listed_of(kind)].count(0) <= 2


@EVERY
@LANGUAGES
def test_a_list_can_be_read_on_every_screen(at, filled, kind, lang):
    """Ref and day are whole, a name is readable, and no line is broken by the edge."""
    stored = filled(kind)
    for columns in (40, 60, 80, 120):
        out = at(columns, "--lang", lang, *kind.noun, "list").out
        assert max(map(len, out.splitlines())) <= columns
        text = " ".join(out.split())
        for item in stored:
            ref = item["ref"].removeprefix("PNH-A-")
            assert re.search(rf"^{ref}( |$)", out, re.MULTILINE)
            for field in listed_of(kind):
                if field.column.rank == 0 and field.kind.name == "day":
                    assert str(item[field.name]) in text
                elif field.column.rank == 0 and field.kind.name == "text":
                    assert str(item[field.name])[:15] in text
        cut = re.findall(r"(\S[^…\n]*)…", out)
        assert all(len(re.split(r"  +", words)[-1]) >= UNDER for words in cut), cut


@EVERY
@LANGUAGES
def test_a_record_takes_a_line_and_a_column_is_there_or_is_named(at, filled, kind, lang):
    filled(kind)
    people = 3 if kind.name == "person" else 0
    for columns in (60, 80, 120):
        lines = at(columns, "--lang", lang, *kind.noun, "list").out.splitlines()
        first = next(n for n, text in enumerate(lines) if re.match(r"\w\d+ ", text))
        last = first + RECORDS + people
        assert all(re.match(rf"{kind.letter}\d+ ", row) for row in lines[first:last])
        head, below = lines[:first], " ".join(" ".join(lines[last:]).split())
        assert "…" not in "".join(head)
        for field in listed_of(kind):
            title = getattr(both(field.column.title), lang)
            shown = re.search(rf"(?<!\S){re.escape(title.split()[0])}(?!\S)", head[0])
            assert shown or title in below, (field.name, head, below)


@EVERY
@LANGUAGES
def test_in_a_pipe_a_list_is_whole(piped, filled, monkeypatch, kind, lang):
    """A line a record, tabs between the columns, full values; width and colours do not matter."""
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR")
    stored = {item["ref"]: item for item in filled(kind)}
    ran = piped("--lang", lang, *kind.noun, "list")
    rows = [text.split("\t") for text in ran.out.splitlines()]
    assert {len(row) for row in rows} == {1 + len(listed_of(kind))}
    assert stored.keys() <= {row[0] for row in rows}
    assert "\x1b" not in ran.out
    assert "…" not in ran.out
    for row in rows:
        item = stored.get(row[0])
        for field, told in zip(listed_of(kind), row[1:], strict=True):
            value = item and item[field.name]
            if not value or field.column.sensitivity == "protected":
                continue
            for one in value if isinstance(value, list) else [value]:
                if field.code_list:
                    assert getattr(codes.load(field.code_list).label(one), lang) in told
                elif field.kind.name in ("ref", "refs"):
                    assert one in told
                elif field.kind.name == "text":
                    assert " ".join(one.split()) == told


def test_in_a_pipe_all_records_come_and_can_be_counted(piped):
    """A screen has a page; `wc -l` of a pipe is the number of records, even where there is none."""
    raws = [
        {"topic": "stay", "channel": "email", "summary": f"Uraian {n}\tx\n y"} for n in range(60)
    ]
    assert piped("consult", "list").out == ""
    piped.json("consult", "log", "--from", "-", stdin=raws)
    lines = piped("consult", "list").out.splitlines()
    assert len(lines) == 60
    assert all("\tUraian " in text and text.count("\t") == 7 for text in lines)
    assert len(piped("consult", "list", "--limit", "7").out.splitlines()) == 7
    assert len(piped("consult", "list", "--page", "2").out.splitlines()) == 10
    for n in range(60):
        piped.record("note", "record", about=f"C{n + 1}", text="Contoh")
    assert len(piped("log").out.splitlines()) > 60


def test_on_a_screen_a_list_shows_a_page(cli):
    raws = [{"topic": "stay", "channel": "email", "summary": f"Uraian {n}"} for n in range(60)]
    cli.json("consult", "log", "--from", "-", stdin=raws)
    out = cli("consult", "list").out
    assert len(re.findall(r"^C\d+ ", out, re.MULTILINE)) == 50
    assert "60 records" in out


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        (["codes", "list"], 4),
        (["codes", "show", "sex"], 5),
        (["log"], 5),
        (["person", "find", "contoh"], 6),
        (["person", "duplicates"], 5),
        (["exchange", "list"], 11),
        (["exchange", "conflicts"], 6),
        (["exchange", "mappings"], 4),
        (["stats", "show", "--by", "sex", "--by", "month"], 3),
        (["consult", "due", "--by", "2100-01-01"], 8),
    ],
)
def test_every_command_that_prints_a_table_is_whole_in_a_pipe(piped, tmp_path, words, columns):
    for seed in range(3):
        piped.record("consult", "log", **sample(records.named("consultation"), seed))
    piped("exchange", "export", "person", tmp_path / "x.xlsx")
    lines = piped(*words).out.splitlines()
    assert {text.count("\t") + 1 for text in lines} <= {columns}
    told = piped.json(*words).json["data"]
    assert len(lines) >= told.get("total", 1)


def test_one_place_draws_tables():
    """So that each of them minds the width of the screen, and is whole in a pipe."""
    house = Path(attache.cli.__file__).parent
    drawing = {
        path.name
        for path in house.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in ("rich.table", "rich.columns")
    }
    assert drawing == {"tables.py"}


def test_a_record_in_a_pipe_is_whole(piped):
    """A title, a tab and the value; what has lines keeps them."""
    story = "kata " * 40 + "\nbaris kedua"
    ref = piped.record("consult", "log", topic="stay", channel="email", summary=story)
    out = piped("consult", "show", ref).out
    assert f"Summary\t{story.splitlines()[0]}\n\tbaris kedua\n" in out


def test_what_a_line_of_the_log_did_is_told_in_each_line_of_a_pipe(piped):
    """`grep -w L2` finds all that it did; a screen names it once."""
    raws = [{"topic": "stay", "channel": "email", "summary": "Contoh"}] * 3
    piped.json("consult", "log", "--from", "-", stdin=raws)
    lines = piped("log", "--limit", "1").out.splitlines()
    assert len(lines) == 3
    assert len({text.split("\t")[0] for text in lines}) == 1


def test_on_an_ordinary_screen_no_name_of_a_usual_length_is_cut(at, cli):
    """Of several people the first one is whole."""
    cli.record("person", "add", name="Zulkarnain Rina Misal", sex="unknown")
    raw = {"topic": "prospective-work", "channel": "social-media", "summary": "Contoh " * 20}
    cli.record("consult", "log", **raw, persons=["P4", "P1", "P2"])
    for columns in (60, 80, 120):
        assert "  Zulkarnain Rina Misal  " in at(columns, "person", "list").out
        assert "P4 Zulkarnain Rina Misal +2" in at(columns, "consult", "list").out


def test_due_shows_the_day_on_which_it_is_due(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    raw = sample(records.named("consultation")) | {"on": "2026-09-01", "follow_up": "2026-09-30"}
    cli.record("consult", "log", **raw)
    assert "2026-09-30" in cli("consult", "due").out
    assert "2026-09-30" not in cli("consult", "list").out


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_a_screen_and_a_pipe_are_told_apart(tmp_path):
    """The program itself, once at a terminal and once before a pipe."""
    import pty

    words = [sys.executable, "-m", "attache", "codes", "list"]
    environ = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "HOME": str(tmp_path)}
    whole = subprocess.run(words, env=environ, capture_output=True, text=True, check=True).stdout
    assert len(whole.splitlines()) == len(codes.names())
    assert max(map(len, whole.splitlines())) > 80
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, env=environ, stdout=theirs) as shown:
        os.close(theirs)
        drawn = b""
        while chunk := _read(ours):
            drawn += chunk
    assert shown.returncode == 0
    text = re.sub(r"\x1b\[[\d;]*m", "", drawn.decode())
    assert max(map(len, text.splitlines())) <= 80
    assert "\t" not in text


def _read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side is closed
        return b""


def test_in_a_pipe_refs_are_those_of_json(piped):
    """Whole, for `P1` is somebody else on the next laptop, and without a mark beside them."""
    told = [text.split("\t")[0] for text in piped("person", "list").out.splitlines()]
    assert told == [item["ref"] for item in piped.json("person", "list").data["items"]]
    assert set(told) == {"PNH-A-P1", "PNH-A-P2", "PNH-A-P3"}
