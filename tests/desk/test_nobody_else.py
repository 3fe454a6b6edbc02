"""That nobody is taken for somebody else: refs that are not there yet, and refs of other lists."""

from __future__ import annotations

import pytest

from attache.desk import differences, imports
from attache.desk.differences import Choice
from attache.desk.imports import Wish
from attache.desk.taking_back import take_back_import
from attache.exchange.incoming import Incoming
from attache.problems import Refused
from tests.desk.offices import documents
from tests.exchange.workbooks import theirs

TWICE = [["name", "birth_date", "sex"], ["Hantu Contoh Misal", "1990-01-01", "L"]]
TWICE.append(TWICE[1])


def quiet(_done, _total):
    """Nobody is waiting."""


@pytest.fixture
def source(tmp_path):
    def made(sheets):
        return Incoming(theirs(tmp_path / "theirs.xlsx", sheets))

    return made


def refs(problems):
    return [p.args["refs"] for p in problems if "refs" in p.args]


def test_a_check_names_no_ref_that_is_not_there(office, source):
    """Somebody else may get it before the officer writes it into the sheet."""
    sheets = {
        "People": TWICE,
        "Consultations": [
            ["on", "topic", "channel", "summary", "persons"],
            ["2026-09-01", "stay", "walk-in", "Bertanya", "Hantu Contoh Misal"],
        ],
    }
    checked = imports.check(office(), source(sheets), quiet)
    assert refs(checked.problems) == ["People!2"]
    rows = [p.args["rows"] for p in checked.problems if p.code == "XLS138"]
    assert rows == ["People!2, People!3"]
    assert [(a.account, a.ref) for a in checked.accounts] == [
        ("added", None),
        ("parked", None),
        ("refused", None),
    ]
    assert "PNH-A-P4" not in str(checked.data())
    with pytest.raises(Refused) as refused:
        imports.take_in(office(), source(sheets), quiet, Wish())
    assert "PNH-A-P4" not in str(refused.value.data)


def test_a_ref_of_another_list_changes_nobody(office, source, vault):
    """Every list has its own P1; a row that leads by its ref alone must describe that person."""
    before = documents(vault, "person")
    rows = [["ref", "name", "sex", "passport"], ["P1", "Orang Lain Sama Sekali", "L", "X0000999"]]
    with pytest.raises(Refused) as refused:
        imports.take_in(office(), source({"People": rows}), quiet, Wish())
    assert [(p.code, p.row, p.column) for p in refused.value.problems] == [("XLS025", 2, "A")]
    assert documents(vault, "person") == before


def test_a_ref_with_the_person_s_own_name_or_number_does(office, source):
    known = office().view.get("P1").content
    for named in (["P1", known.name, None], ["P1", "Ejaan Lain", known.nik]):
        rows = [["ref", "name", "nik", "remarks"], [*named, f"Pelaut {named[1]}"]]
        taken = imports.take_in(office(), source({"People": rows}), quiet, Wish())
        assert taken.accounts[0].account == "changed"


def test_nothing_good_is_nothing_stored(office, source, vault):
    before = vault.read_bytes()
    rows = [["name", "sex"], ["Siti Contoh", "perempuan sekali"]]
    with pytest.raises(Refused):
        imports.take_in(office(), source({"People": rows}), quiet, Wish(keep_good=True))
    assert vault.read_bytes() == before


def test_a_conflict_that_was_taken_back_cannot_be_decided(office, source, vault):
    known = office().view.get("P1").content
    rows = [["name", "nik", "home_address"], [known.name, known.nik, "Jalan Lain 7"]]
    taken = imports.take_in(office(), source({"People": rows}), quiet, Wish())
    (ref,) = taken.accounts[0].conflicts
    assert taken.ledger
    take_back_import(office(), taken.ledger.ref)
    before = documents(vault, "person")
    with pytest.raises(Refused):
        differences.resolve(office(), ref, Choice(value="Jalan Ketiga"))
    assert documents(vault, "person") == before


def test_no_row_is_good_that_would_lose_a_column(office, source, vault):
    """Also with --keep-good: the officer asked for good rows, not for parts of them."""
    before = vault.read_bytes()
    rows = [["name", "sex", "sex"], ["Siti Contoh", "P", "L"]]
    with pytest.raises(Refused) as refused:
        imports.take_in(office(), source({"People": rows}), quiet, Wish(keep_good=True))
    assert "XLS008" in [p.code for p in refused.value.problems]
    assert vault.read_bytes() == before


def test_a_guess_at_a_column_is_told_and_stops_nothing(office, source):
    rows = [["name", "sex", "birthdat"], ["Wulan Terkaan", "P", "1990-01-01"]]
    taken = imports.take_in(office(), source({"People": rows}), quiet, Wish())
    assert [account.account for account in taken.accounts] == ["added"]
    assert ("XLS007", "warning") in [(p.code, p.level) for p in taken.problems]
