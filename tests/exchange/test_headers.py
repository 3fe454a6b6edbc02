"""Finding sheets, headers and rows in what people send."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Annotated, Any

import openpyxl
import pytest

from attache import records
from attache.codes import folded
from attache.exchange.described import MARK
from attache.exchange.geometry import letter
from attache.exchange.headers import find
from attache.exchange.layout import KEYS, columns
from attache.exchange.reader import RawSheet
from attache.exchange.rows import read_rows
from attache.exchange.spellings import quoted
from attache.exchange.writer import SheetRows, workbook
from attache.language import both
from attache.problems import Refused
from attache.records import RecordType
from attache.records.columns import Column
from attache.records.kinds import OneOf, Text
from attache.records.record import Record, parse
from tests import samples
from tests.exchange.workbooks import ABOUT, codes_of, only, ours, read, tab, theirs

EVERY = pytest.mark.parametrize("record_type", records.every(), ids=lambda t: t.name)


@EVERY
def test_no_header_claims_two_fields(record_type):
    """An alias that is another field's title would put values into the wrong column."""
    claims: dict[str, set[str]] = {}
    for f in record_type.fields.values():
        title = both(f.column.title)
        for text in (f.name, *title, str(title), *f.column.aliases):
            claims.setdefault(folded(text), set()).add(f.name)
    assert {text: names for text, names in claims.items() if len(names) > 1} == {}


@EVERY
@pytest.mark.parametrize("spelling", ["name", "english", "indonesian", "both", "alias", "shouted"])
def test_every_spelling_of_a_header_is_known(tmp_path, record_type, spelling):
    def head(f):
        title = both(f.column.title)
        return {
            "name": f.name,
            "english": title.en,
            "indonesian": title.id,
            "both": f"{title} *",
            "alias": (*f.column.aliases, title.en)[0],
            "shouted": f"  {title.en.upper()} ",
        }[spelling]

    fields = list(record_type.fields.values())
    example = samples.example(record_type, full=True)
    values = [v if isinstance(v, (str, int)) else "; ".join(v) for v in example.values()]
    sheet: list[list[Any]] = [
        ["Data contoh"],
        [],
        ["No ref yet", *[None] * 3],
        [head(f) for f in fields],
        values,
    ]
    path = theirs(tmp_path / "theirs.xlsx", {"Sheet1": sheet})
    (row,) = only(path, record_type.name)
    assert row.number == 5
    assert parse(record_type.model, row.raw, samples.HERE) == parse(
        record_type.model, example, samples.HERE
    )
    assert row.columns == {f.name: letter(place) for place, f in enumerate(fields)}
    assert row.new


@EVERY
def test_a_sheet_is_known_by_its_name(tmp_path, record_type):
    names = (tab(record_type), record_type.name, record_type.title.upper())
    heads = [f.column.title for f in record_type.fields.values()]
    for name in names:
        found = read(theirs(tmp_path / "theirs.xlsx", {name: [heads, ["x"] * len(heads)]})).found
        assert [s.record_type for s in found] == [record_type]


@EVERY
def test_our_sheet_is_known_whatever_it_is_called(tmp_path, record_type):
    path = ours(tmp_path / "out.xlsx", [record_type])
    book = openpyxl.load_workbook(path)
    book[tab(record_type)].title = "Lembar1"
    book.save(path)
    assert [s.record_type for s in read(path).found] == [record_type]


def test_our_sheet_without_its_hidden_row_is_read_by_its_titles(tmp_path):
    path = ours(tmp_path / "out.xlsx", [records.named("person")])
    book = openpyxl.load_workbook(path)
    book[tab(records.named("person"))].delete_rows(1)
    book.save(path)
    rows = only(path)
    assert (len(rows), rows[0].number, rows[0].ref) == (12, 2, "PNH-A-P1")


def test_rows_keep_their_true_numbers_and_letters(tmp_path):
    """Blank rows and columns shift nothing, and are not counted."""
    sheet: list[list[Any]] = [
        [],
        [None, None, "Nama", "NIK", None, "No. HP"],
        [],
        [None, None, "Siti Contoh", "3201995403950000"],
        [None, "  ", "", None],
        [],
        [None, None, "Budi Misal", None, None, "+62 800 000 0001"],
    ]
    rows = only(theirs(tmp_path / "theirs.xlsx", {"People": sheet}))
    assert [row.number for row in rows] == [4, 7]
    assert rows[0].columns == {"name": "C", "nik": "D", "phone": "F"}
    assert rows[0].raw == {"name": "Siti Contoh", "nik": "3201995403950000"}


