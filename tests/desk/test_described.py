"""Lists of people and of what happened to them, one row each: both are stored, or neither."""

from __future__ import annotations

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import imports, taking_back
from attache.desk.imports import Wish
from attache.exchange.described import MARK, described, naming
from attache.exchange.incoming import Incoming
from attache.exchange.reader import RawSheet
from attache.problems import Refused
from attache.records.exchange import ACCOUNTS
from attache.records.record import blank
from tests import opening
from tests.desk import offices
from tests.desk.offices import documents, sample
from tests.exchange.workbooks import theirs

# A former number is a NIK or a telephone itself: there such a column is not the person's.
OWN = {f"{MARK}{name}" for name in ("name", "sex", "birth_date", "nik", "phone")}
KINDS = [kind for kind in records.every() if described(kind).keys() >= OWN]
EACH = pytest.mark.parametrize("kind", KINDS, ids=lambda t: t.name)
CASE = records.named("victim-case")
SITI = {"name": "Siti Contoh", "sex": "P", "birth_date": "17/08/2001", "nik": "3201995708010009"}
HEADS = {"name": "Nama", "sex": "JK", "birth_date": "Tgl Lahir", "nik": "NIK", "phone": "No. HP"}
SHEET = "Daftar"


def case(kind, seed=1):
    """What a row says of the record, by the title of the column."""
    people = naming(kind)
    assert people is not None
    given = sample(kind, seed)
    return {
        kind.fields[name].column.title: value
        for name, value in given.items()
        if name != people.name and not blank(value) and not isinstance(value, (list, tuple))
    }


def listed(path, kind, *people, more=None):
    """A list of these people, each with a record."""
    rows = [case(kind, seed) | (more or {}) for seed, _person in enumerate(people, 1)]
    titles = list(dict.fromkeys(title for row in rows for title in row))
    body = [
        [number, *(person.get(n) for n in HEADS), *(row.get(t) for t in titles)]
        for number, (person, row) in enumerate(zip(people, rows, strict=True), 1)
    ]
    return theirs(path, {SHEET: [["No", *HEADS.values(), *titles], *body]})


@pytest.fixture
def take(office):
    def one(path, kind, *, good=False, decisions=None):
        source = Incoming(path, kind.name)
        return imports.take_in(office(), source, lambda *_now: None, Wish(good, decisions or {}))

    return one


def new(vault, name, before):
    """Records that are there now and were not before."""
    old = {d["ref"] for d in before}
    standing = (d for d in documents(vault, name) if not d["withdrawn"])
    return [d for d in standing if d["ref"] not in old]


def named_by(kind, document):
    people = naming(kind)
    assert people is not None
    refs = document[people.name]
    return refs if isinstance(refs, list) else [refs]


@EACH
def test_one_row_gives_a_person_and_what_happened(take, tmp_path, vault, office, kind):
    people, held = documents(vault, "person"), documents(vault, kind.name)
    agus = {"name": "Agus Umpama", "sex": "L"}
    path = listed(tmp_path / "list.xlsx", kind, SITI, agus)
    taken = take(path, kind)
    assert [(a.sheet, a.row, a.account) for a in taken.accounts] == [
        (SHEET, 2, "added"),
        (SHEET, 3, "added"),
    ]
    persons, made = new(vault, "person", people), new(vault, kind.name, held)
    assert [p["name"] for p in persons] == ["Siti Contoh", "Agus Umpama"]
    assert (persons[0]["sex"], persons[0]["birth_date"]) == ("female", "2001-08-17")
    assert [named_by(kind, d) for d in made] == [[p["ref"]] for p in persons]
    rows = taken.data()["rows"]
    assert [(r["ref"], r["person"]["ref"], r["person"]["account"]) for r in rows] == [
        (d["ref"], p["ref"], "added") for d, p in zip(made, persons, strict=True)
    ]
    assert not {p.code for p in taken.problems} & {"XLS006", "XLS123"}
    taking_back.take_back_import(office(), taken.ledger.ref)
    assert new(vault, "person", people) == new(vault, kind.name, held) == []


@EACH
def test_the_list_twice_and_copied_changes_nothing(take, tmp_path, vault, kind):
    path = listed(tmp_path / "list.xlsx", kind, SITI, {"name": "Agus Umpama", "sex": "L"})
    first = take(path, kind)
    people, held = documents(vault, "person"), documents(vault, kind.name)
    assert [a.account for a in take(path, kind).accounts] == ["unchanged"] * 2
    book = openpyxl.load_workbook(path)
    book.properties.title = "salinan"
    book.save(path)
    again = take(path, kind)
    assert [(a.account, a.ref) for a in again.accounts] == [
        ("unchanged", a.ref) for a in first.accounts
    ]
    assert documents(vault, "person") == people
    assert documents(vault, kind.name) == held


