"""How records are kept: one local data file, behind a seam of views and units of work.

    vault = open_vault(path)
    vault.view().get("C12")
    with vault.work("consult log", at) as work:
        kept = work.add("consultation", consultation)

All changes of one unit of work are stored together or not at all. What lies under the seam is
nobody's business above it.
"""

from __future__ import annotations

from attache.vault.vault import Vault, create_vault, default_path, open_vault
from attache.vault.views import View, Work

__all__ = ["Vault", "View", "Work", "create_vault", "default_path", "open_vault"]
