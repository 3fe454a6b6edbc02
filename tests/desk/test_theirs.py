"""Workbooks of another vault: a neighbouring post's, or a post's at headquarters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import (
    differences,
    erasing,
    exports,
    imports,
    looking,
    merges,
    recording,
    stats,
    taking_apart,
)
from attache.desk.conflicts import conflicts_in
from attache.desk.copies import make_copy
from attache.desk.copies import merge as merge_copies
from attache.desk.differences import Choice
from attache.desk.duplicates import duplicates
from attache.desk.exports import Asked
from attache.desk.filters import Filters
from attache.desk.imports import Wish
from attache.desk.looking import due
from attache.desk.taking_back import take_back_import
from attache.desk.undoing import undo
from attache.desk.upkeep import examine
from attache.exchange.editing import with_changes
from attache.exchange.incoming import Incoming
from attache.exchange.layout import KEYS
from attache.problems import DecisionNeeded, Refused, errors
from attache.records.record import parse, refs_of
from attache.vault import Vault
from attache.vault.keys import Opened
from tests import opening
from tests.desk import offices
from tests.desk.offices import documents, sample
from tests.exchange.workbooks import theirs
from tests.laptops import agreeing
from tests.samples import HERE

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
PERSON = records.named("person")
HEADQUARTERS = {"post": "IMI", "country": "IDN", "seat": "A", "officers": ["Ani Contoh"]}
HEADQUARTERS |= {"time_zone": "Asia/Jakarta"}
SAME = ("id", "ref", "rev", "post")


def quiet(_done, _total):
    """Nobody is waiting."""


class Desk:
    """A vault, and what an officer does with it; every step is a command of its own."""

    def __init__(self, path):
        self.path = path

    @property
    def office(self):
        return offices.office_at(self.path)

    def sends(self, kind, path):
        asked = Asked(kind, path, "headquarters-report", basis="public-task", replace=True)
        exports.export(self.office, asked)
        return path

    def takes(self, path, **wish):
        return imports.take_in(self.office, Incoming(path), quiet, Wish(**wish))

    def edits(self, ref, **values):
        return recording.edit(self.office, ref, values)

    def records(self, kind, **raw):
        return recording.record(self.office, records.named(kind), [raw]).kept[0].ref

    def has(self, kind):
        return {d["ref"]: d for d in documents(self.path, kind)}


@pytest.fixture
def post(vault):
    return Desk(vault)


def headquarters_at(path):
    offices.make(path, HEADQUARTERS)
    return Desk(path)


@pytest.fixture
def headquarters(tmp_path):
    (tmp_path / "pusat").mkdir()
    return headquarters_at(tmp_path / "pusat" / "post.vault")


@pytest.fixture
def book(tmp_path):
    return tmp_path / "keluar.xlsx"


def codes(refused):
    return {p.code for p in errors(refused.value.problems)}


@EVERY
def test_records_keep_their_names_and_say_whose_they_are(post, headquarters, book, kind):
    with post.office.work() as work:
        raw = offices.sample(kind) if kind is not PERSON else {"name": "Sumiyati Tambahan"}
        work.add(kind.name, parse(kind.model, raw, HERE).draft)
    headquarters.takes(post.sends("person", book))
    before = headquarters.has("person")
    done = headquarters.takes(post.sends(kind.name, book))
    assert {a.account for a in done.accounts} <= {"added", "unchanged"}
    here, there = post.has(kind.name), headquarters.has(kind.name)
    assert there.keys() == here.keys()
    origin = post.office.view.vault_id
    for ref, copy in there.items():
        assert copy["origin"] == origin != headquarters.office.view.vault_id
        assert {n: copy[n] for n in (*SAME, *kind.fields)} == {
            n: here[ref][n] for n in (*SAME, *kind.fields)
        }
    again = headquarters.takes(book)
    assert {a.account for a in again.accounts} == {"unchanged"}
    assert headquarters.has("person").items() >= before.items()


def test_a_record_of_theirs_is_changed_by_their_sheets_alone(post, headquarters, book):
    headquarters.takes(post.sends("person", book))
    post.edits("P1", remarks="Pelaut")
    post.edits("P1", mother_name="Ibu Contoh")
    recording.edit(post.office, "P2", {}, clear=["remarks"])
    done = headquarters.takes(post.sends("person", book))
    assert [(a.account, a.fields) for a in done.accounts] == [
        ("changed", ("mother_name", "remarks")),
        ("changed", ("remarks",)),
        ("unchanged", ()),
    ]
    for ref, said in headquarters.has("person").items():
        ours = post.has("person")[ref]
        assert {n: said[n] for n in PERSON.fields} == {n: ours[n] for n in PERSON.fields}
        assert said["rev"] == ours["rev"]


def test_an_officer_does_not_change_them(post, headquarters, book):
    headquarters.takes(post.sends("person", book))
    before, office = headquarters.has("person"), headquarters.office
    for attempt in (
        lambda: headquarters.edits("PNH-A-P1", remarks="Diubah"),
        lambda: recording.withdraw(office, "PNH-A-P1", "salah"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused) == {"ORG001"}
    path = with_changes(headquarters.sends("person", book), {(PERSON, 3, "remarks"): "Diubah"})
    book.write_bytes(path)
    with pytest.raises(Refused) as refused:
        headquarters.takes(book)
    assert codes(refused) == {"ORG005"}
    assert headquarters.has("person") == before


def test_an_older_sheet_takes_nothing_back(post, headquarters, book, tmp_path):
    old = post.sends("person", tmp_path / "lama.xlsx")
    post.edits("P1", remarks="Pelaut")
    headquarters.takes(post.sends("person", book))
    before = headquarters.has("person")
    done = headquarters.takes(old)
    assert [(p.code, p.row, p.level) for p in done.problems] == [("ORG006", 3, "warning")]
    assert headquarters.has("person") == before


def test_two_copies_of_their_vault_are_merged_with_what_was_known(
    post, headquarters, book, tmp_path
):
    """Their laptops did not meet yet: one said something of each of two fields, both of one."""
    headquarters.takes(post.sends("person", book))
    twin = Desk(tmp_path / "kembar.vault")
    opening.lay(twin.path, opening.image(post.office.vault))
    post.edits("P1", remarks="Pelaut", mother_name="Ibu Di Sini")
    twin.edits("P1", home_address="Jalan Misal 9", mother_name="Ibu Di Sana")
    headquarters.takes(post.sends("person", book))
    done = headquarters.takes(twin.sends("person", tmp_path / "kembar.xlsx"))
    (account,) = [a for a in done.accounts if a.account != "unchanged"]
    assert (account.account, account.fields) == ("changed", ("home_address",))
    said = headquarters.has("person")["PNH-A-P1"]
    assert (said["remarks"], said["mother_name"]) == ("Pelaut", "Ibu Di Sini")
    (conflict,) = conflicts_in(headquarters.office.view)
    assert (conflict.content.about, conflict.content.field) == ("PNH-A-P1", "mother_name")
    with pytest.raises(Refused) as refused:
        differences.resolve(headquarters.office, conflict.ref, Choice(value="Ibu Ketiga"))
    assert codes(refused) == {"ORG001"}
    differences.resolve(headquarters.office, conflict.ref, Choice("THEIRS"))
    assert headquarters.has("person")["PNH-A-P1"]["mother_name"] == "Ibu Di Sana"


def test_what_is_sent_back_to_its_own_vault_is_known_there(post, headquarters, book):
    headquarters.takes(post.sends("person", book))
    done = post.takes(headquarters.sends("person", book))
    assert {a.account for a in done.accounts} == {"unchanged"}
    assert all(d["origin"] is None for d in post.has("person").values())


def test_a_case_names_their_person_and_needs_that_person_here(post, headquarters, book):
    case = {"person": "P1", "reported_on": "2026-05-01", "channel": "walk-in", "summary": "x"}
    post.records("victim-case", **case)
    ours = headquarters.records("person", name="Orang Pusat", sex="female")
    assert ours == "IMI-A-P1"
    path = post.sends("victim-case", book)
    book_of_cases(path)
    with pytest.raises(Refused) as refused:
        headquarters.takes(path)
    assert codes(refused) == {"ORG007"}
    headquarters.takes(post.sends("person", book))
    path = post.sends("victim-case", book)
    done = headquarters.takes(book_of_cases(path))
    assert [a.ref for a in done.accounts] == ["PNH-A-V1"]
    assert headquarters.has("victim-case")["PNH-A-V1"]["person"] == "PNH-A-P1"


def book_of_cases(path):
    """The sheet of cases alone."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title.startswith("People"):
            book.remove(sheet)
    book.save(path)
    return path


