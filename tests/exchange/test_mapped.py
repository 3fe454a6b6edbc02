"""A saved mapping: known again by its header, applied, and told where it does not do."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import records
from attache.exchange.geometry import letter
from attache.exchange.layout import REASONS, columns
from attache.exchange.mapped import Saved
from attache.exchange.reader import RawSheet
from attache.exchange.rows import read_rows
from attache.records.mapping import MappedColumn

HEADS = ["No.", "Nama", "Náma Terlapor", "Kode", "Warna"]
ROW: list[Any] = [1, "Ibu Misal", "Siti Contoh", "X9990001", "biru"]
FIELDS = [None, "mother_name", "name", "passport", "-"]
MEANT = {"mother_name": "Ibu Misal", "name": "Siti Contoh", "passport": "X9990001"}


def saved(ref="PNH-A-H1", kind="person", heads=HEADS, fields=FIELDS, rev=1):
    return Saved(ref, kind, tuple(map(MappedColumn, heads, fields)), rev)


def sheet(*rows, name="Lembar1", merged=()):
    return RawSheet(name, True, [list(row) for row in rows], merged=tuple(merged))


def read(*sheets, as_kind=None, mappings=None):
    """The rows, with the mapping above unless others are given."""
    return read_rows(sheets, as_kind, [saved()] if mappings is None else mappings)


def told(sheets):
    return [(p.code, p.row, p.column) for p in sheets.every_problem()]


def shout(text):
    return text.upper()


def strip(text):
    """Without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


SPELLINGS = [shout, strip, str.lower, lambda t: f"  {t}\n", lambda t: t.replace(" ", "  "), str]


@given(
    above=st.lists(st.sampled_from([[], ["DAFTAR WNI"], [None, "September", 2026]]), max_size=15),
    left=st.integers(0, 3),
    spell=st.lists(st.sampled_from(SPELLINGS), min_size=len(HEADS), max_size=len(HEADS)),
    before=st.booleans(),
)
def test_a_header_is_known_again_however_it_is_spelled_and_wherever_it_stands(
    above, left, spell, before
):
    gap = [None] * left
    heads = [*gap, *(how(head) for how, head in zip(spell, HEADS, strict=True))]
    here = sheet(*above, heads, [*gap, *ROW], name="Apa saja")
    other = sheet(["catatan kami"], name="Lain")
    sheets = read(*([other, here] if before else [here, other]))
    (found,) = sheets.found
    assert found.record_type.name == "person"
    assert [row.raw for row in found.rows] == [MEANT]
    assert found.rows[0].number == len(above) + 2
    assert found.rows[0].columns["name"] == letter(left + 2)
    assert [p.code for p in found.problems] == ["XLS090"]
    assert sheets.mappings == ("PNH-A-H1@1",)


@pytest.mark.parametrize(
    "heads",
    [
        HEADS[1:],
        [*HEADS, "Lain"],
        [HEADS[1], HEADS[0], *HEADS[2:]],
        [*HEADS[:4], "Warni"],
    ],
    ids=["one less", "one more", "another order", "another head"],
)
def test_another_header_is_not_the_same(heads):
    sheets = read(sheet(heads, ROW, name="People"))
    assert "XLS090" not in {code for code, _row, _column in told(sheets)}
    assert sheets.mappings == ()


def test_without_the_mapping_the_sheet_says_something_else():
    """Otherwise the tests above would prove nothing."""
    (found,) = read(sheet(["Nama", "JK"], ["Ibu Misal", "P"], name="People"), mappings=[]).found
    assert found.rows[0].raw["name"] == "Ibu Misal"
    assert [p.code for p in read(sheet(HEADS, ROW), mappings=[]).problems] == ["XLS004"]


UPPER = ["No.", "Identitas", None, "Paspor"]
LOWER = [None, "Yang bersangkutan", "Ibu", "Kode"]
MERGED = [(0, 0, 1, 0), (0, 1, 0, 2)]
TWO = saved(
    heads=["No.", "Yang bersangkutan Identitas", "Ibu Identitas", "Kode Paspor"],
    fields=[None, "name", "mother_name", "passport"],
)


@pytest.mark.parametrize("above", range(4))
def test_a_header_of_two_rows_is_known_again(above):
    merged = [(top + above, left, bottom + above, right) for top, left, bottom, right in MERGED]
    titles = [["DAFTAR"]] * above
    here = sheet(
        *titles,
        [str(cell).upper() if cell else None for cell in UPPER],
        LOWER,
        [1, "Siti Contoh", "Ibu Misal", "X9990001"],
        merged=merged,
    )
    (found,) = read(here, mappings=[TWO]).found
    assert [row.raw for row in found.rows] == [MEANT]
    assert found.header_row == above + 2


