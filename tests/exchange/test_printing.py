"""How the workbooks that leave print, and that every text in them has room."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import records
from attache.exchange import writer
from attache.exchange.explaining import MARKING, About
from attache.exchange.fitting import FITTED, Texts, fitted
from attache.exchange.htcds_out import HtcdsTable
from attache.exchange.htcds_sheet import htcds_workbook
from attache.exchange.layout import FIRST_ROW, NAMES_ROW, TITLES_ROW, columns, leading
from attache.exchange.packages import record_types_of
from attache.exchange.printing import HEAD_SIZE, ROOM, SIZE, lines_of, pages_across
from attache.exchange.writer import SheetRows, template, workbook
from tests.exchange.test_passwords import SOFFICE, needs_soffice
from tests.exchange.workbooks import ABOUT, documents

LONG = "Paspor ditahan pemberi kerja, ingin pulang & minta bantuan.\n" * 9
EVERY = pytest.mark.parametrize("record_type", records.every(), ids=lambda t: t.name)
SECRET = "Terbatas / Restricted & rahasia"
ABOUT_THIS = About(ABOUT.title, ((MARKING, SECRET),), ABOUT.made_at, "id")


@pytest.fixture(scope="module")
def made():
    sheets = [SheetRows(kind, documents(kind, 4)) for kind in record_types_of("handoff")]
    return workbook(sheets, ABOUT_THIS)


@pytest.fixture(scope="module")
def pages(made):
    return visible(made)


def test_every_sheet_prints_across_with_its_header_on_each_page(pages):
    for page in pages:
        setup = page.page_setup
        assert (setup.paperSize, setup.orientation) == (9, "landscape")
        assert page.sheet_properties.pageSetUpPr.fitToPage
        if page is not pages[0]:
            assert (setup.fitToHeight, page.print_title_rows) == (0, f"${TITLES_ROW}:${TITLES_ROW}")


@EVERY
@pytest.mark.parametrize("count", [0, 1, 2, 9, FITTED + 1], ids="{} rows".format)
def test_nothing_prints_smaller_than_can_be_read(record_type, count):
    """A sheet of all columns, of few, a template, a long list: as many pages wide as it needs."""
    full, sparse = documents(record_type, 2)
    kept = [full, sparse] * (count // 2) + [sparse] * (count % 2)
    about, page = visible(
        workbook([SheetRows(record_type, kept)], ABOUT_THIS)
        if count
        else template(record_type.name, ABOUT_THIS)
    )
    assert_readable(page, leading(columns(record_type)))
    assert (about.page_setup.fitToWidth or 1, about.page_setup.fitToHeight or 1) == (1, 1)


def test_the_sheet_of_the_standard_prints_so_that_it_can_be_read():
    page = visible(htcds_workbook(HtcdsTable((), ()), ABOUT_THIS))[0]
    assert_readable(page, 1)  # 83 columns have an order of their own: rows go by their number


@EVERY
def test_a_sheet_without_rows_prints_on_one_page(record_type):
    _, page = visible(workbook([SheetRows(record_type, ())], ABOUT_THIS))
    assert (page.page_setup.fitToWidth or 1) == 1
    assert_readable(page, leading(columns(record_type)))


@EVERY
def test_a_record_takes_no_page_beside_the_first_for_what_it_does_not_say(record_type):
    sparse = documents(record_type, 2)[1]
    _, page = visible(workbook([SheetRows(record_type, [sparse])], ABOUT_THIS))
    assert (page.page_setup.fitToWidth or 1) == 1


def assert_readable(page, named):
    """No title is under 7 points where the widths of columns count in Calibri.

    806 points lie across A4; a character takes 5.25. A sheet that goes on beside its first page
    says on each which record a row is.
    """
    across = page.page_setup.fitToWidth or 1
    hidden = {n for n, d in widths(page).items() if d.hidden}
    shown = [n for n in range(1, page.max_column + 1) if n not in hidden]
    wide = [5.25 * (widths(page)[n].width if n in widths(page) else 9.14) for n in shown]
    first, rest = sum(wide[:named]), wide[named:]
    leaves, taken = 1, first
    for width in rest:
        if (taken + width) * 7 > 806 * HEAD_SIZE + 1:
            leaves, taken = leaves + 1, first
        taken += width
    assert across == leaves
    if across > 1:
        assert page.print_title_cols == f"$A:${'ABC'[named - 1]}"
        assert page.page_setup.pageOrder == "overThenDown"
        assert shown[:named] == [*range(1, named + 1)]
    else:
        assert not page.print_title_cols


def test_a_record_is_named_by_its_ref_and_whom_it_is_of():
    named = {kind.name: columns(kind)[leading(columns(kind)) - 1].name for kind in records.every()}
    assert (named["person"], named["victim-case"]) == ("name", "person")
    assert named["consultation"] == "persons"
    assert not {"on", "birth_date", "asked_on"} & {*named.values()}
    assert leading(columns(records.named("person"))[:1]) == 1


def test_an_explanation_too_long_for_one_page_goes_on_below():
    lines = [(MARKING, SECRET), *[("Post", "PNH")] * 60]
    about = About(ABOUT.title, lines, ABOUT.made_at, "id")
    setup = visible(workbook([], about))[0].page_setup
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)


def visible(content) -> Any:
    book = openpyxl.load_workbook(BytesIO(content))
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def test_every_page_says_whose_eyes_it_is_for_and_which_it_is(pages):
    for page in pages:
        assert page.oddHeader.right.text == SECRET.replace("&", "&&")
        assert page.oddFooter.left.text == "&A"
        assert page.oddFooter.right.text == "&P / &N"


def test_rows_are_as_tall_as_their_texts(pages):
    assert_rows_have_room(pages)
    for page in pages[1:]:
        for row in range(FIRST_ROW, page.max_row + 1):
            texts = [cell for cell in seen(page, row) if isinstance(cell.value, str)]
            assert texts
            assert all(cell.alignment.wrap_text or cell.column == 1 for cell in texts)


def assert_rows_have_room(pages):
    """Every text that is seen has all its lines."""
    about, *sheets = pages
    for row in about.iter_rows(min_row=3):
        needed = max(lines_of(str(c.value or ""), width_of(about, c)) for c in row)
        assert (about.row_dimensions[row[0].row].height or 15) >= 15 * needed
    for page in sheets:
        height = page.row_dimensions[TITLES_ROW].height
        for cell in seen(page, TITLES_ROW):
            room = width_of(page, cell) * SIZE / HEAD_SIZE
            assert height * SIZE >= 15 * HEAD_SIZE * lines_of(cell.value, room)
        for row in range(FIRST_ROW, page.max_row + 1):
            height = page.row_dimensions[row].height or 15
            for cell in seen(page, row):
                if isinstance(cell.value, str):
                    assert height >= 15 * lines_of(cell.value, width_of(page, cell))


def seen(page, row):
    hidden = {n for n, d in widths(page).items() if d.hidden}
    return [cell for cell in page[row] if cell.column not in hidden]


def widths(page):
    every = page.column_dimensions.values()
    return {n: d for d in every for n in range(d.min, d.max + 1)}


def width_of(page, cell):
    return widths(page)[cell.column].width - 0.71  # what XlsxWriter adds


WORDS = st.lists(st.text("abc ", min_size=1, max_size=20), max_size=4)


COLUMNS = st.builds(Texts, st.text("abc ", max_size=30), st.integers(8, 60), WORDS)


@given(st.lists(COLUMNS, min_size=1, max_size=40), st.integers(1, 3))
def test_columns_have_room_for_their_words_and_take_no_page_for_more(texts, named):
    found = fitted(texts, named)
    for column, width in zip(texts, found, strict=True):
        assert column.least - 0.01 <= width <= min(column.most + 1 / 7, column.declared)
        assert width * 7 == pytest.approx(round(width * 7), abs=0.04)  # whole pixels
        words = [word for cell in column.cells for word in cell.split()]
        assert all(len(word) <= width for word in words if len(word) < column.declared)
    least = [column.least + 1 / 7 for column in texts]
    assert pages_across(found, named) <= pages_across(least, named)


@given(st.lists(st.floats(5, 60), min_size=1, max_size=60), st.integers(1, 3))
def test_no_page_has_more_columns_than_can_be_read(each, named):
    """Nor are there more pages than there are columns, nor one where all have room."""
    pages = pages_across(each, named)
    first = sum(w + 0.71 for w in each[:named])
    rest = sum(w + 0.71 for w in each[named:])
    assert first + rest <= ROOM * pages or pages == max(1, len(each) - named)
    assert (pages == 1) == (first + rest <= ROOM or len(each) <= named + 1)


def test_a_long_list_keeps_the_widths_that_are_declared():
    kind = records.named("person")
    assert SheetRows(kind, documents(kind, 1) * FITTED).fitted
    assert not SheetRows(kind, documents(kind, 1) * (FITTED + 1)).fitted
    assert not SheetRows(kind, (), to_fill=True).fitted  # a template


def test_a_row_with_a_long_text_is_taller(monkeypatch):
    monkeypatch.setattr(writer, "FITTED", 0)  # as in a long list
    kind = records.named("consultation")
    short, long = documents(kind, 2)
    sheet = page_of(
        kind, [short | {"summary": "singkat", "advice": None}, long | {"summary": LONG}]
    )
    assert sheet.row_dimensions[FIRST_ROW].height is None  # both programs find one line
    assert sheet.row_dimensions[FIRST_ROW + 1].height >= 15 * 10
    huge = page_of(kind, [long | {"summary": LONG * 50}])
    assert huge.row_dimensions[FIRST_ROW].height <= 409
    assert huge.row_dimensions[NAMES_ROW].hidden


def page_of(kind, found) -> Any:
    content = workbook([SheetRows(kind, found)], ABOUT_THIS)
    return openpyxl.load_workbook(BytesIO(content)).worksheets[1]


@needs_soffice
def test_libreoffice_prints_as_many_pages_beside_each_other_as_are_asked_for(made, pages, tmp_path):
    path = tmp_path / "keluar.xlsx"
    path.write_bytes(made)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    assert SOFFICE
    subprocess.run([SOFFICE, profile, *words], check=True, capture_output=True, timeout=180)
    printed = re.findall(rb"/Type\s*/Page\b", path.with_suffix(".pdf").read_bytes())
    assert len(printed) == sum(page.page_setup.fitToWidth or 1 for page in pages)
    assert any(page.page_setup.fitToWidth for page in pages)
