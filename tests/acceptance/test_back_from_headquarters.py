"""A sheet that headquarters changed, while the office changed some of the same cells meanwhile."""

from __future__ import annotations

import openpyxl
import pytest

from attache import records
from attache.exchange.layout import sheet_name
from tests.cli.running import check_envelope

SHEET = sheet_name(records.named("person"), "en")
COUNTS = ("read", "added", "changed", "unchanged", "parked", "refused")
FIRST, SECOND = "PNH-A-P1", "PNH-A-P2"
THERE = {
    (FIRST, "remarks"): "Pelaut, menurut pusat",
    (FIRST, "mother_name"): "Ibu Di Sana",
    (SECOND, "home_address"): "Jalan Contoh 2, menurut pusat",
}
HERE = {(FIRST, "mother_name"): "Ibu Di Sini", (SECOND, "home_address"): "Jalan Misal 9"}
CLEAN = next(cell for cell in THERE if cell not in HERE)


def people(cli):
    """What is said of everybody, field by field; who changed it and when aside."""
    fields = records.named("person").fields
    refs = [item["ref"] for item in cli.json("person", "list").data["items"]]
    shown = {ref: cli.json("person", "show", ref).data for ref in refs}
    return {(ref, name): shown[ref][name] for ref in refs for name in fields}


def export(cli, path):
    ran = cli.json("exchange", "export", "person", path, "--purpose", "headquarters-report")
    check_envelope(ran, "exchange export", "ok")
    assert ran.code == 0
    return path


def changed_there(path):
    """Three cells typed anew; the rows and columns are found by the names that head them."""
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    columns = {cell.value: cell.column or 0 for cell in page[1]}
    rows = {cell.value: cell.row or 0 for (cell,) in page.iter_rows(min_row=3, max_col=1)}
    for (ref, field), value in THERE.items():
        page.cell(rows[ref], columns[field]).value = value
    book.save(path)


@pytest.fixture
def returned(cli, tmp_path):
    """The sheet that came back, what the office said when it left, and what it says now."""
    sent = people(cli)
    path = export(cli, tmp_path / "keluar.xlsx")
    changed_there(path)
    for (ref, field), value in HERE.items():
        ran = cli.json("person", "edit", ref, "--from", "-", stdin={field: value})
        check_envelope(ran, "person edit", "ok")
    assert people(cli) == sent | HERE
    return path, sent


def counts(data):
    return [data[name] for name in COUNTS]


def test_one_clean_change_two_conflicts_and_nothing_is_lost(cli, returned, tmp_path):
    path, sent = returned
    done = cli.json("exchange", "import", path)
    assert done.code == 0
    check_envelope(done, "exchange import", "partial")
    assert counts(done.data) == [3, 0, 1, 1, 1, 0]
    assert [(r["ref"], r["account"], r["fields"]) for r in done.data["rows"]] == [
        (FIRST, "changed", ["remarks"]),
        (SECOND, "parked", []),
        ("PNH-A-P3", "unchanged", []),
    ]
    assert [(p["code"], p["level"], p["row"]) for p in done.json["problems"]] == [
        ("XLS013", "warning", 3),
        ("XLS013", "warning", 4),
    ]
    assert people(cli) == sent | HERE | {CLEAN: THERE[CLEAN]}

    ran = cli.json("exchange", "conflicts")
    check_envelope(ran, "exchange conflicts", "ok")
    waiting = {(k["about"], k["field"]): k for k in ran.data["items"]}
    assert ran.data["total"] == len(waiting) == 2
    for cell, conflict in waiting.items():
        said = {one["seat"]: one["value"] for one in conflict["values"]}
        assert [one["value"] for one in conflict["base"]] == [sent[cell]]
        assert said == {"OURS": HERE[cell], "THEIRS": THERE[cell]}
        assert conflict["resolved"] is None
    screen = cli("exchange", "conflicts")
    assert screen.code == 0
    address = (SECOND, "home_address")
    assert all(said[address] in screen.out for said in (sent, HERE, THERE))

    again = cli.json("exchange", "import", path)
    assert again.code == 0
    assert counts(again.data) == [3, 0, 0, 2, 1, 0]
    assert cli.json("exchange", "conflicts").data["total"] == 2
    assert people(cli) == sent | HERE | {CLEAN: THERE[CLEAN]}

    ours, theirs = (waiting[cell]["ref"] for cell in HERE)
    check_envelope(
        cli.json("exchange", "resolve", ours, "--take", "ours"), "exchange resolve", "ok"
    )
    check_envelope(
        cli.json("exchange", "resolve", theirs, "--take", "theirs"), "exchange resolve", "ok"
    )
    settled = sent | THERE | {(FIRST, "mother_name"): HERE[FIRST, "mother_name"]}
    assert people(cli) == settled
    assert cli.json("exchange", "conflicts").data["total"] == 0
    assert cli.json("exchange", "conflicts", "--all").data["total"] == 2
    decided = cli.json("exchange", "resolve", ours, "--take", "theirs")
    assert (decided.code, decided.problems) == (3, [("MRG005", "ref")])

    for file in (path, export(cli, tmp_path / "lagi.xlsx")):
        last = cli.json("exchange", "import", file)
        assert (last.code, last.problems) == (0, [])
        check_envelope(last, "exchange import", "ok")
        assert counts(last.data) == [3, 0, 0, 3, 0, 0]
    assert people(cli) == settled


def test_another_value_can_be_decided_on_and_the_import_taken_back(cli, returned):
    """What was decided later stays; the clean change goes."""
    path, sent = returned
    ref = cli.json("exchange", "import", path).data["ref"]
    waiting = {
        (k["about"], k["field"]): k["ref"] for k in cli.json("exchange", "conflicts").data["items"]
    }
    conflict = waiting[FIRST, "mother_name"]
    other = cli.json("exchange", "resolve", conflict, "--value", "Ibu Ketiga")
    check_envelope(other, "exchange resolve", "ok")
    undone = cli.json("exchange", "undo", ref)
    check_envelope(undone, "exchange undo", "partial")
    assert undone.code == 0
    assert {c["ref"] for c in undone.data["left"]} == {conflict}
    assert people(cli) == sent | HERE | {(FIRST, "mother_name"): "Ibu Ketiga"}
    assert cli.json("exchange", "conflicts").data["total"] == 0
