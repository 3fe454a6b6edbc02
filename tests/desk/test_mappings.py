"""Mappings in the vault: one a header, with its history; applied to what comes in."""

from __future__ import annotations

import pytest

from attache.desk import imports, mappings
from attache.desk.history import changes_of
from attache.desk.imports import Wish
from attache.desk.taking_back import take_back_import
from attache.desk.undoing import undo
from attache.exchange.assigned import applied, decide, read
from attache.exchange.incoming import Incoming
from attache.exchange.mapping import header_row
from attache.exchange.marked import marked_copy
from attache.problems import NoSuchRecord, Refused
from attache.records.mapping import MappedColumn
from attache.records.record import with_values
from tests.desk.offices import documents
from tests.exchange.workbooks import theirs

HEADS = ["Nama", "Nama Terlapor", "Kode", "Warna"]
ROW = ["Ibu Misal", "Sumiyati Contoh", "X9991001", "biru"]
SAID = ["Nama=mother_name", "Nama Terlapor=name", "Kode=passport", "Warna=-"]


@pytest.fixture
def sheet(tmp_path):
    """A workbook with rows that only its sender understands."""

    def made(*rows, name="masuk.xlsx", heads=HEADS):
        return theirs(tmp_path / name, {"Data": [["DAFTAR"], [], heads, *(rows or [ROW])]})

    return made


@pytest.fixture
def source(office):
    """A file with the mappings that are saved now."""
    return lambda path, kind=None: Incoming(
        path, kind, mappings=lambda: mappings.saved(office().view)
    )


@pytest.fixture
def save(office, source):
    """Say what the columns of a file hold."""

    def one(path, *texts, sender=None, kind="person"):
        plans = mappings.columns_of(office(), source(path, kind), header_row("3")).plans
        plans = applied(plans, decide(plans, map(read, texts or SAID)))
        return mappings.save(office(), plans, sender)

    return one


@pytest.fixture
def take(office, source):
    return lambda path: imports.take_in(office(), source(path), lambda *_now: None, Wish())


def standing(vault):
    return [d for d in documents(vault, "mapping") if not d["withdrawn"]]


def people(vault):
    return [d for d in documents(vault, "person") if not d["withdrawn"]][3:]


def test_a_mapping_is_kept_with_its_header(save, sheet, vault):
    done = save(sheet(), sender="Kantor Contoh")
    assert [k.ref for k in done.kept] == ["PNH-A-H1"]
    (kept,) = documents(vault, "mapping")
    assert (kept["kind"], kept["sender"]) == ("person", "Kantor Contoh")
    assert kept["columns"] == [
        {"head": "Nama", "field": "mother_name"},
        {"head": "Nama Terlapor", "field": "name"},
        {"head": "Kode", "field": "passport"},
        {"head": "Warna", "field": "-"},
    ]


def test_mapping_the_same_header_again_changes_the_mapping(save, sheet, vault, office):
    save(sheet(), sender="Kantor Contoh")
    again = sheet(ROW, name="lagi.xlsx", heads=[head.upper() for head in HEADS])
    assert not save(again, "D=remarks").unchanged
    (kept,) = documents(vault, "mapping")
    assert (kept["rev"], kept["sender"]) == (2, "Kantor Contoh")
    assert [c["field"] for c in kept["columns"]] == ["mother_name", "name", "passport", "remarks"]
    (record,) = mappings.mappings(office().view)
    actions = [told.change.action for told in changes_of(office().view, [record])]
    assert actions == ["add", "change"]
    assert save(again, "D=remarks").unchanged
    assert documents(vault, "mapping")[0]["rev"] == 2


def test_another_header_has_a_mapping_of_its_own(save, sheet, vault):
    save(sheet())
    save(
        sheet(ROW, name="lain.xlsx", heads=["Nama", "Nama Terlapor", "Kode", "Catatan lain"]),
        "D=phone",
    )
    assert len(standing(vault)) == 2


def test_the_type_can_be_changed(save, sheet, vault):
    save(sheet())
    save(sheet(), "Nama=text", "Nama Terlapor=-", "Kode=about", "Warna=on", kind="note")
    (kept,) = standing(vault)
    assert (kept["kind"], kept["rev"]) == ("note", 2)


