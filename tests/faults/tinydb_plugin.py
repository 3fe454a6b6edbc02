"""For R8, as a pytest plugin beside TinyDB's own tests: every TinyDB is one over our journal.

Ids are integers here, as TinyDB's tests expect; everything else is the class that attache uses.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import tinydb
from tinydb.table import Table

from attache.vault.database import JournalStorage, VaultDB, VaultTable
from attache.vault.journal import Journal
from tests.vault.journals import KEY, new


class IntTable(VaultTable):
    """Our table with TinyDB's own ids."""

    document_id_class = int  # type: ignore[assignment]
    _get_next_id = Table._get_next_id


class TinyDB(VaultDB):
    """Made as TinyDB is: with the path of a file, or with none. The storage is always ours."""

    table_class = IntTable

    def __init__(self, path: Any = None, **_options: Any) -> None:
        file = Path(path) if path else Path(tempfile.mkdtemp()) / "test.db"
        there = file.exists() and file.stat().st_size
        journal = Journal(file, KEY) if there else new(file)
        super().__init__(JournalStorage(journal, at_once=True))


tinydb.TinyDB = TinyDB  # type: ignore[misc]  # before their modules import the name


@pytest.fixture
def db() -> TinyDB:
    """What their tests begin with."""
    made = TinyDB()
    made.insert_multiple({"int": 1, "char": c} for c in "abc")
    return made
