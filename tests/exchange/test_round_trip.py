"""What we write is what we read back, for every record type that there is or will be."""

from __future__ import annotations

import pytest

from attache import codes, records
from attache.exchange.layout import SEPARATOR, digest_of
from attache.exchange.writer import About, SheetRows, workbook
from attache.records.record import kept, parse
from tests import samples
from tests.exchange.workbooks import ABOUT, documents, only, ours, read

EVERY = pytest.mark.parametrize("record_type", records.every(), ids=lambda t: t.name)
# What Excel could take for a formula, a link, a number or an error, and what XML could lose.
RISKY = (
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://contoh.invalid","klik")',
    "+62 contoh",
    "-1+1",
    "@SUM(A1)",
    "http://contoh.invalid",
    "007",
    "1e5",
    "#DIV/0!",  # #N/A says nothing, whoever wrote it
    "_x001B_",
    "_x005F_x001B_",
    "_x4E2D__x0041_",
    "<b>&amp;</b>",
    "<r></si><si><t>contoh</t></r>",
    "<r><t>contoh</t></r>",
    "TRUE",
    "2026-01-31",
    "😀 é 语",
)


@EVERY
@pytest.mark.parametrize("language", ["id", "en"])
def test_documents_come_back_as_they_left(tmp_path, record_type, language):
    """Ref, hidden keys and content are the same, for full and for sparse records."""
    sent = documents(record_type)
    about = About(title="Hand-off", language=language)
    path = ours(tmp_path / "out.xlsx", [record_type], about)
    rows = only(path)
    for document, row in zip(sent, rows, strict=True):
        parsed = parse(record_type.model, row.raw, samples.HERE)
        assert not parsed.problems
        assert kept(parsed.draft) == {name: document[name] for name in record_type.fields}
        assert (row.ref, row.id, row.rev) == (document["ref"], document["id"], document["rev"])
        assert row.digest == digest_of(record_type, document)
    assert [row.number for row in rows] == list(range(3, 3 + len(sent)))


def test_a_whole_package_comes_back(tmp_path):
    """Every record type in one workbook; each sheet is known again."""
    path = ours(tmp_path / "out.xlsx", records.every(), count=3)
    sheets = read(path)
    assert sheets.every_problem() == ()
    assert [s.record_type for s in sheets.found] == list(records.every())


@EVERY
def test_texts_that_look_like_something_else_stay_texts(tmp_path, record_type):
    fields = [f for f in record_type.fields.values() if f.kind.name == "text"]
    document = samples.kept(record_type, full=True).document()
    sent = [document | {f.name: text for f in fields} for text in RISKY]
    path = tmp_path / "out.xlsx"
    path.write_bytes(workbook([SheetRows(record_type, sent)], ABOUT))
    for text, row in zip(RISKY, read(path).found[0].rows, strict=True):
        assert {f.name: row.raw[f.name] for f in fields} == {f.name: text for f in fields}


@EVERY
def test_early_days_survive_excels_leap_year(tmp_path, record_type):
    """Excel has a 29 February 1900; days before it would shift."""
    days = [f.name for f in record_type.fields.values() if f.kind.name == "day"]
    document = samples.kept(record_type, full=True).document()
    wanted = ["1900-01-01", "1900-02-28", "1900-03-01", "2100-12-31"]
    path = tmp_path / "out.xlsx"
    sent = [document | dict.fromkeys(days, day) for day in wanted]
    path.write_bytes(workbook([SheetRows(record_type, sent)], ABOUT))
    for day, row in zip(wanted, read(path).found[0].rows, strict=True):
        draft = parse(record_type.model, row.raw, samples.HERE).draft
        assert [kept(draft)[name] for name in days] == [day] * len(days)


@pytest.mark.parametrize("name", codes.names())
def test_labels_can_stand_in_cells(name):
    """A label names its own value only, in both languages, and never holds the separator."""
    listed = codes.load(name)
    for code in listed:
        for label in code.label:
            assert listed.find(label) == code.value
            assert SEPARATOR.strip() not in label
