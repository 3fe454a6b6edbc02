"""What looks like a formula is a text, in every file that attache writes, and comes back the same.

Excel reads a cell that is typed in as a formula where it begins with one of these signs; in East
Asia also with their full-width forms. Nobody is to run what somebody else wrote into a summary.
"""

from __future__ import annotations

from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

from attache import records
from attache.exchange.layout import sheet_name
from attache.exchange.reader import read_workbook
from attache.exchange.rows import read_rows
from attache.exchange.writer import SheetRows, workbook
from attache.records.kinds import Text
from tests import samples
from tests.desk.offices import documents
from tests.exchange import test_libreoffice as libreoffice
from tests.exchange.workbooks import ABOUT, theirs
from tests.samples import HERE

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠")
BODIES = ("1+1", "cmd|'/C calc'!A0", 'HYPERLINK("http://contoh.invalid";"klik")')
TEXTS = [
    *(start + body for start in STARTS for body in BODIES[:2]),
    *(start + BODIES[2] for start in "=＝@\t"),
    "-",
    "=",
    "\t=1+1",
    "==1",
]
INNER = "Ditanya:\n" + "\n".join(text.strip("\r\n") for text in TEXTS if text.strip() not in "-=")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ACTIVE = ("f", "hyperlink", "ddeLink", "oleLink", "externalReference")
NOTES = records.named("note")


def assert_no_formula(path):
    """No element of any part is a formula or a link, and no cell is typed as the result of one."""
    with ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        assert any(name.startswith("xl/worksheets/") for name in parts)
        for name in parts:
            content = archive.read(name)
            for element in fromstring(content).iter():
                assert element.tag not in {MAIN + tag for tag in ACTIVE}, (name, element.tag)
                assert element.tag != MAIN + "c" or element.get("t") not in ("str", "e")
            assert b"oleObject" not in content
            assert b'relationships/hyperlink"' not in content
            assert b"externalLink" not in content


def texts_of(path, name):
    """Every text of a sheet, as another program reads it."""
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book[name].iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type in ("f", "e")]
    return {cell.value for cell in cells if isinstance(cell.value, str)}


def test_there_are_thirty_of_them():
    assert len({*TEXTS}) >= 30
    assert {text[0] for text in TEXTS} == {*"=+-@\t\r\n＝＋－＠"}


@pytest.fixture
def recorded(cli):
    """People and consultations who say such things, and what is kept of it."""
    one, long = Text(), Text(10_000, long=True)
    people = [
        {"name": f"{text} Contoh {number}", "home_address": text, "remarks": f"{text}\n{text}"}
        for number, text in enumerate(TEXTS)
    ]
    talks = [
        {"summary": f"{INNER}\n{text}{number}", "caller": text} for number, text in enumerate(TEXTS)
    ]
    words = {"topic": "stay", "channel": "email"}
    made = [
        *cli.json("person", "add", "--new", "--from", "-", stdin=people).data["items"],
        *cli.json("consult", "log", "--from", "-", stdin=[words | t for t in talks]).data["items"],
    ]
    return {
        item["ref"]: {
            name: (long if name in ("remarks", "summary") else one).read(text, HERE)
            for name, text in said.items()
        }
        for item, said in zip(made, (*people, *talks), strict=True)
    }


def shown(cli, kept):
    """The same as the vault has it now."""
    kinds = ("person", "consultation")
    found = {d["ref"]: d for kind in kinds for d in documents(cli.vault, kind)}
    return {ref: {name: found[ref][name] for name in said} for ref, said in kept.items()}


def test_an_export_holds_no_formula_and_comes_back_the_same(cli, recorded, tmp_path):
    """Person and consultation, as they were written and as LibreOffice saved them."""
    assert shown(cli, recorded) == recorded
    for kind in ("person", "consultation"):
        out = tmp_path / f"{kind}.xlsx"
        assert cli.json("exchange", "export", kind, out, "--purpose", "headquarters-report").data
        paths = [out]
        if libreoffice.SOFFICE:
            paths.append(libreoffice.saved_again(out, tmp_path, "xlsx"))
        for path in paths:
            assert_no_formula(path)
            record_type = records.named(kind)
            letter = record_type.letter
            said = [v for ref, v in recorded.items() if ref.split("-")[-1].startswith(letter)]
            assert {t for one in said for t in one.values()} <= texts_of(
                path, sheet_name(record_type, "en")
            )
            (sheet,) = read_rows(read_workbook(path)).found
            raw = {row.ref: row.raw for row in sheet.rows}
            for ref, values in recorded.items():
                if ref in raw:
                    back = {name: raw[ref].get(name, "-") for name in values}
                    assert back == values
            done = cli.json("exchange", "import", path)
            assert (done.code, done.problems) == (0, [])
            assert done.data["unchanged"] == done.data["read"] >= len(TEXTS)
    assert shown(cli, recorded) == recorded