def test_refs_that_are_somebody_else_s_here_are_refused(post, book, tmp_path):
    """Two vaults of one post, and two vaults that both call themselves by one post's name."""
    other = Desk(tmp_path / "lain.vault")
    offices.make(other.path, {**offices.PROFILE, "seat": "B"})
    other.records("person", name="Orang Lain", sex="male")
    with pytest.raises(Refused) as refused:
        other.takes(post.sends("person", book))
    assert codes(refused) == {"ORG004"}
    (tmp_path / "pusat").mkdir()
    headquarters = headquarters_at(tmp_path / "pusat" / "post.vault")
    headquarters.takes(post.sends("person", book))
    third = Desk(tmp_path / "ketiga.vault")
    offices.make(third.path)
    third.records("person", name="Orang Ketiga", sex="male")
    with pytest.raises(Refused) as refused:
        headquarters.takes(third.sends("person", book))
    assert codes(refused) == {"ORG003"}


def test_an_import_of_theirs_is_taken_back_and_comes_again(post, headquarters, book):
    first = headquarters.takes(post.sends("person", book))
    assert first.ledger
    before = headquarters.has("person")
    post.edits("P1", remarks="Pelaut")
    second = headquarters.takes(post.sends("person", book))
    assert second.ledger
    assert take_back_import(headquarters.office, second.ledger.ref).left == ()
    said = headquarters.has("person")["PNH-A-P1"]
    assert said["remarks"] == before["PNH-A-P1"]["remarks"]
    assert headquarters.takes(book).accounts[0].account == "changed"
    assert headquarters.has("person")["PNH-A-P1"]["remarks"] == "Pelaut"


def test_an_added_record_of_theirs_is_taken_back_and_comes_again(post, headquarters, book):
    done = headquarters.takes(post.sends("person", book))
    assert done.ledger
    take_back_import(headquarters.office, done.ledger.ref)
    assert all(d["withdrawn"] for d in headquarters.has("person").values())
    headquarters.takes(book)
    for ref, said in headquarters.has("person").items():
        assert (said["withdrawn"], said["rev"]) == (None, post.has("person")[ref]["rev"])


