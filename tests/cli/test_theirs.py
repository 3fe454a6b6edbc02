"""Records of another office on the screen: marked, counted apart, and changed by nobody here."""

from __future__ import annotations

import pytest

from tests.cli.running import Cli
from tests.desk import offices

SINGAPORE = {"post": "SIN", "country": "SGP", "seat": "A", "officers": ["Ani Contoh"]}
TALK = {"on": "2026-09-01", "topic": "stay", "channel": "walk-in", "summary": "Bertanya"}


@pytest.fixture
def collected(cli, tmp_path, capsys, monkeypatch):
    """A neighbouring post that took in the hand-off of this one and has somebody of its own."""
    cli.record("consult", "log", **TALK, persons=["P1"])
    book = tmp_path / "h.xlsx"
    ran = cli("exchange", "export", "handoff", book, "--purpose", "headquarters-report")
    assert ran.code == 0
    (tmp_path / "sin").mkdir()
    other = Cli(tmp_path / "sin" / "post.vault", capsys, monkeypatch)
    offices.make(other.vault, SINGAPORE)
    other.record("person", "add", name="Orang Singapura", sex="male")
    assert other.json("exchange", "import", book).data["added"] == offices.PEOPLE + 1
    return other


def test_they_are_marked_in_list_and_show(collected):
    lines = collected("person", "list").out.splitlines()
    (theirs,) = [line for line in lines if line.startswith("PNH-A-P1")]
    (ours,) = [line for line in lines if "Orang Singapura" in line]
    assert theirs.startswith("PNH-A-P1 <")
    assert "<" not in ours
    shown = collected("person", "show", "PNH-A-P1").out
    assert "Record of another office" in shown
    assert "withdrawn there" in shown
    assert "another office" not in collected("person", "show", "P1").out
    origins = {i["ref"]: i["origin"] for i in collected.json("person", "list").data["items"]}
    assert [ref for ref, origin in origins.items() if origin is None] == ["SIN-A-P1"]


def test_whose_are_counted_is_said(collected):
    said = collected("stats", "show", "--by", "topic").out
    assert "records of post SIN" in said
    assert "Not counted: PNH" in said
    for post, total in {"SIN": 0, "PNH": 1}.items():
        data = collected.json("stats", "show", "--by", "topic", "--post", post).data
        assert (data["post"], data["tables"][0]["total"]) == (post, total)
    assert collected.json("stats", "show", "--post", "XXX").problems == [("STA002", "post")]


def test_what_names_somebody_erased_in_their_records_is_told_as_theirs(collected):
    """Nobody is told to edit what is not edited here."""
    phone = collected.json("person", "show", "PNH-A-P1").data["phone"]
    named = {"name": "Larasati Umpama", "phone": phone}
    ref = collected.json("person", "add", "--new", "--from", "-", stdin=named).data["ref"]
    told = collected.json("vault", "erase", ref, "--dry-run")
    assert {t["ref"] for t in told.data["still_named"]} == {"PNH-A-P1"}
    assert told.problems == [("ERA007", None)]


def test_a_post_that_has_only_its_own_says_nothing_of_others(cli):
    assert "Counted" not in cli("stats", "show", "--by", "topic").out


def test_an_officer_is_told_whose_they_are(collected):
    for words in (
        ("person", "edit", "PNH-A-P1", "--remarks", "Diubah"),
        ("person", "withdraw", "PNH-A-P2", "--reason", "salah"),
        ("consult", "edit", "PNH-A-C1", "--summary", "Diubah"),
    ):
        assert collected.json(*words).problems == [("ORG001", "ref")]
    ran = collected.json("person", "merge", "P1", "PNH-A-P1", "--yes")
    assert ran.data["moved"] == []
    assert "both stay" in collected("person", "merge", "P1", "PNH-A-P2", "--yes").out
    assert collected("vault", "check", "--read-data").code == 0