def test_beyond_the_first_twenty_rows_no_header_is_looked_for():
    assert read(sheet(*[["judul"]] * 19, HEADS, ROW)).found
    assert not read(sheet(*[["judul"]] * 20, HEADS, ROW)).found


def test_the_column_of_a_marked_copy_is_no_part_of_the_header():
    here = sheet([*HEADS, REASONS], [*ROW, "alasan"])
    assert read(here).found[0].rows[0].raw == MEANT
    assert told(read(here)) == [("XLS090", 1, None)]


def test_heads_that_are_alike_are_told_apart_by_their_order():
    mapping = saved(heads=["Nama", "Nama", "#"], fields=["mother_name", "name", "passport"])
    here = sheet(["NAMA", "nama", "#"], ["Ibu Misal", "Siti Contoh", "X9990001"])
    assert read(here, mappings=[mapping]).found[0].rows[0].raw == MEANT


def test_what_nothing_was_said_of_is_read_as_ever():
    mapping = saved(heads=["Kode", "Nama", "Nomor Paspro", "Warna"], fields=["nik", *[None] * 3])
    here = sheet(["Kode", "Nama", "Nomor Paspro", "Warna"], ["3201", "Siti Contoh", "X1", "biru"])
    sheets = read(here, mappings=[mapping])
    assert sheets.found[0].rows[0].raw == {"nik": "3201", "name": "Siti Contoh"}
    assert told(sheets) == [("XLS090", 1, None), ("XLS007", 1, "C"), ("XLS006", 1, "D")]


def test_place_and_date_in_one_cell_are_divided():
    mapping = saved(heads=["Nama", "Lahir di"], fields=["name", "birth_place+birth_date"])
    here = sheet(["Nama", "Lahir di"], ["Siti Contoh", "Kupang, 14 Maret 1995"])
    raw = read(here, mappings=[mapping]).found[0].rows[0].raw
    assert raw["birth_place"] == "Kupang"
    assert raw["birth_date"] == "14 Maret 1995"


def test_the_mapping_counts_before_the_name_of_the_sheet():
    (found,) = read(sheet(HEADS, ROW, name="Consultations")).found
    assert found.record_type.name == "person"


def test_the_type_that_is_asked_for_counts_before_the_mapping():
    sheets = read(sheet(HEADS, ROW), as_kind="note")
    assert sheets.found[0].record_type.name == "note"
    assert ("XLS096", 1, None) in told(sheets)
    assert sheets.mappings == ()
    assert told(read(sheet(HEADS, ROW), as_kind="person")) == [("XLS090", 1, None)]


def test_two_mappings_that_differ_are_not_chosen_from():
    """Copies of the vault bring them; nothing is read then, not even the good rows."""
    other = saved("PNH-B-H1", fields=[None, "name", "mother_name", "passport", "-"])
    sheets = read(sheet(HEADS, ROW), mappings=[saved(), other])
    assert told(sheets) == [("XLS094", 1, None)]
    assert sheets.found[0].rows == []
    assert dict(sheets.every_problem()[0].args) == {"refs": "PNH-A-H1, PNH-B-H1"}
    same = saved("PNH-B-H1", heads=[head.upper() for head in HEADS])
    assert told(read(sheet(HEADS, ROW), mappings=[saved(), same])) == [("XLS090", 1, None)]


def test_a_field_that_is_no_more_is_told_and_its_column_left_aside():
    mapping = saved(fields=[None, "mother_name", "name", "shoe_size", "-"])
    sheets = read(sheet(HEADS, ROW), mappings=[mapping])
    assert told(sheets) == [("XLS090", 1, None), ("XLS095", 1, "D")]
    assert sheets.found[0].rows[0].raw == {"mother_name": "Ibu Misal", "name": "Siti Contoh"}


@pytest.mark.parametrize("name", ["People", "Lembar1"])
def test_a_record_type_that_is_no_more_stops_the_sheet(name):
    """Whatever its name says: the mapping knows that the heads mislead."""
    sheets = read(sheet(HEADS, ROW, name=name), mappings=[saved(kind="shoe")])
    assert told(sheets) == [("XLS097", 1, None)]
    assert not any(found.rows for found in sheets.found)
    assert read(sheet(HEADS, ROW), as_kind="person", mappings=[saved(kind="shoe")]).mappings == ()


def test_our_own_sheets_need_no_mapping():
    names = [c.name for c in columns(records.named("person"))]
    mapping = saved(heads=names, fields=["-"] * len(names))
    (found,) = read(sheet(names, ["PNH-A-P1", "Siti Contoh"]), mappings=[mapping]).found
    assert found.rows[0].raw == {"name": "Siti Contoh"}
    assert found.problems == ()


def test_a_column_without_a_head_is_told_as_ever():
    here = sheet([*HEADS, None], [*ROW, "nilai"])
    assert told(read(here)) == [("XLS090", 1, None), ("XLS006", 1, "F")]
