"""Sheets that come back with something in a blank cell: it is read or refused, never left out."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import exports, imports
from attache.desk.exports import Asked
from attache.exchange.editing import with_changes
from attache.exchange.incoming import Incoming
from attache.exchange.layout import FIRST_ROW
from attache.problems import errors
from attache.records.record import parse
from tests.desk import offices
from tests.desk.offices import documents
from tests.samples import HERE

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
UNREADABLE = "§" * 10_001
"""No value of any kind, and longer than the longest text may be."""


def quiet(_done, _total):
    """Nobody is waiting."""


@pytest.fixture
def sent(office, tmp_path):
    """A sheet with a record for each field of a type, of which only what is needed is said."""

    def one(kind):
        raw = offices.sample(kind, full=False)
        with office().work() as work:
            content = parse(kind.model, raw, HERE).draft
            added = [work.add(kind.name, content).ref for _field in kind.fields]
        path = tmp_path / "keluar.xlsx"
        exports.export(office(), Asked(kind.name, path, "headquarters-report"))
        first = FIRST_ROW + len(documents(office().vault.path, kind.name)) - len(added)
        return path, {first + n: name for n, name in enumerate(kind.fields)}

    return one


def checked(office, path):
    return imports.check(office(), Incoming(path), quiet)


@EVERY
def test_what_cannot_be_read_is_refused_in_any_cell(office, sent, kind):
    path, rows = sent(kind)
    cells = {(kind, row, name): UNREADABLE for row, name in rows.items()}
    path.write_bytes(with_changes(path, cells))
    taken = checked(office, path)
    refused = {a.row: a.account for a in taken.accounts if a.row in rows}
    assert refused == dict.fromkeys(rows, "refused")
    told = {(p.row, p.field) for p in errors(taken.problems)}
    assert told == set(rows.items())


@EVERY
def test_a_sheet_that_nobody_touched_changes_nothing(office, sent, kind):
    path, _rows = sent(kind)
    taken = checked(office, path)
    assert {a.account for a in taken.accounts} == {"unchanged"}
    assert taken.problems == ()
