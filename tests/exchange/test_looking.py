"""What a reader must not lose or take for something else: true places, hidden parts, calendars."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from attache.exchange.reader import CellError, read_workbook
from tests.exchange.workbooks import read
from tests.faults import hostile as h
from tests.faults.hostile import HEADER, PERSON, book, number, row, text, texts


@pytest.fixture
def opened(tmp_path):
    """The sheets of a file with these bytes."""

    def sheets(content, name="theirs.xlsx", **more):
        path = tmp_path / name
        path.write_bytes(content)
        return read_workbook(path, **more)

    return sheets


def told(problems):
    return [(p.code, dict(p.args)) for p in problems]


def test_a_false_dimension_loses_no_row(opened):
    rows = "".join(texts(n, f"Contoh {n}", "P") for n in range(2, 12))
    found = h.parts(HEADER + rows, before='<dimension ref="A1"/>')
    (sheet,) = opened(h.zipped(found))
    assert len(sheet.rows) == 11


def test_rows_keep_their_numbers(opened):
    (sheet,) = opened(book(texts(4, *h.HEADS) + texts(9, *h.GOOD)))
    assert sheet.rows[3][0] == "Nama"
    assert sheet.rows[8][0] == "Siti Contoh"
    assert len(sheet.rows) == 9


@pytest.mark.parametrize(
    ("epoch", "day"), [("", date(2026, 1, 31)), (' date1904="1"', date(2030, 2, 1))]
)
def test_serials_of_both_calendars(opened, epoch, day):
    styles = (
        f'<styleSheet xmlns="{h.MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    found = h.parts(HEADER + row(2, text("A2", "Siti"), number("E2", 46053, ' s="1"')))
    found["xl/styles.xml"] = styles
    found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace(
        "<workbookPr/>", f"<workbookPr{epoch}/>"
    )
    (sheet,) = opened(h.zipped(found))
    assert sheet.rows[1][4] == day


@pytest.mark.parametrize("prefix", ["x:", ""])
def test_unusual_xml_says_the_same(opened, prefix):
    """Prefixes, other quotes, cells and rows without a reference, comments in between."""
    cells = f"<{prefix}c t='str'><{prefix}v>{{}}</{prefix}v></{prefix}c>"
    rows = "".join(
        f"<{prefix}row><!-- contoh -->{''.join(map(cells.format, values))}</{prefix}row>"
        for values in (("Nama", "NIK"), ("Siti Contoh", ""))
    )
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    sheet = (
        f"<{prefix}worksheet {name}='{h.MAIN}'><{prefix}sheetData>{rows}</{prefix}sheetData>"
        f"</{prefix}worksheet>"
    )
    (found,) = opened(book(xl__worksheets__sheet1=sheet))
    assert [r[0] for r in found.rows] == ["Nama", "Siti Contoh"]


def test_an_escaped_character_is_what_it_stands_for(opened):
    (sheet,) = opened(book(HEADER + texts(2, "_x005F_x001B_", "P")))
    assert sheet.rows[1][0] == "_x001B_"


def test_what_is_hidden_is_named(tmp_path):
    path = tmp_path / "theirs.xlsx"
    opened_book = openpyxl.Workbook()
    sheet = opened_book.worksheets[0]
    sheet.title = "People"
    sheet.append(h.HEADS)
    sheet.append(h.GOOD)
    for n in range(3, 8):
        sheet.append([f"Contoh {n}", "L"])
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[6].hidden = True
    sheet.row_dimensions[99].hidden = True  # holds nothing
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["K"].hidden = True
    other = opened_book.create_sheet("Rahasia")
    other.append(["Nama", "Jenis kelamin"])
    other.append(["Budi Contoh", "L"])
    other.sheet_state = "veryHidden"
    opened_book.save(path)
    people, secret = read_workbook(path)
    assert told(people.problems) == [
        ("XLS043", {"rows": "3-4, 6"}),
        ("XLS044", {"columns": "B"}),
    ]
    assert told(secret.problems) == [("XLS042", {})]
    assert [p.sheet for p in secret.problems] == ["Rahasia"]
    codes = [p.code for p in read(path).every_problem()]
    assert codes.count("XLS043") == 1


def test_merged_areas_are_told(opened):
    merged = '<mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>'
    (sheet,) = opened(book(HEADER + PERSON, merged))
    assert sheet.merged == ((1, 0, 3, 0),)


def test_an_ods_file(opened):
    hidden = ' table:visibility="collapse"'
    rows = (
        h.ods_row(*h.HEADS)
        + h.ods_row("Siti Contoh", "P", more=hidden)
        + h.ods_row("Budi Contoh", "L")
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )
    (sheet,) = opened(h.ods(f'<table:table table:name="People">{rows}</table:table>'), "x.ods")
    assert [r[0] for r in sheet.rows] == ["Nama", "Siti Contoh", "Budi Contoh"]
    assert told(sheet.problems) == [("XLS043", {"rows": "2"})]


def test_the_error_itself_is_told(opened):
    cell = '<c r="A2" t="e"><f>A9</f><v>#REF!</v></c>'
    (sheet,) = opened(book(HEADER + row(2, cell)))
    error = sheet.rows[1][0]
    assert isinstance(error, CellError)
    assert error.problem("name").args == {"error": "#REF!"}


TABLE = 'Nama;Jenis kelamin;Ringkasan\r\nSiti Contoh;P;“Kafé”\r\n\r\nBudi;L;"dua\nbaris"\r\n'


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_text_table_says_what_it_was_taken_for(opened, encoding, shown, delimiter):
    content = TABLE.replace(";", delimiter).encode(encoding)
    (sheet,) = opened(content, "x.csv", csv=True)
    assert sheet.rows == [
        ["Nama", "Jenis kelamin", "Ringkasan"],
        ["Siti Contoh", "P", "“Kafé”"],
        [],
        ["Budi", "L", "dua\nbaris"],
    ]
    shown_delimiter = {"\t": "tab"}.get(delimiter, delimiter)
    assert told(sheet.problems) == [("XLS045", {"encoding": shown, "delimiter": shown_delimiter})]


def test_excels_own_first_line(opened):
    (sheet,) = opened(b"sep=|\r\nNama|NIK\r\nSiti;Contoh|1\r\n", "x.csv", csv=True)
    assert sheet.rows[1] == ["Siti;Contoh", "1"]
