"""Kept documents into a workbook.

Made by XlsxWriter in memory: openpyxl, and XlsxWriter otherwise, put every sheet in plain text
into the temp folder while they save. The rows are streamed into that (streamed.py). Every cell is
typed as text, number or date, never as a formula or a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from attache.exchange.empty_columns import empty_columns
from attache.exchange.explaining import About, note, write_about
from attache.exchange.fitting import FITTED, Texts, fitted, shown
from attache.exchange.geometry import letter
from attache.exchange.layout import (
    FIRST_ROW,
    LISTS_SHEET,
    NAMES_ROW,
    TITLES_ROW,
    SheetColumn,
    columns,
    digest_of_sent,
    leading,
    sheet_name,
)
from attache.exchange.packages import left_out, record_types_of
from attache.exchange.printing import HEAD_SIZE, SIZE, height_of, lines_of, set_up_table
from attache.exchange.streamed import Cells, Rows, with_rows
from attache.exchange.styles import Styles
from attache.exchange.values import labels, shown_as
from attache.language import N_, Language, both

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from attache.records import RecordType
    from attache.records.record import Field

__all__ = ["About", "SheetRows", "template", "workbook"]

Widths = Mapping[str, float]
"""How wide each column is, in characters, by name."""

SECOND = 2  # the number of the sheet after the one that explains
SPARE_ROWS = 1000  # rows below the data that still offer their dropdowns
_REF_WIDTH = 14  # characters
_OPENED_WIDTH = 18  # characters; that nobody asked takes one line
_UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed time, which zip and Excel keep without zone
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NOT_OF_THE_LIST = N_("Choose a value of the list.")


@dataclass(frozen=True)
class SheetRows:
    """One sheet: a record type and kept documents of it (flat, as `Kept.document()` gives them).

    `origin` is the id of the vault that they are of, unless they say another one. A sheet `to_fill`
    keeps its columns, and the widths that are declared, for what is written into it.
    """

    record_type: RecordType
    documents: Collection[Mapping[str, Any]]
    without: frozenset[str] = frozenset()
    origin: str | None = None
    to_fill: bool = False

    @property
    def fitted(self) -> bool:
        """Whether its columns are as wide as what stands in them: a list that may be printed."""
        return not self.to_fill and len(self.documents) <= FITTED

    @cached_property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns of the sheet, `without` those that stay here."""
        return tuple(c for c in columns(self.record_type) if c.name not in self.without)

    @cached_property
    def collapsed(self) -> frozenset[str]:
        """The columns that are not seen until somebody opens them, nor printed."""
        return empty_columns(self.columns, self.documents) if self.fitted else frozenset()

    def name(self, language: Language) -> str:
        """What the sheet is called."""
        return sheet_name(self.record_type, language)


def workbook(sheets: Sequence[SheetRows], about: About) -> bytes:
    """A workbook with an explaining sheet, one sheet a record type, and the lists behind dropdowns.

    The same input gives the same bytes. Raises Refused (TXT002) where a cell would be longer than
    a spreadsheet program can keep.
    """
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, _OPTIONS)
    made_at = about.made_at.replace(tzinfo=None) if about.made_at else _UNDATED
    book.set_properties({"title": str(both(about.title)), "author": "attache", "created": made_at})
    styles = Styles(book)
    counts = {s.name(about.language): len(s.documents) for s in sheets}
    write_about(book, styles, about, counts)
    widths = [_widths(rows, about.language) for rows in sheets]
    for rows, wide in zip(sheets, widths, strict=True):
        _write_sheet(book, styles, rows, about, wide)
    _write_lists(book, (s.record_type for s in sheets), about.language)
    book.close()
    every = enumerate(zip(sheets, widths, strict=True), SECOND)
    filled = {n: _rows(rows, about.language, wide) for n, (rows, wide) in every}
    return with_rows(content.getvalue(), filled)


def template(kind: str, about: About) -> bytes:
    """A workbook to fill in: no rows, but headers, notes, formats and dropdowns.

    Raises Refused (XLS017) where `kind` is no record type or package.
    """
    sheets = [SheetRows(t, (), left_out(kind, t), to_fill=True) for t in record_types_of(kind)]
    return workbook(sheets, about)


