"""What LibreOffice saves again reads back as it left."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from attache import records
from attache.exchange.reader import CellError, read_workbook
from attache.exchange.writer import SheetRows, workbook
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
        path,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / kind / f"{path.stem}.{kind}"


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
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Nama", "NIK"])
    sheet.append([])
    sheet.append(["Siti Contoh", None, None, "=1/0"])
    path = tmp_path / "rumus.xlsx"
    book.save(path)
    (read_again,) = read_workbook(saved_again(path, tmp_path, "ods"))
    assert read_again.rows[2] == ["Siti Contoh", None, None, CellError()]
