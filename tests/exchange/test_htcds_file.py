"""The HTCDS 2.0 spreadsheet as a file: its shape, and that it keeps what it was given."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from attache import records
from attache.exchange.htcds import CASE, KINDS, OWN, PERSON, pairs, standard
from attache.exchange.htcds_in import from_htcds
from attache.exchange.htcds_out import to_htcds
from attache.exchange.htcds_sheet import htcds_workbook
from attache.exchange.incoming import Incoming
from attache.exchange.layout import digest_of
from attache.exchange.marked import marked_copy
from attache.exchange.reader import read_workbook
from attache.problems import Refused, problem
from attache.records.record import kept, parse
from tests import samples
from tests.exchange.htcds import REFERRED, as_published, case, person
from tests.exchange.test_libreoffice import pytestmark as needs_libreoffice
from tests.exchange.test_libreoffice import saved_again
from tests.exchange.workbooks import ABOUT, documents, theirs


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def everyone() -> Any:
    return to_htcds(documents(records.named(PERSON), 14), documents(records.named(CASE)))


def test_the_file_has_the_shape_of_the_published_workbook():
    """A hidden row of names over a row of titles that agree, the rows counted in front."""
    book = opened(htcds_workbook(everyone(), ABOUT))
    page = book.worksheets[0]
    names = [c.value for c in page[1]]
    assert names == [None, *standard(), *OWN]
    assert page.row_dimensions[1].hidden
    assert not page.row_dimensions[2].hidden
    titles = dict(zip(names, (c.value for c in page[2]), strict=True))
    assert {n: titles[n] for n in standard()} == {s.name: s.label for s in standard().values()}
    assert [page.cell(row, 1).value for row in (3, 4, 16)] == [1, 2, 14]
    hidden = {n for i, n in enumerate(names) if shut(page, i + 1)}
    assert hidden == {n for n in OWN if not n.endswith("_ref")}
    born = page.cell(3, names.index("prs_Birthdate") + 1)
    assert (born.is_date, born.number_format) == (True, "yyyy-mm-dd")
    phone = page.cell(3, names.index("prs_MobilePhone") + 1)
    assert (phone.data_type, phone.number_format, phone.value[:3]) == ("s", "@", "+62")


def shut(page: Any, number: int) -> bool:
    """Whether a column is hidden; openpyxl keeps several that are alike at the first."""
    wide = page.column_dimensions.values()
    return any(d.hidden for d in wide if d.min <= number <= d.max)


def test_the_file_names_its_source_and_lists_what_it_cannot_say():
    episode = case(exploitation=["forced-criminality"])
    page = opened(htcds_workbook(to_htcds([person()], [episode]), ABOUT)).worksheets[1]
    text = "\n".join(str(c.value) for row in page for c in row if c.value)
    assert "CC BY 4.0" in text
    assert "Forced criminality" in text
    assert "“Other”" in text


def test_the_same_records_give_the_same_file():
    assert htcds_workbook(everyone(), ABOUT) == htcds_workbook(everyone(), ABOUT)


def test_dropdowns_offer_the_words_of_the_standard():
    book = opened(htcds_workbook(to_htcds([], []), ABOUT))
    rules = book.worksheets[0].data_validations.dataValidation
    offered = {str(c[0].value): [x.value for x in c[1:] if x.value] for c in book["_lists"].columns}
    assert (
        len(rules)
        == len(offered)
        == sum(bool(f.code_list) for k in KINDS for f in pairs(k).values())
    )
    assert offered["prs_Gender"] == [
        "Feminine",
        "Masculine",
        "NonConforming",
        "NonSpecifiedUnknown",
    ]
    assert offered["vic_TypeOfExploitation"].count("Other") == 1


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    risky = ["=1+1", "+62 contoh", "-1", "@SUM(A1)", "=HYPERLINK(1)", "_x001B_", "<r><t>a</t></r>"]
    cases = [case(site=t, summary=t, ref=f"PNH-A-V{n}", id=f"i{n}") for n, t in enumerate(risky, 1)]
    path = tmp_path / "keluar.xlsx"
    path.write_bytes(htcds_workbook(to_htcds([], cases), ABOUT))
    with zipfile.ZipFile(path) as archive:
        pages = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]
    assert not any(b"<f>" in page or b"<f " in page for page in pages)
    rows = from_htcds(read_workbook(path)).found[1].rows
    assert [(row.raw["site"], row.raw["summary"]) for row in rows] == [(t, t) for t in risky]


def test_a_cell_that_no_spreadsheet_can_keep_is_refused():
    with pytest.raises(Refused) as refused:
        htcds_workbook(to_htcds([], [case(summary="a" * 32_768)]), ABOUT)
    (told,) = refused.value.problems
    assert (told.code, told.row, told.column) == ("TXT002", 3, "CA")


@pytest.mark.parametrize("born", ["1900-01-01", "1900-02-28", "1900-03-01", "2026-01-31"])
def test_early_days_survive_excels_leap_year(tmp_path, born):
    path = tmp_path / "keluar.xlsx"
    path.write_bytes(htcds_workbook(to_htcds([person(birth_date=born)], []), ABOUT))
    (row,) = from_htcds(read_workbook(path)).found[0].rows
    draft = parse(records.named(PERSON).model, row.raw, samples.HERE).draft
    assert kept(draft)["birth_date"] == born


@pytest.fixture(scope="module", params=["ours", "xlsx", "ods"])
def travelled(request, tmp_path_factory):
    """The file as we wrote it, and as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("htcds")
    path = folder / "keluar.xlsx"
    path.write_bytes(htcds_workbook(everyone(), ABOUT))
    if request.param == "ours":
        return path
    if needs_libreoffice.args[0]:
        pytest.skip("LibreOffice (soffice) is not installed")
    return saved_again(path, folder, request.param)


@pytest.mark.parametrize("kind", KINDS)
def test_whole_files_come_back(travelled, kind):
    sheets = from_htcds(read_workbook(travelled))
    assert sheets.every_problem() == ()
    rows = next(part.rows for part in sheets.found if part.record_type.name == kind)
    record_type = records.named(kind)
    sent = {d["ref"]: d for d in documents(record_type, 14 if kind == PERSON else 12)}
    assert {row.ref for row in rows} == sent.keys()
    for row in rows:
        parsed = parse(record_type.model, row.raw, samples.HERE)
        draft = kept(parsed.draft)
        assert {n: draft[n] for n in row.raw} == {n: sent[row.ref][n] for n in row.raw}
        assert row.digest == digest_of(record_type, draft)


def test_a_marked_copy_reads_as_the_file_did(tmp_path):
    path = tmp_path / "htcds.xlsx"
    path.write_bytes(htcds_workbook(everyone(), ABOUT))
    assert_marked_alike(path)


def test_a_marked_copy_of_a_partner_reads_as_the_file_did(tmp_path):
    """The column that counts the rows has no title, and comes second in the copy."""
    published = as_published({"prs_FirstName": "Contoh", **REFERRED})
    assert_marked_alike(theirs(tmp_path / "mitra.xlsx", {"Sheet1": published.rows}))


def assert_marked_alike(path):
    seen = []
    for _again in range(3):
        source = Incoming(path, "htcds")
        rows = [row for part in source.sheets.found for row in part.rows]
        found = source.sheets.every_problem()
        seen.append(([(r.number, r.ref, r.id, r.raw) for r in rows], [p.code for p in found]))
        path.write_bytes(marked_copy(source, [*found, rows[0].place(problem("XLS014"))]).content)
    assert seen[0][0]
    assert seen[0] == seen[1] == seen[2]
