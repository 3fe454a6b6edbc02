"""Problems as data, and the exceptions that carry them."""

from __future__ import annotations

import dataclasses

import pytest

from attache import problems
from attache.problems import AttacheError, NoSuchRecord, Refused, errors, problem
from attache.problems.catalogue import CATALOGUE

EXIT_CODES = {
    "Fault": 1,
    "Usage": 2,
    "Refused": 3,
    "NoSuchRecord": 4,
    "DecisionNeeded": 5,
    "NoVault": 10,
    "VaultBusy": 11,
    "VaultLocked": 12,
    "VaultDamaged": 13,
    "NotWritten": 14,
}
"""The contract of design/cli.md; headquarters' scripts rely on it."""


def test_a_code_outside_the_catalogue_is_refused():
    with pytest.raises(KeyError):
        problem("ZZZ999")


def test_a_problem_says_what_is_wrong_and_what_to_do():
    found = problem("NUM002", "relief_percent", least=0, most=100)
    assert found.message(str) == "The number must lie between 0 and 100."
    assert found.fix(str) == "Correct the number."
    assert found.field == "relief_percent"


@pytest.mark.parametrize("code", [code for code, wording in CATALOGUE.items() if wording.one])
def test_one_thing_is_told_as_one(code):
    """A wording for one is one of several too, with another number."""
    one, two = (problem(code, count=count, words="“x”").message(str) for count in (1, 2))
    assert one.startswith("One ")
    assert two.startswith("2 ")


def test_texts_inside_a_wording_are_translated_with_it():
    """The title of the other field is a catalogue message itself."""
    found = problem("DAT006", "follow_up", other="Date")
    indonesian = {"This day comes before “{other}”.": "Sebelum “{other}”.", "Date": "Tanggal"}
    assert found.message(indonesian.__getitem__) == "Sebelum “Tanggal”."


def test_each_of_several_texts_is_translated():
    found = problem("MRG022", ref="PNH-B-P1", fields=("Name", "Sex"))
    words = {"Name": "Nama", "Sex": "Jenis kelamin"}
    assert found.message(lambda text: words.get(text, text)).endswith(": Nama, Jenis kelamin.")


def test_braces_in_an_argument_are_no_placeholders():
    assert "{other}" in problem("COD002", nearest="{other}", label="", list="sex").fix(str)


def test_a_problem_learns_its_place_and_stays_the_same_problem():
    found = problem("REQ001", "name")
    placed = found.at(sheet="Orang", row=7, column="B")
    assert (placed.sheet, placed.row, placed.column) == ("Orang", 7, "B")
    assert dataclasses.replace(placed, sheet=None, row=None, column=None) == found


def test_only_errors_forbid_storing():
    error, warning = problem("NIK004", "nik"), problem("NIK007", "nik")
    assert (error.level, warning.level) == ("error", "warning")
    assert errors([warning, error, warning]) == [error]


@pytest.mark.parametrize(("name", "code"), EXIT_CODES.items())
def test_each_exception_ends_with_its_exit_code(name, code):
    exception = getattr(problems, name)
    assert issubclass(exception, AttacheError)
    assert exception.exit_code == code


def test_no_exception_is_missing_from_the_contract():
    assert {c.__name__ for c in AttacheError.__subclasses__()} == EXIT_CODES.keys()


@pytest.mark.parametrize(("name", "code"), EXIT_CODES.items())
def test_a_status_of_the_envelope_belongs_to_each_exit_code(name, code):
    expected = "refused" if code in (3, 5) else "error"
    assert getattr(problems, name).status == expected


def test_an_exception_carries_its_problems_and_data():
    raised = Refused(problem("REQ001", "name"), problem("COD001", "sex", list="sex"), data={"a": 1})
    assert [p.code for p in raised.problems] == ["REQ001", "COD001"]
    assert raised.data == {"a": 1}
    assert str(raised) == "REQ001, COD001"
    assert NoSuchRecord().data == {}