@pytest.fixture
def revisions(post, headquarters, tmp_path):
    """Workbooks of somebody's revisions, of which headquarters has taken in the first."""
    books = [post.sends("person", tmp_path / "1.xlsx")]
    for number, said in enumerate(("Pelaut", "Pelaut", "Nelayan", "Pelaut"), 2):
        post.edits("P1", remarks=said, mother_name=f"Ibu {'ABCDE'[number % 3]}")
        books.append(post.sends("person", tmp_path / f"{number}.xlsx"))
    headquarters.takes(books[0])
    return books


def stands(desk):
    said = desk.has("person")["PNH-A-P1"]
    return {n: said[n] for n in ("rev", "remarks", "mother_name", "origin", "post", "withdrawn")}


def last_line(desk):
    return next(desk.office.view.history().latest_here())["ref"]


@pytest.mark.parametrize("by_ledger", [True, False], ids=["exchange undo", "undo"])
def test_a_record_of_theirs_stands_at_its_former_revision_after_an_undo(
    headquarters, revisions, by_ledger
):
    """A workbook between the two is newer then, and the one that was taken back comes again."""
    before = stands(headquarters)
    done = headquarters.takes(revisions[4])
    later = stands(headquarters)
    if by_ledger:
        assert take_back_import(headquarters.office, done.ledger.ref).left == ()
    else:
        undo(headquarters.office, None)
    assert stands(headquarters) == before
    undo(headquarters.office, last_line(headquarters))
    assert stands(headquarters) == later  # the undo was taken back
    undo(headquarters.office, last_line(headquarters))
    assert stands(headquarters) == before
    for book in (revisions[2], revisions[4]):
        assert headquarters.takes(book).accounts[0].account == "changed"
    assert stands(headquarters) == later


def test_only_a_revision_is_taken_back_as_well(post, headquarters, book, tmp_path):
    """One that says what the last did is no change of what is here."""
    first = post.sends("person", book)
    headquarters.takes(first)
    before = stands(headquarters)
    post.edits("P1", mother_name="Ibu Lain")
    between = post.sends("person", tmp_path / "antara.xlsx")
    post.edits("P1", mother_name=before["mother_name"])
    done = headquarters.takes(post.sends("person", tmp_path / "lagi.xlsx"))
    assert stands(headquarters)["rev"] == before["rev"] + 2
    assert take_back_import(headquarters.office, done.ledger.ref).left == ()
    assert stands(headquarters) == before
    assert headquarters.takes(between).accounts[0].account == "changed"


def test_an_added_record_stands_at_its_revision_where_its_undo_is_undone(headquarters, revisions):
    later = headquarters.takes(revisions[3])
    first = "X1"
    for ledger in (later.ledger.ref, first):
        take_back_import(headquarters.office, ledger)
    taken = headquarters.takes(revisions[3])
    before = stands(headquarters)
    take_back_import(headquarters.office, taken.ledger.ref)
    assert stands(headquarters)["withdrawn"]
    undo(headquarters.office, last_line(headquarters))
    assert stands(headquarters) == before
    assert headquarters.takes(revisions[1]).accounts[0].account == "unchanged"


@pytest.mark.parametrize("by_ledger", [True, False])
def test_what_comes_again_after_an_undo_is_added_and_undone_again(
    post, headquarters, book, by_ledger
):
    for remark in ("Pelaut", "Nelayan"):
        post.edits("P1", remarks=remark)
    headquarters.takes(post.sends("person", book))
    revisions = {ref: d["rev"] for ref, d in post.has("person").items()}

    def takes_back(ledger):
        if by_ledger:
            assert take_back_import(headquarters.office, ledger).left == ()
        else:
            undo(headquarters.office, None)
        assert all(d["withdrawn"] for d in headquarters.has("person").values())

    takes_back("X1")
    for ledger in ("X2", "X3"):
        done = headquarters.takes(book)
        assert {a.account for a in done.accounts} == {"added"}
        assert {r: d["rev"] for r, d in headquarters.has("person").items()} == revisions
        takes_back(ledger)


def test_no_change_of_theirs_looks_as_if_somebody_had_been_erased(post, headquarters, book):
    """A later revision may say what an earlier one said."""
    post.edits("P1", mother_name="Ibu Contoh")
    headquarters.takes(post.sends("person", book))
    post.edits("P1", mother_name="Ibu Lain")
    post.edits("P1", mother_name="Ibu Contoh")
    done = headquarters.takes(post.sends("person", book))
    assert headquarters.has("person")["PNH-A-P1"]["rev"] == post.has("person")["PNH-A-P1"]["rev"]
    changes = [c for line in headquarters.office.view.log() for c in line.changes]
    assert all(c.fields for c in changes if c.action == "change")
    assert take_back_import(headquarters.office, done.ledger.ref).left == ()


