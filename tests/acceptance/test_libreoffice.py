"""A hand-off that headquarters printed, or opened, changed and saved, in LibreOffice."""

from __future__ import annotations

import re
import zlib

import openpyxl
import pytest

from attache import records
from attache.exchange.editing import with_changes
from attache.exchange.layout import sheet_name
from attache.exchange.packages import record_types_of
from tests.exchange import test_libreoffice as libreoffice
from tests.exchange.test_printing import assert_rows_have_room

pytestmark = libreoffice.pytestmark
FORMULA = "=cmd|'/C calc'!A0"
SITI = {
    "name": FORMULA,
    "aliases": ["+62 contoh", "-a+1", "@SUM(A1)"],
    "nik": "3201995403958001",
    "passport": "X0000123",
    "splp": "0012345",
    "phone": "+6281200000001",
    "birth_date": "2001-08",
    "remarks": "007",
}
SAID = {"topic": "splp", "channel": "walk-in", "summary": "00123", "on": "2026-09-01"}


def test_exactly_three_changes_come_back_and_the_rest_byte_for_byte(cli, tmp_path):
    person = cli.record("person", "add", **SITI)
    consultation = cli.record("consult", "log", **SAID, persons=[person], follow_up="2026-12-01")
    case = cli.record("victim", "record", person=person, channel="walk-in", promised_pay="1250.5",
                      promised_currency="USD", entry_date="2026", site="0042")  # fmt: skip
    step = cli.record("return", "splp", person, number="0099123")
    fact = cli.record(
        "status", "set", person, fact="stay-overstay", source="person-stated", since="2026-05"
    )
    nouns = {person: "person", consultation: "consult", case: "victim", step: "return"}
    shows = {
        **{ref: [noun, "show", ref] for ref, noun in nouns.items()},
        fact: ["status", "show", fact],
    }
    before = {ref: cli.json(*words).data for ref, words in shows.items()}

    out = tmp_path / "keluar.xlsx"
    cli.json("exchange", "export", "handoff", out, "--purpose", "headquarters-report")
    saved = libreoffice.saved_again(out, tmp_path, "xlsx")
    untouched = cli.json("exchange", "check", saved)
    assert (untouched.code, untouched.problems) == (0, [])
    assert untouched.data["unchanged"] == untouched.data["read"] == 8

    kinds = {name: records.named(name) for name in ("person", "consultation", "victim-case")}
    changes = {
        (kinds["person"], 6, "birth_place"): "Kota Contoh",
        (kinds["consultation"], 3, "advice"): "Tunggu SPLP",
        (kinds["victim-case"], 3, "site"): "0043",
    }
    saved.write_bytes(with_changes(saved, changes))
    back = libreoffice.saved_again(saved, tmp_path / "again", "xlsx")
    done = cli.json("exchange", "import", back).data
    counts = [done[name] for name in ("read", "added", "changed", "unchanged", "parked", "refused")]
    assert counts == [8, 0, 3, 5, 0, 0]
    changed = {
        (r["sheet"], r["ref"]): r["fields"] for r in done["rows"] if r["account"] == "changed"
    }
    assert changed == {
        (sheet_name(kinds["person"], "en"), person): ["birth_place"],
        (sheet_name(kinds["consultation"], "en"), consultation): ["advice"],
        (sheet_name(kinds["victim-case"], "en"), case): ["site"],
    }
    after = {ref: cli.json(*words).data for ref, words in shows.items()}
    differing = {
        (ref, name): after[ref][name]
        for ref in before
        for name in before[ref]
        if before[ref][name] != after[ref][name] and name not in ("rev", "changed_at", "changed_by")
    }
    assert differing == {
        (person, "birth_place"): "Kota Contoh",
        (consultation, "advice"): "Tunggu SPLP",
        (case, "site"): "0043",
    }
    assert {name: after[person][name] for name in SITI} == SITI
    assert after[step]["number"] == "0099123"


@pytest.mark.parametrize(("made", "back"), [("id", "en"), ("en", "id")])
def test_a_hand_off_comes_back_in_the_other_language(cli, tmp_path, made, back):
    """Its sheets are called in the language of whoever made it."""
    person = cli.record("person", "add", **SITI)
    cli.record("consult", "log", **SAID, persons=[person])
    cli.record("victim", "record", person=person, channel="walk-in")
    out = tmp_path / "keluar.xlsx"
    purpose = ("--purpose", "headquarters-report")
    cli.json("--lang", made, "exchange", "export", "handoff", out, *purpose)
    tabs = [sheet_name(kind, made) for kind in record_types_of("handoff")]
    assert openpyxl.load_workbook(out).sheetnames[1:-1] == tabs
    kinds = ("xlsx", "ods")
    for path in (out, *(libreoffice.saved_again(out, tmp_path, kind) for kind in kinds)):
        ran = cli.json("--lang", back, "exchange", "check", path)
        assert (ran.code, ran.problems) == (0, [])
        assert ran.data["unchanged"] == ran.data["read"] == 6


def test_the_demos_hand_off_prints_on_one_page_a_sheet(bare, tmp_path, monkeypatch):
    """Large enough to read, with every text in full; LibreOffice keeps the heights of rows."""
    paths = []
    for lang in ("en", "id"):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / lang))
        (tmp_path / lang).mkdir()
        assert bare("--lang", lang, "demo").code == 0
        (out,) = (tmp_path / lang).glob("attache-demo-*/out.xlsx")
        paths.append(out.rename(tmp_path / f"{lang}.xlsx"))
    printed = libreoffice.all_saved_again(paths, tmp_path, "pdf")
    again = libreoffice.all_saved_again(paths, tmp_path, "xlsx")
    for pdf, saved in zip(printed, again, strict=True):
        pages = [s for s in openpyxl.load_workbook(saved) if s.sheet_state == "visible"]
        sizes = sizes_of_text(pdf.read_bytes())
        assert len(sizes) == len(pages) == 1 + len(record_types_of("handoff"))
        assert all(size >= SMALLEST for size in sizes), sizes
        assert_rows_have_room(pages)


SMALLEST = 7
"""Points of the text in cells: as small as the notes in a book."""
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SIZE = re.compile(rb"/F[0-9]+ ([0-9.]+) Tf")


def sizes_of_text(pdf):
    """The size of the largest text on each page, which is that of its cells, in points."""
    pages = []
    for stream in _STREAM.findall(pdf):
        try:
            drawn = zlib.decompress(stream)
        except zlib.error:  # a font or a picture
            continue
        if sizes := [float(size) for size in _SIZE.findall(drawn)]:
            pages.append(max(sizes))
    return pages


def test_it_is_there_where_it_must_be():
    """CI sets ATTACHE_REQUIRE_SOFFICE; elsewhere the module is skipped with a reason."""
    assert libreoffice.SOFFICE
    assert isinstance(pytestmark, pytest.MarkDecorator)
