"""Rows that name people of the same workbook by a name or number, without a label."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import imports
from attache.desk.imports import Wish
from attache.exchange.incoming import Incoming
from attache.exchange.layout import sheet_name
from attache.problems import Refused
from attache.records.record import blank
from tests.desk.offices import documents, sample
from tests.exchange.workbooks import theirs

PEOPLE = sheet_name(records.named("person"), "en")
HEADS = ["Ref", "Nama", "JK", "NIK", "No. Paspor"]
NIK = "3201994402900004"
WATI = [None, "Wati Percobaan", "P", NIK, "X9990042"]
NAMING = [
    (kind, field)
    for kind in records.every()
    for field in kind.fields.values()
    if "person" in getattr(field.kind, "to", ())
]
EACH = pytest.mark.parametrize(
    ("kind", "field"), NAMING, ids=lambda one: getattr(one, "name", None)
)


@pytest.fixture
def take(office, tmp_path):
    """Import a workbook of people and of one other type."""

    def one(people, kind, rows, good=False):
        titles = list(dict.fromkeys(title for row in rows for title in row))
        body = [[row.get(title) for title in titles] for row in rows]
        sheets = {PEOPLE: [HEADS, *people], sheet_name(kind, "en"): [titles, *body]}
        source = Incoming(theirs(tmp_path / "handoff.xlsx", sheets), None)
        return imports.take_in(office(), source, lambda *_now: None, Wish(good))

    return one


def naming(kind, field, who):
    """A row that names somebody in one field."""
    given = {n: v for n, v in sample(kind, 1).items() if not blank(v)}
    simple = {n: v for n, v in given.items() if not isinstance(v, (list, tuple))}
    return {kind.fields[n].column.title: v for n, v in {**simple, field.name: who}.items()}


def told(refused):
    return {(p.code, p.sheet, p.row, p.field) for p in refused.value.problems if p.level == "error"}


@EACH
@pytest.mark.parametrize(
    "who", ["Wati Percobaan", "wati  percobaan", NIK, "3201 9944 0290 0004", "x 999-0042"]
)
def test_a_new_person_is_named_by_what_one_row_alone_says(take, vault, kind, field, who):
    held = {d["ref"] for d in documents(vault, kind.name)}
    taken = take([WATI], kind, [naming(kind, field, who)])
    assert [a.account for a in taken.accounts] == ["added", "added"]
    person = next(d for d in documents(vault, "person") if d["name"] == "Wati Percobaan")
    (made,) = (d for d in documents(vault, kind.name) if d["ref"] not in held)
    refs = made[field.name]
    assert (refs if isinstance(refs, list) else [refs]) == [person["ref"]]


@EACH
def test_of_several_of_one_name_none_is_guessed(take, vault, kind, field):
    people = [WATI, [None, "WATI PERCOBAAN", "P", None, "X9990043"]]
    before = documents(vault, kind.name)
    with pytest.raises(Refused) as refused:
        take(people, kind, [naming(kind, field, "Wati Percobaan")])
    (found,) = (p for p in refused.value.problems if p.code == "XLS138")
    assert found.args["rows"] == f"{PEOPLE}!2, {PEOPLE}!3"
    assert (found.sheet, found.row, found.field) == (sheet_name(kind, "en"), 2, field.name)
    assert documents(vault, kind.name) == before


def test_a_number_tells_two_of_one_name_apart(take, vault):
    kind, field = next(pair for pair in NAMING if pair[0].name == "victim-case")
    other = [None, "Budi Percobaan", "L", None, "X9990043"]
    rows = [naming(kind, field, "X9990043"), naming(kind, field, "Wati Percobaan")]
    take([WATI, other], kind, rows)
    names = {d["ref"]: d["name"] for d in documents(vault, "person")}
    made = documents(vault, kind.name)[-2:]
    assert [names[d["person"]] for d in made] == ["Budi Percobaan", "Wati Percobaan"]


def test_who_waits_or_is_refused_is_said(take, record):
    kind, field = next(pair for pair in NAMING if pair[0].name == "victim-case")
    record("person", name="Wati Percobaan", birth_date="1990")
    taken = take([[None, "Wati Percobaan", "P", None, None]], kind, [naming(kind, field, WATI[1])])
    assert [a.account for a in taken.accounts] == ["parked", "parked"]
    assert [p.code for p in taken.problems if p.code.startswith("XLS0")] == ["XLS016", "XLS023"]
    bad = [None, "Joko Percobaan", "L", "12", None]
    with pytest.raises(Refused) as refused:
        take([bad], kind, [naming(kind, field, "Joko Percobaan")])
    assert told(refused) == {
        ("NIK001", PEOPLE, 2, "nik"),
        ("XLS019", sheet_name(kind, "en"), 2, field.name),
    }


def test_somebody_who_is_recorded_is_named_by_the_row_too(take, vault):
    kind, field = next(pair for pair in NAMING if pair[0].name == "consultation")
    known = documents(vault, "person")[0]
    people = [[known["ref"], known["name"], None, None, None]]
    taken = take(people, kind, [naming(kind, field, known["name"])])
    assert [a.account for a in taken.accounts] == ["unchanged", "added"]
    assert documents(vault, kind.name)[-1]["persons"] == [known["ref"]]


def test_an_earlier_case_of_the_same_workbook_is_named_by_its_row(take):
    """Where the import is refused, as for the last row, a ref would be nobody's."""
    kind = records.named("victim-case")
    rows = [naming(kind, kind.fields["person"], ref) for ref in ("P1", "P1", "P99")]
    with pytest.raises(Refused) as refused:
        take([WATI], kind, rows)
    told = [p.args["case"] for p in refused.value.problems if p.code == "PER001"]
    assert told == [sheet_name(kind, "en") + "!2"]
