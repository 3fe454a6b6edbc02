"""Sheets that come back: three versions of each field, decisions, and taking an import back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import differences, erasing, exports, imports, recording, undoing
from attache.desk.conflicts import conflicts_in
from attache.desk.differences import Choice
from attache.desk.exports import Asked
from attache.desk.imports import Wish
from attache.desk.taking_back import take_back_import
from attache.exchange.editing import with_changes
from attache.exchange.incoming import Incoming
from attache.exchange.layout import KEYS
from attache.problems import DecisionNeeded, Refused
from attache.records.exchange import ACCOUNTS
from attache.rules.three_way import three_way
from tests import opening
from tests.desk import offices
from tests.desk.offices import documents
from tests.exchange.workbooks import theirs

PERSON = records.named("person")
CONSULTATION = records.named("consultation")
NOTE = records.named("note")
SAID = {"on": "2026-09-01", "topic": "stay", "channel": "walk-in", "summary": "Bertanya"}


def quiet(_done, _total):
    """Nobody is waiting."""


@pytest.fixture
def take(office):
    def one(path, keep_good=False, **decisions):
        decided = {("People", int(row[1:])): who for row, who in decisions.items()}
        return imports.take_in(office(), Incoming(path), quiet, Wish(keep_good, decided))

    return one


@pytest.fixture
def sent(office, tmp_path) -> Callable[..., Any]:
    def one(kind, name="keluar.xlsx"):
        path = tmp_path / name
        exports.export(office(), Asked(kind, path, "headquarters-report", replace=True))
        return path

    return one


def changed(path, *changes):
    cells = {(kind, row, field): text for kind, row, field, text in changes}
    path.write_bytes(with_changes(path, cells))
    return path


def accounts(taken):
    return [(a.row, a.account, a.fields) for a in taken.accounts]


def without(path, *columns):
    """The sheet with some columns taken out, as somebody would."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    for name in columns:
        heads = [cell.value for cell in sheet[1]]
        sheet.delete_cols(heads.index(name) + 1)
    book.save(path)
    return path


def test_one_clean_change_two_conflicts_and_nothing_lost(office, sent, take, vault):
    """Three cells changed by headquarters, two of the same cells changed here meanwhile."""
    path = changed(
        sent("person"),
        (PERSON, 3, "remarks", "Pelaut"),
        (PERSON, 3, "mother_name", "Ibu Di Sana"),
        (PERSON, 4, "mother_name", "Ibu Lain Di Sana"),
    )
    recording.edit(office(), "P1", {"mother_name": "Ibu Di Sini"})
    recording.edit(office(), "P2", {"mother_name": "Ibu Lain Di Sini"})
    before = {d["ref"]: d for d in documents(vault, "person")}
    taken = take(path)
    assert accounts(taken)[:2] == [(3, "changed", ("remarks",)), (4, "parked", ())]
    assert [p.code for p in taken.problems] == ["XLS013", "XLS013"]
    after = {d["ref"]: d for d in documents(vault, "person")}
    assert after["PNH-A-P1"]["remarks"] == "Pelaut"
    assert after["PNH-A-P1"]["mother_name"] == "Ibu Di Sini"
    assert after["PNH-A-P2"] == before["PNH-A-P2"]
    first, second = conflicts_in(office().view)
    assert (first.content.about, first.content.field) == ("PNH-A-P1", "mother_name")
    assert [said["value"] for said in first.content.values] == ["Ibu Di Sini", "Ibu Di Sana"]
    again = take(path)
    assert {a.account for a in again.accounts} == {"unchanged", "parked"}
    assert len(conflicts_in(office().view)) == 2
    differences.resolve(office(), first.ref, Choice("THEIRS"))
    differences.resolve(office(), second.ref, Choice("OURS"))
    said = {d["ref"]: d["mother_name"] for d in documents(vault, "person")}
    assert (said["PNH-A-P1"], said["PNH-A-P2"]) == ("Ibu Di Sana", "Ibu Lain Di Sini")
    assert {a.account for a in take(path).accounts} == {"unchanged"}
    assert {a.account for a in take(sent("person", "lagi.xlsx")).accounts} == {"unchanged"}
    assert conflicts_in(office().view) == []


