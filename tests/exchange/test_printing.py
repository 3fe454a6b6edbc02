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
from attache.exchange.fitting import FITTED, ROOM, Texts, fitted
from attache.exchange.layout import FIRST_ROW, NAMES_ROW, TITLES_ROW
from attache.exchange.packages import record_types_of
from attache.exchange.printing import HEAD_SIZE, SIZE, lines_of
from attache.exchange.writer import SheetRows, workbook
from tests.exchange.test_passwords import SOFFICE, needs_soffice
from tests.exchange.workbooks import ABOUT, documents

LONG = "Paspor ditahan pemberi kerja, ingin pulang & minta bantuan.\n" * 9
SECRET = "Terbatas / Restricted & rahasia"
ABOUT_THIS = About(ABOUT.title, ((MARKING, SECRET),), ABOUT.made_at, "id")


@pytest.fixture(scope="module")
def made():
    sheets = [SheetRows(kind, documents(kind, 4)) for kind in record_types_of("handoff")]
    return workbook(sheets, ABOUT_THIS)


@pytest.fixture(scope="module")
def pages(made):
    book = openpyxl.load_workbook(BytesIO(made))
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def test_every_sheet_is_one_page_wide_with_its_header_on_each(pages):
    for page in pages:
        setup = page.page_setup
        assert (setup.paperSize, setup.orientation) == (9, "landscape")
        assert setup.fitToWidth in (None, 1)  # 1 is what it is where it is not said
        assert page.sheet_properties.pageSetUpPr.fitToPage
        if page is not pages[0]:
            assert (setup.fitToHeight, page.print_title_rows) == (0, f"${TITLES_ROW}:${TITLES_ROW}")


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


def test_a_short_list_is_as_wide_as_what_stands_in_it(pages):
    """The scale of one page across A4: 806 points, 5.25 for a character; a case has 36 columns."""
    for page in pages[1:]:
        points = 5.25 * sum(d.width for d in widths(page).values() if not d.hidden)
        assert 806 / points > (0.6 if len(seen(page, TITLES_ROW)) < 20 else 0.33), page.title


WORDS = st.lists(st.text("abc ", min_size=1, max_size=20), max_size=4)


@given(st.lists(st.builds(Texts, st.text("abc ", max_size=30), st.integers(8, 40), WORDS)))
def test_columns_have_room_for_their_words_and_no_more_than_they_need(columns):
    found = fitted(columns)
    for column, width in zip(columns, found, strict=True):
        assert round(column.least, 1) <= width <= round(column.most, 1) <= column.declared
        words = [word for cell in column.cells for word in cell.split()]
        assert all(len(word) <= width for word in words if len(word) < column.declared)
    room = max(ROOM, sum(c.least for c in columns))
    assert sum(found) <= room + 0.1 * len(columns)


def test_a_long_list_keeps_the_widths_that_are_declared():
    kind = records.named("person")
    assert SheetRows(kind, documents(kind, 1) * FITTED).fitted
    assert not SheetRows(kind, documents(kind, 1) * (FITTED + 1)).fitted
    assert not SheetRows(kind, ()).fitted  # a template is to be filled in


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
def test_a_sheet_of_a_few_records_is_one_page_in_libreoffice(made, pages, tmp_path):
    path = tmp_path / "keluar.xlsx"
    path.write_bytes(made)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    assert SOFFICE
    subprocess.run([SOFFICE, profile, *words], check=True, capture_output=True, timeout=180)
    printed = re.findall(rb"/Type\s*/Page\b", path.with_suffix(".pdf").read_bytes())
    assert len(printed) == len(pages)
