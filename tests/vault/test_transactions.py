"""What a transaction of the database writes, and what it leaves alone."""

from __future__ import annotations

import errno
import os
from types import SimpleNamespace

import orjson
import pytest
from tinydb import where
from tinydb.operations import increment

from attache.problems import NotWritten
from attache.vault import database, system
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.journal import Journal
from attache.vault.payload import Unstorable
from tests.vault.journals import KEY, PEOPLE, held, new, own, stored


@pytest.fixture
def journal(tmp_path):
    return new(tmp_path / "post.vault")


@pytest.fixture
def db(journal):
    return VaultDB(JournalStorage(journal, at_once=True))


@pytest.fixture
def people(db):
    table = db.of("person")
    table.insert_multiple(PEOPLE)
    return table


@pytest.fixture
def decoded(monkeypatch):
    """Every document that is decoded from now on."""
    found = []

    def loads(content):
        found.append(content)
        return orjson.loads(content)

    monkeypatch.setattr(database, "orjson", SimpleNamespace(loads=loads))
    return found


def test_one_call_is_one_transaction(journal, db, people):
    calls = [
        lambda: people.insert({"n": 4}),
        lambda: people.insert_multiple([{"n": 5}, {"n": 6}]),
        lambda: people.update(increment("n")),
        lambda: people.upsert({"n": 1}, where("n") == 1),  # changes nothing
        lambda: people.upsert({"n": 50}, where("n") == 1),
        lambda: people.update({"n": 50}, where("n") == 50),  # changes nothing
        lambda: people.remove(where("n") == 2),
        lambda: people.remove(where("n") == 2),  # nothing is left of it
        lambda: db.of("note").insert({}),
        db.drop_tables,
        db.drop_tables,  # nothing is left
    ]
    counts = []
    for call in calls:
        call()
        counts.append(journal.frames)
    assert counts == [2, 3, 4, 4, 5, 5, 6, 6, 7, 8, 8]


def test_only_what_changed_is_written(journal, db):
    table, other = db.of("person"), db.of("note")
    for number in range(50):
        table.insert({"n": number, "text": "x" * 200})
    other.insert({"n": 1})
    for change in (
        lambda: table.insert({"n": 50}),
        lambda: table.update({"n": 51}, where("n") == 50),
        lambda: table.remove(where("n") == 51),
        lambda: db.drop_table("note"),
    ):
        before = journal.path.stat().st_size
        change()
        assert journal.path.stat().st_size - before <= 512


def test_an_insert_looks_at_no_other_document(db, decoded, monkeypatch):
    """Nor does it count them: in a table of a hundred thousand it costs what it costs in one."""
    table = db.of("person")
    ids = table.insert_multiple({"n": number} for number in range(300))
    monkeypatch.setattr(database._Documents, "__iter__", lambda _self: pytest.fail("listed"))
    table.insert({"n": 300})
    table.insert(own("own", {"n": 301}))
    assert decoded == []
    table.update({"n": 302}, doc_ids=[ids[7]])
    assert table.contains(doc_id=ids[8])
    table.remove(doc_ids=[ids[9]])
    assert len(decoded) == 3


def test_documents_are_decoded_one_by_one(db, decoded):
    table = db.of("person")
    table.insert_multiple({"n": number} for number in range(300))
    assert len(table) == 300
    table.get(where("n") == 4)
    assert len(decoded) == 5
    next(iter(table))
    assert len(decoded) == 6
    table.truncate()
    assert len(decoded) == 6


def test_no_cache_answers(journal, db, people):
    """Another one who writes into the same journal is seen."""
    tables = [db.of("person"), db.table("person"), db.table("person", cache_size=99)]
    assert {table.count(where("n") == 9) for table in tables} == {0}
    people.put({"own": {"n": 9}})
    assert {table.count(where("n") == 9) for table in tables} == {1}
    people.delete({"own"})
    assert {table.count(where("n") == 9) for table in tables} == {0}


