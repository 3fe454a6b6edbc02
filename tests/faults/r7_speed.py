"""R7: one insert into 100,000 records takes hardly longer than one into 1,000."""

from __future__ import annotations

import time
from statistics import median

from attache import records
from attache.records.record import parse
from attache.vault.vault import Vault
from tests.faults.outcome import Outcome
from tests.faults.place import Place, a_place, office
from tests.opening import NOW
from tests.samples import HERE, example

SMALL, LARGE, TIMES = 1_000, 100_000, 101
REACH = 1.5
AT = NOW.isoformat(timespec="seconds")


def run(*, quick: bool = False) -> Outcome:
    """The ratio of the medians; `quick` takes a tenth of the records."""
    outcome = Outcome("R7", "one insert", reach=f"at most {REACH}")
    small, large = (size // (10 if quick else 1) for size in (SMALL, LARGE))
    with a_place() as place:
        few, many = _median(place, small), _median(place, large)
    ratio = many / few
    outcome.count(f"inserts at {small:,} and at {large:,}", 2 * TIMES)
    outcome.shown = f"{1000 * few:.2f} and {1000 * many:.2f} ms, ratio {ratio:.2f}"
    if ratio > REACH:
        outcome.miss("too slow", f"{ratio:.2f}")
    return outcome


def _median(place: Place, size: int) -> float:
    place.lay(office())
    kind = records.named("consultation")
    content = parse(kind.model, example(kind, full=False), HERE).draft
    vault = Vault(place.vault, place.access)
    with vault.work("bench", AT) as work:
        for _record in range(size):
            work.add("consultation", content)
    took = []
    for _time in range(TIMES):
        start = time.perf_counter()
        with vault.work("bench", AT) as work:
            work.add("consultation", content)
        took.append(time.perf_counter() - start)
    return median(took)
