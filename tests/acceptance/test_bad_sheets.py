"""A thousand rows with ten broken ones: exactly those are named, and nothing is stored."""

from __future__ import annotations

import pytest

from tests.cli.running import check_envelope
from tests.exchange.workbooks import theirs

HEADS = ["Date", "Topic", "Channel", "Summary", "Follow up on"]
BROKEN = {
    2: ("A", "on", "DAT001", "31 Pebruari 2026"),
    117: ("B", "topic", "COD001", "qqqqqqqq"),
    118: ("C", "channel", "REQ001", None),
    233: ("A", "on", "DAT005", "2027-01-01"),
    400: ("D", "summary", "REQ001", "   "),
    401: ("E", "follow_up", "DAT001", "kapan-kapan"),
    650: ("E", "follow_up", "DAT006", "2026-08-31"),
    777: ("D", "summary", "TXT002", "x" * 10_001),
    999: ("B", "topic", "COD002", "stya"),
    1001: ("A", "on", "DAT003", 46_000.5),
}
ROWS = 1000


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    """Invented consultations, as somebody typed them."""
    rows: list[list[object]] = [
        ["2026-09-01", "stay", "walk-in", f"Contoh {number}", None] for number in range(ROWS)
    ]
    for number, (column, _field, _code, value) in BROKEN.items():
        rows[number - 2]["ABCDE".index(column)] = value
    return theirs(tmp_path_factory.mktemp("in") / "masuk.xlsx", {"Consultations": [HEADS, *rows]})


def told(ran):
    return {
        problem["row"]: (problem["column"], problem["field"], problem["code"])
        for problem in ran.json["problems"]
    }


EXPECTED = {row: broken[:3] for row, broken in BROKEN.items()}


@pytest.mark.parametrize("verb", ["check", "import"])
def test_exactly_the_broken_ones_are_named(cli, sheet, verb):
    before = cli.vault.read_bytes()
    ran = cli.json("exchange", verb, sheet)
    assert ran.code == 3
    check_envelope(ran, f"exchange {verb}", "refused")
    assert told(ran) == EXPECTED
    assert {p["sheet"] for p in ran.json["problems"]} == {"Consultations"}
    assert (ran.json["data"]["read"], ran.json["data"]["refused"]) == (ROWS, 10)
    assert ran.json["data"]["stored"] is False
    assert cli.vault.read_bytes() == before


def test_the_good_ones_are_kept_where_that_is_asked_for(cli, sheet, tmp_path):
    """And the answer says that it is a part only; the marked copy can be mended."""
    marked = tmp_path / "ditandai.xlsx"
    ran = cli.json("exchange", "import", sheet, "--keep-good", "--marked", marked)
    assert ran.code == 0
    check_envelope(ran, "exchange import", "partial")
    assert told(ran) == EXPECTED
    assert (ran.data["added"], ran.data["refused"], len(ran.data["rows"])) == (990, 10, ROWS)
    assert cli.json("consult", "list").data["total"] == 990
    assert marked.exists()
    again = cli.json("exchange", "import", marked, "--keep-good").data
    assert (again["added"], again["unchanged"], again["refused"]) == (0, 990, 10)


def test_on_the_screen_each_problem_has_its_cell(cli, sheet):
    ran = cli("exchange", "check", sheet)
    assert ran.code == 3
    for row, (column, _field, code) in EXPECTED.items():
        assert f"Consultations!{column}{row}" in ran.err
        assert f"[{code}]" in ran.err
    assert "x" * 50 not in ran.err


@pytest.mark.parametrize("where", ["exists", "no folder"])
def test_a_marked_copy_that_cannot_be_put_is_refused_before_anything_is_stored(
    cli, sheet, tmp_path, where
):
    """Not after: nobody may read “refused” about rows that were stored."""
    marked = tmp_path / ("ada.xlsx" if where == "exists" else "no/such.xlsx")
    if where == "exists":
        marked.write_text("milik orang lain")
    before = cli.vault.read_bytes()
    ran = cli.json("exchange", "import", sheet, "--keep-good", "--marked", marked)
    assert (ran.code, ran.problems) == (
        (3, [("XLS012", "marked")]) if where == "exists" else (14, [("XLS011", "marked")])
    )
    assert cli.vault.read_bytes() == before
    if where == "exists":
        assert marked.read_text() == "milik orang lain"
        assert cli("--yes", "exchange", "check", sheet, "--marked", marked).code == 3
        assert marked.read_bytes().startswith(b"PK")