@pytest.mark.parametrize("kind", [records.named("person"), CASE], ids=lambda t: t.name)
def test_a_list_that_was_taken_back_is_taken_in_again(take, tmp_path, vault, office, kind):
    """Also where it was imported a second time in between, which changed nothing."""
    path = listed(tmp_path / "list.xlsx", CASE, SITI, {"name": "Agus Umpama", "sex": "L"})
    before = documents(vault, kind.name)
    first = take(path, kind)
    assert [a.account for a in take(path, kind).accounts] == ["unchanged"] * 2
    taking_back.take_back_import(office(), first.ledger.ref)
    assert new(vault, kind.name, before) == []
    assert [a.account for a in take(path, kind).accounts] == ["added"] * 2
    assert len(new(vault, kind.name, before)) == 2
    assert [a.account for a in take(path, kind).accounts] == ["unchanged"] * 2


@EACH
def test_who_is_recorded_is_known(take, tmp_path, vault, record, kind):
    siti = record("person", **{**SITI, "birth_date": "2001-08-17"})
    people, held = documents(vault, "person"), documents(vault, kind.name)
    more = {**SITI, "phone": "0800 000 0042"}
    (account,) = take(listed(tmp_path / "list.xlsx", kind, more), kind).accounts
    assert (account.account, account.person.account) == ("added", "changed")
    (made,) = new(vault, kind.name, held)
    assert named_by(kind, made) == [siti.ref]
    assert new(vault, "person", people) == []
    assert next(d for d in documents(vault, "person") if d["ref"] == siti.ref)["phone"]


@EACH
@pytest.mark.parametrize("somebody_else", [True, False])
def test_who_may_be_recorded_waits_with_the_whole_row(
    take, tmp_path, vault, record, kind, somebody_else
):
    known = record("person", name="Siti Contoh", birth_date="2001")
    people, held = documents(vault, "person"), documents(vault, kind.name)
    path = listed(tmp_path / "list.xlsx", kind, {**SITI, "nik": None})
    taken = take(path, kind)
    (account,) = taken.accounts
    assert (account.account, account.ref) == ("parked", None)
    assert [m.person.ref for m in account.like] == [known.ref]
    assert [(p.code, p.row, p.column) for p in taken.problems if p.code == "XLS016"] == [
        ("XLS016", 2, "B")
    ]
    assert documents(vault, "person") == people
    assert documents(vault, kind.name) == held
    decided = take(path, kind, decisions={(SHEET, 2): "new" if somebody_else else known.ref})
    (account,) = decided.accounts
    (made,) = new(vault, kind.name, held)
    assert (account.account, account.ref) == ("added", made["ref"])
    persons = new(vault, "person", people)
    assert named_by(kind, made) == [persons[0]["ref"] if somebody_else else known.ref]
    assert len(persons) == somebody_else


@EACH
def test_who_stands_twice_in_a_list_is_one_new_person_by_a_decision(take, tmp_path, vault, kind):
    """The first of the two rows has no ref before it is stored; its place says who is meant."""
    people, held = documents(vault, "person"), documents(vault, kind.name)
    again = {**SITI, "nik": None, "birth_date": "2001"}
    path = listed(tmp_path / "list.xlsx", kind, SITI, again)
    first, second = take(path, kind, decisions={(SHEET, 3): (SHEET, 2)}).accounts
    (siti,) = new(vault, "person", people)
    assert [a.person.ref for a in (first, second)] == [siti["ref"]] * 2
    assert {tuple(named_by(kind, made)) for made in new(vault, kind.name, held)} == {(siti["ref"],)}


@EACH
def test_a_decision_by_a_row_that_is_not_taken_in_stores_nothing(take, tmp_path, vault, kind):
    people = documents(vault, "person")
    path = listed(tmp_path / "list.xlsx", kind, {**SITI, "nik": "12"}, {**SITI, "nik": None})
    with pytest.raises(Refused) as refused:
        take(path, kind, decisions={(SHEET, 3): (SHEET, 2)})
    assert ("XLS019", 3) in {(p.code, p.row) for p in refused.value.problems}
    assert documents(vault, "person") == people


@EACH
@pytest.mark.parametrize("bad", ["person", "record"])
def test_a_row_is_stored_whole_or_not_at_all(take, tmp_path, vault, kind, bad):
    people, held = documents(vault, "person"), documents(vault, kind.name)
    wrong = {**SITI, "nik": "123"} if bad == "person" else SITI
    path = listed(tmp_path / "list.xlsx", kind, wrong, {"name": "Agus Umpama", "sex": "L"})
    if bad == "record":
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        need = next(f for f in kind.fields.values() if f.required and f != naming(kind))
        column = next(c.column for c in sheet[1] if c.value == need.column.title)
        sheet.cell(2, column).value = None
        book.save(path)
    with pytest.raises(Refused) as refused:
        take(path, kind)
    (found,) = (p for p in refused.value.problems if p.level == "error")
    assert (found.sheet, found.row) == (SHEET, 2)
    assert found.column == ("E" if bad == "person" else found.column)
    assert found.code == ("NIK001" if bad == "person" else "REQ001")
    assert documents(vault, "person") == people
    taken = take(path, kind, good=True)
    assert [a.account for a in taken.accounts] == ["refused", "added"]
    (agus,) = new(vault, "person", people)
    (made,) = new(vault, kind.name, held)
    assert (agus["name"], named_by(kind, made)) == ("Agus Umpama", [agus["ref"]])