def test_a_later_workbook_settles_what_two_copies_of_theirs_said(
    post, headquarters, book, tmp_path
):
    headquarters.takes(post.sends("person", book))
    twin = Desk(tmp_path / "kembar.vault")
    opening.lay(twin.path, opening.image(post.office.vault))
    post.edits("P1", mother_name="Ibu Di Sini")
    twin.edits("P1", mother_name="Ibu Di Sana")
    headquarters.takes(post.sends("person", book))
    headquarters.takes(twin.sends("person", tmp_path / "kembar.xlsx"))
    (conflict,) = conflicts_in(headquarters.office.view)
    post.edits("P1", mother_name="Ibu Ketiga")
    headquarters.takes(post.sends("person", book))
    assert conflicts_in(headquarters.office.view) == []
    with pytest.raises(Refused) as refused:
        differences.resolve(headquarters.office, conflict.ref, Choice("THEIRS"))
    assert codes(refused) == {"MRG005"}
    assert headquarters.has("person")["PNH-A-P1"]["mother_name"] == "Ibu Ketiga"


def test_an_officer_joins_their_person_and_ours(post, headquarters, book):
    known = post.office.view.get("P1").content
    headquarters.takes(post.sends("person", book))
    raw = {"name": known.name, "nik": known.nik, "birth_date": known.birth_date}
    recording.record(headquarters.office, PERSON, [raw], new_people="unsure")
    (pair,) = duplicates(headquarters.office.view)
    assert {pair.first.ref, pair.other.ref} == {"PNH-A-P1", "IMI-A-P1"}
    before = headquarters.has("person")
    done = merges.merge(headquarters.office, "IMI-A-P1", "PNH-A-P1")
    assert (done.stays.ref, done.other.ref, done.moved) == ("IMI-A-P1", "PNH-A-P1", ())
    assert headquarters.has("person") == before
    assert duplicates(headquarters.office.view) == []
    post.edits("P1", remarks="Pelaut")
    headquarters.takes(post.sends("person", book))
    assert headquarters.has("person")["PNH-A-P1"]["remarks"] == "Pelaut"
    taking_apart.unmerge(headquarters.office, "IMI-A-P1")
    assert merges.joined_with(headquarters.office.view, "IMI-A-P1") == []


def test_a_case_of_a_joined_person_is_told_at_the_counter(post, headquarters, book):
    case = of_handoff(post, "P1") and next(iter(post.has("victim-case")))
    known = post.office.view.get("P1").content
    headquarters.takes(post.sends("handoff", book))
    raw = {"name": known.name, "nik": known.nik, "birth_date": known.birth_date}
    recording.record(headquarters.office, PERSON, [raw], new_people="unsure")
    consult = {"persons": ["P1"], "topic": "stay", "channel": "walk-in", "summary": "x"}
    kind = records.named("consultation")

    def told():
        done = recording.record(headquarters.office, kind, [consult])
        return {(p.code, p.args.get("case")) for p in done.problems}

    assert told() == set()
    merges.merge(headquarters.office, "IMI-A-P1", "PNH-A-P1")
    assert told() == {("PER002", case)}  # the steps of the way home count too
    taking_apart.unmerge(headquarters.office, "IMI-A-P1")
    assert told() == set()


def test_who_is_joined_through_a_third_is_not_asked_about(post, headquarters, book, tmp_path):
    raw = {"name": "Sumiyati Contoh Tiga", "sex": "female", "birth_date": "1990-01-02"}
    ref = post.records("person", **raw)
    headquarters.takes(post.sends("person", book))
    third = Desk(tmp_path / "sin.vault")
    offices.make(third.path, {**offices.PROFILE, "post": "SIN", "country": "SGP"})
    third.records("person", **raw)
    headquarters.takes(third.sends("person", tmp_path / "sin.xlsx"))
    recording.record(headquarters.office, PERSON, [raw], new_people="unsure")
    assert len(duplicates(headquarters.office.view)) == 3
    for theirs_ref in (ref, "SIN-A-P1"):
        merges.merge(headquarters.office, "IMI-A-P1", theirs_ref)
    assert duplicates(headquarters.office.view) == []


def test_what_names_who_was_merged_is_followed_and_stays_theirs(post, headquarters, book):
    headquarters.takes(post.sends("person", book))
    said = {"channel": "walk-in", "summary": "Di pusat"}
    both = {"persons": ["PNH-A-P1", "PNH-A-P2"], "topic": "stay", "on": "2026-05-03"}
    talk = headquarters.records("consultation", **both, **said)
    on = {"reported_on": "2026-05-05"}
    case = headquarters.records("victim-case", person="PNH-A-P2", **on, **said)
    post.takes(headquarters.sends("handoff", book))
    before = {**post.has("consultation"), **post.has("victim-case")}
    merges.merge(post.office, "P1", "P2", keep=[*PERSON.fields])
    assert {**post.has("consultation"), **post.has("victim-case")} == before
    assert {talk, case} <= {k.ref for k in looking.belonging(post.office, "PNH-A-P1")}
    for name in ("P1", "P2"):
        filters = Filters(where={"person": name})
        listed = looking.listing(post.office, records.named("victim-case"), filters)
        assert [k.ref for k in listed.items] == [case]
    (tally,) = stats.count(post.office, ["sex"], None, None, "IMI")
    assert tally.total == 1
    with pytest.raises(DecisionNeeded) as asked:
        recording.withdraw(post.office, "P1", "salah")
    by: Any = asked.value.data["named_by"]
    assert {talk, case} <= {*by}
    headquarters.edits(case, summary="Lebih lanjut")
    headquarters.edits(talk, channel="hotline")
    changed = {a.ref for a in post.takes(headquarters.sends("handoff", book)).accounts if a.fields}
    assert changed >= {talk, case}
    assert post.has("victim-case")[case]["person"] == "PNH-A-P2"
    assert [c.name for c in examine(post.office, read_data=True) if not c.ok] == []
    taking_apart.unmerge(post.office, "P1")
    assert case not in {k.ref for k in looking.belonging(post.office, "PNH-A-P1")}
    assert case in {k.ref for k in looking.belonging(post.office, "PNH-A-P2")}


