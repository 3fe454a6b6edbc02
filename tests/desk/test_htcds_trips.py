"""HTCDS out and back through the desk: the same again changes nothing, a changed cell one field."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from attache.desk.exports import Asked, blank, export
from attache.desk.imports import Wish, check, take_in
from attache.exchange.incoming import Incoming
from attache.problems import Refused
from tests.desk.offices import documents


def nobody_watches(_done: int, _all: int) -> None:
    """Progress that nobody sees."""


@pytest.fixture
def sent(office, record, tmp_path):
    """A workbook for headquarters with three people and a case."""
    record("victim-case", person="P1", channel="walk-in", exploitation="forced-criminality")
    path = tmp_path / "keluar.xlsx"
    return path, export(office(), Asked("htcds", path, "headquarters-report"))


def test_what_htcds_cannot_say_is_listed(sent):
    _path, done = sent
    assert done.counts == {"person": 3, "victim-case": 1}
    assert {"victim-case"} <= {loss["kind"] for loss in done.losses}
    assert done.problems
    assert {p.level for p in done.problems} == {"warning"}


def test_what_comes_back_as_it_left_changes_nothing(office, sent):
    taken = check(office(), Incoming(sent[0], "htcds"), nobody_watches)
    assert {a.account for a in taken.accounts} == {"unchanged"}
    assert len(taken.accounts) == 4


def test_a_changed_cell_changes_its_field(office, sent, vault, tmp_path):
    book = load_workbook(sent[0])
    sheet = next(s for s in book if "prs_MobilePhone" in [c.value for c in s[1]])
    column = [c.value for c in sheet[1]].index("prs_MobilePhone") + 1
    sheet.cell(3, column).value = "+628000000999"
    back = tmp_path / "kembali.xlsx"
    book.save(back)
    taken = take_in(office(), Incoming(back, "htcds"), nobody_watches, Wish())
    changed = [(a.ref, a.fields) for a in taken.accounts if a.account == "changed"]
    assert changed == [("PNH-A-P1", ("phone",))]
    assert documents(vault, "person")[0]["phone"] == "+628000000999"


def test_a_template_of_it_can_be_had(office, tmp_path):
    path = tmp_path / "kosong.xlsx"
    assert blank("htcds", path, "id", replace=False) == ("person", "victim-case")
    assert check(office(), Incoming(path, "htcds"), nobody_watches).accounts == ()


def test_another_workbook_is_no_htcds_sheet(office, tmp_path):
    path = tmp_path / "biasa.xlsx"
    export(office(), Asked("person", path))
    with pytest.raises(Refused) as refused:
        take_in(office(), Incoming(path, "htcds"), nobody_watches, Wish())
    assert [p.level for p in refused.value.problems] == ["error"]
