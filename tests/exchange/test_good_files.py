"""Files that every spreadsheet program opens, though some part of them is not as most have it."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from attache.exchange.geometry import MOST_CELLS, acts
from attache.exchange.incoming import Incoming
from attache.exchange.marked import marked_copy
from attache.exchange.passwords import locked_again
from attache.exchange.preflight import unread
from attache.exchange.reader import read_content
from attache.problems import problem
from tests.faults import hostile as h
from tests.faults.corpus import UNREAD

READ = [[*h.HEADS], ["Siti Contoh", "P"]]
TEXTS = "xl/sharedStrings.xml"


def rows_of(content):
    """What stands in the cells of the only sheet."""
    (sheet,) = read_content(content)
    return [[cell for cell in row if cell is not None] for row in sheet.rows]


def with_parts(**more):
    return h.zipped({**h.parts(), **{name.replace("__", "/"): part for name, part in more.items()}})


def with_dimension(text):
    return h.zipped(h.parts(before=text))


def as_ods(*first, **more):
    """An .ods file whose parts `first` come before the others."""
    with zipfile.ZipFile(BytesIO(h.ods(_table()))) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    found |= {name.replace("__", "/"): part for name, part in more.items()}
    return h.zipped({name: found[name] for name in dict.fromkeys([*first, *found])})


def _table():
    rows = h.ods_row(*h.HEADS) + h.ods_row("Siti Contoh", "P")
    return f'<table:table table:name="People">{rows}</table:table>'


FILES = {
    "blank part of LibreOffice": as_ods(**{"Configurations2__accelerator__current.xml": ""}),
    "mimetype comes last": as_ods("content.xml"),
    "data of Power Query": with_parts(**{"customXml__item1.xml": "<x>é</x>".encode("utf-16")}),
    "drawing that is no XML": with_parts(**{"xl__drawings__vmlDrawing1.vml": "<x>satu<br>dua</x>"}),
    "part of another program": with_parts(**{"xl__other.xml": "<!DOCTYPE x><x"}),
    "dimension without cells": with_dimension('<dimension ref=""/>'),
    "dimension of whole columns": with_dimension('<dimension ref="A:E"/>'),
    "dimension of two areas": with_dimension('<dimension ref="A1:B2 D1:E2"/>'),
    "dimension with a dollar": with_dimension('<dimension ref="$A$1:$E$2"/>'),
    "dimension from row 0": with_dimension('<dimension ref="A0:E2"></dimension>'),
    "dimension that says nothing": with_dimension("<dimension/>"),
    "dimension that is too small": with_dimension('<dimension ref="A1"/>'),
    "part in other capitals": h.zipped(
        {n.replace("sharedStrings", "SharedStrings"): part for n, part in h.parts().items()}
    ),
    "password of Excel itself": locked_again(with_parts(long="x" * 5000), "VelvetSweatshop"),
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_read(name):
    assert rows_of(FILES[name]) == READ


def told(before, run, after=""):
    """Shared texts of which one is written in two runs."""
    return (
        f'<sst xmlns="{h.MAIN}"{before}>'
        f"<si{run}><r><t>Siti </t></r><r><t{after}>Contoh</t></r></si>"
        f"<si><r><t>Budi</t></r><r><t>man</t></r></si></sst>"
    )


KEPT = ' xml:space="preserve"'


@pytest.mark.parametrize("texts", [told(KEPT, ""), told("", KEPT), told(KEPT, KEPT, KEPT)])
def test_spaces_count_where_an_element_around_says_so(texts):
    data = h.row(1, '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>')
    content = h.zipped({**h.parts(data), TEXTS: texts})
    assert rows_of(content) == [["Siti Contoh", "Budiman"]]


def test_spaces_count_in_the_texts_of_cells_too():
    cell = '<c r="A1" t="inlineStr"><is><r><t>Siti </t></r><r><t>Contoh</t></r></is></c>'
    part = h.sheet(h.row(1, cell)).replace("<worksheet", f"<worksheet{KEPT}", 1)
    assert rows_of(with_parts(**{"xl__worksheets__sheet1.xml": part})) == [["Siti Contoh"]]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "XLS058"),
        ("xl/externalLinks/externalLink1.xml", "XLS059"),
        ("xl/embeddings/oleObject1.bin", "XLS060"),
    ],
)
def test_what_is_left_unread_is_told(tmp_path, part, code):
    path = tmp_path / "in.xlsm"
    path.write_bytes(with_parts(**{part: "x"}))
    sheets = Incoming(path, "person").sheets
    assert [p.code for p in sheets.problems] == [code]
    assert [p.level for p in sheets.problems] == ["warning"]
    assert sheets.found[0].rows[0].raw["name"] == "Siti Contoh"


def test_nothing_of_it_is_in_a_marked_copy(tmp_path):
    path = tmp_path / "in.xlsm"
    path.write_bytes(h.with_more(h.zipped(h.parts()), UNREAD))
    copy = marked_copy(Incoming(path, "person"), [problem("XLS018").at(sheet="People", row=2)])
    with zipfile.ZipFile(BytesIO(copy.content)) as archive:
        assert not [*unread(archive.namelist())]
        types = archive.read("[Content_Types].xml")
    assert b"sheet.main+xml" in types
    assert b"macro" not in types


@pytest.mark.parametrize(
    "formula",
    [
        '"Call (HP) "&A2',
        "'Call (lama)'!A2",
        "Daftar[Call (HP)]",
        'IFERROR(__xludf.DUMMYFUNCTION("IMAGE(""https://contoh.example/a.jpg"")"),"")',
        '"a|b!"',
        "'a|b'!A2",
        "RECALL(A2)",
    ],
)
def test_a_word_that_does_nothing_is_no_reason(formula):
    assert not acts(formula)


@pytest.mark.parametrize(
    "formula",
    [
        'WEBSERVICE("https://contoh.example")',
        '_xlfn.IMAGE("https://contoh.example")',
        "cmd|'/c calc'!A0",
        "cmd|'/c calc'!A0&LEFT(\"'\")",
        'cmd|topik!A0&"x"',
        '"["&CALL("a","b")&"]"',
        "'it''s'!A1+RTD(\"a\",,\"b\")",
        'of:=DDE("soffice";"a";"b")',
    ],
)
def test_one_that_acts_is(formula):
    assert acts(formula)


def test_a_text_table_may_have_as_many_cells_as_a_workbook():
    """Each of them takes but two bytes of the file."""
    across = 3
    content = b"\n".join([b"a;" * (across - 1) + b"b"] * (MOST_CELLS // 10 // across))
    (sheet,) = read_content(content, csv=True)
    assert len(sheet.rows) == MOST_CELLS // 10 // across
