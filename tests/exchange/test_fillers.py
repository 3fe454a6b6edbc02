"""Cells in which somebody wrote that there is nothing to write."""

from __future__ import annotations

import pytest

from attache import records
from attache.exchange.fillers import Fillers
from attache.exchange.reader import Cell, read_workbook
from attache.exchange.rows import read_rows
from attache.records.record import parse
from tests.exchange.workbooks import codes_of, read, theirs
from tests.samples import HERE

SAYING_NOTHING = [
    *("n/a", "N/A", "N.A.", "n.a", "T/A", "tidak ada", "Tidak Ada", "TIDAK ADA", "tdk ada"),
    *("nihil", "Nihil", "?", "…", "...", "kosong", "belum ada", "tidak tahu", "tidak diketahui"),
    *("belum punya", "Tidak punya", "blm punya", "belum memiliki", "Blm ada"),
    *("NULL", "n/a ", " tidak ada", "-/-", "(kosong)"),
    *("none", "Unknown", "not yet", "NOT KNOWN", "lupa"),
]
PEOPLE = ["Nama", "NIK", "No. Paspor", "No. HP", "Tgl lahir", "Provinsi", "Nama ibu", "Alias"]


def found(path, heads, *rows):
    return read(theirs(path / "theirs.xlsx", {"People": [heads, *rows]}))


def draft(sheets):
    (sheet,) = sheets.found
    (row,) = sheet.rows
    return parse(sheet.record_type.model, row.raw, HERE)


@pytest.mark.parametrize("word", SAYING_NOTHING)
def test_a_cell_that_says_nothing_is_blank_in_every_field(tmp_path, word):
    sheets = found(tmp_path, PEOPLE, ["Siti Contoh", *[word] * 7])
    assert [(p.code, p.level, p.args["count"]) for p in sheets.every_problem()] == [
        ("XLS120", "warning", 7)
    ]
    assert sheets.found[0].rows[0].raw == {"name": "Siti Contoh"}


def test_a_row_of_nothing_but_such_words_is_told_by_its_number(tmp_path):
    """What stands beside may describe somebody: a victim of whom nobody knows the name."""
    heads = ["No", "Nama", "L/P", "Ciri-ciri"]
    rows = [[1, "Budi Contoh", "L", "x"], [2, "tidak diketahui", "?", "tato"], [3, "Ani", "P", "-"]]
    sheets = found(tmp_path, heads, *rows)
    assert [row.number for row in sheets.found[0].rows] == [2, 4]
    told = {p.code: dict(p.args) for p in sheets.every_problem()}
    assert told["XLS109"] == {"rows": "3"}


@pytest.mark.parametrize("word", ["tidak diketahui", "?", "n/a"])
@pytest.mark.parametrize("described", [None, "pria, sekitar 40 tahun"])
def test_a_row_of_nothing_else_is_told_by_its_number(tmp_path, word, described):
    """An unknown victim may be described in a column that is not read."""
    rows = [["Siti Contoh", None, None], [word, word, described], ["Budi Misal", None, None]]
    sheets = found(tmp_path, ["Nama", "NIK", "Ciri-ciri"], *rows)
    (aside,) = [p for p in sheets.every_problem() if p.code == "XLS109"]
    assert (aside.args["rows"], aside.level) == ("3", "warning")
    assert [row.number for row in sheets.found[0].rows] == [2, 4]


def test_in_a_row_that_attache_wrote_every_word_stays(tmp_path):
    heads = ["_id", "Nama", "NIK", "Alias"]
    sheets = found(tmp_path, heads, ["0190a000-0000-7000-8000-000000000001", "Siti", "?", "n/a"])
    assert sheets.every_problem() == ()
    assert sheets.found[0].rows[0].raw == {"name": "Siti", "nik": "?", "aliases": "n/a"}


def test_an_error_of_a_spreadsheet_that_became_text_is_blank(tmp_path):
    path = tmp_path / "theirs.csv"
    path.write_text("Nama;Alias\nSiti Contoh;#N/A\n", encoding="utf-8")
    (sheet,) = read_rows(read_workbook(path, csv=True), "person").found
    assert sheet.rows[0].raw == {"name": "Siti Contoh"}


def test_one_warning_a_sheet_says_how_many_and_which_words(tmp_path):
    rows = [["Siti Contoh", "n/a", "N/A"], ["Budi Misal", "tidak ada", "n/a"]]
    (told,) = found(tmp_path, PEOPLE[:3], *rows).every_problem()
    assert dict(told.args) == {"count": 4, "words": "“n/a”, “tidak ada”"}


NUMBERS = [
    (kind, field)
    for kind in records.every()
    for field in kind.fields.values()
    if field.kind.identifier
]


@pytest.mark.parametrize(("kind", "field"), NUMBERS)
@pytest.mark.parametrize("zeros", ["0", 0, 0.0, "00", "0" * 16])
def test_zeros_are_no_number_that_identifies(kind, field, zeros):
    fillers = Fillers(kind.fields)
    other = {"x": "0"}
    assert fillers.without({field.name: zeros, **other}) == other
    assert [(p.code, dict(p.args)) for p in fillers.told()] == [
        ("XLS120", {"count": 1, "words": "“0”"})
    ]


