"""Any import and its undo is the identity, and any import twice is the import once."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import exports, recording
from attache.desk.exports import Asked
from attache.desk.taking_back import take_back_import
from attache.exchange.incoming import Incoming
from attache.exchange.layout import FIRST_ROW, sheet_name
from attache.exchange.reader import RawSheet
from attache.problems import DecisionNeeded, Refused
from attache.records.exchange import ACCOUNTS
from tests import opening, strategies
from tests.desk import offices
from tests.incoming import of_rows

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
REFS = {"person": ["PNH-A-P1", "PNH-A-P2", "PNH-A-P3"]}
DONE = ("added", "changed", "unchanged")
LABELS = ("#1", "#2", "#3")


class Story(NamedTuple):
    """What was recorded, what headquarters did with the sheet, and what this office did meanwhile.

    `changes` and `edits` are a row or record, a field and a value. `new` are rows without a key,
    `deleted` rows that do not come back.
    """

    kind: str
    recorded: list[dict[str, Any]]
    changes: list[tuple[int, str, Any]]
    new: list[dict[str, Any]]
    deleted: list[int]
    edits: list[tuple[int, str, Any]]
    withdrawn: list[int]
    later: list[tuple[int, str, Any]]


def cells(kind):
    """A row or record, a field, and a value that may stand there."""
    fields = [*kind.fields.values()]
    one = st.sampled_from(fields).flatmap(
        lambda f: st.tuples(st.just(f.name), strategies.values(f, REFS))
    )
    return st.lists(st.tuples(st.integers(0, 5), one).map(lambda t: (t[0], *t[1])), max_size=4)


def stories(kind):
    few = st.lists(st.integers(0, 5), max_size=1)
    content = strategies.sound(kind, REFS)
    return st.builds(
        Story,
        st.just(kind.name),
        st.lists(content, min_size=1, max_size=3),
        cells(kind),
        st.lists(content | strategies.contents(kind, REFS), max_size=2),
        few,
        cells(kind),
        few,
        cells(kind),
    )


def quiet(_done, _total):
    """Nobody is waiting."""


def standing(vault):
    """What stands in the vault, by ref: revisions and times of change aside."""
    kinds = (*records.every(), records.named("conflict"))
    return {
        d["ref"]: {n: d[n] for n in kind.fields}
        for kind in kinds
        for d in offices.documents(vault, kind.name)
        if not d["withdrawn"]
    }


def edited(vault, kind, edits):
    """Do what can be done of some edits; what they left is the value by record and field."""
    every = [k.ref for k in offices.office_at(vault).view.every(kind.name) if not k.stamp.withdrawn]
    left = {}
    for which, field, value in edits if every else ():
        ref = every[which % len(every)]
        with suppress(Refused, DecisionNeeded):
            done = recording.edit(offices.office_at(vault), ref, {field: value})
            left[done.kept[0].ref, field] = done.kept[0].document()[field]
    return left


def returned(path, kind, story):
    """The sheet as it comes back from headquarters."""
    book = openpyxl.load_workbook(path)
    sheet = book[sheet_name(kind, "en")]
    heads = {cell.value: cell.column or 0 for cell in sheet[1]}
    last = sheet.max_row
    changed = [
        (FIRST_ROW + which % (last - FIRST_ROW + 1), name, value)
        for which, name, value in story.changes
    ]
    added = [(last + n, *cell) for n, raw in enumerate(story.new, 1) for cell in raw.items()]
    for row, name, value in (*changed, *added):
        if value is not None and name in heads:
            put(sheet.cell(row, heads[name]), value)
    for which in story.deleted:
        sheet.delete_rows(FIRST_ROW + which % (last - FIRST_ROW + 1))
    book.save(path)


def put(cell, value):
    cell.value = "; ".join(value) if isinstance(value, list) else value
    if isinstance(cell.value, str):
        cell.data_type = "s"


def told(vault, kind, story, path):
    """Record, send the sheet, have it changed there and the records here."""
    opening.lay(vault, offices.peopled())
    with suppress(DecisionNeeded):  # somebody who is known already
        for raw in story.recorded:
            recording.record(offices.office_at(vault), kind, [raw], new_people="different")
    exports.export(
        offices.office_at(vault), Asked(kind.name, path, "headquarters-report", replace=True)
    )
    returned(path, kind, story)
    edited(vault, kind, story.edits)
    every = [k.ref for k in offices.office_at(vault).view.every(kind.name)]
    for which in story.withdrawn:
        with suppress(Refused, DecisionNeeded):
            recording.withdraw(offices.office_at(vault), every[which % len(every)], "keliru")


def take(vault, source):
    return offices.taken_in(vault, source)


def saved_again(source):
    """The same sheet as another file."""
    return of_rows(source.raw, "1" * 64)


def by_row(taken):
    return {(a.sheet, a.row): a for a in taken.accounts}


def assert_nothing_new(first, again):
    """What was taken in is unchanged, under the same ref; the rest waits or is refused again."""
    before, after = by_row(first), by_row(again)
    assert before.keys() == after.keys()
    for place, account in before.items():
        now = after[place]
        expected = "unchanged" if account.account in DONE else account.account
        conflicting = account.account == "changed" and account.conflicts
        assert now.account == expected or (conflicting and now.account == "parked")
        assert now.ref == account.ref


def examples(count):
    """Each lays a vault and starts a child process; to make one smaller would take minutes."""
    return settings(max_examples=count, phases=[Phase.generate])


@EVERY
def test_an_import_and_its_undo_is_the_identity_and_twice_is_once(tmp_path, kind):
    vault, path = tmp_path / "post.vault", tmp_path / "keluar.xlsx"

    @examples(4)
    @given(stories(kind))
    def there_and_back(story):
        told(vault, kind, story, path)
        before = standing(vault)
        source = Incoming(path)
        first = take(vault, source)
        counts = first.counts()
        assert counts["read"] == sum(counts[name] for name in ACCOUNTS)
        after = standing(vault)
        assert_nothing_new(first, take(vault, source))
        assert_nothing_new(first, take(vault, saved_again(source)))
        assert standing(vault) == after
        if first.ledger:
            assert take_back_import(offices.office_at(vault), first.ledger.ref).left == ()
        assert standing(vault) == before

    there_and_back()


@EVERY
def test_an_import_again_brings_nothing_back_that_was_changed_since(tmp_path, kind):
    """What an officer changed or withdrew after the import stays so when the file comes again."""
    vault, path = tmp_path / "post.vault", tmp_path / "keluar.xlsx"

    @examples(2)
    @given(stories(kind))
    def again(story):
        told(vault, kind, story, path)
        first = take(vault, Incoming(path))
        left = edited(vault, kind, story.later)
        gone = set[str]()
        for account in first.accounts[-1:]:
            with suppress(Refused, DecisionNeeded):
                recording.withdraw(offices.office_at(vault), account.ref or "P1", "keliru")
                gone |= {account.ref or "P1"}
        second = by_row(take(vault, Incoming(path)))
        for account in first.accounts:
            if account.account in DONE:
                assert second[account.sheet, account.row].account == "unchanged"
        after = standing(vault)
        assert not gone & after.keys()
        kept = {key: after[key[0]][key[1]] for key in left if key[0] in after}
        assert kept == {key: left[key] for key in kept}

    again()


def labelled(people, talks, cases):
    """A workbook of new people under labels, and what names them by these."""
    sheets = {
        "People": [["ref", "name", "birth_date", "remarks"], *people],
        "Consultations": [
            ["on", "topic", "channel", "summary", "persons"],
            *(["2026-09-01", "stay", "email", text, "; ".join(who)] for text, who in talks),
        ],
        "Victim cases": [
            ["person", "reported_on", "channel"],
            *([who, "2026-09-02", "walk-in"] for who in cases),
        ],
    }
    return of_rows(RawSheet(name, True, rows) for name, rows in sheets.items())


SOMEBODY = st.sampled_from([*LABELS, "P1", "P2", "#9"])
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from([*LABELS, None]),
        st.sampled_from(["Sumiyati Contoh", "Sumiati Contoh", "Bambang Misal", "Siti Contoh"]),
        st.sampled_from(["1990", "1990-05-05", "1995-03-14", None]),
        st.sampled_from(["Pelaut", "Guru", None]),
    ).map(list),
    max_size=5,
)
TALKS = st.lists(st.tuples(st.sampled_from("ab"), st.lists(SOMEBODY, max_size=2)), max_size=3)


@settings(max_examples=30)
@given(people=PEOPLE, talks=TALKS, cases=st.lists(SOMEBODY, max_size=2))
def test_the_same_holds_for_labels_and_for_people_who_may_be_known(tmp_path, people, talks, cases):
    """Rows that wait for a decision wait again, and so do those that name them."""
    vault = tmp_path / "post.vault"
    opening.lay(vault, offices.peopled())
    before, source = standing(vault), labelled(people, talks, cases)
    first = take(vault, source)
    assert first.counts()["read"] == len(people) + len(talks) + len(cases)
    after = standing(vault)
    assert_nothing_new(first, take(vault, source))
    assert_nothing_new(first, take(vault, saved_again(source)))
    assert standing(vault) == after
    assert first.ledger
    assert take_back_import(offices.office_at(vault), first.ledger.ref).left == ()
    assert standing(vault) == before
