"""Consultations into an open vault, one a transaction: the median of their seconds. DOCUMENT."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import orjson

from attache import records
from attache.records.here import Here
from attache.records.record import parse
from attache.vault import Access, open_vault

TIMES = 60
now = datetime.now(UTC)
given = {**orjson.loads(Path(sys.argv[1]).read_bytes()), "on": now.date()}
content = parse(records.named("consultation").model, given, Here(now.date(), "KHM")).draft
vault = open_vault(Path(os.environ["ATTACHE_VAULT"]), Access(os.environ, now))
vault.view()
took = []
for _time in range(TIMES):
    start = time.perf_counter()
    with vault.work("bench", now.isoformat(timespec="seconds")) as work:
        work.add("consultation", content)
    took.append(time.perf_counter() - start)
print(median(took))
