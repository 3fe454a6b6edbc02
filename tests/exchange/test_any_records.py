"""Any record set, written into a sheet and read again, is the same record set."""

from __future__ import annotations

import re

import pytest
from hypothesis import Phase, given, settings

from attache import records
from attache.exchange.fillers import DASHES
from attache.exchange.layout import digest_of
from attache.exchange.writer import SheetRows, workbook
from attache.problems import Refused
from attache.records.record import kept, parse
from tests import samples, strategies
from tests.exchange import test_libreoffice as libreoffice
from tests.exchange.workbooks import ABOUT, read
from tests.samples import HERE

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)


def said(kind, document):
    """What a kept document says. A dash in a cell says nothing, so it is not told to be back."""
    return {n: document[n] for n in kind.fields if document[n] not in (None, *DASHES)}


def assert_same(kind, sent, rows):
    """Every record is there once, in its place, and says what it said."""
    assert [row.ref for row in rows] == [document["ref"] for document in sent]
    for document, row in zip(sent, rows, strict=True):
        draft, problems = parse(kind.model, row.raw, HERE)
        back = kept(draft)
        assert {name: back[name] for name in said(kind, document)} == said(kind, document)
        assert (row.id, row.rev) == (document["id"], document["rev"])
        if not any(document[name] in [*DASHES] for name in kind.fields):
            assert not problems
            assert row.digest == digest_of(kind, back)


@EVERY
def test_what_is_written_is_what_is_read(tmp_path, kind):
    path = tmp_path / "keluar.xlsx"

    # Each example starts the child process that reads; to make it smaller would take minutes.
    @settings(max_examples=8, phases=[Phase.generate])
    @given(strategies.documents(kind))
    def out_and_back(sent):
        path.write_bytes(workbook([SheetRows(kind, sent)], ABOUT))
        sheets = read(path)
        assert sheets.every_problem() == ()
        assert_same(kind, sent, sheets.found[0].rows)

    out_and_back()


# LibreOffice loses an underscore of an escape that is escaped; Calamine reads no tab in an .ods.
LOST = {"xlsx": (re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)"), "_"), "ods": (re.compile("\t"), "")}


@libreoffice.pytestmark
def test_libreoffice_saves_what_was_written(tmp_path):
    """Many records of every type in one workbook: each start of LibreOffice takes seconds."""
    sheets = []
    for kind in records.every():
        drawn = strategies.several(strategies.documents(kind, 3), 12)
        content = [{name: d[name] for name in kind.fields} for some in drawn for d in some]
        sheets.append(SheetRows(kind, strategies.stamped(kind, content)))
    path = tmp_path / "keluar.xlsx"
    path.write_bytes(workbook(sheets, ABOUT))
    before = read(path)
    for form, lost in LOST.items():
        after = read(libreoffice.saved_again(path, tmp_path, form))
        assert after.every_problem() == ()
        for ours, theirs in zip(before.found, after.found, strict=True):
            assert theirs.record_type == ours.record_type
            assert len(theirs.rows) > 12
            assert theirs.rows == [without(row, *lost) for row in ours.rows]


def without(row, lost, left):
    raw = {n: lost.sub(left, v) if isinstance(v, str) else v for n, v in row.raw.items()}
    return row._replace(raw=raw)


def test_a_long_text_full_of_escapes_is_whole(tmp_path):
    """Written out it is longer than XlsxWriter takes for a cell, and it used to be cut in two."""
    kind = records.named("note")
    for text in ("_x001B_" * 1428, "<r>" + "&" * 9_990, "_" * 9_990 + "_x001B_"):
        document = samples.kept(kind, full=True).document() | {"text": text}
        path = tmp_path / "keluar.xlsx"
        path.write_bytes(workbook([SheetRows(kind, [document])], ABOUT))
        assert read(path).found[0].rows[0].raw["text"] == text


@pytest.mark.parametrize(("text", "fits"), [("😀" * 16_383, True), ("😀" * 16_384, False)])
def test_a_cell_is_measured_as_excel_measures_it(text, fits):
    """In UTF-16 units: an emoji is two of them."""
    kind = records.named("note")
    sheet = SheetRows(kind, [samples.kept(kind, full=True).document() | {"text": text}])
    if fits:
        assert workbook([sheet], ABOUT)
    else:
        with pytest.raises(Refused):
            workbook([sheet], ABOUT)
