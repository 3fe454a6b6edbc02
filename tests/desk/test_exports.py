"""Workbooks that leave: what is in them, and the ledger line beside them: both or neither."""

from __future__ import annotations

import errno
import hashlib

import pytest
from openpyxl import load_workbook

from attache import records
from attache.desk import exports, recording
from attache.desk.exports import Asked
from attache.desk.filters import Filters
from attache.desk.ledger import ledger_line
from attache.exchange.layout import sheet_name
from attache.exchange.packages import PACKAGES, package_of
from attache.exchange.reader import read_workbook
from attache.exchange.rows import read_rows
from attache.problems import NotWritten, Refused
from attache.records.record import kept
from tests.desk.offices import NOW, documents, sample

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}


@pytest.fixture
def out(tmp_path):
    return tmp_path / "keluar.xlsx"


def refs_of(path):
    """The refs on each sheet of a workbook."""
    found = read_rows(read_workbook(path)).found
    return {s.record_type.name: [row.ref for row in s.rows] for s in found}


def told(path):
    """What the first sheet says, by its English label."""
    rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return {str(label).split(" / ")[-1]: value for label, value, *_ in rows if label}


@EVERY
def test_every_record_that_stands_leaves_in_the_order_of_its_day(office, out, kind):
    recording.record(office(), kind, [sample(kind, seed) for seed in range(3)])
    if kind.model.ENTRY:
        recording.withdraw(office(), f"{kind.letter}2", "keliru")
    done = exports.export(office(), Asked(kind.name, out))
    refs = refs_of(out)[kind.name]
    standing = [k.ref for k in recording.standing(office().view, kind.name)]
    assert sorted(refs) == sorted(standing)
    assert done.counts == {kind.name: len(standing)}


def test_the_ledger_says_what_left(office, vault, out):
    done = exports.export(office(), Asked("person", out, "headquarters-report"))
    (line,) = documents(vault, "exchange")
    assert line["ref"] == done.ledger.ref == "PNH-A-X1"
    assert line["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (line["direction"], line["package"], line["file"], line["purpose"], line["read"]) == (
        "export",
        "person",
        "keluar.xlsx",
        "headquarters-report",
        3,
    )
    assert [row["ref"] for row in line["rows"]] == ["PNH-A-P1", "PNH-A-P2", "PNH-A-P3"]


def test_a_period_takes_the_people_along_whom_its_records_name(office, record, out):
    """And no others, although all were recorded at another time."""
    late = office().now.replace(month=11)
    raw = {**SAID, "on": "2026-10-31", "persons": ["P2"]}
    record("consultation", **SAID, on="2026-09-01", persons=["P3"])
    recording.record(office(late), records.named("consultation"), [raw])
    exports.export(office(late), Asked("handoff", out, since="2026-10-15"))
    refs = refs_of(out)
    assert (refs["consultation"], refs["person"]) == (["PNH-A-C2"], ["PNH-A-P2"])


def test_the_first_sheet_tells_the_period_in_iso_whatever_was_typed(office, out):
    exports.export(office(), Asked("person", out, since="1 September 2026", until="kemarin"))
    assert told(out)["Period"] == "2026-09-01 – 2026-09-30"
    exports.export(office(), Asked("person", out, replace=True))
    assert told(out)["Period"] == "… – 2026-10-01"


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"purpose": "gossip"}, "COD001", "purpose"),
        ({"since": "x"}, "DAT001", "since"),
        ({"since": "today", "until": "yesterday"}, "DAT008", "until"),
        ({"kind": "people"}, "XLS017", "kind"),
        ({"kind": "post"}, "XLS017", "kind"),
    ],
)
def test_what_cannot_be_exported_leaves_nothing(office, vault, out, asked, code, field):
    before = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        exports.export(office(), Asked(**{"kind": "person", "destination": out, **asked}))
    assert [(p.code, p.field) for p in refused.value.problems] == [(code, field)]
    assert not out.exists()
    assert vault.read_bytes() == before