@pytest.mark.parametrize("areas", [("A1:A2", "B1:C1", "D1:D2"), ("B1:C1",)])
def test_heads_merged_over_two_rows_tell_that_the_header_has_two(tmp_path, areas):
    """Both rows know as many columns; by the upper one alone the lower one would be a record.

    So does a row that says nothing but below a head that is merged over several columns.
    """
    upper, lower = ["No.", "Paspor", None, "Nama"], [None, "Nomor", "Keterangan pihak lain", None]
    rows: list[list[Any]] = [upper, lower, [1, "X9990000", "x", "Siti Contoh"]]
    path = theirs(tmp_path / "theirs.xlsx", {"People": rows})
    book = openpyxl.load_workbook(path)
    for area in areas:
        book["People"].merge_cells(area)
    book.save(path)
    (found,) = read(path).found
    assert found.header_row == 2
    assert [row.raw for row in found.rows] == [{"passport": "X9990000", "name": "Siti Contoh"}]


def test_a_title_over_the_whole_table_is_no_head(tmp_path):
    heads: list[Any] = ["Nama", "NIK", "Urusan pihak lain"]
    rows = [["Daftar WNI", None, None], heads, ["Siti Contoh", None, "x"]]
    path = theirs(tmp_path / "theirs.xlsx", {"People": rows})
    book = openpyxl.load_workbook(path)
    book["People"].merge_cells("A1:C1")
    book.save(path)
    (found,) = read(path).found
    assert (found.header_row, found.rows[0].raw) == (2, {"name": "Siti Contoh"})
    (unknown,) = [p for p in found.problems if p.code == "XLS006"]
    assert unknown.args["head"] == "“Urusan pihak lain”"


def test_heads_of_two_rows_are_known_again_wherever_they_begin(tmp_path):
    upper, lower = ["Paspor", None, "Nama"], ["Nomor", "Berlaku s.d.", None]
    people = [["X9990001", "2027", "Siti Contoh"], ["X9990002", "2027", "Budi Contoh"]]
    path = theirs(tmp_path / "in.xlsx", {"People": [upper, lower, *people, upper, lower]})
    book = openpyxl.load_workbook(path)
    for area in ("A1:B1", "C1:C2", "A5:B5", "C5:C6"):
        book["People"].merge_cells(area)
    book.save(path)
    (sheet,) = read(path).found
    assert [row.number for row in sheet.rows] == [3, 4]
    assert [(p.code, p.args["rows"]) for p in sheet.problems if "rows" in p.args] == [
        ("XLS100", "5-6")
    ]


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        (("HP 1", "HP 2"), []),
        (("No. HP", "No. WA"), ["C"]),
        (("Mobile", "Phone Number"), ["C"]),
        (("Telepon lain", "Telepon"), []),
    ],
)
@pytest.mark.parametrize("kind", ["person", "victim-case"])
def test_two_columns_of_phones_are_the_phone_and_the_further_phone(heads, told, kind):
    """What stands in the first filled one is the phone."""
    first, second = "+628000000001", "+628000000002"
    in_turn = heads[0] == "Telepon lain"  # which says so itself
    rows: list[list[Any]] = [
        ["Nama WNI", *heads, "NIK"],
        ["Siti Contoh", first, second, "3201995403950000"],
        ["Budi Contoh", None, second, "3201991403950000"],
        ["Ani Contoh", first, "-", "3201995403960000"],
    ]
    (found,) = read_rows([RawSheet("Data", visible=True, rows=rows)], kind).found
    mark = "" if kind == "person" else MARK
    phones = [
        [row.raw.get(f"{mark}{name}") for name in ("phone", "further_phone")] for row in found.rows
    ]
    assert phones[0] == ([second, first] if in_turn else [first, second])
    assert phones[1:] == [[second, None], [first, None]]
    assert found.rows[1].columns[f"{mark}phone"] == "C"
    noted = [(p.column, p.field) for p in found.problems if p.code == "XLS153"]
    assert noted == [(column, f"{mark}further_phone") for column in told]


def test_a_row_that_changes_somebody_keeps_the_phone_where_only_the_further_one_stands():
    rows: list[list[Any]] = [
        ["Ref", "Nama WNI", "HP 1", "HP 2"],
        ["PNH-A-P1", "Siti Contoh", None, "+628000000002"],
    ]
    (found,) = read_rows([RawSheet("Data", visible=True, rows=rows)], "person").found
    assert dict(found.rows[0].raw) == {"name": "Siti Contoh", "further_phone": "+628000000002"}


