"""What a workbook is made of, and how it reaches the disk."""

from __future__ import annotations

import os
import stat
import tempfile
import zipfile
from io import BytesIO

import openpyxl
import pytest

from attache import codes, records
from attache.exchange.geometry import letter
from attache.exchange.layout import KEYS, columns, digest_of, named_by
from attache.exchange.packages import PACKAGES, record_types_of
from attache.exchange.writer import SPARE_ROWS, About, SheetRows, template, workbook
from attache.files import save
from attache.language import both
from attache.problems import NotWritten, Refused
from tests import samples
from tests.exchange.workbooks import ABOUT, documents, tab

EVERY = pytest.mark.parametrize("record_type", records.every(), ids=lambda t: t.name)
PERSON = records.named("person")


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def dimension(sheet, place):
    """What is said of a column; openpyxl keeps it at the first of several that are alike."""
    dimensions = sheet.column_dimensions.values()
    return next(d for d in dimensions if d.min <= place + 1 <= d.max)


def test_packages_name_record_types():
    for kind in (*PACKAGES, *(t.name for t in records.every())):
        assert record_types_of(kind)
    with pytest.raises(Refused) as refused:
        record_types_of("nobody")
    assert refused.value.problems[0].code == "XLS017"


@EVERY
def test_the_columns_are_ref_fields_and_hidden_keys(record_type):
    sheet = opened(template(record_type.name, ABOUT))[tab(record_type)]
    shape = columns(record_type)
    names = [c.name for c in shape]
    assert (names[0], {*names[1:-4]}, names[-4:]) == ("ref", {*record_type.fields}, [*KEYS])
    assert len(names) == len({*names})
    assert [cell.value for cell in sheet[1]] == [c.name for c in shape]
    assert [cell.value for cell in sheet[2]] == [c.title for c in shape]
    assert sheet.row_dimensions[1].hidden
    hidden = [dimension(sheet, place).hidden for place in range(len(shape))]
    assert hidden == [c.hidden for c in shape]
    assert (sheet.freeze_panes, sheet.auto_filter.ref[:2]) == ("B3", "A2")
    assert all(cell.comment for cell, c in zip(sheet[2], shape, strict=True) if not c.hidden)
    assert [str(cell.value).endswith(" *") for cell in sheet[2]] == [c.required for c in shape]


@EVERY
def test_dropdowns_offer_the_code_lists(record_type):
    book = opened(template(record_type.name, ABOUT))
    sheet = book[tab(record_type)]
    offers = {str(v.sqref): v for v in sheet.data_validations.dataValidation}
    for place, column in enumerate(columns(record_type)):
        if not (column.field and column.field.code_list):
            continue
        offer = offers.pop(f"{letter(place)}3:{letter(place)}{2 + SPARE_ROWS}")
        assert bool(offer.showErrorMessage) != column.field.kind.many
        area = book.defined_names[offer.formula1].attr_text
        name, _, cells = area.partition("!")
        values = [cell.value for (cell,) in book[name][cells]]
        assert values == [c.label.id for c in codes.load(column.field.code_list)]
    assert not offers
    assert book["_lists"].sheet_state == "hidden"


@EVERY
def test_identifiers_and_texts_are_text_cells_before_anybody_types(record_type):
    """A NIK typed into a template must not become a number."""
    sheet = opened(template(record_type.name, ABOUT))[tab(record_type)]
    for place, column in enumerate(columns(record_type)):
        kind = column.field.kind.name if column.field else "text"
        wanted = {"day": "yyyy-mm-dd", "count": "0", "amount": "#,##0.00"}.get(kind, "@")
        assert dimension(sheet, place).number_format == wanted


