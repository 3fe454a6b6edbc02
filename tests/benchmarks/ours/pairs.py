"""Everybody in an open vault who may be recorded twice: the seconds that it takes to find them."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from attache.desk.duplicates import duplicates
from attache.vault import Access, open_vault

now = datetime.now(UTC)
view = open_vault(Path(os.environ["ATTACHE_VAULT"]), Access(os.environ, now)).view()
start = time.perf_counter()
assert duplicates(view)
print(time.perf_counter() - start)
