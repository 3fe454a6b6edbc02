"""A file that has grown is compacted when nobody waits, and in nobody's command."""

from __future__ import annotations

import errno
import os

import pytest

from attache.desk import care, upkeep
from attache.desk.office import open_office
from attache.vault import generations, growth, open_vault, system
from tests import opening
from tests.vault.conftest import AT


@pytest.fixture
def grown(vault, made, monkeypatch):
    """A vault for which it is time."""
    monkeypatch.setattr(growth, "MANY", 7)
    monkeypatch.setattr(generations, "PARTS", 1)
    for number in range(5):
        with vault.work("person add", AT) as work:
            work.add("person", made("person", name=f"Contoh {chr(65 + number)}"))
    assert vault.opened().header.generation == 1
    return vault


def opened_again(vault):
    """The vault as somebody with the passphrase finds it."""
    opening.secret(vault.path)
    return open_vault(vault.path, opening.access(vault.path))


def generation(vault):
    return vault.header().generation


def test_locking_compacts_and_leaves_it_locked(grown):
    assert care.lock(grown)
    assert grown.held() is None
    assert (generation(grown), care.status(grown).grown) == (2, 0)
    assert len([*opened_again(grown).view().every("person")]) == 5


def test_a_locked_vault_is_left_as_it_is(grown):
    grown.access.forget(grown.header().file)
    assert not care.lock(grown)
    assert (generation(grown), care.status(grown).grown) == (1, 10)


def test_a_backup_compacts_after_it_is_made(grown, tmp_path):
    office = open_office(grown.path, opening.NOW, "vault backup", grown.access)
    made = upkeep.backup(office, tmp_path / "backup.vault", replace=False)
    assert (made.anchor.generation, generation(grown)) == (1, 2)
    assert len([*grown.view().every("person")]) == 5


def test_where_there_is_no_space_it_is_locked_all_the_same(grown, monkeypatch):
    def refuse(_path, _chunks):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(system, "replace", refuse)
    assert care.lock(grown)
    assert (generation(grown), grown.held()) == (1, None)