@EVERY
def test_no_cell_is_a_formula_a_link_or_an_error(record_type):
    """Whatever the data are."""
    sent = documents(record_type)
    for document in sent:
        for f in record_type.fields.values():
            if f.kind.name == "text":
                document[f.name] = '=HYPERLINK("http://contoh.invalid")'
    content = workbook([SheetRows(record_type, sent)], ABOUT)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            text = archive.read(name)
            assert not name.startswith("xl/externalLinks")
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in text
                assert b"<hyperlink" not in text
                assert b't="e"' not in text


def test_excel_keeps_a_risky_text_when_somebody_edits_it():
    document = samples.kept(PERSON, full=True).document() | {"name": "=1+1 Contoh"}
    sheet = opened(workbook([SheetRows(PERSON, [document])], ABOUT))[tab(PERSON)]
    by_name = {cell.value: place for place, cell in enumerate(sheet[1], 1)}
    assert sheet.cell(3, by_name["name"]).quotePrefix
    assert not sheet.cell(3, by_name["remarks"]).quotePrefix


def test_the_same_input_gives_the_same_bytes():
    types = record_types_of("handoff")
    about = About(title="Template")
    assert template("handoff", about) == template("handoff", about)
    rows = [SheetRows(t, documents(t)) for t in types]
    assert workbook(rows, ABOUT) == workbook(rows, ABOUT)


def test_the_first_sheet_tells_what_the_file_is():
    rows = [SheetRows(PERSON, documents(PERSON, 5))]
    book = opened(workbook(rows, ABOUT))
    told = {a: b for a, b in book.worksheets[0].iter_rows(max_col=2, values_only=True) if a}
    assert book.active is book.worksheets[0]
    assert (told[tab(PERSON)], told[str(both("Post"))]) == ("5", "PNH")
    assert told[str(both("Made at"))] == "2026-10-01 09:30:00+00:00"


def test_no_plain_text_touches_the_temp_folder(monkeypatch, tmp_path):
    def forbidden(*args, **kwargs):
        raise AssertionError("a temp file")

    rows = [SheetRows(PERSON, documents(PERSON))]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, forbidden)
    workbook(rows, ABOUT)
    assert list(tmp_path.iterdir()) == []


def test_a_cell_that_excel_could_not_keep_is_refused():
    document = samples.kept(PERSON, full=True).document()
    document["aliases"] = ["Contoh " * 20] * 300
    with pytest.raises(Refused) as refused:
        workbook([SheetRows(PERSON, [document])], ABOUT)
    (found,) = refused.value.problems
    assert (found.code, found.field, found.sheet, found.row) == (
        "TXT002",
        "aliases",
        tab(PERSON),
        3,
    )


@EVERY
def test_a_digest_tells_a_change_of_any_field(record_type):
    document = samples.kept(record_type, full=True).document()
    digest = digest_of(record_type, document)
    assert len(digest) == 16
    assert digest_of(record_type, document | {"rev": 9, "changed_at": "later"}) == digest
    assert {digest_of(record_type, document | {name: None}) for name in record_type.fields} ^ {
        digest
    }


@EVERY
def test_sheet_names_fit_excel_and_lead_back(record_type):
    assert len(tab(record_type)) <= 31
    assert named_by(tab(record_type)) == record_type


def test_saving_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "keluar[1].xlsx"
    stale = tmp_path / ".attache-0123456789abcdef.tmp"
    stale.write_bytes(b"left by a killed run")
    save(path, b"satu", replace=False)
    assert path.read_bytes() == b"satu"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or os.name != "posix"
    with pytest.raises(Refused) as refused:
        save(path, b"dua", replace=False)
    assert refused.value.problems[0].code == "XLS012"
    save(path, b"dua", replace=True)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten) as not_written:
        save(path, b"tiga", replace=True)
    assert not_written.value.problems[0].code == "FIL004"
    assert path.read_bytes() == b"dua"
    assert [p.name for p in tmp_path.iterdir()] == ["keluar[1].xlsx"]


def test_saving_into_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(NotWritten):
        save(tmp_path / "nowhere" / "keluar.xlsx", b"", replace=False)