def test_copies_of_which_one_merged_whom_another_office_names_meet(post, laptops, book):
    first, second, meet = laptops
    for name in ("Sumi Misal", "Sumi Umpama"):
        first.records("person", name=name, sex="female")
    meet()
    post.takes(first.sends("person", book))
    said = {"channel": "walk-in", "summary": "Di pos", "reported_on": "2026-05-05"}
    case = post.records("victim-case", person="IMI-A-P2", **said)
    second.takes(post.sends("handoff", book))
    merges.merge(first.office, "IMI-A-P1", "IMI-A-P2", keep=[*PERSON.fields])
    agreeing(lambda: first.office, second.path)
    agreeing(lambda: second.office, first.path)
    assert first.has("victim-case") == second.has("victim-case")
    assert first.has("victim-case")[case]["person"] == "IMI-A-P2"
    for desk in (first, second):
        assert [k.ref for k in looking.belonging(desk.office, "IMI-A-P1") if k.ref == case]
        assert [c.name for c in examine(desk.office, read_data=True) if not c.ok] == []


def test_what_two_laptops_took_in_of_one_workbook_is_no_later_change(post, laptops, book):
    """Where one import is taken back, the other's still holds the records."""
    first, second, meet = laptops
    taken = [first.takes(post.sends("person", book)), second.takes(book)]
    meet()
    left = list[object]()
    for desk, one in zip((first, second), taken, strict=True):
        assert one.ledger
        try:
            back = take_back_import(desk.office, one.ledger.ref)
        except DecisionNeeded as refused:
            conflicts: Any = refused.data["conflicts"]
            left += [c["code"] for c in conflicts]
        else:
            left += [c.code for c in back.left]
    assert set(left) == {"UND027"}


def test_what_another_office_has_is_not_missed(post, headquarters, book):
    """Rows of theirs come back with ours; which of them are left out is nothing to be done here."""
    headquarters.takes(post.sends("person", book))
    for name in ("Orang Pusat", "Lain Sekali"):
        headquarters.records("person", name=name, sex="female")
    headquarters.sends("person", book)
    assert headquarters.takes(book).problems == ()
    grid = openpyxl.load_workbook(book)
    sheet = grid.worksheets[1]
    column = [c.value for c in sheet[1]].index("ref") + 1
    for row in range(sheet.max_row, 2, -1):
        if sheet.cell(row, column).value in ("PNH-A-P2", "IMI-A-P2"):
            sheet.delete_rows(row)
    grid.save(book)
    (told,) = headquarters.takes(book).problems
    assert (told.code, told.args["refs"], told.args["count"]) == ("XLS022", "IMI-A-P2", 1)


def test_what_a_record_of_a_period_names_leaves_with_it(post, headquarters, book):
    case = {"person": "P1", "reported_on": "2026-01-01", "channel": "walk-in", "summary": "x"}
    ref = post.records("victim-case", **case)
    step = {"subject": ref, "step": "departure", "on": "2026-05-02", "status": "done"}
    post.records("return-step", **step)
    asked = Asked("handoff", book, "headquarters-report", "2026-05-01", basis="public-task")
    exports.export(post.office, asked)
    done = headquarters.takes(book)
    assert {a.account for a in done.accounts} == {"added"}
    assert [*headquarters.has("victim-case")] == [ref]
    assert len(headquarters.has("return-step")) == 1


def test_what_a_whole_workbook_of_theirs_lacks_is_told(post, headquarters, book):
    case = of_handoff(post, "P1") and next(iter(post.has("victim-case")))
    (step,) = post.has("return-step")
    assert headquarters.takes(post.sends("handoff", book)).problems == ()
    recording.withdraw(post.office, step, "salah")
    recording.withdraw(post.office, case, "salah")
    told = headquarters.takes(post.sends("handoff", book)).problems
    assert {(p.code, p.args["refs"], p.level) for p in told} == {
        ("ORG011", case, "warning"),
        ("ORG011", step, "warning"),
    }
    asked = Asked("handoff", book, "headquarters-report", basis="public-task", replace=True)
    for part in (asked._replace(since="2026-01-01"), asked._replace(until="2026-05-01")):
        exports.export(post.office, part)
        assert "ORG011" not in {p.code for p in headquarters.takes(book).problems}


@pytest.mark.parametrize("gone", [["_id"], [*KEYS]], ids=["id", "all"])
def test_nothing_is_told_to_be_lacking_that_lost_its_keys(post, headquarters, book, gone):
    """Its rows are refused; but they are there, by their refs."""
    headquarters.takes(post.sends("person", book))
    grid = openpyxl.load_workbook(book)
    sheet = grid.worksheets[1]
    for name in gone:
        sheet.delete_cols([c.value for c in sheet[1]].index(name) + 1)
    grid.save(book)
    assert "ORG011" not in {
        p.code for p in offices.taken_in(headquarters.path, Incoming(book)).problems
    }


