"""Whole sheets that move: the same workbook as if it had been made there."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from attache.exchange.geometry import LAST_COLUMN
from attache.exchange.in_memory import opened, saved
from attache.exchange.references import Moves, moved_areas
from attache.exchange.shifted import shift
from tests.exchange.furnished import furnished


def parts(book):
    with ZipFile(BytesIO(saved(book))) as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    texts.pop("docProps/core.xml")  # the time
    return {name: _told(text) if name.endswith("l") else text for name, text in texts.items()}


def _told(part):
    """Without what programs work out anew: where a picture is on the page, cells chosen in panes.

    Only the last pane's chosen cell counts.
    """
    chosen = '<selection pane="(?:topRight|bottomLeft)"[^>]*>'
    return re.sub(f"{chosen}|<a:off [^>]*>", "", part.decode())


def moved(content, by):
    book = opened(content)
    shift(book, {"Data": by})
    return parts(book)


@pytest.mark.parametrize(("before", "by"), [(0, 1), (1, -1), (2, 3), (0, 0)])
def test_a_moved_sheet_is_as_if_it_had_been_made_there(before, by):
    expected, got = parts(opened(furnished(before + by))), moved(furnished(before), by)
    assert got.keys() == expected.keys()
    for name, text in expected.items():
        assert got[name] == text, name


def test_the_workbook_has_what_the_test_is_about():
    """Nothing of it was lost before it was compared."""
    made = parts(opened(furnished()))
    everything = " ".join(text for text in made.values() if isinstance(text, str))
    for tag in (
        "mergeCell ", "dataValidation ", "cfRule ", "hyperlink ", "tablePart ", "pane ",
        "autoFilter ", "colBreaks", "definedName ", "xdr:pic|<pic", "<c:f>|<f>Data", "comment ",
        "rPr", "outlineLevel=", 'hidden="1"', "Print_Titles", "Print_Area", "formula",
    ):  # fmt: skip
        assert re.search(tag, everything), tag
    assert any(name.startswith("xl/media/") for name in made)


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("A1+$B$2:C3", "B1+$C$2:D3"),
        ("SUM(Data!A:A,'Data'!1:3,DATA!$ZZ9)", "SUM(Data!B:B,'Data'!1:3,DATA!$AAA9)"),
        ("Lain!A1+'It''s'!A1", "Lain!A1+'It''s'!B1"),
        ('"A1"&orang&XYZ1&TRUE&Tabel1[A1]', '"A1"&orang&XYZ1&TRUE&Tabel1[A1]'),
        ("[1]Data!A1+Data:Lain!A1", "[1]Data!A1+Data:Lain!A1"),
        ("XFD1+$XFD1", "A1+#REF!"),
        ("A1:XFD1", "B1:XFD1"),
        ("LOG10(A1)", "LOG10(B1)"),
        ("A1+(", "B1+("),
        ('A1+"', 'A1+"'),
    ],
)
def test_formulas_lead_to_the_same_cells(formula, after):
    assert Moves({"Data": 1, "It's": 1}).formula(formula, "Data") == after


def test_a_name_counts_from_the_cell_that_uses_it():
    assert Moves({"Data": 1}).formula("Data!$A4+Data!A4", fixed=True) == "Data!$B4+Data!A4"


@pytest.mark.parametrize("formula", ["A" * 9000 + "1", "'" * 8000, "(" * 8000, "{" * 3 + "]["])
def test_a_hostile_formula_stays_as_it_is(formula):
    assert Moves({"Data": 1}).formula(formula, "Data") == formula


def test_areas_are_cut_at_the_edges_of_a_sheet():
    assert moved_areas("A1:XFD9 XFD1 B2", 1) == "B1:XFD9 C2"
    assert moved_areas("A1:A9 A1:C1", -1) == "A1:B1"
    assert LAST_COLUMN == 16384


def test_panes_that_were_frozen_after_scrolling_show_all():
    book = opened(furnished())
    view = book["Data"].sheet_view
    pane = view.pane
    assert pane is not None
    view.topLeftCell, pane.topLeftCell = "C2", "E5"
    shift(book, {"Data": 1})
    assert (view.topLeftCell, pane.xSplit, pane.topLeftCell) == ("A2", 4, "F5")


def test_a_sheet_that_was_scrolled_shows_its_first_column():
    book = opened(furnished())
    view = book["Data"].sheet_view
    view.pane, view.topLeftCell = None, "H40"
    shift(book, {"Data": 1})
    assert view.topLeftCell == "A40"
