"""Sheets to be mapped: which columns are known, what is said of them, and what cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from attache import records
from attache.exchange.assigned import Setting, applied, decide, read
from attache.exchange.layout import REASONS, columns
from attache.exchange.mapped import Saved
from attache.exchange.mapping import header_row, look
from attache.exchange.reader import RawSheet
from attache.problems import Refused
from attache.records.mapping import MappedColumn

HEADS = ["No.", "Nama", "Nama Terlapor", "Nomor Paspro", "Warna"]
ROW: list[Any] = [1, "Ibu Misal", "Siti Contoh", "X9990001", "biru"]


def sheet(*rows, name="People", merged=()):
    return RawSheet(name, True, [list(row) for row in rows], merged=tuple(merged))


HERE = sheet(["DAFTAR WNI"], [*HEADS, "JK"], [*ROW, "P"])


def looked(*sheets, saved=(), as_kind=None, row=""):
    return look(sheets, list(saved), as_kind, header_row(row))


def plans(*sheets, **more):
    return looked(*sheets, **more).plans


def held(plan):
    return {c.letter: (c.field, c.how) for c in plan.columns}


def set_(found, *texts):
    return applied(found, decide(found, map(read, texts)))


def refused(run, *args, **more):
    with pytest.raises(Refused) as told:
        run(*args, **more)
    return [(p.code, p.row, p.column) for p in told.value.problems]


def kept(plan, kind="person"):
    return Saved("PNH-A-H1", kind, tuple(c.kept() for c in plan.columns))


def test_each_column_says_what_it_holds_and_how_that_is_known():
    (plan,) = plans(HERE)
    assert (plan.sheet, plan.record_type.name, plan.row) == ("People", "person", 2)
    assert held(plan) == {
        "A": (None, "numbers"),
        "B": ("name", "known"),
        "C": (None, "unknown"),
        "D": (None, "unknown"),
        "E": (None, "unknown"),
        "F": ("sex", "known"),
    }
    assert [c.hint for c in plan.columns] == ["", "", "", "Passport number", "", ""]
    assert (plan.missing, plan.decided, plan.earlier) == ((), False, ())


@pytest.mark.parametrize(
    ("text", "letter", "meant"),
    [
        ("Nama Terlapor=mother_name", "C", ("mother_name", "set")),
        ("  nama TERLAPOR =mother_name", "C", ("mother_name", "set")),
        ("C=mother_name", "C", ("mother_name", "set")),
        ("c=Nama ibu", "C", ("mother_name", "set")),
        ("Nama Terlapor=Mother's name", "C", ("mother_name", "set")),
        ("People!Nama Terlapor=mother_name", "C", ("mother_name", "set")),
        ("people!C=mother_name", "C", ("mother_name", "set")),
        ("Warna=ref", "E", ("ref", "set")),
        ("Warna=birth_place+birth_date", "E", ("birth_place+birth_date", "set")),
        ("Warna=TTL", "E", ("birth_place+birth_date", "set")),
        ("Warna=", "E", (None, "aside")),
        ("Warna=-", "E", (None, "aside")),
        ("Nama=-", "B", (None, "aside")),
        ("No.=remarks", "A", ("remarks", "set")),
    ],
)
def test_a_column_is_named_by_its_head_or_letter(text, letter, meant):
    (plan,) = set_(plans(HERE), text)
    assert held(plan)[letter] == meant
    assert [c.letter for c in plan.columns if c.decided] == [letter]


def test_a_head_may_have_an_equals_sign_or_a_mark_in_it():
    here = sheet(["Nama", "a=b", "x!y"], ["Siti Contoh", "1", "2"])
    (plan,) = set_(plans(here, as_kind="person", row="1"), "a=b=phone", "x!y=nik")
    assert held(plan)["B"] == ("phone", "set")
    assert held(plan)["C"] == ("nik", "set")


def test_what_is_read_wrongly_is_put_right():
    (plan,) = set_(plans(HERE), "Nama=mother_name", "Nama Terlapor=name")
    assert held(plan)["B"] == ("mother_name", "set")
    assert held(plan)["C"] == ("name", "set")


def test_every_problem_is_told_at_once():
    texts = ["Namma=nik", "Nama Terlapor=sexx", "Warna", "E=qqqqqq", "F=nik", "jk=phone", "A=_id"]
    assert refused(decide, plans(HERE), map(read, texts)) == [
        ("XLS091", None, None),
        ("FLD002", 2, "C"),
        ("XLS091", None, None),
        ("FLD001", 2, "E"),
        ("XLS093", 2, "F"),
        ("FLD001", 2, "A"),
    ]
    with pytest.raises(Refused) as told:
        decide(plans(HERE), [read("Namma=nik"), read("Nama Terlapor=sexx")])
    head, field = told.value.problems
    assert str(head.args["heads"]).startswith("Nama, ")
    assert field.args["nearest"] == "sex"


@pytest.mark.parametrize(
    "texts",
    [["C=name"], ["C=nik", "D=nik"], ["F=birth_place+birth_date", "E=birth_date"]],
    ids=["one that was known", "both said", "a part of it"],
)
def test_two_columns_do_not_claim_one_field(texts):
    found = plans(HERE)
    assert [code for code, _row, _column in refused(set_, found, *texts)] == ["XLS092"]


def test_heads_that_are_alike_are_named_by_letter():
    here = sheet(["Nama", "Kode", "Kode", "JK"], ["Siti Contoh", "1", "2", "P"])
    assert refused(set_, plans(here), "Kode=nik") == [("XLS093", 1, "B")]
    (plan,) = set_(plans(here), "B=nik", "C=phone")
    assert [c.field for c in plan.columns] == ["name", "nik", "phone", "sex"]


def test_a_letter_that_is_also_a_head_is_not_guessed():
    """L and P head columns that are ticked for men and women."""
    here = sheet(["Nama", "NIK", "P", "L"], ["Siti Contoh", "1", "x", None])
    (plan,) = set_(plans(here), "L=-", "P=-")
    assert [c.how for c in plan.columns] == ["known", "known", "aside", "aside"]
    here = sheet(["Nama", "B", "NIK"], ["Siti Contoh", "x", "1"])
    assert held(set_(plans(here), "B=-")[0])["B"] == (None, "aside")
    here = sheet(["Nama", "NIK", "B"], ["Siti Contoh", "1", "x"])
    assert refused(set_, plans(here), "B=-") == [("XLS093", 1, "B")]


def test_sheets_of_one_header_share_what_is_said():
    january = sheet([*HEADS, "JK"], ROW, name="Januari")
    february = sheet([], [f"{head.upper()} " for head in HEADS] + ["jk"], ROW, name="Februari")
    other = sheet(["Nama", "JK", "Warna"], ["a", "P", "b"], name="Lain")
    found = set_(plans(january, february, other, as_kind="person"), "Februari!E=phone")
    assert [held(plan).get("E") for plan in found] == [("phone", "set"), ("phone", "set"), None]
    assert [plan.decided for plan in found] == [True, True, False]


def test_one_header_of_two_record_types_is_not_mapped():
    heads = ["Nama", "JK", "Tanggal", "Catatan", "Warna"]
    people, notes = sheet(heads, ["a"], name="People"), sheet(heads, ["a"], name="Notes")
    found = plans(people, notes)
    assert [plan.record_type.name for plan in found] == ["person", "note"]
    assert refused(set_, found, "Warna=-") == [("XLS094", 1, None)]
    assert set_(plans(people, notes, as_kind="person"), "Warna=-")[1].decided


@pytest.mark.parametrize(
    ("row", "place", "fields"),
    [
        ("4", 4, [None, None, "nik"]),
        ("Lain!4", 4, [None, None, "nik"]),
        ("4-5", 5, [None, None, None]),
    ],
)
def test_a_header_is_where_it_is_said_to_be(row, place, fields):
    here = sheet(
        ["judul"], [], [], ["Terlapor", "Warna", "NIK"], ["a", "b", "c"], ["d"], name="Lain"
    )
    assert refused(looked, here, as_kind="person") == [("XLS005", None, None)]
    (plan,) = plans(here, as_kind="person", row=row)
    assert plan.row == place
    assert [c.field for c in plan.columns] == fields


@pytest.mark.parametrize("row", ["0", "x", "5-4", "3-5", "21", "2", "99", "4-", "Orang!4"])
def test_where_no_header_can_stand_is_told(row):
    here = sheet(
        ["judul"], [], [], ["Terlapor", "Ibu"], ["a", "b"], *[["x", "y"]] * 20, name="Lain"
    )
    told = refused(looked, here, as_kind="person", row=row)
    assert "XLS098" in {code for code, _row, _column in told}


def test_a_title_above_the_table_is_no_part_of_the_header():
    """Next month it says something else."""
    (plan,) = plans(HERE)
    again = sheet(["DAFTAR WNI, OKTOBER", None, "x"], [*HEADS, "JK"], [*ROW, "P"])
    assert plans(again)[0].header == plan.header
    assert plan.columns[0].head == "No."


def test_heads_in_two_rows_are_kept_together():
    upper, lower = ["No.", "Paspor", None, "Nama"], [None, "Nomor", "Berlaku sampai", None]
    merged = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)]
    here = sheet(upper, lower, [1, "X9990001", None, "Siti"], merged=merged)
    (plan,) = plans(here)
    heads = ["No.", "Nomor Paspor", "Berlaku sampai Paspor", "Nama"]
    assert [c.head for c in plan.columns] == heads
    assert [c.field for c in plan.columns] == [None, "passport", None, "name"]
    (done,) = set_((plan,), "Berlaku sampai=-")
    assert held(done)["C"] == (None, "aside")


def test_what_was_said_before_is_shown_and_changed():
    before = kept(*set_(plans(HERE), "Nama=mother_name", "Nama Terlapor=name", "Warna=-"))
    (plan,) = plans(HERE, saved=[before])
    assert held(plan)["B"] == ("mother_name", "mapped")
    assert held(plan)["E"] == (None, "aside")
    assert held(plan)["D"] == (None, "unknown")
    assert (plan.earlier, plan.decided) == ((before,), False)
    (now,) = set_((plan,), "D=passport")
    again = {"mother_name", "name", "passport", "-", "sex"}
    assert {c.field for c in kept(now).columns} - {None} == again
    renamed = sheet([*HEADS, "JK"], ROW, name="Apa saja")
    assert plans(renamed, saved=[before])[0].record_type.name == "person"


def test_a_field_that_is_no_more_is_asked_about_again():
    before = kept(*set_(plans(HERE), "Warna=phone"))
    gone = before._replace(
        columns=(*before.columns[:4], MappedColumn("Warna", "shoe_size"), before.columns[5])
    )
    assert held(*plans(HERE, saved=[gone]))["E"] == (None, "unknown")


def test_a_mapping_of_another_type_says_nothing_when_a_type_is_asked_for():
    (done,) = set_(plans(HERE), "Nama=mother_name")
    before = kept(done, kind="note")
    (plan,) = plans(HERE, saved=[before], as_kind="person")
    assert held(plan)["B"] == ("name", "known")
    assert (plan.earlier, plan.told) == ((before,), False)


def test_our_own_sheets_are_shown_and_not_mapped():
    names = [c.name for c in columns(records.named("person"))]
    found = plans(sheet(names, ["PNH-A-P1", "Siti Contoh"], name="Lembar1"))
    assert found[0].own
    assert {c.how for c in found[0].columns} == {"known"}
    assert refused(set_, found, "name=mother_name") == [("XLS099", 1, "B")]


def test_a_second_column_of_one_field_is_not_known():
    (plan,) = plans(sheet(["Nama", "JK", "Full name"], ["a", "P", "b"]))
    assert held(plan)["C"] == (None, "unknown")
    assert plan.columns[2].hint == "Name"


def test_the_column_of_a_marked_copy_is_not_asked_about():
    (plan,) = plans(sheet([*HEADS, "JK", REASONS], [*ROW, "P", "alasan"]))
    assert [c.head for c in plan.columns] == [*HEADS, "JK"]


def test_sheets_without_a_type_are_named():
    strange = sheet(HEADS, ROW, name="Lembar1")
    assert refused(looked, strange) == [("XLS004", None, None)]
    found = looked(HERE, strange, sheet(["apa"], name="Notes"))
    assert [(p.code, p.sheet) for p in found.problems] == [
        ("XLS020", "Lembar1"),
        ("XLS005", "Notes"),
    ]


def test_json_names_fields_too():
    (plan,) = plans(HERE)
    decided = decide([plan], [Setting("Warna", ""), Setting("Nama Terlapor", "mother_name")])
    assert {place: name for (_header, place), name in decided.items()} == {4: "-", 2: "mother_name"}