def test_what_it_lacks_is_told_also_where_it_brings_records_of_ours_and_of_others(
    post, headquarters, book, tmp_path
):
    """A package of everything holds what others sent to that office, too; that may be lacking."""
    (tmp_path / "tetangga").mkdir()
    neighbour = Desk(tmp_path / "tetangga" / "post.vault")
    offices.make(neighbour.path, {"post": "SIN", "country": "SGP", "officers": ["Tini Contoh"]})
    neighbour.records("person", name="Orang Tetangga", sex="male")
    of_handoff(post, "P1")
    (step,) = post.has("return-step")
    headquarters.takes(post.sends("handoff", book))
    headquarters.takes(neighbour.sends("person", tmp_path / "tetangga.xlsx"))
    said = {"reported_on": "2026-09-01", "channel": "walk-in", "summary": "Di pusat"}
    headquarters.records("victim-case", person="PNH-A-P1", **said)
    headquarters.records("victim-case", person="SIN-A-P1", **said)
    post.takes(headquarters.sends("handoff", tmp_path / "pusat.xlsx"))
    recording.withdraw(post.office, step, "salah")
    told = headquarters.takes(post.sends("handoff", book)).problems
    assert [(p.code, p.args["post"], p.args["refs"]) for p in told] == [("ORG011", "PNH", step)]


def test_a_list_that_means_their_person_waits_and_changes_nobody(
    post, headquarters, book, tmp_path
):
    known = post.office.view.get("P1").content
    headquarters.takes(post.sends("person", book))
    before = headquarters.has("person")
    rows = [["name", "nik", "birth_date", "remarks"]]
    rows.append([known.name, known.nik, known.birth_date, "Dari daftar lain"])
    path = theirs(tmp_path / "daftar.xlsx", {"People": rows})
    (account,) = headquarters.takes(path).accounts
    assert account.account == "parked"
    decided = headquarters.takes(path, decisions={("People", 2): "PNH-A-P1"})
    assert decided.accounts[0].ref == "IMI-A-P1"
    there = headquarters.has("person")
    assert {ref: there[ref] for ref in before} == before
    assert [k.ref for k in merges.joined_with(headquarters.office.view, "IMI-A-P1")] == ["PNH-A-P1"]


def test_theirs_are_counted_apart(post, headquarters, book):
    said = {"on": "2026-09-01", "topic": "stay", "channel": "walk-in", "summary": "Bertanya"}
    post.records("consultation", **said, persons=["P1"], follow_up="2026-09-02")
    headquarters.records("consultation", **said)
    headquarters.records("consultation", **said)
    headquarters.takes(post.sends("handoff", book))
    office = headquarters.office
    assert stats.posts_of(office.view) == ["IMI", "PNH"]
    for counted, total in {"": 2, "IMI": 2, "pnh": 1}.items():
        (tally,) = stats.count(office, ["topic"], None, None, counted)
        assert tally.total == total
    assert stats.count(office, ["sex"], None, None, "PNH")[0].total == 1
    with pytest.raises(Refused):
        stats.count(office, [], None, None, "SIN")
    assert due(office, "2026-12-01") == []


def test_the_same_workbook_on_two_copies_gives_the_same_records(post, book, tmp_path):
    desks = []
    path = post.sends("person", book)
    image = opening.image(headquarters_at(tmp_path / "satu.vault").office.vault)
    for name in ("kesatu.vault", "kedua.vault"):
        opening.lay(tmp_path / name, image)
        desks.append(Desk(tmp_path / name))
        desks[-1].takes(path)
    first, second = (desk.has("person") for desk in desks)
    assert first == second


@settings(max_examples=15)
@given(order=st.permutations(range(5)), cell=st.sampled_from([None, "remarks", "name"]))
def test_a_sheet_that_was_sorted_on_the_way_is_refused(tmp_path_factory, order, cell):
    """Nothing of it is known here, so that only what left as it stands is believed."""
    folder = tmp_path_factory.mktemp("office")
    post, book = Desk(folder / "post.vault"), folder / "keluar.xlsx"
    opening.lay(post.path, offices.peopled())
    headquarters = headquarters_at(folder / "pusat.vault")
    post.sends("person", book)
    grid = openpyxl.load_workbook(book)
    sheet = grid.worksheets[1]
    heads = [c.value for c in sheet[1]]
    columns = [heads.index(cell) + 1] if cell else range(2, heads.index("_id") + 1)
    rows = [[sheet.cell(3 + n, c).value for c in columns] for n in range(offices.PEOPLE)]
    places = [n for n in order if n < offices.PEOPLE]
    for row, came in enumerate(places):
        for place, column in enumerate(columns):
            sheet.cell(3 + row, column).value = rows[came][place]
    grid.save(book)
    offices.taken_in(headquarters.path, Incoming(book))
    said = {d["ref"]: d["name"] for d in documents(headquarters.path, "person")}
    true = {d["ref"]: d["name"] for d in documents(post.path, "person")}
    assert said.items() <= true.items()
    assert len(said) == sum(rows[n] == rows[m] for m, n in enumerate(places))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("_id", "bukan-id"),
        ("_rev", "1" + "0" * 30),
        ("_rev", None),
        ("_digest", None),
        ("ref", "PNH-A-C1"),
        ("ref", "P1"),
        ("ref", None),
    ],
)
def test_a_row_of_theirs_needs_its_names(post, headquarters, book, column, value):
    post.sends("person", book)
    grid = openpyxl.load_workbook(book)
    sheet = grid.worksheets[1]
    sheet.cell(3, [c.value for c in sheet[1]].index(column) + 1).value = value
    grid.save(book)
    done = offices.taken_in(headquarters.path, Incoming(book))
    assert [p.code for p in errors(done.problems)] == ["ORG002"]
    assert [a.account for a in done.accounts] == ["refused", "added", "added"]