@pytest.mark.parametrize("heads", [("HP", "Telp", "WA"), ("HP", "Telp", "Telepon lain")])
def test_a_third_phone_is_asked_about(heads):
    rows: list[list[Any]] = [["Nama WNI", *heads], ["Siti Contoh", "1", "2", "3"]]
    (found,) = read_rows([RawSheet("Data", visible=True, rows=rows)], "person").found
    assert "XLS008" in {p.code for p in found.problems}


def test_what_is_wrong_with_a_header_is_said_with_its_column(tmp_path):
    sheet: list[list[Any]] = [
        ["Nama", "Nomor Paspro", "Warna", "Full name", "attache", None],
        ["Siti Contoh", "X9990000", "biru", "Siti", "an older reason", "stray"],
    ]
    sheets = read(theirs(tmp_path / "theirs.xlsx", {"People": sheet}))
    found = [(p.code, p.sheet, p.row, p.column) for p in sheets.every_problem()]
    assert found == [
        ("XLS007", "People", 1, "B"),
        ("XLS006", "People", 1, "C"),
        ("XLS008", "People", 1, "D"),
        ("XLS006", "People", 1, "F"),
    ]
    misspelt, unknown, twice, unnamed = sheets.every_problem()
    assert misspelt.args == {"head": "“Nomor Paspro”", "nearest": "Passport number"}
    assert [dict(p.args) for p in (unknown, twice, unnamed)] == [
        {"head": "“Warna”"},
        {"head": "“Full name”"},
        {"head": "F"},
    ]
    assert [p.level for p in (misspelt, unknown, twice)] == ["warning", "warning", "error"]


def test_needed_columns_are_missed_only_where_a_row_is_new(tmp_path):
    heads = ["Ref", "Telepon"]
    known = ["PNH-A-P1", "+62 800 000 0001"]
    path = tmp_path / "theirs.xlsx"
    assert codes_of(read(theirs(path, {"People": [heads, known]}))) == []
    sheets = read(theirs(path, {"People": [heads, known, [None, "+62 800 000 0002"]]}))
    assert [(p.code, p.field, p.row) for p in sheets.every_problem()] == [("XLS009", "name", 1)]


def test_labels_refs_and_copied_rows(tmp_path):
    sheet: list[list[Any]] = [
        ["Ref", "Nama", "_id", "_rev", "_digest"],
        ["#1", "Siti Contoh", "0190a000-0000-7000-8000-000000000001", 3, "abc"],
        ["pnh-a-p2", "Budi Misal", None, 2, "def"],
        ["PNH-A-P2", "Budi Misal"],
        ["#1", "Rina Percobaan"],
        ["siapa", "Agus Umpama"],
    ]
    rows = read(theirs(tmp_path / "theirs.xlsx", {"People": sheet})).found[0].rows
    label, ref, *_rest = rows
    assert (label.label, label.ref, label.id, label.rev, label.new) == (
        "#1",
        None,
        None,
        None,
        True,
    )
    assert (ref.ref, ref.rev, ref.digest, ref.new) == ("pnh-a-p2", 2, "def", False)
    found = [(p.code, p.field, p.row, p.column) for row in rows for p in row.problems]
    assert found == [
        ("XLS014", "ref", 2, "A"),
        ("XLS014", "ref", 3, "A"),
        ("XLS014", "ref", 4, "A"),
        ("XLS014", "ref", 5, "A"),
        ("REF001", "ref", 6, "A"),
    ]


def test_a_label_leads_to_one_row_of_the_workbook(tmp_path):
    """Otherwise a row that names #1 could be led to the wrong record."""
    person = [["Ref", "Nama"], ["#1", "Siti Contoh"]]
    note = [["Ref", "About", "Date", "Note"], ["#1", "PNH-A-P1", "2026-01-31", "Contoh"]]
    sheets = read(theirs(tmp_path / "theirs.xlsx", {"People": person, "Notes": note}))
    told = [(p.code, p.sheet, p.row) for p in sheets.every_problem()]
    assert told == [("XLS014", "People", 2), ("XLS014", "Notes", 2)]


