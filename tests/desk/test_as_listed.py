"""People as lists print them, a ref with the name behind it, and several with commas between."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import imports, looking, recording
from attache.desk.filters import Filters
from attache.desk.imports import Wish
from attache.desk.lists import Lists
from attache.desk.meant import names_people
from attache.exchange.incoming import Incoming
from attache.problems import DecisionNeeded, NoSuchRecord, Refused
from tests.desk import offices
from tests.desk.offices import documents
from tests.exchange.workbooks import theirs

NAMING = [
    (kind, field)
    for kind in records.every()
    for field in kind.fields.values()
    if names_people(field) and kind.name not in ("identity-decision", "former-number")
]
EVERY = pytest.mark.parametrize(("kind", "field"), NAMING, ids=lambda part: part.name)


def name_of(office, ref):
    return office().view.get(ref).content.name


@pytest.fixture
def printed(office):
    """How lists print P2, the ref in its short and in its whole form, and with another's name."""
    name, other = name_of(office, "P2"), name_of(office, "P3")
    forms = [f"P2 {name}", f"PNH-A-P2 {name}", f"pnh-a-p2\t{name.upper()}", f"P2 · {name}"]
    return forms, f"P2 {other}"


def held(document, field):
    value = document[field.name]
    return value if field.kind.many else [value]


@EVERY
def test_what_a_list_prints_is_read_back(office, vault, printed, kind, field):
    right, wrong = printed
    for number, form in enumerate(right):
        raw = {**offices.sample(kind, number + 10), field.name: form}
        recording.record(office(), kind, [raw])
        assert held(documents(vault, kind.name)[-1], field) == ["PNH-A-P2"]
        filters = Filters(where={field.name: form})
        assert looking.listing(office(), kind, filters).total == number + 1
    before = vault.read_bytes()
    with pytest.raises((Refused, DecisionNeeded, NoSuchRecord)):
        recording.record(office(), kind, [{**offices.sample(kind, 20), field.name: wrong}])
    assert vault.read_bytes() == before


@pytest.mark.parametrize("named", ["Persons", "Person", "Nama"])
def test_a_cell_of_a_sheet_too(office, vault, tmp_path, printed, named):
    heads = ["Tanggal", "Topik", "Saluran", named, "Uraian"]
    rows = [["2026-09-01", "stay", "email", form, f"x{n}"] for n, form in enumerate(printed[0])]
    path = theirs(tmp_path / "theirs.xlsx", {"Konsultasi": [heads, *rows]})
    imports.take_in(office(), Incoming(path, "consultation"), lambda _d, _t: None, Wish())
    stored = documents(vault, "consultation")
    assert [document["persons"] for document in stored] == [["PNH-A-P2"]] * len(rows)
    assert len(documents(vault, "person")) == offices.PEOPLE


def test_one_of_a_list_is_taken_out_by_it(office, printed):
    kind = records.named("consultation")
    (kept,) = recording.record(office(), kind, [offices.sample(kind)]).kept
    lists = Lists({}, {"persons": [printed[0][0]]})
    (kept,) = recording.edit(office(), kept.ref, {}, lists=lists).kept
    assert kept.content.persons == ("PNH-A-P1",)


MANY = [(kind, field) for kind, field in NAMING if field.kind.many]


@pytest.mark.parametrize(("kind", "field"), MANY, ids=lambda part: part.name)
@pytest.mark.parametrize("new_people", ["", "different"])
def test_names_with_commas_are_never_one_new_name(office, vault, kind, field, new_people):
    """They are refused; beside a ref or a number they are several."""
    before = documents(vault, "person")
    names = "Zul Percobaan, Yan Umpama, Xena Andai"
    raw = {**offices.sample(kind), field.name: names}
    with pytest.raises(Refused, match="PER039"):
        recording.record(office(), kind, [raw], new_people=new_people)
    assert documents(vault, "person") == before
    raw = {**offices.sample(kind), field.name: "P1, Zul Percobaan, Yan Umpama"}
    recording.record(office(), kind, [raw], new_people="different")
    new = documents(vault, "person")[len(before) :]
    assert [person["name"] for person in new] == ["Zul Percobaan", "Yan Umpama"]


def test_a_degree_is_nobody(office, vault):
    kind = records.named("consultation")
    raw = {**offices.sample(kind), "persons": "Zul Percobaan, S.H., M.Si"}
    recording.record(office(), kind, [raw], new_people="different")
    assert documents(vault, "person")[-1]["name"] == "Zul Percobaan, S.H., M.Si"