def test_what_both_changed_alike_is_settled(office, sent, take):
    path = changed(sent("person"), (PERSON, 3, "remarks", "Pelaut"))
    recording.edit(office(), "P1", {"remarks": "Pelaut"})
    assert accounts(take(path))[0] == (3, "unchanged", ())


def test_a_sheet_without_its_hidden_columns_matches_by_ref(office, sent, take, vault):
    """It is taken for the last workbook in which the record left: our later change is no loss."""
    path = without(changed(sent("person"), (PERSON, 3, "remarks", "Pelaut")), *KEYS)
    recording.edit(office(), "P1", {"mother_name": "Ibu Di Sini"})
    recording.edit(office(), "P2", {"remarks": "Juru masak"})
    taken = take(path)
    assert accounts(taken)[:2] == [(3, "changed", ("remarks",)), (4, "unchanged", ())]
    said = {d["ref"]: d for d in documents(vault, "person")}
    assert said["PNH-A-P1"]["mother_name"] == "Ibu Di Sini"
    assert said["PNH-A-P2"]["remarks"] == "Juru masak"


def test_keys_that_slid_to_another_row_are_refused(sent, take):
    path = sent("person")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    place = [cell.value for cell in sheet[1]].index("_id") + 1
    for column in range(place, place + 3):
        one, other = sheet.cell(3, column), sheet.cell(4, column)
        one.value, other.value = other.value, one.value
    book.save(path)
    with pytest.raises(Refused) as refused:
        take(path)
    assert [p.code for p in refused.value.problems] == ["XLS021", "XLS021"]


def test_rows_that_headquarters_deleted_or_added_are_recognised(sent, take, vault):
    path = sent("person")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    sheet.delete_rows(4)
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(6, heads.index("name") + 1).value = "Sumiyati Tambahan"
    book.save(path)
    taken = take(path)
    assert [a.account for a in taken.accounts] == ["unchanged", "unchanged", "added"]
    (told,) = taken.problems
    assert (told.code, told.args["refs"], told.level) == ("XLS022", "PNH-A-P2", "warning")
    assert not any(d["withdrawn"] for d in documents(vault, "person"))


@pytest.mark.parametrize("cleared", [1, 2])
def test_a_row_that_came_without_its_hidden_columns_came_back(sent, take, cleared):
    """Its ref leads it: XLS021 advises to clear them. What is not there is still missing."""
    path = sent("person")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    heads = [cell.value for cell in sheet[1]]
    for row in range(3, 3 + cleared):
        for key in KEYS:
            sheet.cell(row, heads.index(key) + 1).value = None
    if cleared == 1:
        sheet.delete_rows(4)
    book.save(path)
    taken = take(path)
    assert {a.account for a in taken.accounts} == {"unchanged"}
    missed = [p.args["refs"] for p in taken.problems if p.code == "XLS022"]
    assert missed == (["PNH-A-P2"] if cleared == 1 else [])


def test_a_certain_match_fills_in_and_conflicts_where_both_differ(office, take, tmp_path, vault):
    known = office().view.get("P1").content
    recording.edit(office(), "P1", {}, clear=["remarks"])
    heads = ["name", "nik", "birth_date", "remarks", "mother_name"]
    row = [known.name, known.nik, known.birth_date, "Pelaut", "Ibu Berbeda"]
    taken = take(theirs(tmp_path / "in.xlsx", {"People": [heads, row]}))
    (account,) = taken.accounts
    assert (account.account, account.ref) == ("changed", "PNH-A-P1")
    assert account.fields == ("remarks",)
    (conflict,) = conflicts_in(office().view)
    assert conflict.content.field == "mother_name"
    assert len(documents(vault, "person")) == offices.PEOPLE


ALIKE = [["name", "birth_date"], ["Sumiyati Contoh", "1990"], ["Sumiyati Contoh", "1990"]]


