"""A kept value as a cell shows it, so that reading the cell gives the same value back."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from attache import codes
from attache.exchange.layout import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from attache.language import Language
    from attache.records.record import Field

Shown = str | int | float
CELL_LIMIT = 32_767  # UTF-16 units, as Excel counts
SHORT = CELL_LIMIT // 2  # characters, of which each has two units at most
# Excel would read such a text as a formula once somebody edits the cell; in East Asia it does so
# with the full-width forms too.
RISKY = "=+-@\t\r\n＝＋－＠"
_LONGEST_WRITTEN = 10 * CELL_LIMIT  # a character becomes `&quot;` at most, or `&#95;x005F&#95;`
_SERIAL_ZERO = date(1899, 12, 30).toordinal()
# Excel has a 29 February 1900 and LibreOffice has not: their serials agree only after it.
_FIRST_AGREED = "1900-03-01"

# ECMA-376 part 1, 22.9.2.19: in a workbook `_x001B_` stands for a character.
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f]")  # a CR is, but is read as LF
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")  # nor are these; escaped they come back as words


def shown_as(field: Field, language: Language) -> Callable[[Any], Shown] | None:
    """How values of a field are shown: labels of codes in one language, several joined with `; `.

    Days become serial numbers of the 1900 calendar; None: texts and numbers stay as they are.
    """
    one = _one(field, language)
    if field.kind.many:
        return lambda values: SEPARATOR.join(str(one(v) if one else v) for v in values)
    return one


def labels(code_list: str, language: Language) -> list[str]:
    """The labels of a code list in one language, in its own order."""
    return [getattr(code.label, language) for code in codes.load(code_list)]


def literal(text: str) -> str:
    """A text in which just those characters are escaped that XML cannot hold.

    U+FFFE and U+FFFF, which are no characters, are left out.

    >>> literal("_x001B_"), literal(chr(13))
    ('_x005F_x001B_', '_x000D_')
    """
    text = _LIKE_AN_ESCAPE.sub("_x005F_", _NO_CHARACTERS.sub("", text))
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def written(text: str) -> str:
    """A text as XlsxWriter has to be given it, so that it is written as it is.

    XlsxWriter takes a text from `<r>` to `</r>` for ready-made XML and leaves some escapes alone.
    Such a text is given as ready-made XML on purpose, with underscores that it does not meddle
    with.
    """
    if not text.startswith("<r>") and not _LIKE_AN_ESCAPE.search(text):
        return text
    inside = escape(literal(text), quote=False).replace("_", "&#95;")
    return f'<r><t xml:space="preserve">{inside}</t></r>'


def new_sheet(book: Workbook, name: str) -> Worksheet:
    """A sheet that takes texts as `written` makes them: longer than the cell that they fill."""
    sheet = book.add_worksheet(name)
    sheet.xls_strmax = _LONGEST_WRITTEN  # beyond which XlsxWriter would cut them, in mid-XML
    return sheet


def too_long(text: str) -> bool:
    """Whether a cell cannot keep a text."""
    return len(text) > SHORT and len(text.encode("utf-16-le")) > 2 * CELL_LIMIT


def _one(field: Field, language: Language) -> Callable[[Any], Shown] | None:
    if field.code_list:
        texts = {c.value: getattr(c.label, language) for c in codes.load(field.code_list)}
        return lambda value: texts.get(value, value)  # today's list may not have it any more
    if field.kind.name == "day":
        return _serial
    return None


def _serial(day: str) -> Shown:
    return day if day < _FIRST_AGREED else date.fromisoformat(day).toordinal() - _SERIAL_ZERO