def test_strange_sheets_are_named_and_empty_ones_are_not(tmp_path):
    person: list[list[Any]] = [["Nama", "NIK"], ["Siti Contoh", None]]
    sheets: dict[str, list[list[Any]]] = {
        "People": person,
        "Catatan kami": [["apa saja"]],
        "Sheet3": [],
    }
    found = read(theirs(tmp_path / "theirs.xlsx", sheets)).every_problem()
    assert [(p.code, p.level, p.sheet) for p in found] == [("XLS020", "warning", "Catatan kami")]
    only_strange = read(theirs(tmp_path / "theirs.xlsx", {"Catatan": [["apa saja"]]}))
    assert codes_of(only_strange) == ["XLS004"]


def test_no_header_and_no_rows(tmp_path):
    path = tmp_path / "theirs.xlsx"
    assert codes_of(read(theirs(path, {"People": [["Siti Contoh", "3201995403950000"]]}))) == [
        "XLS005"
    ]
    assert codes_of(read(theirs(path, {"People": [["Nama", "NIK"]]}))) == ["XLS018"]


def test_as_is_a_record_type(tmp_path):
    path = theirs(tmp_path / "theirs.xlsx", {"Sheet1": [["Nama", "NIK"], ["Siti Contoh"]]})
    for kind, code in (("handoff", "XLS126"), ("htcds", "XLS126"), ("nobody", "XLS017")):
        with pytest.raises(Refused) as refused:
            read(path, kind)
        assert refused.value.problems[0].code == code


OFFICE_HEADS: dict[str, dict[str | None, str]] = {
    "person": {
        "name": "Nama PMI; Nama CPMI; Nama Korban; Nama Pemohon; Nama (sesuai paspor); Nama *; NAMA"
        "; Nama Lengkap (sesuai KTP/paspor); Nama yang bersangkutan; Nama Penumpang; nama_siswa"
        "; Nama Lengkap Peserta; Name of Passenger",
        "aliases": "Nama alias; A.K.A.",
        "sex": "Jns kelamin; Jenkel; P/L; LK/PR; JK (L/P); Jenis Kelamin (L/P); J.K.; L / P"
        "; Gender (M/F)",
        "birth_date": "Tanggal lahir (dd/mm/yyyy); Tgl/Bln/Thn Lahir; Tgl lhr; Tahun lahir; Lahir"
        "; Tgl lahir (tgl-bln-thn)*; Birthday; tanggallahir",
        "birth_place": "Place of Birth; tempatlahir",
        "birth_place+birth_date": "TTL; Tempat dan Tgl Lahir; Tmpt/Tgl Lahir; Tpt/Tgl Lahir",
        "nik": "Nomor Induk Kependudukan; NIK/No. KTP; No. KTP/NIK; No KTP (NIK); NIK (16 digit)"
        "; ID Number; No. Identitas; Nomer KTP; National ID; NIK Korban",
        "passport": "No. Passport; Passport No.; No. Pasport; No. Paspor *; No. Paspor (RI)"
        "; Paspor No; Document No; dokumen_pasport; Nomer Paspor PMI",
        "phone": "Handphone; No. Telp/HP; HP/WA; Nomor HP / WA; Kontak; No. HP (WA); Ponsel"
        "; Mobile; Mobile Phone; Phone Number; Nomer HP; HP No; No. HP WNI",
        "home_province": "Prov; Propinsi; Asal Daerah; Asal (Provinsi); Daerah asal (Provinsi)",
        "home_address": "Alamat di Indonesia; Alamat (KTP); Alamat lengkap; Address",
        "mother_name": "Ibu kandung; Nama gadis ibu kandung; Nama (ibu)",
        "family_contact": "Kontak darurat; Keluarga yang dapat dihubungi",
        "family_phone": "No. Telp keluarga; HP keluarga; No. HP (keluarga)",
        "nationality": "Warga negara; Kebangsaan; WN",
        "remarks": "Keterangan lain; Ket./Catatan; Notes",
        None: "Paspor (masa berlaku); Kontak keluarga (HP); Asal (Kab/Kota)"
        "; Nama (suami); Umur; ID; Negara asal; Jenis dokumen; Nama anak",
    },
    "consultation": {
        "on": "Hari/Tanggal; Tgl konsultasi; Tanggal pengaduan; Tanggal layanan",
        "topic": "Kasus; Kasus/Topik; Permasalahan; Jenis pengaduan; Layanan",
        "channel": "Kanal; Sarana; Melalui; Sumber pengaduan; Media pengaduan",
        "persons": "Nama; Nama WNI; Nama Pemohon; Ybs; NIK; No. Paspor",
        "caller": "Nama pelapor; Penelepon; Pengadu",
        "province": "Provinsi; Keberadaan",
        "summary": "Keterangan; Ket.; Kronologis; Deskripsi; Isi pengaduan",
        "advice": "TL; Penanganan; Solusi; Tindakan",
        "outcome": "Status; Penyelesaian",
        "advice|follow_up": "Tindak lanjut; TINDAKLANJUT",
        "follow_up": "Tgl tindak lanjut",
    },
    "victim-case": {
        "person": "Nama; Nama Korban; Nama WNI; NIK; No. Paspor",
        "reported_on": "Tanggal; Tanggal pengaduan; Tgl lapor; Tanggal aduan",
        "recruiter": "Agen; Calo; Sponsor; Nama perekrut",
        "recruitment_method": "Modus; Cara rekrut",
        "promised_job": "Tawaran kerja",
        "promised_pay": "Gaji dijanjikan",
        "entry_date": "Tgl masuk Kamboja; Tanggal tiba",
        "site": "Nama perusahaan; Tempat kerja; Lokasi kerja; Compound",
        "site_province": "Provinsi",
        "work_done": "Pekerjaan; Jenis pekerjaan",
        "means_of_control": "Bentuk kekerasan",
        "exploitation": "Jenis eksploitasi",
        "debt_amount": "Uang tebusan; Denda perusahaan",
        "documents_held_by": "Pemegang paspor; Paspor ditahan oleh",
        "phone_taken": "HP ditahan",
        "injuries": "Kondisi korban; Kesehatan",
        "summary": "Keterangan; Kronologis",
        "wishes_to_return": "Mau pulang; Bersedia pulang",
    },
}
OFFICES = [
    (kind, head.strip(), name)
    for kind, heads in OFFICE_HEADS.items()
    for name, spelled in heads.items()
    for head in spelled.split(";")
]


