"""Columns in which no record says anything are collapsed, and nothing is lost by that."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import records
from attache.codes import NOT_ASKED
from attache.exchange import fitting, writer
from attache.exchange.editing import with_changes
from attache.exchange.empty_columns import empty_columns, is_empty
from attache.exchange.incoming import Incoming
from attache.exchange.layout import FIRST_ROW, KEYS, NAMES_ROW, columns
from attache.exchange.marked import marked_copy
from attache.exchange.writer import SheetRows, template, workbook
from attache.problems import problem
from tests.exchange.workbooks import ABOUT, documents, only, read, tab

EVERY = pytest.mark.parametrize("record_type", records.every(), ids=lambda t: t.name)
CASE = records.named("victim-case")
UNLISTED = [c.field for c in columns(CASE) if c.field and not c.field.column.listed]


def hidden_in(sheet):
    spans = (d for d in sheet.column_dimensions.values() if d.hidden)
    places = [n for d in spans for n in range(d.min, d.max + 1)]
    return {sheet.cell(NAMES_ROW, n).value for n in places if sheet.cell(NAMES_ROW, n).value}


def emptied(document, names):
    return document | {f.name: f.kept(f.default) for f in UNLISTED if f.name in names}


@given(st.lists(st.sets(st.sampled_from([f.name for f in UNLISTED])), min_size=1, max_size=3))
def test_a_column_is_empty_where_every_record_has_nothing_in_it(missing):
    full = documents(CASE, 1)[0]
    found = empty_columns(columns(CASE), [emptied(full, names) for names in missing])
    assert found == set.intersection(*missing)


@EVERY
def test_what_is_collapsed_comes_back_as_it_left(record_type, tmp_path):
    """It is not told as hidden either: nobody hid anything in it."""
    path = tmp_path / "out.xlsx"
    sent = documents(record_type, 4)[1::2]  # with what is needed only
    rows = SheetRows(record_type, sent)
    path.write_bytes(workbook([rows], ABOUT))
    sheet = openpyxl.load_workbook(path)[tab(record_type)]
    assert hidden_in(sheet) == rows.collapsed | {*KEYS}
    assert not any(record_type.fields[name].column.listed for name in rows.collapsed)
    assert [row.id for row in only(path)] == [document["id"] for document in sent]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(writer, "FITTED", 0)
        path.with_stem("long").write_bytes(workbook([SheetRows(record_type, sent)], ABOUT))
    assert only(path.with_stem("long")) == only(path)


def test_one_sign_opens_each_group_of_them():
    """It stands on a column that is seen: the keys behind the last ones are hidden."""
    rows = SheetRows(CASE, documents(CASE, 2)[1:])
    sheet: Any = openpyxl.load_workbook(BytesIO(workbook([rows], ABOUT)))[tab(CASE)]
    assert not sheet.sheet_properties.outlinePr.summaryRight
    spans = [(d, range(d.min, d.max + 1)) for d in sheet.column_dimensions.values()]
    said = {n: d for d, span in spans for n in span}
    names = {n: sheet.cell(NAMES_ROW, n).value for n in said}
    assert {names[n] for n, d in said.items() if d.outlineLevel} == rows.collapsed
    signs = {n for n, d in said.items() if d.collapsed}
    assert signs == {
        n for n in said if names.get(n + 1) in rows.collapsed and names[n] not in rows.collapsed
    }
    assert not any(said[n].hidden for n in signs)


def test_what_somebody_writes_into_a_collapsed_column_is_read_and_told(tmp_path):
    path = tmp_path / "out.xlsx"
    rows = SheetRows(CASE, documents(CASE, 2)[1:])
    path.write_bytes(workbook([rows], ABOUT))
    book = openpyxl.load_workbook(path)
    sheet = book[tab(CASE)]
    (cell,) = (c for c in sheet[NAMES_ROW] if c.value == "site")
    assert "site" in rows.collapsed
    sheet.cell(FIRST_ROW, cell.column).value = "Kompleks Contoh"
    book.save(path)
    found = read(path)
    assert [row.raw["site"] for row in found.found[0].rows] == ["Kompleks Contoh"]
    assert [(p.code, p.args) for p in found.every_problem()] == [
        ("XLS044", {"columns": cell.column_letter})
    ]


def test_nothing_is_told_where_it_was_opened_first_or_the_keys_are_gone(tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_bytes(workbook([SheetRows(CASE, documents(CASE, 2)[1:])], ABOUT))
    path.write_bytes(with_changes(path, {(CASE, FIRST_ROW, "site"): "Kompleks Contoh"}))
    assert [row.raw["site"] for row in only(path)] == ["Kompleks Contoh"]
    book = openpyxl.load_workbook(path)
    sheet = book[tab(CASE)]
    sheet.delete_cols(sheet.max_column - len(KEYS) + 1, len(KEYS))
    book.save(path)
    assert [row.raw["site"] for row in only(path)] == ["Kompleks Contoh"]


def test_a_template_and_a_long_list_show_every_column():
    blank = openpyxl.load_workbook(BytesIO(template(CASE.name, ABOUT)))[tab(CASE)]
    assert hidden_in(blank) == {*KEYS}
    assert SheetRows(CASE, documents(CASE, 2)[1:] * (fitting.FITTED + 1)).collapsed == set()


def test_a_marked_copy_collapses_the_same(tmp_path):
    path = tmp_path / "out.xlsx"
    rows = SheetRows(CASE, documents(CASE, 2)[1:])
    path.write_bytes(workbook([rows], ABOUT))
    source = Incoming(path, None)
    found = [source.sheets.found[0].rows[0].place(problem("NIK003", "person"))]
    copy = openpyxl.load_workbook(BytesIO(marked_copy(source, found).content))
    assert hidden_in(copy[tab(CASE)]) == rows.collapsed | {*KEYS}


@pytest.mark.parametrize(
    ("cells", "empty"),
    [
        ([None, " ", ""], True),
        (["Belum ditanyakan", None], True),
        (["Not asked"], True),
        ([NOT_ASKED], True),
        (["Tidak"], False),
        (["Belum ditanyakan", "Ya"], False),
        ([0], False),
        ([], True),
    ],
)
def test_cells_in_which_nothing_stands(cells, empty):
    assert is_empty(cells) is empty
