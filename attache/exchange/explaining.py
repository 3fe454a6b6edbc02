"""The words of a workbook that belong to no record: its first sheet and the notes on headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from attache import __version__
from attache.exchange.layout import ABOUT_SHEET, MADE_AT, MADE_WITH, SEPARATOR, SheetColumn
from attache.exchange.printing import LINE, Leaf, height_of, lines_of, set_up_text
from attache.exchange.values import labels, new_sheet, written
from attache.language import N_, Both, Language, both, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from xlsxwriter import Workbook

    from attache.exchange.styles import Styles

HOW_TO = (
    N_("One row is one record. Do not change the header rows."),
    N_("Leave Ref blank for a new record. A row with a ref changes that record."),
    N_("To name a new person in other sheets, put a label of your own such as #1 into Ref."),
    N_("Columns with a star are needed for a new record."),
    N_("Separate several values in one cell by semicolons."),
    N_("Write dates as 2026-01-31, 31/1/2026 or 31 Januari 2026."),
    N_("A blank cell never wipes a value that is recorded."),
    N_("Do not change or copy the hidden columns; they lead a row back to its record."),
    N_("Columns in which nothing stands may be collapsed; the plus signs above them open them."),
    N_("Tinted columns hold what can hurt a person. Pass the file on only as its marking allows."),
)
FORMS: Mapping[str, str] = {
    "text": N_("Text"),
    "texts": N_("Texts, separated by semicolons"),
    "day": N_("A date, such as 2026-01-31"),
    "partial-day": N_("A date, a month or a year: 2001-08-17, 2001-08 or 2001"),
    "code": N_("One value of the list"),
    "codes": N_("Values of the list, separated by semicolons"),
    "ref": N_("Ref of a record, or a label of this workbook such as #1"),
    "refs": N_("Refs of records or labels such as #1, separated by semicolons"),
    "nik": N_("16 digits, in a text cell"),
    "document-number": N_("Letters and digits, in a text cell"),
    "phone": N_("With country code such as +62, in a text cell"),
    "count": N_("A whole number"),
    "amount": N_("An amount, such as 1250.50 or Rp 1.650.000"),
}
_WIDTHS = 40, 90  # characters, of its two columns
_TITLE_HEIGHT = 24  # points
MARKING = N_("Marking")
"""What the first sheet calls who may see the workbook."""
_REF_HELP = N_("Leave blank for a new record, or put a label such as #1 to name it in other sheets")


@dataclass(frozen=True)
class About:
    """What the first sheet tells about a workbook.

    `title` and the first of each pair in `lines` are catalogue messages; values are shown as they
    are. `made_at` is None for a template, whose bytes then depend on nothing but its declarations.
    `language` is that of the names of its sheets and of the labels of coded values.
    """

    title: str
    lines: Sequence[tuple[str, str | Both]] = ()
    made_at: datetime | None = None
    language: Language = "id"

    @property
    def leaf(self) -> Leaf:
        """What stands on each of its printed pages."""
        return Leaf(str(both(self.title)), self.marking)

    @property
    def marking(self) -> str:
        """Who may see the workbook, as each printed page says; blank where that is not told."""
        return next((str(value) for label, value in self.lines if label == MARKING), "")


def write_about(book: Workbook, styles: Styles, about: About, counts: Mapping[str, int]) -> None:
    """Add the sheet that explains the file; `counts` is rows by sheet name."""
    sheet = new_sheet(book, say(about.language, ABOUT_SHEET))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, str(both(about.title)), styles.style(bold=True, font_size=16))
    sheet.set_row(0, _TITLE_HEIGHT)
    heights = [_TITLE_HEIGHT, LINE]
    wrapped, heading = styles.style(text_wrap=True), styles.style(bold=True, text_wrap=True)
    for row, (label, value) in enumerate(_lines(about, counts), 2):
        sheet.write_string(row, 0, label, wrapped if value else heading)
        sheet.write_string(row, 1, written(value), wrapped)
        lines = max(
            lines_of(text, width) for text, width in zip((label, value), _WIDTHS, strict=True)
        )
        heights.append(height_of(lines))
        sheet.set_row(row, heights[-1])
    set_up_text(sheet, about.leaf, heights)


def note(column: SheetColumn, language: Language) -> str:
    """What the note on a header says, in both languages: help, form, and the values of a list."""
    field = column.field
    if field is None:
        return "\n".join(both(_REF_HELP))
    texts = [field.column.help, FORMS.get(field.kind.name, "")]
    lines = [part for text in texts if text for part in dict.fromkeys(both(text))]
    if field.code_list and field.kind.many:
        lines.append(SEPARATOR.join(labels(field.code_list, language)))
    return "\n".join(lines)


def _lines(about: About, counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for label, value in about.lines:
        yield str(both(label)), str(value)
    if about.made_at:
        yield str(both(MADE_AT)), about.made_at.isoformat(" ", "seconds")
    yield str(both(MADE_WITH)), f"attache {__version__}"
    yield "", ""
    yield str(both(N_("Rows on each sheet"))), ""
    yield from ((name, str(count)) for name, count in counts.items())
    yield "", ""
    yield str(both(N_("How to fill in"))), ""
    yield from ((str(number), "\n".join(both(text))) for number, text in enumerate(HOW_TO, 1))
