"""Sheets of cells from JSON into a workbook, in the faster of openpyxl's two ways: CELLS OUT."""

import sys
from pathlib import Path

import orjson
from openpyxl import Workbook

book = Workbook(write_only=True)
for name, rows in orjson.loads(Path(sys.argv[1]).read_bytes()).items():
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
book.save(sys.argv[2])
