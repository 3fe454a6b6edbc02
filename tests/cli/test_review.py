"""What an import leaves for a person, decided at the terminal, by a script, and taken back."""

from __future__ import annotations

import pytest

from attache import records
from attache.cli.values import apart
from attache.exchange.editing import with_changes
from attache.problems import Refused, problem
from tests.desk.offices import documents
from tests.exchange.workbooks import theirs

ROWS = [["name", "sex", "birth_date"], *[["Sumiyati Contoh", "P", "1990"]] * 2]


@pytest.fixture
def sheet(tmp_path):
    """Two rows that may be one person."""
    return theirs(tmp_path / "masuk.xlsx", {"People": ROWS})


def accounts(ran):
    return [row["account"] for row in ran.json["data"]["rows"]]


def test_what_waits_does_not_hold_up_the_rest(cli, sheet):
    ran = cli.json("exchange", "import", sheet)
    assert (ran.code, ran.json["status"]) == (0, "partial")
    assert accounts(ran) == ["added", "parked"]
    assert ran.json["data"]["rows"][1]["like"] == ["PNH-A-P4"]


def test_a_script_decides_with_an_option(cli, sheet):
    assert cli.json("exchange", "import", sheet, "--decide", "People!9=new").problems == [
        ("XLS024", "decide")
    ]
    cli.json("exchange", "import", sheet)
    ran = cli.json("exchange", "import", sheet, "--decide", "people!3=P4")
    assert (accounts(ran), ran.json["status"]) == (["unchanged", "unchanged"], "ok")
    assert len(documents(cli.vault, "person")) == 4


def test_a_row_is_who_another_row_is(cli, sheet):
    """Where neither is recorded yet; a row is not itself, and nobody's row is nobody."""
    for bad in ("People!3", "People!9", "Orang!2"):
        ran = cli.json("exchange", "import", sheet, "--decide", f"People!3={bad}")
        assert ran.problems == [("XLS024", "decide")]
    ran = cli.json("exchange", "import", sheet, "--decide", "People!3=people!2")
    assert (accounts(ran)[0], ran.json["status"]) == ("added", "ok")
    assert len(documents(cli.vault, "person")) == 4


def test_a_review_needs_somebody(cli, sheet):
    ran = cli.json("exchange", "import", sheet, "--review")
    assert (ran.code, ran.problems) == (2, [("USE007", None)])


@pytest.mark.parametrize(
    ("said", "people", "parked"), [("1", 4, 0), ("n", 5, 0), ("", 4, 1), (["x", "q"], 4, 1)]
)
def test_an_officer_is_asked_row_by_row(terminal, sheet, said, people, parked):
    terminal.cli.json("exchange", "import", sheet)
    ran = terminal("exchange", "import", sheet, "--review", answers={"Who is it": said})
    assert ran.code == 0
    assert "Sumiyati Contoh" in ran.err
    assert len(documents(terminal.cli.vault, "person")) == people
    assert documents(terminal.cli.vault, "exchange")[-1]["parked"] == parked


@pytest.mark.parametrize(("said", "remarks"), [("1", "Di sini"), ("2", "Di sana")])
def test_conflicts_are_shown_side_by_side_and_decided(terminal, tmp_path, said, remarks):
    cli, file = terminal.cli, tmp_path / "k.xlsx"
    cli.json("person", "edit", "P1", "--remarks", "Semula")
    cli.json("exchange", "export", "person", file, "--purpose", "headquarters-report")
    cli.json("person", "edit", "P1", "--remarks", "Di sini")
    changes = {(records.named("person"), 3, "remarks"): "Di sana"}
    file.write_bytes(with_changes(file, changes))
    ran = terminal("exchange", "import", file, "--review", answers={"stands": said})
    assert ran.code == 0
    assert documents(cli.vault, "person")[0]["remarks"] == remarks
    assert cli.json("exchange", "conflicts").data["total"] == 0


TALK = ("consult", "log", "--topic", "stay", "--channel", "email", "--summary", "x", "--person")