def test_what_was_erased_here_does_not_come_again(post, headquarters, book):
    headquarters.takes(post.sends("person", book))
    erasing.erase(headquarters.office, "PNH-A-P1", "diminta")
    post.edits("P2", remarks="Pelaut")
    done = headquarters.takes(post.sends("person", book))
    assert [p.code for p in done.problems] == ["ORG008"]
    assert "PNH-A-P1" not in headquarters.has("person")


def of_handoff(post, *people):
    """A case of the first of some people, an entry of it, and a consultation about all of them."""
    said = {"channel": "walk-in", "summary": "Bertanya tentang mereka"}
    case = post.records("victim-case", person=people[0], reported_on="2026-05-01", **said)
    step = {"subject": case, "step": "departure", "on": "2026-05-02", "status": "done"}
    post.records("return-step", **step)
    return post.records("consultation", persons=people, topic="stay", on="2026-05-03", **said)


def test_an_erased_person_s_records_stay_out_and_those_of_others_come(post, headquarters, book):
    talk = of_handoff(post, "P1", "P2")
    headquarters.takes(post.sends("handoff", book))
    erasing.erase(headquarters.office, "PNH-A-P1", "diminta")
    before = headquarters.has("consultation")[talk]
    assert before["persons"] == ["PNH-A-P2"]
    post.edits("P2", mother_name="Ibu Contoh")
    post.edits(talk, channel="hotline")
    later = {"reported_on": "2026-06-01", "channel": "walk-in", "summary": "Lagi"}
    post.records("victim-case", person="P1", **later)
    done = headquarters.takes(post.sends("handoff", book))
    assert errors(done.problems) == []
    assert {p.code for p in done.problems} == {"ORG008", "ORG009", "ORG010"}
    assert sum(p.code == "ORG008" for p in done.problems) == 3
    after = headquarters.has("consultation")[talk]
    assert after["channel"] == "hotline"
    assert {n: after[n] for n in ("persons", "summary")} == {
        n: before[n] for n in ("persons", "summary")
    }
    assert headquarters.has("person")["PNH-A-P2"]["mother_name"] == "Ibu Contoh"
    assert headquarters.has("victim-case") == headquarters.has("return-step") == {}
    again = headquarters.takes(post.sends("handoff", book))
    assert {a.account for a in again.accounts} == {"unchanged"}


def people_in(kind):
    """The fields by which a record may name people, and stand without them."""
    return [
        f.name
        for f in refs_of(kind.model)
        if not f.required and "person" in getattr(f.kind, "to", ())
    ]


EMPTIED = [t for t in records.every() if people_in(t)]


@pytest.mark.parametrize("known", [True, False], ids=["sent-before", "new-there"])
@pytest.mark.parametrize("kind", EMPTIED, ids=lambda t: t.name)
def test_what_an_erasure_emptied_is_taken_as_it_is(post, headquarters, book, kind, known):
    """Whoever was erased leaves the record there too, and so does what was said of them."""
    talk = post.records(kind.name, **sample(kind))
    headquarters.takes(post.sends("person", book))
    if known:
        headquarters.takes(post.sends(kind.name, book))
    erasing.erase(post.office, "PNH-A-P1", "diminta")
    own = post.takes(post.sends(kind.name, book))
    assert {a.account for a in own.accounts} == {"unchanged"}
    assert errors(headquarters.takes(book).problems) == []
    here, there = post.has(kind.name)[talk], headquarters.has(kind.name)[talk]
    assert {n: there[n] for n in kind.fields} == {n: here[n] for n in kind.fields}
    assert not any("PNH-A-P1" in str(there[n]) for n in people_in(kind))
    assert {a.account for a in headquarters.takes(book).accounts} == {"unchanged"}


def test_a_needed_text_that_is_blanked_on_the_way_is_refused(post, headquarters, book):
    """A dash that nobody here put there is no text that an erasure emptied."""
    talk = post.records("consultation", **sample(records.named("consultation")))
    post.sends("handoff", book)
    blanked = with_changes(book, {(records.named("consultation"), 3, "summary"): "–"})
    book.write_bytes(blanked)
    done = offices.taken_in(headquarters.path, Incoming(book))
    assert {p.code for p in errors(done.problems)} == {"REQ001"}
    assert talk not in headquarters.has("consultation")


@pytest.fixture
def laptops(headquarters, tmp_path):
    """Two laptops of headquarters, and what takes over each other's work."""
    opening.secret(headquarters.path)
    second = Desk(tmp_path / "b" / "post.vault")
    make_copy(headquarters.office, second.path, "B", anywhere=True)
    opening.secret(second.path)
    copy = Vault(second.path, opening.access(second.path))
    key = headquarters.office.vault.opened().key
    copy.access.keep(copy.header(), Opened(key, headquarters.office.vault.slot), opening.HOUR)

    def meet():
        told = merge_copies(headquarters.office, second.path, rehearsal=False)
        merge_copies(second.office, headquarters.path, rehearsal=False)
        return told

    return headquarters, second, meet