def test_a_file_that_is_there_is_replaced_only_on_purpose(office, vault, out):
    out.write_text("milik orang lain")
    before = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        exports.export(office(), Asked("person", out))
    assert [p.code for p in refused.value.problems] == ["XLS012"]
    assert (out.read_text(), vault.read_bytes()) == ("milik orang lain", before)
    exports.export(office(), Asked("person", out, replace=True))
    assert refs_of(out)["person"]


def test_no_ledger_line_without_the_file(office, vault, tmp_path):
    before = vault.read_bytes()
    with pytest.raises(NotWritten):
        exports.export(office(), Asked("person", tmp_path / "no" / "such" / "folder.xlsx"))
    assert vault.read_bytes() == before


def test_a_recipient_that_the_ledger_cannot_keep_is_refused(office, vault, out):
    """It was left out of the ledger once, and nobody was told."""
    before = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        exports.export(office(), Asked("person", out, recipient="x" * 201))
    assert [(p.code, p.field) for p in refused.value.problems] == [("TXT002", "recipient")]
    assert (out.exists(), vault.read_bytes()) == (False, before)


@pytest.mark.parametrize("name", ["\x01", " ", "\u200b" * 255, "a\udcffb"])
def test_the_ledger_keeps_every_name_that_a_file_can_have(name):
    said = {"direction": "import", "package": "person", "sha256": "0" * 64, "rows": []}
    line = ledger_line(NOW.date(), file=name, **said)
    assert kept(line)["file"].strip()


def test_the_ledger_has_room_for_every_record_type_together():
    every = package_of(t.name for t in records.RECORD_TYPES)
    said = {"direction": "import", "file": "a.xlsx", "sha256": "0" * 64, "rows": []}
    line = ledger_line(NOW.date(), package=every, **said)
    assert kept(line)["package"] == every


def test_what_could_not_be_put_in_its_place_did_not_leave(office, vault, out, monkeypatch):
    """The old file stands, and the ledger says that the new one came to nothing."""
    exports.export(office(), Asked("person", out))
    before = out.read_bytes()

    def refused(*_args, **_more):
        raise OSError(errno.EACCES, "contoh")

    monkeypatch.setattr("attache.files._named", refused)
    with pytest.raises(NotWritten):
        exports.export(office(), Asked("person", out, replace=True))
    assert out.read_bytes() == before
    assert [line["withdrawn"] for line in documents(vault, "exchange")] == [None, exports.NOT_LEFT]


def test_the_old_file_stands_where_the_ledger_cannot_be_written(office, out, monkeypatch):
    """A file that is to be replaced is there as long as anything can fail."""
    exports.export(office(), Asked("person", out))
    before = out.read_bytes()

    def full(*_args):
        raise OSError(errno.ENOSPC, "contoh")

    monkeypatch.setattr("attache.vault.system.append", full)
    with pytest.raises(NotWritten):
        exports.export(office(), Asked("person", out, replace=True))
    assert out.read_bytes() == before


def test_no_file_without_the_ledger_line(office, vault, out, monkeypatch):
    """Where the vault cannot be written, no names leave."""

    def full(*_args):
        raise OSError(errno.ENOSPC, "contoh")

    before = vault.read_bytes()
    monkeypatch.setattr("attache.vault.system.append", full)
    with pytest.raises(NotWritten):
        exports.export(office(), Asked("person", out))
    assert (list(out.parent.glob("*.xlsx")), vault.read_bytes()) == ([], before)


@pytest.mark.parametrize("name", [*PACKAGES, *(t.name for t in records.every())])
def test_a_template_has_a_sheet_for_each_record_type_and_no_rows(out, name):
    names = exports.blank(name, out, "id", replace=False)
    assert list(names) == list(PACKAGES.get(name, (name,)))
    sheets = load_workbook(out).sheetnames
    assert [sheet_name(records.named(n), "id") for n in names] == sheets[1:-1]
    assert all(rows == [] for rows in refs_of(out).values())


def test_the_ledger_lists_what_left(office, out):
    exports.export(office(), Asked("person", out))
    listing = exports.ledger(office(), Filters())
    assert [k.ref for k in listing.items] == ["PNH-A-X1"]
