"""Checks of one new person against everybody in an open vault: the median of their seconds."""

import os
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from attache.desk.known import likely
from attache.records.here import Here
from attache.records.person import Person
from attache.records.record import parse
from attache.vault import Access, open_vault
from tests.crowds import crowd, returning

TIMES = 60
now = datetime.now(UTC)
view = open_vault(Path(os.environ["ATTACHE_VAULT"]), Access(os.environ, now)).view()
people = [returning(raw, seed) for seed, raw in enumerate(islice(crowd(TIMES), TIMES))]
took = []
for raw in people:
    person = parse(Person, raw, Here(now.date(), "KHM")).draft
    start = time.perf_counter()
    assert likely(view, person)
    took.append(time.perf_counter() - start)
print(median(took))
