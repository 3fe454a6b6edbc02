"""A vault of the previous shape is brought up to date when it is first opened."""

from __future__ import annotations

import errno

import pytest

from attache.problems import NotWritten
from attache.vault import migrations, system
from attache.vault.database import JournalStorage, VaultDB
from tests import opening
from tests.vault.conftest import AT, reopened

OLD = {"at": AT, "by": "Rina Contoh", "command": "contoh"}


@pytest.fixture
def previous(vault, siti):
    """A vault whose log has one document a record, as it had before lines."""
    with vault.work("person add", AT) as work:
        person = work.add("person", siti)
    profile = vault.view().profile()
    with vault.writing() as opened:
        storage = JournalStorage(opened)
        db = VaultDB(storage)
        for table in ("log", "migrations"):
            db.of(table).delete(set(db.of(table).documents()))
        lines = [
            {**OLD, "action": "add", "record": profile.id, "rev": 1, "before": {}},
            {**OLD, "action": "add", "record": person.id, "rev": 1, "before": {}},
            {**OLD, "action": "change", "record": person.id, "rev": 2, "before": {"name": "A"}},
            {**OLD, "action": "change", "record": person.id, "rev": 3, "before": {"name": "B"}},
        ]
        db.of("log").put({f"id{number}": line for number, line in enumerate(lines)})
        storage.commit()
        vault.acknowledge()
    return vault


def test_the_log_of_before_reads_as_lines(previous):
    vault = reopened(previous)
    lines = list(vault.view().log())
    assert [line.ref for line in lines] == [f"PNH-A-L{number}" for number in range(1, 5)]
    assert [c.action for line in lines for c in line.changes] == ["add", "add", "change", "change"]
    assert [line.changes[0].fields.get("name") for line in lines[2:]] == [
        ("A", "B"),
        ("B", "Siti Contoh"),
    ]
    assert {line.changes[0].ref for line in lines[1:]} == {"PNH-A-P1"}
    with vault.work("person add", AT) as work:
        assert work.line_ref == "PNH-A-L5"


def test_it_is_copied_first_and_migrated_once(previous):
    before = previous.path.read_bytes()
    vault = reopened(previous)
    vault.view()
    aside = previous.path.with_name("post.vault.before-lines-of-the-log")
    assert aside.read_bytes() == before
    after = previous.path.read_bytes()
    reopened(previous).view()
    assert previous.path.read_bytes() == after
    assert migrations.pending(vault.opened().tables) == []


def test_where_no_copy_can_be_made_nothing_changes(previous, monkeypatch):
    before = previous.path.read_bytes()

    def full(*_args):
        raise OSError(errno.ENOSPC, "contoh")

    monkeypatch.setattr(system, "replace", full)
    with pytest.raises(NotWritten):
        reopened(previous).view()
    assert previous.path.read_bytes() == before


def test_a_new_vault_needs_none(vault):
    assert migrations.pending(vault.opened().tables) == []
    assert migrations.pending({}) == list(migrations.MIGRATIONS)
    assert opening.image(vault).content == vault.path.read_bytes()
