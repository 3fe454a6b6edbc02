"""TinyDB over our storage: string ids, no query cache, and a whole batch in one update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from tinydb import TinyDB
from tinydb.table import Table

if TYPE_CHECKING:
    from attache.vault.storage import SnapshotStorage

Document = dict[str, Any]


class VaultTable(Table):
    """A table whose ids are texts: integer ids are used again and collide between processes."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB's type says int, its docs any class

    def documents(self) -> dict[str, Document]:
        """All documents by id, in the order in which they were put."""
        return dict(cast("dict[str, Document]", self._read_table()))

    def put(self, documents: Mapping[str, Document]) -> None:
        """Add or replace documents by id."""
        self._update_table(lambda table: table.update(documents))  # type: ignore[arg-type]


class VaultDB(TinyDB):
    """The database of one snapshot of the file."""

    table_class = VaultTable

    def __init__(self, storage: SnapshotStorage) -> None:
        super().__init__(storage=lambda: storage)

    def of(self, table: str) -> VaultTable:
        """A table by name."""
        found = self.table(table, cache_size=0)
        assert isinstance(found, VaultTable)
        return found
