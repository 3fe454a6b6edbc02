"""What points to cells of a sheet from anywhere in a workbook, led after them when they move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.chart.data_source import MultiLevelStrRef, NumRef, StrRef
from openpyxl.descriptors.serialisable import Serialisable

from attache.exchange.references import moved_areas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

    from attache.exchange.references import Moves

_CHART_REFERENCES = (NumRef, StrRef, MultiLevelStrRef)


def lead(book: Workbook, moves: Moves) -> None:
    """Change formulas, names, charts, links and pivot tables as the cells they point to moved."""
    _names(book.defined_names, moves)
    for sheet in book.worksheets:
        _names(sheet.defined_names, moves)
        _rules(sheet, moves)
        _tables(sheet, moves)
        _links(sheet, moves)
    _pivots(book, moves)
    for drawn in (*book.worksheets, *book.chartsheets):
        for reference in _charted(drawn):
            reference.f = moves.formula(reference.f)


def _names(names: Any, moves: Moves) -> None:
    for name in names.values():
        name.attr_text = moves.formula(name.attr_text, fixed=True)


def _rules(sheet: Any, moves: Moves) -> None:
    """Formulas of dropdowns and of conditional formatting; those without a sheet mean their own."""
    for limit in sheet.data_validations.dataValidation:
        limit.formula1 = moves.formula(limit.formula1, sheet.title)
        limit.formula2 = moves.formula(limit.formula2, sheet.title)
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            rule.formula = [moves.formula(text, sheet.title) for text in rule.formula]
            for scale in (rule.colorScale, rule.dataBar, rule.iconSet):
                for step in scale.cfvo if scale else ():
                    if step.type == "formula":
                        step.val = moves.formula(step.val, sheet.title)


def _tables(sheet: Any, moves: Moves) -> None:
    for table in sheet.tables.values():
        for column in table.tableColumns:
            for formula in (column.calculatedColumnFormula, column.totalsRowFormula):
                if formula:
                    formula.attr_text = moves.formula(formula.attr_text, sheet.title)


def _links(sheet: Any, moves: Moves) -> None:
    """Links to places in the workbook itself; one object may hang at several cells."""
    cells = sheet._cells.values()  # noqa: SLF001 - every cell that is there, and no new ones
    links = {id(cell.hyperlink): cell.hyperlink for cell in cells if cell.hyperlink}
    for link in links.values():
        link.location = moves.formula(link.location) if link.location else link.location
        if link.target and link.target.startswith("#"):
            link.target = f"#{moves.formula(link.target[1:])}"


def _pivots(book: Any, moves: Moves) -> None:
    """The cells that pivot tables sum up; several may share what was read of them."""
    pivots = (pivot for sheet in book.worksheets for pivot in sheet._pivots)  # noqa: SLF001
    for cache in {id(pivot.cache): pivot.cache for pivot in pivots}.values():
        source = cache.cacheSource.worksheetSource
        if source and source.ref and moves.of(source.sheet):
            source.ref = moved_areas(source.ref, moves.of(source.sheet)) or source.ref


def _charted(drawn: Any) -> Iterator[Any]:
    """The references of every chart of a sheet, wherever in the chart they are."""
    parts, seen = list(drawn._charts), set()  # noqa: SLF001
    while parts:
        part = parts.pop()
        if isinstance(part, _CHART_REFERENCES):
            yield part
        elif isinstance(part, (list, tuple)):
            parts += part
        elif isinstance(part, Serialisable) and id(part) not in seen:
            seen.add(id(part))
            parts += vars(part).values()