@pytest.mark.parametrize(("kind", "head", "name"), OFFICES)
def test_heads_of_offices_are_known(kind, head, name):
    record_type = records.named(kind)
    known = next(t for t in ("splp", "visa_kind", "channel") if t in record_type.fields)
    if known == name:
        known = "outcome"
    third = "safe_to_contact" if kind == "person" else ref_of_type(kind)
    header = find([[head, known, third]], record_type)
    assert header is not None
    assert header.names.get(0) == name


@pytest.mark.parametrize("head", ["No. Paspor/SPLP", "Paspor / SPLP", "Nomor Paspor/SPLP"])
@pytest.mark.parametrize(
    ("cell", "field"),
    [("C1234501", "passport"), ("XD123456", "splp"), ("SPLP XD 123456", "splp"), (7.0, "passport")],
)
def test_one_column_may_hold_passports_and_travel_papers(head, cell, field):
    sheet = RawSheet("Data", visible=True, rows=[["Nama", head], ["Siti Contoh", cell]])
    (found,) = read_rows([sheet], "person").found
    assert [(row.raw[field], row.columns[field]) for row in found.rows] == [(cell, "B")]


def ref_of_type(kind):
    return {"consultation": "ref", "victim-case": "route"}[kind]


CONSULTATION = ["Tanggal", "Topik", "Media", "Uraian"]
SAID = ["28-01-2026", "overstay", "WA", "Contoh"]


@pytest.mark.parametrize(
    ("name", "number", "told", "column"),
    [
        ("Siti Contoh", "X0000001", "X0000001", "F"),
        ("Siti Contoh", None, "Siti Contoh", "E"),
        (None, "X0000001", "X0000001", "F"),
        ("Siti Contoh", "-", "Siti Contoh", "E"),
        ("Siti Contoh", "tidak ada", "Siti Contoh", "E"),
        ("n/a", "X0000001", "X0000001", "F"),
        ("3201995403950000", "X0000001", "3201995403950000", "E"),
        (None, None, None, None),
    ],
)
def test_of_two_columns_that_name_people_a_number_counts_first(
    tmp_path, name, number, told, column
):
    heads = [*CONSULTATION, "WNI", "No. Paspor"]
    path = theirs(tmp_path / "theirs.xlsx", {"Consultations": [heads, [*SAID, name, number]]})
    sheets = read(path)
    found = [(p.code, p.level, p.column) for p in sheets.every_problem() if p.code != "XLS120"]
    assert found == [("XLS123", "warning", "F")]
    (row,) = sheets.found[0].rows
    assert (row.raw.get("persons"), told and row.columns["persons"]) == (told, column)


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("5 Feb 2026", "follow_up"),
        (date(2026, 2, 5), "follow_up"),
        ("besok", "follow_up"),
        ("Diarahkan ke loket", "advice"),
        ("Surat ke GDI 5 Feb 2026", "advice"),
        ("31-02-2026", "follow_up"),  # refused there
        ("5 Pebruarii 2026", "follow_up"),
    ],
)
def test_what_follows_is_advice_in_words_or_a_day(tmp_path, cell, field):
    path = tmp_path / "theirs.xlsx"
    heads = [*CONSULTATION, "Tindak lanjut"]
    sheets = read(theirs(path, {"Consultations": [heads, [*SAID, cell]]}))
    (row,) = sheets.found[0].rows
    assert row.raw[field] in (cell, datetime(2026, 2, 5, tzinfo=None))  # noqa: DTZ001
    assert codes_of(sheets) == (["XLS125"] if field == "advice" else [])


