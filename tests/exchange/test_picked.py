"""Which sheets of a workbook are read, and what is said of the others."""

from __future__ import annotations

import re
import shlex
from functools import partial
from typing import Any

import pytest

from attache import language
from attache.exchange.mapped import Saved
from attache.exchange.mapping import header_row, look
from attache.exchange.reader import RawSheet
from attache.exchange.rows import read_rows
from attache.problems import Refused
from attache.problems.catalogue import CATALOGUE
from attache.records.mapping import MappedColumn

HEADS = ["No", "Nama", "L/P", "Tgl Lahir"]
PEOPLE: list[list[Any]] = [HEADS, [1, "Siti Contoh", "P", "1990-02-03"]]
PETUNJUK: list[list[Any]] = [["Petunjuk pengisian"], ["1. Isi semua kolom."]]
CODES: list[list[Any]] = [
    ["Jenis Kelamin", "Provinsi"],
    ["Laki-laki", "Bali"],
    ["Perempuan", "Riau"],
]
PROGRAM: list[list[Any]] = [["ID Program", "7"], ["Nama Program", "Bantuan"], ["Keterangan", "x"]]
HTCDS: list[list[Any]] = [
    ["start", "con_Consent", "prs_First_Name", "prs_Second_Name", "prs_Gender", "_notes", "_id"],
    ["2026-01-20", "Yes", "Siti", "Contoh", "Feminine", "x", 4455],
]


def sheets(**rows):
    return [RawSheet(name, visible=True, rows=found) for name, found in rows.items()]


@pytest.mark.parametrize("beside", [PETUNJUK, CODES, PROGRAM], ids=["text", "codes", "form"])
@pytest.mark.parametrize("name", ["Petunjuk", "Kode_Data", "Program", "Consultations"])
@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_without_records_is_left_aside_and_told(beside, name, first):
    pair = [*sheets(Data=PEOPLE), *sheets(**{name: beside})]
    read = read_rows(pair if first else pair[::-1], "person")
    assert [(p.code, p.level, p.sheet) for p in read.every_problem()] == [
        ("XLS141", "warning", name)
    ]
    assert [row.raw["name"] for s in read.found for row in s.rows] == ["Siti Contoh"]


def test_a_sheet_is_not_taken_for_a_record_type_beside_one_that_is_mapped():
    saved = Saved("PNH-A-H1", "person", tuple(MappedColumn(h) for h in HEADS))
    read = read_rows(sheets(Program=PROGRAM, Peserta=PEOPLE), None, [saved])
    assert [s.record_type.name for s in read.found] == ["person"]
    assert {p.code for p in read.every_problem()} == {"XLS090", "XLS141"}


def test_a_map_leaves_the_same_sheet_aside():
    looked = look(sheets(Petunjuk=PETUNJUK, Data=PEOPLE), (), "person", header_row(""))
    assert [(p.code, p.sheet) for p in looked.problems] == [("XLS141", "Petunjuk")]


@pytest.mark.parametrize("name", ["Petunjuk", "Data Korban", "Jum'at", 'Si "A" $HOME', "A!4", "-x"])
@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_command_that_is_told_names_the_sheet_when_it_is_copied(name, lang):
    read = read_rows([*sheets(Data=PEOPLE), *sheets(**{name: PETUNJUK})], "person")
    (told,) = read.every_problem()
    fix = told.fix(partial(language.say, lang))
    words = shlex.split(fix.partition(": ")[2])
    row = header_row(words[-1])
    assert words[:3] + words[4:-1] == ["attache", "exchange", "map", "--header-row"]
    assert row
    assert (row.sheet, row.first) == (name, 4)


def test_no_command_that_is_told_has_quotes_that_a_shell_does_not_know():
    fixes = [wording.fix for wording in CATALOGUE.values()]
    assert any("--header-row" in fix for fix in fixes)
    assert not [fix for fix in fixes if re.search(r"--[a-z-]+ “", fix)]


def test_a_sheet_whose_name_is_all_that_says_so_still_needs_its_header():
    """Nobody said what is to be read: that it holds nothing cannot be told."""
    read = read_rows(sheets(People=PEOPLE, Consultations=PETUNJUK))
    assert [(p.code, p.level) for p in read.every_problem()] == [("XLS005", "error")]


@pytest.mark.parametrize("as_kind", [None, "person"])
def test_an_empty_workbook_is_told_as_empty(as_kind):
    empty: list[RawSheet] = []
    for pages in (empty, sheets(Sheet1=[])):
        assert [p.code for p in read_rows(pages, as_kind).problems] == ["XLS142"]
        with pytest.raises(Refused) as refused:
            look(pages, (), as_kind, header_row(""))
        assert [p.code for p in refused.value.problems] == ["XLS142"]


@pytest.mark.parametrize("as_kind", [None, "person"])
def test_a_sheet_of_htcds_is_recognised(as_kind):
    assert [p.code for p in read_rows(sheets(Sheet1=HTCDS), as_kind).every_problem()] == ["HTC012"]