def test_a_possible_match_waits_until_it_is_decided(office, take, tmp_path, vault):
    path = theirs(tmp_path / "in.xlsx", {"People": ALIKE})
    first = take(path)
    assert [a.account for a in first.accounts] == ["added", "parked"]
    assert [a.account for a in take(path).accounts] == ["unchanged", "parked"]
    decided = take(path, r3="new")
    assert [a.account for a in decided.accounts] == ["unchanged", "added"]
    assert {a.account for a in take(path).accounts} == {"unchanged"}
    assert len(documents(vault, "person")) == offices.PEOPLE + 2
    (answer,) = documents(vault, "identity-decision")
    assert answer["answer"] == "different"


def test_a_possible_match_can_be_somebody_known(take, tmp_path, vault):
    path = theirs(tmp_path / "in.xlsx", {"People": ALIKE})
    ref = take(path).accounts[0].ref
    decided = take(path, r3=ref)
    assert [(a.account, a.ref) for a in decided.accounts] == [("unchanged", ref)] * 2
    assert len(documents(vault, "person")) == offices.PEOPLE + 1


def test_a_row_that_names_a_parked_person_waits_with_them(take, tmp_path):
    heads = ["ref", "on", "topic", "channel", "persons", "summary"]
    said = [None, "2026-09-01", "stay", "walk-in", "#2", "Contoh"]
    rows = (["Sumiyati Contoh", "P", "1990"], ["Sumiyati Contoh", "P", "1990"])
    people = [["ref", "name", "sex", "birth_date"], ["#1", *rows[0]], ["#2", *rows[1]]]
    path = theirs(tmp_path / "in.xlsx", {"People": people, "Consultations": [heads, said]})
    taken = take(path)
    assert [a.account for a in taken.accounts] == ["added", "parked", "parked"]
    assert taken.problems[-1].code == "XLS023"


def test_an_undo_leaves_alone_what_was_touched_later(office, sent, take, vault):
    for _time in range(2):
        recording.record(office(), CONSULTATION, [SAID])
    path = changed(
        sent("person"),
        (PERSON, 3, "remarks", "Pelaut"),
        (PERSON, 3, "mother_name", "Ibu Di Sana"),
        (PERSON, 4, "remarks", "Juru masak"),
    )
    before = {d["ref"]: d for d in documents(vault, "person")}
    taken = take(path)
    recording.edit(office(), "P1", {"mother_name": "Ibu Sebenarnya"})
    assert taken.ledger
    done = take_back_import(office(), taken.ledger.ref)
    (left,) = done.left
    assert (left.code, left.ref, left.fields) == ("UND006", "PNH-A-P1", ("mother_name",))
    after = {d["ref"]: d for d in documents(vault, "person")}
    assert after["PNH-A-P1"]["mother_name"] == "Ibu Sebenarnya"
    for ref in ("PNH-A-P1", "PNH-A-P2"):
        assert after[ref]["remarks"] == before[ref]["remarks"]
    with pytest.raises(Refused):
        take_back_import(office(), taken.ledger.ref)


def test_an_undo_leaves_alone_whom_a_later_record_names(office, take, tmp_path, vault):
    people = [["name", "sex"], ["Sumiyati Contoh", "P"], ["Bambang Misal", "L"]]
    path = theirs(tmp_path / "in.xlsx", {"People": people})
    taken = take(path)
    first, second = (a.ref for a in taken.accounts)
    recording.record(office(), CONSULTATION, [{**SAID, "persons": [first]}])
    done = take_back_import(office(), taken.ledger.ref)
    assert [(c.code, c.ref, c.by) for c in done.left] == [("UND007", first, "PNH-A-C1")]
    standing = {d["ref"]: not d["withdrawn"] for d in documents(vault, "person")}
    assert (standing[first], standing[second]) == (True, False)
    again = take(path)
    assert [a.account for a in again.accounts] == ["unchanged", "added"]


