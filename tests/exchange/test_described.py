"""Columns that say who somebody is, on sheets of what happened to them."""

from __future__ import annotations

import pytest

from attache import records
from attache.exchange.described import MARK, NAME, described, naming
from attache.exchange.mapped import Saved, readable
from attache.exchange.reader import read_workbook
from attache.exchange.rows import read_rows
from attache.records.mapping import MappedColumn
from tests.exchange.workbooks import codes_of, read, theirs

CASE = ["Tgl pengaduan", "Media"]
SAID = ["2026-01-28", "WA"]
KINDS = [kind for kind in records.every() if NAME in described(kind)]


def rows_of(path, heads, *rows):
    return read(theirs(path / "theirs.xlsx", {"x": [heads, *rows]}), "victim-case")


@pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
def test_a_type_that_names_people_in_one_field_may_describe_them(kind):
    people = [f for f in kind.fields.values() if "person" in getattr(f.kind, "to", ())]
    assert (naming(kind) is not None) is (len(people) == 1)
    assert {name.removeprefix(MARK) for name in described(kind)}.isdisjoint(kind.fields)
    assert {*described(kind)} <= {*readable(kind)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda t: t.name)
@pytest.mark.parametrize("field", records.named("person").fields.values(), ids=lambda f: f.name)
def test_every_title_of_a_person_is_read_beside_a_name(tmp_path, kind, field):
    """What the type has a title for itself is its own."""
    heads = ["Nama lengkap", field.column.title, "JK"]
    heads += [f.column.title for f in kind.fields.values() if f.required and f != naming(kind)]
    path = theirs(tmp_path / "theirs.xlsx", {"x": [heads, ["Siti Contoh", "x", "P", *heads[3:]]]})
    (row,) = read(path, kind.name).found[0].rows
    if field.name not in ("name", "sex"):
        assert row.columns.get(f"{MARK}{field.name}", row.columns.get(field.name)) == "B"
    assert row.raw[NAME] == "Siti Contoh"


def test_two_fields_of_a_person_in_one_cell(tmp_path):
    sheets = rows_of(tmp_path, ["Nama", "TTL", *CASE], ["Siti Contoh", "Solo, 17-8-2001", *SAID])
    (row,) = sheets.found[0].rows
    assert codes_of(sheets) == []
    person = {"name": "Siti Contoh", "birth_place": "Solo", "birth_date": "17-8-2001"}
    assert {n: v for n, v in row.raw.items() if n.startswith(MARK)} == {
        f"{MARK}{name}": value for name, value in person.items()
    }


def test_a_misspelt_head_of_the_person_is_told_with_what_it_may_be(tmp_path):
    heads = ["Nama", "JK", "Tangal lahir", *CASE]
    sheets = rows_of(tmp_path, heads, ["Siti Contoh", "P", "2001", *SAID])
    assert [(p.code, p.level, p.column) for p in sheets.every_problem()] == [
        ("XLS007", "warning", "C")
    ]


def test_what_cells_say_together_is_looked_at_of_people_too(tmp_path):
    heads = ["Nama", "JK", "Tgl lahir", "NIK", *CASE]
    rows = [
        ["Siti Contoh dan Agus Umpama", "P", "04/03/1991", "0", *SAID],
        ["Wati Contoh", "W", "05/06/1992", "tidak ada", *SAID],
    ]
    found = [(p.code, p.row, p.field) for p in rows_of(tmp_path, heads, *rows).every_problem()]
    assert found == [
        ("DAT012", 2, f"{MARK}birth_date"),
        ("XLS120", None, None),
        ("XLS128", 2, NAME),
        ("XLS127", 2, f"{MARK}sex"),
    ]


def test_a_name_alone_names_and_describes_nobody(tmp_path):
    sheets = rows_of(tmp_path, ["Nama", *CASE], ["Siti Contoh", *SAID])
    assert sheets.found[0].rows[0].raw["person"] == "Siti Contoh"


def test_a_saved_mapping_may_say_what_describes_the_person(tmp_path):
    heads = ["Siapa", "Gender x", *CASE]
    path = theirs(tmp_path / "theirs.xlsx", {"x": [heads, ["Siti Contoh", "P", *SAID]]})
    fields = (NAME, f"{MARK}sex", None, None)
    columns = tuple(map(MappedColumn, heads, fields))
    sheets = read_rows(read_workbook(path), None, [Saved("PNH-A-H1", "victim-case", columns)])
    assert codes_of(sheets) == ["XLS090"]
    assert sheets.found[0].rows[0].raw.keys() == {NAME, f"{MARK}sex", "reported_on", "channel"}
