"""TinyDB's own API over a real journal: every answer and change as its users know them."""

from __future__ import annotations

import pytest
from tinydb import Query, where
from tinydb.operations import add, decrement, delete, increment
from tinydb.operations import set as put

from attache.vault.database import JournalStorage, VaultDB
from attache.vault.journal import Journal
from tests.vault.journals import KEY, PEOPLE, new, own, stored


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


def test_what_was_inserted_is_stored(journal, db):
    id_ = db.of("person").insert({"name": "Siti Contoh"})
    assert db.of("person").get(doc_id=id_) == {"name": "Siti Contoh"}
    (found,) = stored(journal)
    assert (found, found.doc_id) == ({"name": "Siti Contoh"}, id_)


def test_ids_are_texts_and_never_used_again(journal, db):
    table, other = db.of("person"), VaultDB(JournalStorage(Journal(journal.path, KEY))).of("person")
    ids = [table.insert({}), *table.insert_multiple([{}, {}]), other.insert({})]
    table.truncate()
    ids.append(table.insert({}))
    assert len({*ids}) == 5
    assert all(isinstance(id_, str) and len(id_) == 36 for id_ in ids)
    assert ids == sorted(ids)


def test_a_document_may_have_an_id_of_its_own(journal, db):
    table = db.of("person")
    assert table.insert(own("a", {"n": 1})) == "a"
    assert table.insert_multiple([own("b", {"n": 2})]) == ["b"]
    for insert in (table.insert, lambda document: table.insert_multiple([document])):
        with pytest.raises(ValueError, match="already exists"):
            insert(own("a", {"n": 3}))
    assert {str(d.doc_id): d["n"] for d in stored(journal)} == {"a": 1, "b": 2}


def test_everything_is_found(people):
    person = Query()
    assert people.all() == [*people] == PEOPLE
    assert len(people) == 4
    assert people.search(person.n > 1) == PEOPLE[2:]
    assert people.get(person.name == "Contoh B") == PEOPLE[1]
    assert people.get(person.name == "Contoh Z") is None
    assert people.count(person.n >= 1) == 3
    assert people.contains(where("n") == 3)
    assert not people.contains(where("n") == 4)
    ids = [document.doc_id for document in people]
    assert people.contains(doc_id=ids[2])
    assert not people.contains(doc_id="nowhere")
    assert people.get(doc_ids=ids[1:3]) == PEOPLE[1:3]


def test_what_is_found_is_a_copy(people):
    people.all()[0]["name"] = "someone else"
    assert people.all() == PEOPLE


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        ({"name": "Baru"}, {"name": "Baru", "n": 1}),
        ({"more": [1]}, {"name": "Contoh B", "n": 1, "more": [1]}),
        (increment("n"), {"name": "Contoh B", "n": 2}),
        (decrement("n"), {"name": "Contoh B", "n": 0}),
        (add("n", 10), {"name": "Contoh B", "n": 11}),
        (put("name", "Baru"), {"name": "Baru", "n": 1}),
        (delete("name"), {"n": 1}),
        (
            lambda document: document.update(n={"deep": [None]}),
            {"name": "Contoh B", "n": {"deep": [None]}},
        ),
        (lambda document: document.clear(), {}),
    ],
)
def test_an_update_is_stored(journal, people, fields, after):
    (id_,) = people.update(fields, where("n") == 1)
    assert people.all() == stored(journal) == [PEOPLE[0], after, *PEOPLE[2:]]
    assert people.get(doc_id=id_) == after


def test_what_lies_deep_in_a_document_can_be_changed_in_place(journal, db):
    table = db.of("person")
    table.insert({"aliases": ["Alias Satu"], "home": {"city": "Contoh"}})

    def move(document):
        document["aliases"].append("Alias Dua")
        document["home"]["city"] = "Misal"

    table.update(move)
    assert stored(journal) == [{"aliases": ["Alias Satu", "Alias Dua"], "home": {"city": "Misal"}}]


def test_several_can_be_updated(journal, people):
    ids = [document.doc_id for document in people]
    assert people.update({"n": 9}, doc_ids=[ids[0], "nowhere", ids[3]]) == [ids[0], ids[3]]
    assert people.update_multiple([({"n": 7}, where("n") == 1), ({"n": 8}, where("n") == 2)])
    assert [d["n"] for d in stored(journal)] == [9, 7, 8, 9]
    assert people.update(increment("n")) == ids
    assert [d["n"] for d in stored(journal)] == [10, 8, 9, 10]


def test_an_upsert_updates_or_inserts(journal, people):
    (first,) = people.upsert({"name": "Contoh A", "n": 100}, where("name") == "Contoh A")
    (new_one,) = people.upsert({"name": "Baru", "n": 5}, where("name") == "Baru")
    assert people.upsert(own(first, {"n": 6})) == [first]
    assert people.upsert(own("own", {"n": 7})) == ["own"]
    assert [d["n"] for d in stored(journal)] == [6, 1, 2, 3, 5, 7]
    assert people.get(doc_id=new_one) == {"name": "Baru", "n": 5}


def test_what_was_removed_is_gone(journal, people):
    ids = [document.doc_id for document in people]
    assert people.remove(where("n") >= 2) == ids[2:]
    assert people.remove(doc_ids=[ids[0], "nowhere"]) == [ids[0]]
    assert people.all() == stored(journal) == [PEOPLE[1]]
    people.truncate()
    assert people.all() == stored(journal) == []
    assert len(people) == 0


def test_tables_are_listed_and_dropped(journal, db, people):
    db.of("note").insert({"n": 1})
    db.of("site").insert({"n": 2})
    assert db.tables() == {"person", "note", "site"}
    db.drop_table("person")
    db.drop_table("nowhere")
    assert db.tables() == {"note", "site"}
    assert (stored(journal), stored(journal, "note")) == ([], [{"n": 1}])
    db.drop_tables()
    assert not db.tables()
    assert stored(journal, "note") == stored(journal, "site") == []


def test_the_default_table_is_a_table_like_others(journal):
    with VaultDB(JournalStorage(journal, at_once=True)) as db:
        db.insert({"n": 1})
        db.update(increment("n"))
        assert (len(db), [*db]) == (1, [{"n": 2}])
        assert "_default" in repr(db)
    assert stored(journal, "_default") == [{"n": 2}]


def test_a_closed_database_leaves_the_file_as_it_is(journal, db, people):
    before = journal.path.read_bytes()
    db.close()
    assert journal.path.read_bytes() == before
    assert stored(journal) == PEOPLE
