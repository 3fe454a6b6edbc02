"""Workbooks of the older and the binary kind: .xls and .xlsb."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from attache import records
from attache.exchange.incoming import Incoming
from attache.exchange.marked import marked_copy
from attache.exchange.reader import CellError, read_content, read_workbook
from attache.problems import Refused, problem
from tests.exchange.test_passwords import SOFFICE, needs_soffice
from tests.exchange.workbooks import only, ours, theirs
from tests.faults import binaries as b

CELLS: b.Cells = {
    **b.PEOPLE,
    (2, 0): "Budi Misal",
    (2, 1): "L",
    (3, 0): "#REF!",
    (3, 1): 2.5,
    (5, 0): True,
    (6, 1): "#N/A",
}
ROWS = [
    [*b.HEADS],
    ["Siti Contoh", "P"],
    ["Budi Misal", "L"],
    [CellError(), 2.5],
    [None, None],
    [True, None],
    [None, CellError()],
]
FILES = {
    ".xls": b.xls(
        CELLS,
        before=b.hidden_columns(1, 1) + b.hidden_row(2),
        after=b.merged((1, 2, 0, 0), (3, 3, 0, 1)),
    ),
    ".xlsb": b.xlsb(
        CELLS,
        before=b.hidden_span(1, 1),
        after=b.merged_areas((1, 2, 0, 0), (3, 3, 0, 1)),
        hidden=[2],
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_cells_and_what_is_hidden_and_merged(kind):
    (sheet,) = read_content(FILES[kind])
    assert (sheet.name, sheet.visible) == ("People", True)
    assert sheet.rows == ROWS
    failed = [c.text for row in sheet.rows for c in row if isinstance(c, CellError)]
    assert failed == ["#REF!", "#N/A"]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((3,), ("B",))
    assert sheet.merged == ((1, 0, 2, 0), (3, 0, 3, 1))


@pytest.mark.parametrize("kind", FILES)
def test_a_marked_copy_is_a_workbook_of_today(kind, tmp_path):
    path, copy = tmp_path / f"in{kind}", tmp_path / "out.xlsx"
    path.write_bytes(FILES[kind])
    made = marked_copy(Incoming(path, "person"), [problem("XLS018").at(sheet="People", row=2)])
    copy.write_bytes(made.content)
    assert [p.code for p in made.problems] == ["XLS152"]
    (before,), (after,) = read_workbook(path), read_workbook(copy)
    assert [row[1:] for row in after.rows][1:] == before.rows[1:]
    failed = [c.text for row in after.rows for c in row if isinstance(c, CellError)]
    assert failed == ["#REF!", "#N/A"]
    with ZipFile(copy) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert after.rows[0] == ["attache", *before.rows[0]]
    assert (after.hidden_rows, after.hidden_columns) == ((3,), ("C",))


@pytest.mark.parametrize("make", [b.xls, b.xlsb])
@pytest.mark.parametrize("cut", range(0, 6000, 400))
def test_a_file_that_was_cut_is_refused_or_read(make, cut):
    """And never ends in anything else."""
    codes = {"XLS002", "XLS003", "XLS046", "XLS049", "XLS063"}
    whole = make()
    content = whole[:cut]
    with suppress(Refused):
        assert read_content(content)
        assert cut >= min(2_000, len(whole))
        return
    with pytest.raises(Refused) as caught:
        read_content(content)
    assert caught.value.problems[0].code in codes


@needs_soffice
def test_what_libreoffice_saves_as_xls_reads_as_what_it_was_made_of(tmp_path):
    rows: list[list[Any]] = [
        ["Nama", "Lahir", "Dicatat", "NIK", "Nilai", "Ya"],
        ["Siti Contoh", date(1990, 2, 28), datetime(2026, 1, 31, 8, 5), "3201", 2.5, True],  # noqa: DTZ001
        ["Budi – Misal", date(2001, 12, 1), None, "0032", -7, False],
    ]
    path = theirs(tmp_path / "in.xlsx", {"Data": rows, "Lain": [["x"]]})
    converted = as_xls(path)
    before, after = read_workbook(path), read_workbook(converted)
    assert [(s.name, s.rows) for s in after] == [(s.name, s.rows) for s in before]


@needs_soffice
def test_our_own_workbook_comes_back_as_xls(tmp_path):
    path = ours(tmp_path / "out.xlsx", [records.named("person")])
    assert [row.raw for row in only(as_xls(path))] == [row.raw for row in only(path)]


def as_xls(path: Path) -> Path:
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "xls", "--outdir", str(path.parent), str(path)]
    assert SOFFICE
    subprocess.run([SOFFICE, profile, *words], check=True, capture_output=True, timeout=180)
    return path.with_suffix(".xls")