@pytest.mark.parametrize(("other", "field"), [("Saran", "follow_up"), ("Follow-up", "advice")])
def test_what_follows_is_what_no_other_column_is(tmp_path, other, field):
    heads = [*CONSULTATION, "Tindak lanjut", other]
    path = theirs(tmp_path / "theirs.xlsx", {"Consultations": [heads, [*SAID, "Contoh"]]})
    (row,) = only(path)
    assert row.raw[field] == "Contoh"


def test_a_head_that_says_little_gives_way(tmp_path):
    heads = ["Keterangan", "Tanggal", "Topik", "Media", "Uraian"]
    path = theirs(tmp_path / "theirs.xlsx", {"Consultations": [heads, ["lain", *SAID]]})
    sheets = read(path)
    assert [(p.code, p.level, p.column) for p in sheets.every_problem()] == [
        ("XLS124", "warning", "A")
    ]
    assert sheets.found[0].rows[0].raw["summary"] == "Contoh"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("Nomor Paspro", "XLS007"),
        ("Tangal lahir", "XLS007"),
        ("Nama lengkp", "XLS006"),  # the name is there
        ("Note", "XLS006"),
        ("Kab/Kota asal", "XLS006"),
        ("Umur", "XLS006"),
    ],
)
def test_a_misspelt_head_is_told_with_what_it_may_be_where_its_field_is_missing(
    tmp_path, head, code
):
    """A guess stops no file: it may be wrong, and the sender cannot be asked to change a title."""
    path = theirs(tmp_path / "theirs.xlsx", {"People": [["Nama", "JK", head], ["Siti", "P", "x"]]})
    (found,) = read(path).every_problem()
    assert (found.code, found.level, found.args["head"]) == (code, "warning", f"“{head}”")


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("Kab/Kota\n asal", "“Kab/Kota asal”"),
        ("x" * 50, f"“{'x' * 40}…”"),
        ("3201995403950000", "“…”"),
        ("a\u202eb", "“ab”"),
    ],
)
def test_a_head_is_shown_safely(head, shown):
    assert quoted(head) == shown


class Toy(Record):
    """A record type that nobody wrote exchange for."""

    title: Annotated[str, Text(), Column(title="Toy title")]
    answer: Annotated[str, OneOf("answer"), Column(title="Toy answer")] = "not-asked"


def test_a_new_record_type_travels_without_more_code(tmp_path, monkeypatch):
    toy = RecordType("toy-thing", "Z", "nowhere:Toy", "toy thing", "toy: things?", ("toy",))
    toy.__dict__["model"] = Toy
    monkeypatch.setattr(records, "RECORD_TYPES", (*records.RECORD_TYPES, toy))
    document = samples.kept(toy, full=True).document()
    path = tmp_path / "out.xlsx"
    path.write_bytes(workbook([SheetRows(toy, [document])], ABOUT))
    (row,) = only(path)
    assert (row.sheet, row.ref) == ("Toy- things-", "PNH-A-Z1")
    assert [c.name for c in columns(toy)] == ["ref", "title", "answer", *KEYS]
    assert dataclasses.replace(toy).name == "toy-thing"


@pytest.mark.parametrize(("name", "as_kind"), [("People", None), ("Sheet1", "person")])
def test_names_that_several_types_know_are_those_of_the_type_that_was_named(
    tmp_path, name, as_kind
):
    """An identity document has them all too, and fewer others."""
    rows: list[list[Any]] = [
        ["ref", "name", "birth_date", "remarks"],
        [None, "Siti Contoh", "1990", "Contoh"],
    ]
    sheets = read(theirs(tmp_path / "in.xlsx", {name: rows}), as_kind)
    assert [s.record_type.name for s in sheets.found] == ["person"]
    assert sheets.every_problem() == ()
