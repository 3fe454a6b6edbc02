"""Rows that are struck through are named, however that is written."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from attache.exchange.reader import read_content, stretches
from tests.faults import hostile as h

STRUCK = Font(strike=True)
PLAIN = InlineFont(b=True)
LINE = InlineFont(strike=True)


def struck(content):
    """The rows that are named, as an officer is told."""
    (sheet,) = read_content(content)
    told = [p for p in sheet.problems if p.code == "XLS137"]
    assert all((p.sheet, p.level) == (sheet.name, "warning") for p in told)
    return dict(told[0].args)["rows"] if told else ""


def made(change, rows=6):
    """A sheet of people, changed."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Nama", "JK", "Tgl Lahir"])
    for number in range(2, rows + 1):
        sheet.append([f"Orang {number}", "P", 2000 + number])
    change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def shared(*blocks):
    """A sheet whose second row is this text, shared as Excel writes it; openpyxl does not."""
    runs = "".join(
        f"<r><rPr>{line}</rPr><t>{text}</t></r>" if line else f"<r><t>{text}</t></r>"
        for line, text in (_run(block) for block in blocks)
    )
    texts = f'<sst xmlns="{h.MAIN}"><si><t>Sari</t></si><si>{runs}</si></sst>'
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{text}</v></c></row>' for n, text in ((1, 0), (2, 1))
    )
    return h.book(rows, xl__sharedStrings=texts)


def _run(block):
    if isinstance(block, str):
        return "", block
    struck = block.font.strike
    return "<b/>" if struck is None else f'<strike val="{int(struck)}"/>', block.text


def styled(*cells):
    def change(sheet):
        for cell in cells:
            sheet[cell].font = STRUCK

    return change


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["A3", "B3", "C3"], "3"),
        (["A3", "B3"], "3"),  # most of them
        (["A3"], ""),  # one value was corrected
        ([f"{c}{r}" for r in (2, 3, 4, 6) for c in "ABC"], "2-4, 6"),
        (["A9", "B9", "C9"], ""),  # nothing stands there
        (["D3", "E3"], ""),
        ([], ""),
    ],
)
def test_rows_of_which_most_cells_are_struck_by_their_style(cells, rows):
    content = made(styled(*cells))
    assert struck(content) == rows


