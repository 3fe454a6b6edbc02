"""At a real terminal: what was typed or pasted is stored, all of it or nothing."""

from __future__ import annotations

import json
import sys

import pytest

from attache import records
from attache.cli.asking import broken
from tests.cli.keyboard import PROGRAM, WITHOUT_READLINE
from tests.desk.offices import documents

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")

MESSAGE = "Halo pak saya di Bavet\nMohon bantuan paspor saya\n\nrm -i catatan.txt\necho TEREKSEKUSI"
ANIMALS = (
    "Ayam Badak Cicak Domba Elang Gajah Harimau Ikan Jalak Kambing Lebah Macan Naga Onta Panda "
    "Rusa Sapi Tikus Udang Walet Yuyu Zebra Kancil Beruang Kelinci Merpati Buaya"
)
"""Words that do not sound alike."""
QUICK = ("consult", "log", "--topic", "stay", "--channel", "whatsapp")


@pytest.fixture
def known(cli):
    """Somebody who is recorded: P4."""
    cli.record("person", "add", name="Bagas Contoh", birth_date="1999-05-12")
    return "PNH-A-P4"


@pytest.fixture
def listed(tmp_path):
    """A file with a list of records."""

    def write(*raws):
        path = tmp_path / "daftar.json"
        path.write_text(json.dumps(raws), encoding="utf-8")
        return path

    return write


def test_one_question_among_27_cases(cli, keyboard, listed, known):
    """It is told whose it is, and all 27 are stored."""
    cases = [
        {"channel": "walk-in", "person": {"name": f"Misal {name}"}} for name in ANIMALS.split()
    ]
    cases[1]["person"] = {"name": "Bagas Contoh", "phone": "0812-0000-0001"}
    term = keyboard("victim", "record", "--from", listed(*cases))
    assert "Row 2 of 27 · Bagas Contoh" in term.until("Who is it")
    term.type("1")
    assert term.end() == (0, False)
    stored = documents(cli.vault, "victim-case")
    assert len(stored) == 27
    assert stored[1]["person"] == known
    people = {p["ref"]: p for p in documents(cli.vault, "person")}
    assert len(people) == 4 + 26
    assert people[known]["phone"] == "+6281200000001"


def test_an_answer_fills_the_person_of_its_own_row(cli, keyboard, listed, known):
    people = [
        {"name": "Misal Satu"},
        {"name": "Bagas Contoh", "sex": "male"},
        {"name": "Misal Tiga"},
    ]
    term = keyboard("person", "add", "--from", listed(*people))
    assert "Row 2 of 3 · Bagas Contoh" in term.until("Who is it")
    term.type("1")
    assert term.end() == (0, False)
    stored = {p["name"]: p for p in documents(cli.vault, "person")}
    assert stored["Bagas Contoh"]["ref"] == known
    assert (stored["Bagas Contoh"]["sex"], stored["Bagas Contoh"]["aliases"]) == ("male", [])
    assert {"Misal Satu", "Misal Tiga"} <= stored.keys()


def test_each_row_is_asked_about_by_itself(cli, keyboard, listed, known):
    """Also where two rows of the list are one new person; an odd answer is asked again."""
    people = [{"name": "Bagas Contoh"}, {"name": "Siti Misal"}, {"name": "Siti Misal"}]
    term = keyboard("person", "add", "--from", listed(*people))
    assert "Row 1 of 3 · Bagas Contoh" in term.until("Who is it")
    term.type("n")
    assert "Row 3 of 3 · Siti Misal" in (asked := term.until("Who is it"))
    assert "row 2 · Siti Misal" in asked
    term.type("7")
    assert "Nobody has this number here." in term.until("Who is it")
    term.type("?")
    assert "That is no answer here." in term.until("Who is it")
    term.type("1")
    assert term.end() == (0, False)
    names = [p["name"] for p in documents(cli.vault, "person")]
    assert names[3:] == ["Bagas Contoh", "Bagas Contoh", "Siti Misal"]
    (decision,) = documents(cli.vault, "identity-decision")
    assert (decision["other"], decision["answer"]) == (known, "different")


def test_rows_are_asked_about_in_their_order(cli, keyboard, listed, known):
    """Also where one hangs on who an earlier row is: no later one comes before it."""
    names = ["Bagas Contoh", "Bagas Contoh", "Siti Misal", "Siti Misal"]
    term = keyboard("person", "add", "--from", listed(*({"name": name} for name in names)))
    for row, answer in ((1, "n"), (2, "1"), (4, "1")):
        assert f"Row {row} of 4" in term.until("Who is it")
        term.type(answer)
    assert term.end() == (0, False)
    stored = [p["name"] for p in documents(cli.vault, "person")]
    assert stored[3:] == ["Bagas Contoh", "Bagas Contoh", "Siti Misal"]