def test_both_parts_of_a_row_are_told_at_once(take, tmp_path):
    path = listed(tmp_path / "list.xlsx", CASE, {**SITI, "nik": "1", "birth_date": "30/2/2001"})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = next(c.column for c in sheet[1] if c.value == CASE.fields["channel"].column.title)
    sheet.cell(2, column).value = "merpati"
    book.save(path)
    with pytest.raises(Refused) as refused:
        take(path, CASE)
    errors = {(p.code, p.field) for p in refused.value.problems if p.level == "error"}
    assert errors == {
        ("NIK001", f"{MARK}nik"),
        ("DAT002", f"{MARK}birth_date"),
        ("COD001", "channel"),
    }


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "P1", "sex": None}, None),
        ({"name": "P1", "sex": "P"}, None),
        ({"name": "P1", "sex": "L"}, "XLS135"),
        ({"name": "P1", "nik": "3201995708010009"}, "XLS135"),
        ({"name": "P1; P2", "sex": "P"}, "COD001"),
        ({"name": "P77", "sex": "P"}, "XLS136"),
        ({"name": None, "nik": "3201995708010009"}, "PER005"),
        ({"name": None, "sex": "P"}, "REQ001"),
    ],
)
def test_who_is_named_by_ref_is_not_described_otherwise(take, tmp_path, vault, said, code):
    people = documents(vault, "person")
    path = listed(tmp_path / "list.xlsx", CASE, said, {"name": "Agus Umpama", "sex": "L"})
    if code is None:
        assert [a.account for a in take(path, CASE).accounts] == ["added", "added"]
        return
    with pytest.raises(Refused) as refused:
        take(path, CASE)
    found = [p.code for p in refused.value.problems if p.level == "error"]
    assert found in ([code], ["XLS136"])
    assert documents(vault, "person") == people


def test_a_list_without_people_is_read_as_before(take, tmp_path, vault):
    consultation = records.named("consultation")
    held = documents(vault, "consultation")
    taken = take(listed(tmp_path / "list.xlsx", consultation, {}, {}), consultation)
    assert [a.account for a in taken.accounts] == ["added", "added"]
    assert [d["persons"] for d in new(vault, "consultation", held)] == [[], []]


NAMES = ("Siti Contoh", "Sitti Contoh", "Agus Umpama", "P1", None, "1")
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(NAMES),
            "sex": st.sampled_from(("P", "L", "x", None)),
            "birth_date": st.sampled_from(("2001-08-17", "2001", None)),
            "nik": st.sampled_from(("3201995708010009", "0", "12", None)),
        }
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("any")


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate, Phase.shrink))
@given(people=PEOPLE, channels=st.lists(st.sampled_from(("WA", "?!", None)), min_size=4))
def test_any_list_is_accounted_for_and_taken_back(folder, people, channels):
    """Each row once; of a refused or parked one nothing is stored; undone, nothing is left."""
    path = folder / "post.vault"
    opening.lay(path, offices.peopled())
    rows = [
        (*(person[n] for n in ("name", "sex", "birth_date", "nik")), "2026-01-28", channel)
        for person, channel in zip(people, channels, strict=False)
    ]
    heads = ["Nama", "JK", "Tgl Lahir", "NIK", "Tgl pengaduan", "Media"]
    body = [[*row] for row in rows if any(cell not in (None, "2026-01-28") for cell in row)]
    source = Incoming(folder / "list.xlsx", "victim-case")
    source.__dict__["raw"] = (RawSheet(SHEET, True, [[*heads], *body]),)
    source.__dict__["content"] = repr(body).encode()
    before = documents(path, "person"), documents(path, "victim-case")
    try:
        taken = imports.take_in(offices.office_at(path), source, lambda *_now: None, Wish(True))
    except Refused:
        assert (documents(path, "person"), documents(path, "victim-case")) == before
        return
    counts = taken.counts()
    assert counts["read"] == sum(counts[name] for name in ACCOUNTS) == len(taken.accounts)
    cases, persons = new(path, "victim-case", before[1]), new(path, "person", before[0])
    assert {d["ref"] for d in cases} == {a.ref for a in taken.accounts if a.account == "added"}
    assert {d["ref"] for d in persons} <= {d["person"] for d in cases}
    assert taken.ledger is not None
    taking_back.take_back_import(offices.office_at(path), taken.ledger.ref)
    assert new(path, "person", before[0]) == new(path, "victim-case", before[1]) == []
    values = [{**d, "rev": 0, "changed_by": "", "changed_at": ""} for d in before[0]]
    kept = [{**d, "rev": 0, "changed_by": "", "changed_at": ""} for d in documents(path, "person")]
    assert kept[: len(values)] == values