def without_styles(content, *cells):
    """The same where these cells have no style of their own."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    found = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for cell in cells:
        found[name] = re.sub(rf'(<c r="{cell}") s="\d+"', r"\1", found[name])
    return h.zipped(found)


def test_a_cell_without_a_style_has_that_of_its_row_or_column():
    def row(sheet):
        sheet.row_dimensions[3].font = STRUCK

    def columns(sheet):
        for letter in "AB":
            sheet.column_dimensions[letter].font = STRUCK

    assert struck(without_styles(made(row), "A3", "B3", "C3")) == "3"
    cells = [f"{c}{r}" for r in range(1, 7) for c in "ABC"]
    assert struck(without_styles(made(columns), *cells)) == "1-6"


@pytest.mark.parametrize(
    ("blocks", "rows"),
    [
        ([TextBlock(LINE, "Wati "), TextBlock(LINE, "Batal")], "3"),
        ([TextBlock(LINE, "Wati"), TextBlock(PLAIN, " ")], "3"),
        ([TextBlock(LINE, "Wati"), TextBlock(PLAIN, "Benar")], ""),
        ([TextBlock(LINE, "Wati"), "Benar"], ""),
        ([TextBlock(PLAIN, "Wati")], ""),
        ([TextBlock(InlineFont(strike=False), "Wati")], ""),
    ],
)
def test_texts_whose_every_part_is_struck(blocks, rows):
    def change(sheet):
        for cell in ("A3", "B3"):
            sheet[cell].value = CellRichText(*blocks)

    assert struck(made(change)) == rows
    assert struck(shared(*blocks)) == rows.replace("3", "2")


def test_unusual_xml_says_the_same():
    rows = "<x:row s='1' customFormat='1'><x:c t='str'><x:v>Wati</x:v></x:c></x:row>"
    rows += "<x:row><x:c s='1' t='str'><x:v>Sari</x:v></x:c></x:row>"
    rows += "<x:row><x:c t='str'><x:v>Agus</x:v></x:c></x:row>"
    sheet = f"<x:worksheet xmlns:x='{h.MAIN}'><x:sheetData>{rows}</x:sheetData></x:worksheet>"
    fonts = "<x:fonts><x:font/><x:font><x:strike val='true'/></x:font></x:fonts>"
    formats = "<x:cellXfs><x:xf fontId='0'/><x:xf fontId='1'/></x:cellXfs>"
    styles = f"<x:styleSheet xmlns:x='{h.MAIN}'>{fonts}{formats}</x:styleSheet>"
    assert struck(h.book(xl__worksheets__sheet1=sheet, xl__styles=styles)) == "1-2"


NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("style", "office", "table", "text")
)
LINES = 'style:text-line-through-style="solid" style:text-line-through-type="single"'


def of_ods(rows, styles="", common=""):
    """An .ods file; its own styles stand before its tables."""
    archive = zipfile.ZipFile(
        io.BytesIO(h.ods(f'<table:table table:name="People">{rows}</table:table>'))
    )
    found = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    own = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
    content = found["content.xml"].replace("<office:body>", own)
    found["content.xml"] = re.sub(r"<office:document-content [^>]*>", f"<x{NAMES}>", content)
    found["content.xml"] = found["content.xml"].replace("</office:document-content>", "</x>")
    if common:
        found["styles.xml"] = f"<x{NAMES}>{common}</x>"
    return h.zipped(found)


def style(name, line=LINES, parent="", family="table-cell"):
    return (
        f'<style:style style:name="{name}" style:family="{family}"'
        f' style:parent-style-name="{parent}"><style:text-properties {line}/></style:style>'
    )


def cell(text, more=""):
    return (
        f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def row(*cells, more=""):
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


HEADS = row(cell("Nama"), cell("JK"))
IS = ' table:style-name="ce1"'
SPAN = '<text:span text:style-name="T1">{}</text:span>'


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (HEADS + row(cell("Wati", IS), cell("P", IS)) + row(cell("Sari"), cell("P")), "2"),
        (HEADS + row(cell("Wati", IS), cell("P")), ""),
        (HEADS + row(cell("Wati"), cell("P"), more=' table:default-cell-style-name="ce1"'), "2"),
        (
            '<table:table-column table:default-cell-style-name="ce1"'
            ' table:number-columns-repeated="2"/>' + row(cell("Wati"), cell("P")),
            "1",
        ),
        (
            '<table:table-column/><table:table-column table:default-cell-style-name="ce1"/>'
            + row(cell("Wati"), cell("P")),
            "",
        ),
        (row(cell("Wati", IS), more=' table:number-rows-repeated="3"'), "1-3"),
        (row(cell(SPAN.format("Wati")), cell(SPAN.format("P"))), "1"),
        (row(cell(SPAN.format("Wati") + " Benar")), ""),
        (row(cell("Wati", ' table:style-name="ce2"')), ""),
        (row(cell("Wati", ' table:style-name="ce3"')), "1"),
    ],
)
@pytest.mark.parametrize("where", ["own", "common"])
def test_rows_of_an_ods_file(body, rows, where):
    none = 'style:text-line-through-style="none"'
    styles = style("ce1") + style("ce2", none, "ce1") + style("ce3", "", "ce1")
    styles += style("T1", family="text")
    later = '<style:default-style style:family="graphic"><style:text-properties '
    later += f"{none}/></style:default-style>"
    found = of_ods(body, styles) if where == "own" else of_ods(body, "", styles + later)
    assert struck(found) == rows


def test_styles_whose_parents_go_round_in_a_ring():
    styles = style("ce1", "", "ce2") + style("ce2", "", "ce1") + style("ce9")
    assert struck(of_ods(row(cell("Wati", IS)), styles)) == ""


@settings(max_examples=30, deadline=None)
@given(cells=st.sets(st.tuples(st.sampled_from("ABC"), st.integers(2, 12)), max_size=30))
def test_exactly_the_rows_with_more_struck_cells_than_others_are_named(cells):
    wanted = [r for r in range(2, 13) if sum(row == r for _c, row in cells) > 1]
    content = made(styled(*(f"{c}{r}" for c, r in cells)), rows=12)
    assert struck(content) == (stretches(wanted) if wanted else "")