def test_a_corrected_entry_and_its_correction_are_taken_back_together(office, sent, take, vault):
    recording.record(office(), NOTE, [{"about": "P1", "text": "Satu"}])
    path = changed(sent("note"), (NOTE, 3, "text", "Dua"))
    taken = take(path)
    assert taken.accounts[0].ref == "PNH-A-N2"
    recording.edit(office(), "N2", {"text": "Tiga"})
    with pytest.raises(DecisionNeeded) as needed:
        take_back_import(office(), taken.ledger.ref)
    left: Any = needed.value.data["conflicts"]
    assert {c["ref"] for c in left} == {"PNH-A-N1", "PNH-A-N2"}
    assert {(c["code"], c["by"]) for c in left} == {("UND006", last_line(office))}
    standing = [d["ref"] for d in documents(vault, "note") if not d["withdrawn"]]
    assert standing == ["PNH-A-N3"]
    undoing.undo(office(), None)
    assert take_back_import(office(), taken.ledger.ref).left == ()
    standing = [d["ref"] for d in documents(vault, "note") if not d["withdrawn"]]
    assert standing == ["PNH-A-N1"]


def last_line(office):
    return next(office().view.history().latest_here())["ref"]


CELLS = st.one_of(st.none(), st.sampled_from(["Pelaut", "Juru masak", "Guru", "P", "1990", "x"]))


@settings(max_examples=20, deadline=None)
@given(
    edits=st.dictionaries(
        st.tuples(st.integers(3, 5), st.sampled_from(["remarks", "mother_name", "family_contact"])),
        CELLS,
        max_size=5,
    ),
    new=st.lists(st.sampled_from(["Sumiyati Satu", "Bambang Dua", "Agus Tiga"]), max_size=3),
    meanwhile=st.dictionaries(st.sampled_from(["P1", "P2"]), st.sampled_from(["Guru", "Petani"])),
)
def test_any_import_and_its_undo_is_the_identity(tmp_path_factory, edits, new, meanwhile):
    """Revisions and times of change aside, which tell that something was there."""
    folder = tmp_path_factory.mktemp("office")
    vault, path = folder / "post.vault", folder / "out.xlsx"
    opening.lay(vault, offices.peopled())
    exports.export(offices.office_at(vault), Asked("person", path, "headquarters-report"))
    cells = {(PERSON, row, name): text for (row, name), text in edits.items() if text}
    path.write_bytes(with_changes(path, cells))
    if new:
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[1]
        place = [cell.value for cell in sheet[1]].index("name") + 1
        for number, name in enumerate(new):
            sheet.cell(6 + number, place).value = name
        book.save(path)
    for ref, value in meanwhile.items():
        recording.edit(offices.office_at(vault), ref, {"remarks": value})
    before = said(vault)
    wish = Wish(keep_good=True)
    taken = imports.take_in(offices.office_at(vault), Incoming(path), quiet, wish)
    data = taken.data()
    assert data["read"] == len(taken.accounts) == sum(data[n] for n in ACCOUNTS)
    done = take_back_import(offices.office_at(vault), taken.ledger.ref if taken.ledger else "")
    assert done.left == ()
    assert said(vault) == before


def said(vault):
    """What stands in the vault, by ref."""
    kinds = (*records.every(), records.named("conflict"))
    return {
        d["ref"]: {n: d[n] for n in kind.fields}
        for kind in kinds
        for d in documents(vault, kind.name)
        if not d["withdrawn"]
    }


VALUES = st.sampled_from([None, "a", "b", "c"])


@given(sent=VALUES, ours=VALUES, theirs_=VALUES)
def test_three_way_loses_nothing(sent, ours, theirs_):
    merged = three_way({"x": sent}, {"x": ours}, {"x": theirs_})
    value = merged.taken.get("x", ours)
    if merged.clashing:
        assert len({sent, ours, theirs_}) == 3
        assert "x" not in merged.taken
    elif theirs_ is None or theirs_ == sent:
        assert value == ours
    else:
        assert value == theirs_


@pytest.mark.parametrize("keys", [KEYS, ()], ids=["by-ref", "by-hidden-columns"])
def test_the_row_of_somebody_erased_since_is_told_and_left_out(office, sent, take, vault, keys):
    path = without(changed(sent("person"), (PERSON, 3, "remarks", "Pelaut")), *keys)
    erasing.erase(office(), "P1", "contoh")
    taken = take(path)
    assert accounts(taken)[:2] == [(3, "unchanged", ()), (4, "unchanged", ())]
    assert [(p.code, p.row) for p in taken.problems] == [("ORG008", 3)]
    assert "PNH-A-P1" not in {d["ref"] for d in documents(vault, "person")}


