"""Workbooks that come in: one account a row, all or nothing, the same file changes nothing."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import exports, imports, recording, taking_back
from attache.desk.exports import Asked
from attache.desk.imports import Wish
from attache.exchange.editing import with_changes
from attache.exchange.incoming import Incoming
from attache.exchange.layout import columns, sheet_name
from attache.exchange.reader import RawSheet
from attache.problems import Refused
from attache.records.exchange import ACCOUNTS
from tests import opening
from tests.desk import offices
from tests.desk.offices import documents, sample
from tests.exchange.workbooks import theirs
from tests.incoming import of_rows

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
PERSON, CONSULTATION, NOTE = map(records.named, ("person", "consultation", "note"))
PEOPLE, CONSULTATIONS, NOTES = (sheet_name(t, "en") for t in (PERSON, CONSULTATION, NOTE))
SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}


def quiet(_done, _total):
    """Nobody is waiting."""


@pytest.fixture
def take(office):
    """Import a file, as the next command would."""
    return lambda path, as_kind=None, keep_good=False, decisions=None: imports.take_in(
        office(), Incoming(path, as_kind), quiet, Wish(keep_good, decisions or {})
    )


@pytest.fixture
def check(office):
    return lambda path, as_kind=None: imports.check(office(), Incoming(path, as_kind), quiet)


@pytest.fixture
def sent(office, tmp_path):
    """An export of a record type."""

    def out(kind, **asked):
        path = tmp_path / "out.xlsx"
        exports.export(office(), Asked(kind, path, "headquarters-report", replace=True, **asked))
        return path

    return out


def changed(path, *changes):
    """The same file with cells changed: kind, row, field, text."""
    cells = {(kind, row, field): text for kind, row, field, text in changes}
    path.write_bytes(with_changes(path, cells))
    return path


def accounts(taken):
    return [(a.sheet, a.row, a.account, a.ref) for a in taken.accounts]


def problems_of(refused):
    return [(p.code, p.sheet, p.row, p.column, p.field) for p in refused.value.problems]


@EVERY
def test_what_comes_back_as_it_left_changes_nothing(office, vault, sent, take, kind):
    recording.record(office(), kind, [sample(kind, seed) for seed in range(3)])
    kept = documents(vault, kind.name)
    taken = take(sent(kind.name))
    assert {a.account for a in taken.accounts} == {"unchanged"}
    assert taken.problems == ()
    assert documents(vault, kind.name) == kept


@EVERY
def test_a_changed_cell_changes_its_field_and_no_other(office, vault, sent, take, kind):
    recording.record(office(), kind, [sample(kind, seed) for seed in range(2)])
    field = next(f for f in reversed(kind.fields.values()) if f.kind.name == "text")
    before = {d["ref"]: d for d in documents(vault, kind.name)}
    path = changed(sent(kind.name), (kind, 4, field.name, "Nilai lain"))
    taken = take(path)
    (moved,) = [a for a in taken.accounts if a.account == "changed"]
    assert (moved.row, moved.fields) == (4, (field.name,))
    after = {d["ref"]: d for d in documents(vault, kind.name)}
    (old,) = [ref for ref in before if before[ref] != after[ref]]
    new = after[moved.ref]
    content = {name: before[old][name] for name in kind.fields}
    assert {name: new[name] for name in kind.fields} == {**content, field.name: "Nilai lain"}
    assert (moved.ref == old) is not kind.model.ENTRY
    again = take(path)
    assert {a.account for a in again.accounts} == {"unchanged"}
    assert [a.ref for a in again.accounts] == [a.ref for a in taken.accounts]


NEW: list[list[Any]] = [
    ["Larasati Umpama", "1990-01-02"],
    ["Bonar Misalnya", "1991-03-04"],
    ["Sari Andai", None],
]
UNREADABLE: list[Any] = ["Tono Contoh", "~?~"]


@pytest.mark.parametrize("known", range(len(NEW) + 1))
def test_a_refused_import_counts_the_rows_that_would_be_stored(take, tmp_path, known):
    """Not those that are stored already: nothing would come of storing the good rows."""
    path, heads = tmp_path / "in.xlsx", ["name", "birth_date"]
    if known:
        take(theirs(path, {"Sheet1": [heads, *NEW[:known], UNREADABLE]}), "person", keep_good=True)
    theirs(path, {"Sheet1": [heads, *NEW, UNREADABLE]})
    with pytest.raises(Refused) as refused:
        take(path, "person")
    counts = take(path, "person", keep_good=True).counts()
    assert refused.value.data["held"] == counts["added"] + counts["changed"] == len(NEW) - known


def test_where_a_column_would_be_lost_no_row_is_held_back(take, tmp_path):
    rows = [["name", "name", "sex"], ["Larasati Umpama", "Sari Andai", "female"]]
    path = theirs(tmp_path / "in.xlsx", {"Sheet1": rows})
    for keep_good in (False, True):
        with pytest.raises(Refused) as refused:
            take(path, "person", keep_good=keep_good)
        assert {code for code, *_place in problems_of(refused)} & imports.LOSING
        assert refused.value.data["held"] == 0


def test_a_blank_cell_never_wipes(record, sent, take, vault):
    new = record("consultation", **SAID, advice="Tetap di tempat")
    path = changed(
        sent("consultation"), (CONSULTATION, 3, "advice", ""), (CONSULTATION, 3, "summary", "Lain")
    )
    taken = take(path)
    assert [a.fields for a in taken.accounts] == [("summary",)]
    (stored,) = documents(vault, "consultation")
    assert (stored["ref"], stored["advice"], stored["summary"]) == (
        new.ref,
        "Tetap di tempat",
        "Lain",
    )


@pytest.mark.parametrize(("name", "told"), [("Agus Lain", ["XLS027"]), ("Soemijati", [])])
def test_a_name_alone_that_becomes_quite_another_is_told(office, record, sent, take, name, told):
    """Nothing else says who it is: a cell that slid would pass for a correction."""
    record("person", name="Sumiyati", sex="female")
    taken = take(changed(sent("person", basis="public-task"), (PERSON, 6, "name", name)))
    assert [a.account for a in taken.accounts] == [*["unchanged"] * 3, "changed"]
    found = [p for p in taken.problems if p.code.startswith("XLS0")]
    assert [p.code for p in found] == told
    assert [p.args for p in found] == [{"old": "Sumiyati", "new": name} for _code in told]


def test_a_record_that_was_changed_here_meanwhile_is_left_for_a_decision(
    office, record, sent, take, vault
):
    """Its row waits; the others are taken only if that is asked for."""
    for _ in range(2):
        record("consultation", **SAID)
    path = sent("consultation")
    recording.edit(office(), "C2", {"summary": "Di sini diubah"})
    changed(path, (CONSULTATION, 3, "summary", "Di sana diubah"))
    changed(path, (CONSULTATION, 4, "summary", "Di sana diubah juga"))
    rows = {a.ref: a.account for a in take(path, keep_good=True).accounts}
    assert rows["PNH-A-C1"] == "changed"
    assert rows["PNH-A-C2"] == "parked"
    summaries = {d["ref"][-2:]: d["summary"] for d in documents(vault, "consultation")}
    assert summaries["C2"] == "Di sini diubah"
    assert summaries["C1"].startswith("Di sana diubah")


def test_a_row_that_left_before_a_change_here_and_says_nothing_new_is_unchanged(
    office, record, sent, take, vault
):
    record("consultation", **SAID)
    path = sent("consultation")
    recording.edit(office(), "C1", {"summary": "Di sini diubah"})
    assert [a.account for a in take(path).accounts] == ["unchanged"]
    assert documents(vault, "consultation")[0]["summary"] == "Di sini diubah"


def test_a_row_of_a_replaced_entry_leads_to_the_one_that_stands(office, record, sent, take):
    record("note", about="P1", text="Satu")
    path = sent("note")
    recording.edit(office(), "N1", {"text": "Dua"})
    assert accounts(take(path)) == [(NOTES, 3, "unchanged", "PNH-A-N2")]
    changed(path, (NOTE, 3, "text", "Tiga"))
    assert accounts(take(path, keep_good=True)) == [(NOTES, 3, "parked", "PNH-A-N2")]
    changed(path, (NOTE, 3, "text", "Dua"))
    assert accounts(take(path)) == [(NOTES, 3, "unchanged", "PNH-A-N2")]


def test_a_row_of_a_withdrawn_entry_is_refused_at_its_place(office, record, take, tmp_path):
    """It never ends the import for the good rows beside it."""
    record("note", about="P1", text="Satu")
    recording.withdraw(office(), "N1", "keliru")
    heads, day = ["Ref", "on", "about", "text"], "2026-09-01"
    rows = ["N1", day, "P1", "Lain"], [None, day, "P1", "Baru"]
    path = theirs(tmp_path / "theirs.xlsx", {NOTES: [heads, *rows]})
    with pytest.raises(Refused) as refused:
        take(path)
    assert problems_of(refused) == [("REF005", NOTES, 2, "A", "ref")]
    assert [a.account for a in take(path, keep_good=True).accounts] == ["refused", "added"]


def test_labels_name_new_records_across_sheets(take, tmp_path, vault):
    path = theirs(
        tmp_path / "theirs.xlsx",
        {
            CONSULTATIONS: [
                ["ref", "on", "topic", "channel", "persons", "summary"],
                [None, "2026-09-01", "stay", "walk-in", "#1; P1; #2", "Contoh"],
            ],
            PEOPLE: [["ref", "name", "sex"], ["#1", "Agus Baru", "L"], ["#2", "Dewi Baru", "P"]],
        },
    )
    taken = take(path)
    assert {(a.sheet, a.row, a.account) for a in taken.accounts} == {
        (PEOPLE, 2, "added"),
        (PEOPLE, 3, "added"),
        (CONSULTATIONS, 2, "added"),
    }
    (stored,) = documents(vault, "consultation")
    assert stored["persons"] == ["PNH-A-P4", "PNH-A-P1", "PNH-A-P5"]
    again = take(path)
    assert {a.account for a in again.accounts} == {"unchanged"}
    assert len(documents(vault, "person")) == 5


def test_a_label_of_no_row_and_of_a_row_that_was_not_taken(take, tmp_path, office):
    heads = ["ref", "on", "topic", "channel", "persons", "summary"]
    said = ["2026-09-01", "stay", "walk-in"]
    path = theirs(
        tmp_path / "theirs.xlsx",
        {
            PEOPLE: [["ref", "name", "nik"], ["#1", "Agus Baru", "123"]],
            CONSULTATIONS: [heads, [None, *said, "#1", "Satu"], [None, *said, "#7", "Dua"]],
        },
    )
    with pytest.raises(Refused) as refused:
        take(path)
    assert problems_of(refused) == [
        ("NIK001", PEOPLE, 2, "C", "nik"),
        ("XLS019", CONSULTATIONS, 2, "E", "persons"),
        ("XLS015", CONSULTATIONS, 3, "E", "persons"),
    ]


def test_somebody_who_may_be_known_is_parked_with_the_refs(take, tmp_path, office, vault):
    known = office().view.get("P1").content
    rows = [["name", "nik"], [known.name, known.nik], ["Agus Baru", None], ["Agus Baru", None]]
    path = theirs(tmp_path / "theirs.xlsx", {PEOPLE: rows})
    taken = take(path, keep_good=True)
    assert [a.account for a in taken.accounts] == ["unchanged", "added", "parked"]
    assert taken.accounts[0].ref == "PNH-A-P1"  # the same number and name: certainly this one
    (found,) = taken.problems
    assert (found.code, found.row, found.column) == ("XLS016", 4, "A")
    assert found.args["refs"] == f"{PEOPLE}!3"  # a row has no ref that could be relied on yet
    assert len(documents(vault, "person")) == 4


@pytest.mark.parametrize(
    ("ref", "code"), [("P99", "REF002"), ("C1", "REF003"), ("siapa", "REF001")]
)
def test_a_ref_of_nobody_or_of_another_kind(take, record, tmp_path, ref, code):
    record("consultation", **SAID)
    path = theirs(tmp_path / "theirs.xlsx", {PEOPLE: [["Ref", "Nama"], [ref, "Agus Baru"]]})
    with pytest.raises(Refused) as refused:
        take(path)
    assert problems_of(refused) == [(code, PEOPLE, 2, "A", "ref")]


@EVERY
def test_a_foreign_sheet_is_read_as_the_kind_that_is_named(take, tmp_path, vault, kind):
    """Titles only, no keys; the second import of the same file changes nothing."""
    raws = [sample(kind, seed) for seed in range(2)]
    cells = [[v if isinstance(v, (str, int)) else "; ".join(v) for v in r.values()] for r in raws]
    heads = [kind.fields[name].column.title for name in raws[0]]
    path = theirs(tmp_path / "theirs.xlsx", {"Sheet1": [heads, *cells]})
    count = len(documents(vault, kind.name))
    taken = take(path, kind.name)
    assert [a.account for a in taken.accounts] == ["added", "added"]
    assert taken.ledger is not None
    assert taken.ledger.content.package == kind.name
    again = take(path, kind.name)
    assert [(a.account, a.ref) for a in again.accounts] == [
        ("unchanged", a.ref) for a in taken.accounts
    ]
    assert len(documents(vault, kind.name)) == count + 2


def test_two_rows_alike_are_two_records_and_stay_two(take, tmp_path, vault):
    """Two people asked the same on one day; the second import knows both again."""
    heads = ["on", "topic", "channel", "summary"]
    row = ["2026-09-01", "stay", "walk-in", "Bertanya soal izin tinggal"]
    path = theirs(tmp_path / "theirs.xlsx", {CONSULTATIONS: [heads, row, row]})
    assert [a.account for a in take(path).accounts] == ["added", "added"]
    again = take(path)
    assert [(a.account, a.ref) for a in again.accounts] == [
        ("unchanged", "PNH-A-C1"),
        ("unchanged", "PNH-A-C2"),
    ]
    theirs(path, {CONSULTATIONS: [heads, row, row, row]})
    assert [a.account for a in take(path).accounts] == ["unchanged", "unchanged", "added"]
    assert len(documents(vault, "consultation")) == 3


def test_a_day_is_never_filled_in_for_a_sheet(take, tmp_path):
    """The day on which a sheet is imported is not the day on which anything happened."""
    heads, row = ["on", "topic", "channel", "summary"], [None, "stay", "walk-in", "Contoh"]
    path = theirs(tmp_path / "theirs.xlsx", {CONSULTATIONS: [heads, row]})
    with pytest.raises(Refused) as refused:
        take(path)
    assert problems_of(refused) == [("REQ001", CONSULTATIONS, 2, "A", "on")]


def test_a_check_says_what_an_import_would_do_and_stores_nothing(record, sent, check, take, vault):
    record("consultation", **SAID)
    path = changed(sent("consultation"), (CONSULTATION, 3, "summary", "Lain"))
    before = vault.read_bytes()
    checked = check(path)
    assert vault.read_bytes() == before
    assert checked.ledger is None
    taken = take(path)
    assert checked.accounts == taken.accounts


def test_the_ledger_keeps_the_file_and_an_account_of_every_row(take, tmp_path, vault):
    heads = ["on", "topic", "channel", "summary"]
    good, bad = ["2026-09-01", "stay", "walk-in", "Contoh"], ["2026-09-01", "stya", "walk-in", "x"]
    path = theirs(tmp_path / "masuk.xlsx", {CONSULTATIONS: [heads, good, bad]})
    take(path, keep_good=True)
    line = documents(vault, "exchange")[-1]
    assert (line["direction"], line["file"], line["package"]) == (
        "import",
        "masuk.xlsx",
        "consultation",
    )
    assert len(line["sha256"]) == 64
    assert {name: line[name] for name in ("read", *ACCOUNTS)} == {
        "read": 2,
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "parked": 0,
        "refused": 1,
    }
    assert [(r["sheet"], r["row"], r["account"], r["ref"]) for r in line["rows"]] == [
        (CONSULTATIONS, 2, "added", "PNH-A-C1"),
        (CONSULTATIONS, 3, "refused", None),
    ]
    assert not any("Contoh" in str(value) for value in line["rows"])


def test_progress_counts_true_rows(office, tmp_path):
    rows = [["name"], ["Agus Baru"], ["Dewi Baru"], ["Joko Baru"]]
    path = theirs(tmp_path / "theirs.xlsx", {PEOPLE: [[*r, None] for r in rows]})
    seen = []
    with pytest.raises(Refused):  # one title is no header; two are
        imports.check(office(), Incoming(path, "nobody"), lambda *now: seen.append(now))
    theirs(path, {PEOPLE: [["name", "sex"], *[[*r, "L"] for r in rows[1:]]]})
    imports.check(office(), Incoming(path), lambda *now: seen.append(now))
    assert seen == [(1, 3), (2, 3), (3, 3)]


_CELLS = st.one_of(
    st.none(),
    st.sampled_from(["P1", "P9", "C1", "#1", "#2", "stay", "stya", "walk-in", "x", "2026-09-01"]),
    st.sampled_from([1.0, 46_000.0, True, "", " ", "Agus Baru", "\x1b[2J", "=1+1"]),
)
# Every column of two record types; those that the cells above may fill come first.
_HEADS = [
    [name, *first, *sorted({c.name for c in columns(kind)} - set(first))]
    for name, kind, first in (
        (PEOPLE, PERSON, ["ref", "name", "sex", "_rev", "_id", "aliases"]),
        (CONSULTATIONS, CONSULTATION, ["ref", "on", "topic", "channel", "persons", "summary"]),
    )
]


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(st.integers(0, 1), st.lists(_CELLS, max_size=6)), max_size=8))
def test_rows_read_are_rows_accounted_for(tmp_path, rows):
    """Whatever stands in a sheet: every row that says something has one account, and no more."""
    path = tmp_path / "post.vault"
    opening.lay(path, offices.peopled())
    sheets = [
        RawSheet(name, True, [list(heads), *([*cells] for where, cells in rows if where == number)])
        for number, (name, *heads) in enumerate(_HEADS)
    ]
    source = of_rows(sheets)
    told = [
        (sheet.name, number)
        for sheet, (_name, *heads) in zip(sheets, _HEADS, strict=True)
        for number, cells in enumerate(sheet.rows[1:], 2)
        if any(
            cell is not None and str(cell).strip() and not head.startswith("_")
            for head, cell in zip(heads, cells, strict=False)
        )
    ]
    before = path.read_bytes()
    taken = offices.taken_in(path, source)
    assert [(a.sheet, a.row) for a in taken.accounts] == told
    data = taken.data()
    assert data["read"] == len(told) == sum(data[name] for name in ACCOUNTS)
    stored = [len(documents(path, kind)) for kind in ("person", "consultation")]
    assert sum(stored) == offices.PEOPLE + (data["added"] if taken.ledger else 0)
    opening.lay(path, offices.peopled())
    checked = imports.check(offices.office_at(path), source, quiet)
    assert [a.account for a in checked.accounts] == [a.account for a in taken.accounts]
    assert path.read_bytes() == before


def test_every_account_can_be_counted(take):
    """The counts of a ledger line are the accounts that there are."""
    fields = records.named("exchange").fields
    assert all(name in fields for name in itertools.chain(ACCOUNTS, ["read"]))


def test_a_row_waits_until_somebody_decides_though_its_name_became_common(take, office, tmp_path):
    """The more people bear a name, the less it says; the row is no other for it."""
    person = {"name": "Siti Contoh", "birth_date": "2001"}
    known = recording.record(office(), PERSON, [person], new_people="different").kept[0].ref
    path = theirs(tmp_path / "daftar.xlsx", {PEOPLE: [["Nama", "Lahir"], ["Siti Contoh", "2001"]]})
    (first,) = take(path).accounts
    assert (first.account, [m.person.ref for m in first.like]) == ("parked", [known])
    others = [{"name": "Siti Contoh", "birth_date": str(1970 + n)} for n in range(12)]
    recording.record(office(), PERSON, others, new_people="different")
    (again,) = take(path).accounts
    assert (again.account, [m.person.ref for m in again.like]) == ("parked", [known])
    (decided,) = take(path, decisions={(PEOPLE, 2): "new"}).accounts
    assert decided.account == "added"
    assert [a.account for a in take(path).accounts] == ["unchanged"]


def test_a_phone_in_a_sheet_is_read_as_it_is_dialled_at_the_post(take, tmp_path, vault):
    typed = ["012 345 678", "016555123", "0811 1111 1111", "097 123 4567"]
    rows = [["Nama", "No. HP"], *([f"Orang {n}", phone] for n, phone in enumerate(typed))]
    taken = take(theirs(tmp_path / "in.xlsx", {"Sheet1": rows}), "person", keep_good=True)
    assert [p.code for p in taken.problems if p.level == "error"] == ["PHN010"]
    phones = [d["phone"] for d in documents(vault, "person")][-3:]
    assert phones == ["+85512345678", "+85516555123", "+6281111111111"]


@pytest.mark.parametrize("year", [2003, 2004, 2008, 2009])
def test_a_row_with_another_age_in_the_passport_waits(office, take, tmp_path, year):
    who = {"name": "Nurul Contoh", "birth_date": "2006-03-04", "mother_name": "Aminah Misal"}
    recording.record(office(), PERSON, [who], new_people="different")
    row = ["Nurul Contoh", f"{year}-03-04", "Aminah Misal"]
    rows = [["Nama", "Tgl lahir", "Nama ibu"], row]
    (account,) = take(theirs(tmp_path / "in.xlsx", {"Sheet1": rows}), "person").accounts
    assert (account.account, [p.code for p in account.problems]) == ("parked", ["XLS016"])


def test_rows_of_a_common_name_are_told_once_for_a_sheet(office, take, tmp_path):
    for _number in range(3):
        recording.record(office(), PERSON, [{"name": "Siti Contoh"}], new_people="different")
    rows: list[list[Any]] = [["Nama", "Tgl lahir"], ["Siti Contoh"], ["Lain Umpama"]]
    rows += [["Siti Contoh", "1990-01-02"], ["Siti Contoh", "1970-05-06"]]
    taken = take(theirs(tmp_path / "in.xlsx", {"Sheet1": rows}), "person")
    assert {a.account for a in taken.accounts} == {"added"}
    (told,) = [p for p in taken.problems if p.code == "XLS150"]
    assert (told.sheet, dict(told.args)) == ("Sheet1", {"rows": "2, 4-5", "count": 3})


def test_somebody_whose_import_was_taken_back_is_nobodys_namesake(office, take, tmp_path):
    """One name of one word is too common to ask about; only who stands is told."""
    rows: list[list[Any]] = [["Nama", "Tgl lahir"], ["Contohwati", "1990-01-02"]]
    path = theirs(tmp_path / "in.xlsx", {"Sheet1": rows})
    taking_back.take_back_import(office(), take(path, "person").ledger.ref)
    assert [p.code for p in take(path, "person").problems] == []
    rows[1][1] = "1970-05-06"
    other = theirs(tmp_path / "other.xlsx", {"Sheet1": rows})
    assert [p.code for p in take(other, "person").problems] == []
    rows[1][1] = None
    third = theirs(tmp_path / "third.xlsx", {"Sheet1": rows})
    assert [p.code for p in take(third, "person").problems] == ["XLS150"]


@pytest.mark.parametrize("certain", [True, False], ids=["certain", "decided"])
def test_what_an_import_did_with_a_row_counts_no_more_once_it_is_taken_back(
    take, office, record, tmp_path, certain
):
    """The row said more of somebody recorded: then it says so again, and is asked about again."""
    known = record("person", name="Contoh Tunggal", birth_date="1999-08-17", passport="C7654321")
    heads = ["name", "birth_date", "birth_place", *(["passport"] if certain else [])]
    cells = ["Contoh Tunggal", "1999-08-17", "Medan", *(["C7654321"] if certain else [])]
    path = theirs(tmp_path / "theirs.xlsx", {PEOPLE: [heads, cells]})
    done = take(path, decisions={} if certain else {(PEOPLE, 2): known.ref})
    assert [(a.account, a.ref) for a in done.accounts] == [("changed", known.ref)]
    taking_back.take_back_import(office(), done.ledger.ref)
    assert office().view.get(known.ref).content == known.content
    again = take(path, decisions={} if certain else {(PEOPLE, 2): "new"})
    assert [a.account for a in again.accounts] == ["changed" if certain else "added"]


def test_a_decision_for_somebody_who_agrees_in_nothing_is_refused(take, tmp_path, vault):
    rows = [["name", "birth_date", "sex"], ["Contoh Lain Sekali", "1955-03-12", "male"]]
    path = theirs(tmp_path / "theirs.xlsx", {PEOPLE: rows})
    with pytest.raises(Refused) as refused:
        take(path, decisions={(PEOPLE, 2): "PNH-A-P1"})
    assert problems_of(refused) == [("XLS025", PEOPLE, 2, "A", "name")]
