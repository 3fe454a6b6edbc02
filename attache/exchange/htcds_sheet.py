"""The HTCDS 2.0 spreadsheet as a file, in the shape of the published workbook.

A hidden first row has the system names, the second the titles, in an order in which both agree;
the first column counts the rows. Our refs and hidden keys follow the 83 columns.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from attache import codes
from attache.exchange.explaining import About, write_about
from attache.exchange.geometry import letter
from attache.exchange.htcds import CASE, KINDS, OWN, PERSON, SHEET, key, pairs, said, standard
from attache.exchange.layout import FIRST_ROW, LISTS_SHEET, NAMES_ROW, TITLES_ROW
from attache.exchange.printing import set_up_table
from attache.exchange.styles import DAY, Styles
from attache.exchange.values import CELL_LIMIT, RISKY, new_sheet, too_long, written
from attache.language import N_, Both, both, say
from attache.problems import Problem, Refused, problem

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from attache.exchange.htcds_out import HtcdsTable
    from attache.records.record import Field

_ATTRIBUTION = (
    "Human Trafficking Case Data Standard (HTCDS) 2.0, IOM, github.com/UNMigration/HTCDS,"
    " CC BY 4.0; no endorsement by IOM is implied"
)
_COUNTER_WIDTH, _WIDTH = 8.43, 20  # characters: that of a column without one, and of all others
_SPARE_ROWS = 1000  # rows below the data that still offer their dropdowns
# Excel has a 29 February 1900 and LibreOffice has not: their days agree only after it.
_FIRST_AGREED = date(1900, 3, 1)
_UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed time, which zip and Excel keep without zone
_OPTIONS = {  # in memory: the rows would otherwise lie in plain text in the temp folder
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_REF_TITLES = {key(PERSON, "ref"): N_("Ref of the person"), key(CASE, "ref"): N_("Ref of the case")}


def htcds_workbook(table: HtcdsTable, about: About) -> bytes:
    """The workbook of a table: its sheet first, then ours that explains the file.

    The explaining sheet names the standard and lists what could not be said. The same input gives
    the same bytes. Raises Refused (TXT002) where a cell would be longer than a spreadsheet
    program can keep.
    """
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, _OPTIONS)
    made_at = about.made_at.replace(tzinfo=None) if about.made_at else _UNDATED
    book.set_properties({"title": str(both(about.title)), "author": "attache", "created": made_at})
    styles = Styles(book)
    sheet = new_sheet(book, SHEET)
    names = (*standard(), *OWN)
    _write_headers(sheet, styles, names)
    _write_rows(sheet, styles, names, table.rows)
    write_about(book, styles, _explained(table, about), {SHEET: len(table.rows)})
    printed = [_COUNTER_WIDTH, *(0 if _hidden(name) else _WIDTH for name in names)]
    set_up_table(sheet, about.leaf, TITLES_ROW - 1, printed, 1)
    _write_lists(book, sheet, names, FIRST_ROW + len(table.rows) + _SPARE_ROWS)
    book.close()
    return content.getvalue()


def paired() -> dict[str, Field]:
    """The fields of ours that a column of HTCDS says, of both record types."""
    return {name: field for kind in KINDS for name, field in pairs(kind).items()}


def _explained(table: HtcdsTable, about: About) -> About:
    lost = [(N_("What HTCDS cannot say"), _worded(found)) for found in table.problems]
    return dataclasses.replace(about, lines=(*about.lines, (N_("Standard"), _ATTRIBUTION), *lost))


def _worded(found: Problem) -> str:
    """A problem in both languages, with the title of its field in front."""
    titles = {f.name: f.column.title for f in paired().values()}
    worded = Both(*(found.message(partial(say, language)) for language in ("id", "en")))
    title = titles.get(found.field or "")
    return f"{both(title)}: {worded}" if title else str(worded)


def _write_headers(sheet: Worksheet, styles: Styles, names: Sequence[str]) -> None:
    for place, name in enumerate(names, 1):
        field = standard().get(name)
        title = field.label if field else str(both(_REF_TITLES.get(name, name)))
        style = styles.header(required=bool(field and field.core))
        sheet.set_column(place, place, _WIDTH, None, {"hidden": _hidden(name)})
        sheet.write_string(NAMES_ROW - 1, place, name)
        sheet.write_string(TITLES_ROW - 1, place, title, style)
    sheet.set_row(NAMES_ROW - 1, None, None, {"hidden": True})
    sheet.set_row(TITLES_ROW - 1, 45)
    sheet.freeze_panes(TITLES_ROW, 1)


def _hidden(name: str) -> bool:
    """Whether a column leads a row back to its records, and says nothing to a reader."""
    return name in OWN and name not in _REF_TITLES


def _write_rows(
    sheet: Worksheet, styles: Styles, names: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> None:
    fields = paired()
    plain = {name: styles.cell(fields.get(name)) for name in names}
    quoted = {name: styles.cell(fields.get(name), quoted=True) for name in names}
    days = {s.name for s in standard().values() if s.type == "Date"}
    day_style = styles.style(num_format=DAY)
    for place, cells in enumerate(rows):
        row = FIRST_ROW - 1 + place
        sheet.write_number(row, 0, place + 1)
        for column, name in enumerate(names, 1):
            text = cells.get(name, "")
            day = date.fromisoformat(text) if text and name in days else None
            if day and day >= _FIRST_AGREED:
                sheet.write_datetime(row, column, day, day_style)
            elif text:
                style = quoted[name] if text[0] in RISKY else plain[name]
                _write_text(sheet, row, column, text, style)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    if too_long(text):
        found = problem("TXT002", limit=CELL_LIMIT)
        raise Refused(found.at(sheet=SHEET, row=row + 1, column=letter(column)))
    sheet.write_string(row, column, written(text), style)


def _write_lists(book: Workbook, sheet: Worksheet, names: Sequence[str], last: int) -> None:
    """Dropdowns with the values of HTCDS. Where several may stand they only offer."""
    lists = book.add_worksheet(LISTS_SHEET)
    lists.hide()
    offered = [(name, f) for name, f in paired().items() if f.code_list]
    for place, (name, field) in enumerate(offered):
        words = [w for code in codes.load(field.code_list) if (w := said(field, code.value))]
        words = [*dict.fromkeys(words)]
        lists.write_column(0, place, [name, *words])
        offer = {
            "validate": "list",
            "source": f"={LISTS_SHEET}!${letter(place)}$2:${letter(place)}${len(words) + 1}",
            "show_error": False,
        }
        column = names.index(name) + 1
        sheet.data_validation(FIRST_ROW - 1, column, last - 1, column, offer)