def test_ctrl_c_at_the_second_question_stores_nothing(cli, keyboard, listed, known):
    before = cli.vault.read_bytes()
    people = [{"name": "Bagas Contoh"}, {"name": "Siti Misal"}, {"name": "Siti Misal"}]
    term = keyboard("person", "add", "--from", listed(*people))
    term.answer("Who is it", "n")
    term.until("Who is it")
    term.interrupt()
    assert term.end()[0] == 130
    assert cli.vault.read_bytes() == before


@pytest.mark.parametrize("answer", ["1", "n", "u"])
def test_a_person_named_on_the_command_line(cli, keyboard, known, answer):
    term = keyboard(*QUICK, "--summary", "x", "--person", "bagas contoh")
    term.answer("Who is it", answer)
    if answer != "1":
        term.until("New: bagas contoh")
        asked = [f for f in records.named("person").fields.values() if f.column.asked]
        for field in asked[1:]:  # the name is there
            term.answer(f"{field.column.title}", "")
    assert term.end() == (0, False)
    (stored,) = documents(cli.vault, "consultation")
    assert stored["persons"] == [known if answer == "1" else "PNH-A-P5"]
    decided = [d["answer"] for d in documents(cli.vault, "identity-decision")]
    assert decided == {"1": [], "n": ["different"], "u": ["unsure"]}[answer]


def test_nobody_of_a_name_can_be_registered_or_named_again(cli, keyboard, known):
    term = keyboard(*QUICK, "--summary", "x", "--person", "tidak ada")
    assert "Nobody is found by “tidak ada”." in term.until("Who is it (n)")
    term.type("")
    term.answer("Persons", "?")
    assert "No name and no number stands here." in term.until("Persons")
    term.type("bagas")
    term.answer("Who is it", "1")
    assert term.end() == (0, False)
    assert documents(cli.vault, "consultation")[0]["persons"] == [known]


def test_who_was_named_can_be_left_out_of_a_field_that_may_be_blank(cli, keyboard):
    """With a dash: Enter, however often it is pressed, leaves nobody out."""
    term = keyboard(*QUICK, "--summary", "x", "--person", "P1; tidak ada")
    term.answer("Who is it (n)", "")
    term.answer("Persons (- leaves this one out)", "", "", "-")
    term.until("“tidak ada” is left out and not named here.")
    assert term.end() == (0, False)
    assert documents(cli.vault, "consultation")[0]["persons"] == ["PNH-A-P1"]


def test_a_field_that_may_be_blank_is_left_blank(cli, keyboard):
    term = keyboard(*QUICK, "--summary", "x", "--person", "tidak ada")
    term.answer("Who is it (n)", "")
    term.answer("Persons (- leaves this one out)", "-")
    assert term.end() == (0, False)
    assert documents(cli.vault, "consultation")[0]["persons"] == []


def test_where_somebody_is_needed_the_way_out_is_shown(cli, keyboard):
    term = keyboard("victim", "record", "--channel", "walk-in", "--person", "tidak ada")
    term.answer("Who is it (n)", "")
    term.answer("Person (Ctrl-C stores nothing)", "")
    assert "No name and no number stands here." in term.until("Person (Ctrl-C stores nothing)")
    term.interrupt()
    assert term.end()[0] == 130


def test_in_an_edit_a_name_that_nobody_has_empties_no_field(cli, keyboard):
    cli.json(*QUICK, "--summary", "x", "--person", "P1")
    term = keyboard("consult", "edit", "C1", "--person", "tidak ada")
    term.answer("Who is it (n)", "")
    term.answer("Persons (Ctrl-C stores nothing)", "")
    term.until("Persons (Ctrl-C stores nothing)")
    term.interrupt()
    assert term.end()[0] == 130
    assert documents(cli.vault, "consultation")[0]["persons"] == ["PNH-A-P1"]


def test_enter_takes_nobody_who_only_shares_a_name(cli, keyboard):
    for name in "ABCDEFGHIJKL":
        cli.json("person", "add", "--new", "--name", f"Agus Umpama {name}uji")
    term = keyboard(*QUICK, "--summary", "x", "--person", "agus umpama")
    assert "9 of 12, the latest seen first" in term.until("Who is it (1–9, n, u): ")
    term.type("")
    term.answer("Persons", "P1")
    term.until("Who is it (1, n) [1]: ")  # a ref is certain
    term.type("")
    assert term.end() == (0, False)
    assert documents(cli.vault, "consultation")[0]["persons"] == ["PNH-A-P1"]