TEXTS = [
    name for name, f in PERSON.fields.items() if f.kind.name == "text" and not f.kind.identifier
]


@pytest.mark.parametrize("deleted", [False, True], ids=["still-there", "deleted"])
@pytest.mark.parametrize("field", TEXTS)
def test_a_sheet_from_before_an_erasure_brings_its_changes(
    office, sent, take, vault, field, deleted
):
    """Whichever column was changed: the others are looked through for cells that moved."""
    path = changed(sent("person"), (PERSON, 3, field, "Sulastri Tambahan"))
    erasing.erase(office(), "P2", "contoh")
    if deleted:
        book = openpyxl.load_workbook(path)
        book.worksheets[1].delete_rows(4)
        book.save(path)
    taken = take(path)
    assert [a.account for a in taken.accounts if a.account != "unchanged"] == ["changed"]
    told = [(p.code, p.row) for p in taken.problems if p.code == "ORG008"]
    assert told == ([] if deleted else [("ORG008", 4)])
    assert documents(vault, "person")[0][field] == "Sulastri Tambahan"


@pytest.fixture
def talks(record):
    """Two consultations, the first of which is about two people."""
    record("consultation", **SAID, persons=["P1", "P2"], caller="Ibu orangnya")
    record("consultation", **SAID, persons=["P2"])


@pytest.mark.usefixtures("talks")
@pytest.mark.parametrize("keys", [KEYS, ()], ids=["by-ref", "by-hidden-columns"])
@pytest.mark.parametrize("named", ["PNH-A-P1; PNH-A-P2", "PNH-A-P2"], ids=["named", "left out"])
def test_what_an_erasure_emptied_does_not_come_back(office, sent, take, vault, keys, named):
    """The row is told, whatever else is new in it; the others go through, and a new sheet does."""
    new = [(CONSULTATION, row, "advice", f"Sabar {row}") for row in (3, 4)]
    path = changed(sent("consultation"), *new, (CONSULTATION, 3, "persons", named))
    erasing.erase(office(), "P1", "contoh")
    before = documents(vault, "consultation")[0]
    taken = take(without(path, *keys))
    assert accounts(taken) == [(3, "unchanged", ()), (4, "changed", ("advice",))]
    assert [(p.code, p.row) for p in taken.problems] == [("ORG012", 3)]
    assert documents(vault, "consultation")[0] == before
    again = changed(sent("consultation", "lagi.xlsx"), (CONSULTATION, 3, "advice", "Tenang"))
    assert accounts(take(without(again, *keys)))[0] == (3, "changed", ("advice",))


def test_an_import_is_taken_back_though_somebody_of_it_was_erased(office, sent, take, vault):
    """What it replaced of them is gone; what it changed of others is not."""
    path = changed(
        sent("person"),
        (PERSON, 3, "mother_name", "Sulastri"),
        (PERSON, 4, "passport", "C2222222"),
    )
    before = documents(vault, "person")[0]["mother_name"]
    ledger = take(path).ledger.ref
    assert {d["person"] for d in documents(vault, "former-number")} == {"PNH-A-P2"}
    erasing.erase(office(), "P2", "contoh")
    done = take_back_import(office(), ledger)
    assert documents(vault, "person")[0]["mother_name"] == before
    assert {c.ref for c in done.left} == {"PNH-A-P2", "PNH-A-B1"}


def test_a_record_that_names_somebody_erased_says_so(office):
    erasing.erase(office(), "P1", "contoh")
    raw = {"topic": "stay", "channel": "walk-in", "summary": "Contoh", "persons": ["P1"]}
    with pytest.raises(Refused) as refused:
        recording.record(office(), records.named("consultation"), [raw])
    assert [(p.code, p.field) for p in refused.value.problems] == [("REF008", "persons")]