def _write_sheet(
    book: Workbook, styles: Styles, rows: SheetRows, about: About, widths: Widths
) -> None:
    sheet = book.add_worksheet(rows.name(about.language))
    shape = rows.columns
    last = FIRST_ROW + len(rows.documents) - 1
    for place, column in enumerate(shape):
        style = styles.cell(column.field, fitted=rows.fitted)
        sheet.set_column(place, place, widths[column.name], style, _outline(rows, place))
        _write_header(sheet, place, column, styles, about.language)
        _offer_list(sheet, place, column, last + SPARE_ROWS)
    sheet.outline_settings(symbols_right=False)  # on a column that is seen
    sheet.set_row(NAMES_ROW - 1, None, None, {"hidden": True})
    room = {name: width * SIZE / HEAD_SIZE for name, width in widths.items()}
    lines = max(lines_of(c.title, room[c.name]) for c in shape if not c.hidden)
    sheet.set_row(TITLES_ROW - 1, height_of(lines, HEAD_SIZE))
    printed = [0 if _outline(rows, n)["hidden"] else widths[c.name] for n, c in enumerate(shape)]
    set_up_table(sheet, about.leaf, TITLES_ROW - 1, printed, leading(shape))
    sheet.freeze_panes(TITLES_ROW, 1)
    sheet.autofilter(TITLES_ROW - 1, 0, max(last, TITLES_ROW) - 1, len(shape) - 1)
    for place, column in enumerate(shape):  # two rows that show the styles (streamed.py)
        for row, quoted in enumerate((False, True), FIRST_ROW - 1):
            style = styles.cell(column.field, quoted=quoted, fitted=rows.fitted)
            sheet.write_blank(row, place, None, style)


def _outline(rows: SheetRows, place: int) -> dict[str, Any]:
    """Whether a column is hidden, and opened by a sign on the one before it."""
    column, *following = rows.columns[place : place + 2]
    collapsed = column.name in rows.collapsed
    opens = not collapsed and any(c.name in rows.collapsed for c in following)
    return {"hidden": column.hidden or collapsed, "level": int(collapsed), "collapsed": opens}


def _write_header(
    sheet: Worksheet, place: int, column: SheetColumn, styles: Styles, language: Language
) -> None:
    sheet.write_string(NAMES_ROW - 1, place, column.name)
    style = styles.header(required=column.required)
    sheet.write_string(TITLES_ROW - 1, place, column.title, style)
    if not column.hidden:
        text = note(column, language)
        size = {"width": 300, "height": 30 + 15 * (text.count("\n") + len(text) // 45)}
        sheet.write_comment(TITLES_ROW - 1, place, text, size)


def _widths(rows: SheetRows, language: Language) -> Widths:
    """The widths of the columns of a sheet."""
    declared = {c.name: c.field.column.width if c.field else _REF_WIDTH for c in rows.columns}
    if not rows.fitted:
        return declared
    seen = [c for c in rows.columns if not c.hidden and c.name not in rows.collapsed]
    cells = [Cells(c.name, shown_as(c.field, language) if c.field else None) for c in seen]
    texts = [
        Texts(c.title, declared[c.name], shown(one, rows.documents))
        for c, one in zip(seen, cells, strict=True)
    ]
    opened = {name: max(declared[name], _OPENED_WIDTH) for name in rows.collapsed}
    narrow = dict(zip((c.name for c in seen), fitted(texts, leading(seen)), strict=True))
    return {**declared, **opened, **narrow}


def _offer_list(sheet: Worksheet, place: int, column: SheetColumn, last: int) -> None:
    """A dropdown. Where several values may stand it only offers, since it can choose but one."""
    if column.field is None or not column.field.code_list:
        return
    offer = {
        "validate": "list",
        "source": f"={_list_name(column.field.code_list)}",
        "show_error": not column.field.kind.many,
        "error_title": "attache",
        "error_message": str(both(_NOT_OF_THE_LIST)),
    }
    sheet.data_validation(FIRST_ROW - 1, place, last - 1, place, offer)


def _rows(rows: SheetRows, language: Language, widths: Widths) -> Rows:
    """The rows of a sheet as they are streamed into it."""
    columns = [
        Cells(
            c.name,
            shown_as(c.field, language) if c.field else None,
            widths[c.name] if c.field and _wraps(rows, c.field) else 0,
        )
        for c in rows.columns
    ]
    count = len(rows.documents)
    return Rows(rows.name(language), FIRST_ROW, count, columns, _with_keys(rows))


def _wraps(rows: SheetRows, field: Field) -> bool:
    """Whether its texts make rows taller."""
    return field.kind.long or (rows.fitted and field.name not in rows.collapsed)


def _with_keys(rows: SheetRows) -> Iterator[Mapping[str, Any]]:
    """The documents with what leads their rows back."""
    sent = {column.name for column in rows.columns}
    for document in rows.documents:
        digest = digest_of_sent(rows.record_type, document, sent)
        yield {
            **document,
            "_id": document.get("id"),
            "_rev": document.get("rev"),
            "_digest": digest,
            "_origin": document.get("origin") or rows.origin,
        }


def _write_lists(book: Workbook, record_types: Iterable[RecordType], language: Language) -> None:
    used = {f.code_list for t in record_types for f in t.fields.values() if f.code_list}
    sheet = book.add_worksheet(LISTS_SHEET)
    sheet.hide()
    for place, name in enumerate(sorted(used)):
        offered = labels(name, language)
        sheet.write_column(0, place, [name, *offered])
        area = f"${letter(place)}$2:${letter(place)}${len(offered) + 1}"
        book.define_name(_list_name(name), f"={LISTS_SHEET}!{area}")


def _list_name(code_list: str) -> str:
    return f"list_{code_list.replace('-', '_')}"
