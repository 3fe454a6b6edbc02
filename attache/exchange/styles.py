"""How cells look: number formats, tints and borders, each made once a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attache.exchange.printing import HEAD_SIZE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from attache.records.record import Field

TEXT, DAY, WHOLE, MONEY = "@", "yyyy-mm-dd", "0", "#,##0.00"
_NUMBERS = {"day": DAY, "count": WHOLE, "amount": MONEY}
_PROTECTED = "#FDECEA"  # pale red: what can hurt a person
_HEADER, _NEEDED = "#DCE6F1", "#F9D9A8"  # pale blue; pale orange where a value is needed


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def style(self, **properties: object) -> Format:
        """One format by XlsxWriter's property names, shared by all who ask for the same."""
        wanted = tuple(sorted(properties.items()))
        if wanted not in self._made:
            self._made[wanted] = self._book.add_format({"valign": "top", **properties})
        return self._made[wanted]

    def cell(self, field: Field | None, *, quoted: bool = False, fitted: bool = False) -> Format:
        """The format of a data cell; `quoted` keeps Excel from reading `=` or `+` as a formula.

        In a `fitted` column every text goes on in further lines.
        """
        properties: dict[str, Any] = {"num_format": TEXT}
        if field:
            properties["num_format"] = _NUMBERS.get(field.kind.name, TEXT)
            properties |= {"bg_color": _PROTECTED} if _protected(field) else {}
            properties |= {"text_wrap": True} if fitted or field.kind.long else {}
        return self.style(**properties, **({"quote_prefix": True} if quoted else {}))

    def header(self, *, required: bool) -> Format:
        """The format of a title; what is needed stands out."""
        colour = _NEEDED if required else _HEADER
        size = {"font_size": HEAD_SIZE}
        return self.style(bold=True, text_wrap=True, bottom=1, bg_color=colour, **size)


def _protected(field: Field) -> bool:
    return field.column.sensitivity == "protected"
