"""What LibreOffice saves again reads back as it left."""

from __future__ import annotations

import os
import shutil
import subprocess

import openpyxl
import pytest

from attache import records
from attache.exchange.incoming import Incoming
from attache.exchange.marked import marked_copy
from attache.exchange.reader import CellError, read_workbook
from attache.exchange.writer import SheetRows, workbook
from attache.problems import problem
from tests.exchange.furnished import furnished
from tests.exchange.test_round_trip import RISKY as EVERY_RISKY
from tests.exchange.workbooks import ABOUT, documents, read

# LibreOffice itself loses one underscore of an escape that is escaped.
RISKY = [text for text in EVERY_RISKY if text != "_x005F_x001B_"]
SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("ATTACHE_REQUIRE_SOFFICE"),
    reason="LibreOffice (soffice) is not installed",
)


def saved_again(path, folder, kind):
    """The workbook as LibreOffice saves it, with a profile of its own."""
    return all_saved_again([path], folder, kind)[0]


def all_saved_again(paths, folder, kind):
    """Several at once: each start takes seconds."""
    assert SOFFICE, "ATTACHE_REQUIRE_SOFFICE is set, but there is no soffice"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        folder / kind,
        *paths,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [folder / kind / f"{path.stem}.{kind}" for path in paths]


@pytest.fixture(scope="module")
def both_ways(tmp_path_factory):
    """Every record type in one workbook, with risky texts, before and after."""
    folder = tmp_path_factory.mktemp("soffice")
    sheets = []
    for record_type in records.every():
        sent = documents(record_type, len(RISKY))
        for text, document in zip(RISKY, sent, strict=True):
            document |= {f.name: text for f in record_type.fields.values() if f.kind.name == "text"}
        sheets.append(SheetRows(record_type, sent))
    path = folder / "keluar.xlsx"
    path.write_bytes(workbook(sheets, ABOUT))
    return {kind: (path, saved_again(path, folder, kind)) for kind in ("xlsx", "ods")}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_rows_are_the_same_after_libreoffice(both_ways, kind):
    before, after = map(read, both_ways[kind])
    assert after.every_problem() == ()
    for ours, theirs in zip(before.found, after.found, strict=True):
        assert theirs.record_type == ours.record_type
        assert theirs.rows == ours.rows


def test_failed_formulas_of_an_ods_file_are_errors(tmp_path):
    """Calamine shows them as blanks, and so they would pass for values that are not known."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Nama", "NIK"])
    sheet.append([])
    sheet.append(["Siti Contoh", None, None, "=1/0"])
    path = tmp_path / "rumus.xlsx"
    book.save(path)
    (read_again,) = read_workbook(saved_again(path, tmp_path, "ods"))
    assert read_again.rows[2] == ["Siti Contoh", None, None, CellError()]


@pytest.fixture
def marked_people(tmp_path):
    """A sheet as offices make them, before and after it was marked."""
    path, copy = tmp_path / "asli.xlsx", tmp_path / "ditandai.xlsx"
    path.write_bytes(furnished())
    return path, copy, mark(path, copy)


def mark(path, copy):
    source = Incoming(path, "person")
    rows = source.sheets.found[0].rows
    found = [row.place(problem("NIK003", "nik")) for row in rows[:2]]
    found += [rows[1].place(problem("XLS018")), *source.sheets.every_problem()]
    copy.write_bytes(marked_copy(source, found).content)
    return found


def said(path):
    sheets = read(path, "person")
    rows = [(row.number, row.raw) for row in sheets.found[0].rows]
    return rows, [(p.code, p.sheet, p.row) for p in sheets.every_problem()]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_marked_copy_is_the_same_after_libreoffice(marked_people, tmp_path, kind):
    path, copy, _found = marked_people
    again = saved_again(copy, tmp_path, kind)
    assert said(copy) == said(path)
    assert said(again) == said(path)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_libreoffice_saved_is_marked_anew(marked_people, tmp_path, kind):
    """Once only: neither column nor notes are there twice."""
    path, copy, _found = marked_people
    again, twice = saved_again(copy, tmp_path, kind), tmp_path / "dua.xlsx"
    mark(again, twice)
    before, after = (openpyxl.load_workbook(p)["Data"] for p in (copy, twice))
    assert [[c.value for c in row] for row in after["A1:C5"]] == [
        [c.value for c in row] for row in before["A1:C5"]
    ]
    assert after["C4"].comment.text == before["C4"].comment.text
    assert said(twice) == said(path)


def test_the_marked_copy_of_an_ods_file(marked_people, tmp_path):
    path, copy, _found = marked_people
    mark(saved_again(path, tmp_path, "ods"), copy)
    assert said(copy) == said(path)
    assert openpyxl.load_workbook(copy)["Data"]["A3"].value == "attache"