@pytest.mark.parametrize("kind", records.every())
def test_zeros_are_kept_where_nothing_is_identified(kind):
    fillers = Fillers(kind.fields)
    given: dict[str, Cell] = {f.name: 0 for f in kind.fields.values() if not f.kind.identifier}
    assert fillers.without(given) == given


def test_seven_ways_to_have_no_nik(tmp_path):
    ways = ["0", "0", 0, "belum punya", "0" * 16, "-", "tidak ada"]
    rows = [[f"Orang Contoh {chr(65 + n)}", way] for n, way in enumerate(ways)]
    sheets = found(tmp_path, PEOPLE[:2], *rows)
    (told,) = sheets.every_problem()
    assert dict(told.args) == {"count": 6, "words": "“0”, “belum punya”, “tidak ada”"}
    assert [dict(row.raw) for row in sheets.found[0].rows] == [{"name": row[0]} for row in rows]


def test_a_false_is_no_zero():
    fillers = Fillers(records.named("person").fields)
    assert fillers.without({"nik": False}) == {"nik": False}


@pytest.mark.parametrize("word", ["Tidak ada", "N/A", "tidak diketahui"])
def test_nobody_is_called_nothing(tmp_path, word):
    parsed = draft(found(tmp_path, ["Nama", "L/P"], [word, "L"]))
    assert [(p.code, p.field) for p in parsed.problems] == [("REQ001", "name")]


@pytest.mark.parametrize(
    ("head", "word", "kept"),
    [
        ("Aman dihubungi", "tidak tahu", "unknown"),
        ("Aman dihubungi", "?", "not-asked"),
        ("Aman dihubungi", "belum ditanya", "not-asked"),
        ("JK", "tidak diketahui", "unknown"),
        ("JK", "n/a", "unknown"),
        ("Ket.", "tidak ada", "tidak ada"),  # words below such a head may be an answer
        ("Ket.", "n/a", None),
        ("Ket.", "Paspor tidak ada", "Paspor tidak ada"),
        ("Nama ibu", "Tidak Ada Contoh", "Tidak Ada Contoh"),
        ("Nama ibu", "Na", "Na"),
        ("Alias", "x", ("x",)),
    ],
)
def test_what_answers_is_kept(tmp_path, head, word, kept):
    sheets = found(tmp_path, ["Nama", head], ["Siti Contoh", word])
    parsed = draft(sheets)
    name = next(n for n in sheets.found[0].rows[0].columns if n != "name")
    assert (parsed.problems, getattr(parsed.draft, name)) == ((), kept)


@pytest.mark.parametrize("word", ["n/a", "?", "tidak diketahui"])
def test_an_unknown_nationality_does_not_become_indonesian(tmp_path, word):
    """As a blank cell would."""
    parsed = draft(found(tmp_path, ["Nama", "Kewarganegaraan"], ["Siti Contoh", word]))
    assert [p.field for p in parsed.problems] == ["nationality"]


def test_place_and_date_in_one_cell(tmp_path):
    sheets = found(tmp_path, ["Nama", "TTL"], ["Siti Contoh", "tidak tahu"])
    assert codes_of(sheets) == ["XLS120"]
    assert sheets.found[0].rows[0].raw == {"name": "Siti Contoh"}


def test_no_injuries_are_an_answer(tmp_path):
    heads = ["Orang", "Tgl pengaduan", "Media", "Cedera", "Cara perekrutan"]
    path = theirs(
        tmp_path / "cases.xlsx",
        {"x": [heads, ["P1", "2026-01-28", "WA", "tidak ada", "tidak tahu"]]},
    )
    parsed = draft(read(path, records.named("victim-case").name))
    assert (parsed.draft.injuries, parsed.draft.recruitment_method) == ("tidak ada", ("unknown",))


@pytest.mark.parametrize(
    ("word", "codes", "kept"),
    [
        ("tidak ada", ["COD001"], None),  # that nothing was done, or that nothing was written?
        ("Nihil", ["COD001"], None),
        ("none", ["COD001"], None),
        ("n/a", [], ("not-asked",)),
        ("?", [], ("not-asked",)),
        ("-", [], ("not-asked",)),
        ("tidak tahu", [], ("unknown",)),
    ],
)
def test_none_is_refused_where_it_may_be_the_answer_to_what_applies(tmp_path, word, codes, kept):
    heads = ["Orang", "Tgl pengaduan", "Media", "Bentuk kontrol"]
    path = theirs(tmp_path / "cases.xlsx", {"x": [heads, ["P1", "2026-01-28", "WA", word]]})
    parsed = draft(read(path, records.named("victim-case").name))
    assert [(p.code, p.field) for p in parsed.problems] == [(c, "means_of_control") for c in codes]
    assert codes or parsed.draft.means_of_control == kept