def test_of_two_that_a_merge_brought_one_stays(save, sheet, vault, office):
    """Each laptop had said it for itself; saying it once more settles it."""
    save(sheet())
    with office().work() as work:
        first = next(iter(work.every("mapping")))
        columns = (MappedColumn("NAMA", "name"), *first.content.columns[1:])
        work.add("mapping", with_values(first.content, {"columns": columns}))
    assert len(standing(vault)) == 2
    save(sheet())
    (kept,) = standing(vault)
    assert kept["ref"] == "PNH-A-H1"
    gone = documents(vault, "mapping")[1]
    assert gone["replaced_by"] == "PNH-A-H1"


def test_a_sender_that_cannot_be_is_refused(save, sheet, vault):
    with pytest.raises(Refused) as refused:
        save(sheet(), sender="x" * 300)
    assert [(p.code, p.field) for p in refused.value.problems] == [("TXT002", "sender")]
    assert documents(vault, "mapping") == []


def test_a_rehearsal_keeps_nothing(office, source, sheet, vault):
    plans = mappings.columns_of(office(), source(sheet(), "person"), header_row("3")).plans
    mappings.save(office(), applied(plans, decide(plans, map(read, SAID))), rehearsal=True)
    assert documents(vault, "mapping") == []


def test_what_was_said_is_applied_to_what_comes_in(save, sheet, take, vault):
    save(sheet())
    other = ["Ibu Contoh", "Paijo Misal", "X9991002", "hijau"]
    taken = take(sheet(other, name="bulan depan.xlsx"))
    assert [p.code for p in taken.problems] == ["XLS090"]
    assert dict(taken.problems[0].args) == {"ref": "PNH-A-H1"}
    (person,) = people(vault)
    said = ("name", "mother_name", "passport")
    assert [person[name] for name in said] == ["Paijo Misal", "Ibu Contoh", "X9991002"]
    assert documents(vault, "exchange")[0]["mappings"] == ["PNH-A-H1@1"]


def test_the_same_file_under_another_mapping_has_its_say_again(save, sheet, take, vault):
    """It was left aside before; the officer has said meanwhile what it is."""
    path = sheet()
    save(path)
    assert take(path).counts()["added"] == 1
    assert take(path).counts()["unchanged"] == 1
    save(path, "Warna=remarks")
    assert take(path).counts()["changed"] == 1
    assert [person["remarks"] for person in people(vault)] == ["biru"]
    assert take(path).counts()["unchanged"] == 1


def test_the_marked_copy_is_known_again(save, sheet, source, take, vault, tmp_path):
    path = sheet(["Ibu Misal", "Sumiyati Contoh", "A-", "biru"])
    save(path)
    with pytest.raises(Refused) as refused:
        take(path)
    copy = tmp_path / "ditandai.xlsx"
    copy.write_bytes(marked_copy(source(path), refused.value.problems).content)
    with pytest.raises(Refused) as again:
        take(copy)
    assert [p.code for p in again.value.problems] == [p.code for p in refused.value.problems]
    assert "XLS090" in {p.code for p in again.value.problems}


def test_a_mapping_is_taken_back_and_brought_back(save, sheet, office, source, vault):
    save(sheet())
    mappings.forget(office(), "H1")
    assert source(sheet()).sheets.every_problem()[0].code == "XLS004"
    undo(office(), None)
    assert source(sheet()).sheets.mappings == ("PNH-A-H1@3",)
    save(sheet(), "Warna=remarks")
    mappings.forget(office(), "h1")
    assert standing(vault) == []
    save(sheet())
    assert [d["ref"] for d in standing(vault)] == ["PNH-A-H2"]


def test_only_a_mapping_is_forgotten(office):
    for ref in ("P1", "H1"):
        with pytest.raises(NoSuchRecord):
            mappings.forget(office(), ref)


def test_an_import_that_a_mapping_read_is_taken_back(save, sheet, take, vault, office):
    save(sheet())
    ledger = take(sheet()).ledger
    take_back_import(office(), ledger.ref)
    assert people(vault) == []
    assert len(standing(vault)) == 1


def test_the_vault_is_not_asked_before_the_file_is_a_workbook(tmp_path):
    """A hostile file is refused before anybody has to give a passphrase."""
    path = tmp_path / "masuk.xlsx"
    path.write_bytes(b"PK\3\4 no workbook")

    def ask():
        raise AssertionError

    with pytest.raises(Refused):
        _ = Incoming(path, mappings=ask).sheets
