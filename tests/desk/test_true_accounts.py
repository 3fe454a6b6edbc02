"""Whatever became of the records of a file, its rows that come again are told for what they are."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import erasing, exports, imports, recording
from attache.desk.exports import Asked
from attache.desk.imported_twice import rows_recorded_twice
from attache.desk.imports import Wish
from attache.desk.taking_back import take_back_import
from attache.desk.undoing import undo
from attache.exchange.incoming import Incoming
from attache.exchange.reader import RawSheet
from attache.problems import DecisionNeeded, Refused
from attache.vault import Line, Vault
from tests import opening
from tests.desk import offices
from tests.incoming import of_rows

HEADS = ["name", "sex", "birth_date", "reported_on", "channel", "summary"]
LIST = [
    ["Rina Contoh Satu", "female", "1990-05-06", "2026-05-01", "walk-in", "Satu"],
    ["Bayu Misal Dua", "male", "1991-07-08", "2026-05-02", "walk-in", "Dua"],
    ["Candra Umpama Tiga", "male", "1985-02-03", "2026-05-03", "walk-in", "Tiga"],
]
DONE = ("added", "changed", "unchanged")
OURS, THEIRS = "ours", "theirs"
SOURCES = [
    *((rows, kind) for rows in ((0, 1), (0, 1, 2), (2, 2)) for kind in ("person", "victim-case")),
    (OURS, None),
    (THEIRS, None),
]
TWICE = ("takes", ((0, 1, 2), "victim-case"))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("takes"), st.sampled_from(SOURCES)),
        st.tuples(st.just("takes"), st.sampled_from(SOURCES)),
        st.tuples(st.sampled_from(["undoes", "erases", "withdraws"]), st.integers(0, 7)),
        st.tuples(st.sampled_from(["undoes", "brings_back"]), st.integers(0, 7)),
    ),
    min_size=3,
    max_size=9,
)


@cache
def material():
    """A vault, a sheet of its own and a package of another office, as files say them."""
    with tempfile.TemporaryDirectory() as folder:
        office, ours = made(Path(folder) / OURS, offices.PROFILE)
        other = {"post": "SIN", "country": "SGP", "officers": ["Tini Contoh"]}
        return office, {OURS: ours, THEIRS: made(Path(folder) / THEIRS, other)[1]}


def made(path, profile):
    """An office with two people and a case, and its package; that is read while it is there."""
    offices.make(path, profile)
    people = [{"name": f"{one} {path.name}", "sex": "male"} for one in ("Agus", "Wahyudi")]
    case = {"person": "P2", "reported_on": "2026-05-01", "channel": "walk-in"}
    for kind, raws in (("person", people), ("victim-case", [case])):
        recording.record(offices.office_at(path), records.named(kind), raws)
    sent = path.with_suffix(".xlsx")
    asked = Asked("handoff", sent, "headquarters-report", basis="public-task")
    exports.export(offices.office_at(path), asked)
    source = Incoming(sent)
    assert source.sheets.found
    return opening.image(Vault(path, opening.access(path))), source


def source_of(which, kind):
    if isinstance(which, str):
        return material()[1][which]
    rows = [HEADS, *(LIST[n] for n in which)]
    return of_rows([RawSheet("Daftar", True, rows)], "".join(map(str, which)).ljust(64, "0"), kind)


class Story:
    """What an office did, and whom and what its officers took out themselves."""

    def __init__(self, path):
        self.path = path
        self.taken = list[str]()
        self.withdrawn, self.erased = set[str](), set[str]()

    @property
    def office(self):
        return offices.office_at(self.path)

    @property
    def view(self):
        return self.office.view

    def goes_on(self, step, what):
        getattr(self, step)(what)

    def takes(self, what):
        source = source_of(*what)
        kinds = {s.name: s.record_type.name for s in source.sheets.found}
        checked = imports.check(self.office, source, lambda _done, _all: None, Wish(True))
        done = offices.taken_in(self.path, source)
        assert said(checked) == said(done)
        if done.ledger:
            self.taken.append(done.ledger.ref)
        for account in done.accounts:
            self.is_true(account, kinds[account.sheet])

    def is_true(self, account, kind):
        told = {p.code for p in account.problems}
        if account.account not in DONE:
            assert told
        elif account.ref is None:
            assert self.erased
            assert told & {"ORG008", "ORG009"}
        else:
            record = self.view.find(account.ref)
            assert record
            assert record.kind == kind
            assert ("XLS026" in told) is (account.ref in self.withdrawn)
            assert bool(record.stamp.withdrawn) is (account.ref in self.withdrawn)
            if account.sheet == "Daftar" and kind == "person":
                assert record.content.name in {row[0] for row in LIST}

    def undoes(self, number):
        if self.taken:
            ledger = self.taken[number % len(self.taken)]
            with suppress(Refused, DecisionNeeded):  # another import has come to need all of it
                take_back_import(self.office, ledger)

    def brings_back(self, number):
        lines = [line.ref for line in self.view.log() if takes_back(line)]
        if lines:
            with suppress(Refused, DecisionNeeded):  # done already, or taken in again since
                undo(self.office, lines[number % len(lines)])

    def erases(self, number):
        if whom := self.one(number, "person"):
            self.erased |= {*erasing.erase(self.office, whom, "permintaan").people}

    def withdraws(self, number):
        if ref := self.one(number, "victim-case", "person"):
            with suppress(Refused, DecisionNeeded):  # another office's, or others name it
                recording.withdraw(self.office, ref, "keliru")
                self.withdrawn.add(ref)

    def one(self, number, *kinds):
        every = [k.ref for kind in kinds for k in self.view.every(kind) if not k.stamp.withdrawn]
        return every[number % len(every)] if every else ""


def takes_back(line: Line) -> bool:
    """Whether a line took an import back."""
    return any((c.action, c.kind) == ("withdraw", "exchange") for c in line.changes)


def said(taken: Any) -> list[Any]:
    """What a check and an import both say of each row; a check has no ref of what is new."""
    return [
        (a.account, a.ref if a.account != "added" else None, [p.code for p in a.problems])
        for a in taken.accounts
    ]


@settings(max_examples=60, phases=[Phase.explicit, Phase.generate])
@given(steps=STEPS)
@example(steps=[TWICE, ("undoes", 0), TWICE, ("brings_back", 0)])
def test_every_account_is_true_of_what_stands(tmp_path_factory, steps):
    """Undone comes again, once and under its type; withdrawn and erased stay away, as is told."""
    path = tmp_path_factory.mktemp("vault") / "post.vault"
    opening.lay(path, material()[0])
    story = Story(path)
    for step, what in steps:
        story.goes_on(step, what)
        assert rows_recorded_twice(story.view) == ()