@pytest.mark.parametrize("program", [PROGRAM, WITHOUT_READLINE], ids=["readline", "none"])
@pytest.mark.parametrize("redirected", [False, True], ids=["screen", "file"])
def test_a_pasted_message_stays_in_its_field(cli, keyboard, tmp_path, program, redirected):
    to = tmp_path / "keluar.txt" if redirected else None
    term = keyboard(*QUICK, program=program, to=to)
    term.until("Summary *: ")
    term.paste(MESSAGE)
    assert term.end() == (0, False)
    assert documents(cli.vault, "consultation")[0]["summary"] == MESSAGE


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("", ""),
        ("  satu dua", "  satu dua"),
        ("  1 satu dua tiga", "  1 satu\n    dua\n    tiga"),
        ("satudua tiga", "satudua\n  tiga"),
    ],
)
def test_lines_break_between_words(line, lines):
    assert broken(line, 10) == lines


def test_several_lines_are_not_taken_where_one_belongs(cli, keyboard):
    term = keyboard("person", "add")
    term.until("Name *: ")
    term.paste("Siti Misal\nBudi Misal")
    assert "one line belongs here; nothing of it was taken" in " ".join(
        term.until("Name *: ").split()
    )
    term.type("Siti Misal")
    term.until("Sex")
    term.interrupt()
    assert term.end() == (130, False)


AHEAD = "Store it without them? [y/N]"
THREE = "baris satu\rrm -i catatan.txt\recho TEREKSEKUSI"
"""A paste in a terminal that does not mark it: its last line is not ended."""


@pytest.mark.parametrize("program", [PROGRAM, WITHOUT_READLINE], ids=["readline", "none"])
@pytest.mark.parametrize("ended", ["", "\r"], ids=["pasted", "and Enter"])
@pytest.mark.parametrize("agreed", [True, False], ids=["yes", "no"])
def test_what_is_typed_ahead_is_told_and_reaches_no_shell(cli, keyboard, program, ended, agreed):
    """Nothing is stored before it is said that the rest of it is not."""
    term = keyboard(*QUICK, program=program)
    term.until("Summary *: ")
    term.keys(THREE + ended)
    told = " ".join(term.until(AHEAD).split())
    assert "2 lines" in told
    assert "“rm -i catatan.txt”" in told
    assert documents(cli.vault, "consultation") == []
    term.type("y" if agreed else "n")
    assert term.end() == (0 if agreed else 130, False)
    stored = [one["summary"] for one in documents(cli.vault, "consultation")]
    assert stored == (["baris satu"] if agreed else [])


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (("note", "record", "--about", "P1"), "Note *: "),
        (("person", "withdraw", "P1"), "Why it is taken back (--reason): "),
    ],
    ids=["record", "option"],
)
def test_every_command_that_asks_tells_what_it_drops(cli, keyboard, words, question):
    before = cli.vault.read_bytes()
    term = keyboard(*words)
    term.until(question)
    term.keys(THREE)
    term.answer(AHEAD, "n")
    assert term.end() == (130, False)
    assert cli.vault.read_bytes() == before


def test_nothing_is_asked_where_enter_was_pressed_once_too_often(cli, keyboard):
    term = keyboard(*QUICK)
    term.until("Summary *: ")
    term.keys("satu\r\r\r")
    assert term.end() == (0, False)
    assert AHEAD not in term.seen
    assert documents(cli.vault, "consultation")[0]["summary"] == "satu"


def test_a_slip_at_the_fourth_of_a_family_loses_nobody(cli, keyboard, known):
    term = keyboard("consult", "log")
    term.until("Date")
    term.type("")
    term.answer("Topic", "stay")
    term.answer("Channel", "walk-in")
    term.answer("Persons: ", "P1; Fatma Misal; bagas; Dewi Misal")
    term.answer("Who is it", "", "n")
    asked = [f for f in records.named("person").fields.values() if f.column.asked][1:]
    for field in asked:
        term.answer(field.column.title, "")
    term.answer("Who is it", "1")
    term.answer("Who is it", "y", "")
    term.answer("Persons (- leaves this one out)", "Dewi Contoh")
    term.answer("Who is it", "n")
    for field in asked:
        term.answer(field.column.title, "")
    term.answer("Province of stay", "")
    term.answer("Summary *: ", "Satu keluarga")
    term.answer("Advice", "")
    term.answer("Follow up on", "")
    assert term.end() == (0, False)
    people = {p["ref"]: p["name"] for p in documents(cli.vault, "person")}
    (stored,) = documents(cli.vault, "consultation")
    assert stored["persons"][0] == "PNH-A-P1"
    names = [people[ref] for ref in stored["persons"][1:]]
    assert names == ["Fatma Misal", "Bagas Contoh", "Dewi Contoh"]
