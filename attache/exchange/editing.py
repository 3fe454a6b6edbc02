"""Changing cells of a finished workbook, as somebody at headquarters would."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from attache.exchange.layout import NAMES_ROW, named_by
from attache.records import RecordType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Change = tuple[RecordType, int, str]
"""Record type (its sheet), row as the spreadsheet program counts, field name."""


def with_changes(source: Path, changes: Mapping[Change, str]) -> bytes:
    """The workbook with some cells of its records changed, everything else as it was.

    For demonstrations with invented data only: openpyxl saves through the temp folder.
    """
    from openpyxl import load_workbook

    book = load_workbook(source)
    sheets = {named_by(sheet.title): sheet for sheet in book.worksheets}
    for (record_type, row, field), value in changes.items():
        sheet = sheets[record_type]
        places = {cell.value: cell.column for cell in sheet[NAMES_ROW]}
        place = places[field] or 0
        sheet.cell(row, place).value = value
        for columns in sheet.column_dimensions.values():
            if (columns.min or 0) <= place <= (columns.max or 0):
                columns.hidden = False  # who writes into a collapsed one opens it first
    changed = BytesIO()
    book.save(changed)
    return changed.getvalue()
