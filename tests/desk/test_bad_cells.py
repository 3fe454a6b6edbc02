"""Rows without their unreadable cells: the rest is taken in, and each cell is told."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import imports
from attache.desk.imports import Wish
from attache.exchange.incoming import Incoming
from attache.exchange.layout import sheet_name
from attache.problems import Refused, errors
from tests.desk.offices import documents, sample
from tests.exchange.workbooks import theirs

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)


def spared(kind):
    """The fields that a record may lack, but those that name others."""
    named = ("ref", "refs")
    return [n for n, f in kind.fields.items() if not f.required and f.kind.name not in named]


SPARING = [t for t in records.every() if spared(t) and t.name != "former-number"]
"""Types with such fields; a former number has to have one of its numbers (PER036)."""
UNREADABLE = "?%§" * 7_000
"""More than any field takes, of none of its values, and no number."""
LEFT_OUT = "XLS154"


@pytest.fixture
def take(office):
    """Import a file, with or without its unreadable cells."""
    return lambda path, as_kind=None, **wish: imports.take_in(
        office(), Incoming(path, as_kind), lambda _done, _total: None, Wish(**wish)
    )


def _cell(value):
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def with_bad(path, kind, raw, bad):
    """A sheet of one new record, with a cell of some fields that cannot be read."""
    cells = {name: _cell(value) for name, value in raw.items()} | dict.fromkeys(bad, UNREADABLE)
    return theirs(path, {sheet_name(kind, "en"): [[*cells], [*cells.values()]]})


@pytest.mark.parametrize("kind", SPARING, ids=lambda t: t.name)
def test_a_cell_that_no_record_needs_can_be_left_out(take, vault, tmp_path, kind):
    raw = sample(kind, full=False)
    path = with_bad(tmp_path / "theirs.xlsx", kind, raw, spared(kind))
    before = len(documents(vault, kind.name))
    with pytest.raises(Refused):
        take(path)
    taken = take(path, without_bad_cells=True)
    assert [a.account for a in taken.accounts] == ["added"]
    assert {p.field for p in taken.problems if p.code == LEFT_OUT} == {*spared(kind)}
    assert all(p.sheet and p.row and p.column for p in taken.problems if p.code == LEFT_OUT)
    assert not errors(taken.problems)
    assert len(documents(vault, kind.name)) == before + 1


@EVERY
def test_a_cell_that_a_record_needs_is_refused_all_the_same(take, vault, tmp_path, kind):
    for name in (f.name for f in kind.fields.values() if f.required):
        path = with_bad(tmp_path / f"{name}.xlsx", kind, sample(kind, full=False), [name])
        before = documents(vault, kind.name)
        with pytest.raises(Refused):
            take(path, without_bad_cells=True)
        assert documents(vault, kind.name) == before


def test_of_whom_a_row_describes_only_what_nobody_needs_is_left_out(take, vault, tmp_path):
    heads = ["Nama", "Tgl Lahir", "NIK", "Tanggal Lapor", "Saluran", "Uraian"]
    cells = ["Contoh Baru", "1999-08-17", "12", "2026-01-05", "walk-in", "Contoh"]
    path = theirs(tmp_path / "theirs.xlsx", {"L": [heads, cells]})
    with pytest.raises(Refused):
        take(path, "victim-case")
    taken = take(path, "victim-case", without_bad_cells=True)
    assert [a.account for a in taken.accounts] == ["added"]
    assert [(p.code, p.column) for p in taken.problems if p.code == LEFT_OUT] == [(LEFT_OUT, "C")]
    assert not any(person.get("nik") == "12" for person in documents(vault, "person"))


def test_a_blank_that_was_left_out_takes_nothing_away(take, office, tmp_path, vault):
    person = records.named("person")
    known = office().view.get("P1")
    rows = [["ref", "name", "phone"], [known.ref, known.content.name, "?"]]
    path = theirs(tmp_path / "theirs.xlsx", {sheet_name(person, "en"): rows})
    taken = take(path, without_bad_cells=True)
    assert [a.account for a in taken.accounts] == ["unchanged"]
    assert office().view.get("P1").content == known.content
