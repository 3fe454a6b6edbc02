"""What comes of a file that is imported again after its import was taken back, whole or in part."""

from __future__ import annotations

import pytest

from attache.desk import imports, merges, taking_back
from attache.desk.imports import Wish
from attache.exchange.reader import RawSheet
from tests.desk.offices import documents
from tests.incoming import of_rows

SHEET = "L"
WHO = ["Nama", "Tgl Lahir", "JK", "Tempat lahir"]
CASE = ["Tanggal Lapor", "Saluran", "Uraian"]
RINA = {"name": "Rina Umpama", "birth_date": "1990-03-03", "passport": "C7654321"}


def file(*rows, kind="person", digest="1", heads=None):
    heads = heads or (WHO if kind == "person" else [*WHO, *CASE])
    return of_rows([RawSheet(SHEET, True, [heads, *rows])], digest * 64, kind)


@pytest.fixture
def take(office):
    return lambda source, **decided: imports.take_in(
        office(),
        source,
        lambda *_now: None,
        Wish(decisions={(SHEET, int(row[1:])): who for row, who in decided.items()}),
    )


@pytest.fixture
def siti(record):
    return record("person", name="Siti Aminah", birth_date="2001-05-06").ref


ROW = ["Siti Aminah", "2001-05-06", "P", "Medan"]
REPORT = ["2026-01-02", "walk-in", "Gaji tidak dibayar"]


@pytest.mark.parametrize("digest", ["1", "2"])
@pytest.mark.parametrize("kind", ["person", "victim-case"])
def test_a_decision_is_made_anew_after_an_undo(take, siti, office, vault, kind, digest):
    row = ROW if kind == "person" else [*ROW, *REPORT]
    first = take(file(row, kind=kind), r2=siti)
    (account,) = first.accounts
    assert (account.person or account).ref == siti
    taking_back.take_back_import(office(), first.ledger.ref)
    (parked,) = take(file(row, kind=kind, digest=digest)).accounts
    assert parked.account == "parked"
    (again,) = take(file(row, kind=kind, digest=digest), r2="new").accounts
    assert again.account == "added"
    person = again.person or again
    assert (person.account, person.ref != siti) == ("added", True)
    told = {d["ref"]: d["birth_place"] for d in documents(vault, "person")}
    assert (told[siti], told[person.ref]) == (None, "Medan")


def test_a_decision_that_changed_nothing_is_made_anew_too(take, siti, office):
    row = ["Siti Aminah", "2001-05-06", None, None]
    first = take(file(row), r2=siti)
    assert [a.account for a in first.accounts] == ["unchanged"]
    taking_back.take_back_import(office(), first.ledger.ref)
    assert [a.account for a in take(file(row)).accounts] == ["parked"]


@pytest.mark.parametrize("between", [False, True])
def test_what_a_certain_row_gave_is_given_again(take, record, office, vault, between):
    """Also where the file came a second time before the undo, and changed nothing."""
    ref = record("person", **RINA).ref
    source = file(
        [*RINA.values(), "P", "Medan"],
        heads=["Nama", "Tgl Lahir", "Paspor", "JK", "Tempat lahir"],
    )
    first = take(source)
    if between:
        assert [a.account for a in take(source).accounts] == ["unchanged"]
    taking_back.take_back_import(office(), first.ledger.ref)
    assert [(a.account, a.ref) for a in take(source).accounts] == [("changed", ref)]
    assert [a.account for a in take(source).accounts] == ["unchanged"]
    assert {d["ref"]: d["birth_place"] for d in documents(vault, "person")}[ref] == "Medan"


def test_a_row_whose_records_were_left_alone_stays_known(take, office, vault, record):
    rows = [
        ["Ropingi Contoh", "1974-01-12", "L", "Medan", *REPORT],
        ["Surip Wagiman", "1975-02-12", "L", "Medan", *REPORT],
    ]
    source = file(*rows, kind="victim-case")
    first = take(source)
    gone, stays = first.accounts
    other = record("person", name="Surip", phone="0812 0000 0042").ref
    merges.merge(office(), other, stays.person.ref)
    taking_back.take_back_import(office(), first.ledger.ref)
    before = len(documents(vault, "victim-case"))
    again = take(source)
    assert [(a.account, a.ref == stays.ref) for a in again.accounts] == [
        ("added", False),
        ("unchanged", True),
    ]
    assert len(documents(vault, "victim-case")) == before + 1
    assert gone.ref not in [a.ref for a in again.accounts]
