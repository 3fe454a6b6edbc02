"""How records are kept: one local data file, behind a seam of views and units of work.

    vault = open_vault(path, access)
    vault.view().get("C12")
    with vault.work("consult log", at) as work:
        kept = work.add("consultation", consultation)

All changes of one unit of work are stored together or not at all, in one encrypted transaction.
What lies under the seam is nobody's business above it.
"""

from __future__ import annotations

from attache.vault.access import Access
from attache.vault.birth import Birth, Secrets, create_vault
from attache.vault.drafts import Draft, Theirs, draft_of
from attache.vault.history import Change, Line
from attache.vault.keys import recovery_code
from attache.vault.passphrases import generated, weaknesses
from attache.vault.places import default_path
from attache.vault.vault import Vault, open_vault
from attache.vault.views import View
from attache.vault.work import Work

__all__ = [
    "Access",
    "Birth",
    "Change",
    "Draft",
    "Line",
    "Secrets",
    "Theirs",
    "Vault",
    "View",
    "Work",
    "create_vault",
    "default_path",
    "draft_of",
    "generated",
    "open_vault",
    "recovery_code",
    "weaknesses",
]
