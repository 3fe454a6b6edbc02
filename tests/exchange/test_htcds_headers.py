"""Finding the header of an HTCDS sheet: hidden names, crossed titles, names amiss."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from attache import records
from attache.exchange.htcds import PERSON
from attache.exchange.htcds_in import from_htcds
from attache.exchange.reader import RawSheet, read_workbook
from attache.problems import Refused
from attache.records.record import kept, parse
from tests import samples
from tests.exchange.htcds import PUBLISHED, REFERRED, as_published, codes_of, person_of
from tests.exchange.workbooks import theirs

ADDRESS = {
    "prs_MailingStreet": "Jalan Contoh 1",
    "prs_MailingCity": "Kota Misal",
    "prs_MailingState": "Jawa Barat",
    "prs_MailingPostalCode": 40111.0,
    "prs_MailingCountry": "Indonesia",
}


def test_numbered_rows_that_say_nothing_are_no_rows():
    """The published workbook counts a thousand of them."""
    assert codes_of({}, {}, {}) == [("XLS018", None, None)]


def test_the_published_file_is_read_as_a_file(tmp_path):
    page = as_published({"prs_FirstName": "Contoh", "prs_Birthdate": date(2001, 8, 17)})
    beside = {"about": [["Contoh"]], "validation": [["Gender", "Status", "Title", "Email"]]}
    path = theirs(tmp_path / "mitra.xlsx", {"Sheet1": page.rows, **beside})
    sheets = from_htcds(read_workbook(path))
    assert sheets.every_problem() == ()
    assert [len(part.rows) for part in sheets.found] == [1, 0]
    raw = sheets.found[0].rows[0].raw
    born = kept(parse(records.named(PERSON).model, raw, samples.HERE).draft)
    assert born["birth_date"] == "2001-08-17"


@pytest.mark.parametrize("crossed", [True, False])
def test_the_hidden_header_counts_where_the_visible_one_disagrees(crossed):
    row = person_of({"prs_FirstName": "Contoh", **ADDRESS}, crossed=crossed)
    assert row.raw["home_address"] == "Jalan Contoh 1, Kota Misal, 40111"
    assert row.raw["home_province"] == "jawa-barat"


def test_crossed_titles_are_told_where_values_stand():
    told = [("HTC005", column, 2) for column in ("N", "O", "Q", "R")]
    assert codes_of({"prs_FirstName": "Contoh", **ADDRESS}) == told
    assert codes_of({"prs_FirstName": "Contoh", **ADDRESS}, crossed=False) == []
    assert codes_of({"prs_FirstName": "Contoh"}) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"prs_MailingCity": "Jalan Contoh 1", "prs_MailingCountry": "Kota Misal"},
        {"prs_MailingCity": "Jalan Contoh 1", "prs_MailingPostalCode": "Indonesia"},
    ],
)
def test_an_address_typed_under_the_visible_titles_is_a_problem_never_a_guess(typed):
    """A city where the hidden row says country: then the street cannot be told from the city."""
    row = {"prs_FirstName": "Contoh", **typed}
    assert ("HTC006", "Q", 3) in codes_of(row)
    assert not any(code == "HTC006" for code, _column, _row in codes_of(row, crossed=False))


def test_a_misspelt_and_a_missing_system_name_are_understood():
    """T1 of the published workbook is misspelt and AJ1 is empty; both columns are known."""
    letters = {name: letter for letter, name in PUBLISHED.items()}
    assert letters["vic_TraffickinStatusDecisionMakingOrg"] == "T"
    row = {
        "prs_FirstName": "Contoh",
        "vic_TraffickinStatusDecisionMakingOrg": "Police",
        "Reason for Outgoing Referral": "Other",
        **REFERRED,
    }
    assert codes_of(row) == [("HTC004", "T", 2), ("HTC004", "AJ", 2)]


@pytest.mark.parametrize(
    "header",
    [
        ["prs_First_Name", "prs_Second_Name", "vic_Methods_of_Control", "cas_IncomingReferralDate"],
        [" PRS_FIRSTNAME ", "prs_secondname", "vic_MethodsOfControl", "cas_incomingreferraldate"],
        ["First Name", "Second Name", "Methods of Control", "Incoming Referral Date"],
        ["first name ", "SECOND NAME", "Methods  of control", "Incoming referral date"],
    ],
)
def test_headers_in_other_spellings(header):
    """The survey form has underscores; a sheet that lost its hidden row goes by its titles."""
    rows: list[Any] = [["Data contoh"], [], header]
    rows += [["Siti", "Contoh", "Takes earnings", date(2026, 1, 30)]]
    sheets = from_htcds([RawSheet("Lembar", True, rows)])
    assert sheets.every_problem() == ()
    (someone,), (episode,) = (part.rows for part in sheets.found)
    assert (someone.number, someone.raw["name"]) == (4, "Siti Contoh")
    assert episode.raw["means_of_control"] == ["takes-earnings"]


def test_columns_without_a_field_are_told_once_with_their_count():
    rows = [{"prs_FirstName": "Contoh", "prs_Email": "contoh@contoh.invalid"}] * 3
    (told,) = from_htcds([as_published(*rows)]).every_problem()
    assert (told.code, told.column, told.row, told.args) == ("HTC004", "K", 2, {"count": 3})


def test_unknown_columns_are_told_too():
    rows: Any = [
        ["prs_FirstName", "prs_SecondName", "prs_Title", "Lain", None],
        ["A", "B", None, 1, 2],
    ]
    found = from_htcds([RawSheet("Lembar", True, rows)]).every_problem()
    assert [(p.code, p.column) for p in found] == [("HTC004", "D"), ("HTC004", "E")]


def test_two_columns_of_one_name_are_a_problem():
    rows: Any = [["prs_FirstName", "prs_SecondName", "prs_Gender", "prs_FirstName"], ["A", "B"]]
    (told,) = from_htcds([RawSheet("Lembar", True, rows)]).every_problem()
    assert (told.code, told.column, told.row) == ("XLS008", "D", 1)


def test_a_workbook_without_such_a_header_is_refused():
    with pytest.raises(Refused) as refused:
        from_htcds([RawSheet("Lembar", True, [["Nama", "NIK"], ["Contoh", "1"]])])
    assert [p.code for p in refused.value.problems] == ["HTC011"]


def test_other_sheets_are_left_aside_aloud():
    strange = RawSheet("Lain", True, [["First Name", "Second Name", "Gender"], ["Contoh"]])
    sheets = from_htcds([as_published({"prs_FirstName": "Contoh"}), strange])
    assert [(p.code, p.sheet) for p in sheets.every_problem()] == [("XLS020", "Lain")]


def test_two_sheets_name_their_people_apart():
    page = as_published({"prs_FirstName": "Contoh", **REFERRED})
    sheets = from_htcds([page, RawSheet("Kedua", True, page.rows)])
    labels = [row.label for part in sheets.found[::2] for row in part.rows]
    assert len(set(labels)) == 2
    assert [row.raw["person"] for part in sheets.found[1::2] for row in part.rows] == labels


@pytest.mark.parametrize("merged", [(), ((0, 3, 0, 4),)])
def test_titles_below_the_head_of_somebody_else_are_not_the_persons(merged):
    rows: list[list[Any]] = [
        [None, None, None, "Recruiter", None],
        ["First Name", "Second Name", "Gender", "Mobile Phone", "Email"],
        ["Siti", "Contoh", "Feminine", "+6281300000001", "lain@contoh.id"],
    ]
    sheets = from_htcds([RawSheet("Data", visible=True, rows=rows, merged=merged)])
    (row,) = sheets.found[0].rows
    assert row.raw["name"] == "Siti Contoh"
    assert "phone" not in row.raw
    assert {p.column for p in sheets.every_problem() if p.code == "HTC004"} == {"D", "E"}
