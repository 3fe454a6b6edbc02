"""Workbooks for the tests: ours, and those of strangers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import openpyxl

from attache.exchange.layout import sheet_name
from attache.exchange.reader import read_workbook
from attache.exchange.rows import Row, Sheets, read_rows
from attache.exchange.writer import About, SheetRows, workbook
from tests import samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from attache.records import RecordType

ABOUT = About(
    title="Hand-off",
    lines=(("Post", "PNH"), ("Marking", "Biasa / Ordinary")),
    made_at=datetime(2026, 10, 1, 9, 30, tzinfo=UTC),
    language="id",
)


def documents(record_type: RecordType, count: int = 12) -> list[dict[str, Any]]:
    """Kept documents: every other one full, the others with needed fields only."""
    return [samples.kept(record_type, seed % 2 == 0, seed).document() for seed in range(count)]


def ours(
    path: Path, record_types: Iterable[RecordType], about: About = ABOUT, count: int = 12
) -> Path:
    """A workbook that attache exported."""
    path.write_bytes(workbook([SheetRows(t, documents(t, count)) for t in record_types], about))
    return path


def tab(record_type: RecordType) -> str:
    """What a sheet of such a workbook is called."""
    return sheet_name(record_type, ABOUT.language)


def theirs(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook that somebody typed: rows of cells by sheet name."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read(path: Path, as_kind: str | None = None) -> Sheets:
    return read_rows(read_workbook(path), as_kind)


def only(path: Path, as_kind: str | None = None) -> list[Row]:
    """The rows of a workbook that has one sheet of records, and nothing wrong with it."""
    sheets = read(path, as_kind)
    assert not sheets.every_problem(), sheets.every_problem()
    (found,) = sheets.found
    return found.rows


def codes_of(sheets: Sheets) -> list[str]:
    return [p.code for p in sheets.every_problem()]