def test_one_workbook_on_two_laptops_is_one_record_after_they_meet(post, laptops, book):
    first, second, meet = laptops
    path = post.sends("person", book)
    first.takes(path)
    second.takes(path)
    post.edits("P1", remarks="Pelaut")
    first.takes(post.sends("person", book))
    told = meet()
    assert told.problems == ()
    assert first.has("person") == second.has("person")
    revisions = {ref: d["rev"] for ref, d in first.has("person").items()}
    assert revisions == {ref: d["rev"] for ref, d in post.has("person").items()}


@pytest.fixture
def ages(post, headquarters, tmp_path):
    """Two hand-offs; between them a case was withdrawn, somebody merged, and a case recorded."""
    of_handoff(post, "P1")
    first, second = {"person": "P2"}, {"person": "P3"}
    said = {"reported_on": "2026-05-01", "channel": "walk-in", "summary": "x"}
    for case in (first, second):
        case["ref"] = post.records("victim-case", person=case["person"], **said)
    older = sends_at(post, tmp_path / "lama.xlsx", 0)
    recording.withdraw(post.office, second["ref"], "salah")
    merges.merge(post.office, "P1", "P2", keep=[*PERSON.fields])
    new = post.records("victim-case", person="P1", **{**said, "reported_on": "2026-08-01"})
    newer = sends_at(post, tmp_path / "baru.xlsx", 1)
    return older, newer, {"PNH-A-P2", second["ref"]}, new


def sends_at(desk, path, seconds, **asked):
    """A hand-off made some seconds after the day's fixed moment."""
    wanted = Asked("handoff", path, "headquarters-report", basis="public-task", replace=True)
    later = offices.NOW + timedelta(seconds=seconds)
    exports.export(offices.office_at(desk.path, later), wanted._replace(**asked))
    return path


def has_all(desk):
    kinds = ("person", "victim-case", "consultation", "return-step")
    return {ref: d for k in kinds for ref, d in desk.has(k).items() if not d["withdrawn"]}


def test_an_older_workbook_brings_nobody_back_whom_a_newer_has_no_more(headquarters, ages):
    older, newer, gone, new = ages
    headquarters.takes(newer)
    before = has_all(headquarters)
    done = headquarters.takes(older)
    assert has_all(headquarters) == before
    assert new in before
    assert before.keys().isdisjoint(gone)
    assert {a.account for a in done.accounts} == {"unchanged"}
    assert {p.args["ref"] for p in done.problems if p.code == "ORG013"} == gone
    assert {p.code for p in done.problems} == {"ORG006", "ORG013"}


def test_what_came_with_a_later_workbook_is_not_missed_in_an_older(headquarters, ages):
    older, newer, _gone, _new = ages
    headquarters.takes(older)
    told = headquarters.takes(newer).problems
    assert "ORG011" in {p.code for p in told}
    assert "ORG011" not in {p.code for p in headquarters.takes(older).problems}


def test_a_newer_import_that_was_undone_says_nothing_of_an_older(headquarters, ages):
    older, newer, gone, _new = ages
    done = headquarters.takes(newer)
    assert take_back_import(headquarters.office, done.ledger.ref).left == ()
    assert {p.code for p in headquarters.takes(older).problems} == set()
    assert has_all(headquarters).keys() >= gone


def test_an_older_import_that_was_undone_comes_no_more_after_a_newer(headquarters, ages):
    older, newer, gone, _new = ages
    done = headquarters.takes(older)
    headquarters.takes(newer)
    take_back_import(headquarters.office, done.ledger.ref)
    assert {p.args.get("ref") for p in headquarters.takes(older).problems} >= gone
    assert has_all(headquarters).keys().isdisjoint(gone)


def test_a_part_says_nothing_of_what_an_older_has(post, headquarters, ages, tmp_path):
    older, _newer, gone, _new = ages
    headquarters.takes(sends_at(post, tmp_path / "bagian.xlsx", 2, since="2026-07-01"))
    assert {p.code for p in headquarters.takes(older).problems} <= {"ORG006"}
    assert has_all(headquarters).keys() >= gone


def test_all_people_say_nothing_of_cases_but_of_those_whom_they_name(
    post, headquarters, ages, tmp_path
):
    older, _newer, gone, _new = ages
    headquarters.takes(sends_at(post, tmp_path / "orang.xlsx", 2, kind="person"))
    told = {p.args["ref"] for p in headquarters.takes(older).problems if p.code == "ORG013"}
    assert told == {"PNH-A-P2"}
    assert gone - told <= has_all(headquarters).keys()


def test_what_a_third_office_hands_on_is_added_and_told(post, headquarters, ages, tmp_path):
    older, newer, gone, _new = ages
    (tmp_path / "tetangga").mkdir()
    third = Desk(tmp_path / "tetangga" / "post.vault")
    offices.make(third.path, {"post": "SIN", "country": "SGP", "officers": ["Tini Contoh"]})
    third.takes(older)
    headquarters.takes(newer)
    done = headquarters.takes(sends_at(third, tmp_path / "lewat.xlsx", 5))
    assert {p.args["ref"] for p in done.problems if p.code == "ORG014"} == gone
    assert has_all(headquarters).keys() >= gone