def test_what_is_no_kept_text_is_written_byte_for_byte_too(tmp_path):
    """A kept text is trimmed; should one ever not be, its cell is no formula either."""
    path = tmp_path / "keluar.xlsx"
    document = samples.kept(NOTES, full=True).document()
    path.write_bytes(workbook([SheetRows(NOTES, [document | {"text": t} for t in TEXTS])], ABOUT))
    assert_no_formula(path)
    raw = next(s for s in read_workbook(path) if s.name == sheet_name(NOTES, ABOUT.language))
    place = raw.rows[0].index("text")
    assert [row[place] for row in raw.rows[2:]] == TEXTS


def test_the_htcds_sheet_holds_no_formula(cli, tmp_path):
    people = [{"name": f"{text}x {n}", "home_address": text} for n, text in enumerate(TEXTS)]
    made = cli.json("person", "add", "--new", "--from", "-", stdin=people).data["items"]
    cases = [
        {"person": item["ref"], "channel": "walk-in", "site": text, "summary": INNER + text}
        for item, text in zip(made, TEXTS, strict=True)
    ]
    assert cli.json("victim", "record", "--from", "-", stdin=cases).code == 0
    out = tmp_path / "htcds.xlsx"
    assert cli.json("exchange", "export", "htcds", out, "--purpose", "headquarters-report").data
    assert_no_formula(out)
    done = cli.json("exchange", "import", out, "--as", "htcds")
    assert done.code == 0
    assert done.data["unchanged"] == done.data["read"] >= 2 * len(TEXTS)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_marked_copy_holds_no_formula_and_every_text_as_it_was(cli, tmp_path, form):
    """Of a sheet in which such texts stand, one of them in a row that is refused."""
    heads = ["Tanggal", "Topic", "Channel", "Uraian", "Saran", "Pelapor"]
    said = ["2026-09-01", "stay", "email", "Contoh", None, None]
    path = theirs(tmp_path / "masuk.xlsx", {"Consultations": [heads, *(said for _ in TEXTS)]})
    book = openpyxl.load_workbook(path)
    for row, text in enumerate(TEXTS, 2):
        for column in (5, 6):
            cell = book["Consultations"].cell(row, column)
            cell.value, cell.data_type = text.replace("\r", "_x000D_"), "s"
    book["Consultations"]["B2"] = "qqqqqqqq"
    book.save(path)
    if form == "ods":
        if not libreoffice.SOFFICE:
            pytest.skip("LibreOffice (soffice) is not installed")
        path = libreoffice.saved_again(path, tmp_path, form)
    marked = tmp_path / "ditandai.xlsx"
    ran = cli.json("exchange", "check", path, "--marked", marked)
    plain = [("XLS152", None)] if form == "ods" else []
    assert (ran.code, ran.problems) == (3, [("COD001", "topic"), *plain])
    assert_no_formula(marked)
    (before,), (after,) = read_workbook(path), read_workbook(marked)
    sent = [row[4:6] for row in before.rows[1:]]
    if form == "xlsx":
        assert sent == [[text, text] for text in TEXTS]
    place = after.rows[0].index("Saran")
    assert [row[place : place + 2] for row in after.rows[1 : len(sent) + 1]] == sent


def test_formulas_of_the_sender_leave_a_marked_copy_as_what_they_showed(cli, tmp_path):
    """Also where that looks like a formula again."""
    path, marked = tmp_path / "masuk.xlsx", tmp_path / "ditandai.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Consultations")
        sheet.write_row(0, 0, ["Tanggal", "Topic", "Channel", "Uraian", "Saran"])
        sheet.write_row(1, 0, ["2026-09-01", "qqqqqqqq", "email", "Contoh"])
        sheet.write_formula(1, 4, '="="&"1+1"', None, "=1+1")
    ran = cli.json("exchange", "check", path, "--marked", marked)
    assert (ran.code, ran.problems) == (3, [("COD001", "topic")])
    assert_no_formula(marked)
    (after,) = read_workbook(marked)
    assert after.rows[1][after.rows[0].index("Saran")] == "=1+1"
