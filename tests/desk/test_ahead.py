"""Rows that a process beside makes ready are taken in as those that are made ready here."""

from __future__ import annotations

import os
import struct
import sys
from multiprocessing.connection import Connection

import pytest

from attache.desk import ahead, imports
from attache.desk.imports import Wish
from attache.exchange.incoming import Incoming
from attache.records.here import Here
from tests import opening
from tests.crowds import LIST, listed
from tests.desk import offices
from tests.exchange.workbooks import theirs

FORKS = pytest.mark.skipif(sys.platform != "linux", reason="forks are made on Linux only")
COUNT = 60


def quiet(_done, _total):
    """Nobody is waiting."""


@pytest.fixture
def source(tmp_path):
    """A list with somebody twice, a row that changes a person, and one that is wrong."""
    rows = [[*LIST, "Ref"], *([*row, None] for row in listed(COUNT))]
    rows.append([*rows[5]])
    rows.append([None, "Siti Contoh", *[None] * 18, "P1"])
    rows.append([None, "Budi Misal", None, "entah", *[None] * 17])
    return Incoming(theirs(tmp_path / "daftar.xlsx", {"Daftar": rows}), "person")


def taken(path, source):
    """The accounts of an import into a vault of its own, and its people but for ids."""
    path.parent.mkdir()
    opening.lay(path, offices.peopled())
    done = imports.take_in(offices.office_at(path), source, quiet, Wish(keep_good=True))
    people = [d | {"id": ""} for d in offices.documents(path, "person")]
    return [a._replace(like=()) for a in done.accounts], people


@FORKS
def test_both_ways_come_to_the_same(tmp_path, monkeypatch, source):
    here = taken(tmp_path / "a" / "post.vault", source)
    monkeypatch.setattr(ahead, "LEAST", 1)
    monkeypatch.setattr(ahead, "CHUNK", 7)
    beside = taken(tmp_path / "b" / "post.vault", source)
    assert beside == here
    assert {a.account for a in here[0]} >= {"added", "refused"}


@FORKS
@pytest.mark.parametrize("chunks", [0, 3])
def test_a_process_beside_that_ends_before_its_time_loses_nothing(
    tmp_path, monkeypatch, source, chunks
):
    here = taken(tmp_path / "a" / "post.vault", source)
    monkeypatch.setattr(ahead, "LEAST", 1)
    monkeypatch.setattr(ahead, "CHUNK", 7)
    made, done = ahead._made, []
    parent = os.getpid()

    def failing(chunk, today):
        done.append(chunk)
        if os.getpid() != parent and len(done) > chunks:
            raise MemoryError
        return made(chunk, today)

    monkeypatch.setattr(ahead, "_made", failing)
    assert taken(tmp_path / "b" / "post.vault", source) == here


@FORKS
def test_a_process_beside_that_ends_in_the_middle_of_a_word_loses_nothing(
    tmp_path, monkeypatch, source
):
    here = taken(tmp_path / "a" / "post.vault", source)
    monkeypatch.setattr(ahead, "LEAST", 1)
    monkeypatch.setattr(ahead, "CHUNK", 7)

    def torn(pipe, content):
        os.write(pipe.fileno(), struct.pack("!i", len(content)) + content[:10])
        os._exit(1)

    monkeypatch.setattr(Connection, "send_bytes", torn)
    assert taken(tmp_path / "b" / "post.vault", source) == here


@FORKS
def test_the_numbers_of_very_many_chunks_find_room(monkeypatch, source):
    monkeypatch.setattr(ahead, "CHUNK", 1)
    monkeypatch.setattr(ahead, "MOST_CHUNKS", 10)
    rows = [(s.record_type, row) for s in source.sheets.found for row in s.rows]
    chunks = ahead._chunks([*rows])
    assert 5 < len(chunks) <= 10
    assert [row for chunk in chunks for row in chunk] == rows


@FORKS
def test_who_stops_half_way_leaves_no_process(monkeypatch, source):
    monkeypatch.setattr(ahead, "LEAST", 1)
    rows = [(s.record_type, row) for s in source.sheets.found for row in s.rows]
    ready = ahead.made_ready(rows, Here(offices.NOW.date(), "KHM"))
    next(ready)
    ready.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