def test_what_is_deleted_and_put_again_in_one_update_stays(journal, people):
    def again(table):
        id_ = next(iter(table))
        table[id_] = {**table.pop(id_), "n": 9}

    people._update_table(again)
    assert people.all() == stored(journal) == [{**PEOPLE[0], "n": 9}, *PEOPLE[1:]]
    assert journal.frames == 2


def test_an_exception_in_the_middle_changes_nothing(journal, people):
    before = journal.path.read_bytes()

    def fail(document):
        document["n"] += 1
        if document["name"] == "Contoh C":
            raise RuntimeError

    with pytest.raises(RuntimeError):
        people.update(fail)
    assert people.all() == PEOPLE
    assert journal.path.read_bytes() == before


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, (1,), "\ud800"])
def test_what_cannot_be_stored_changes_nothing(journal, people, value):
    before = journal.path.read_bytes()
    for refused in (
        lambda: people.insert({"n": value}),
        lambda: people.insert_multiple([{"n": 1}, {"n": value}]),
        lambda: people.update({"n": value}, where("n") == 1),
        lambda: people.put({"own": {"n": 1}, "more": {"n": value}}),
    ):
        with pytest.raises(Unstorable):
            refused()
        assert people.all() == PEOPLE
    people.update({"n": 1}, where("n") == 1)
    assert journal.path.read_bytes() == before


def test_what_could_not_be_written_is_forgotten(journal, people, monkeypatch):
    def refuse(*_arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(system, "append", refuse)
        with pytest.raises(NotWritten):
            people.insert({"n": 4})
    assert people.all() == PEOPLE
    people.insert({"n": 5})
    assert stored(journal) == [*PEOPLE, {"n": 5}]


@pytest.fixture
def draft(journal, people):
    """A transaction of which nothing is written before it is committed."""
    return JournalStorage(journal)


def test_nothing_is_written_before_it_is_committed(journal, draft):
    table = VaultDB(draft).of("person")
    table.insert({"n": 4})
    table.update(increment("n"))
    table.remove(where("n") == 1)
    VaultDB(draft).of("note").insert({"n": 1})
    assert [d["n"] for d in table] == [2, 3, 4, 5]
    assert (stored(journal), journal.frames) == (PEOPLE, 1)
    draft.commit()
    assert ([d["n"] for d in stored(journal)], journal.frames) == ([2, 3, 4, 5], 2)
    assert stored(journal, "note") == [{"n": 1}]
    draft.commit()
    assert journal.frames == 2


def test_a_document_that_comes_and_goes_in_one_transaction_is_never_written(journal, draft):
    table = VaultDB(draft).of("note")
    table.insert(own("a", {"n": 1}))
    table.remove(where("n") == 1)
    table.insert(own("a", {"n": 2}))
    assert table.all() == [{"n": 2}]
    table.truncate()
    assert (table.all(), draft.read().keys()) == ([], {"person"})
    draft.commit()
    assert held(Journal(journal.path, KEY), "note") == {}


def test_documents_are_found_by_their_refs(journal, draft):
    table = VaultDB(draft).of("person")
    table.put({"a": {"ref": "PNH-A-P1"}, "b": {"ref": "PNH-A-P2"}, "c": {}})
    assert (table.id_of("PNH-A-P1"), table.id_of("PNH-A-P3")) == ("a", None)
    draft.commit()
    table.delete({"a"})
    table.put({"d": {"ref": "PNH-A-P3"}})
    assert [table.id_of(f"PNH-A-P{n}") for n in (1, 2, 3)] == [None, "b", "d"]
    draft.commit()
    again = VaultDB(JournalStorage(Journal(journal.path, KEY))).of("person")
    assert [again.id_of(f"PNH-A-P{n}") for n in (1, 2, 3)] == [None, "b", "d"]
    assert VaultDB(draft).of("note").id_of("PNH-A-P2") is None
