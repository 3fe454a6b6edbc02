"""What sheets are called, in which order their columns stand, and that neither leads astray."""

from __future__ import annotations

import itertools
import re
from io import BytesIO
from operator import itemgetter
from zipfile import ZipFile

import openpyxl
import pytest

from attache import records
from attache.exchange import layout
from attache.exchange.explaining import About
from attache.exchange.htcds_out import to_htcds
from attache.exchange.htcds_sheet import htcds_workbook
from attache.exchange.layout import (
    ABOUT_SHEET,
    DATA_FILE,
    LISTS_SHEET,
    PERIOD,
    POST,
    columns,
    explains,
    named_by,
    sheet_name,
)
from attache.exchange.packages import Cover
from attache.exchange.reader import read_workbook
from attache.exchange.writer import SheetRows, template, workbook
from attache.language import Language, say
from tests.exchange.workbooks import ABOUT, documents, only, read, theirs

EVERY = pytest.mark.parametrize("record_type", records.every(), ids=lambda t: t.name)
LANGUAGES: tuple[Language, ...] = ("id", "en")


def in_language(language):
    return About(ABOUT.title, ABOUT.lines, ABOUT.made_at, language)


@pytest.mark.parametrize("language", LANGUAGES)
@EVERY
def test_a_sheet_is_called_by_its_plural_and_leads_back(record_type, language):
    name = sheet_name(record_type, language)
    assert name.casefold() == say(language, record_type.plural).casefold()  # nothing is cut
    assert len(name) <= 31
    assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
    assert name[0].isupper()
    for spelled in (name, name.upper(), f" {name} "):
        assert named_by(spelled) is record_type


def test_no_two_sheets_share_a_name_in_whatever_language():
    """A workbook of both, as headquarters puts it together from two offices, has each once."""
    owners: dict[str, set[str]] = {}
    for language in LANGUAGES:
        names = {t.name: sheet_name(t, language).casefold() for t in records.every()}
        names |= {ABOUT_SHEET: say(language, ABOUT_SHEET).casefold(), LISTS_SHEET: LISTS_SHEET}
        assert len(set(names.values())) == len(names)
        for owner, name in names.items():
            owners.setdefault(name, set()).add(owner)
    assert [name for name, of in owners.items() if len(of) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_in_a_workbook_follows_the_names_of_its_sheets(language):
    sheets = [SheetRows(t, documents(t, 2)) for t in records.every()]
    content = workbook(sheets, in_language(language))
    book = openpyxl.load_workbook(BytesIO(content))
    tabs = [sheet_name(t, language) for t in records.every()]
    assert book.sheetnames == [say(language, ABOUT_SHEET), *tabs, LISTS_SHEET]
    told = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert [name for name in told if name in tabs] == tabs
    lists = book.defined_names
    assert {n.attr_text.split("!")[0] for n in lists.values()} == {LISTS_SHEET}
    offers = (v for sheet in book for v in sheet.data_validations.dataValidation)
    assert {offer.formula1 for offer in offers} == {*lists}
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.read("xl/workbook.xml").decode()
    named = re.findall(r'localSheetId="([0-9]+)"[^>]*>([^<]+)<', parts)
    own = [(n, {area.split("!")[0] for area in areas.split(",")}) for n, areas in named]
    quoted = [(str(n), {tab if tab.isalpha() else f"'{tab}'"}) for n, tab in enumerate(tabs, 1)]
    twice = [name for name in quoted for _ in range(2)]  # its filter, and what is repeated in print
    assert sorted(own, key=itemgetter(0)) == sorted(twice, key=itemgetter(0))


@pytest.mark.parametrize("language", LANGUAGES)
@EVERY
def test_a_workbook_reads_the_same_in_whatever_language_it_was_made(
    tmp_path, record_type, language
):
    """Also when its hidden row is gone, so that only the name says what a sheet holds."""
    path, sent = tmp_path / "out.xlsx", documents(record_type, 4)
    path.write_bytes(workbook([SheetRows(record_type, sent)], in_language(language)))
    found = only(path)
    assert [row.id for row in found] == [document["id"] for document in sent]
    other = tmp_path / "other.xlsx"
    (reverse,) = {*LANGUAGES} - {language}
    other.write_bytes(workbook([SheetRows(record_type, sent)], in_language(reverse)))
    assert [row.digest for row in only(other)] == [row.digest for row in found]
    book = openpyxl.load_workbook(path)
    book[sheet_name(record_type, language)].delete_rows(1)
    book.save(path)
    assert [s.record_type for s in read(path).found] == [record_type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_that_explains_is_known_whatever_it_is_called(tmp_path, language):
    path = tmp_path / "out.xlsx"
    made = [template("handoff", in_language(language))]
    made.append(htcds_workbook(to_htcds([], []), in_language(language)))
    for content in made:
        path.write_bytes(content)
        assert sum(explains(sheet.rows) for sheet in read_workbook(path)) == 1
    path.write_bytes(made[0])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].title = "Baca dulu - Read first"  # as it was called before
    book.save(path)
    assert {p.code for p in read(path).every_problem()} == {"XLS018"}  # a template has no rows


def test_a_sheet_of_another_is_not_taken_for_the_one_that_explains(tmp_path):
    """What it holds would be left out without a word."""
    sheets = {
        say(language, ABOUT_SHEET): [["Nama", "JK"], ["Siti Contoh", "P"]] for language in LANGUAGES
    }
    found = read(theirs(tmp_path / "in.xlsx", sheets), "person").found
    assert [row.raw["name"] for s in found for row in s.rows] == ["Siti Contoh", "Siti Contoh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_of_which_post_all_is_there(tmp_path, language):
    id_ = "3ace008d16a16065"
    period = f"… – {ABOUT.made_at:%Y-%m-%d}"
    lines = ((POST, "PNH, Kamboja"), (DATA_FILE, id_), (PERIOD, period))
    path = tmp_path / "out.xlsx"
    person = records.named("person")
    about = About(ABOUT.title, lines, ABOUT.made_at, language)
    path.write_bytes(workbook([SheetRows(person, documents(person, 2))], about))
    assert read(path).cover == Cover(id_, "PNH", "2026-10-01T09:30:00+00:00", whole=True)


@EVERY
def test_what_is_listed_stands_first_and_long_texts_last(record_type):
    shape = [c.field for c in columns(record_type) if c.field]
    assert {f.name for f in shape} == set(record_type.fields)
    amounts = {f.kind.beside: f for f in shape if f.kind.beside}
    kinds = [2 if f.kind.long else 0 if amounts.get(f.name, f).column.listed else 1 for f in shape]
    assert kinds == sorted(kinds)
    for _kind, group in itertools.groupby(zip(kinds, shape, strict=True), key=lambda one: one[0]):
        ranks = [amounts.get(f.name, f).column.rank for _, f in group]
        assert ranks == sorted(ranks)
    for before, after in itertools.pairwise(shape):
        assert before.kind.beside in ("", after.name)  # an amount and its currency


@EVERY
def test_the_order_of_columns_is_nothing_to_whoever_reads(tmp_path, record_type, monkeypatch):
    """A workbook that left when they stood otherwise comes back the same."""
    path, sent = tmp_path / "out.xlsx", [SheetRows(record_type, documents(record_type, 4))]
    path.write_bytes(workbook(sent, ABOUT))
    now = only(path)
    with monkeypatch.context() as before:
        before.setattr(layout, "_place", lambda field: field.name[::-1])
        path.write_bytes(workbook(sent, ABOUT))
    for row, other in zip(now, only(path), strict=True):
        assert row._replace(columns=other.columns) == other