def test_an_import_is_taken_back_and_what_was_touched_is_told(cli, tmp_path):
    sheet = theirs(tmp_path / "dua.xlsx", {"People": [*ROWS[:2], ["Bambang Misal", "L", "1980"]]})
    ref = cli.json("exchange", "import", sheet).json["data"]["ref"]
    planned = cli.json("exchange", "undo", ref, "--dry-run")
    assert (planned.data["stored"], planned.data["left"]) == (False, [])
    cli.json(*TALK, "P4")
    assert "Part of X1 is undone; attache undo L" in cli("exchange", "undo", ref).out
    assert cli("undo", "--yes").code == 0
    done = cli.json("exchange", "undo", ref)
    assert (done.code, done.json["status"]) == (0, "partial")
    assert [(left["code"], left["ref"]) for left in done.data["left"]] == [("UND007", "PNH-A-P4")]
    assert cli.json("exchange", "undo", ref).problems == [("UND005", None)]
    assert cli.json("exchange", "undo", "P1").code == 4


def test_an_import_of_which_all_was_touched_stays(cli, sheet):
    """It is not undone then, so that it can be once nothing stands in the way."""
    ref = cli.json("exchange", "import", sheet).json["data"]["ref"]
    talk = cli.json(*TALK, "P4").data["ref"]
    refused = cli.json("exchange", "undo", ref)
    assert (refused.code, refused.problems) == (5, [("UND007", None)])
    assert cli("exchange", "undo", ref, "--dry-run").code == 5
    cli("consult", "withdraw", talk, "--reason", "salah")
    assert cli.json("exchange", "undo", ref).data["left"] == []


def test_an_undone_import_does_not_come_back_beside_the_same_sheet(cli, sheet):
    """The import that is named is taken back first; then each row stands once."""
    first = cli.json("exchange", "import", sheet).json["data"]["ref"]
    undone = cli.json("exchange", "undo", first).data["ref"]
    second = cli.json("exchange", "import", sheet).json["data"]["ref"]
    people = cli.json("person", "list").data["total"]
    refused = cli.json("undo", undone, "--yes")
    assert (refused.code, refused.problems) == (5, [("UND023", None)])
    assert f"attache exchange undo {second}" in refused.json["problems"][0]["fix"]
    assert cli("exchange", "undo", second).code == 0
    assert cli("undo", undone, "--yes").code == 0
    assert cli.json("person", "list").data["total"] == people
    assert cli("vault", "check", "--read-data").code == 0


def test_nothing_is_taken_back_without_a_yes(terminal, sheet):
    ref = terminal.cli.json("exchange", "import", sheet).json["data"]["ref"]
    assert terminal("exchange", "undo", ref).code == 0
    assert not documents(terminal.cli.vault, "person")[-1]["withdrawn"]
    assert terminal("exchange", "undo", ref, answers={"Undo this": "y"}).code == 0
    assert documents(terminal.cli.vault, "person")[-1]["withdrawn"]


def test_sides_that_differ_look_different_even_masked():
    """Two phones that end alike: what differs is shown, or nobody could choose."""
    field = records.named("person").fields["phone"]
    ours, theirs_ = apart(field, ["+628000000981", "+628001110981"])
    assert ours != theirs_
    assert "•" in ours
    assert apart(field, ["", "+628000000981", "+628001110981"])[0] == ""
    assert apart(field, ["+628000000981", "+628000000982"]) == ["•••••••••0981", "•••••••••0982"]


def test_a_marked_copy_never_takes_the_place_of_the_workbook(cli, tmp_path):
    path = theirs(tmp_path / "in.xlsx", {"People": [["name", "sex"], ["Siti Contoh", "entah apa"]]})
    before = path.read_bytes()
    ran = cli.json("exchange", "check", path, "--marked", path, "--yes")
    assert (ran.code, ran.problems) == (3, [("XLS071", "marked")])
    assert path.read_bytes() == before


def test_rows_that_were_stored_are_told_where_no_marked_copy_can_be_made(
    cli, tmp_path, monkeypatch
):
    path = theirs(tmp_path / "in.xlsx", {"People": [["name", "sex"], ["Siti Contoh", "entah apa"]]})

    def too_much(*_asked):
        raise Refused(problem("XLS065"))

    monkeypatch.setattr("attache.exchange.marked.marked_copy", too_much)
    ran = cli.json("exchange", "check", path, "--marked", tmp_path / "out.xlsx")
    assert ran.code == 3
    assert ("XLS151", "marked") in ran.problems
    assert not (tmp_path / "out.xlsx").exists()
