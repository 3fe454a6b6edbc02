"""The sender's workbook with what is wrong beside each row, to be mended and sent again."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from contextlib import closing
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from attache import language, records
from attache.exchange.incoming import Incoming
from attache.exchange.layout import KEYS
from attache.exchange.marked import as_json, marked_copy, problem_of
from attache.exchange.marking import Wanted, plainly_marked
from attache.exchange.marking import marked as made
from attache.exchange.marks import put
from attache.exchange.reader import read_workbook
from attache.exchange.warden import Child
from attache.exchange.writer import SheetRows, workbook
from attache.problems import Word, problem
from tests import samples
from tests.exchange.furnished import furnished
from tests.exchange.test_round_trip import RISKY
from tests.exchange.workbooks import ABOUT, only, ours, read, tab, theirs
from tests.faults import hostile as h

PERSON = records.named("person")
PEOPLE: list[list[Any]] = [
    ["Daftar WNI"],
    ["Nama", "NIK", "Warna", "Keterangan"],
    ["Siti Contoh", 3201995403950000, "biru", "=1+1"],
    ["Budi Misal", "3201991503950001", "hijau", None],
]


@pytest.fixture
def people(tmp_path):
    path = theirs(tmp_path / "theirs.xlsx", {"People": PEOPLE, "Lain": [["apa saja"]]})
    book = openpyxl.load_workbook(path)
    cell = book["People"]["D3"]
    cell.value, cell.data_type = "=1+1", "s"
    book.save(path)
    return path


def found_in(path):
    sheets = read(path)
    row = sheets.found[0].rows[0]
    return [*sheets.every_problem(), row.place(problem("NIK003", "nik"))]


def nik_of(sheets):
    return sheets.found[0].rows[0].place(problem("NIK003", "nik"))


def sheet_of(content, name="People"):
    return openpyxl.load_workbook(BytesIO(content), rich_text=True)[name]


def marked(path, found, to=None):
    """The marked copy of a file: written to another, or its bytes."""
    content = marked_copy(Incoming(path), found).content
    if to:
        to.write_bytes(content)
    return content


def made_here(path, found, as_kind=None, *, plain=False):
    """The marked copy, made in this process."""
    source = Incoming(path, as_kind)
    heads = {sheet.name: sheet.header_row or 1 for sheet in source.sheets.found}
    wanted = Wanted(found, heads)
    return plainly_marked(source.raw, wanted) if plain else made(source.opened, source.raw, wanted)


def test_reasons_stand_before_the_rows(people):
    sheet = sheet_of(marked(people, found_in(people)))
    assert sheet["A2"].value == "attache"
    assert sheet["A3"].value.startswith("C: The NIK stands in a number cell")
    assert sheet["A4"].value is None
    assert "not known" in sheet["D2"].comment.text
    assert (sheet["C3"].fill.start_color.rgb, sheet["C4"].fill.fill_type) == ("FFFFC7CE", None)
    assert "text" in sheet["C3"].comment.text
    assert (sheet["B2"].value, sheet["B3"].value) == ("Nama", "Siti Contoh")
    assert sheet["A3"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width >= 40
    assert sheet.row_dimensions[3].height > 15
    assert sheet.row_dimensions[4].height is None


def test_only_sheets_with_problems_get_the_column(people):
    book = openpyxl.load_workbook(BytesIO(marked(people, found_in(people))))
    assert (book["Lain"]["A1"].value, book["Lain"]["B1"].value) == ("attache", "apa saja")
    alone = openpyxl.load_workbook(BytesIO(marked(people, [nik_of(read(people))])))
    assert alone["Lain"]["A1"].value == "apa saja"


def test_a_marked_copy_reads_as_the_original_did(people, tmp_path):
    copy = tmp_path / "marked.xlsx"
    marked(people, found_in(people), copy)
    before, after = read(people), read(copy)
    assert [row.raw for row in after.found[0].rows] == [row.raw for row in before.found[0].rows]
    assert [(p.code, p.row) for p in after.every_problem()] == [
        (p.code, p.row) for p in before.every_problem()
    ]
    assert [p.column for p in before.every_problem()] == [None, "C"]
    assert [p.column for p in after.every_problem()] == [None, "D"]
    assert after.found[0].rows[0].raw["remarks"] == "=1+1"
    with ZipFile(copy) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_no_text_changes_in_a_marked_copy(tmp_path):
    """openpyxl alone would turn escapes into other characters, and `=` into formulas."""
    document = samples.kept(PERSON, full=True).document()
    sent = [document | {"remarks": text, "id": None, "ref": None} for text in RISKY]
    path, copy = tmp_path / "out.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(workbook([SheetRows(PERSON, sent)], ABOUT))
    for found in ([], [nik_of(read(path))]):
        marked(path, found, copy)
        assert [row.raw["remarks"] for row in only(copy)] == list(RISKY)


def test_a_plain_copy_reads_as_the_original_did(tmp_path):
    path, copy = ours(tmp_path / "out.xlsx", [PERSON]), tmp_path / "marked.xlsx"
    copy.write_bytes(made_here(path, [], plain=True))
    assert only(copy) == only(path)
    copy.write_bytes(made_here(path, [nik_of(read(path))], plain=True))
    assert raw_of(copy) == raw_of(path)
    assert sheet_of(copy.read_bytes(), tab(PERSON))["A2"].value == "attache"


ASKED: dict[str, Any] = {"password": None, "csv": False, "language": "en"}
ASKED |= {"header_rows": {"People": 1}, "problems": []}
MANY_STYLES = f'<styleSheet xmlns="{h.MAIN}"><cellXfs>{"<xf/>" * 700_000}</cellXfs></styleSheet>'
LINKED = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
HUNGRY = {"styles": {"xl__styles": MANY_STYLES}, "links": {"after": LINKED}}


@pytest.mark.skipif(sys.platform == "win32", reason="there a child has no limits but on time")
@pytest.mark.parametrize("what", HUNGRY)
def test_what_openpyxl_makes_too_much_of_is_copied_as_bare_cells(what, tmp_path):
    """It is made where it can take no memory or time from anybody, and the copy is made still."""
    path, copy = tmp_path / "in.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(h.book(**HUNGRY[what]))
    marked(path, [problem("XLS018").at(sheet="People", row=2)], copy)
    assert raw_of(copy) == raw_of(path)
    assert sheet_of(copy.read_bytes())["A2"].value.startswith("There is nothing")


def styled(count):
    """A workbook with so many named styles, as those that were copied together for years have."""
    names = "".join(f'<cellStyle name="Gaya {n}" xfId="0"/>' for n in range(count))
    each = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    styles = (
        f'<styleSheet xmlns="{h.MAIN}"><fonts><font/></fonts><fills><fill/></fills>'
        f"<borders><border/></borders><cellStyleXfs>{each}</cellStyleXfs>"
        f"<cellXfs>{each}</cellXfs><cellStyles>{names}</cellStyles></styleSheet>"
    )
    return h.book(xl__styles=styles)


def strict():
    """A workbook in Strict Open XML, which openpyxl finds no sheets in."""
    office = "schemas.openxmlformats.org/officeDocument/2006/relationships"
    changed = {
        "schemas.openxmlformats.org/spreadsheetml/2006": "purl.oclc.org/ooxml/spreadsheetml",
        office: "purl.oclc.org/ooxml/officeDocument/relationships",
    }
    parts = {name: str(part) for name, part in h.parts().items()}
    for usual, other in changed.items():
        parts = {name: part.replace(usual, other) for name, part in parts.items()}
    return h.zipped(parts)


CHECKED = {
    "strict": strict(),
    "a style that is missing": h.book(
        h.HEADER + h.row(2, '<c r="A2" s="9" t="str"><v>Siti</v></c>')
    ),
    "very many styles": styled(60_000),
    "an .ods file": h.ods(
        f'<table:table table:name="People">{h.ods_row(*h.HEADS)}{h.ods_row("Siti", "P")}'
        "</table:table>"
    ),
    "a part that is no XML": h.book(xl__theme__theme1="<!DOCTYPE x><x"),
    "many rows": h.book(
        h.HEADER + "".join(h.texts(n, *["Siti Contoh"] * 5) for n in range(2, 25_000))
    ),
}


@pytest.mark.parametrize("what", CHECKED)
def test_what_can_be_checked_can_be_marked(what, tmp_path):
    """A copy of values where openpyxl cannot make one, or would take long; that is told."""
    path, copy = tmp_path / "in.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(CHECKED[what])
    found = [problem("XLS018").at(sheet="People", row=2, column="B")]
    made = marked_copy(Incoming(path), found)
    copy.write_bytes(made.content)
    assert [p.code for p in made.problems] == ["XLS152"]
    assert raw_of(copy) == raw_of(path)
    sheet = sheet_of(made.content)
    assert sheet["A1"].value == "attache"
    assert sheet["A2"].value.startswith("C: There is nothing")
    assert sheet["C2"].fill.start_color.rgb == "FFFFC7CE"
    assert sheet["C2"].comment.text.startswith("attache check:\n")
    copy.write_bytes(marked_copy(Incoming(copy), []).content)
    assert [s.rows for s in read_workbook(copy)] == [s.rows for s in read_workbook(path)]


def test_a_text_table_is_marked_with_nothing_missing(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("Nama;JK\nSiti Contoh;x\n", encoding="utf-8")
    made = marked_copy(Incoming(path, "person", csv=True), [])
    assert (made.problems, made.content[:2]) == ((), b"PK")


def test_the_copy_of_a_template_is_a_workbook(tmp_path):
    path = tmp_path / "in.xltx"
    parts = h.parts()
    types = str(parts["[Content_Types].xml"]).replace("sheet.main+xml", "template.main+xml")
    path.write_bytes(h.zipped({**parts, "[Content_Types].xml": types}))
    with ZipFile(BytesIO(marked(path, [problem("XLS018").at(sheet="People")]))) as archive:
        assert b"sheet.main+xml" in archive.read("[Content_Types].xml")


def test_what_a_library_prints_goes_nowhere(tmp_path):
    """openpyxl says on stdout that a style is out of range."""
    path = tmp_path / "in.xlsx"
    path.write_bytes(CHECKED["a style that is missing"])
    with closing(Child(path.read_bytes(), {**ASKED, "parts": ["mark"]})) as child:
        assert [list(told) for told in child.told()] == [["copy", "plain"]]


def test_problems_reach_the_child_as_they_are():
    found = problem("USE002", word=Word("lsit"), nearest=Word("list")).at(sheet="A", row=2)
    assert problem_of(json.loads(json.dumps(as_json(found)))) == found
    assert type(problem_of(as_json(found)).args["word"]) is Word


def test_bare_cells_keep_what_is_merged_and_hidden(tmp_path):
    path, copy = tmp_path / "out.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(furnished())
    found = [problem("XLS018").at(sheet="Data")]
    copy.write_bytes(made_here(path, found, "person", plain=True))
    before, after = read_workbook(path)[0], read_workbook(copy)[0]
    assert after.merged == ((0, 1, 0, 5),)
    assert before.merged == ((0, 0, 0, 4),)
    assert (after.hidden_rows, after.hidden_columns) == (before.hidden_rows, ("E",))


def raw_of(path):
    return [(r.number, r.ref, r.label, r.id, r.rev, r.digest, r.raw) for r in rows_of(path)]


def rows_of(path):
    return [row for sheet in read(path).found for row in sheet.rows]


def test_marks_of_an_earlier_check_go_away(people, tmp_path):
    copy = tmp_path / "marked.xlsx"
    marked(people, found_in(people), copy)
    before = read_workbook(people)
    marked(copy, [], tmp_path / "clean.xlsx")
    assert [s.rows for s in read_workbook(tmp_path / "clean.xlsx")] == [s.rows for s in before]
    sheet = sheet_of((tmp_path / "clean.xlsx").read_bytes())
    assert (sheet["B3"].comment, sheet["B3"].fill.fill_type) == (None, None)
    assert sheet.row_dimensions[3].height is None
    again = sheet_of(marked(copy, found_in(copy)))
    once = sheet_of(copy.read_bytes())
    assert (again["A2"].value, again["B2"].value) == ("attache", "Nama")
    assert again["C3"].comment.text == once["C3"].comment.text
    assert again["A3"].value == once["A3"].value


def test_marking_again_changes_nothing(tmp_path):
    path = tmp_path / "in.xlsx"
    path.write_bytes(furnished())
    copies = []
    for _again in range(3):
        source = Incoming(path, "person")
        found = [*source.sheets.every_problem(), nik_of(source.sheets)]
        path.write_bytes(marked_copy(source, found).content)
        with ZipFile(path) as archive:
            parts = {n: archive.read(n) for n in archive.namelist()}
        parts.pop("docProps/core.xml")
        copies.append(parts)
    for name, part in copies[1].items():
        assert copies[2][name] == part, name
    sheets = [c["xl/worksheets/sheet1.xml"] for c in copies]
    assert len({re.sub(rb' s="[0-9]+"', b"", sheet) for sheet in sheets}) == 1


def test_a_copy_of_the_older_kind_is_marked_anew(people):
    """The reasons stood in a last column, and notes did not begin with our name."""
    book = openpyxl.load_workbook(people)
    sheet = book["People"]
    sheet["E2"], sheet["E3"] = "attache", "B: The NIK stands in a number cell."
    sheet.column_dimensions["E"].width = 60
    sheet["B3"].fill = PatternFill("solid", start_color="FFFFC7CE")
    sheet["B3"].comment = Comment("The NIK stands in a number cell.", "attache check")
    book.save(people)
    assert [p.code for p in read(people).every_problem()] == ["XLS020", "XLS006"]
    again = sheet_of(
        marked(people, [problem("NIK003", "nik").at(sheet="People", row=4, column="B")])
    )
    assert [cell.value for cell in again[2]] == ["attache", "Nama", "NIK", "Warna", "Keterangan"]
    assert (again["A3"].value, again["C3"].comment, again["C3"].fill.fill_type) == (None,) * 3
    assert again["A4"].value.startswith("C: ")
    assert "F" not in again.column_dimensions


def test_the_colours_and_notes_of_the_sender_come_back(people, tmp_path):
    book = openpyxl.load_workbook(people)
    sheet = book["People"]
    sheet["B3"].fill = PatternFill("solid", start_color="FF00B0F0")
    sheet["C4"].fill = PatternFill("solid", start_color="FFFFC7CE")  # Excel's own for "bad"
    sheet["B3"].comment = Comment("Sudah ditelepon.", "Budi Misal")
    sheet["A3"].comment = Comment("Catatan lain.", "Budi Misal")
    book.save(people)
    copy = tmp_path / "marked.xlsx"
    sheet = sheet_of(marked(people, found_in(people), copy))
    told = sheet["C3"].comment.text
    assert told.startswith("Sudah ditelepon.\n\nattache check:\n")
    assert "NIK" in told
    assert (sheet["C3"].fill.start_color.rgb, sheet["C3"].comment.author) == (
        "FFFFC7CE",
        "Budi Misal",
    )
    sheet = sheet_of(marked(copy, []))
    assert (sheet["B3"].fill.start_color.rgb, sheet["B3"].comment.text) == (
        "FF00B0F0",
        "Sudah ditelepon.",
    )
    assert sheet["A3"].comment.text == "Catatan lain."
    untouched = sheet_of(marked(people, [nik_of(read(people))]))
    assert untouched["D4"].fill.start_color.rgb == "FFFFC7CE"


def test_many_problems_and_long_texts_fit(people):
    row = rows_of(people)[0]
    many = [row.place(problem("XLS007", "nik", head="“N”", nearest="x" * 900)) for _n in range(50)]
    sheet = sheet_of(marked(people, many))
    assert len(sheet["A3"].value) <= 32_767
    assert len(sheet["C3"].comment.text) <= 32_767
    assert sheet["A3"].value.endswith("…")
    assert sheet["C3"].comment.text.endswith("…")
    assert sheet["C3"].comment.text.count("attache check") == 1
    assert sheet.row_dimensions[3].height <= 409


def test_what_no_cell_can_hold_is_left_out_of_it():
    """A cell holds so many UTF-16 units; of these signs two each."""
    cell: Any = openpyxl.Workbook().worksheets[0]["A1"]
    put(cell, "\U0001f600" * 20_000)
    assert cell.value == "\U0001f600" * 16_383 + "…"
    put(cell, "Si\ufffeti\uffff\r")
    assert cell.value == "Siti_x000D_"


def test_reasons_are_told_in_the_language_that_is_spoken(people, monkeypatch):
    monkeypatch.setattr(language, "_chosen", "id")
    sheet = sheet_of(marked(people, found_in(people)))
    assert sheet["A3"].value.startswith("C: NIK")
    assert "sel angka" in sheet["A3"].value
    assert "sel angka" in sheet["C3"].comment.text


def test_our_own_workbook_is_marked_and_comes_back(tmp_path):
    path = ours(tmp_path / "out.xlsx", [PERSON])
    row = only(path)[2]
    copy = tmp_path / "marked.xlsx"
    marked(path, [row.place(problem("NIK001", "nik", count=3))], copy)
    assert [(r.ref, r.raw, r.digest) for r in only(copy)] == [
        (r.ref, r.raw, r.digest) for r in only(path)
    ]
    sheet, before = (sheet_of(p.read_bytes(), tab(PERSON)) for p in (copy, path))
    assert sheet["A2"].value == "attache"
    assert sheet["A1"].value is None
    assert sheet["B1"].value == "ref"
    assert sheet["C2"].comment.text == before["B2"].comment.text
    assert sheet["A2"].comment is None
    assert len(sheet.data_validations.dataValidation) == len(before.data_validations.dataValidation)
    assert sheet.row_dimensions[1].hidden
    assert (before.freeze_panes, sheet.freeze_panes) == ("B3", "C3")
    assert [sheet.cell(1, n).value for n in hidden_in(sheet)] == [*KEYS]


def hidden_in(sheet):
    columns = [c for c in sheet.column_dimensions.values() if c.hidden]
    return [n for c in columns for n in range(c.min, c.max + 1)]


def test_problems_without_a_row_stand_at_the_header(people):
    found = [problem("XLS005").at(sheet="Lain"), problem("XLS004")]
    book = openpyxl.load_workbook(BytesIO(marked(people, found)))
    assert "No header row" in book["Lain"]["A1"].comment.text
    assert "No sheet" in book["People"]["A2"].comment.text


def test_hidden_columns_are_named_as_they_are_in_the_copy(people):
    found = [problem("XLS044", columns="B, Z").at(sheet="People")]
    assert "C, AA" in sheet_of(marked(people, found))["A2"].comment.text


def test_a_sheet_that_reaches_the_last_column_gets_notes(tmp_path):
    rows: list[list[Any]] = [["Nama", "NIK", "JK"], ["Siti Contoh", 3201995403950000, "P"]]
    path = theirs(tmp_path / "in.xlsx", {"People": rows})
    book = openpyxl.load_workbook(path)
    book["People"]["XFD1"] = "ujung"
    book.save(path)
    row = rows_of(path)[0]
    found = [*read(path).every_problem(), row.place(problem("NIK003", "nik"))]
    found += [row.place(problem("XLS014")), problem("XLS018").at(sheet="People")]
    sheet = sheet_of(marked(path, found, tmp_path / "copy.xlsx"))
    assert (sheet["A1"].value, sheet["XFD1"].value) == ("Nama", "ujung")
    assert "NIK" in sheet["B2"].comment.text
    assert "same record" in sheet["A2"].comment.text
    assert sheet["A1"].comment
    assert "XFD" not in sheet["A1"].comment.text
    assert raw_of(tmp_path / "copy.xlsx") == raw_of(path)
    clean = sheet_of(marked(tmp_path / "copy.xlsx", []))
    assert (clean["B2"].comment, clean["B2"].fill.fill_type) == (None, None)


def test_what_only_looks_empty_in_the_last_column_does_not_matter(people):
    book = openpyxl.load_workbook(people)
    book["People"]["XFD1"].fill = PatternFill("solid", start_color="FF00B0F0")
    book.save(people)
    assert sheet_of(marked(people, found_in(people)))["A2"].value == "attache"


def test_what_merged_areas_cover_and_links_do_not_say_stays_so(tmp_path):
    path = tmp_path / "in.xlsx"
    rows: list[list[Any]] = [
        ["Nama", "JK", "Keterangan"],
        ["Siti", "P", None],
        ["Budi", "L", "tertutup"],
    ]
    theirs(path, {"People": rows})
    book = openpyxl.load_workbook(path)
    sheet: Any = book["People"]
    sheet["C2"].hyperlink = "https://contoh.example/"
    sheet["C2"].value = None
    sheet["C2"].fill = PatternFill("solid", start_color="FF00B0F0")  # else openpyxl drops the link
    sheet.merged_cells.add("B3:C3")
    book.save(path)
    assert rows_of(path)[1].raw["remarks"] == "tertutup"
    content = marked(path, [problem("XLS018").at(sheet="People")], tmp_path / "copy.xlsx")
    assert raw_of(tmp_path / "copy.xlsx") == raw_of(path)
    assert sheet_of(content)["D2"].hyperlink.target == "https://contoh.example/"


def test_a_formula_without_a_result_is_still_a_problem_in_the_copy(tmp_path):
    path = theirs(tmp_path / "in.xlsx", {"People": [["Nama", "JK"], ["=A9&A8", "P"]]})
    found = read(path).every_problem()
    assert [p.code for p in found] == ["XLS041"]
    marked(path, found, tmp_path / "copy.xlsx")
    assert [p.code for p in read(tmp_path / "copy.xlsx").every_problem()] == ["XLS040"]


def test_a_column_that_somebody_put_something_into_is_not_taken_away(people, tmp_path):
    marked(people, found_in(people), tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    book["People"]["A1"] = "Catatan kepala"
    book.save(tmp_path / "copy.xlsx")
    sheet = sheet_of(marked(tmp_path / "copy.xlsx", []))
    assert (sheet["A1"].value, sheet["A2"].value, sheet["B2"].value) == (
        "Catatan kepala",
        None,
        "Nama",
    )


def test_formatting_pictures_and_parts_of_texts_stay(tmp_path):
    path = tmp_path / "in.xlsx"
    path.write_bytes(furnished())
    source = Incoming(path, "person")
    content = marked_copy(source, [nik_of(source.sheets)]).content
    sheet = sheet_of(content, "Data")
    assert sheet["B1"].font.sz == 14
    assert str(sheet.merged_cells) == "B1:F1"
    assert sheet["D4"].fill.start_color.rgb == "FFFFFF00"
    assert len(sheet["F6"].value) == 3  # plain, red, plain
    with ZipFile(BytesIO(content)) as archive, ZipFile(path) as before:
        assert archive.read("xl/media/image1.png") == before.read("xl/media/image1.png")


def test_names_stay_out_of_the_temp_folder(tmp_path, monkeypatch):
    """Also where there are pictures, charts, tables and notes."""
    path = tmp_path / "in.xlsx"
    path.write_bytes(furnished())
    source = Incoming(path, "person")
    found = [*source.sheets.every_problem(), nik_of(source.sheets)]

    def forbidden(*args, **kwargs):
        raise AssertionError("a temp file")

    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile"):
        monkeypatch.setattr(tempfile, name, forbidden)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", forbidden)
    assert made_here(path, found, "person")


NEWER = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft'
    '.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://schemas'
    '.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" allowBlank="1" '
    'showErrorMessage="1" xr:uid="{0}"><x14:formula1><xm:f>Lain!$A$1:$A$3</xm:f></x14:formula1>'
    "<xm:sqref>C3:C99</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def extended(path, extension):
    """The workbook with an extension at the end of its first sheet, whose head says what xr is."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    part = parts[name].replace(b"</worksheet>", extension.encode() + b"</worksheet>")
    parts[name] = part.replace(b"<worksheet ", b'<worksheet xmlns:xr="urn:misal" ')
    with ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def test_a_dropdown_whose_list_is_on_another_sheet_stays(people):
    """Excel writes it in a way that openpyxl drops."""
    extended(people, NEWER)
    sheet = sheet_of(marked(people, found_in(people)))
    (limit,) = sheet.data_validations.dataValidation
    assert (limit.type, limit.formula1, str(limit.sqref)) == ("list", "Lain!$B$1:$B$3", "D3:D99")
    assert (limit.allowBlank, limit.showErrorMessage) == (True, True)


@pytest.mark.parametrize(
    "extension",
    [
        NEWER.replace("xr:", "xyz:"),
        NEWER.replace("C3:C99", "C3:9C"),
        NEWER.replace('"list"', '"daftar"'),
        "<extLst/>",
    ],
)
def test_an_extension_that_cannot_be_read_is_left_out(people, extension):
    extended(people, extension)
    sheet = sheet_of(marked(people, found_in(people)))
    assert (sheet["A2"].value, sheet.data_validations.dataValidation) == ("attache", [])
